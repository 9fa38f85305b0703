//! Sends [`okta_models`]' operations to an Okta org.
//!
//! ```no_run
//! use futures_util::TryStreamExt;
//! use okta_models::users::{GetUser, ListUsers};
//! use okta_transport::{Client, Result};
//!
//! # async fn run() -> Result<()> {
//! let okta = Client::from_environment()?; // OKTA_CLIENT_ORGURL, OKTA_CLIENT_TOKEN, or okta.yaml
//! let ada = okta.send(GetUser::new("ada@example.com")).await?;
//! println!("{}", ada.id.as_str());
//!
//! let mut users = okta.stream(ListUsers::new());
//! while let Some(user) = users.try_next().await? {
//!     println!("{}", user.id.as_str());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # How a call travels
//!
//! 1. The **operation** writes its request: method, path, query, body. Nothing is sent when it cannot.
//! 2. The request becomes a **template** at the org's origin ([`OrgAddress`]), from which every attempt is built anew.
//! 3. **Credentials** are put on it ([`Authenticator`]), only when scheme, host and port are the org's.
//! 4. The **backend** ([`HttpBackend`]) sends it. It follows no redirect, and bounds the answer.
//! 5. A failed attempt is judged by the **retry policy** ([`RetryPolicy`]): a change is never sent twice unless it
//!    certainly was not done. Waits follow Okta's own clock, within one budget of time.
//! 6. Any 2xx is a success, except a web page. The operation **decodes** the body.
//! 7. For a listing, the **next page** is found ([`Pages`]), and followed within the org only ([`Cursor`]).
//! 8. What went wrong is an [`Error`] whose [`ErrorKind`] says what to do. It shows no secret and no personal value.
//!
//! # Features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `reqwest` (default) | `ReqwestBackend`: HTTP/1.1 with pooled connections, gzip, TLS by rustls with the platform's trust store |
//! | `http2` | HTTP/2 in the `ReqwestBackend` |
//!
//! Without `reqwest` the crate holds no HTTP or TLS code, and a client needs a
//! [`backend`](ClientBuilder::backend).
//!
//! # What to read next
//!
//! [`Client`] for calls, [`Pages`] for listings, [`ErrorKind`] for failures, [`Config`] for settings.

mod address;
mod answer;
mod auth;
mod backend;
mod client;
mod clock;
mod config;
mod error;
mod pagination;
mod rate_limit;
mod retry;

pub use address::OrgAddress;
pub use answer::Answer;
pub use auth::{ApiToken, Authenticator};
pub use backend::{BackendError, BackendErrorKind, HttpBackend, IntoAnswer, WasSent};
#[cfg(feature = "reqwest")]
pub use backend::{ReqwestBackend, ReqwestBackendBuilder};
pub use client::{Client, ClientBuilder};
pub use clock::{Clock, Jitter, RandomJitter, SystemClock, VirtualClock};
pub use config::{Config, ConfigSources, Setting};
pub use error::{Error, ErrorKind, OktaError, Result};
pub use pagination::{Cursor, Pages};
pub use rate_limit::RateLimit;
pub use retry::{Attempts, RetryPolicy};
