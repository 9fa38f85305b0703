//! What an owner of a group is on the wire, and what may be written of one.

use crate::{
    GroupId, GroupOwnerId, UserId, open_enum::open_enum, wire_struct::wire_struct, write_struct::write_struct,
};

open_enum! {
    /// What an owner is.
    pub enum GroupOwnerType {
        /// All members of a group.
        Group = "GROUP",
        /// A user.
        User = "USER",
    }
}

open_enum! {
    /// Where it was said who owns the group.
    pub enum GroupOwnerOriginType {
        /// In an application or directory.
        Application = "APPLICATION",
        /// In Okta.
        OktaDirectory = "OKTA_DIRECTORY",
    }
}

wire_struct! {
    /// An owner of a group.
    ///
    /// `lastUpdated` comes in two forms that are not RFC 3339 (recorded), so it is text.
    pub struct GroupOwner {
        required {
            /// Id of the user or group.
            id: GroupOwnerId = "id",
        }
        optional {
            /// Whether it is a user or a group.
            owner_type: GroupOwnerType = "type",
            /// Whether Okta knows who it is; an owner that an application names may be unknown.
            resolved: bool = "resolved",
            /// Of an application's owner, the application's id.
            origin_id: String = "originId",
            /// Where it was said who owns the group.
            origin_type: GroupOwnerOriginType = "originType",
            /// Name of the user or group.
            display_name: String = "displayName",
            /// When the owner was last changed, in Okta's own form.
            last_updated: String = "lastUpdated",
        }
    }
}

write_struct! {
    /// An owner to be added.
    ///
    /// ```
    /// use okta_models::{Operation, UserId, group_owners::AssignGroupOwner};
    ///
    /// let assign = AssignGroupOwner::new("00g1", UserId::new("00u1"));
    /// assert_eq!(assign.request()?.body().as_slice(), br#"{"id":"00u1","type":"USER"}"#);
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct AssignGroupOwnerRequest {
        /// Id of the user or group.
        id: GroupOwnerId = "id",
        /// Whether it is a user or a group.
        owner_type: GroupOwnerType = "type",
    }
}

impl From<UserId> for AssignGroupOwnerRequest {
    fn from(user: UserId) -> Self {
        Self::new()
            .id(GroupOwnerId::from(user))
            .owner_type(GroupOwnerType::User)
    }
}

impl From<&UserId> for AssignGroupOwnerRequest {
    fn from(user: &UserId) -> Self {
        user.clone().into()
    }
}

impl From<GroupId> for AssignGroupOwnerRequest {
    fn from(group: GroupId) -> Self {
        Self::new()
            .id(GroupOwnerId::from(group))
            .owner_type(GroupOwnerType::Group)
    }
}

impl From<&GroupId> for AssignGroupOwnerRequest {
    fn from(group: &GroupId) -> Self {
        group.clone().into()
    }
}
