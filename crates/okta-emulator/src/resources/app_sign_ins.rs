//! What sign-ins at apps leave behind: refresh tokens and consents of users. They come into being in Rust or over the
//! control API, since no operation of the management API signs anybody in at an app; `user_tokens` and `user_grants`
//! show and end them.
//!
//! That tokens and consents end of themselves with their user or their app is told by the names of event types, which
//! end in `revoke.implicit.user` and `revoke.implicit.client` (Okta's event type catalog). At which changes they do is not
//! verified; here it is when a user is deactivated or loses the app, and when an app is deactivated.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::Call;
use crate::clock::whole_second;
use crate::errors::{Outcome, Refusal};
use crate::oauth::client_setting;
use crate::state::{Application, Org, Status, User};
use crate::system_log::{Happened, Target};

/// How long a refresh token of the org's own authorization server lives, used or not (Okta's support article "Refresh
/// Token Expiration Behavior").
const LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The tokens and consents of all users, each by id.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct AppSignIns {
    pub(super) tokens: BTreeMap<String, RefreshToken>,
    pub(super) grants: BTreeMap<String, UserGrant>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RefreshToken {
    pub(super) id: String,
    pub(super) user: String,
    /// The app's id.
    pub(super) application: String,
    pub(super) scopes: Vec<String>,
    pub(super) created: Timestamp,
    pub(super) expires: Timestamp,
}

/// The consent of a user that an app gets a scope.
#[derive(Serialize, Deserialize)]
pub(crate) struct UserGrant {
    pub(super) id: String,
    pub(super) user: String,
    /// The app's id.
    pub(super) application: String,
    pub(super) scope: String,
    pub(super) created: Timestamp,
}

/// Ids of what a sign-in made.
pub(crate) struct Made {
    pub(crate) refresh_token: Option<String>,
    pub(crate) grants: Vec<String>,
}

impl AppSignIns {
    /// The apps at which a user has something, by id.
    pub(super) fn applications_of(&self, user: &str, now: Timestamp) -> BTreeSet<&str> {
        let tokens = self.tokens.values();
        let tokens = tokens.filter(|token| token.user == user && token.expires > now);
        let grants = self.grants.values().filter(|grant| grant.user == user);
        tokens
            .map(|token| token.application.as_str())
            .chain(grants.map(|grant| grant.application.as_str()))
            .collect()
    }

    pub(crate) fn forget_user(&mut self, id: &str) {
        self.tokens.retain(|_, token| token.user != id);
        self.grants.retain(|_, grant| grant.user != id);
    }

    pub(crate) fn forget_application(&mut self, id: &str) {
        self.tokens.retain(|_, token| token.application != id);
        self.grants.retain(|_, grant| grant.application != id);
    }
}

impl RefreshToken {
    pub(super) fn is_of(&self, user: &str, application: &str) -> bool {
        self.user == user && self.application == application
    }
}

impl UserGrant {
    pub(super) fn is_of(&self, user: &str, application: &str) -> bool {
        self.user == user && self.application == application
    }
}

/// Signs a user in at the app with this client id, or says why it cannot be.
pub(crate) fn sign_in(
    org: &mut Org,
    (user, client_id): (&str, &str),
    scopes: &[&str],
    now: Timestamp,
) -> Result<Made, &'static str> {
    let user = org.find_user(user).ok_or("the org has no such user")?.to_owned();
    let application = org
        .application_of_client(client_id)
        .ok_or("the org has no OpenID Connect app with this client id")?;
    let person = org.users.get(&user).ok_or("the org has no such user")?;
    if person.status != Status::Active {
        return Err("the user is not ACTIVE");
    }
    if !application.active {
        return Err("the app is not ACTIVE");
    }
    if !application.users.contains_key(user.as_str()) {
        return Err("the app is not assigned to the user");
    }
    let setting = |name: &str| {
        application
            .settings
            .get("settings")
            .map_or(&Value::Null, |settings| &settings["oauthClient"][name])
    };
    let offline = scopes.contains(&"offline_access");
    let refreshes = setting("grant_types")
        .as_array()
        .is_some_and(|types| types.contains(&json!("refresh_token")));
    if offline && !refreshes {
        return Err("offline_access was asked for, and the app's grant_types have no refresh_token");
    }
    let asks = *setting("consent_method") == "REQUIRED";
    let actor = Target::user(person);
    let (application, at) = (application.id.clone(), Target::application(application));
    let created = whole_second(now);
    let mut made = Made {
        refresh_token: None,
        grants: Vec::new(),
    };
    let mut events = Vec::new();
    for scope in scopes.iter().filter(|_| asks) {
        let grants = &mut org.directory.app_sign_ins.grants;
        if grants
            .values()
            .any(|grant| grant.is_of(&user, &application) && grant.scope == **scope)
        {
            continue;
        }
        let grant = UserGrant {
            id: org.ids.next("oag"),
            user: user.clone(),
            application: application.clone(),
            scope: (*scope).to_owned(),
            created,
        };
        events.push((
            "app.oauth2.as.consent.grant",
            Target::new(scope, "scope", scope, scope),
        ));
        made.grants.push(grant.id.clone());
        grants.insert(grant.id.clone(), grant);
    }
    if offline {
        let token = RefreshToken {
            id: org.ids.next("oar"),
            user,
            application,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            created,
            expires: created.checked_add(LIFETIME).unwrap_or(created),
        };
        events.push(("app.oauth2.token.grant.refresh_token", token_target(&token.id)));
        made.refresh_token = Some(token.id.clone());
        org.directory.app_sign_ins.tokens.insert(token.id.clone(), token);
    }
    for (event_type, target) in events {
        let mut happened = Happened::by_the_org(event_type, vec![at.clone(), target]);
        happened.actor = actor.clone();
        org.log(now, happened);
    }
    Ok(made)
}

/// Ends what a user has at an app, because the user loses the app, or at all apps, because the user is deactivated.
pub(super) fn end_of_user(call: &mut Call<'_>, user: &str, application: Option<&str>) {
    let meant = |owner: &str, app: &str| owner == user && application.is_none_or(|named| named == app);
    end(call, "user", meant);
}

/// Ends what users have at an app that is deactivated.
pub(super) fn end_of_application(call: &mut Call<'_>, application: &str) {
    end(call, "client", |_, app| app == application);
}

/// Ends the refresh tokens that are meant, and logs each that was in force.
pub(super) fn revoke_tokens(call: &mut Call<'_>, event_type: &str, meant: impl Fn(&RefreshToken) -> bool) {
    let now = call.now;
    let tokens = &mut call.org.directory.app_sign_ins.tokens;
    let (ended, left) = std::mem::take(tokens)
        .into_iter()
        .partition::<BTreeMap<_, _>, _>(|(_, token)| meant(token));
    *tokens = left;
    for token in ended.values().filter(|token| token.expires > now) {
        let mut targets = targets(call, &token.user, &token.application);
        targets.push(token_target(&token.id));
        call.record(event_type, targets);
    }
}

/// The app behind the client id that a path names.
pub(super) fn application<'call>(call: &'call Call<'_>, client_id: &str) -> Outcome<&'call Application> {
    call.org
        .application_of_client(client_id)
        .ok_or_else(|| Refusal::not_found(client_id, "PublicClientApp"))
}

/// The user and the app, as entries of the System Log name them.
pub(super) fn targets(call: &Call<'_>, user: &str, application: &str) -> Vec<Target> {
    let mut targets = super::user_lifecycle::target(call, user);
    targets.extend(super::applications::target(call, application));
    targets
}

/// `clientId` and the links to app, client and user that tokens and grants share.
pub(super) fn shared(call: &Call<'_>, user: &str, application: &str) -> (String, Value) {
    let base = &call.base;
    let found = call.org.applications.get(application);
    let label = found.map_or("", |found| found.text("label"));
    let client_id = found
        .and_then(|found| client_setting(found, "client_id"))
        .unwrap_or(application);
    let name = call.org.users.get(user).map(User::display_name);
    let links = json!({
        "app": { "href": format!("{base}/api/v1/apps/{application}"), "title": label },
        "client": { "href": format!("{base}/oauth2/v1/clients/{client_id}"), "title": label },
        "user": { "href": format!("{base}/api/v1/users/{user}"), "title": name.unwrap_or_default() },
    });
    (client_id.to_owned(), links)
}

fn end(call: &mut Call<'_>, because_of: &str, meant: impl Fn(&str, &str) -> bool) {
    revoke_tokens(
        call,
        &format!("app.oauth2.token.revoke.implicit.{because_of}"),
        |token| meant(&token.user, &token.application),
    );
    let grants = &mut call.org.directory.app_sign_ins.grants;
    let (ended, left) = std::mem::take(grants)
        .into_iter()
        .partition::<BTreeMap<_, _>, _>(|(_, grant)| meant(&grant.user, &grant.application));
    *grants = left;
    let ended: BTreeSet<(String, String)> = ended
        .into_values()
        .map(|grant| (grant.user, grant.application))
        .collect();
    for (user, application) in ended {
        let targets = targets(call, &user, &application);
        call.record(
            &format!("app.oauth2.as.consent.revoke.implicit.{because_of}"),
            targets,
        );
    }
}

fn token_target(id: &str) -> Target {
    Target::new(id, "refresh_token", id, "Refresh Token")
}
