//! [`Requirement`]: what a caller must have to send an operation.

use okta_models::Operation;

use crate::{Allowance, Permission, StandardRole};

/// What a caller must have to send one operation: an OAuth scope, and a standard role or the permissions of a custom one.
///
/// ```
/// use okta_models::groups::AssignUserToGroup;
/// use okta_permissions::Requirement;
///
/// let requirement = Requirement::of::<AssignUserToGroup>();
/// assert_eq!(requirement.scopes(), ["okta.groups.manage"]);
/// // Two halves: one on the group, one on the user.
/// let permissions: Vec<&str> = requirement.permissions().unwrap().iter().map(|permission| permission.label()).collect();
/// assert_eq!(permissions, ["okta.groups.members.manage", "okta.users.groupMembership.manage"]);
/// let roles: Vec<&str> = requirement.standard_roles().map(|role| role.role_type()).collect();
/// assert!(roles.contains(&"GROUP_MEMBERSHIP_ADMIN"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    operation: &'static okta_facts::Operation,
}

impl Requirement {
    /// The requirement of an operation of okta-models.
    pub fn of<O: Operation>() -> Self {
        Self {
            operation: O::METADATA.facts(),
        }
    }

    /// The requirement of the operation with this operationId; `None` when Okta has none.
    pub fn of_id(operation_id: &str) -> Option<Self> {
        okta_facts::operation(operation_id).map(|operation| Self { operation })
    }

    /// The operation.
    pub fn operation(self) -> &'static okta_facts::Operation {
        self.operation
    }

    /// The OAuth scopes of which one is needed. An API token needs none.
    pub fn scopes(self) -> &'static [&'static str] {
        self.operation.scopes
    }

    /// The permissions that a custom role needs, all of them; `None` where no source settles it.
    pub fn permissions(self) -> Option<&'static [Permission]> {
        PERMISSIONS
            .iter()
            .find(|(operation_id, _)| *operation_id == self.operation.id)
            .map(|(_, permissions)| *permissions)
    }

    /// The standard roles that are known to suffice.
    pub fn standard_roles(self) -> impl Iterator<Item = StandardRole> {
        StandardRole::all()
            .filter(move |role| matches!(role.may(self.operation.id), Allowance::Allowed { .. }))
    }
}

macro_rules! permissions {
    ($( $operation_id:literal: $($label:literal)+, )*) => {
        &[$( ($operation_id, &[$( Permission::known($label) ),+]) ),*]
    };
}

/// The narrowest permissions that allow an operation, from the catalogue's descriptions (`operations` of
/// [`okta_facts::Permission`]; a test holds the two together). An operation that no description covers is not here.
const PERMISSIONS: &[(&str, &[Permission])] = permissions! {
    "listUsers": "okta.users.read",
    "createUser": "okta.users.create",
    "getUser": "okta.users.read",
    "replaceUser": "okta.users.userprofile.manage",
    "updateUser": "okta.users.userprofile.manage",
    "deleteUser": "okta.users.lifecycle.delete",
    "activateUser": "okta.users.lifecycle.activate",
    "reactivateUser": "okta.users.lifecycle.activate",
    "deactivateUser": "okta.users.lifecycle.deactivate",
    "suspendUser": "okta.users.lifecycle.suspend",
    "unsuspendUser": "okta.users.lifecycle.unsuspend",
    "unlockUser": "okta.users.lifecycle.unlock",
    "resetFactors": "okta.users.credentials.resetFactors",
    "expirePassword": "okta.users.credentials.expirePassword",
    "expirePasswordWithTempPassword": "okta.users.credentials.expirePassword",
    "resetPassword": "okta.users.credentials.resetPassword",
    "revokeUserSessions": "okta.users.lifecycle.clearSessions",
    "listGroups": "okta.groups.read",
    "addGroup": "okta.groups.create",
    "getGroup": "okta.groups.read",
    "replaceGroup": "okta.groups.manage",
    "deleteGroup": "okta.groups.manage",
    "listAssignedApplicationsForGroup": "okta.groups.read",
    "listGroupUsers": "okta.groups.read",
    "assignUserToGroup": "okta.groups.members.manage" "okta.users.groupMembership.manage",
    "unassignUserFromGroup": "okta.groups.members.manage" "okta.users.groupMembership.manage",
    "listApplications": "okta.apps.read",
    "getApplication": "okta.apps.read",
    "createApplication": "okta.apps.manage",
    "replaceApplication": "okta.apps.manage",
    "deleteApplication": "okta.apps.manage",
    "activateApplication": "okta.apps.manage",
    "deactivateApplication": "okta.apps.manage",
    "listApplicationUsers": "okta.apps.read",
    "assignUserToApplication": "okta.apps.assignment.manage" "okta.users.appAssignment.manage",
    "unassignUserFromApplication": "okta.apps.assignment.manage" "okta.users.appAssignment.manage",
    "updateApplicationUser": "okta.users.appAssignment.manage",
    "listApplicationGroupAssignments": "okta.apps.read",
    "assignGroupToApplication": "okta.apps.assignment.manage" "okta.groups.appAssignment.manage",
    "updateGroupAssignmentToApplication": "okta.groups.appAssignment.manage",
    "unassignApplicationFromGroup": "okta.apps.assignment.manage" "okta.groups.appAssignment.manage",
    "listFactors": "okta.users.read",
    "getFactor": "okta.users.read",
    "unenrollFactor": "okta.users.credentials.resetFactors",
    "listAssignedRolesForUser": "okta.iam.read",
    "listUsersWithRoleAssignments": "okta.iam.read",
    "listGroupAssignedRoles": "okta.iam.read",
    "listRoles": "okta.iam.read",
    "getRole": "okta.iam.read",
    "listRolePermissions": "okta.iam.read",
    "listBindings": "okta.iam.read",
    "listMembersOfBinding": "okta.iam.read",
    "listResourceSetResources": "okta.iam.read",
    "listResourceSets": "okta.iam.read",
    "listApiTokens": "okta.users.apitokens.read",
    "getApiToken": "okta.users.apitokens.read",
    "upsertApiToken": "okta.users.apitokens.manage",
    "revokeApiToken": "okta.users.apitokens.manage",
};

#[cfg(test)]
mod tests {
    use super::{PERMISSIONS, Requirement};

    #[test]
    fn the_table_says_what_the_catalogue_says() {
        for (operation_id, permissions) in PERMISSIONS {
            assert!(okta_facts::operation(operation_id).is_some(), "{operation_id}");
            for permission in *permissions {
                let facts = permission.facts().unwrap_or_else(|| panic!("{permission}"));
                assert!(
                    facts.operations.contains(operation_id),
                    "{permission} is not said to allow {operation_id}"
                );
            }
        }
    }

    #[test]
    fn no_operation_of_the_catalogue_is_forgotten() {
        for permission in okta_facts::PERMISSIONS {
            for operation_id in permission
                .operations
                .iter()
                .filter(|id| okta_facts::action_of(id).is_some())
            {
                let requirement = Requirement::of_id(operation_id).unwrap();
                assert!(
                    requirement.permissions().is_some(),
                    "{operation_id}, by {:?}",
                    permission.label
                );
            }
        }
    }
}
