//! The operations of Okta's tags `RoleDResourceSetBinding` and `RoleDResourceSetBindingMember`.

use super::{
    ResourceSetBinding, ResourceSetBindingAddMembersRequest, ResourceSetBindingCreateRequest,
    ResourceSetBindingMember,
};
use crate::{BindingMemberId, ResourceSetId, RoleId, operation::operation};

operation! {
    /// Lists the bindings of a resource set, each under the id of its role. The list pages in its body.
    pub struct ListBindings = Reads "RoleDResourceSetBinding" "listBindings" => list "roles" ResourceSetBinding {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
    }
}

operation! {
    /// Binds a custom role to a resource set, for these members. Permissions that fit none of the resources permit
    /// nothing.
    pub struct CreateResourceSetBinding = Creates "RoleDResourceSetBinding" "createResourceSetBinding" => object_or_empty ResourceSetBinding {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
        body {
            /// Role and members.
            request: ResourceSetBindingCreateRequest
        }
    }
}

operation! {
    /// Reads the binding of a role to a resource set.
    pub struct GetBinding = Reads "RoleDResourceSetBinding" "getBinding" => object ResourceSetBinding {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
    }
}

operation! {
    /// Deletes the binding of a role to a resource set: its members lose the role there.
    pub struct DeleteBinding = Idempotent "RoleDResourceSetBinding" "deleteBinding" => nothing {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
    }
}

operation! {
    /// Lists the members of a binding. The list pages in its body.
    pub struct ListMembersOfBinding = Reads "RoleDResourceSetBindingMember" "listMembersOfBinding" => list "members" ResourceSetBindingMember {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
    }
}

operation! {
    /// Adds members to a binding. What one that is a member already makes of it is not verified.
    pub struct AddMembersToBinding = Changes "RoleDResourceSetBindingMember" "addMembersToBinding" => object_or_empty ResourceSetBinding {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
        }
        body {
            /// The members.
            request: ResourceSetBindingAddMembersRequest
        }
    }
}

operation! {
    /// Reads a member of a binding.
    pub struct GetMemberOfBinding = Reads "RoleDResourceSetBindingMember" "getMemberOfBinding" => object ResourceSetBindingMember {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
            /// The member.
            member: BindingMemberId = "memberId",
        }
    }
}

operation! {
    /// Takes a member from a binding.
    pub struct UnassignMemberFromBinding = Idempotent "RoleDResourceSetBindingMember" "unassignMemberFromBinding" => nothing {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The role, by id or label.
            role: RoleId = "roleIdOrLabel",
            /// The member.
            member: BindingMemberId = "memberId",
        }
    }
}
