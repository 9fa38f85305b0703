//! The operations of Okta's tags `RoleECustom` and `RoleECustomPermission`.

use super::{CreateIamRoleRequest, IamRole, RolePermission, RolePermissionUpdate, UpdateIamRoleRequest};
use crate::{PermissionType, RoleId, operation::operation};

operation! {
    /// Lists the custom roles. The list pages in its body.
    pub struct ListRoles = Reads "RoleECustom" "listRoles" => list "roles" IamRole {}
}

operation! {
    /// Creates a custom role; Okta takes 100 of them in an org. Labels are unique.
    pub struct CreateRole = Creates "RoleECustom" "createRole" => object IamRole {
        body {
            /// The role.
            role: CreateIamRoleRequest
        }
    }
}

operation! {
    /// Reads a custom role. Its permissions are read with [`ListRolePermissions`].
    pub struct GetRole = Reads "RoleECustom" "getRole" => object IamRole {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
    }
}

operation! {
    /// Replaces a custom role's label and description. Its permissions stay.
    pub struct ReplaceRole = Idempotent "RoleECustom" "replaceRole" => object IamRole {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
        body {
            /// The whole role.
            update: UpdateIamRoleRequest
        }
    }
}

operation! {
    /// Deletes a custom role.
    pub struct DeleteRole = Idempotent "RoleECustom" "deleteRole" => nothing {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
    }
}

operation! {
    /// Lists the permissions that a custom role was given. What these include is not listed.
    pub struct ListRolePermissions = Reads "RoleECustomPermission" "listRolePermissions" => list "permissions" RolePermission {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
    }
}

operation! {
    /// Reads a permission of a custom role.
    pub struct GetRolePermission = Reads "RoleECustomPermission" "getRolePermission" => object RolePermission {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
            /// The permission.
            permission: PermissionType = "permissionType",
        }
    }
}

operation! {
    /// Gives a custom role a permission. Okta answers with nothing, and takes a request without a body where there is
    /// no condition.
    pub struct CreateRolePermission = Creates "RoleECustomPermission" "createRolePermission" => nothing {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
            /// The permission.
            permission: PermissionType = "permissionType",
        }
        optional_body {
            /// What the permission is limited to.
            conditions: RolePermissionUpdate
        }
    }
}

operation! {
    /// Replaces the conditions of a permission of a custom role.
    pub struct ReplaceRolePermission = Idempotent "RoleECustomPermission" "replaceRolePermission" => object RolePermission {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
            /// The permission.
            permission: PermissionType = "permissionType",
        }
        body {
            /// What the permission is limited to.
            update: RolePermissionUpdate
        }
    }
}

operation! {
    /// Takes a permission from a custom role.
    pub struct DeleteRolePermission = Idempotent "RoleECustomPermission" "deleteRolePermission" => nothing {
        path {
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
            /// The permission.
            permission: PermissionType = "permissionType",
        }
    }
}
