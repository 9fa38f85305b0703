//! Okta's identity core as Rust types, and its operations as values.
//!
//! This crate performs no I/O and needs no async runtime: it says what Okta's objects are and what may be
//! asked of them. `okta-transport` sends; a vendor who only parses needs nothing else.
//!
//! ```
//! use okta_models::{Operation, search, users::{ListUsers, UserStatus}};
//!
//! // What is asked is a value; it can be printed, planned and compared before anything is sent.
//! let list = ListUsers::new().search(search("profile.department").eq("Sales")).limit(200);
//! assert_eq!(list.request()?.uri(), "/api/v1/users?search=profile.department%20eq%20%22Sales%22&limit=200");
//!
//! // What Okta answers keeps everything: nulls, custom attributes, values from the future.
//! let page = list.decode(br#"[{"id": "00u1", "status": "DORMANT", "profile": {"badge": 7}}]"#)?;
//! let user = page.items()[0].as_ref().map_err(Clone::clone)?;
//! assert_eq!(user.status, Some(UserStatus::Unknown("DORMANT".to_owned())));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What to read next
//!
//! - [`Operation`]: what every operation is, and [`Metadata`]: what is known about it before it is sent.
//! - A resource: each has the same three files, `mod.rs`, `model.rs` (objects) and `operations.rs`.
//!   Start with [`users`]; [`groups`], [`applications`], [`application_users`], [`application_groups`],
//!   [`user_lifecycle`], [`user_credentials`], [`sessions`], [`user_resources`], [`user_factors`] and
//!   [`system_log`] have the same shape.
//! - Attributes and where they come from: [`schemas`], [`user_types`], [`profile_mappings`]. Who answers to whom:
//!   [`linked_objects`], [`user_linked_objects`], [`group_owners`]. What puts people into groups: [`group_rules`].
//! - What people sign in with: [`authenticators`], [`user_factors`], [`user_authenticator_enrollments`], [`policies`]; what
//!   they let clients do: [`user_oauth`], [`user_grants`].
//! - Who may do what: [`role_assignments`] and [`role_targets`] of users, groups and OAuth clients; [`custom_roles`],
//!   [`resource_sets`] and [`resource_set_bindings`]; [`api_tokens`], [`principal_rate_limits`] and the scopes of apps in
//!   [`application_grants`].
//! - [`search`] and [`filter`]: expressions without string formatting. [`Patch`]: keep, clear, set.
//!   [`RawJson`]: what callers rarely read, kept as it came.
//!
//! # Words of our own
//!
//! A *wire type* is what Okta sends: every known member typed, `null` remembered, the rest in `extra`, so that
//! decoding then encoding gives the same JSON. A *write type* (its name ends in `Update` or `Request`) is what may be
//! sent: nothing by default, each member a [`Patch`]. The *effect* of an operation is what sending it twice would do.
//!
//! # What `Debug` shows
//!
//! Ids (but a session's), enumerations, numbers and times, and that there is text, but not which: most text that Okta
//! keeps is about people. Write an object as JSON to see all of it. Numbers are kept as 64-bit integers or floats, as most JSON readers do.

mod expression;
mod ids;
mod lenient;
mod open_enum;
mod operation;
mod patch;
mod query;
mod raw_json;
mod secret;
mod shown;
mod time;
mod wire_struct;
mod write_struct;

pub mod api_tokens;
pub mod application_grants;
pub mod application_groups;
pub mod application_users;
pub mod applications;
pub mod authenticators;
pub mod custom_roles;
pub mod group_owners;
pub mod group_rules;
pub mod groups;
pub mod linked_objects;
pub mod policies;
pub mod principal_rate_limits;
pub mod profile_mappings;
pub mod resource_set_bindings;
pub mod resource_sets;
pub mod role_assignments;
pub mod role_targets;
pub mod schemas;
pub mod sessions;
pub mod system_log;
pub mod user_authenticator_enrollments;
pub mod user_credentials;
pub mod user_factors;
pub mod user_grants;
pub mod user_lifecycle;
pub mod user_linked_objects;
pub mod user_oauth;
pub mod user_resources;
pub mod user_types;
pub mod users;

pub use expression::{Attribute, Expression, ExpressionError, Operand, filter, search};
pub use ids::{
    ApiTokenId, AppId, AppName, AuthenticatorEnrollmentId, AuthenticatorId, BindingMemberId, ClientId,
    FactorId, FactorTransactionId, GovernanceGrantId, GroupId, GroupOwnerId, GroupRuleId, LinkedObjectName,
    NetworkZoneId, OrgId, PermissionType, PolicyId, PolicyRuleId, PrincipalId, PrincipalRateLimitId,
    ProfileMappingId, RefreshTokenId, ResourceSetId, ResourceSetResourceId, RoleAssignmentId, RoleId,
    ScopeConsentGrantId, SessionId, UserId, UserKey, UserSchemaId, UserTypeId, YubikeyOtpTokenId,
};
pub use operation::{
    DecodeError, Effect, ItemError, ListOperation, Metadata, Operation, Page, Paging, RequestError, Stage,
    WithItems, WithOutput,
};
pub use patch::Patch;
pub use query::{Prefer, SortOrder};
pub use raw_json::RawJson;
pub use secret::Secret;
