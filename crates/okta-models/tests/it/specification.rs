//! Okta's specification, where OKTA_OPENAPI names its folder: every member that it documents has a place of its own, in what
//! is read and in what is written, every value of an enumeration has a name, and `Debug` shows none of the text.

mod document;

use std::{cell::Cell, collections::BTreeSet};

use okta_models::{
    api_tokens::*, application_grants::*, application_groups::*, application_users::*, custom_roles::*,
    group_owners::*, group_rules::*, groups::*, linked_objects::*, policies::*, principal_rate_limits::*,
    profile_mappings::*, resource_set_bindings::*, resource_sets::*, role_assignments::*, schemas::*,
    user_authenticator_enrollments::*, user_credentials::*, user_factors::*, user_types::*, users::*,
};

use self::document::{Document, TEXT};
use crate::table::all;

/// Members that are read into `extra` on purpose, and values that have no name, each with the reason.
const LEFT_IN_EXTRA: &[&str] = &[
    // On the wire it is `_links` (recorded).
    "ApiToken._link",
    // Attributes of groups of a directory: beside those of the org's own, which may have the same names.
    "GroupProfile.dn",
    "GroupProfile.externalId",
    "GroupProfile.samAccountName",
    "GroupProfile.windowsDomainQualifiedName",
    // What stands beside a list.
    "Page._links",
    // Policies and rules of other types than passwords; `conditions` is `null` there, which the specification calls text.
    "PasswordPolicySettings.authenticators",
    "PasswordPolicySettings.type",
    "Policy.conditions",
    "PolicyConditions.device",
    "PolicyConditions.elCondition",
    "PolicyConditions.platform",
    "PolicyConditions.riskScore",
    "PolicyConditions.userType",
    "PolicyRuleActions.appSignOn",
    // A map, of which the specification has one entry where the map should be.
    "ProfileMapping.properties",
    // Only ever sent to Okta.
    "RecoveryQuestion.answer",
    "UserFactor.factorProfileId",
    "UserFactor.verify",
    "UserFactorSecurityQuestionProfile.answer",
    // Times, which the specification calls text.
    "UserSchema.created",
    "UserSchema.lastUpdated",
    // A remark in the place of a value.
    "factor_result: WAITING (with number matching challenge)",
];

/// Members that Okta documents as writable and that have no setter.
const NOT_WRITTEN: &[&str] = &[
    // Okta's own times, not marked as read-only.
    "AppUserAssignRequest.created",
    "AppUserAssignRequest.lastUpdated",
    "ApplicationGroupAssignmentUpdate.lastUpdated",
    // Changed by activating and deactivating alone.
    "GroupRuleUpdate.status",
    // Whether Okta made it.
    "PolicyRuleUpdate.system",
    "PolicyUpdate.system",
    // What all definitions together make; written by way of `definitions`.
    "UserSchemaUpdate.properties",
];

/// What is shown: ids and names of objects, values of enumerations, durations.
const SHOWN: &[&str] = &["Id(", "Name(", "Type(", "Unknown(\"", "TimeDuration(\""];

fn document() -> Option<Document> {
    let Some(folder) = std::env::var_os("OKTA_OPENAPI") else {
        println!("specification: OKTA_OPENAPI is not set, so nothing was compared");
        return None;
    };
    let path = std::path::Path::new(&folder).join("management-minimal.yaml");
    Some(Document::read(&std::fs::read_to_string(path).unwrap()))
}

#[test]
fn what_okta_documents_is_read_by_name_and_not_shown() {
    let Some(document) = document() else { return };
    let mut found = BTreeSet::new();
    let (mut operations, mut samples) = (0, 0);
    for entry in all() {
        let id = entry.metadata.operation_id();
        for schema in document.answers(id) {
            operations += 1;
            let turns = Cell::new(1);
            let mut turn = 0;
            while turn < turns.get() {
                let sample = document.sample(schema, turn, &turns);
                turn += 1;
                // Okta's specification gives one operation an object where the list is meant.
                let shown = match (entry.shown)(sample.to_string().as_bytes()) {
                    Ok(shown) => shown,
                    Err(_) => (entry.shown)(format!("[{sample}]").as_bytes()).unwrap(),
                };
                samples += 1;
                remarks(&shown, &mut found);
                let shown = SHOWN.iter().fold(shown, |shown, before| {
                    shown.replace(&format!("{before}{TEXT}"), "")
                });
                if shown.contains(TEXT) {
                    found.insert(format!("{id} shows text: {shown}"));
                }
            }
        }
    }
    println!("specification: {samples} samples of {operations} answers were read and shown");
    let left: BTreeSet<String> = LEFT_IN_EXTRA.iter().map(ToString::to_string).collect();
    assert_eq!(found, left);
}

/// What `Debug` tells of members in `extra` (`User.extra: x`) and of values without a name (`status: x`).
fn remarks(shown: &str, found: &mut BTreeSet<String>) {
    let mut owners: Vec<&str> = Vec::new();
    let (mut label, mut rest) = ("", shown);
    while let Some(at) = rest.find(['{', '}', '"', ':']) {
        let before = rest[..at].trim_end_matches(' ');
        let word = before
            .rsplit(|character: char| !character.is_alphanumeric() && character != '_')
            .next()
            .unwrap_or_default();
        let (mark, after) = (rest.as_bytes()[at], &rest[at + 1..]);
        rest = after;
        match mark {
            b':' => label = word,
            // A set of names has none before its brace.
            b'{' => owners.push(word),
            b'}' => {
                owners.pop();
            }
            _ => {
                let (text, after) = rest.split_once('"').unwrap();
                rest = after;
                if before.ends_with("Unknown(") && text != TEXT {
                    found.insert(format!("{label}: {text}"));
                } else if owners.last() == Some(&"") && label == "extra" {
                    let owner = owners.iter().rev().find(|owner| !owner.is_empty()).unwrap();
                    found.insert(format!("{owner}.{text}"));
                }
            }
        }
    }
}

#[test]
fn what_okta_documents_is_written_by_name_unless_it_is_read_only() {
    let Some(document) = document() else { return };
    let mut missing = BTreeSet::new();
    for (name, schemas, members) in WRITTEN {
        for schema in *schemas {
            for (member, its_schema) in document.members(document.written(schema)) {
                let read_only =
                    document.is_read_only(its_schema) || ["_links", "_embedded"].contains(&member);
                let has_setter = members.contains(&member);
                if read_only {
                    assert!(!has_setter, "{name}.{member} is read-only by {schema}");
                } else if !has_setter {
                    missing.insert(format!("{name}.{member}"));
                }
            }
        }
    }
    let left: BTreeSet<String> = NOT_WRITTEN.iter().map(ToString::to_string).collect();
    assert_eq!(missing, left);
}

macro_rules! written {
    ($( $name:ident: $( $schema:ident )+; )*) => {
        &[ $( (stringify!($name), &[$( stringify!($schema) ),+], $name::MEMBERS), )* ]
    };
}

/// What is written, with the schemas (or the operations whose bodies have schemas without a name) that it follows.
const WRITTEN: &[(&str, &[&str], &[&str])] = written! {
    ApiTokenUpdate: ApiTokenUpdate;
    AppUserAssignRequest: AppUserAssignRequest;
    AppUserCredentialsUpdate: AppUserCredentials;
    AppUserPasswordUpdate: AppUserPasswordCredential;
    AppUserUpdateRequest: AppUserUpdateRequest;
    ApplicationGroupAssignmentUpdate: ApplicationGroupAssignment;
    AssignGroupOwnerRequest: AssignGroupOwnerRequestBody;
    AuthenticationProviderUpdate: AuthenticationProviderWritable;
    AuthenticatorEnrollmentRequest: AuthenticatorEnrollmentCreateRequest;
    ChangePasswordRequest: ChangePasswordRequest;
    CreateIamRoleRequest: CreateIamRoleRequest;
    CreateResourceSetRequest: CreateResourceSetRequest;
    CreateUserRequest: CreateUserRequest;
    GroupProfileUpdate: OktaUserGroupProfile;
    GroupRuleUpdate: CreateGroupRuleRequest GroupRule;
    GroupUpdate: addGroup replaceGroup;
    LinkedObjectRequest: LinkedObject;
    PasswordCredentialHash: PasswordCredentialHash;
    PasswordCredentialHook: PasswordCredentialHook;
    PasswordCredentialUpdate: PasswordCredential;
    PermissionConditionsUpdate: PermissionConditions;
    PolicyRuleUpdate: PolicyRule;
    PolicyUpdate: CreateOrUpdatePolicy;
    PrincipalRateLimitEntityUpdate: PrincipalRateLimitEntity;
    ProfileMappingRequest: ProfileMappingRequest;
    RecoveryQuestionUpdate: RecoveryQuestionCredential;
    ResourceConditionsUpdate: ResourceConditions;
    ResourceSetBindingAddMembersRequest: ResourceSetBindingAddMembersRequest;
    ResourceSetBindingCreateRequest: ResourceSetBindingCreateRequest;
    ResourceSetResourcePatchRequest: ResourceSetResourcePatchRequest;
    ResourceSetResourcePostRequest: ResourceSetResourcePostRequest;
    ResourceSetResourceUpdate: ResourceSetResourcePutRequest;
    ResourceSetUpdate: ResourceSet;
    RoleAssignmentRequest: assignRoleToUser assignRoleToGroup assignRoleToClient;
    RolePermissionUpdate: CreateUpdateIamRolePermissionRequest;
    ScopeConsentGrantRequest: OAuth2ScopeConsentGrant;
    TacAuthenticatorEnrollmentRequest: AuthenticatorEnrollmentCreateRequestTac;
    TacProfileUpdate: AuthenticatorProfileTacRequest;
    UpdateIamRoleRequest: UpdateIamRoleRequest;
    UpdateUserRequest: UpdateUserRequest;
    UserCredentialsUpdate: UserCredentialsWritable;
    UserFactorActivateRequest: UserFactorActivateRequest;
    UserFactorProfileUpdate: UserFactorCallProfile UserFactorTokenHOTPProfile UserFactorEmailProfile
        UserFactorSecurityQuestionProfile UserFactorSMSProfile UserFactorTokenProfile;
    UserFactorRequest: UserFactor ResendUserFactor;
    UserFactorVerifyRequest: UserFactorVerifyRequest;
    UserProfileUpdate: UserProfile;
    UserSchemaDefinitionsUpdate: GroupSchemaDefinitions;
    UserSchemaPartUpdate: GroupSchemaBase GroupSchemaCustom UserSchemaBase UserSchemaPublic;
    UserSchemaUpdate: GroupSchema UserSchema;
    UserTypeRequest: UserTypePostRequest UserTypePutRequest UserType;
    YubikeyOtpTokenSeedRequest: uploadYubikeyOtpTokenSeed;
};
