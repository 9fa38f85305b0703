//! Custom roles.

use serde_json::{Value, json};

use super::iam_lists;
use super::role_permissions;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::CustomRole;
use crate::state::Object;
use crate::system_log::Target;

/// Okta's help page "Custom administrator roles".
const MOST: usize = 100;

pub(super) fn list_roles(call: &mut Call<'_>) -> Outcome<Answer> {
    let roles = call.org.iam.roles.iter();
    // The list names itself (recorded by Okta's Python SDK, `TestRoleAPIResource.test_list_roles`).
    let links = json!({ "self": { "href": format!("{}/api/v1/iam/roles", call.base) } });
    iam_lists::answer(call, "roles", roles, |role| shown(role, &call.base), links)
}

pub(super) fn get_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = id(call, 0)?;
    answer(call, &id)
}

/// `200`, not 201 (recorded).
pub(super) fn create_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let (label, description) = described(call, &body, None)?;
    if call.org.iam.roles.len() >= MOST {
        let cause = format!("The org has {MOST} custom roles, which is the limit.");
        return Err(Refusal::validation("role", cause));
    }
    let permissions = role_permissions::granted(call, &body)?;
    let now = call.second();
    let id = call.org.ids.next("cr0");
    let role = CustomRole {
        id: id.clone(),
        label,
        description,
        created: now,
        last_updated: now,
        permissions,
    };
    call.org.iam.roles.insert(id.clone(), role);
    let target = target(call, &id);
    call.record("iam.role.create", target);
    answer(call, &id)
}

/// `PUT`: label and description; the permissions have operations of their own.
pub(super) fn replace_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = id(call, 0)?;
    let body = call.json()?;
    let (label, description) = described(call, &body, Some(&id))?;
    let now = call.second();
    if let Some(role) = call.org.iam.roles.get_mut(&id) {
        role.label = label;
        role.description = description;
        role.last_updated = now;
    }
    let target = target(call, &id);
    call.record("iam.role.update", target);
    answer(call, &id)
}

/// `204`. Bindings of the role end with it: the specification has no refusal but 403 and 404, and a binding without a role
/// would give nothing. No source shows a role deleted that is bound.
pub(super) fn delete_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = id(call, 0)?;
    let target = target(call, &id);
    let iam = &mut call.org.iam;
    iam.roles.remove(&id);
    iam.members.retain(|_, member| member.role != id);
    for set in iam.resource_sets.values_mut() {
        set.bindings.remove(&id);
    }
    call.record("iam.role.delete", target);
    Ok(Answer::no_content())
}

/// The id of the role that the path names by id or label.
pub(super) fn id(call: &Call<'_>, index: usize) -> Outcome<String> {
    let named = call.parameter(index);
    call.org
        .iam
        .role(named)
        .map(|role| role.id.clone())
        .ok_or_else(|| Refusal::not_found(named, "CustomRole"))
}

/// The role as an event names it; no recorded event shows the type, so the word is ours.
pub(super) fn target(call: &Call<'_>, id: &str) -> Vec<Target> {
    let role = call.org.iam.roles.get(id);
    role.map(|role| Target::new(&role.id, "CUSTOM_ROLE", &role.label, &role.label))
        .into_iter()
        .collect()
}

/// Label and description of a body, with the recorded texts where they were recorded.
fn described(call: &Call<'_>, body: &Object, own_id: Option<&str>) -> Outcome<(String, String)> {
    let (label, description) = label_and_description(body)?;
    let taken = call.org.iam.role(&label);
    if taken.is_some_and(|role| Some(role.id.as_str()) != own_id) {
        let cause = "label: There is already an admin role with this name.";
        return Err(Refusal::validation("label", cause));
    }
    Ok((label, description))
}

/// Both are required, of roles and of resource sets.
pub(super) fn label_and_description(body: &Object) -> Outcome<(String, String)> {
    let text = |member: &str| {
        let value = body.get(member).and_then(Value::as_str).unwrap_or_default();
        value.trim().to_owned()
    };
    let (label, description) = (text("label"), text("description"));
    if label.is_empty() {
        return Err(Refusal::validation("label", "label: Label must be specified"));
    }
    if description.is_empty() {
        let cause = "description: Description must be specified";
        return Err(Refusal::validation("description", cause));
    }
    Ok((label, description))
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let role = call
        .org
        .iam
        .roles
        .get(id)
        .ok_or_else(|| Refusal::not_found(id, "CustomRole"))?;
    let mut answer = Answer::ok(shown(role, &call.base));
    // The line names the role, also where a new one was posted to the list (recorded).
    answer.links = vec![format!("<{}/api/v1/iam/roles/{id}>; rel=\"self\"", call.base)];
    Ok(answer)
}

fn shown(role: &CustomRole, base: &str) -> Value {
    let own = format!("{base}/api/v1/iam/roles/{}", role.id);
    json!({
        "id": role.id,
        "label": role.label,
        "isCloneable": false,
        "description": role.description,
        "created": wire(role.created),
        "lastUpdated": wire(role.last_updated),
        "_links": { "permissions": { "href": format!("{own}/permissions") }, "self": { "href": own } },
    })
}
