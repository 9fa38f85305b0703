//! The Okta SDK for Rust: one dependency and one prelude for reading an Okta org and changing people's access.
//!
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```text")]
//! use okta_sdk::prelude::*;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let okta = okta_sdk::embedded::Org::start(okta_sdk::embedded::Emulator::builder().users(3).seed(7)).client()?;
//! // Of your own org: let okta = Client::from_environment()?;
//! let mut users = okta.stream(ListUsers::new().search(search("status").eq("ACTIVE")));
//! while let Some(user) = users.try_next().await? {
//!     println!("{} {}", user.id, user.login().unwrap_or("-"));
//! }
//! let report = preflight(&okta, &HAPPYFOX_WORKFLOWS).await?;
//! print!("{report}");
//! # Ok(()) }
//! ```
//!
//! # Without an async runtime
//!
#![cfg_attr(
    all(feature = "blocking", feature = "emulator", feature = "lifecycle"),
    doc = "```"
)]
#![cfg_attr(
    not(all(feature = "blocking", feature = "emulator", feature = "lifecycle")),
    doc = "```text"
)]
//! use okta_sdk::{blocking, prelude::*};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let org = okta_sdk::embedded::Org::start(okta_sdk::embedded::Emulator::builder().users(3).seed(7));
//! # let okta: blocking::Client = org.client_builder().build_blocking()?;
//! // Of your own org: let okta = blocking::Client::from_environment()?;
//! let active = search("status").eq("ACTIVE");
//! let user = okta.list(ListUsers::new().search(active)).next().ok_or("nobody")??;
//! // What is async alone is waited for.
//! let outcome = okta.wait_for(Lifecycle::new(okta.as_async()).clear_sessions(&user.id))??;
//! println!("{outcome}");
//! # Ok(()) }
//! ```
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `reqwest` | yes | the HTTP backend, with TLS |
//! | `lifecycle` | yes | `lifecycle`: the lifecycle actions, plans of joiners, movers and leavers, and when passwords expire |
//! | `sqlite` | | with `lifecycle`: journals of plans in SQLite, which is C |
//! | `permissions` | yes | `permissions`: what a token can do, before the first change |
//! | `blocking` | | `blocking`: a client for programs without an async runtime |
//! | `redis` | | `transport::RedisBudgetStore`: processes share the rate limits of an org |
//! | `emulator` | | `embedded`: an Okta org in this process, for tests and demos |
//!
//! # What to read next
//!
//! - [`models`]: what can be asked of Okta and what it answers; start with [`models::users`].
//! - [`transport`]: how it is sent: [`transport::Client`], retries, pagination, errors, configuration.
//! - `lifecycle`: changes of people's access that check first, converge and prove themselves: `Lifecycle`, `Planner`, `Runner`,
//!   `Bulk`.
//! - `permissions`: what a token can do and what it needs: `preflight`, `LeastPrivilege`, the five profiles.
//! - [`prelude`]: the names of all of them that programs use.
//! - The `tour` of the repository runs all of it: `cargo run --example tour`.

#[cfg(feature = "emulator")]
pub mod embedded;
pub mod prelude;

#[cfg(feature = "lifecycle")]
pub use okta_lifecycle as lifecycle;
pub use okta_models as models;
#[cfg(feature = "permissions")]
pub use okta_permissions as permissions;
pub use okta_transport as transport;
#[cfg(feature = "blocking")]
pub use okta_transport::blocking;

/// The README's programs, so that they keep compiling.
#[cfg(all(
    doctest,
    feature = "blocking",
    feature = "lifecycle",
    feature = "permissions",
    feature = "reqwest"
))]
#[doc = include_str!("../../../README.md")]
struct Readme;
