//! Standard administrator roles and what they may do.

use crate::knowledge::Knowledge;
use crate::tables::{ROLE_MATRIX, STANDARD_ROLES};

/// A role type (<https://help.okta.com/okta_help.htm?type=oie&id=ext-administrators>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StandardRole {
    /// The type, such as `"SUPER_ADMIN"`: `type` of a role assignment. `"CUSTOM"` is the type of every custom role.
    pub role: &'static str,
    /// The label; that of `"CUSTOM"` is a stand-in, since a custom role has a label of its own.
    pub label: &'static str,
    /// The label it had before.
    pub former_label: Option<&'static str>,
    /// What an assignment can be narrowed to: `"groups"` or `"apps"`. Without targets it is for the whole org.
    pub targets: &'static [&'static str],
    /// Whether Okta's specification lists it; `"MOBILE_ADMIN"` is met in older orgs only.
    pub in_specification: bool,
}

/// What a permitted action is limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The groups that the assignment targets and their members; all of the org when it has no target.
    ManagedGroups,
}

/// Whether one role may do one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cell {
    /// The role's type, such as `"HELP_DESK_ADMIN"`.
    pub role: &'static str,
    /// Whether it may; `None` when nobody says.
    pub allow: Option<bool>,
    /// How that is known.
    pub knowledge: Knowledge,
    /// What it is limited to.
    pub scope: Option<Scope>,
    /// Whether Okta's help page says that it can be done to super administrators too.
    pub also_on_super_admins: bool,
    /// Whether the help page adds a limit that [`scope`](Self::scope) does not express, such as "own tokens only".
    pub limited: bool,
}

/// An action and, for each role, whether it may do it. Roles that a row of the help page does not name may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RoleAction {
    /// Our name of the action, such as `"suspend_user"`.
    pub action: &'static str,
    /// One cell a role, in the order of [`STANDARD_ROLES`].
    pub cells: &'static [Cell],
}

impl RoleAction {
    /// The cell of a role type, or `None` when the matrix has no column for it (as for `"CUSTOM"`).
    pub fn cell(&self, role: &str) -> Option<&'static Cell> {
        self.cells.iter().find(|cell| cell.role == role)
    }
}

/// The role with this type, or `None` when it is not known.
///
/// ```
/// assert_eq!(okta_facts::standard_role("ORG_ADMIN").unwrap().label, "Organizational Administrator");
/// ```
pub fn standard_role(role: &str) -> Option<&'static StandardRole> {
    STANDARD_ROLES.iter().find(|row| row.role == role)
}

/// The row of an action, or `None` when the matrix does not have it.
///
/// ```
/// let suspend = okta_facts::role_action("suspend_user").unwrap();
/// assert_eq!(suspend.cell("ORG_ADMIN").unwrap().allow, Some(true));
/// assert_eq!(suspend.cell("REPORT_ADMIN").unwrap().allow, Some(false));
/// ```
pub fn role_action(action: &str) -> Option<&'static RoleAction> {
    let index = ROLE_MATRIX.binary_search_by(|row| row.action.cmp(action)).ok()?;
    ROLE_MATRIX.get(index)
}
