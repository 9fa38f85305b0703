//! An Okta org in a process, for tests, demos and other languages' clients.
//!
//! It keeps state and behaves like the real thing: the lifecycle of users with its refusals, pages with
//! separate `Link` lines, error bodies, rate limits, the permissions of the calling token, a System Log entry
//! for every change. One org has two faces: [`Emulator::handle`], an async function from request to response
//! in this process, and [`Emulator::serve`], the same over TCP for a client in any language.
//!
//! ```
//! use bytes::Bytes;
//! use http::Request;
//! use okta_emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().users(100).seed(7).build();
//! let token = emulator.api_token("SUPER_ADMIN");
//! let request = Request::get("/api/v1/users/me").header("authorization", format!("SSWS {}", token.expose()));
//! let response = emulator.handle(request.body(Bytes::new())?).await;
//! let user: serde_json::Value = serde_json::from_slice(response.body())?;
//! assert_eq!(user["status"], "ACTIVE");
//! # Ok(()) }
//! ```
//!
//! Or from a shell: `cargo run -p okta-emulator -- --port 7777 --users 1000 --seed 7` prints one line of JSON
//! with the address and a token, and serves until it is stopped.
//!
//! # What it answers
//!
//! Users and their lifecycle, credentials, sessions, factors, roles and resources; groups and membership;
//! apps of every sign-on mode, their users and groups; OAuth 2.0 service apps with their keys, scopes, roles
//! and access tokens, bound to a key by DPoP or not; the System Log. An operation that Okta has and the
//! emulator has not yet is answered `501 E0000060` with a cause that says so.
//!
//! # How it is known
//!
//! Paths, error codes, buckets and the matrix of roles come from okta-facts, shapes and page sizes from
//! recorded traffic of real orgs. Where both are silent a comment at the place says what was chosen and why.
//! Okta's own Python SDK is driven through it: users, groups, apps, pages, service apps with and without DPoP.
//! The emulator works on plain JSON and shares no types with the client of this workspace, so that it can
//! prove that one wrong.
//!
//! # What to read next
//!
//! [`Emulator`] and its [`Builder`]; then `resources/mod.rs` for the table of operations, and the file of a
//! resource for its rules. `service.rs` is the way of a request.

mod authentication;
mod call;
mod clock;
mod emulator;
mod errors;
mod filter;
mod generator;
mod ids;
mod oauth;
mod paging;
mod permissions;
mod query;
mod rate_limits;
mod request_log;
mod resources;
mod router;
mod server;
mod service;
mod service_app;
mod state;
mod system_log;

pub use emulator::{ApiToken, Builder, Emulator};
pub use generator::{GENERATED_ANSWER, GENERATED_PASSWORD};
pub use rate_limits::Preset;
pub use request_log::ServedRequest;
pub use server::Server;
pub use service_app::{InvalidKey, ServiceApp};
