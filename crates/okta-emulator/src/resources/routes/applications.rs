//! Operations on apps, their users, groups, grants and keys.

use crate::call::Handler;
use crate::resources::{
    application_grants, application_group_patch, application_groups, application_users, applications,
    client_keys, client_secrets,
};

pub(super) const ROUTES: &[(&str, Handler)] = &[
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
    (
        "updateGroupAssignmentToApplication",
        application_group_patch::update_group_assignment_to_application,
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
];
