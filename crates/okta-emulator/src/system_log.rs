//! The System Log's entries: one for every change
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/>).

use serde_json::{Value, json};

use crate::call::Call;
use crate::clock::wire;
use crate::state::{Application, Group, Org, User};

/// Something that an event happened to.
#[derive(Clone, Debug)]
pub(crate) struct Target(Value);

impl Target {
    pub(crate) fn user(user: &User) -> Self {
        Self::new(&user.id, "User", user.login(), &user.display_name())
    }

    pub(crate) fn group(group: &Group) -> Self {
        let name = group
            .profile
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        Self::new(&group.id, "UserGroup", "unknown", name)
    }

    pub(crate) fn application(application: &Application) -> Self {
        Self::new(
            &application.id,
            "AppInstance",
            application.text("label"),
            application.text("label"),
        )
    }

    pub(crate) fn new(id: &str, kind: &str, alternate_id: &str, display_name: &str) -> Self {
        Self(json!({
            "id": id, "type": kind, "alternateId": alternate_id, "displayName": display_name, "detailEntry": null,
        }))
    }

    /// The app user of a person: recorded events name it first, then the app, then the person.
    pub(crate) fn application_user(application: &Application, user: &User) -> Vec<Self> {
        let user_name = application
            .users
            .get(user.id.as_str())
            .map(|assigned| application.known_as(user, assigned).user_name.clone());
        let user_name = user_name.as_deref().unwrap_or(user.login());
        let assigned = Self::new(&user.id, "AppUser", user_name, &user.display_name());
        vec![assigned, Self::application(application), Self::user(user)]
    }
}

impl Call<'_> {
    /// The caller: a user, or a service app as recorded events name it.
    fn actor(&self) -> Target {
        if let Some(client) = &self.caller.client {
            let label = self
                .org
                .applications
                .get(&client.application)
                .map_or("", |application| application.text("label"));
            return Target::new(&client.client_id, "PublicClientApp", &client.client_id, label);
        }
        self.org
            .users
            .get(&self.caller.user_id)
            .map_or_else(system, Target::user)
    }

    /// Writes an entry of this type, by the caller, to the org's log.
    pub(crate) fn record(&mut self, event_type: &str, targets: Vec<Target>) {
        self.record_with(event_type, targets, &json!({}));
    }

    /// Writes an entry with members of its own in `debugContext.debugData`.
    pub(crate) fn record_with(&mut self, event_type: &str, targets: Vec<Target>, debug: &Value) {
        let mut debug_data = json!({
            "requestId": self.request_id,
            "requestUri": self.path,
            "url": format!("{}?{}", self.path, self.query.encoded_without(&[])),
        });
        if let (Some(data), Some(own)) = (debug_data.as_object_mut(), debug.as_object()) {
            data.extend(own.clone());
        }
        let actor = self.actor();
        let user_agent = self
            .user_agent
            .as_ref()
            .map(|agent| json!({ "rawUserAgent": agent, "os": "Unknown", "browser": "UNKNOWN" }));
        let happened = Happened {
            event_type,
            actor,
            targets,
            client: json!({
                "userAgent": user_agent,
                "zone": "null",
                "device": "Unknown",
                "id": null,
                "ipAddress": "127.0.0.1",
                "geographicalContext": null,
            }),
            transaction: json!({
                "type": "WEB",
                "id": self.request_id,
                "detail": { "requestApiTokenId": self.caller.token_id },
            }),
            debug_data,
        };
        self.org.log(self.now, happened);
    }
}

/// What an entry is made of, beside what the org adds itself.
pub(crate) struct Happened<'a> {
    pub(crate) event_type: &'a str,
    pub(crate) actor: Target,
    pub(crate) targets: Vec<Target>,
    pub(crate) client: Value,
    pub(crate) transaction: Value,
    pub(crate) debug_data: Value,
}

impl<'a> Happened<'a> {
    /// What the org does of its own accord.
    pub(crate) fn by_the_org(event_type: &'a str, targets: Vec<Target>) -> Self {
        let client = json!({
            "userAgent": null, "zone": null, "device": null, "id": null, "ipAddress": null, "geographicalContext": null,
        });
        let transaction = json!({ "type": null, "id": "unknown", "detail": {} });
        Self {
            event_type,
            actor: system(),
            targets,
            client,
            transaction,
            debug_data: json!({}),
        }
    }
}

impl Org {
    pub(crate) fn log(&mut self, now: jiff::Timestamp, happened: Happened<'_>) {
        let uuid = self.ids.uuid();
        let targets: Vec<Value> = happened.targets.into_iter().map(|target| target.0).collect();
        let body = json!({
            "uuid": uuid,
            "published": wire(now),
            "eventType": happened.event_type,
            "version": "0",
            "severity": "INFO",
            "displayMessage": display_message(happened.event_type),
            "legacyEventType": legacy_type(happened.event_type),
            "actor": happened.actor.0,
            "client": happened.client,
            "device": null,
            "outcome": { "result": "SUCCESS", "reason": null },
            "target": targets,
            "transaction": happened.transaction,
            "debugContext": { "debugData": happened.debug_data },
            "authenticationContext": {
                "authenticationProvider": null,
                "credentialProvider": null,
                "credentialType": null,
                "issuer": null,
                "interface": null,
                "authenticationStep": 0,
                "rootSessionId": null,
                "externalSessionId": "unknown",
            },
            "securityContext": { "asNumber": null, "asOrg": null, "isp": null, "domain": null, "isProxy": null },
            "request": { "ipChain": [] },
        });
        self.directory.event_hooks.offer(&body);
        self.log.push(now, &body);
    }
}

fn system() -> Target {
    Target::new(
        "sprEmulatorOkta01em7",
        "SystemPrincipal",
        "system@okta.com",
        "Okta System",
    )
}

/// The event's name as a sentence. Okta's own messages are prose of its catalog; this is made from the name.
fn display_message(event_type: &str) -> String {
    let mut words = event_type.replace(['.', '_'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The name of the retired Events API, where recorded entries show one; elsewhere it is null.
fn legacy_type(event_type: &str) -> Option<&'static str> {
    Some(match event_type {
        "user.lifecycle.create" => "core.user.config.user_creation.success",
        "user.lifecycle.deactivate" => "core.user.config.user_deactivated",
        "user.lifecycle.suspend" => "core.user.config.user_status.suspended",
        "user.account.reset_password" => "core.user.config.user_status.password_reset",
        "user.account.update_profile" => "core.user.config.profile_update.success",
        "user.session.clear" => "core.user_auth.session_clear",
        "group.user_membership.add" => "core.user_group_member.user_add",
        "application.user_membership.add" => "app.generic.provision.assign_user_to_app",
        _ => return None,
    })
}
