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
//! Users and their lifecycle, credentials, sessions, factors and resources; groups, membership, owners and group rules;
//! apps of every sign-on mode, their users and groups; user types, schemas, profile mappings,
//! identity providers and linked objects;
//! policies with their rules; event hooks; the org's settings; admin roles of users and groups with targets,
//! custom roles, resource sets and bindings; refresh tokens and consents that sign-ins at apps leave
//! ([`Emulator::sign_in_at_app`]); API tokens and their share of the rate limits; OAuth service apps with
//! a key of their own, scopes and DPoP ([`Emulator::service_app`]); the System Log. A token does what its owner's roles allow, where they allow it: [`Emulator::api_token_of`],
//! [`Emulator::api_token_with_targets`] and [`Emulator::api_token_with_permissions`] make such. An operation that
//! Okta has and the emulator has not yet is answered `501 E0000060` with a cause that says so.
//!
//! ## Operation by operation
//!
#![doc = include_str!("answers.md")]
//!
//! Of policies, mappings and `createPolicySimulation` are not answered: no recording shows a simulation, and the
//! specification's example does not say how it comes about.
//!
//! Beside them `POST /oauth2/v1/token` with the grant of service apps, after Okta's reference, and nothing else of
//! Okta's OAuth API.
//!
//! The one emulator of Okta that was found elsewhere, `emulate` 0.12.2 on npm, answers 53 of 772 operations, those of the
//! OAuth API counted in; it pages with `page` and `per_page` where Okta has cursors, accepts any token, and answers `201`
//! where Okta answers `200`.
//!
//! # What it holds
//!
//! Without a word said, 25 users in every status, 8 groups, 10 apps of every sign-on mode; [`OrgShape`] says
//! otherwise: how many, how large the groups are, groups and apps a user, group rules with the memberships they make,
//! administrators by role, statuses, attributes of the org's own with values. The same shape and seed give the same org.
//! A user takes less than a kilobyte with its profile, password, factors, 1.5 memberships and 2.4 app assignments, so
//! that a million need less than a gigabyte; the bench `emulator` of this workspace makes a million and prints how
//! much. The System Log ([`Builder::system_log_bytes`]), the list of requests ([`Builder::request_list_bytes`]), what is on
//! its way to event hooks ([`Builder::event_hook_bytes`]), the answers that are kept for the next reader and the texts
//! that lists of users are put together from are bounded in bytes too.
//!
//! # Bad days
//!
//! [`Builder::search_lag`] lets `search` be behind the objects, and [`Builder::background_work`] lets what is asked for with
//! `Prefer: respond-async` take a while; [`Builder::limit_multiplier`] and
//! [`Builder::concurrency_limit`] set what the org bears; a [`Fault`] holds answers back, refuses, resets, truncates
//! or shifts the clock, for an operation or a path, at a rate, by a seed. [`Emulator::save`] and
//! [`Builder::restore`] keep an org in a file; [`Builder::request_log`] writes its requests as JSON lines.
//!
//! Other languages do the same by HTTP, from the same machine or with the header `x-emulator-control` where
//! [`Builder::control_token`] is set:
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /` | a page for people, without scripts: users, groups and apps with a search, the last requests, how full the buckets are, the faults, the clock |
//! | `GET /_emulator/faults` | lists the faults with how often each applied and hit |
//! | `POST /_emulator/faults` | adds one, such as `{"effect": "reset", "operation": "getUser", "rate": 0.1}` |
//! | `DELETE /_emulator/faults`, `DELETE /_emulator/faults/{id}` | takes all or one away |
//! | `POST /_emulator/clock` | moves the org's clock: `{"advance_seconds": 60}` |
//! | `POST /_emulator/tokens` | makes an admin with an API token: `{"role": "READ_ONLY_ADMIN"}` |
//! | `POST /_emulator/sign-ins` | signs a user in at an app: `{"user": "pat@example.com", "client_id": "0oa1", "scopes": ["openid", "offline_access"]}`; answers the ids of the refresh token and the grants |
//! | `GET /_emulator/requests` | the last requests with their answers' status, newest first |
//!
//! The effects are `latency` (with `distribution` `fixed`, `uniform` or `exponential`, in milliseconds), `error`
//! (with `status` and `code`), `reset`, `truncated_body`, `stale_cursor` and `clock_offset` (with `seconds`); beside
//! `operation`, `path` and `rate` each takes `times` and, for errors and resets, `after_the_change`. A member or a value that
//! is none of these is refused with `400` and named.
//!
//! # How it is known
//!
//! Paths, error codes, buckets and the matrix of roles come from okta-facts, shapes and page sizes from
//! recorded traffic of real orgs. Where both are silent a comment at the place says what was chosen and why.
//! The test `replay` sends the requests of recorded sources again and compares every answer: status, keys, types,
//! enum values and error codes. Of the 6305 recorded exchanges of the identity core 6275 (99.5 %) are answered as
//! recorded; it prints the rest with the reasons, and what it tolerates because orgs differ. What a source takes for
//! granted comes in through [`Emulator::import_user`] and its siblings, which a test of yours can use too. The test
//! `specification` gives every shape of an answer of every operation to a checker of Okta's OpenAPI document; where an
//! answer deviates, a recorded exchange must deviate in the same way, or where there is none an example of the
//! specification's own, and the table `exceptions.tsv` beside the test names it; 16 deviations are shown by other public
//! recordings, and three statuses are those that Okta's list of errors has beside the code of the answer. A user with its
//! blocks embedded, of which the specification's schemas say two things that exclude each other, is held against one of
//! them. Okta's own Python SDK is driven through it: users, groups, apps, pages, service apps with and without DPoP. The
//! emulator works on plain JSON and shares no types with the client of this workspace, so that it can
//! prove that one wrong.
//!
//! # What to read next
//!
//! [`Emulator`] and its [`Builder`]; then `resources/routes` for the table of operations, and the file of a
//! resource for its rules. `service.rs` is the way of a request.

mod access_token;
mod administrators;
mod authentication;
mod background;
mod builder;
mod call;
mod clock;
mod concurrency;
mod control;
mod directory;
mod emulator;
mod errors;
mod event_hook_calls;
mod event_log;
mod expression;
mod fault_plan;
mod faults;
mod filter;
mod generator;
mod host;
mod iam;
mod id_set;
mod ids;
mod import;
mod import_surroundings;
mod interned;
mod interrupted;
mod json;
mod kept_answers;
mod logins;
mod moment;
mod names;
mod oauth;
mod org_shape;
mod packed;
mod page;
mod paging;
mod permissions;
mod query;
mod quick_hash;
mod rate_limits;
mod ready_text;
mod request_headers;
mod request_lines;
mod request_log;
mod resources;
mod response;
mod router;
mod sequence;
mod server;
mod service;
mod service_app;
mod settings;
mod shapes;
mod sign_in;
mod snapshot;
mod socket;
mod state;
mod store;
mod system_log;

pub use access_token::AccessToken;
pub use builder::Builder;
pub use emulator::{ApiToken, Emulator};
pub use faults::{Fault, Latency};
pub use generator::{GENERATED_ANSWER, GENERATED_PASSWORD};
pub use import::ImportError;
pub use interrupted::Interrupted;
pub use org_shape::{AttributeValues, GroupSizes, OrgShape, StatusShares};
pub use rate_limits::Preset;
pub use request_log::ServedRequest;
pub use server::Server;
pub use service_app::{InvalidKey, ServiceApp};
pub use sign_in::{AppSignIn, SignInRefused};
