//! Which permissions of a custom role an operation takes. This table is by hand.

use crate::knowledge::Knowledge;
use crate::resource_kind::ResourceKind;

/// One half of what an operation takes from a custom role: a permission, and the kind of resource it is needed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Half {
    /// The kind of resource that the permission must be held on.
    pub on: ResourceKind,
    /// The labels of which one is enough, the narrowest first; what includes one of them is enough, too. Empty where
    /// no permission allows the operation: only standard roles do.
    pub any_of: &'static [&'static str],
    /// Labels that allow it and show little more than a user's name
    /// ([`minimal_profile_view`](crate::Permission::minimal_profile_view)).
    pub in_part: &'static [&'static str],
    /// Labels of which no source says whether they are enough.
    pub unsettled: &'static [&'static str],
    /// How that is known.
    pub knowledge: Knowledge,
}

/// What an operation takes from a custom role: all of these halves, or `None` when no source settles it.
///
/// **This is our derivation**, but for the operations that the specification annotates: Okta describes permissions by
/// tasks. [`operations`](crate::Permission::operations) of the catalogue says which operations a description covers, and
/// each half here either repeats that or says what it is concluded from.
///
/// `okta.users.create` is for groups: the user is created in one. Its half is on users all the same, as is that of
/// `okta.users.manage`; [`resource_kind_of`](crate::resource_kind_of) tells the difference.
///
/// ```
/// use okta_facts::{ResourceKind, permission_needs};
///
/// let [on_group, on_user] = permission_needs("assignUserToGroup").unwrap() else { panic!("two halves") };
/// assert_eq!((on_group.on, on_group.any_of), (ResourceKind::Groups, &["okta.groups.members.manage"][..]));
/// assert_eq!((on_user.on, on_user.any_of), (ResourceKind::Users, &["okta.users.groupMembership.manage"][..]));
/// // Nothing that a custom role can hold reads the System Log.
/// assert!(permission_needs("listLogEvents").unwrap()[0].any_of.is_empty());
/// assert!(permission_needs("listUserTypes").is_none());
/// ```
pub fn permission_needs(operation_id: &str) -> Option<&'static [Half]> {
    NEEDS
        .iter()
        .find(|(_, operations)| operations.contains(&operation_id))
        .map(|(halves, _)| *halves)
}

const DESCRIBED: Knowledge = Knowledge::Derived("the description of the permission");

/// Who may act on users sees name, login, primary email and mobile phone (`HELP-RP`, footnote).
const MINIMAL: &[&str] = &[
    "okta.users.credentials.manage",
    "okta.users.credentials.resetFactors",
    "okta.users.credentials.resetPassword",
    "okta.users.credentials.expirePassword",
    "okta.users.lifecycle.manage",
    "okta.users.lifecycle.activate",
    "okta.users.lifecycle.deactivate",
    "okta.users.lifecycle.suspend",
    "okta.users.lifecycle.unsuspend",
    "okta.users.lifecycle.delete",
    "okta.users.lifecycle.unlock",
    "okta.users.lifecycle.clearSessions",
    "okta.users.groupMembership.manage",
];

const fn half(on: ResourceKind, any_of: &'static [&'static str]) -> Half {
    Half {
        on,
        any_of,
        in_part: &[],
        unsettled: &[],
        knowledge: DESCRIBED,
    }
}

const fn users(any_of: &'static [&'static str]) -> Half {
    half(ResourceKind::Users, any_of)
}

const fn groups(any_of: &'static [&'static str]) -> Half {
    half(ResourceKind::Groups, any_of)
}

const fn apps(any_of: &'static [&'static str]) -> Half {
    half(ResourceKind::Applications, any_of)
}

impl Half {
    const fn in_part(mut self, labels: &'static [&'static str]) -> Self {
        self.in_part = labels;
        self
    }

    const fn unsettled(mut self, labels: &'static [&'static str]) -> Self {
        self.unsettled = labels;
        self
    }

    const fn because(mut self, reason: &'static str) -> Self {
        self.knowledge = Knowledge::Derived(reason);
        self
    }

    const fn by_specification(mut self) -> Self {
        self.knowledge = Knowledge::Source("SPEC");
        self
    }
}

const APP_ASSIGNMENT: Half = apps(&["okta.apps.assignment.manage"]);
const PART_OF_A_USER: &str = "\"View users and their details\": what shows a part of a user";
const NO_SUCH_PERMISSION: &str = "the catalogue has no permission for it";

/// Halves, each row with the operations that take them.
pub(crate) static NEEDS: &[(&[Half], &[&str])] = &[
    (
        &[users(&["okta.users.read"])
            .in_part(MINIMAL)
            .unsettled(&["okta.users.userprofile.read"])],
        &["listUsers"],
    ),
    (
        &[users(&["okta.users.userprofile.read", "okta.users.read"]).in_part(MINIMAL)],
        &["getUser"],
    ),
    (&[users(&["okta.users.read"])], &["listFactors", "getFactor"]),
    (
        &[users(&["okta.users.read"]).because(PART_OF_A_USER)],
        &[
            "listUserBlocks",
            "listAppLinks",
            "listUserGroups",
            "listUserClients",
            "listSupportedFactors",
            "listSupportedSecurityQuestions",
        ],
    ),
    (
        &[users(&[])
            .unsettled(&["okta.users.read", "okta.devices.read"])
            .because("a part of a user, or of a device")],
        &["listUserDevices"],
    ),
    (
        &[users(&["okta.users.create", "okta.users.manage"])],
        &["createUser"],
    ),
    (
        &[users(&["okta.users.userprofile.manage", "okta.users.manage"])],
        &["updateUser", "replaceUser"],
    ),
    (
        &[users(&["okta.users.lifecycle.delete", "okta.users.manage"])],
        &["deleteUser"],
    ),
    (&[users(&["okta.users.lifecycle.activate"])], &["activateUser"]),
    (
        &[users(&[
            "okta.users.lifecycle.activate",
            "okta.users.lifecycle.manage",
        ])],
        &["reactivateUser"],
    ),
    (
        &[users(&["okta.users.lifecycle.deactivate"])],
        &["deactivateUser"],
    ),
    (&[users(&["okta.users.lifecycle.suspend"])], &["suspendUser"]),
    (&[users(&["okta.users.lifecycle.unsuspend"])], &["unsuspendUser"]),
    (&[users(&["okta.users.lifecycle.unlock"])], &["unlockUser"]),
    (
        &[users(&["okta.users.lifecycle.clearSessions"])],
        &["revokeUserSessions"],
    ),
    (
        &[users(&["okta.users.credentials.expirePassword"])],
        &["expirePassword", "expirePasswordWithTempPassword"],
    ),
    (
        &[users(&["okta.users.credentials.resetPassword"])],
        &["resetPassword"],
    ),
    (
        &[users(&["okta.users.credentials.resetPassword"])
            .because("\"Reset passwords\": the older way to do so")],
        &["forgotPassword", "forgotPasswordSetNewPassword"],
    ),
    (
        &[users(&["okta.users.credentials.manage"])
            .because("\"Manage only credential lifecycle operations\"")],
        &["changePassword", "changeRecoveryQuestion"],
    ),
    (
        &[users(&["okta.users.credentials.resetFactors"])],
        &["resetFactors", "unenrollFactor"],
    ),
    (
        // That resetting factors allowed enrolling was a bug, OKTA-1220095.
        &[users(&[])
            .unsettled(&["okta.users.credentials.manage"])
            .because("RN: resetting is not enrolling; no description speaks of enrolling by API")],
        &[
            "enrollFactor",
            "activateFactor",
            "resendEnrollFactor",
            "verifyFactor",
        ],
    ),
    (
        &[users(&["okta.users.credentials.manageTemporaryAccessCode"]).by_specification()],
        &["createTacAuthenticatorEnrollment"],
    ),
    (&[users(&["okta.users.risk.read"])], &["getUserRisk"]),
    (&[users(&["okta.users.risk.manage"])], &["upsertUserRisk"]),
    // Groups.
    (
        &[groups(&["okta.groups.read"])],
        &["listGroups", "listAssignedApplicationsForGroup"],
    ),
    (
        &[groups(&["okta.groups.read"]).unsettled(&["okta.groups.members.manage"])],
        &["getGroup"],
    ),
    (
        &[groups(&["okta.groups.read"]).because("\"information about groups and their members\"")],
        &["listGroupOwners"],
    ),
    (
        &[groups(&["okta.groups.read", "okta.groups.members.manage"])],
        &["listGroupUsers"],
    ),
    (
        &[groups(&["okta.groups.create", "okta.groups.manage"])],
        &["addGroup"],
    ),
    (
        &[groups(&["okta.groups.manage"])],
        &["replaceGroup", "deleteGroup"],
    ),
    (
        &[
            groups(&["okta.groups.members.manage"]),
            users(&["okta.users.groupMembership.manage"]),
        ],
        &["assignUserToGroup", "unassignUserFromGroup"],
    ),
    // Apps.
    (
        &[apps(&["okta.apps.read"])],
        &["listApplications", "getApplication"],
    ),
    (
        &[apps(&["okta.apps.read"]).unsettled(&["okta.apps.assignment.manage"])],
        &["listApplicationGroupAssignments"],
    ),
    (
        &[apps(&["okta.apps.read"])
            .unsettled(&["okta.apps.assignment.manage"])
            .because("one of listApplicationGroupAssignments")],
        &["getApplicationGroupAssignment"],
    ),
    (
        &[apps(&["okta.apps.read", "okta.apps.assignment.manage"])],
        &["listApplicationUsers"],
    ),
    (
        &[apps(&["okta.apps.read", "okta.apps.assignment.manage"]).because("one of listApplicationUsers")],
        &["getApplicationUser"],
    ),
    (
        &[apps(&["okta.apps.read"]).because("\"View applications and their details\"")],
        &["listFeaturesForApplication", "getFeatureForApplication"],
    ),
    (
        &[apps(&["okta.apps.manage"])],
        &[
            "createApplication",
            "replaceApplication",
            "deleteApplication",
            "activateApplication",
            "deactivateApplication",
        ],
    ),
    (
        &[apps(&["okta.apps.manage"]).because("\"Fully manage apps\"")],
        &["updateFeatureForApplication"],
    ),
    (
        &[APP_ASSIGNMENT, users(&["okta.users.appAssignment.manage"])],
        &["assignUserToApplication", "unassignUserFromApplication"],
    ),
    (
        &[
            APP_ASSIGNMENT.because("the related permission of okta.users.appAssignment.manage"),
            users(&["okta.users.appAssignment.manage"]),
        ],
        &["updateApplicationUser"],
    ),
    (
        &[APP_ASSIGNMENT, groups(&["okta.groups.appAssignment.manage"])],
        &["assignGroupToApplication", "unassignApplicationFromGroup"],
    ),
    (
        &[
            APP_ASSIGNMENT.because("the related permission of okta.groups.appAssignment.manage"),
            groups(&["okta.groups.appAssignment.manage"]),
        ],
        &["updateGroupAssignmentToApplication"],
    ),
    (
        // Whether okta.apps.read must be held as well, as "related" suggests, is not verified.
        &[
            apps(&["okta.apps.clientCredentials.read"]),
            apps(&["okta.apps.read"])
                .unsettled(&["okta.apps.clientCredentials.read"])
                .because("the related permission of okta.apps.clientCredentials.read"),
        ],
        &["listOAuth2ClientSecrets"],
    ),
    (
        &[apps(&["okta.apps.read", "okta.apps.manage"]).by_specification()],
        &["getApplicationUserSchema"],
    ),
    (
        &[apps(&["okta.apps.manage"]).by_specification()],
        &[
            "updateApplicationUserProfile",
            "getGroupSchema",
            "updateGroupSchema",
            "listLinkedObjectDefinitions",
            "createLinkedObjectDefinition",
            "deleteLinkedObjectDefinition",
            "getUserSchema",
        ],
    ),
    // Roles and resource sets.
    (
        &[half(ResourceKind::IdentityAndAccess, &["okta.iam.read"])],
        &[
            "listRoles",
            "getRole",
            "listRolePermissions",
            "listResourceSets",
            "listBindings",
            "listMembersOfBinding",
            "listResourceSetResources",
            "listUsersWithRoleAssignments",
            "listAssignedRolesForUser",
            "listGroupAssignedRoles",
        ],
    ),
    (
        &[half(ResourceKind::IdentityAndAccess, &["okta.iam.read"])
            .because("\"View roles, resources, and admin assignments\"")],
        &[
            "getUserAssignedRole",
            "getUserAssignedRoleGovernance",
            "getRoleAssignmentGovernanceGrant",
            "getRoleAssignmentGovernanceGrantResources",
            "getRoleTargetsByUserIdAndRoleId",
            "listApplicationTargetsForApplicationAdministratorRoleForUser",
            "listGroupTargetsForRole",
            "getGroupAssignedRole",
            "listApplicationTargetsForApplicationAdministratorRoleForGroup",
            "listGroupTargetsForGroupRole",
            "listRolesForClient",
            "retrieveClientRole",
            "listAppTargetRoleToClient",
            "listGroupTargetRoleForClient",
            "getRolePermission",
            "getResourceSet",
            "getResourceSetResource",
            "getBinding",
            "getMemberOfBinding",
        ],
    ),
    (
        &[half(ResourceKind::IdentityAndAccess, &[]).because(
            "HELP-CMP, DOCS-RA: super administrators alone change roles; there is no okta.iam.manage",
        )],
        &[
            "assignRoleToUser",
            "unassignRoleFromUser",
            "assignAllAppsAsTargetToRoleForUser",
            "assignAppTargetToAdminRoleForUser",
            "unassignAppTargetFromAppAdminRoleForUser",
            "assignAppInstanceTargetToAppAdminRoleForUser",
            "unassignAppInstanceTargetFromAdminRoleForUser",
            "assignGroupTargetToUserRole",
            "unassignGroupTargetFromUserAdminRole",
            "assignRoleToGroup",
            "unassignRoleFromGroup",
            "assignAppTargetToAdminRoleForGroup",
            "unassignAppTargetToAdminRoleForGroup",
            "assignAppInstanceTargetToAppAdminRoleForGroup",
            "unassignAppInstanceTargetToAppAdminRoleForGroup",
            "assignGroupTargetToGroupAdminRole",
            "unassignGroupTargetFromGroupAdminRole",
            "assignRoleToClient",
            "deleteRoleFromClient",
            "assignAppTargetRoleToClient",
            "removeAppTargetRoleFromClient",
            "assignAppTargetInstanceRoleForClient",
            "removeAppTargetInstanceRoleForClient",
            "assignGroupTargetRoleForClient",
            "removeGroupTargetRoleFromClient",
            "createRole",
            "replaceRole",
            "deleteRole",
            "createRolePermission",
            "replaceRolePermission",
            "deleteRolePermission",
            "createResourceSet",
            "replaceResourceSet",
            "deleteResourceSet",
            "addResourceSetResource",
            "addResourceSetResources",
            "replaceResourceSetResource",
            "deleteResourceSetResource",
            "createResourceSetBinding",
            "deleteBinding",
            "addMembersToBinding",
            "unassignMemberFromBinding",
        ],
    ),
    // API tokens: the permission is on their owners.
    (
        &[users(&["okta.users.apitokens.read"])],
        &["listApiTokens", "getApiToken"],
    ),
    (&[users(&["okta.users.apitokens.manage"])], &["upsertApiToken"]),
    (
        &[users(&[
            "okta.users.apitokens.clear",
            "okta.users.apitokens.manage",
        ])],
        &["revokeApiToken"],
    ),
    // The rest.
    (
        &[half(ResourceKind::Other, &[]).because(NO_SUCH_PERMISSION)],
        &["listLogEvents"],
    ),
    (
        &[half(ResourceKind::Other, &[]).because(NO_SUCH_PERMISSION)],
        &["getOrgSettings", "updateOrgSettings", "replaceOrgSettings"],
    ),
    (
        &[groups(&[])
            .unsettled(&["okta.groups.read"])
            .because("no description speaks of group rules; another permission than those on groups has no use here")],
        &["listGroupRules", "getGroupRule"],
    ),
    (
        &[groups(&[])
            .unsettled(&["okta.groups.manage"])
            .because("no description speaks of group rules; another permission than those on groups has no use here")],
        &[
            "createGroupRule",
            "replaceGroupRule",
            "deleteGroupRule",
            "activateGroupRule",
            "deactivateGroupRule",
        ],
    ),
    (
        &[apps(&[])
            .unsettled(&["okta.apps.read", "okta.apps.manage"])
            .because("no description speaks of profile mappings but to say that editing profiles is not editing them")],
        &["listProfileMappings", "getProfileMapping", "updateProfileMapping"],
    ),
    (
        &[half(ResourceKind::Policies, &["okta.policies.read"]).because("\"View any policy\"")],
        &["listPolicies", "getPolicy", "listPolicyRules", "getPolicyRule"],
    ),
    (
        &[half(ResourceKind::Policies, &["okta.policies.manage"]).because("\"Manage policies\"")],
        &[
            "createPolicy",
            "replacePolicy",
            "deletePolicy",
            "activatePolicy",
            "deactivatePolicy",
            "createPolicyRule",
            "replacePolicyRule",
            "deletePolicyRule",
            "activatePolicyRule",
            "deactivatePolicyRule",
        ],
    ),
    (
        &[half(ResourceKind::SupportCases, &["okta.support.cases.manage"]).by_specification()],
        &["updateOktaSupportCase"],
    ),
];
