//! Targets of roles that OAuth clients hold: the operations of Okta's tag `RoleBTargetClient`.

use super::super::CatalogApplication;
use crate::{AppId, AppName, ClientId, GroupId, RoleAssignmentId, groups::Group, operation::operation};

operation! {
    /// Lists the applications that an OAuth client's APP_ADMIN role is limited to: instances have an id, applications
    /// of the catalog none. No record means that it reaches all.
    pub struct ListAppTargetRoleToClient = Reads "RoleBTargetClient" "listAppTargetRoleToClient" => list CatalogApplication {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
        query {
            /// Applications a page, 20 unless set, 200 at most.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Limits an OAuth client's APP_ADMIN role to all instances of an application, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all applications. Targets that are instances of the
    /// same application give way.
    pub struct AssignAppTargetRoleToClient = Idempotent "RoleBTargetClient" "assignAppTargetRoleToClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
        }
    }
}

operation! {
    /// Takes an application from the targets of an OAuth client's APP_ADMIN role. The last target cannot be taken: to
    /// reach all applications again, the role is taken and given anew.
    pub struct RemoveAppTargetRoleFromClient = Idempotent "RoleBTargetClient" "removeAppTargetRoleFromClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
        }
    }
}

operation! {
    /// Limits an OAuth client's APP_ADMIN role to an instance of an application, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all applications.
    pub struct AssignAppTargetInstanceRoleForClient = Idempotent "RoleBTargetClient" "assignAppTargetInstanceRoleForClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
            /// The instance.
            app: AppId = "appId",
        }
    }
}

operation! {
    /// Takes an instance of an application from the targets of an OAuth client's APP_ADMIN role. The last target
    /// cannot be taken.
    pub struct RemoveAppTargetInstanceRoleForClient = Idempotent "RoleBTargetClient" "removeAppTargetInstanceRoleForClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
            /// The instance.
            app: AppId = "appId",
        }
    }
}

operation! {
    /// Lists the groups that an OAuth client's USER_ADMIN, HELP_DESK_ADMIN or GROUP_MEMBERSHIP_ADMIN role is limited
    /// to. No record means that it reaches all.
    pub struct ListGroupTargetRoleForClient = Reads "RoleBTargetClient" "listGroupTargetRoleForClient" => list Group {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
        query {
            /// Groups a page, 20 unless set, 200 at most.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Limits an OAuth client's USER_ADMIN, HELP_DESK_ADMIN or GROUP_MEMBERSHIP_ADMIN role to a group, beside its
    /// other targets.
    ///
    /// The first target narrows the role: it no longer reaches all groups.
    pub struct AssignGroupTargetRoleForClient = Idempotent "RoleBTargetClient" "assignGroupTargetRoleForClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The group that becomes a target.
            target: GroupId = "groupId",
        }
    }
}

operation! {
    /// Takes a group from the targets of an OAuth client's role. The last target cannot be taken.
    pub struct RemoveGroupTargetRoleFromClient = Idempotent "RoleBTargetClient" "removeGroupTargetRoleFromClient" => nothing {
        path {
            /// The client.
            client: ClientId = "clientId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The group that is a target.
            target: GroupId = "groupId",
        }
    }
}
