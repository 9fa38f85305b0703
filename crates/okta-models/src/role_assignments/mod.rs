//! Admin roles that users, groups and OAuth clients hold: Okta's tags `RoleAssignmentAUser`, `RoleAssignmentBGroup` and
//! `RoleAssignmentClient`.
//!
//! What a role reaches is in [`role_targets`](crate::role_targets), or for custom roles in
//! [`resource_sets`](crate::resource_sets).

mod model;
mod operations;

pub use model::{
    GovernanceSourceType, RoleAssignedUser, RoleAssignment, RoleAssignmentRequest, RoleAssignmentType,
    RoleGovernanceResource, RoleGovernanceSource, RoleType,
};
pub use operations::{
    AssignRoleToClient, AssignRoleToGroup, AssignRoleToUser, DeleteRoleFromClient, GetGroupAssignedRole,
    GetRoleAssignmentGovernanceGrant, GetRoleAssignmentGovernanceGrantResources, GetUserAssignedRole,
    GetUserAssignedRoleGovernance, ListAssignedRolesForUser, ListGroupAssignedRoles, ListRolesForClient,
    ListUsersWithRoleAssignments, RetrieveClientRole, UnassignRoleFromGroup, UnassignRoleFromUser,
};
