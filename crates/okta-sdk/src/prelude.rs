//! What programs use, in one import: `use okta_sdk::prelude::*;`.

pub use futures_util::{StreamExt as _, TryStreamExt as _};
#[cfg(feature = "lifecycle")]
pub use okta_lifecycle::{
    AppAssignment, Bulk, Change, GroupAppAssignment, Identity, Joiner, JsonLines, Leaver, Lifecycle,
    MembershipOptions, Mover, NewUser, Outcome, PasswordExpiry, Plan, Planner, ProfileChange, Proof, Rehire,
    ResetPasswordOptions, RoleTemplate, RunReport, Runner, TemporaryAccessCodeOptions,
};
pub use okta_models::{
    ApiTokenId, AppId, AppName, AuthenticatorId, ClientId, Expression, FactorId, GroupId, GroupRuleId,
    LinkedObjectName, ListOperation, Operation, Page, Patch, PermissionType, PolicyId, PolicyRuleId, Prefer,
    ProfileMappingId, RawJson, ResourceSetId, RoleAssignmentId, RoleId, Secret, SortOrder, UserId, UserKey,
    UserSchemaId, UserTypeId, api_tokens::*, application_grants::*, application_groups::*,
    application_users::*, applications::*, custom_roles::*, filter, group_owners::*, group_rules::*,
    groups::*, linked_objects::*, policies::*, principal_rate_limits::*, profile_mappings::*,
    resource_set_bindings::*, resource_sets::*, role_assignments::*, role_targets::*, schemas::*, search,
    sessions::*, system_log::*, user_authenticator_enrollments::*, user_credentials::*, user_factors::*,
    user_grants::*, user_lifecycle::*, user_linked_objects::*, user_oauth::*, user_resources::*,
    user_types::*, users::*,
};
#[cfg(feature = "permissions")]
pub use okta_permissions::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, Capability, HAPPYFOX_WORKFLOWS, LeastPrivilege, MOVEWORKS, Preflight,
    PreflightReport, Profile, Requirement, TokenHealth, Verdict, keep_alive, preflight,
};
pub use okta_transport::{
    Client, ClientCredentials, Config, Cursor, Error, ErrorKind, Governing, Lane, LogPosition, LogTail,
    Pages, PrivateKey, RetryPolicy,
};
