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
//! print!("{report}");
//! assert!(report.is_granted(), "the token is too weak for {}", report.profile().name());
//! # Ok(())
//! # }
//! ```
//!
//! # What to read next
//!
//! - [`preflight`] asks; [`Preflight`] answers by capability: granted, denied with what is missing, or unknown with why.
//! - [`Profile`]: what an integration wants. [`INTEGRATIONS`] are the five published ones.
//! - [`Requirement`]: what one operation takes. [`StandardRole`] and [`Permission`]: who has it.
//!
//! # Words of our own
//!
//! A *capability* is something that an integration does for its users, with the operations that it takes; a *profile* is
//! all capabilities of one integration. An *allowance* is what a role's cell in Okta's role matrix says.

mod permission;
mod preflight;
mod profile;
mod requirement;
mod role;

pub use permission::Permission;
pub use preflight::{CapabilityReport, OperationReport, Preflight, Verdict, preflight};
pub use profile::{
    ATOLIO, ATOMICWORK, AUTHOMIZE, Capability, HAPPYFOX_WORKFLOWS, INTEGRATIONS, MOVEWORKS, Profile,
};
pub use requirement::Requirement;
pub use role::{Allowance, RoleType, StandardRole};
