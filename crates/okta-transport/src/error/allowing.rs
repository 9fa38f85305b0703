//! What would have allowed a call that Okta refused with 403, from the tables and without asking Okta.

use okta_facts::{ROLE_MATRIX, StandardRole, permission_needs, roles_that_allow};
use okta_models::Metadata;

/// The narrowest permissions of a custom role that allow the operation together; empty where none does, or no source
/// says which.
pub(super) fn permissions(operation: Metadata) -> Vec<&'static str> {
    let halves = permission_needs(operation.operation_id()).unwrap_or_default();
    let narrowest: Option<Vec<&str>> = halves.iter().map(|half| half.any_of.first().copied()).collect();
    narrowest.unwrap_or_default()
}

/// The standard roles that allow the operation, the one that may do least first; empty where no source says.
pub(super) fn roles(operation: Metadata) -> Vec<&'static str> {
    let mut roles: Vec<&StandardRole> = roles_that_allow(operation.operation_id()).collect();
    // What only older orgs have cannot be given any more.
    roles.retain(|role| role.in_specification);
    roles.sort_by_key(|role| (BEYOND_THE_MATRIX.contains(&role.role), allowed_actions(role.role)));
    roles.into_iter().map(|role| role.role).collect()
}

/// `Give the token's owner the role HELP_DESK_ADMIN, USER_ADMIN or another that allows it, or a custom role with the
/// permission okta.users.lifecycle.unlock on the object. An access token needs the scope okta.users.manage as well.`
pub(super) fn advice(operation: Metadata) -> String {
    let roles = roles(operation);
    let mut advice = match roles.as_slice() {
        [] => "Give the token's owner an admin role that allows it".to_owned(),
        [only] => format!("Give the token's owner the role {only}"),
        [first, second] => format!("Give the token's owner the role {first} or {second}"),
        [first, second, ..] => {
            format!("Give the token's owner the role {first}, {second} or another that allows it")
        }
    };
    match permissions(operation).as_slice() {
        [] => {}
        [only] => {
            advice.push_str(", or a custom role with the permission ");
            advice.push_str(only);
        }
        several => {
            advice.push_str(", or a custom role with the permissions ");
            advice.push_str(&several.join(" and "));
        }
    }
    advice.push_str(", for what the call names.");
    if !operation.scopes().is_empty() {
        advice.push_str(" An access token needs the scope ");
        advice.push_str(&operation.scopes().join(" and "));
        advice.push_str(" as well.");
    }
    advice
}

/// Roles of Okta's governance and workflow products. The matrix shows the least part of what they may, so it cannot tell
/// that they are small; they come last.
const BEYOND_THE_MATRIX: &[&str] = &[
    "ACCESS_CERTIFICATIONS_ADMIN",
    "ACCESS_REQUESTS_ADMIN",
    "WORKFLOWS_ADMIN",
];

fn allowed_actions(role: &str) -> usize {
    let cells = ROLE_MATRIX.iter().filter_map(|row| row.cell(role));
    cells.filter(|cell| cell.allow == Some(true)).count()
}
