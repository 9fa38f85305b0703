//! What would have allowed a call that Okta refused with 403, from the tables and without asking Okta.

use okta_facts::permission_needs;
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
    let roles = okta_facts::roles_to_give(operation.operation_id());
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
