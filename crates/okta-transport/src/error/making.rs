//! How the crate makes errors.

use std::fmt;
use std::sync::Arc;

use okta_models::{ItemError, Metadata, RequestError};

use super::{Error, ErrorKind, Inner, answer};
use crate::backend::WasSent;

impl Error {
    pub(super) fn new(kind: ErrorKind, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            what: what.into(),
            advice: advice.into(),
            operation: None,
            status: None,
            okta: None,
            oauth: None,
            request_id: None,
            sent: WasSent::No,
            earlier_unsure: false,
            retry_after: None,
            reset_at: None,
            required_scopes: Vec::new(),
            scope_refused: false,
            item: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidConfiguration, what, advice)
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn blocking_in_async() -> Self {
        Self::new(
            ErrorKind::BlockingInAsync,
            "a blocking client was used by an async task, whose thread it would have held up",
            "Nothing was sent. Use the async client there, or call this one within `tokio::task::spawn_blocking`.",
        )
    }

    pub(crate) fn request(operation: Metadata, problem: RequestError) -> Self {
        let mut error = Self::new(
            ErrorKind::InvalidRequest,
            problem.to_string(),
            "Nothing was sent.",
        );
        error.0.operation = Some(operation);
        error.0.source = Some(Arc::new(problem));
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

    /// The same error, known to be about the place where a tail was to go on.
    pub(crate) fn about_refused_cursor(mut self) -> Self {
        if self.0.kind != ErrorKind::CursorRefused {
            let words = self.0.what.replacen(answer::statement(self.0.kind), "", 1);
            self.0.what = format!("{}{words}", answer::statement(ErrorKind::CursorRefused));
            self.0.kind = ErrorKind::CursorRefused;
        }
        self.0.advice = String::from(
            "The tail cannot go on there: Okta keeps events for 90 days. Begin another one some minutes before the \
                         newest event that was delivered; what is older than Okta keeps is lost.",
        );
        self
    }

    pub(crate) fn unreadable_item(operation: Metadata, item: ItemError) -> Self {
        let what = item.to_string();
        let mut error = Self::new(ErrorKind::Decode, what, "The other records are not affected.");
        error.0.operation = Some(operation);
        error.0.sent = WasSent::Yes;
        error.0.item = Some(item);
        error
    }

    /// Takes into account that an attempt before the last one was sent, and that its outcome is unknown.
    pub(crate) fn after_unsure_attempt(mut self) -> Self {
        let told = self.may_have_been_done();
        self.0.earlier_unsure = true;
        if self.0.sent == WasSent::No {
            self.0.sent = WasSent::Maybe;
        }
        if self.may_have_been_done() && !told {
            let own = self
                .0
                .advice
                .replacen("Nothing was sent.", "The last attempt was not sent.", 1)
                .replacen("Nothing was done.", "The last attempt did nothing.", 1);
            let earlier = "The outcome of an earlier attempt of this call is unknown: it may have done what was asked; \
                           look before sending it again.";
            self.0.advice = [own.as_str(), earlier].join(" ").trim_start().into();
        }
        self
    }

    /// Puts another's error below this one.
    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::new(Below(source.into())));
        self
    }

    /// The same error for another call that waited for the same thing.
    pub(crate) fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }

    pub(crate) fn with_operation(mut self, operation: Metadata) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }
}

/// Another's error as the source of one.
#[derive(Debug)]
struct Below(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for Below {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for Below {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}
