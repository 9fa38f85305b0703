//! Targets of roles that groups hold: the operations of Okta's tag `RoleBTargetBGroup`.

use super::super::CatalogApplication;
use crate::{AppId, AppName, GroupId, RoleAssignmentId, groups::Group, operation::operation};

operation! {
    /// Lists the applications that a group's APP_ADMIN role is limited to: instances have an id, applications of the
    /// catalog none. No record means that it reaches all.
    pub struct ListApplicationTargetsForApplicationAdministratorRoleForGroup = Reads "RoleBTargetBGroup" "listApplicationTargetsForApplicationAdministratorRoleForGroup" => list CatalogApplication {
        path {
            /// The group.
            group: GroupId = "groupId",
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
    /// Limits a group's APP_ADMIN role to all instances of an application, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all applications. Targets that are instances of the
    /// same application give way.
    pub struct AssignAppTargetToAdminRoleForGroup = Idempotent "RoleBTargetBGroup" "assignAppTargetToAdminRoleForGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
        }
    }
}

operation! {
    /// Takes an application from the targets of a group's APP_ADMIN role. The last target cannot be taken: to reach all
    /// applications again, the role is taken and given anew.
    pub struct UnassignAppTargetToAdminRoleForGroup = Idempotent "RoleBTargetBGroup" "unassignAppTargetToAdminRoleForGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
        }
    }
}

operation! {
    /// Limits a group's APP_ADMIN role to an instance of an application, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all applications.
    pub struct AssignAppInstanceTargetToAppAdminRoleForGroup = Idempotent "RoleBTargetBGroup" "assignAppInstanceTargetToAppAdminRoleForGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
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
    /// Takes an instance of an application from the targets of a group's APP_ADMIN role. The last target cannot be
    /// taken.
    pub struct UnassignAppInstanceTargetToAppAdminRoleForGroup = Idempotent "RoleBTargetBGroup" "unassignAppInstanceTargetToAppAdminRoleForGroup" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
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
    /// Lists the groups that a group's USER_ADMIN, HELP_DESK_ADMIN or GROUP_MEMBERSHIP_ADMIN role is limited to. No
    /// record means that it reaches all.
    pub struct ListGroupTargetsForGroupRole = Reads "RoleBTargetBGroup" "listGroupTargetsForGroupRole" => list Group {
        path {
            /// The group.
            group: GroupId = "groupId",
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
    /// Limits a group's USER_ADMIN, HELP_DESK_ADMIN or GROUP_MEMBERSHIP_ADMIN role to a group, beside its other
    /// targets.
    ///
    /// The first target narrows the role: it no longer reaches all groups.
    pub struct AssignGroupTargetToGroupAdminRole = Idempotent "RoleBTargetBGroup" "assignGroupTargetToGroupAdminRole" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The group that becomes a target.
            target: GroupId = "targetGroupId",
        }
    }
}

operation! {
    /// Takes a group from the targets of a group's role. The last target cannot be taken.
    pub struct UnassignGroupTargetFromGroupAdminRole = Idempotent "RoleBTargetBGroup" "unassignGroupTargetFromGroupAdminRole" => nothing {
        path {
            /// The group.
            group: GroupId = "groupId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The group that is a target.
            target: GroupId = "targetGroupId",
        }
    }
}
