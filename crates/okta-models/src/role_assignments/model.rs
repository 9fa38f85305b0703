//! What a role assignment is on the wire, and what may be written of one.

use serde::de::DeserializeOwned;

use crate::{
    DecodeError, GovernanceGrantId, RawJson, ResourceSetId, RoleAssignmentId, RoleId, UserId, groups::Group,
    open_enum::open_enum, policies::LifecycleStatus, role_targets::CatalogApplication,
    wire_struct::wire_struct, write_struct::write_struct,
};

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
    ///
    /// Of a custom role it names the role and the resource set; of a standard role it names the [`RoleType`], and its
    /// targets where they were asked for.
    ///
    /// ```
    /// use okta_models::{Operation, role_assignments::{ListAssignedRolesForUser, RoleType}};
    ///
    /// let page = ListAssignedRolesForUser::new("me").expand("targets/groups").decode(
    ///     br#"[{"id": "irb1", "type": "USER_ADMIN", "_embedded": {"targets": {"groups": [{"id": "00g1"}]}}}]"#,
    /// )?;
    /// let role = page.items()[0].as_ref().map_err(Clone::clone)?;
    /// assert_eq!(role.role_type, Some(RoleType::UserAdmin));
    /// let targets = role.group_targets().transpose()?.unwrap_or_default();
    /// assert_eq!(targets[0].id.as_str(), "00g1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[derive(Default)]
    pub struct RoleAssignment {
        optional {
            /// Id of the assignment; unique together with the holder only. Of a custom role it is the id of the
            /// binding's member.
            id: RoleAssignmentId = "id",
            /// Name of the role.
            label: String = "label",
            /// The standard role, or CUSTOM.
            role_type: RoleType = "type",
            /// Whether it is in force.
            status: LifecycleStatus = "status",
            /// How the role came to its holder.
            assignment_type: RoleAssignmentType = "assignmentType",
            /// Of a CUSTOM role, the role's id.
            role: RoleId = "role",
            /// Of a CUSTOM role, the id of the resource set.
            resource_set: ResourceSetId = "resource-set",
            /// What was asked for with `expand`; see [`group_targets`](RoleAssignment::group_targets) and
            /// [`app_targets`](RoleAssignment::app_targets).
            embedded: RawJson = "_embedded",
            /// The holder; of a CUSTOM role also the role, its permissions, the resource set and the binding's member.
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

impl RoleAssignment {
    /// The groups that the role is limited to, as `expand=targets/groups` asks for; `None` where the answer holds none.
    /// An empty list means that there is no limit.
    ///
    /// # Errors
    ///
    /// When they are of another form than Okta documents.
    pub fn group_targets(&self) -> Option<Result<Vec<Group>, DecodeError>> {
        self.embedded_list("/targets/groups")
    }

    /// The applications that the role is limited to, as `expand=targets/catalog/apps` asks for; `None` where the answer
    /// holds none. An empty list means that there is no limit.
    ///
    /// # Errors
    ///
    /// When they are of another form than Okta documents.
    pub fn app_targets(&self) -> Option<Result<Vec<CatalogApplication>, DecodeError>> {
        self.embedded_list("/targets/catalog/apps")
    }

    fn embedded_list<T: DeserializeOwned>(&self, pointer: &str) -> Option<Result<Vec<T>, DecodeError>> {
        let list = self.embedded.as_ref()?.pointer(pointer).transpose()?;
        Some(list.and_then(|list| RawJson::from(&list).decode()))
    }
}

write_struct! {
    /// A role to be assigned: a standard one by its type, or a custom one on a resource set.
    ///
    /// ```
    /// use okta_models::role_assignments::{RoleAssignmentRequest, RoleType};
    ///
    /// let standard = RoleAssignmentRequest::from(RoleType::HelpDeskAdmin);
    /// assert_eq!(serde_json::to_string(&standard)?, r#"{"type":"HELP_DESK_ADMIN"}"#);
    /// let custom = RoleAssignmentRequest::custom("cr01", "iam1");
    /// assert_eq!(serde_json::to_string(&custom)?, r#"{"type":"CUSTOM","role":"cr01","resource-set":"iam1"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct RoleAssignmentRequest {
        /// The standard role, or CUSTOM.
        role_type: RoleType = "type",
        /// Of a CUSTOM role, the role's id.
        role: RoleId = "role",
        /// Of a CUSTOM role, the id of the resource set.
        resource_set: ResourceSetId = "resource-set",
    }
}

impl RoleAssignmentRequest {
    /// A custom role on a resource set. Okta prefers a binding, see
    /// [`resource_set_bindings`](crate::resource_set_bindings).
    pub fn custom(role: impl Into<RoleId>, resource_set: impl Into<ResourceSetId>) -> Self {
        Self::new()
            .role_type(RoleType::Custom)
            .role(role.into())
            .resource_set(resource_set.into())
    }
}

impl From<RoleType> for RoleAssignmentRequest {
    fn from(role_type: RoleType) -> Self {
        Self::new().role_type(role_type)
    }
}

wire_struct! {
    /// A user who holds an admin role.
    pub struct RoleAssignedUser {
        required {
            /// Okta's id of the user.
            id: UserId = "id",
        }
        optional {
            /// The user's resource name.
            orn: String = "orn",
            /// The user and the user's roles.
            links: RawJson = "_links",
        }
    }
}

open_enum! {
    /// What in Okta Identity Governance gave a role.
    pub enum GovernanceSourceType {
        /// A grant of its own.
        Custom = "CUSTOM",
        /// A bundle of entitlements.
        EntitlementBundle = "ENTITLEMENT-BUNDLE",
    }
}

wire_struct! {
    /// A grant of Okta Identity Governance that a role comes from.
    #[derive(Default)]
    pub struct RoleGovernanceSource {
        optional {
            /// Id of the grant.
            grant_id: GovernanceGrantId = "grantId",
            /// What gave the role.
            source_type: GovernanceSourceType = "type",
            /// Id of the bundle of entitlements.
            bundle_id: String = "bundleId",
            /// What may be read about the grant.
            links: RawJson = "_links",
        }
        times {
            /// When the grant ends.
            expiration_date = "expirationDate",
        }
    }
}

wire_struct! {
    /// What a grant of Okta Identity Governance reaches.
    #[derive(Default)]
    pub struct RoleGovernanceResource {
        optional {
            /// Name of the resource.
            label: String = "label",
            /// The resource, by its resource name.
            resource: String = "resource",
        }
    }
}
