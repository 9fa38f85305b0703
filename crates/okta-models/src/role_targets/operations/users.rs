//! Targets of roles that users hold: the operations of Okta's tag `RoleBTargetAdmin`.

use super::super::{CatalogApplication, RoleTarget};
use crate::{
    AppId, AppName, GroupId, RoleAssignmentId, UserKey, groups::Group, operation::operation,
    role_assignments::RoleAssignmentType,
};

operation! {
    /// Lists the applications that a user's APP_ADMIN role is limited to: instances have an id, applications of the
    /// catalog none. No record means that it reaches all.
    pub struct ListApplicationTargetsForApplicationAdministratorRoleForUser = Reads "RoleBTargetAdmin" "listApplicationTargetsForApplicationAdministratorRoleForUser" => list CatalogApplication {
        path {
            /// The user.
            user: UserKey = "userId",
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
    /// Makes a user's APP_ADMIN role reach all applications.
    pub struct AssignAllAppsAsTargetToRoleForUser = Idempotent "RoleBTargetAdmin" "assignAllAppsAsTargetToRoleForUser" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
        }
    }
}

operation! {
    /// Limits a user's APP_ADMIN role to all instances of an application, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all applications. Targets that are instances of the
    /// same application give way.
    pub struct AssignAppTargetToAdminRoleForUser = Idempotent "RoleBTargetAdmin" "assignAppTargetToAdminRoleForUser" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
        }
    }
}

operation! {
    /// Takes an application from the targets of a user's APP_ADMIN role. The last target cannot be taken: to reach all
    /// applications again, the role is taken and given anew.
    pub struct UnassignAppTargetFromAppAdminRoleForUser = Idempotent "RoleBTargetAdmin" "unassignAppTargetFromAppAdminRoleForUser" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The application's name in the catalog.
            app_name: AppName = "appName",
        }
    }
}

operation! {
    /// Limits a user's APP_ADMIN role to an instance of an application, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all applications.
    pub struct AssignAppInstanceTargetToAppAdminRoleForUser = Idempotent "RoleBTargetAdmin" "assignAppInstanceTargetToAppAdminRoleForUser" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
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
    /// Takes an instance of an application from the targets of a user's APP_ADMIN role. The last target cannot be
    /// taken.
    pub struct UnassignAppInstanceTargetFromAdminRoleForUser = Idempotent "RoleBTargetAdmin" "unassignAppInstanceTargetFromAdminRoleForUser" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
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
    /// Lists the groups that a user's USER_ADMIN, HELP_DESK_ADMIN or GROUP_MEMBERSHIP_ADMIN role is limited to. No
    /// record means that it reaches all.
    pub struct ListGroupTargetsForRole = Reads "RoleBTargetAdmin" "listGroupTargetsForRole" => list Group {
        path {
            /// The user.
            user: UserKey = "userId",
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
    /// Limits a user's USER_ADMIN, HELP_DESK_ADMIN or GROUP_MEMBERSHIP_ADMIN role to a group, beside its other targets.
    ///
    /// The first target narrows the role: it no longer reaches all groups.
    pub struct AssignGroupTargetToUserRole = Idempotent "RoleBTargetAdmin" "assignGroupTargetToUserRole" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The group that becomes a target.
            target: GroupId = "groupId",
        }
    }
}

operation! {
    /// Takes a group from the targets of a user's role. The last target cannot be taken.
    pub struct UnassignGroupTargetFromUserAdminRole = Idempotent "RoleBTargetAdmin" "unassignGroupTargetFromUserAdminRole" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment.
            assignment: RoleAssignmentId = "roleAssignmentId",
            /// The group that is a target.
            target: GroupId = "groupId",
        }
    }
}

operation! {
    /// Lists everything that a user's role is limited to, with how each target came to the user. No record means that
    /// it is not limited.
    pub struct GetRoleTargetsByUserIdAndRoleId = Reads "RoleBTargetAdmin" "getRoleTargetsByUserIdAndRoleId" => list RoleTarget {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The assignment of a standard role, whose id is the encoded name of the role.
            role: RoleAssignmentId = "roleIdOrEncodedRoleId",
        }
        query {
            /// Leaves targets that came to the user in another way.
            assignment_type: RoleAssignmentType = "assignmentType",
            /// Targets a page, 20 unless set, 200 at most.
            limit: u32 = "limit",
        }
    }
}
