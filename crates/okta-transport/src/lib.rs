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
//! 3. The **governor** holds it until its bucket has room ([`Governing`], [`Lane`]); see [below](#the-orgs-budget).
//! 4. **Credentials** are put on it ([`Authenticator`]), only when scheme, host and port are the org's. An access token
//!    is asked for first where there is none ([`ClientCredentials`], [`ProvidedToken`]), by one call for all; credentials
//!    that are refused although better ones can be had are replaced once.
//! 5. The **backend** ([`HttpBackend`]) sends it. It follows no redirect, and bounds the answer.
//! 6. A failed attempt is judged by the **retry policy** ([`RetryPolicy`]): a change is never sent twice unless it
//!    certainly was not done. Waits follow Okta's own clock, within one budget of time.
//! 7. Any 2xx is a success, except a web page. The operation **decodes** the body.
//! 8. For a listing, the **next page** is found ([`Pages`]), followed within the org only ([`Cursor`]), and read while the
//!    caller works on this one.
//! 9. What went wrong is an [`Error`] whose [`ErrorKind`] says what to do. It shows no secret and no personal value.
//!
//! # The org's budget
//!
//! Okta limits requests by bucket and minute, for all clients of an org together. A client learns each bucket's limit
//! from the headers of every answer, uses 0.8 of what others leave, and spreads its requests over the window, so
//! that a 429 is the exception. Clones share one governor. Requests of the interactive [`Lane`] go before those of the
//! bulk one, which always get every fifth turn at least.
//!
//! ```no_run
//! # async fn run(okta: okta_transport::Client) -> okta_transport::Result<()> {
//! use okta_models::{Operation as _, user_lifecycle::UnlockUser, users::{GetUser, ListUsers}};
//! use okta_transport::Lane;
//!
//! print!("{}", okta.forecast(&[(GetUser::METADATA, 5_000), (ListUsers::METADATA, 25)]));
//! let job = okta.lane(Lane::Bulk); // waits as long as it takes
//! let users = job.stream(ListUsers::new());
//! okta.send(UnlockUser::new("ada@example.com")).await?; // goes first
//! for bucket in okta.budget().buckets() {
//!     println!("{}: {} of {} left", bucket.name(), bucket.left(), bucket.limit());
//! }
//! # let _ = users;
//! # Ok(())
//! # }
//! ```
//!
//! Two clients that are built one by one do not know of each other, be it in one process or in several: with a
//! [`BudgetStore`] ([`InMemory`], or `RedisBudgetStore` with the feature `redis`) they stay within the share together.
//! Requests are then reserved in the store, some at a time, before they leave; what a process has reserved that dies is free
//! again a window later. While the store is away each process keeps to its part of the share, which a warning and
//! [`Budget::sharing`] tell, and it finds the store again by itself.
//!
//! ```
//! use okta_transport::{Client, Governing, InMemory};
//!
//! # fn main() -> okta_transport::Result<()> {
//! let store = InMemory::default(); // or RedisBudgetStore::new("rediss://:password@redis.example.com")?
//! let okta = Client::builder()
//!     .org("https://acme.okta.com")
//!     .api_token("00a1b2c3")
//!     .governing(Governing::default().store(store))
//!     .build()?;
//! println!("{:?}", okta.budget().sharing()); // Together { processes: 1 }
//! # Ok(())
//! # }
//! ```
//!
//! Words of ours: a *bucket* is what Okta counts together, a *window* the minute in which it counts, the *share* the part
//! that a client takes, the *governor* what holds requests back, a *lane* who goes first; a
//! *tail* is the System Log as it grows, a *position* where a tail stands, an *observer* what is told of each attempt.
//!
//! # The way to the org
//!
//! Requests for access tokens are requests like all others: timeouts, proxy, TLS settings and `User-Agent` are one configuration
//! for everything that a client sends, the blocking one included.
//!
//! | what | in code | `OKTA_CLIENT_…`, or `okta.client.…` in `okta.yaml` |
//! | --- | --- | --- |
//! | time to connect, 10 s | `ReqwestBackendBuilder::connect_timeout` | `CONNECTIONTIMEOUT`, seconds |
//! | time of an attempt, 60 s | `ReqwestBackendBuilder::request_timeout` | `REQUESTTIMEOUT`, seconds |
//! | attempts | [`ClientBuilder::retry`] | `RATELIMIT_MAXRETRIES` |
//! | proxy | `ReqwestBackendBuilder::proxy` | `PROXY_HOST`, `PROXY_PORT`, `PROXY_USERNAME`, `PROXY_PASSWORD`; after them `HTTPS_PROXY` and `NO_PROXY` |
//! | trusted roots, client certificate | `ReqwestBackendBuilder::tls` | none: only code and the platform may say whom to trust |
//! | `User-Agent` | [`ClientBuilder::user_agent_extra`] | `USERAGENT` |
//!
//! This machine itself is called without a proxy. A connection that cannot be [trusted](ErrorKind::NotTrusted) gets no token, is
//! not tried again, and the error says what to do.
//!
//! # What is traced
//!
//! Every call is one `tracing` span of level `INFO`, `okta_call`, whose fields have the names of OpenTelemetry's conventions for
//! HTTP clients; a request for an access token is one, too, within that of the call that needs it.
//!
//! | field | what it holds |
//! | --- | --- |
//! | `okta.operation_id` | `getUser` |
//! | `http.request.method`, `url.template` | `GET`, `/api/v1/users/{id}`; the path itself and the query are not told |
//! | `server.address`, `server.port`, `url.scheme` | the org |
//! | `http.response.status_code`, `okta.request_id` | of the last answer |
//! | `http.request.resend_count` | how many attempts followed the first, if any |
//! | `error.type` | of a call that failed: the status, or the [`ErrorKind`] |
//! | `otel.name`, `otel.kind`, `otel.status_code` | what `tracing-opentelemetry` makes name, kind and status of |
//!
//! Within it each attempt has events: `sent`, `answered` and `retried` of level `DEBUG`, `limited` of `INFO`. An
//! [`Observer`] is told the same without a subscriber. Neither holds a credential, a body or a personal value.
//! Of the crates below, at level `TRACE` too, none is known to tell one: a test greps all of it. `ReqwestBackend` does not
//! switch on reqwest's `connection_verbose`, which writes every byte to the log; a backend of your own should not either.
//!
//! # Features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `reqwest` (default) | `ReqwestBackend`: HTTP/1.1 with pooled connections, gzip, proxies, TLS by rustls with the platform's trust store |
//! | `http2` | HTTP/2 in the `ReqwestBackend` |
//! | `blocking` | `blocking::Client`, for programs without an async runtime |
//! | `redis` | `RedisBudgetStore`: processes share the budget of an org |
//!
//! Without `reqwest` the crate holds no HTTP or TLS code, and a client needs a
//! [`backend`](ClientBuilder::backend).
//!
//! # What to read next
//!
//! [`Client`] for calls, [`ApiToken`], [`ClientCredentials`], [`BearerToken`] and [`ProvidedToken`] for credentials,
//! [`Governing`] for rate limits, [`Pages`] for listings, [`LogTail`] for the System Log, [`ErrorKind`] for failures, [`Config`] for
//! settings.

mod address;
mod answer;
mod auth;
mod backend;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call_span;
mod client;
mod clock;
mod config;
mod error;
mod governor;
mod observer;
mod pagination;
mod rate_limit;
mod retry;
mod spawner;
mod system_log;
#[cfg(any(feature = "reqwest", feature = "redis"))]
mod tls;
mod watch;

pub use address::OrgAddress;
pub use answer::Answer;
pub use auth::{
    AccessToken, ApiToken, Authenticator, BearerToken, ClientCredentials, Connection, Credentials,
    Operations, PrivateKey, ProvidedToken, Remedy, Signer, SigningAlgorithm, TokenClaims, TokenProvider,
};
pub use backend::{BackendError, BackendErrorKind, HttpBackend, IntoAnswer, WasSent};
#[cfg(feature = "reqwest")]
pub use backend::{Proxy, ReqwestBackend, ReqwestBackendBuilder};
pub use client::{Client, ClientBuilder};
pub use clock::{Clock, Jitter, RandomJitter, SystemClock, VirtualClock};
pub use config::{Config, ConfigSources, Setting};
pub use error::{Error, ErrorKind, OAuthError, OktaError, Result};
#[cfg(feature = "redis")]
pub use governor::RedisBudgetStore;
pub use governor::{
    BucketBudget, BucketForecast, Budget, BudgetStore, Forecast, Governing, InMemory, Lane, Sharing,
    StoreError, Stored,
};
pub use observer::{Answered, Attempt, Limit, Limited, Observer, Retried, RetryReason};
pub use pagination::{Cursor, Pages};
pub use rate_limit::RateLimit;
pub use retry::{Attempts, RetryPolicy};
pub use spawner::Spawner;
pub use system_log::{LogPosition, LogTail, TailStopper};
#[cfg(any(feature = "reqwest", feature = "redis"))]
pub use tls::{Certificates, ClientCertificate, Tls};
