//! What the emulator answers, one file a resource, and the table of all of it.

mod application_grants;
mod application_groups;
mod application_kinds;
mod application_users;
mod applications;
mod client_keys;
mod client_roles;
mod client_secrets;
mod factors;
mod group_lists;
mod groups;
mod logs;
mod org;
mod roles;
mod sessions;
mod user_credentials;
mod user_lifecycle;
mod user_lists;
mod user_profile;
mod user_resources;
mod user_view;
mod users;

pub(crate) use application_kinds::{Kind, settings_of};
pub(crate) use client_keys::show_keys_in_settings;
pub(crate) use factors::{FACTOR_KINDS, new_factor};
pub(crate) use roles::new_assignment;

use crate::call::Handler;

/// The handler of each operation, by Okta's `operationId`. Method and path come from okta-facts.
pub(crate) const ROUTES: &[(&str, Handler)] = &[
    // User
    ("listUsers", user_lists::list_users),
    ("createUser", users::create_user),
    ("getUser", users::get_user),
    ("updateUser", users::update_user),
    ("replaceUser", users::replace_user),
    ("deleteUser", users::delete_user),
    ("listUserBlocks", users::list_user_blocks),
    // UserLifecycle
    ("activateUser", user_lifecycle::activate_user),
    ("deactivateUser", user_lifecycle::deactivate_user),
    ("reactivateUser", user_lifecycle::reactivate_user),
    ("resetFactors", user_lifecycle::reset_factors),
    ("suspendUser", user_lifecycle::suspend_user),
    ("unlockUser", user_lifecycle::unlock_user),
    ("unsuspendUser", user_lifecycle::unsuspend_user),
    // UserCred
    ("changePassword", user_credentials::change_password),
    (
        "changeRecoveryQuestion",
        user_credentials::change_recovery_question,
    ),
    ("expirePassword", user_credentials::expire_password),
    (
        "expirePasswordWithTempPassword",
        user_credentials::expire_password_with_temp_password,
    ),
    ("forgotPassword", user_credentials::forgot_password),
    (
        "forgotPasswordSetNewPassword",
        user_credentials::forgot_password_set_new_password,
    ),
    ("resetPassword", user_credentials::reset_password),
    // UserSessions
    ("revokeUserSessions", sessions::revoke_user_sessions),
    // UserResources
    ("listAppLinks", user_resources::list_app_links),
    ("listUserClients", user_resources::list_user_clients),
    ("listUserDevices", user_resources::list_user_devices),
    ("listUserGroups", user_resources::list_user_groups),
    // UserFactor
    ("listFactors", factors::list_factors),
    ("getFactor", factors::get_factor),
    ("unenrollFactor", factors::unenroll_factor),
    // RoleAssignmentAUser
    ("listAssignedRolesForUser", roles::list_assigned_roles_for_user),
    ("assignRoleToUser", roles::assign_role_to_user),
    ("getUserAssignedRole", roles::get_user_assigned_role),
    ("unassignRoleFromUser", roles::unassign_role_from_user),
    // Group
    ("listGroups", group_lists::list_groups),
    ("addGroup", groups::add_group),
    ("getGroup", groups::get_group),
    ("replaceGroup", groups::replace_group),
    ("deleteGroup", groups::delete_group),
    ("listGroupUsers", group_lists::list_group_users),
    ("assignUserToGroup", groups::assign_user_to_group),
    ("unassignUserFromGroup", groups::unassign_user_from_group),
    (
        "listAssignedApplicationsForGroup",
        group_lists::list_assigned_applications_for_group,
    ),
    // Application
    ("listApplications", applications::list_applications),
    ("createApplication", applications::create_application),
    ("getApplication", applications::get_application),
    ("replaceApplication", applications::replace_application),
    ("deleteApplication", applications::delete_application),
    ("activateApplication", applications::activate_application),
    ("deactivateApplication", applications::deactivate_application),
    // ApplicationUsers
    ("listApplicationUsers", application_users::list_application_users),
    (
        "assignUserToApplication",
        application_users::assign_user_to_application,
    ),
    ("getApplicationUser", application_users::get_application_user),
    (
        "updateApplicationUser",
        application_users::update_application_user,
    ),
    (
        "unassignUserFromApplication",
        application_users::unassign_user_from_application,
    ),
    // ApplicationGroups
    (
        "listApplicationGroupAssignments",
        application_groups::list_application_group_assignments,
    ),
    (
        "getApplicationGroupAssignment",
        application_groups::get_application_group_assignment,
    ),
    (
        "assignGroupToApplication",
        application_groups::assign_group_to_application,
    ),
    (
        "unassignApplicationFromGroup",
        application_groups::unassign_application_from_group,
    ),
    // ApplicationGrants
    (
        "listScopeConsentGrants",
        application_grants::list_scope_consent_grants,
    ),
    ("grantConsentToScope", application_grants::grant_consent_to_scope),
    (
        "getScopeConsentGrant",
        application_grants::get_scope_consent_grant,
    ),
    (
        "revokeScopeConsentGrant",
        application_grants::revoke_scope_consent_grant,
    ),
    // ApplicationSSOPublicKeys
    ("listJwk", client_keys::list_jwk),
    ("addJwk", client_keys::add_jwk),
    ("getJwk", client_keys::get_jwk),
    ("deletejwk", client_keys::delete_jwk),
    ("activateOAuth2ClientJsonWebKey", client_keys::activate_jwk),
    ("deactivateOAuth2ClientJsonWebKey", client_keys::deactivate_jwk),
    (
        "listOAuth2ClientSecrets",
        client_secrets::list_oauth2_client_secrets,
    ),
    (
        "createOAuth2ClientSecret",
        client_secrets::create_oauth2_client_secret,
    ),
    ("getOAuth2ClientSecret", client_secrets::get_oauth2_client_secret),
    (
        "deleteOAuth2ClientSecret",
        client_secrets::delete_oauth2_client_secret,
    ),
    (
        "activateOAuth2ClientSecret",
        client_secrets::activate_oauth2_client_secret,
    ),
    (
        "deactivateOAuth2ClientSecret",
        client_secrets::deactivate_oauth2_client_secret,
    ),
    // RoleAssignmentClient
    ("listRolesForClient", client_roles::list_roles_for_client),
    ("assignRoleToClient", client_roles::assign_role_to_client),
    ("retrieveClientRole", client_roles::retrieve_client_role),
    ("deleteRoleFromClient", client_roles::delete_role_from_client),
    // SystemLog
    ("listLogEvents", logs::list_log_events),
    // OrgSettingGeneral
    ("getOrgSettings", org::get_org_settings),
];
