//! [`Error`]: what failed, on which operation, and what to do about it.
//!
//! [`ErrorKind`] sorts errors by what a caller does about them, and [`OktaError`] is what Okta says.
//! How the crate makes errors is in `making.rs`; how an answer becomes one in `answer.rs`, with the words for a 403 in
//! `allowing.rs` and for a 429 in `limits.rs`; how the lack of an answer does in `no_answer.rs`, and of an access token in
//! `token.rs`; how personal values are kept out of the text in `redact.rs`.

mod allowing;
mod answer;
mod forbidden;
mod kind;
mod limits;
mod making;
mod no_answer;
mod okta;
mod redact;
mod token;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use okta_models::{Effect, ItemError, Metadata};

pub(crate) use answer::{Call, REQUEST_ID, is_json, refuse_web_page, request_id};
pub use kind::ErrorKind;
pub use okta::OktaError;
use redact::Echoes;
pub use token::OAuthError;

use crate::backend::WasSent;

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

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// What happened, a sentence without its full stop.
    what: String,
    /// What to do, whole sentences.
    advice: String,
    operation: Option<Metadata>,
    status: Option<http::StatusCode>,
    okta: Option<OktaError>,
    oauth: Option<OAuthError>,
    request_id: Option<String>,
    sent: WasSent,
    /// Whether an attempt before the last one was sent and its outcome is unknown.
    earlier_unsure: bool,
    retry_after: Option<Duration>,
    reset_at: Option<Timestamp>,
    required_scopes: Vec<String>,
    /// Whether Okta named the scopes itself.
    scope_refused: bool,
    item: Option<ItemError>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
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

    /// What Okta's token endpoint said, when it gave no access token. The operation itself was not sent then.
    pub fn oauth(&self) -> Option<&OAuthError> {
        self.0.oauth.as_ref()
    }

    /// Okta's id of the request (`X-Okta-Request-Id`), which equals `transaction.id` in the System Log.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long to wait before the same call can succeed, when Okta said so; `None` for a limit of requests at
    /// once, and of one resource.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// When the window of the rate limit ends, by Okta's clock; `None` when no window is used up.
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

    /// The permissions with which a custom role would allow the call, all of them, for
    /// [`Forbidden`](ErrorKind::Forbidden): the narrowest that do. Empty where no permission allows it, where no source
    /// says which, and where Okta named scopes instead.
    ///
    /// The caller may hold them all and not on what the call names: the resource set decides, too.
    pub fn required_permissions(&self) -> Vec<&'static str> {
        self.refused_for_want_of_a_role()
            .map(allowing::permissions)
            .unwrap_or_default()
    }

    /// The standard roles that allow the call, the one that may do least first and those of Okta's governance last,
    /// for [`Forbidden`](ErrorKind::Forbidden): `HELP_DESK_ADMIN`. Empty where no source says, and where Okta named scopes
    /// instead. A role with targets allows it on these alone.
    pub fn allowing_roles(&self) -> Vec<&'static str> {
        self.refused_for_want_of_a_role()
            .map(allowing::roles)
            .unwrap_or_default()
    }

    /// The record that could not be read, when this is an item of a listing.
    pub fn item(&self) -> Option<&ItemError> {
        self.0.item.as_ref()
    }

    /// Whether Okta answered that it did what was asked (2xx), although the answer could not be
    /// read: it is of another form than promised, too large, or was cut off. Do not send such a change again.
    pub fn is_accepted(&self) -> bool {
        self.0.kind != ErrorKind::NotOkta && self.0.status.is_some_and(|status| status.is_success())
    }

    /// Whether what was asked may have been done although the call failed: the outcome of this attempt, or of an
    /// earlier one of the same call, is unknown, or Okta [accepted](Error::is_accepted) it. Look at the object
    /// before sending a change again. Always `false` for an operation that only reads.
    ///
    /// A deletion whose first answer was lost is sent again, and then reports what it deleted itself as not
    /// found: [`is_not_found`](Error::is_not_found) and this are both true then.
    pub fn may_have_been_done(&self) -> bool {
        use ErrorKind::{Interrupted, NotOkta, ServerError, Timeout};
        let is_open = match self.0.status {
            Some(status) => {
                status.is_success() || status.is_server_error() && self.0.kind != ErrorKind::Rejected
            }
            None => matches!(self.0.kind, Timeout | Interrupted | ServerError | NotOkta),
        };
        let changes = self
            .0
            .operation
            .is_some_and(|operation| operation.effect() != Effect::Reads);
        changes && (self.0.earlier_unsure || is_open && self.0.sent != WasSent::No)
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

    /// Whether a limit of Okta's is reached (429).
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

    /// Whether Okta could not be reached, so that nothing was sent. A connection that was made and is
    /// [not trusted](ErrorKind::NotTrusted) is another matter.
    pub fn is_unreachable(&self) -> bool {
        self.0.kind == ErrorKind::Unreachable
    }

    /// Adds what to do about it, in whole sentences, for who knows more of what the call was for. The text must hold
    /// neither a secret nor a personal value.
    #[must_use]
    pub fn with_advice(mut self, advice: &str) -> Self {
        let told = std::mem::take(&mut self.0.advice);
        self.0.advice = String::from([told.as_str(), advice].join(" ").trim_start());
        self
    }

    /// Whether the same call may succeed later without anything being changed.
    pub fn is_transient(&self) -> bool {
        use ErrorKind::{Interrupted, RateLimited, ServerError, Timeout, Unreachable};
        matches!(
            self.0.kind,
            Unreachable | Timeout | Interrupted | RateLimited | ServerError
        )
    }

    fn refused_for_want_of_a_role(&self) -> Option<Metadata> {
        let operation = self.0.operation?;
        (self.0.kind == ErrorKind::Forbidden && !self.0.scope_refused).then_some(operation)
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
