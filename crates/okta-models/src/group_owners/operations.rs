//! The three operations of Okta's tag `GroupOwner`.

use super::{AssignGroupOwnerRequest, GroupOwner};
use crate::{Expression, GroupId, GroupOwnerId, operation::operation};

operation! {
    /// Lists the owners of a group.
    pub struct ListGroupOwners = Reads "GroupOwner" "listGroupOwners" => list GroupOwner {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        query {
            /// Finds owners by type.
            search: Expression = "search",
            /// Owners a page: 1000 unless set.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Adds an owner to a group.
    pub struct AssignGroupOwner = Creates "GroupOwner" "assignGroupOwner" => object GroupOwner {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        body {
            /// The owner.
            request: AssignGroupOwnerRequest
        }
    }
}

operation! {
    /// Takes an owner from a group.
    pub struct DeleteGroupOwner = Idempotent "GroupOwner" "deleteGroupOwner" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The owner.
            owner: GroupOwnerId = "ownerId",
        }
    }
}
