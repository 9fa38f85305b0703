//! [`BackendError`]: why no answer came.

use std::fmt;

use http::StatusCode;

/// Whether a request reached Okta.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WasSent {
    /// Certainly not: sending it again cannot do anything twice.
    No,
    /// It may have.
    Maybe,
    /// It has: an answer came.
    Yes,
}

/// What kept an answer from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BackendErrorKind {
    /// No connection was made, so nothing was sent.
    Connect,
    /// The connection could not be secured, so nothing was sent. Another attempt would end the same way.
    Tls,
    /// The proxy lets nobody through without credentials, or not with these, so nothing was sent. Another attempt would end
    /// the same way.
    Proxy,
    /// The time ran out.
    Timeout,
    /// The connection broke.
    Interrupted,
    /// What came is no HTTP, or its body is not packed as its header says. Another attempt would find the
    /// same.
    Malformed,
    /// The answer is longer than the backend accepts.
    BodyTooLarge,
    /// Something else.
    Other,
}

/// Why a [`HttpBackend`](super::HttpBackend) has no answer.
///
/// ```
/// use okta_transport::{BackendError, BackendErrorKind, WasSent};
///
/// let error = BackendError::new(BackendErrorKind::Timeout, WasSent::Maybe, "no answer within 30 s");
/// assert_eq!(error.to_string(), "no answer within 30 s");
/// ```
pub struct BackendError {
    kind: BackendErrorKind,
    sent: WasSent,
    status: Option<StatusCode>,
    message: String,
    /// What to do, in whole sentences, where more is known than the kind tells.
    advice: Option<&'static str>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl BackendError {
    /// An error with a message for people. The message must not hold the request's path, query, headers or
    /// body.
    ///
    /// [`Connect`](BackendErrorKind::Connect), [`Tls`](BackendErrorKind::Tls) and [`Proxy`](BackendErrorKind::Proxy) mean
    /// that nothing was sent, whatever `sent` says.
    pub fn new(kind: BackendErrorKind, sent: WasSent, message: impl Into<String>) -> Self {
        let never = matches!(
            kind,
            BackendErrorKind::Connect | BackendErrorKind::Tls | BackendErrorKind::Proxy
        );
        Self {
            kind,
            sent: if never { WasSent::No } else { sent },
            status: None,
            message: message.into(),
            advice: None,
            source: None,
        }
    }

    /// Adds the status of an answer whose head came and whose body did not, or not whole. The request was
    /// sent then, and a 2xx says that Okta did what was asked.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self.sent = WasSent::Yes;
        self
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn with_advice(mut self, advice: &'static str) -> Self {
        self.advice = Some(advice);
        self
    }

    /// Adds the error below this one.
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What kept the answer from coming.
    pub fn kind(&self) -> BackendErrorKind {
        self.kind
    }

    pub(crate) fn advice(&self) -> Option<&'static str> {
        self.advice
    }

    /// The status of the answer, when its head came.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Whether the request reached Okta.
    pub fn was_sent(&self) -> WasSent {
        self.sent
    }
}

impl fmt::Display for BackendError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl fmt::Debug for BackendError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BackendError")
            .field("kind", &self.kind)
            .field("sent", &self.sent)
            .field("status", &self.status)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for BackendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}
