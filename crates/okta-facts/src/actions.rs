//! Which row of the role matrix decides an operation. This table is by hand.

use crate::operation::same;

/// The name of the row of [`ROLE_MATRIX`](crate::ROLE_MATRIX) that decides whether a standard role may call an
/// operation, or `None` when no row fits.
///
/// **This is our derivation**: Okta's help page "Standard administrator roles and permissions" speaks of tasks in
/// the Admin Console, not of operations. Where it is more than a matter of names:
///
/// - What shows a part of a user (groups, factors, app links, blocks, grants of clients) is viewing users.
/// - Factors: taking one away, and whatever else changes a user's factors, is resetting multifactor
///   authentication; no row speaks of enrolling. The org's stock of YubiKey seeds is a setting.
/// - `forgotPassword`, `forgotPasswordSetNewPassword`, `changePassword` and `changeRecoveryQuestion` by an
///   administrator count as password resets.
/// - `replaceGroup`: no row speaks of renaming a group; roles that may not create one may not rename one, but for what
///   [`told_roles`](crate::told_roles) says.
/// - `createApplication` is `manage_apps`; when the body describes an OpenID Connect app, the row
///   `create_oidc_app` decides as well.
/// - `updateUser` and `replaceUser` are `edit_profile`; when the body changes the password or the type, the rows
///   `reset_password` or `change_user_type` decide as well.
/// - A group's owners, apps and members are viewing groups; an app's users, groups and features are viewing apps.
/// - `reactivateUser` is activating; `unsuspendUser`, `expirePassword` and `unlockUser` have rows of their own, which
///   the facts derive from "Suspend users", "Password resets" and the pages of single roles.
/// - Reading profile mappings and log streams has no row apart from changing them: "Profile mappings" and "Log
///   streaming" decide both, so a role that may only read elsewhere may not read these.
/// - API tokens: "View", "Clear" and "Manage tokens"; whose tokens a role reaches is not in the matrix but in its notes.
/// - Custom roles, resource sets and bindings are viewed and changed as assignments of administrators are: a single row
///   of the help page, "Add, remove and view administrators", which the facts have as two.
/// - Authorization servers: the row of editing them is also that of switching them on and off.
/// - Devices: deleting, suspending and switching them on and off is managing them.
/// - The org's contacts, preferences and support cases are settings.
/// - Membership of a group that holds an administrator role is decided by
///   `manage_membership_of_group_with_admin_role` instead of `manage_group_membership`.
/// - Operations that have [`iam_admin_roles`](crate::Operation::iam_admin_roles) are decided by these: what the
///   specification says comes before what we derive, so they have no row here.
///
/// `getUser` with the id `me` needs no role; see [`NO_ROLE_FOR_ME`].
///
/// ```
/// use okta_facts::{action_of, role_action};
///
/// let row = role_action(action_of("suspendUser").unwrap()).unwrap();
/// assert_eq!(row.cell("HELP_DESK_ADMIN").unwrap().allow, Some(false));
/// ```
pub const fn action_of(operation_id: &str) -> Option<&'static str> {
    let mut row = 0;
    while row < ACTIONS.len() {
        let (action, operations) = ACTIONS[row];
        let mut index = 0;
        while index < operations.len() {
            if same(operations[index], operation_id) {
                return Some(action);
            }
            index += 1;
        }
        row += 1;
    }
    None
}

/// The operations that need no administrator role when the user id in the path is `me`: everyone may read
/// themselves (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/getUser>).
pub const NO_ROLE_FOR_ME: &[&str] = &["getUser"];

/// The scope that lets users who signed in send an operation about themselves, in place of the operation's own scope; `None`
/// where there is none (<https://developer.okta.com/docs/api/oauth2/>: "the currently signed-in user's profile"). Okta's
/// specification does not list these scopes with its operations.
///
/// ```
/// assert_eq!(okta_facts::self_scope("getUser"), Some("okta.users.read.self"));
/// assert_eq!(okta_facts::self_scope("deleteUser"), None);
/// ```
pub fn self_scope(operation_id: &str) -> Option<&'static str> {
    match operation_id {
        "getUser" => Some("okta.users.read.self"),
        "updateUser" => Some("okta.users.manage.self"),
        _ => None,
    }
}

/// Rows of the role matrix, each with the operations that it decides.
pub(crate) static ACTIONS: &[(&str, &[&str])] = &[
    (
        "view_users",
        &[
            "listUsers",
            "getUser",
            "listUserBlocks",
            "listAppLinks",
            "listUserGroups",
            "listUserClients",
            "listFactors",
            "getFactor",
            "getFactorTransactionStatus",
            "listSupportedFactors",
            "listSupportedSecurityQuestions",
            "listAuthenticatorEnrollments",
            "getAuthenticatorEnrollment",
            "listUserGrants",
            "getUserGrant",
            "listGrantsForUserAndClient",
        ],
    ),
    ("create_user", &["createUser"]),
    ("edit_profile", &["updateUser", "replaceUser"]),
    ("delete_user", &["deleteUser"]),
    ("activate_user", &["activateUser", "reactivateUser"]),
    ("deactivate_user", &["deactivateUser"]),
    ("suspend_user", &["suspendUser"]),
    ("unsuspend_user", &["unsuspendUser"]),
    ("unlock_user", &["unlockUser"]),
    (
        "expire_password",
        &["expirePassword", "expirePasswordWithTempPassword"],
    ),
    (
        "reset_password",
        &[
            "resetPassword",
            "changePassword",
            "changeRecoveryQuestion",
            "forgotPassword",
            "forgotPasswordSetNewPassword",
        ],
    ),
    (
        "reset_mfa",
        &[
            "resetFactors",
            "enrollFactor",
            "activateFactor",
            "resendEnrollFactor",
            "verifyFactor",
            "unenrollFactor",
            "createAuthenticatorEnrollment",
            "deleteAuthenticatorEnrollment",
        ],
    ),
    ("clear_user_sessions", &["revokeUserSessions"]),
    (
        "view_groups",
        &[
            "listGroups",
            "getGroup",
            "listGroupUsers",
            "listAssignedApplicationsForGroup",
            "listGroupOwners",
        ],
    ),
    ("create_group", &["addGroup", "replaceGroup"]),
    ("delete_group", &["deleteGroup"]),
    (
        "manage_group_membership",
        &["assignUserToGroup", "unassignUserFromGroup"],
    ),
    ("view_group_rules", &["listGroupRules", "getGroupRule"]),
    (
        "manage_group_rules",
        &[
            "createGroupRule",
            "replaceGroupRule",
            "deleteGroupRule",
            "activateGroupRule",
            "deactivateGroupRule",
        ],
    ),
    (
        "view_apps",
        &[
            "listApplications",
            "getApplication",
            "listApplicationUsers",
            "getApplicationUser",
            "listApplicationGroupAssignments",
            "getApplicationGroupAssignment",
            "listFeaturesForApplication",
            "getFeatureForApplication",
        ],
    ),
    (
        "manage_apps",
        &[
            "createApplication",
            "replaceApplication",
            "deleteApplication",
            "activateApplication",
            "deactivateApplication",
            "updateFeatureForApplication",
        ],
    ),
    (
        "assign_apps",
        &[
            "assignUserToApplication",
            "updateApplicationUser",
            "unassignUserFromApplication",
            "assignGroupToApplication",
            "updateGroupAssignmentToApplication",
            "unassignApplicationFromGroup",
        ],
    ),
    (
        "view_roles_and_admin_assignments",
        &[
            "listUsersWithRoleAssignments",
            "listAssignedRolesForUser",
            "getUserAssignedRole",
            "getUserAssignedRoleGovernance",
            "getRoleAssignmentGovernanceGrant",
            "getRoleAssignmentGovernanceGrantResources",
            "getRoleTargetsByUserIdAndRoleId",
            "listApplicationTargetsForApplicationAdministratorRoleForUser",
            "listGroupTargetsForRole",
            "listGroupAssignedRoles",
            "getGroupAssignedRole",
            "listApplicationTargetsForApplicationAdministratorRoleForGroup",
            "listGroupTargetsForGroupRole",
            "listRolesForClient",
            "retrieveClientRole",
            "listAppTargetRoleToClient",
            "listGroupTargetRoleForClient",
            "listRoles",
            "getRole",
            "listRolePermissions",
            "getRolePermission",
            "listResourceSets",
            "getResourceSet",
            "listResourceSetResources",
            "getResourceSetResource",
            "listBindings",
            "getBinding",
            "listMembersOfBinding",
            "getMemberOfBinding",
        ],
    ),
    ("change_admin_assignments", CHANGES_OF_ADMINISTRATORS),
    ("view_system_log", &["listLogEvents"]),
    (
        "view_settings",
        &[
            "getOrgSettings",
            "getOrgPreferences",
            "listOrgContactTypes",
            "getOrgContactUser",
            "getOktaCommunicationSettings",
            "getThirdPartyAdminSetting",
            "getAutoAssignAdminAppSetting",
            "getClientPrivilegesSetting",
            "listOktaSupportCases",
            "listYubikeyOtpTokens",
            "getYubikeyOtpTokenById",
        ],
    ),
    (
        "edit_settings",
        &[
            "replaceOrgSettings",
            "updateOrgSettings",
            "setOrgHideOktaUIFooter",
            "setOrgShowOktaUIFooter",
            "replaceOrgContactUser",
            "optInUsersToOktaCommunicationEmails",
            "optOutUsersFromOktaCommunicationEmails",
            "uploadYubikeyOtpTokenSeed",
        ],
    ),
    (
        "profile_mappings",
        &["listProfileMappings", "getProfileMapping", "updateProfileMapping"],
    ),
    (
        "view_authorization_servers",
        &["listAuthorizationServers", "getAuthorizationServer"],
    ),
    (
        "edit_authorization_servers",
        &[
            "createAuthorizationServer",
            "replaceAuthorizationServer",
            "deleteAuthorizationServer",
            "activateAuthorizationServer",
            "deactivateAuthorizationServer",
        ],
    ),
    (
        "log_streaming",
        &[
            "listLogStreams",
            "createLogStream",
            "getLogStream",
            "replaceLogStream",
            "deleteLogStream",
            "activateLogStream",
            "deactivateLogStream",
        ],
    ),
    (
        "view_devices",
        &["listDevices", "getDevice", "listDeviceUsers", "listUserDevices"],
    ),
    (
        "manage_devices",
        &[
            "deleteDevice",
            "activateDevice",
            "deactivateDevice",
            "suspendDevice",
            "unsuspendDevice",
        ],
    ),
    ("api_token_view", &["listApiTokens", "getApiToken"]),
    ("api_token_manage", &["upsertApiToken"]),
    ("api_token_clear", &["revokeApiToken", "revokeCurrentApiToken"]),
];

/// What changes roles, resource sets and admin assignments.
pub(crate) const CHANGES_OF_ADMINISTRATORS: &[&str] = &[
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
];
