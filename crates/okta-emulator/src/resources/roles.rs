//! Standard admin roles of users.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::user_lifecycle::target;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::ids::Ids;
use crate::state::RoleAssignment;

pub(super) fn list_assigned_roles_for_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let roles = call
        .org
        .users
        .get(&id)
        .map(|user| user.roles.as_slice())
        .unwrap_or_default();
    Ok(Answer::ok(Value::Array(
        roles.iter().map(|role| shown(&call.base, &id, role)).collect(),
    )))
}

pub(super) fn get_user_assigned_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let roles = call
        .org
        .users
        .get(&id)
        .map(|user| user.roles.as_slice())
        .unwrap_or_default();
    let role = roles.iter().find(|role| role.id == call.parameter(1));
    role.map(|role| Answer::ok(shown(&call.base, &id, role)))
        .ok_or_else(|| not_found(call))
}

/// `201` with the assignment (recorded). Custom roles are not served yet.
pub(super) fn assign_role_to_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    let wanted = body.get("type").and_then(Value::as_str).unwrap_or_default();
    let known = okta_facts::standard_role(wanted).filter(|role| role.role != "CUSTOM");
    let role = known
        .ok_or_else(|| Refusal::validation("type", "type: The role type is not valid."))?
        .role;
    let now = call.second();
    let assignment = new_assignment(&mut call.org.ids, role, now);
    let answer = shown(&call.base, &id, &assignment);
    let user = call
        .org
        .users
        .get_mut(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    if user.roles.iter().any(|held| held.role == role) {
        return Err(Refusal::of("E0000090"));
    }
    user.roles.push(assignment);
    let target = target(call, &id);
    call.record("user.account.privilege.grant", target);
    Ok(Answer::created(answer))
}

pub(super) fn unassign_role_from_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let wanted = call.parameter(1).to_owned();
    let missing = not_found(call);
    let roles = call.org.users.get_mut(&id).map(|user| &mut user.roles);
    let Some(roles) = roles.filter(|roles| roles.iter().any(|role| role.id == wanted)) else {
        return Err(missing);
    };
    roles.retain(|role| role.id != wanted);
    let target = target(call, &id);
    call.record("user.account.privilege.revoke", target);
    Ok(Answer::no_content())
}

/// An assignment of a role. Where the role can have targets, the id is the role's name in base 32, so that it
/// is the same for every assignee; other ids start with `ra1` (recorded).
pub(crate) fn new_assignment(ids: &mut Ids, role: &'static str, created: Timestamp) -> RoleAssignment {
    let targetable = okta_facts::standard_role(role).is_some_and(|known| !known.targets.is_empty());
    let id = if targetable { base32(role) } else { ids.next("ra1") };
    RoleAssignment { id, role, created }
}

fn shown(base: &str, user: &str, assignment: &RoleAssignment) -> Value {
    json!({
        "id": assignment.id,
        "label": okta_facts::standard_role(assignment.role).map(|role| role.label),
        "type": assignment.role,
        "status": "ACTIVE",
        "created": wire(assignment.created),
        "lastUpdated": wire(assignment.created),
        "assignmentType": "USER",
        "_links": { "assignee": { "href": format!("{base}/api/v1/users/{user}") } },
    })
}

fn not_found(call: &Call<'_>) -> Refusal {
    Refusal::not_found(call.parameter(1), "RoleAssignment")
}

/// RFC 4648 without padding.
fn base32(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = text
        .bytes()
        .flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1))
        .collect();
    let digit = |five: &[u8]| five.iter().fold(0_u8, |value, bit| value << 1 | bit) << (5 - five.len());
    bits.chunks(5)
        .map(|five| char::from(ALPHABET[usize::from(digit(five))]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assignment_id_of_a_role_with_targets_is_its_name_in_base_32() {
        // The examples of Okta's own documentation.
        assert_eq!(base32("APP_ADMIN"), "IFIFAX2BIRGUSTQ");
        assert_eq!(base32("USER_ADMIN"), "KVJUKUS7IFCE2SKO");
    }
}
