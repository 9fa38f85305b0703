//! Operations on the org: settings, policies, user types, schemas, mappings, event hooks, System Log.

use crate::call::Handler;
use crate::resources::{
    event_hooks, identity_providers, logs, org, policies, policy_clone, policy_rules, profile_mappings,
    schemas, user_types,
};

pub(super) const ROUTES: &[(&str, Handler)] = &[
    // SystemLog
    ("listLogEvents", logs::list_log_events),
    // OrgSettingGeneral
    ("getOrgSettings", org::get_org_settings),
    ("updateOrgSettings", org::update_org_settings),
    ("replaceOrgSettings", org::replace_org_settings),
    // Policy
    ("listPolicies", policies::list_policies),
    ("createPolicy", policies::create_policy),
    ("getPolicy", policies::get_policy),
    ("replacePolicy", policies::replace_policy),
    ("clonePolicy", policy_clone::clone_policy),
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
    // IdentityProvider
    (
        "listIdentityProviders",
        identity_providers::list_identity_providers,
    ),
    (
        "createIdentityProvider",
        identity_providers::create_identity_provider,
    ),
    ("getIdentityProvider", identity_providers::get_identity_provider),
    (
        "replaceIdentityProvider",
        identity_providers::replace_identity_provider,
    ),
    (
        "deleteIdentityProvider",
        identity_providers::delete_identity_provider,
    ),
    (
        "activateIdentityProvider",
        identity_providers::activate_identity_provider,
    ),
    (
        "deactivateIdentityProvider",
        identity_providers::deactivate_identity_provider,
    ),
    // ProfileMapping
    ("listProfileMappings", profile_mappings::list_profile_mappings),
    ("getProfileMapping", profile_mappings::get_profile_mapping),
    ("updateProfileMapping", profile_mappings::update_profile_mapping),
];
