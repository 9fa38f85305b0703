//! The permissions of a custom role, and the conditions that narrow them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::custom_roles::{id, target};
use super::iam_lists::with_self;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::GrantedPermission;
use crate::state::Object;

/// The one attribute of a resource that a condition speaks of.
const ATTRIBUTES: &str = "okta:ResourceAttribute/User/Profile";

/// All of them on one page, only those that were granted: what a permission includes is not listed. No `Link` line
/// comes with them, unlike with one of them (recorded).
pub(super) fn list_role_permissions(call: &mut Call<'_>) -> Outcome<Answer> {
    let role = id(call, 0)?;
    let permissions = call.org.iam.roles.get(&role).map(|role| role.permissions.iter());
    let shown: Vec<Value> = permissions
        .into_iter()
        .flatten()
        .map(|(label, granted)| shown(&call.base, &role, label, granted))
        .collect();
    Ok(Answer::ok(json!({ "permissions": shown })))
}

pub(super) fn get_role_permission(call: &mut Call<'_>) -> Outcome<Answer> {
    let role = id(call, 0)?;
    answer(call, &role)
}

/// `204`, also where the role has the permission already; the body may bring conditions.
pub(super) fn create_role_permission(call: &mut Call<'_>) -> Outcome<Answer> {
    let role = id(call, 0)?;
    let label = usable(call.parameter(1))?.to_owned();
    let conditions = conditions(&label, &call.json_or_empty()?)?;
    let conditional = !conditions.is_null();
    let now = call.second();
    let permissions = call
        .org
        .iam
        .roles
        .get_mut(&role)
        .map(|role| &mut role.permissions);
    if let Some(permissions) = permissions {
        let created = permissions.get(&label).map_or(now, |granted| granted.created);
        let granted = GrantedPermission {
            created,
            last_updated: now,
            conditions,
        };
        permissions.insert(label, granted);
    }
    let target = target(call, &role);
    call.record("iam.role.permissions.add", target.clone());
    if conditional {
        call.record("iam.role.permission.conditions.add", target);
    }
    Ok(Answer::no_content())
}

/// `200`: gives a permission that the role has other conditions, or none.
pub(super) fn replace_role_permission(call: &mut Call<'_>) -> Outcome<Answer> {
    let role = id(call, 0)?;
    let label = call.parameter(1).to_owned();
    answer(call, &role)?;
    let conditions = conditions(&label, &call.json_or_empty()?)?;
    let event = if conditions.is_null() {
        "iam.role.permission.conditions.delete"
    } else {
        "iam.role.permission.conditions.add"
    };
    let now = call.second();
    let role_of = call.org.iam.roles.get_mut(&role);
    if let Some(granted) = role_of.and_then(|role| role.permissions.get_mut(&label)) {
        granted.conditions = conditions;
        granted.last_updated = now;
    }
    let target = target(call, &role);
    call.record(event, target);
    answer(call, &role)
}

pub(super) fn delete_role_permission(call: &mut Call<'_>) -> Outcome<Answer> {
    let role = id(call, 0)?;
    let label = call.parameter(1).to_owned();
    answer(call, &role)?;
    if let Some(role) = call.org.iam.roles.get_mut(&role) {
        role.permissions.remove(&label);
    }
    let target = target(call, &role);
    call.record("iam.role.permissions.delete", target);
    Ok(Answer::no_content())
}

/// The permissions that a new role is created with: one at least.
pub(super) fn granted(call: &Call<'_>, body: &Object) -> Outcome<BTreeMap<String, GrantedPermission>> {
    let labels = body.get("permissions").and_then(Value::as_array);
    let labels = labels.map(Vec::as_slice).unwrap_or_default();
    if labels.is_empty() {
        let cause = "permissions: Permissions must be specified";
        return Err(Refusal::validation("permissions", cause));
    }
    let now = call.second();
    let granted = labels.iter().map(|label| {
        let label = usable(label.as_str().unwrap_or_default())?;
        let granted = GrantedPermission {
            created: now,
            last_updated: now,
            conditions: Value::Null,
        };
        Ok((label.to_owned(), granted))
    });
    granted.collect()
}

/// The label, if it is of a permission that custom roles can have. Some exist in standard roles only.
fn usable(label: &str) -> Outcome<&str> {
    let known = okta_facts::permission(label).filter(|known| known.usable_in_custom_roles);
    if known.is_some() {
        Ok(label)
    } else {
        let cause = format!("permissions: {label} isn't a permission of custom roles.");
        Err(Refusal::validation("permissions", cause))
    }
}

/// Conditions of a body: attributes to show or attributes to hide, not both, on a permission that takes
/// conditions.
fn conditions(label: &str, body: &Object) -> Outcome<Value> {
    let Some(conditions) = body.get("conditions").filter(|conditions| !conditions.is_null()) else {
        return Ok(Value::Null);
    };
    let refused = |cause: &str| Err(Refusal::validation("conditions", format!("conditions: {cause}")));
    if !okta_facts::permission(label).is_some_and(|known| known.supports_conditions) {
        return refused("The permission doesn't support conditions.");
    }
    let Some(object) = conditions.as_object().filter(|object| object.len() == 1) else {
        return refused("Either include or exclude must be specified.");
    };
    let attributes = ["include", "exclude"]
        .iter()
        .find_map(|kind| object.get(*kind))
        .and_then(|kind| kind.get(ATTRIBUTES))
        .and_then(Value::as_array);
    match attributes {
        Some(attributes) if attributes.iter().all(Value::is_string) => Ok(conditions.clone()),
        _ => refused("The resource attribute isn't supported."),
    }
}

fn answer(call: &Call<'_>, role: &str) -> Outcome<Answer> {
    let label = call.parameter(1);
    let permissions = call.org.iam.roles.get(role).map(|role| &role.permissions);
    let granted = permissions.and_then(|permissions| permissions.get(label));
    granted
        .map(|granted| with_self(call, Answer::ok(shown(&call.base, role, label, granted))))
        .ok_or_else(|| Refusal::not_found(label, "Permission"))
}

fn shown(base: &str, role: &str, label: &str, granted: &GrantedPermission) -> Value {
    let role = format!("{base}/api/v1/iam/roles/{role}");
    json!({
        "label": label,
        "created": wire(granted.created),
        "lastUpdated": wire(granted.last_updated),
        "conditions": granted.conditions,
        "_links": {
            "role": { "href": role },
            "self": { "href": format!("{role}/permissions/{label}") },
        },
    })
}
