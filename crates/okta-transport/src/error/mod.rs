//! [`Error`]: what failed, on which operation, and what to do about it.
//!
//! [`ErrorKind`] sorts errors by what a caller does about them, and [`OktaError`] is what Okta says.
//! How an answer becomes an error is in `answer.rs`; how personal values are kept out of the text in
//! `redact.rs`.

mod answer;
mod kind;
mod okta;
mod redact;

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use okta_models::{ItemError, Metadata, RequestError};

pub(crate) use answer::{Call, REQUEST_ID, refuse_web_page, request_id};
pub use kind::ErrorKind;
pub use okta::OktaError;
use redact::Echoes;

use crate::backend::{BackendError, BackendErrorKind, WasSent};

/// The result of a call.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed call, one pointer wide.
///
/// Its text names the method and the path template, Okta's words, and what to do. It never holds a
/// token, a body, or a value that the request held: ids are left out of the path, and Okta's words
/// are shown without personal values. The full words are in [`okta`](Error::okta).
///
/// ```
/// # use okta_transport::{Client, Error};
/// fn describe(error: &Error) -> String {
///     if error.is_not_found() {
///         "no such user".to_owned()
///     } else if let Some(wait) = error.retry_after() {
///         format!("try again in {} s", wait.as_secs())
///     } else {
///         error.to_string()
///     }
/// }
/// let error = Client::builder().org("https://{yourOktaDomain}").api_token("x").build().unwrap_err();
/// assert!(describe(&error).contains("placeholder"));
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What happened, a sentence without its full stop.
    what: String,
    /// What to do, whole sentences.
    advice: String,
    operation: Option<Metadata>,
    status: Option<http::StatusCode>,
    okta: Option<OktaError>,
    request_id: Option<String>,
    sent: WasSent,
    retry_after: Option<Duration>,
    reset_at: Option<Timestamp>,
    required_scopes: Vec<String>,
    item: Option<ItemError>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// What sort of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What Okta said, when it answered with one of its errors. Its texts may hold personal values.
    pub fn okta(&self) -> Option<&OktaError> {
        self.0.okta.as_ref()
    }

    /// Okta's id of the request (`X-Okta-Request-Id`), which equals `transaction.id` in the System Log.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long to wait before the same call can succeed, when Okta said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// When the rate limit is renewed, by Okta's clock.
    pub fn reset_at(&self) -> Option<Timestamp> {
        self.0.reset_at
    }

    /// Whether Okta received the request. `Yes` does not say that it did what was asked; see
    /// [`is_accepted`](Error::is_accepted).
    pub fn was_sent(&self) -> WasSent {
        self.0.sent
    }

    /// The status of Okta's answer, if there was one.
    pub fn status(&self) -> Option<http::StatusCode> {
        self.0.status
    }

    /// The operationId of the failed call, `getUser`; `None` when the client could not be built.
    pub fn operation_id(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.operation_id())
    }

    /// The OAuth scopes that would help, for [`Forbidden`](ErrorKind::Forbidden): those that Okta named in
    /// its `WWW-Authenticate` header, or else those of which the operation needs one.
    pub fn required_scopes(&self) -> &[String] {
        &self.0.required_scopes
    }

    /// The record that could not be read, when this is an item of a listing.
    pub fn item(&self) -> Option<&ItemError> {
        self.0.item.as_ref()
    }

    /// Whether Okta answered that it did what was asked (2xx), although the answer could not be
    /// read. Do not send such a change again.
    pub fn is_accepted(&self) -> bool {
        self.0.kind == ErrorKind::Decode && self.0.status.is_some_and(|status| status.is_success())
    }

    /// Whether what was named does not exist, or is hidden from these credentials.
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Whether the credentials may not do this.
    pub fn is_forbidden(&self) -> bool {
        self.0.kind == ErrorKind::Forbidden
    }

    /// Whether the credentials were not accepted.
    pub fn is_unauthenticated(&self) -> bool {
        self.0.kind == ErrorKind::Unauthenticated
    }

    /// Whether a rate limit is used up.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether the state of the org forbids it for now.
    pub fn is_conflict(&self) -> bool {
        self.0.kind == ErrorKind::Conflict
    }

    /// Whether Okta found the request invalid.
    pub fn is_invalid_input(&self) -> bool {
        self.0.kind == ErrorKind::InvalidInput
    }

    /// Whether the client could not be built from its settings.
    pub fn is_invalid_configuration(&self) -> bool {
        self.0.kind == ErrorKind::InvalidConfiguration
    }

    /// Whether Okta could not be reached, so that nothing was sent.
    pub fn is_unreachable(&self) -> bool {
        self.0.kind == ErrorKind::Unreachable
    }

    /// Whether the same call may succeed later without anything being changed.
    pub fn is_transient(&self) -> bool {
        use ErrorKind::{Interrupted, RateLimited, ServerError, Timeout, Unreachable};
        matches!(
            self.0.kind,
            Unreachable | Timeout | Interrupted | RateLimited | ServerError
        )
    }
}

/// How the crate makes errors.
impl Error {
    fn new(kind: ErrorKind, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            what: what.into(),
            advice: advice.into(),
            operation: None,
            status: None,
            okta: None,
            request_id: None,
            sent: WasSent::No,
            retry_after: None,
            reset_at: None,
            required_scopes: Vec::new(),
            item: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidConfiguration, what, advice)
    }

    pub(crate) fn request(operation: Metadata, problem: RequestError) -> Self {
        let mut error = Self::new(
            ErrorKind::InvalidRequest,
            problem.to_string(),
            "Nothing was sent.",
        );
        error.0.operation = Some(operation);
        error.0.source = Some(Box::new(problem));
        error
    }

    pub(crate) fn pagination(
        operation: Metadata,
        what: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let mut error = Self::new(ErrorKind::Pagination, what, advice);
        error.0.operation = Some(operation);
        error
    }

    pub(crate) fn unreadable_item(operation: Metadata, item: ItemError) -> Self {
        let what = item.to_string();
        let mut error = Self::new(ErrorKind::Decode, what, "The other records are not affected.");
        error.0.operation = Some(operation);
        error.0.sent = WasSent::Yes;
        error.0.item = Some(item);
        error
    }

    pub(crate) fn backend(operation: Metadata, origin: &str, problem: BackendError) -> Self {
        let sent = problem.was_sent();
        let (kind, what, advice) = match problem.kind() {
            BackendErrorKind::Connect => (
                ErrorKind::Unreachable,
                format!("{origin} could not be reached: {problem}"),
                "Nothing was sent. Check the org's address, the network and the proxy settings.",
            ),
            BackendErrorKind::Tls => (
                ErrorKind::Unreachable,
                format!("no secure connection to {origin} could be made: {problem}"),
                "Nothing was sent. Check the org's address, and whether a proxy replaces certificates.",
            ),
            BackendErrorKind::Timeout => (
                ErrorKind::Timeout,
                format!("{origin} did not answer in time: {problem}"),
                outcome_advice(sent, operation),
            ),
            BackendErrorKind::BodyTooLarge => (
                ErrorKind::Decode,
                format!("the answer of {origin} was refused: {problem}"),
                "Ask for a smaller page, or raise the backend's limit.",
            ),
            BackendErrorKind::Interrupted | BackendErrorKind::Other => (
                ErrorKind::Interrupted,
                format!("the call to {origin} was interrupted: {problem}"),
                outcome_advice(sent, operation),
            ),
        };
        let mut error = Self::new(kind, what, advice);
        error.0.operation = Some(operation);
        error.0.sent = sent;
        error.0.source = Some(Box::new(problem));
        error
    }

    pub(crate) fn with_operation(mut self, operation: Metadata) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }
}

fn outcome_advice(sent: WasSent, operation: Metadata) -> &'static str {
    if sent == WasSent::No {
        "Nothing was sent."
    } else if operation.effect() == okta_models::Effect::Reads {
        "Try again later."
    } else {
        "Okta may have done what was asked; look before sending it again."
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(
                formatter,
                "{} {}: ",
                operation.method(),
                operation.path_template()
            )?;
        }
        formatter.write_str(&self.0.what)?;
        formatter.write_str(".")?;
        if self.0.advice.is_empty() {
            Ok(())
        } else {
            write!(formatter, " {}", self.0.advice)
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("was_sent", &self.0.sent)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    /// What lies below the problem that the message already tells.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().and_then(|source| source.source())
    }
}
