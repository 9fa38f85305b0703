//! Which standard roles allow an operation.

use crate::actions::action_of;
use crate::operation::operation;
use crate::role::{StandardRole, role_action};
use crate::tables::STANDARD_ROLES;

/// The standard roles that are known to allow an operation, perhaps within targets: those that the specification lists,
/// or else those whose cell of [`ROLE_MATRIX`](crate::ROLE_MATRIX) says so. None where no source settles it.
///
/// `SUPER_ADMIN` is among them wherever anything is known: the specification's lists leave it out at times, and Okta's
/// help page gives it everything.
///
/// ```
/// let roles: Vec<&str> = okta_facts::roles_that_allow("deleteUser").map(|role| role.role).collect();
/// assert_eq!(roles, ["SUPER_ADMIN", "ORG_ADMIN", "USER_ADMIN"]);
/// assert_eq!(okta_facts::roles_that_allow("listGroupPushMappings").count(), 0);
/// ```
pub fn roles_that_allow(operation_id: &str) -> impl Iterator<Item = &'static StandardRole> {
    let listed = operation(operation_id).map_or(&[][..], |operation| operation.iam_admin_roles);
    let row = if listed.is_empty() {
        action_of(operation_id).and_then(role_action)
    } else {
        None
    };
    STANDARD_ROLES.iter().filter(move |role| match row {
        Some(row) => row.cell(role.role).is_some_and(|cell| cell.allow == Some(true)),
        None => !listed.is_empty() && (role.role == "SUPER_ADMIN" || listed.contains(&role.role)),
    })
}
