//! What a role assignment is on the wire.

use crate::{RawJson, RoleAssignmentId, open_enum::open_enum, wire_struct::wire_struct};

open_enum! {
    /// A standard role, or CUSTOM.
    pub enum RoleType {
        /// Runs access certifications.
        AccessCertificationsAdmin = "ACCESS_CERTIFICATIONS_ADMIN",
        /// Runs access requests.
        AccessRequestsAdmin = "ACCESS_REQUESTS_ADMIN",
        /// Manages authorization servers.
        ApiAccessManagementAdmin = "API_ACCESS_MANAGEMENT_ADMIN",
        /// Manages applications.
        AppAdmin = "APP_ADMIN",
        /// A custom role, bound to a resource set.
        Custom = "CUSTOM",
        /// Manages the members of groups.
        GroupMembershipAdmin = "GROUP_MEMBERSHIP_ADMIN",
        /// Resets passwords and factors.
        HelpDeskAdmin = "HELP_DESK_ADMIN",
        /// Managed mobile devices, in former releases.
        MobileAdmin = "MOBILE_ADMIN",
        /// Manages users, groups and settings.
        OrgAdmin = "ORG_ADMIN",
        /// Reads.
        ReadOnlyAdmin = "READ_ONLY_ADMIN",
        /// Reads reports and the System Log.
        ReportAdmin = "REPORT_ADMIN",
        /// May do everything.
        SuperAdmin = "SUPER_ADMIN",
        /// Manages the users of groups; Okta's console calls it group administrator.
        UserAdmin = "USER_ADMIN",
        /// Manages workflows.
        WorkflowsAdmin = "WORKFLOWS_ADMIN",
    }
}

open_enum! {
    /// How a role came to its holder.
    pub enum RoleAssignmentType {
        /// To an OAuth client.
        Client = "CLIENT",
        /// Through a group.
        Group = "GROUP",
        /// As a person.
        User = "USER",
    }
}

wire_struct! {
    /// A role that someone holds.
    #[derive(Default)]
    pub struct RoleAssignment {
        optional {
            /// Id of the assignment; unique together with the holder only.
            id: RoleAssignmentId = "id",
            /// Name of the role.
            label: String = "label",
            /// The standard role, or CUSTOM.
            role_type: RoleType = "type",
            /// `ACTIVE` or `INACTIVE`.
            status: String = "status",
            /// How the role came to its holder.
            assignment_type: RoleAssignmentType = "assignmentType",
            /// Of a CUSTOM role, the role's id.
            role: String = "role",
            /// Of a CUSTOM role, the id of the resource set.
            resource_set: String = "resource-set",
            /// What was asked for with `expand`.
            embedded: RawJson = "_embedded",
            /// What may be read about the assignment.
            links: RawJson = "_links",
        }
        times {
            /// When the role was assigned.
            created = "created",
            /// When the assignment was last changed.
            last_updated = "lastUpdated",
        }
    }
}
