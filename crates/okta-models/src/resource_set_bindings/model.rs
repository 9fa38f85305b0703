//! What a binding and its members are on the wire, and what may be written of them.

use crate::{BindingMemberId, RawJson, RoleId, wire_struct::wire_struct, write_struct::write_struct};

wire_struct! {
    /// The binding of a custom role to a resource set.
    #[derive(Default)]
    pub struct ResourceSetBinding {
        optional {
            /// The role, which is what a binding is found by in its set. Absent in answers to a change, which hold
            /// links alone.
            id: RoleId = "id",
            /// The binding, its members and the resource set.
            links: RawJson = "_links",
        }
    }
}

write_struct! {
    /// A binding to be created.
    ///
    /// ```
    /// use okta_models::{Operation, resource_set_bindings::{CreateResourceSetBinding, ResourceSetBindingCreateRequest}};
    ///
    /// let request = ResourceSetBindingCreateRequest::new()
    ///     .role("cr01")
    ///     .members(["https://example.okta.com/api/v1/groups/00g1"]);
    /// let bind = CreateResourceSetBinding::new("iam1", request);
    /// assert_eq!(bind.request()?.uri(), "/api/v1/iam/resource-sets/iam1/bindings");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct ResourceSetBindingCreateRequest {
        /// The role's id.
        role: RoleId = "role",
        /// Addresses of users, groups and OAuth clients.
        members: Vec<String> = "members",
    }
}

write_struct! {
    /// Members to be added to a binding.
    pub struct ResourceSetBindingAddMembersRequest {
        /// Addresses of users, groups and OAuth clients.
        additions: Vec<String> = "additions",
    }
}

wire_struct! {
    /// A member of a binding.
    #[derive(Default)]
    pub struct ResourceSetBindingMember {
        optional {
            /// Okta's id of the membership, not that of the user, group or client.
            id: BindingMemberId = "id",
            /// `self` is the user, group or client.
            links: RawJson = "_links",
        }
        times {
            /// When the member was added.
            created = "created",
            /// When the membership was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl ResourceSetBindingMember {
    /// The address of the user, group or OAuth client, where the answer tells.
    pub fn url(&self) -> Option<String> {
        self.links.as_ref()?.href("self")
    }
}
