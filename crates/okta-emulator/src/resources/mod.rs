//! What the emulator answers, one file a resource, and the table of all of it.

mod api_tokens;
mod application_catalog;
mod application_client;
mod application_grants;
mod application_group_patch;
mod application_groups;
mod application_kinds;
mod application_users;
mod applications;
mod assignees;
mod bindings;
mod client_keys;
mod client_roles;
mod client_secrets;
mod custom_roles;
mod event_hooks;
mod factor_enrolment;
mod factors;
mod group_lists;
mod group_rule_effects;
mod group_rules;
mod groups;
mod iam_lists;
mod linked_objects;
mod logs;
mod merge;
mod org;
mod policies;
mod policy_defaults;
mod policy_rules;
mod principal_rate_limits;
mod profile_mappings;
mod resource_set_resources;
mod resource_sets;
mod role_governance;
mod role_permissions;
mod role_targets;
mod roles;
mod schema_checks;
mod schema_properties;
mod schemas;
mod sessions;
mod user_credentials;
mod user_fields;
mod user_lifecycle;
mod user_lists;
mod user_profile;
mod user_resources;
mod user_types;
mod user_view;
mod users;

pub(crate) use application_kinds::{Kind, settings_of};
pub(crate) use client_keys::show_keys_in_settings;
pub(crate) use event_hooks::{Delivery, EventHooks};
pub(crate) use factor_enrolment::PassCodes;
pub(crate) use factors::{FACTOR_KINDS, new_factor};
pub(crate) use group_rules::GroupRules;
pub(crate) use linked_objects::LinkedObjects;
pub(crate) use org::OrgSettings;
pub(crate) use policies::Policies;
pub(crate) use profile_mappings::ProfileMappings;
pub(crate) use role_targets::cursor as target_cursor;
pub(crate) use roles::new_assignment;
pub(crate) use schemas::Schemas;
pub(crate) use sessions::{Sessions, start as start_session};
pub(crate) use user_types::UserTypes;

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
    (
        "listUsersWithRoleAssignments",
        assignees::list_users_with_role_assignments,
    ),
    (
        "getUserAssignedRoleGovernance",
        role_governance::get_user_assigned_role_governance,
    ),
    (
        "getRoleAssignmentGovernanceGrant",
        role_governance::get_role_assignment_governance_grant,
    ),
    (
        "getRoleAssignmentGovernanceGrantResources",
        role_governance::get_role_assignment_governance_grant,
    ),
    // RoleAssignmentBGroup
    ("listGroupAssignedRoles", roles::list_group_assigned_roles),
    ("assignRoleToGroup", roles::assign_role_to_group),
    ("getGroupAssignedRole", roles::get_group_assigned_role),
    ("unassignRoleFromGroup", roles::unassign_role_from_group),
    // RoleBTargetAdmin
    (
        "listApplicationTargetsForApplicationAdministratorRoleForUser",
        role_targets::list_application_targets_for_user,
    ),
    (
        "assignAllAppsAsTargetToRoleForUser",
        role_targets::assign_all_apps_as_target_to_role_for_user,
    ),
    (
        "assignAppTargetToAdminRoleForUser",
        role_targets::assign_app_target_for_user,
    ),
    (
        "unassignAppTargetFromAppAdminRoleForUser",
        role_targets::unassign_app_target_for_user,
    ),
    (
        "assignAppInstanceTargetToAppAdminRoleForUser",
        role_targets::assign_app_instance_target_for_user,
    ),
    (
        "unassignAppInstanceTargetFromAdminRoleForUser",
        role_targets::unassign_app_instance_target_for_user,
    ),
    (
        "listGroupTargetsForRole",
        role_targets::list_group_targets_for_role,
    ),
    (
        "assignGroupTargetToUserRole",
        role_targets::assign_group_target_to_user_role,
    ),
    (
        "unassignGroupTargetFromUserAdminRole",
        role_targets::unassign_group_target_from_user_admin_role,
    ),
    (
        "getRoleTargetsByUserIdAndRoleId",
        role_targets::get_role_targets_by_user_id_and_role_id,
    ),
    // RoleBTargetBGroup
    (
        "listApplicationTargetsForApplicationAdministratorRoleForGroup",
        role_targets::list_application_targets_for_group,
    ),
    (
        "assignAppTargetToAdminRoleForGroup",
        role_targets::assign_app_target_for_group,
    ),
    (
        "unassignAppTargetToAdminRoleForGroup",
        role_targets::unassign_app_target_for_group,
    ),
    (
        "assignAppInstanceTargetToAppAdminRoleForGroup",
        role_targets::assign_app_instance_target_for_group,
    ),
    (
        "unassignAppInstanceTargetToAppAdminRoleForGroup",
        role_targets::unassign_app_instance_target_for_group,
    ),
    (
        "listGroupTargetsForGroupRole",
        role_targets::list_group_targets_for_group_role,
    ),
    (
        "assignGroupTargetToGroupAdminRole",
        role_targets::assign_group_target_to_group_admin_role,
    ),
    (
        "unassignGroupTargetFromGroupAdminRole",
        role_targets::unassign_group_target_from_group_admin_role,
    ),
    // RoleECustom
    ("listRoles", custom_roles::list_roles),
    ("createRole", custom_roles::create_role),
    ("getRole", custom_roles::get_role),
    ("replaceRole", custom_roles::replace_role),
    ("deleteRole", custom_roles::delete_role),
    // RoleECustomPermission
    ("listRolePermissions", role_permissions::list_role_permissions),
    ("getRolePermission", role_permissions::get_role_permission),
    ("createRolePermission", role_permissions::create_role_permission),
    ("replaceRolePermission", role_permissions::replace_role_permission),
    ("deleteRolePermission", role_permissions::delete_role_permission),
    // RoleCResourceSet
    ("listResourceSets", resource_sets::list_resource_sets),
    ("createResourceSet", resource_sets::create_resource_set),
    ("getResourceSet", resource_sets::get_resource_set),
    ("replaceResourceSet", resource_sets::replace_resource_set),
    ("deleteResourceSet", resource_sets::delete_resource_set),
    // RoleCResourceSetResource
    (
        "listResourceSetResources",
        resource_set_resources::list_resource_set_resources,
    ),
    (
        "addResourceSetResource",
        resource_set_resources::add_resource_set_resource,
    ),
    (
        "addResourceSetResources",
        resource_set_resources::add_resource_set_resources,
    ),
    (
        "getResourceSetResource",
        resource_set_resources::get_resource_set_resource,
    ),
    (
        "replaceResourceSetResource",
        resource_set_resources::replace_resource_set_resource,
    ),
    (
        "deleteResourceSetResource",
        resource_set_resources::delete_resource_set_resource,
    ),
    // RoleDResourceSetBinding
    ("listBindings", bindings::list_bindings),
    ("createResourceSetBinding", bindings::create_resource_set_binding),
    ("getBinding", bindings::get_binding),
    ("deleteBinding", bindings::delete_binding),
    // RoleDResourceSetBindingMember
    ("listMembersOfBinding", bindings::list_members_of_binding),
    ("addMembersToBinding", bindings::add_members_to_binding),
    ("getMemberOfBinding", bindings::get_member_of_binding),
    (
        "unassignMemberFromBinding",
        bindings::unassign_member_from_binding,
    ),
    // ApiToken
    ("listApiTokens", api_tokens::list_api_tokens),
    ("getApiToken", api_tokens::get_api_token),
    ("upsertApiToken", api_tokens::upsert_api_token),
    ("revokeApiToken", api_tokens::revoke_api_token),
    ("revokeCurrentApiToken", api_tokens::revoke_current_api_token),
    // PrincipalRateLimit
    (
        "listPrincipalRateLimitEntities",
        principal_rate_limits::list_principal_rate_limit_entities,
    ),
    (
        "createPrincipalRateLimitEntity",
        principal_rate_limits::create_principal_rate_limit_entity,
    ),
    (
        "getPrincipalRateLimitEntity",
        principal_rate_limits::get_principal_rate_limit_entity,
    ),
    (
        "replacePrincipalRateLimitEntity",
        principal_rate_limits::replace_principal_rate_limit_entity,
    ),
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
    ("updateOrgSettings", org::update_org_settings),
    ("replaceOrgSettings", org::replace_org_settings),
    // Session
    ("getSession", sessions::get_session),
    ("refreshSession", sessions::refresh_session),
    ("revokeSession", sessions::revoke_session),
    // Enrolment of UserFactor
    ("enrollFactor", factor_enrolment::enroll_factor),
    ("activateFactor", factor_enrolment::activate_factor),
    ("listSupportedFactors", factor_enrolment::list_supported_factors),
    (
        "listSupportedSecurityQuestions",
        factor_enrolment::list_supported_security_questions,
    ),
    // A patch of ApplicationGroups
    (
        "updateGroupAssignmentToApplication",
        application_group_patch::update_group_assignment_to_application,
    ),
    // GroupRule
    ("listGroupRules", group_rules::list_group_rules),
    ("createGroupRule", group_rules::create_group_rule),
    ("getGroupRule", group_rules::get_group_rule),
    ("replaceGroupRule", group_rules::replace_group_rule),
    ("deleteGroupRule", group_rules::delete_group_rule),
    ("activateGroupRule", group_rules::activate_group_rule),
    ("deactivateGroupRule", group_rules::deactivate_group_rule),
    // Policy
    ("listPolicies", policies::list_policies),
    ("createPolicy", policies::create_policy),
    ("getPolicy", policies::get_policy),
    ("replacePolicy", policies::replace_policy),
    ("deletePolicy", policies::delete_policy),
    ("activatePolicy", policies::activate_policy),
    ("deactivatePolicy", policies::deactivate_policy),
    ("assignApplicationPolicy", policies::assign_application_policy),
    ("listPolicyRules", policy_rules::list_policy_rules),
    ("createPolicyRule", policy_rules::create_policy_rule),
    ("getPolicyRule", policy_rules::get_policy_rule),
    ("replacePolicyRule", policy_rules::replace_policy_rule),
    ("deletePolicyRule", policy_rules::delete_policy_rule),
    ("activatePolicyRule", policy_rules::activate_policy_rule),
    ("deactivatePolicyRule", policy_rules::deactivate_policy_rule),
    // UserType
    ("listUserTypes", user_types::list_user_types),
    ("createUserType", user_types::create_user_type),
    ("getUserType", user_types::get_user_type),
    ("updateUserType", user_types::update_user_type),
    ("replaceUserType", user_types::replace_user_type),
    ("deleteUserType", user_types::delete_user_type),
    // Schema
    ("getUserSchema", schemas::get_user_schema),
    ("updateUserProfile", schemas::update_user_profile),
    ("getGroupSchema", schemas::get_group_schema),
    ("updateGroupSchema", schemas::update_group_schema),
    ("getApplicationUserSchema", schemas::get_application_user_schema),
    (
        "updateApplicationUserProfile",
        schemas::update_application_user_profile,
    ),
    // EventHook
    ("listEventHooks", event_hooks::list_event_hooks),
    ("createEventHook", event_hooks::create_event_hook),
    ("getEventHook", event_hooks::get_event_hook),
    ("replaceEventHook", event_hooks::replace_event_hook),
    ("deleteEventHook", event_hooks::delete_event_hook),
    ("activateEventHook", event_hooks::activate_event_hook),
    ("deactivateEventHook", event_hooks::deactivate_event_hook),
    ("verifyEventHook", event_hooks::verify_event_hook),
    // LinkedObject
    (
        "listLinkedObjectDefinitions",
        linked_objects::list_linked_object_definitions,
    ),
    (
        "createLinkedObjectDefinition",
        linked_objects::create_linked_object_definition,
    ),
    (
        "getLinkedObjectDefinition",
        linked_objects::get_linked_object_definition,
    ),
    (
        "deleteLinkedObjectDefinition",
        linked_objects::delete_linked_object_definition,
    ),
    (
        "assignLinkedObjectValueForPrimary",
        linked_objects::assign_linked_object_value_for_primary,
    ),
    (
        "listLinkedObjectsForUser",
        linked_objects::list_linked_objects_for_user,
    ),
    (
        "deleteLinkedObjectForUser",
        linked_objects::delete_linked_object_for_user,
    ),
    // ProfileMapping
    ("listProfileMappings", profile_mappings::list_profile_mappings),
    ("getProfileMapping", profile_mappings::get_profile_mapping),
    ("updateProfileMapping", profile_mappings::update_profile_mapping),
];
