//! [`Requirement`]: what a caller must have to send an operation.

use okta_facts::{Half, OPERATIONS};
use okta_models::Operation;

use crate::compiled::{Compiled, compiled};
use crate::{Permission, StandardRole};

/// What a caller must have to send one operation: the OAuth scopes, and a standard role or the permissions of a custom
/// one.
///
/// ```
/// use okta_models::groups::AssignUserToGroup;
/// use okta_permissions::Requirement;
///
/// let requirement = Requirement::of::<AssignUserToGroup>();
/// assert_eq!(requirement.scopes(), ["okta.groups.manage"]);
/// // Two halves: one on the group, one on the user.
/// let permissions = requirement.permissions().unwrap();
/// let labels: Vec<&str> = permissions.iter().map(|permission| permission.label()).collect();
/// assert_eq!(labels, ["okta.groups.members.manage", "okta.users.groupMembership.manage"]);
/// let roles: Vec<&str> = requirement.standard_roles().map(|role| role.role_type()).collect();
/// assert!(roles.contains(&"GROUP_MEMBERSHIP_ADMIN"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The operation's place in [`OPERATIONS`].
    index: usize,
}

impl Requirement {
    /// The requirement of an operation of okta-models.
    pub fn of<O: Operation>() -> Self {
        Self {
            // Found while compiling, so that evaluating an operation searches for nothing.
            index: const { place(O::METADATA.facts().id) },
        }
    }

    /// The requirement of the operation with this operationId; `None` when Okta has none.
    pub fn of_id(operation_id: &str) -> Option<Self> {
        let index = OPERATIONS.binary_search_by(|operation| operation.id.cmp(operation_id));
        index.ok().map(|index| Self { index })
    }

    /// The operation.
    pub fn operation(self) -> &'static okta_facts::Operation {
        self.compiled().operation
    }

    /// The OAuth scopes that an access token needs, all of them: five operations name two. An API token needs none.
    pub fn scopes(self) -> &'static [&'static str] {
        self.operation().scopes
    }

    /// What a custom role needs, all halves of it; `None` where no source settles it.
    pub fn halves(self) -> Option<&'static [Half]> {
        okta_facts::permission_needs(self.operation().id)
    }

    /// The narrowest permissions that a custom role needs, one a half; `None` where no source settles it, or where no
    /// permission allows the operation.
    pub fn permissions(self) -> Option<Vec<Permission>> {
        let narrowest = |half: &Half| half.any_of.first().copied().map(Permission::known);
        self.halves()?.iter().map(narrowest).collect()
    }

    /// The standard roles that are known to suffice.
    pub fn standard_roles(self) -> impl Iterator<Item = StandardRole> {
        okta_facts::roles_that_allow(self.operation().id).map(StandardRole::known)
    }

    /// Those of them that can be given today, the one that may do least first.
    pub(crate) fn roles_to_give(self) -> Vec<StandardRole> {
        let roles = okta_facts::roles_to_give(self.operation().id).into_iter();
        roles.map(StandardRole::known).collect()
    }

    pub(crate) fn compiled(self) -> &'static Compiled {
        compiled(self.index)
    }
}

const fn place(operation_id: &str) -> usize {
    let mut place = 0;
    while place < OPERATIONS.len() {
        if same(OPERATIONS[place].id.as_bytes(), operation_id.as_bytes()) {
            return place;
        }
        place += 1;
    }
    0
}

const fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}
