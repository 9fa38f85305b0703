//! The operations of Okta's tags `RoleAssignmentAUser`, `RoleAssignmentBGroup` and `RoleAssignmentClient`.

use super::{
    RoleAssignedUser, RoleAssignment, RoleAssignmentRequest, RoleGovernanceResource, RoleGovernanceSource,
};
use crate::{ClientId, GovernanceGrantId, GroupId, RoleAssignmentId, UserKey, operation::operation};

operation! {
    /// Lists the users who hold an admin role, as a person or through a group as far as is known; clients are not
    /// among them.
    ///
    /// Only super admins see super admins. The list pages in its body.
    pub struct ListUsersWithRoleAssignments = Reads "RoleAssignmentAUser" "listUsersWithRoleAssignments" => list "value" RoleAssignedUser {
        query {
            /// Users a page, 100 unless set.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Lists the roles that a user holds, as a person and through groups.
    ///
    /// Of the standard roles only SUPER_ADMIN may ask, of custom ones those with `okta.iam.read`; others get 403, even
    /// about themselves as far as is known.
    pub struct ListAssignedRolesForUser = Reads "RoleAssignmentAUser" "listAssignedRolesForUser" => list RoleAssignment {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Parts to embed, `targets/groups` or `targets/catalog/apps`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Gives a user a role. A second time it is refused as a duplicate.
    pub struct AssignRoleToUser = Creates "RoleAssignmentAUser" "assignRoleToUser" => object_or_empty RoleAssignment {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether the holder is a third-party administrator, who gets none of Okta's mails to administrators.
            disable_notifications: bool = "disableNotifications",
        }
        body {
            /// The role.
            request: RoleAssignmentRequest
        }
    }
}

operation! {
    /// Reads a role that a user holds.
    pub struct GetUserAssignedRole = Reads "RoleAssignmentAUser" "getUserAssignedRole" => object RoleAssignment {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Takes a role from a user. One that came through a group is taken from the group.
    pub struct UnassignRoleFromUser = Idempotent "RoleAssignmentAUser" "unassignRoleFromUser" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Lists the grants of Okta Identity Governance that a user's role comes from.
    pub struct GetUserAssignedRoleGovernance = Reads "RoleAssignmentAUser" "getUserAssignedRoleGovernance" => list "grants" RoleGovernanceSource {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Reads a grant of Okta Identity Governance that a user's role comes from.
    pub struct GetRoleAssignmentGovernanceGrant = Reads "RoleAssignmentAUser" "getRoleAssignmentGovernanceGrant" => object RoleGovernanceSource {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The grant.
            grant: GovernanceGrantId = "grantId",
        }
    }
}

operation! {
    /// Lists what a grant of Okta Identity Governance reaches.
    pub struct GetRoleAssignmentGovernanceGrantResources = Reads "RoleAssignmentAUser" "getRoleAssignmentGovernanceGrantResources" => list "resources" RoleGovernanceResource {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The grant.
            grant: GovernanceGrantId = "grantId",
        }
    }
}

operation! {
    /// Lists the roles that a group gives its members.
    pub struct ListGroupAssignedRoles = Reads "RoleAssignmentBGroup" "listGroupAssignedRoles" => list RoleAssignment {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        query {
            /// Parts to embed, `targets/groups` or `targets/catalog/apps`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Gives a role to a group, and so to all its members. A second time it is refused as a duplicate.
    pub struct AssignRoleToGroup = Creates "RoleAssignmentBGroup" "assignRoleToGroup" => object_or_empty RoleAssignment {
        path {
            /// The group.
            group: GroupId = "groupId",
        }
        query {
            /// Whether the members are third-party administrators, who get none of Okta's mails to administrators.
            disable_notifications: bool = "disableNotifications",
        }
        body {
            /// The role.
            request: RoleAssignmentRequest
        }
    }
}

operation! {
    /// Reads a role that a group gives its members.
    pub struct GetGroupAssignedRole = Reads "RoleAssignmentBGroup" "getGroupAssignedRole" => object RoleAssignment {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Takes a role from a group.
    pub struct UnassignRoleFromGroup = Idempotent "RoleAssignmentBGroup" "unassignRoleFromGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Lists the roles that an OAuth client holds. Without one its scopes reach nothing.
    pub struct ListRolesForClient = Reads "RoleAssignmentClient" "listRolesForClient" => list RoleAssignment {
        path {
            /// The client.
            client: ClientId = "clientId",
        }
    }
}

operation! {
    /// Gives an OAuth client a role. A second time it is refused as a duplicate.
    pub struct AssignRoleToClient = Creates "RoleAssignmentClient" "assignRoleToClient" => object_or_empty RoleAssignment {
        path {
            /// The client.
            client: ClientId = "clientId",
        }
        body {
            /// The role.
            request: RoleAssignmentRequest
        }
    }
}

operation! {
    /// Reads a role that an OAuth client holds.
    pub struct RetrieveClientRole = Reads "RoleAssignmentClient" "retrieveClientRole" => object RoleAssignment {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Takes a role from an OAuth client.
    pub struct DeleteRoleFromClient = Idempotent "RoleAssignmentClient" "deleteRoleFromClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}
