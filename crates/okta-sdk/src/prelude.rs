//! What programs use, in one import: `use okta_sdk::prelude::*;`.

pub use futures_util::{StreamExt as _, TryStreamExt as _};
#[cfg(feature = "lifecycle")]
pub use okta_lifecycle::{Change, Lifecycle, Outcome, Proof, ResetPasswordOptions};
pub use okta_models::{
    ApiTokenId, AppId, AppName, ClientId, Expression, FactorId, GroupId, ListOperation, Operation, Page,
    Patch, PermissionType, Prefer, RawJson, ResourceSetId, RoleAssignmentId, RoleId, Secret, SortOrder,
    UserId, UserKey, UserTypeId, api_tokens::*, application_grants::*, application_groups::*,
    application_users::*, applications::*, custom_roles::*, filter, groups::*, principal_rate_limits::*,
    resource_set_bindings::*, resource_sets::*, role_assignments::*, role_targets::*, search, sessions::*,
    system_log::*, user_credentials::*, user_factors::*, user_lifecycle::*, user_resources::*, users::*,
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
