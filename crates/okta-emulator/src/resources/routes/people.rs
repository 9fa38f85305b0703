//! Operations on users, their factors, sessions and linked objects.

use crate::call::Handler;
use crate::resources::{
    authenticator_enrollments, authenticators, factor_enrolment, factor_verification, factors,
    linked_objects, push_transactions, sessions, temporary_access_codes, user_blocks, user_credentials,
    user_grants, user_lifecycle, user_lists, user_resources, user_tokens, users, yubikey_tokens,
};

pub(super) const ROUTES: &[(&str, Handler)] = &[
    // User
    ("listUsers", user_lists::list_users),
    ("createUser", users::create_user),
    ("getUser", users::get_user),
    ("updateUser", users::update_user),
    ("replaceUser", users::replace_user),
    ("deleteUser", users::delete_user),
    ("listUserBlocks", user_blocks::list_user_blocks),
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
    // UserOAuth
    (
        "listRefreshTokensForUserAndClient",
        user_tokens::list_refresh_tokens_for_user_and_client,
    ),
    (
        "getRefreshTokenForUserAndClient",
        user_tokens::get_refresh_token_for_user_and_client,
    ),
    (
        "revokeTokenForUserAndClient",
        user_tokens::revoke_token_for_user_and_client,
    ),
    (
        "revokeTokensForUserAndClient",
        user_tokens::revoke_tokens_for_user_and_client,
    ),
    // UserGrant
    ("listUserGrants", user_grants::list_user_grants),
    ("getUserGrant", user_grants::get_user_grant),
    ("revokeUserGrant", user_grants::revoke_user_grant),
    ("revokeUserGrants", user_grants::revoke_user_grants),
    (
        "listGrantsForUserAndClient",
        user_grants::list_grants_for_user_and_client,
    ),
    (
        "revokeGrantsForUserAndClient",
        user_grants::revoke_grants_for_user_and_client,
    ),
    // UserFactor
    ("listFactors", factors::list_factors),
    ("getFactor", factors::get_factor),
    ("unenrollFactor", factors::unenroll_factor),
    ("enrollFactor", factor_enrolment::enroll_factor),
    ("activateFactor", factor_enrolment::activate_factor),
    ("listSupportedFactors", factor_enrolment::list_supported_factors),
    (
        "listSupportedSecurityQuestions",
        factor_enrolment::list_supported_security_questions,
    ),
    ("verifyFactor", factor_verification::verify_factor),
    ("resendEnrollFactor", factor_verification::resend_enroll_factor),
    (
        "getFactorTransactionStatus",
        push_transactions::get_factor_transaction_status,
    ),
    ("listYubikeyOtpTokens", yubikey_tokens::list_yubikey_otp_tokens),
    (
        "getYubikeyOtpTokenById",
        yubikey_tokens::get_yubikey_otp_token_by_id,
    ),
    (
        "uploadYubikeyOtpTokenSeed",
        yubikey_tokens::upload_yubikey_otp_token_seed,
    ),
    // Authenticator
    ("listAuthenticators", authenticators::list_authenticators),
    // UserAuthenticatorEnrollments
    (
        "listAuthenticatorEnrollments",
        authenticator_enrollments::list_authenticator_enrollments,
    ),
    (
        "getAuthenticatorEnrollment",
        authenticator_enrollments::get_authenticator_enrollment,
    ),
    (
        "createAuthenticatorEnrollment",
        authenticator_enrollments::create_authenticator_enrollment,
    ),
    (
        "createTacAuthenticatorEnrollment",
        temporary_access_codes::create_tac_authenticator_enrollment,
    ),
    (
        "deleteAuthenticatorEnrollment",
        authenticator_enrollments::delete_authenticator_enrollment,
    ),
    // Session
    ("getSession", sessions::get_session),
    ("refreshSession", sessions::refresh_session),
    ("revokeSession", sessions::revoke_session),
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
];
