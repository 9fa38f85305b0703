//! [`Watch`]: what is told of a call while it is made, to its span and to the client's observer.
//!
//! A request for an access token is a call of its own, within the one that needs it.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use okta_models::Metadata;
use serde::Deserialize;
use tracing::Span;

use crate::auth::Remedy;
use crate::backend::BackendError;
use crate::call_span;
use crate::clock::Clock;
use crate::error::{ErrorKind, request_id};
use crate::governor::HeldBack;
use crate::observer::{Answered, Attempt, Limit, Limited, Observing, Retried, RetryReason};
use crate::rate_limit::{Exhausted, RateLimit};
use crate::retry::Failure;

/// The governor waits no shorter.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

pub(crate) struct Watch<'a> {
    clock: &'a dyn Clock,
    observing: Option<&'a Observing>,
    attempt: Attempt,
    sent: u32,
    sent_at: Duration,
    /// Of the last answer.
    status: Option<StatusCode>,
    request_id: Option<String>,
    span: Span,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(
        clock: &'a dyn Clock,
        observing: Option<&'a Observing>,
        operation: Metadata,
        uri: &http::Uri,
    ) -> Self {
        let span = call_span::new(
            operation.operation_id(),
            operation.method(),
            operation.path_template(),
            uri,
        );
        Self {
            clock,
            observing,
            attempt: Attempt { operation, number: 1 },
            sent: 0,
            sent_at: Duration::ZERO,
            status: None,
            request_id: None,
            span,
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The attempt after so many begins, by asking the rate limit for room. Gives the moment.
    pub(crate) fn begins(&mut self, made: u32) -> Duration {
        self.attempt.number = made.saturating_add(1);
        self.clock.elapsed()
    }

    /// The rate limit has room.
    pub(crate) fn admitted(&self, asked: Duration) {
        let time = self.clock.elapsed().saturating_sub(asked);
        // The governor traces its waits itself. To take a turn at once takes some time, too, and is no wait.
        if let Some(observing) = self.observing.filter(|_| time >= SHORTEST_WAIT) {
            observing.tell(|observer| observer.waited(&self.attempt, time));
        }
    }

    pub(crate) fn held_back(&self, reason: &HeldBack) {
        if let HeldBack::TooLong { wait, reset_at } = *reason {
            self.limited(&Limited {
                limit: Limit::Share,
                wait: Some(wait),
                reset_at,
            });
        }
    }

    pub(crate) fn sent(&mut self) {
        self.sent = self.attempt.number;
        self.sent_at = self.clock.elapsed();
        tracing::debug!(attempt = self.attempt.number, "sent");
        if let Some(observing) = self.observing {
            observing.tell(|observer| observer.sent(&self.attempt));
        }
    }

    pub(crate) fn answered(&mut self, outcome: &Result<Response<Bytes>, BackendError>) {
        let time = self.clock.elapsed().saturating_sub(self.sent_at);
        (self.status, self.request_id) = match outcome {
            Ok(response) => (Some(response.status()), request_id(response.headers())),
            // What came of it tells the status at times.
            Err(problem) => (problem.status(), None),
        };
        let answered = match outcome {
            Ok(response) => Answered {
                outcome: Ok(response.status()),
                time,
                request_id: self.request_id.as_deref(),
                rate_limit: RateLimit::of(response.headers()),
            },
            Err(problem) => Answered {
                outcome: Err(problem.kind()),
                time,
                request_id: None,
                rate_limit: None,
            },
        };
        tracing::debug!(
            attempt = self.attempt.number,
            http.response.status_code = answered.outcome.ok().map(|status| status.as_u16()),
            "error.type" = answered.outcome.err().map(tracing::field::debug),
            okta.request_id = answered.request_id,
            duration_ms = milliseconds(time),
            "answered"
        );
        if let Some(observing) = self.observing {
            observing.tell(|observer| observer.answered(&self.attempt, &answered));
        }
        if let Ok(response) = outcome
            && response.status() == StatusCode::TOO_MANY_REQUESTS
        {
            self.limited(&self.limit(response));
        }
    }

    pub(crate) fn retried(&self, failure: &Failure, wait: Duration) {
        let reason = match failure {
            Failure::Window { .. } | Failure::Crowded => RetryReason::Limited,
            Failure::NotSent => RetryReason::NotSent,
            Failure::Unsure(_) | Failure::Slow(_) | Failure::TooLarge(_) | Failure::Final => {
                RetryReason::Failed
            }
        };
        self.retry(Retried { reason, wait });
    }

    pub(crate) fn credentials_refused(&self, remedy: Remedy) {
        tracing::debug!(?remedy, "the credentials were refused; better ones are tried");
        self.retry(Retried {
            reason: RetryReason::Credentials,
            wait: Duration::ZERO,
        });
    }

    /// The call has an answer to keep, or failed.
    pub(crate) fn ended(&self, problem: Option<ErrorKind>) {
        call_span::end(
            &self.span,
            self.sent.saturating_sub(1),
            self.status,
            self.request_id.as_deref(),
            problem,
        );
    }

    fn limit(&self, response: &Response<Bytes>) -> Limited {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            error_code: String,
        }
        let body = serde_json::from_slice::<Body>(response.body()).ok();
        let code = body.as_ref().map(|body| body.error_code.as_str());
        let (limit, wait, reset_at) = match Exhausted::of(response.headers(), code, self.clock.now()) {
            Exhausted::Window {
                until_reset,
                reset_at,
            } => (Limit::Window, Some(until_reset), reset_at),
            Exhausted::Concurrency => (Limit::Concurrency, None, None),
            Exhausted::Resource => (Limit::Resource, None, None),
            Exhausted::Unnamed => (Limit::Unnamed, None, None),
        };
        Limited {
            limit,
            wait,
            reset_at,
        }
    }

    fn limited(&self, limited: &Limited) {
        tracing::info!(
            attempt = self.attempt.number,
            limit = ?limited.limit,
            wait_ms = limited.wait.map(milliseconds),
            "limited"
        );
        if let Some(observing) = self.observing {
            observing.tell(|observer| observer.limited(&self.attempt, limited));
        }
    }

    fn retry(&self, retried: Retried) {
        tracing::debug!(
            attempt = self.attempt.number,
            reason = ?retried.reason,
            wait_ms = milliseconds(retried.wait),
            "retried"
        );
        if let Some(observing) = self.observing {
            observing.tell(|observer| observer.retried(&self.attempt, &retried));
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
