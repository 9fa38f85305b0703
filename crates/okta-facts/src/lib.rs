//! What is known about Okta, as static tables with a source each. No dependencies, no I/O.
//!
//! ```
//! use okta_facts::{Knowledge, Operation, action_of, bucket, bucket_limit, required_operation, role_action};
//!
//! // What does it take to suspend a user?
//! const SUSPEND: &Operation = required_operation("suspendUser");
//! assert_eq!((SUSPEND.path, SUSPEND.scopes), ("/api/v1/users/{id}/lifecycle/suspend", &["okta.users.manage"][..]));
//!
//! // Who may? And which limit counts it?
//! let cell = role_action(action_of(SUSPEND.id).unwrap()).unwrap().cell("HELP_DESK_ADMIN").unwrap();
//! assert_eq!((cell.allow, cell.knowledge), (Some(false), Knowledge::Source("HELP-CMP")));
//! let bucket = bucket("POST", "/api/v1/users/00u1/lifecycle/suspend").unwrap();
//! assert_eq!(bucket_limit(bucket).unwrap().enterprise, 600);
//! ```
//!
//! # The tables
//!
//! | table | a row is | look up with |
//! | --- | --- | --- |
//! | [`OPERATIONS`] | an operation of the management API: path, scopes, paging, statuses | [`operation()`], [`required_operation`] |
//! | [`BUCKETS`], [`BUCKET_PREFIXES`] | a path and the rate-limit bucket that counts it | [`bucket`] |
//! | [`BUCKET_LIMITS`] | a bucket and its requests a minute | [`bucket_limit`] |
//! | [`ERROR_CODES`] | an error code, its status and its summary | [`error_code()`] |
//! | [`EVENT_TYPES`] | an event type of the System Log | [`event_type()`] |
//! | [`PERMISSIONS`] | a permission of custom roles and what it includes | [`permission()`] |
//! | [`STANDARD_ROLES`] | a role type | [`standard_role`] |
//! | [`ROLE_MATRIX`] | an action and which standard roles may do it | [`role_action()`] |
//!
//! Three more are our own derivation and written by hand: [`action_of`], the row of the role matrix that decides an
//! operation (and [`roles_that_allow`] it), [`permission_needs`], the permissions of a custom role that it takes, and [`event_of`], the events that it
//! writes.
//!
//! # Sources
//!
//! Facts name their source with a label:
//!
//! | label | source |
//! | --- | --- |
//! | `SPEC` | Okta's OpenAPI description of the management API, release [`SPECIFICATION`] |
//! | `DOCS` | pages of developer.okta.com; `DOCS-RA` is the page on role assignments, `DOCS rl2-…` a page on rate limits |
//! | `PERMGUIDE`, `ROLEGUIDE` | the guides "Permissions" and "Roles" of Okta's API reference |
//! | `HELP-CMP` | the help page "Standard administrator roles and permissions"; `HELP-CMP-OLD` is its older version |
//! | `HELP-ROLE` | the help pages of the single roles |
//! | `HELP-RP` | the help page "Role permissions" |
//! | `HELP-API` | the help page on API tokens |
//! | `RN` | Okta's release notes |
//! | `OLDRL` | the last published table of rate limits; today each org's dashboard has its own |
//! | `APIMUTEX` | the map of paths to buckets in Okta's Terraform provider, of 2022 |
//! | `CASS` | recorded traffic of Okta's own test suites |
//! | `TF` | the documentation of Okta's Terraform provider |
//! | `THAND`, `OKTAHOUND` | third parties' catalogs and research on permissions |
//!
//! # Unverified
//!
//! [`Knowledge::Unverified`] means that no source says it, and [`Cell::allow`] is then `None`. It is neither a yes
//! nor a no, and it stays so: code that decides from these tables should refuse, or ask, rather than guess.
//! [`Knowledge::Derived`] means that we conclude it, and names what from.
//!
//! The tables are generated: the repository's `okta-codegen` writes them from the fact files and, with `--check`,
//! compares them.

mod actions;
mod allowed_roles;
mod error_code;
mod event_type;
mod events;
mod knowledge;
mod operation;
mod permission;
mod permission_needs;
mod rate_limit;
mod resource_kind;
mod role;
mod tables;

pub use actions::{NO_ROLE_FOR_ME, action_of, self_scope};
pub use allowed_roles::{roles_that_allow, roles_to_give, told_roles};
pub use error_code::{ErrorCode, error_code};
pub use event_type::{EventType, event_type};
pub use events::event_of;
pub use knowledge::Knowledge;
pub use operation::{Method, Operation, Paging, REQUEST_FOR_TOKEN, Stage, operation, required_operation};
pub use permission::{Permission, permission};
pub use permission_needs::{Half, permission_needs};
pub use rate_limit::{
    ANY_SEGMENT, BucketLimit, BucketPath, BucketPrefix, CONCURRENCY, CONCURRENCY_INTEGRATOR_FREE,
    DEFAULT_TOKEN_SHARE_PERCENT, WINDOW_SECONDS, bucket, bucket_limit,
};
pub use resource_kind::{ResourceKind, resource_kind_of};
pub use role::{Cell, RoleAction, Scope, StandardRole, role_action, standard_role};
pub use tables::{
    BUCKET_LIMITS, BUCKET_PREFIXES, BUCKETS, ERROR_CODES, EVENT_TYPES, OPERATIONS, PERMISSIONS, ROLE_MATRIX,
    SPECIFICATION, STANDARD_ROLES,
};
