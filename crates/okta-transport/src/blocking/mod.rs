//! The client for programs without an async runtime (feature `blocking`).
//!
//! ```no_run
//! use okta_models::users::{GetUser, ListUsers};
//! use okta_transport::{Result, blocking::Client};
//!
//! # fn run() -> Result<()> {
//! let okta = Client::from_environment()?;
//! let ada = okta.send(GetUser::new("ada@example.com"))?;
//! println!("{}", ada.id.as_str());
//! for user in okta.list(ListUsers::new()) {
//!     println!("{}", user?.id.as_str());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! It is the async [`Client`](crate::Client) with a thread of its own for connections and timers; the call itself runs on the
//! thread that makes it. Rules, errors, rate limits and tracing are the same.
//!
//! # Where it works
//!
//! Outside of any runtime, in `tokio::task::spawn_blocking` and in `tokio::task::block_in_place`. An async task of tokio,
//! of whichever runtime, must not be held up: there every call fails with
//! [`BlockingInAsync`](crate::ErrorKind::BlockingInAsync), and nothing is sent. (A task within `tokio::task::unconstrained`,
//! and one of another executor, cannot be told from a thread of the caller's: there the call works, and holds the executor
//! up.) A client may be built and dropped anywhere.

mod client;
mod listing;
mod runtime;
mod tail;

pub use client::Client;
pub use listing::{Pages, Records};
pub use tail::LogTail;
