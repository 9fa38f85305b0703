//! The operations of Okta's tag `Group`.

use super::{Group, GroupUpdate};
use crate::{
    Expression, GroupId, SortOrder, UserKey, applications::Application, operation::operation, users::User,
};

operation! {
    /// Lists groups. Okta advises pages of 200 at most.
    pub struct ListGroups = Reads "Group" "listGroups" => list Group {
        query {
            /// Finds groups by any attribute; takes `sw`, `eq` and `co` only.
            search: Expression = "search",
            /// Finds groups by id, type, lastUpdated, lastMembershipUpdated.
            filter: Expression = "filter",
            /// Finds groups whose name starts with this; no paging, and a silent cap: not for enumeration.
            q: String = "q",
            /// Groups a page.
            limit: u32 = "limit",
            /// Parts to embed, `stats` or `app`.
            expand: String = "expand",
            /// Attribute to sort by, with `search` only.
            sort_by: String = "sortBy",
            /// Direction to sort in, with `search` only.
            sort_order: SortOrder = "sortOrder",
        }
    }
}

operation! {
    /// Creates a group of type OKTA_GROUP.
    pub struct AddGroup = Creates "Group" "addGroup" => object Group {
        body {
            /// The group.
            group: GroupUpdate
        }
    }
}

operation! {
    /// Reads a group.
    pub struct GetGroup = Reads "Group" "getGroup" => object Group {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
    }
}

operation! {
    /// Replaces the profile of an OKTA_GROUP: what is not sent is cleared.
    pub struct ReplaceGroup = Idempotent "Group" "replaceGroup" => object Group {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        body {
            /// The whole group.
            request: GroupUpdate
        }
    }
}

operation! {
    /// Deletes an OKTA_GROUP or APP_GROUP.
    pub struct DeleteGroup = Idempotent "Group" "deleteGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
    }
}

operation! {
    /// Lists the applications that a group is assigned to.
    pub struct ListAssignedApplicationsForGroup = Reads "Group" "listAssignedApplicationsForGroup" => list Application {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        query {
            /// Applications a page, 20 unless set.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Lists the members of a group, whatever their status.
    pub struct ListGroupUsers = Reads "Group" "listGroupUsers" => list User {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        query {
            /// Users a page, 1000 at most; Okta advises 200.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Adds a user to an OKTA_GROUP.
    pub struct AssignUserToGroup = Idempotent "Group" "assignUserToGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The user.
            user: UserKey = "userId",
        }
    }
}

operation! {
    /// Removes a user from an OKTA_GROUP. Of a member whom a group rule added, Okta notes an exclusion in the rule.
    pub struct UnassignUserFromGroup = Idempotent "Group" "unassignUserFromGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The user.
            user: UserKey = "userId",
        }
    }
}
