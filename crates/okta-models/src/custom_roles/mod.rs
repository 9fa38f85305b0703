//! Custom roles and their permissions: Okta's tags `RoleECustom` and `RoleECustomPermission`.
//!
//! A custom role does nothing until it is bound to a resource set and to members, see
//! [`resource_set_bindings`](crate::resource_set_bindings).

mod model;
mod operations;

pub use model::{
    CreateIamRoleRequest, IamRole, PermissionConditions, PermissionConditionsUpdate, RolePermission,
    RolePermissionUpdate, USER_PROFILE, UpdateIamRoleRequest,
};
pub use operations::{
    CreateRole, CreateRolePermission, DeleteRole, DeleteRolePermission, GetRole, GetRolePermission,
    ListRolePermissions, ListRoles, ReplaceRole, ReplaceRolePermission,
};
