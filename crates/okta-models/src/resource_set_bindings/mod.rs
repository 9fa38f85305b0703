//! Bindings: which custom role applies to a resource set, and for whom. Okta's tags `RoleDResourceSetBinding` and
//! `RoleDResourceSetBindingMember`.

mod model;
mod operations;

pub use model::{
    ResourceSetBinding, ResourceSetBindingAddMembersRequest, ResourceSetBindingCreateRequest,
    ResourceSetBindingMember,
};
pub use operations::{
    AddMembersToBinding, CreateResourceSetBinding, DeleteBinding, GetBinding, GetMemberOfBinding,
    ListBindings, ListMembersOfBinding, UnassignMemberFromBinding,
};
