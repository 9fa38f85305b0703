//! A user as the wire shows it. `user_json` writes the same without a tree of values.

use serde_json::{Value, json};

use super::user_types::schema_of;
use crate::clock::wire;
use crate::moment::Moment;
use crate::state::{Org, Status, User};

/// A user on its own, with the links of what its status allows.
pub(super) fn user(org: &Org, user: &User, base: &str) -> Value {
    let mut shown = list_item(org, user, base);
    let own = format!("{base}/api/v1/users/{}", user.id);
    let mut links = json!({
        "self": { "href": own },
        "schema": { "href": format!("{base}/api/v1/meta/schemas/user/{}", schema_of(org.type_of_user(&user.id))) },
        "type": { "href": format!("{base}/api/v1/meta/types/user/{}", org.type_of_user(&user.id)) },
    });
    for (name, path) in links_of(user.status) {
        let method = if name == "delete" { "DELETE" } else { "POST" };
        links[name] = json!({ "href": format!("{own}{path}"), "method": method });
    }
    shown["_links"] = links;
    shown
}

/// A user in a list: its `_links` hold `self` alone (recorded traffic).
pub(super) fn list_item(org: &Org, user: &User, base: &str) -> Value {
    let mut shown = json!({
        "id": user.id,
        "status": user.status.as_str(),
        "created": wire(user.created),
        "activated": optional(user.activated),
        "statusChanged": optional(user.status_changed),
        "lastLogin": optional(user.last_login),
        "lastUpdated": wire(user.last_updated),
        "passwordChanged": optional(user.password_changed),
        "realmId": org.realm_id,
        "type": { "id": org.type_of_user(&user.id) },
        "profile": user.profile,
        "credentials": credentials(user),
        "_links": { "self": { "href": format!("{base}/api/v1/users/{}", user.id) } },
    });
    if let Some(status) = org.directory.background.transition_of(&user.id) {
        shown["transitioningToStatus"] = json!(status);
    }
    shown
}

/// `credentials`: a password shows as `{}` and a recovery question without its answer.
pub(super) fn credentials(user: &User) -> Value {
    let mut shown = json!({ "provider": { "type": user.provider.0, "name": user.provider.1 } });
    if user.password.is_some() {
        shown["password"] = json!({});
    }
    if let Some(recovery) = &user.recovery_question {
        shown["recovery_question"] = json!({ "question": recovery.question });
    }
    shown
}

/// The value of an attribute that a search or filter names; several where it is an array.
pub(super) fn attribute(org: &Org, user: &User, path: &str) -> Vec<Value> {
    let time = |time: Option<Moment>| time.map(|time| Value::String(wire(time)));
    let value = match path {
        "id" => Some(Value::String(user.id.to_string())),
        "status" => Some(Value::String(user.status.as_str().to_owned())),
        "created" => time(Some(user.created)),
        "activated" => time(user.activated),
        "statusChanged" => time(user.status_changed),
        "lastUpdated" => time(Some(user.last_updated)),
        "type.id" => Some(Value::String(org.type_of_user(&user.id).to_owned())),
        _ => match path
            .strip_prefix("profile.")
            .and_then(|name| user.profile.get(name))
        {
            Some(Value::Array(values)) => return values,
            value => value,
        },
    };
    value.into_iter().collect()
}

fn optional(time: Option<Moment>) -> Option<String> {
    time.map(wire)
}

/// What Okta offers in each status (recorded traffic). `resetFactors` is there in every status; recordings of
/// before the end of 2025 show it only where there is a password or a factor. `forgotPassword` is there without a recovery
/// question, too (recorded by Okta's Python SDK in 2025, `TestUsersResource.test_forgot_password` and
/// `test_expire_password`); its recordings of 2020 show it only with one.
pub(super) fn links_of(status: Status) -> Vec<(&'static str, &'static str)> {
    const ACTIVATE: (&str, &str) = ("activate", "/lifecycle/activate");
    const DEACTIVATE: (&str, &str) = ("deactivate", "/lifecycle/deactivate");
    const REACTIVATE: (&str, &str) = ("reactivate", "/lifecycle/reactivate");
    const RESET_FACTORS: (&str, &str) = ("resetFactors", "/lifecycle/reset_factors");
    const RESET_PASSWORD: (&str, &str) = ("resetPassword", "/lifecycle/reset_password");
    const SUSPEND: (&str, &str) = ("suspend", "/lifecycle/suspend");
    let mut links = match status {
        Status::Staged => vec![ACTIVATE],
        Status::Provisioned => vec![DEACTIVATE, REACTIVATE, RESET_PASSWORD, SUSPEND],
        Status::Suspended => vec![DEACTIVATE, ("unsuspend", "/lifecycle/unsuspend")],
        Status::Deprovisioned => vec![ACTIVATE, ("delete", "")],
        // RECOVERY and LOCKED_OUT are in no recording: what the documented state machine allows from them.
        Status::Recovery => vec![
            DEACTIVATE,
            REACTIVATE,
            ("changePassword", "/credentials/change_password"),
        ],
        Status::LockedOut => vec![DEACTIVATE, ("unlock", "/lifecycle/unlock")],
        Status::Active | Status::PasswordExpired => vec![
            ("changePassword", "/credentials/change_password"),
            ("changeRecoveryQuestion", "/credentials/change_recovery_question"),
            DEACTIVATE,
            ("expirePassword", "/lifecycle/expire_password"),
            ("forgotPassword", "/credentials/forgot_password"),
            RESET_PASSWORD,
            SUSPEND,
        ],
    };
    links.push(RESET_FACTORS);
    links
}
