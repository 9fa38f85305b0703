//! What programs use, in one import: `use okta_sdk::prelude::*;`.

pub use futures_util::{StreamExt as _, TryStreamExt as _};
#[cfg(feature = "lifecycle")]
pub use okta_lifecycle::{Change, Lifecycle, Outcome, Proof, ResetPasswordOptions};
pub use okta_models::{
    AppId, Expression, FactorId, GroupId, ListOperation, Operation, Page, Patch, Prefer, RawJson, Secret,
    SortOrder, UserId, UserKey, UserTypeId, application_groups::*, application_users::*, applications::*,
    filter, groups::*, role_assignments::*, search, sessions::*, system_log::*, user_credentials::*,
    user_factors::*, user_lifecycle::*, user_resources::*, users::*,
};
#[cfg(feature = "permissions")]
pub use okta_permissions::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, Capability, HAPPYFOX_WORKFLOWS, MOVEWORKS, Preflight, Profile,
    Requirement, Verdict, preflight,
};
pub use okta_transport::{Client, Config, Cursor, Error, ErrorKind, Pages, RetryPolicy};
