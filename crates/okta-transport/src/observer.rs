//! [`Observer`]: what a client does, told while it does it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use okta_models::Metadata;

use crate::backend::BackendErrorKind;
use crate::rate_limit::RateLimit;

/// Is told what a client does with each attempt of each call, for metrics and progress; given with
/// [`ClientBuilder::observer`](crate::ClientBuilder::observer). A method that is left out does nothing.
///
/// Of one attempt it is told, in this order: [`waited`](Observer::waited) if the rate limit held it back,
/// [`sent`](Observer::sent), [`answered`](Observer::answered), [`limited`](Observer::limited) if a limit refused it, and
/// [`retried`](Observer::retried) if another one follows. A call whose future is dropped ends without a word.
///
/// A request for an access token is a call, too, within the one that needs it: before its `sent`, with attempts of its own.
/// Its operation is [`token`](okta_facts::REQUEST_FOR_TOKEN), which no other one is named. What a
/// [`TokenProvider`](crate::TokenProvider) of the caller's does is not seen.
///
/// It sees operations, numbers and times: no path, no query, no body, no credential. It is called by the task that makes
/// the call, between two steps of it, so it must not block.
///
/// An observer that panics is told nothing more, and that is traced as an error; the call goes on. What watches a change
/// does not decide whether its outcome reaches the caller.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
/// use std::time::Duration;
/// use okta_transport::{Answered, Attempt, Client, Limited, Observer, Retried};
///
/// #[derive(Default)]
/// struct Metrics { sent: AtomicU64, failed: AtomicU64, limited: AtomicU64, retried: AtomicU64, waited_ms: AtomicU64 }
///
/// impl Observer for Metrics {
///     fn waited(&self, _: &Attempt, time: Duration) {
///         self.waited_ms.fetch_add(time.as_millis() as u64, Relaxed);
///     }
///     fn sent(&self, _: &Attempt) {
///         self.sent.fetch_add(1, Relaxed);
///     }
///     fn answered(&self, attempt: &Attempt, answer: &Answered<'_>) {
///         if !answer.is_success() {
///             self.failed.fetch_add(1, Relaxed);
///         }
///         println!("{} took {:?}", attempt.operation().operation_id(), answer.time());
///     }
///     fn limited(&self, _: &Attempt, _: &Limited) {
///         self.limited.fetch_add(1, Relaxed);
///     }
///     fn retried(&self, _: &Attempt, _: &Retried) {
///         self.retried.fetch_add(1, Relaxed);
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), okta_transport::Error> {
/// let metrics = Arc::new(Metrics::default());
/// let okta = Client::builder()
///     .org("https://acme.okta.com")
///     .api_token("00a…".replace('…', "b"))
///     .observer(metrics.clone())
/// #   .backend(|_| async { http::Response::new(bytes::Bytes::from_static(b"[]")) })
///     .build()?;
/// okta.send(okta_models::groups::ListGroups::new()).await?;
/// assert_eq!(metrics.sent.load(Relaxed), 1);
/// # Ok(()) }
/// ```
pub trait Observer: Send + Sync {
    /// The rate limit had no room for the attempt until now.
    fn waited(&self, attempt: &Attempt, time: Duration) {
        let _ = (attempt, time);
    }

    /// The attempt is handed to the backend.
    fn sent(&self, attempt: &Attempt) {
        let _ = attempt;
    }

    /// An answer came, or it is certain that none comes.
    fn answered(&self, attempt: &Attempt, answer: &Answered<'_>) {
        let _ = (attempt, answer);
    }

    /// A limit refused the attempt: Okta's, with 429, or the client's share, so that it was not sent.
    fn limited(&self, attempt: &Attempt, limit: &Limited) {
        let _ = (attempt, limit);
    }

    /// Another attempt follows, after a wait.
    fn retried(&self, attempt: &Attempt, retry: &Retried) {
        let _ = (attempt, retry);
    }
}

impl<O: Observer + ?Sized> Observer for Arc<O> {
    fn waited(&self, attempt: &Attempt, time: Duration) {
        (**self).waited(attempt, time);
    }

    fn sent(&self, attempt: &Attempt) {
        (**self).sent(attempt);
    }

    fn answered(&self, attempt: &Attempt, answer: &Answered<'_>) {
        (**self).answered(attempt, answer);
    }

    fn limited(&self, attempt: &Attempt, limit: &Limited) {
        (**self).limited(attempt, limit);
    }

    fn retried(&self, attempt: &Attempt, retry: &Retried) {
        (**self).retried(attempt, retry);
    }
}

/// One attempt of a call.
#[derive(Clone, Copy)]
pub struct Attempt {
    pub(crate) operation: Metadata,
    pub(crate) number: u32,
}

impl Attempt {
    /// The operation: its id, method, path template and bucket. For a request for an access token it is
    /// [`okta_facts::REQUEST_FOR_TOKEN`].
    pub fn operation(&self) -> Metadata {
        self.operation
    }

    /// Which attempt of its call it is; the first is 1.
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attempt")
            .field("operation", &self.operation.operation_id())
            .field("number", &self.number)
            .finish()
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    pub(crate) outcome: Result<StatusCode, BackendErrorKind>,
    pub(crate) time: Duration,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) rate_limit: Option<RateLimit>,
}

impl<'a> Answered<'a> {
    /// The status of a whole answer, or why there is none.
    ///
    /// # Errors
    ///
    /// What kept the answer, or its end, from coming.
    pub fn outcome(&self) -> Result<StatusCode, BackendErrorKind> {
        self.outcome
    }

    /// Whether Okta did what was asked: a whole answer came with a 2xx.
    pub fn is_success(&self) -> bool {
        self.outcome.is_ok_and(|status| status.is_success())
    }

    /// From the hand-over to the backend to the end of the answer.
    pub fn time(&self) -> Duration {
        self.time
    }

    /// Okta's id of the request.
    pub fn request_id(&self) -> Option<&'a str> {
        self.request_id
    }

    /// The state of the rate-limit bucket after the attempt.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }
}

/// A limit that refused an attempt.
#[derive(Clone, Copy, Debug)]
pub struct Limited {
    pub(crate) limit: Limit,
    pub(crate) wait: Option<Duration>,
    pub(crate) reset_at: Option<Timestamp>,
}

impl Limited {
    /// Which limit.
    pub fn limit(&self) -> Limit {
        self.limit
    }

    /// How long until there is room again, where that is known.
    pub fn wait(&self) -> Option<Duration> {
        self.wait
    }

    /// When the window ends, by Okta's clock, where that is known.
    pub fn reset_at(&self) -> Option<Timestamp> {
        self.reset_at
    }
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// Okta's: requests in a window of time.
    Window,
    /// Okta's: requests at the same time.
    Concurrency,
    /// Okta's: one resource, such as a telephone that was called a moment ago.
    Resource,
    /// Okta did not say.
    Unnamed,
    /// The client's own share has no room in the time that the call may wait.
    Share,
}

/// Why and when another attempt follows.
#[derive(Clone, Copy, Debug)]
pub struct Retried {
    pub(crate) reason: RetryReason,
    pub(crate) wait: Duration,
}

impl Retried {
    /// Why.
    pub fn reason(&self) -> RetryReason {
        self.reason
    }

    /// How long the client waits before it.
    pub fn wait(&self) -> Duration {
        self.wait
    }
}

/// Why an attempt is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryReason {
    /// Okta refused it for a limit.
    Limited,
    /// It was not sent: no connection could be made.
    NotSent,
    /// Okta failed, or no answer came; the operation may be repeated.
    Failed,
    /// Okta refused the credentials, and there are better ones.
    Credentials,
}

/// A client's observer, until it panics.
pub(crate) struct Observing {
    observer: Box<dyn Observer>,
    is_broken: AtomicBool,
}

impl Observing {
    pub(crate) fn new(observer: Box<dyn Observer>) -> Self {
        Self {
            observer,
            is_broken: AtomicBool::new(false),
        }
    }

    pub(crate) fn tell(&self, tell: impl FnOnce(&dyn Observer)) {
        if self.is_broken.load(Ordering::Relaxed) {
            return;
        }
        // What a panic leaves half done is the observer's own, and it is not called again.
        if catch_unwind(AssertUnwindSafe(|| tell(&*self.observer))).is_err() {
            self.is_broken.store(true, Ordering::Relaxed);
            tracing::error!("the client's observer panicked; it is told nothing more");
        }
    }
}

impl fmt::Debug for Observing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Observing")
            .field("is_broken", &self.is_broken)
            .finish_non_exhaustive()
    }
}
