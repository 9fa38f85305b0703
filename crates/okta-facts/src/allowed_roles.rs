//! Which standard roles allow an operation. The table of what Okta's other pages tell is by hand.

use crate::actions::action_of;
use crate::operation::operation;
use crate::role::{StandardRole, role_action};
use crate::tables::{ROLE_MATRIX, STANDARD_ROLES};

/// The standard roles that are known to allow an operation, perhaps within targets: those that the specification lists,
/// or else those whose cell of [`ROLE_MATRIX`](crate::ROLE_MATRIX) says so, or else the [`told_roles`]. None where no
/// source settles it.
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
    let known = if listed.is_empty() {
        told_roles(operation_id)
    } else {
        listed
    };
    STANDARD_ROLES.iter().filter(move |role| match row {
        Some(row) => {
            let cell = row.cell(role.role);
            cell.is_some_and(|cell| cell.allow == Some(true)) || known.contains(&role.role)
        }
        None => !known.is_empty() && (role.role == "SUPER_ADMIN" || known.contains(&role.role)),
    })
}

/// The roles of [`roles_that_allow`] that can be given today, the one that may do least first: what to advise.
///
/// ```
/// let roles: Vec<&str> = okta_facts::roles_to_give("listLogEvents").iter().map(|role| role.role).collect();
/// assert_eq!((roles.first(), roles.last()), (Some(&"REPORT_ADMIN"), Some(&"SUPER_ADMIN")));
/// ```
pub fn roles_to_give(operation_id: &str) -> Vec<&'static StandardRole> {
    let mut roles: Vec<&StandardRole> = roles_that_allow(operation_id).collect();
    // What only older orgs have cannot be given any more.
    roles.retain(|role| role.in_specification);
    roles.sort_by_key(|role| (BEYOND_THE_MATRIX.contains(&role.role), allowed_actions(role.role)));
    // It may do everything, and the roles of other products come before it even so.
    if let Some(place) = roles.iter().position(|role| role.role == "SUPER_ADMIN") {
        let super_admin = roles.remove(place);
        roles.push(super_admin);
    }
    roles
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

/// The standard roles that a page of Okta's allows an operation that neither the specification annotates with roles nor
/// a row of [`ROLE_MATRIX`](crate::ROLE_MATRIX) gives them. Where no row decides, what it says of no other role is unknown,
/// not refused.
///
/// - Groups are renamed and described by `USER_ADMIN`: the help page "Group administrators" lists both for the groups that it
///   manages. Of the other roles the row on creating groups decides, for want of one on changing them.
/// - Policies and their rules are read by `READ_ONLY_ADMIN`: Okta's help page "Read-only administrators" has sign-on
///   policies in its list, and one operation reads policies of every type. Whether `ORG_ADMIN` does is not verified.
/// - User types are read by the roles that the specification gives the schema of users to: a schema is found through
///   its type alone. The help page "Standard administrator roles and permissions" has a row "View user types", whose
///   cells are not in the facts.
///
/// ```
/// assert_eq!(okta_facts::told_roles("listPolicies"), ["READ_ONLY_ADMIN"]);
/// assert!(okta_facts::told_roles("deleteUser").is_empty());
/// ```
pub fn told_roles(operation_id: &str) -> &'static [&'static str] {
    match operation_id {
        "listPolicies" | "getPolicy" | "listPolicyRules" | "getPolicyRule" => &["READ_ONLY_ADMIN"],
        "replaceGroup" => &["USER_ADMIN"],
        "listUserTypes" | "getUserType" => &["API_ACCESS_MANAGEMENT_ADMIN", "APP_ADMIN", "ORG_ADMIN"],
        _ => &[],
    }
}
