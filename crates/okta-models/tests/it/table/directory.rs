//! Operations about attributes, rules, links, factors, tokens and policies.

use okta_models::{
    authenticators::*, group_owners::*, group_rules::*, linked_objects::*, policies::*, profile_mappings::*,
    schemas::*, search, user_authenticator_enrollments::*, user_factors::*, user_grants::*,
    user_linked_objects::*, user_oauth::*, user_types::*,
};

use super::{Entry, list, nothing, object};

pub(super) fn all() -> Vec<Entry> {
    let mut entries = vec![
        list(ListRefreshTokensForUserAndClient::new("P1", "P2")),
        object(GetRefreshTokenForUserAndClient::new("P1", "P2", "P3")),
        nothing(RevokeTokensForUserAndClient::new("P1", "P2")),
        nothing(RevokeTokenForUserAndClient::new("P1", "P2", "P3")),
        list(ListUserGrants::new("P1")),
        object(GetUserGrant::new("P1", "P2")),
        nothing(RevokeUserGrants::new("P1")),
        nothing(RevokeUserGrant::new("P1", "P2")),
        list(ListGrantsForUserAndClient::new("P1", "P2")),
        nothing(RevokeGrantsForUserAndClient::new("P1", "P2")),
        list(ListGroupRules::new()),
        object(CreateGroupRule::new(GroupRuleUpdate::new())),
        object(GetGroupRule::new("P1")),
        object(ReplaceGroupRule::new("P1", GroupRuleUpdate::new())),
        nothing(DeleteGroupRule::new("P1")),
        nothing(ActivateGroupRule::new("P1")),
        nothing(DeactivateGroupRule::new("P1")),
        list(ListGroupOwners::new("P1")),
        object(AssignGroupOwner::new("P1", AssignGroupOwnerRequest::new())),
        nothing(DeleteGroupOwner::new("P1", "P2")),
        list(ListUserTypes::new()),
        object(CreateUserType::new(UserTypeRequest::new())),
        object(GetUserType::new("P1")),
        object(ReplaceUserType::new("P1", UserTypeRequest::new())),
        object(UpdateUserType::new("P1", UserTypeRequest::new())),
        nothing(DeleteUserType::new("P1")),
        object(GetUserSchema::new("P1")),
        object(UpdateUserProfile::new("P1", UserSchemaUpdate::new())),
        object(GetGroupSchema::new()),
        object(UpdateGroupSchema::new()),
        object(GetApplicationUserSchema::new("P1")),
        object(UpdateApplicationUserProfile::new("P1")),
        list(ListProfileMappings::new()),
        object(GetProfileMapping::new("P1")),
        object(UpdateProfileMapping::new("P1", ProfileMappingRequest::new())),
        list(ListLinkedObjectDefinitions::new()),
        object(CreateLinkedObjectDefinition::new(LinkedObjectRequest::new())),
        object(GetLinkedObjectDefinition::new("P1")),
        nothing(DeleteLinkedObjectDefinition::new("P1")),
        nothing(AssignLinkedObjectValueForPrimary::new("P1", "P2", "P3")),
        list(ListLinkedObjectsForUser::new("P1", "P2")),
        nothing(DeleteLinkedObjectForUser::new("P1", "P2")),
        list(ListPolicies::new(PolicyType::Password)),
        object(CreatePolicy::new(PolicyUpdate::new())),
        object(GetPolicy::new("P1")),
        object(ReplacePolicy::new("P1", PolicyUpdate::new())),
        nothing(DeletePolicy::new("P1")),
        nothing(ActivatePolicy::new("P1")),
        nothing(DeactivatePolicy::new("P1")),
        object(ClonePolicy::new("P1")),
        list(ListPolicyRules::new("P1")),
        object(CreatePolicyRule::new("P1", PolicyRuleUpdate::new())),
        object(GetPolicyRule::new("P1", "P2")),
        object(ReplacePolicyRule::new("P1", "P2", PolicyRuleUpdate::new())),
        nothing(DeletePolicyRule::new("P1", "P2")),
        nothing(ActivatePolicyRule::new("P1", "P2")),
        nothing(DeactivatePolicyRule::new("P1", "P2")),
    ];
    entries.extend(authenticators());
    entries
}

fn authenticators() -> Vec<Entry> {
    vec![
        list(ListAuthenticators::new()),
        list(ListFactors::new("P1")),
        list(ListSupportedFactors::new("P1")),
        list(ListSupportedSecurityQuestions::new("P1")),
        object(EnrollFactor::new("P1", UserFactorRequest::new())),
        object(GetFactor::new("P1", "P2")),
        nothing(UnenrollFactor::new("P1", "P2")),
        object(ActivateFactor::new("P1", "P2")),
        object(ResendEnrollFactor::new("P1", "P2", UserFactorRequest::new())),
        object(VerifyFactor::new("P1", "P2")),
        object(GetFactorTransactionStatus::new("P1", "P2", "P3")),
        list(ListYubikeyOtpTokens::new()),
        object(UploadYubikeyOtpTokenSeed::new(YubikeyOtpTokenSeedRequest::new())),
        object(GetYubikeyOtpTokenById::new("P1")),
        list(ListAuthenticatorEnrollments::new("P1")),
        object(CreateAuthenticatorEnrollment::new(
            "P1",
            AuthenticatorEnrollmentRequest::new(),
        )),
        object(CreateTacAuthenticatorEnrollment::new(
            "P1",
            TacAuthenticatorEnrollmentRequest::new(),
        )),
        object(GetAuthenticatorEnrollment::new("P1", "P2")),
        nothing(DeleteAuthenticatorEnrollment::new("P1", "P2")),
    ]
}

pub(super) fn with_everything_set() -> Vec<Entry> {
    vec![
        list(
            ListRefreshTokensForUserAndClient::new("P1", "P2")
                .expand("scope")
                .limit(1),
        ),
        object(GetRefreshTokenForUserAndClient::new("P1", "P2", "P3").expand("scope")),
        list(ListUserGrants::new("P1").scope_id("x").expand("scope").limit(1)),
        object(GetUserGrant::new("P1", "P2").expand("scope")),
        list(
            ListGrantsForUserAndClient::new("P1", "P2")
                .expand("scope")
                .limit(1),
        ),
        list(ListGroupRules::new().limit(1).search("x").expand("x")),
        object(GetGroupRule::new("P1").expand("x")),
        nothing(DeleteGroupRule::new("P1").remove_users(true)),
        list(
            ListGroupOwners::new("P1")
                .search(search("type").eq("USER"))
                .limit(1),
        ),
        list(ListProfileMappings::new().limit(1).source_id("x").target_id("x")),
        list(
            ListPolicies::new(PolicyType::Password)
                .status("ACTIVE")
                .q("x")
                .expand("x")
                .sort_by("name")
                .limit(1)
                .resource_id("x"),
        ),
        object(CreatePolicy::new(PolicyUpdate::new()).activate(false)),
        object(GetPolicy::new("P1").expand("x")),
        list(ListPolicyRules::new("P1").limit(1)),
        object(
            CreatePolicyRule::new("P1", PolicyRuleUpdate::new())
                .limit(1)
                .activate(false),
        ),
        object(
            EnrollFactor::new("P1", UserFactorRequest::new())
                .update_phone(true)
                .template_id("x")
                .token_lifetime_seconds(1)
                .activate(true)
                .accept_language("fr"),
        ),
        nothing(UnenrollFactor::new("P1", "P2").remove_recovery_enrollment(true)),
        object(ResendEnrollFactor::new("P1", "P2", UserFactorRequest::new()).template_id("x")),
        object(
            VerifyFactor::new("P1", "P2")
                .template_id("x")
                .token_lifetime_seconds(1)
                .x_forwarded_for("192.0.2.1")
                .user_agent("x")
                .accept_language("fr"),
        ),
        list(
            ListYubikeyOtpTokens::new()
                .expand("user")
                .filter("status")
                .for_download(false)
                .limit(1)
                .sort_by("status")
                .sort_order("ASC"),
        ),
        object(
            UploadYubikeyOtpTokenSeed::new(YubikeyOtpTokenSeedRequest::new())
                .expand("user")
                .filter("status")
                .for_download(false)
                .limit(1)
                .sort_by("status")
                .sort_order("ASC"),
        ),
        list(ListAuthenticatorEnrollments::new("P1").disclose_identifiers("phone")),
        object(GetAuthenticatorEnrollment::new("P1", "P2").disclose_identifiers("phone")),
    ]
}
