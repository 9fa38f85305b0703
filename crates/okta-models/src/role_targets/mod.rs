//! What standard roles are limited to: groups, applications of the catalog and instances of them. Okta's tags
//! `RoleBTargetAdmin`, `RoleBTargetBGroup` and `RoleBTargetClient`.
//!
//! A role without targets reaches everything of its kind; the first target narrows it.

mod model;
mod operations;

pub use model::{CatalogApplication, CatalogApplicationStatus, RoleTarget};
pub use operations::{
    AssignAllAppsAsTargetToRoleForUser, AssignAppInstanceTargetToAppAdminRoleForGroup,
    AssignAppInstanceTargetToAppAdminRoleForUser, AssignAppTargetInstanceRoleForClient,
    AssignAppTargetRoleToClient, AssignAppTargetToAdminRoleForGroup, AssignAppTargetToAdminRoleForUser,
    AssignGroupTargetRoleForClient, AssignGroupTargetToGroupAdminRole, AssignGroupTargetToUserRole,
    GetRoleTargetsByUserIdAndRoleId, ListAppTargetRoleToClient,
    ListApplicationTargetsForApplicationAdministratorRoleForGroup,
    ListApplicationTargetsForApplicationAdministratorRoleForUser, ListGroupTargetRoleForClient,
    ListGroupTargetsForGroupRole, ListGroupTargetsForRole, RemoveAppTargetInstanceRoleForClient,
    RemoveAppTargetRoleFromClient, RemoveGroupTargetRoleFromClient,
    UnassignAppInstanceTargetFromAdminRoleForUser, UnassignAppInstanceTargetToAppAdminRoleForGroup,
    UnassignAppTargetFromAppAdminRoleForUser, UnassignAppTargetToAdminRoleForGroup,
    UnassignGroupTargetFromGroupAdminRole, UnassignGroupTargetFromUserAdminRole,
};
