//! The operations of Okta's tags `RoleBTargetAdmin` (users), `RoleBTargetBGroup` (groups) and `RoleBTargetClient`,
//! the same eight for each holder of a role, and two more for users.

mod clients;
mod groups;
mod users;

pub use clients::{
    AssignAppTargetInstanceRoleForClient, AssignAppTargetRoleToClient, AssignGroupTargetRoleForClient,
    ListAppTargetRoleToClient, ListGroupTargetRoleForClient, RemoveAppTargetInstanceRoleForClient,
    RemoveAppTargetRoleFromClient, RemoveGroupTargetRoleFromClient,
};
pub use groups::{
    AssignAppInstanceTargetToAppAdminRoleForGroup, AssignAppTargetToAdminRoleForGroup,
    AssignGroupTargetToGroupAdminRole, ListApplicationTargetsForApplicationAdministratorRoleForGroup,
    ListGroupTargetsForGroupRole, UnassignAppInstanceTargetToAppAdminRoleForGroup,
    UnassignAppTargetToAdminRoleForGroup, UnassignGroupTargetFromGroupAdminRole,
};
pub use users::{
    AssignAllAppsAsTargetToRoleForUser, AssignAppInstanceTargetToAppAdminRoleForUser,
    AssignAppTargetToAdminRoleForUser, AssignGroupTargetToUserRole, GetRoleTargetsByUserIdAndRoleId,
    ListApplicationTargetsForApplicationAdministratorRoleForUser, ListGroupTargetsForRole,
    UnassignAppInstanceTargetFromAdminRoleForUser, UnassignAppTargetFromAppAdminRoleForUser,
    UnassignGroupTargetFromUserAdminRole,
};
