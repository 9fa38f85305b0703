//! Permissions and roles of Okta: what an operation needs, and what a token has.
//!
//! Okta's specification names the permissions of 10 of its 732 operations; this crate brings the rest from Okta's
//! documentation and help pages, through okta-facts, and leaves unknown what no source settles.
//!
//! ```no_run
//! use okta_permissions::{MOVEWORKS, preflight};
//! use okta_transport::Client;
//!
//! # async fn example() -> Result<(), okta_transport::Error> {
//! let client = Client::from_environment()?;
//! let report = preflight(&client, &MOVEWORKS).await?;
//! print!("{report}"); // the token's health, its roles, a line for each capability, what to look out for
//! assert!(report.is_granted(), "the token is too weak for {}", report.profile());
//! # Ok(())
//! # }
//! ```
//!
//! # What to read next
//!
//! - [`preflight`] asks with reads alone; its [`PreflightReport`] answers by capability: granted, scoped to a part of the
//!   org, denied with what is missing and who can grant it, or unknown with why. Beside it: the [`TokenHealth`], a
//!   [`Finding`] for each trap, a [`Forecast`] of what will be sent. [`Preflight`] sets what the credentials do not tell: a
//!   service app, its scopes, a bound on calls. Scripts read [`PreflightReport::to_json`], whose members are listed there.
//!   [`keep_alive`] is for connectors that pause.
//! - [`Profile`]: what an integration wants. [`INTEGRATIONS`] are the five published ones; your own is made of a
//!   [`Capability`] each, or of the operations that your program sends.
//! - [`LeastPrivilege`]: the least that a token must have for a profile, as a custom role, a resource set and a binding that
//!   can be sent, as Terraform, as the smallest [`Combination`]s of standard roles, and as the [`Difference`] from what a
//!   token has.
//! - [`Grant`]: what a principal holds, as [`Assignment`]s of standard roles with [`Targets`] and of [`CustomRole`]s on
//!   [`ResourceSet`]s, and the [`Scope`]s of an access token. It answers without any I/O: a [`Decision`] about an operation,
//!   or about a [`Call`] that says more of the objects, and an [`Explanation`] by assignment.
//! - [`Requirement`]: what one operation takes. [`StandardRole`] and [`Permission`]: who has it.
//!
//! # Words of our own
//!
//! A *grant* is all that a principal holds. A *half* is one of the permissions that an operation takes from a custom role,
//! with the kind of resource that it is needed on: assigning a user to a group takes two. The *reach* of a call is the part
//! of the org that it may act on. A principal's *standing* is whether it is an administrator itself, whom lesser
//! administrators may not manage.
//!
//! A *capability* is something that an integration does for its users, with the operations that it takes; a *profile* is
//! all capabilities of one integration. A *finding* is a trap that a token's roles lead into, beside what they grant; a
//! *remedy* says what would help against a denial. An *allowance* is what a role's entry in Okta's role matrix says.
//! A standard role *joins* a custom one for what no custom role reaches: the System Log, for one.

mod binding;
mod call;
mod compiled;
mod conditions;
mod custom_role;
mod grant;
mod least_privilege;
mod permission;
mod preflight;
mod profile;
mod requirement;
mod resource;
mod resource_set;
mod role;
mod role_cell;
mod scope;
mod targets;

pub use binding::{Binding, Member};
pub use call::{AboutApp, AboutGroup, AboutUser, Call, Standing};
pub use conditions::Conditions;
pub use custom_role::{CustomRole, GrantedPermission};
pub use grant::{
    Assignment, Decision, Denial, Doubt, Explanation, Grant, Held, Line, Outcome, Part, Principal, Reach,
    Within,
};
pub use least_privilege::{
    Change, Combination, Difference, JoinedRole, LeastPrivilege, LeftOut, MissingOrgId, Obstacle,
    OrgIdentity, Shortfall, Surplus,
};
pub use okta_facts::{Half, Knowledge, ResourceKind};
pub use permission::Permission;
pub use preflight::{
    Bucket, CallsMade, CapabilityReport, ClockDifference, Colour, Finding, FindingKind, Forecast,
    ForecastLine, HeldRole, IDLE_DAYS, Identified, OperationReport, Preflight, PreflightReport, RateShare,
    Remedy, Table, TokenHealth, TokenRecord, Unread, Verdict, WhyUnread, keep_alive, preflight,
};
pub use profile::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, Capability, HAPPYFOX_WORKFLOWS, INTEGRATIONS, MOVEWORKS, Profile,
    UnknownOperation,
};
pub use requirement::Requirement;
pub use resource::{ParseResourceError, Resource};
pub use resource_set::{HeldResource, ResourceSet};
pub use role::{Allowance, RoleType, StandardRole};
pub use scope::Scope;
pub use targets::{AppTarget, Targets};
