//! Apps: list, create, read, replace, switch on and off, delete.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde_json::{Value, json};

use super::application_catalog::{self, client_links};
use super::application_kinds::{Kind, settings_of};
use super::{app_sign_ins, application_users, client_keys, user_lists};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Operator};
use crate::oauth::client_setting;
use crate::paging::{self, Sizes};
use crate::state::{Application, Org};
use crate::system_log::Target;

/// 20 a page (observed; the specification's default is -1), 200 at most.
pub(super) const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

/// An app as the wire shows it.
pub(super) fn shown(org: &Org, application: &Application, base: &str) -> Value {
    let id = &application.id;
    let name = application.text("name");
    let own = format!("{base}/api/v1/apps/{id}");
    let mut value = application.settings.clone();
    let app_links: Vec<Value> = application
        .settings
        .get("visibility")
        .and_then(|visibility| visibility["appLinks"].as_object())
        .into_iter()
        .flatten()
        .filter(|(_, shown)| **shown == true)
        .map(
            |(link, _)| json!({ "name": link, "href": format!("{base}/home/{name}/{id}/1"), "type": "text/html" }),
        )
        .collect();
    let logo = format!("{base}/assets/logos/default.png");
    let policy = |kind, default| {
        let given = org.directory.policies.of_application(id, kind);
        format!("{base}/api/v1/policies/{}", given.unwrap_or(default))
    };
    let mut links = json!({
        "uploadLogo": { "href": format!("{own}/logo"), "hints": { "allow": ["POST"] } },
        "appLinks": app_links,
        "policies": { "href": format!("{own}/policies"), "hints": { "allow": ["PUT"] } },
        "groups": { "href": format!("{own}/groups") },
        "logo": [{ "name": "medium", "href": logo, "type": "image/png" }],
        "users": { "href": format!("{own}/users") },
        // Policies of an Identity Engine org: the defaults until the app is given another.
        "accessPolicy": { "href": policy("ACCESS_POLICY", &org.access_policy_id) },
        "profileEnrollment": { "href": policy("PROFILE_ENROLLMENT", &org.enrollment_policy_id) },
    });
    match application.settings.get("signOnMode").and_then(Value::as_str) {
        Some("OPENID_CONNECT") => {
            let client = application
                .settings
                .get("credentials")
                .map(|all| &all["oauthClient"]);
            let method = client.and_then(|client| client["token_endpoint_auth_method"].as_str());
            let (place, has_help) = match method {
                // A client without credentials has no place to manage them.
                Some("none") => (None, false),
                Some("private_key_jwt") => (Some("jwks"), false),
                _ => client_links(name),
            };
            if let Some(place) = place {
                let href = format!("{own}/credentials/{place}");
                links["clientCredentials"] = json!([{ "name": place, "href": href }]);
            }
            if has_help {
                let document = format!("{base}/app/{name}/{id}/setup/help/OPENID_CONNECT/external-doc");
                links["help"] = json!({ "href": document, "type": "text/html" });
            }
        }
        Some("SAML_1_1") => {
            let instructions = format!("{base}/app/{name}/{id}/setup/help/SAML_1_1/instructions");
            links["help"] = json!({ "href": instructions, "type": "text/html" });
        }
        Some("SAML_2_0") => {
            let instructions = format!("{base}/app/{name}/{id}/setup/help/SAML_2_0/instructions");
            links["help"] = json!({ "href": instructions, "type": "text/html" });
            let metadata = format!("{own}/sso/saml/metadata");
            links["metadata"] = json!({ "href": metadata, "type": "application/xml" });
        }
        _ => {}
    }
    if application.active {
        links["deactivate"] = json!({ "href": format!("{own}/lifecycle/deactivate") });
    } else {
        links["activate"] = json!({ "href": format!("{own}/lifecycle/activate") });
    }
    let hooks = value
        .get_mut("settings")
        .and_then(|settings| settings.pointer_mut("/signOn/inlineHooks"))
        .and_then(Value::as_array_mut);
    for hook in hooks.into_iter().flatten() {
        let href = format!(
            "{base}/api/v1/inlineHooks/{}",
            hook["id"].as_str().unwrap_or_default()
        );
        hook["_links"] = json!({ "self": { "href": href, "hints": { "allow": ["GET", "PUT", "DELETE"] } } });
    }
    let members = [
        ("id", json!(id)),
        ("orn", json!(format!("orn:okta:idp:{}:apps:{name}:{id}", org.id))),
        ("status", json!(application.status())),
        ("created", json!(wire(application.created))),
        ("lastUpdated", json!(wire(application.last_updated))),
        ("_links", links),
    ];
    value.extend(members.map(|(member, value)| (member.to_owned(), value)));
    Value::Object(value)
}

pub(super) fn find<'org>(org: &'org Org, id: &str) -> Outcome<&'org Application> {
    org.applications
        .get(id)
        .ok_or_else(|| Refusal::not_found(id, "AppInstance"))
}

/// What `filter` takes: `id`, `status`, `name` and two settings, and `user.id`, with `expand` or without (SPEC
/// `listApplications`); `group.id` is of Okta's retired page "Apps API". That all of them take `eq` alone is what
/// the examples of both show; not verified.
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| {
        let known = [
            "id",
            "status",
            "name",
            "user.id",
            "group.id",
            "credentials.signing.kid",
            "settings.slo.enabled",
        ];
        operator == Operator::Equal && known.contains(&attribute)
    },
    times: |_| false,
    case_sensitive: true,
    negation: false,
};

pub(super) fn list_applications(call: &mut Call<'_>) -> Outcome<Answer> {
    let expression = call
        .query
        .filled("filter")
        .map(|text| user_lists::parsed(text, FILTER))
        .transpose()?;
    // The app user is embedded for the user whom the filter names too, and for nobody else.
    let embedded = call
        .query
        .filled("expand")
        .map(|expand| expanded_user(expand).ok_or_else(malformed_expand))
        .transpose()?
        .filter(|id| {
            expression
                .as_ref()
                .is_some_and(|expression| expression.demanded("user.id") == Some(id))
        });
    let q = call.query.filled("q").map(str::to_lowercase);
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "0oa")?;
    let following = call
        .org
        .applications
        .range((start, Bound::Unbounded))
        .map(|(_, application)| application)
        .filter(|application| call.access.sees_application(application));
    let kept = following.filter(|application| {
        let wanted = q.as_ref().is_none_or(|q| {
            ["name", "label"]
                .iter()
                .any(|member| application.text(member).to_lowercase().starts_with(q.as_str()))
        });
        let attribute = |path: &str| attribute(application, path);
        wanted
            && expression
                .as_ref()
                .is_none_or(|expression| expression.matches(FILTER, &attribute))
    });
    let (found, next) = paging::page(kept, limit, |application| application.id.clone());
    let items = found.iter().map(|application| {
        let mut item = shown(call.org, application, &call.base);
        if let Some(user) = embedded.and_then(|id| application_users::shown(call, application, id)) {
            item["_embedded"] = json!({ "user": user });
        }
        item
    });
    let answer = Answer::ok(items.collect());
    Ok(paging::linked_with(call, answer, limit, next.as_deref(), &LINKED))
}

/// What the links of the list have beside `after` and `limit`, in Okta's order; `useOptimization`, `includeNonDeleted` and
/// `alwaysIncludeVpnSettings` are left out (recorded by Okta's Python SDK,
/// `TestApplicationsResource.test_list_applications_with_query_parameters`). Where `expand` stands is not recorded.
const LINKED: [&str; 3] = ["q", "filter", "expand"];

/// The user of `user/{id}`, which is all that `expand` takes (SPEC `listApplications`).
fn expanded_user(expand: &str) -> Option<&str> {
    expand
        .strip_prefix("user/")
        .filter(|id| !id.is_empty() && !id.contains([',', '/']))
}

/// Recorded by Okta's Python SDK, `TestApplicationsResource.test_list_applications_with_query_parameters`.
fn malformed_expand() -> Refusal {
    Refusal::validation("RequestParams", "Expand query is malformed.")
}

fn attribute(application: &Application, path: &str) -> Vec<Value> {
    match path {
        "id" => vec![json!(application.id)],
        "status" => vec![json!(application.status())],
        "user.id" => application.users.keys().map(|id| json!(id)).collect(),
        "group.id" => application.groups.keys().map(|id| json!(id)).collect(),
        _ => crate::filter::at_path(&Value::Object(application.settings.clone()), path),
    }
}

pub(super) fn get_application(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call, call.parameter(0))
}

/// `200`, not 201 (recorded). Two apps may have one label: that they could not was mended in Okta's release 2021.06.3
/// (<https://github.com/okta/okta-developer-docs/pull/2230>), and `E0000040` has been left in the list of error codes.
pub(super) fn create_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let label = body
        .get("label")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim();
    if label.is_empty() {
        return Err(Refusal::validation(
            "label",
            "label: The field cannot be left blank",
        ));
    }
    let kind = Kind::asked(&body)
        .ok_or_else(|| Refusal::validation("signOnMode", "signOnMode: Unknown sign-on mode"))?;
    if let Some(cause) = application_catalog::refusal(kind, &body) {
        return Err(Refusal::validation("settings", cause));
    }
    let keys = client_keys::given(&body)?;
    let now = call.second();
    let id = call.org.ids.next("0oa");
    let application = Application {
        id: id.clone(),
        active: call.query.flag("activate", true),
        created: now,
        last_updated: now,
        settings: settings_of(kind, &id, label, &body),
        client_secret: call.org.ids.text(64),
        users: BTreeMap::new(),
        groups: BTreeMap::new(),
    };
    let target = vec![Target::application(&application)];
    call.org.applications.insert(id.clone(), application);
    client_keys::adopt(call, &id, keys);
    call.record("application.lifecycle.create", target);
    answer_with_secret(call, &id)
}

/// An app with its client secret, which Okta shows when the app was created or replaced and never to who
/// reads it (recorded traffic).
fn answer_with_secret(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let mut answer = answer(call, id)?;
    let client = answer
        .body
        .as_mut()
        .and_then(|body| body.pointer_mut("/credentials/oauthClient"));
    if let Some(client) = client.and_then(Value::as_object_mut) {
        let method = client
            .get("token_endpoint_auth_method")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if method.starts_with("client_secret") {
            let secret = find(call.org, id)?.client_secret.clone();
            client.insert("client_secret".to_owned(), json!(secret));
        }
    }
    Ok(answer)
}

/// `PUT`: name and sign-on mode stay; what the body does not say falls back to the kind's own.
pub(super) fn replace_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let body = call.json()?;
    let keys = client_keys::given(&body)?;
    let application = find(call.org, &id)?;
    let mode = application.settings.get("signOnMode").and_then(Value::as_str);
    let label = body
        .get("label")
        .and_then(Value::as_str)
        .unwrap_or_else(|| application.text("label"));
    if mode == Some("AUTO_LOGIN") && !application.active {
        // Recorded of a custom app; the words are Okta's.
        let cause = "This operation on app metadata is not yet supported: No active instances.";
        return Err(Refusal::of("E0000024").cause(cause));
    }
    let mut given = body.clone();
    given.insert("name".to_owned(), json!(application.text("name")));
    let settings = settings_of(Kind::of(mode).unwrap_or(Kind::Directory), &id, label, &given);
    let now = call.second();
    if let Some(application) = call.org.applications.get_mut(&id) {
        // Its users keep the names that they have there.
        let known: Vec<_> = application.users.keys().cloned().collect();
        for user in known.iter().filter_map(|id| call.org.users.get(id)) {
            application.settle(user);
        }
        application.settings = settings;
        application.last_updated = now;
    }
    client_keys::adopt(call, &id, keys);
    let target = target(call, &id);
    call.record("application.lifecycle.update", target);
    answer_with_secret(call, &id)
}

pub(super) fn activate_application(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "application.lifecycle.activate")
}

pub(super) fn deactivate_application(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, false, "application.lifecycle.deactivate")
}

/// `200 {}` in either state: recorded traffic has no refusal of an app that is in the wanted state already.
fn switch(call: &mut Call<'_>, active: bool, event_type: &str) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let changes = find(call.org, &id)?.active != active;
    let now = call.second();
    if let Some(application) = call.org.applications.get_mut(&id).filter(|_| changes) {
        application.active = active;
        application.last_updated = now;
        let target = target(call, &id);
        call.record(event_type, target);
        if !active {
            app_sign_ins::end_of_application(call, &id);
        }
    }
    Ok(Answer::empty_object())
}

/// An app must be INACTIVE to be deleted (recorded).
pub(super) fn delete_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    if find(call.org, &id)?.active {
        return Err(Refusal::of("E0000056").cause("The application must be deactivated before deletion."));
    }
    let target = target(call, &id);
    let removed = call.org.applications.remove(&id);
    if let Some(client_id) = removed.as_ref().and_then(|app| client_setting(app, "client_id")) {
        call.org.iam.forget(client_id);
    }
    call.org.iam.forget(&id);
    call.org.oauth.forget(&id);
    call.org.directory.app_sign_ins.forget_application(&id);
    call.record("application.lifecycle.delete", target);
    Ok(Answer::no_content())
}

pub(super) fn target(call: &Call<'_>, id: &str) -> Vec<Target> {
    call.org
        .applications
        .get(id)
        .map(Target::application)
        .into_iter()
        .collect()
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    Ok(Answer::ok(shown(call.org, find(call.org, id)?, &call.base)))
}
