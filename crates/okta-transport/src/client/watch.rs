//! [`Watch`]: what is told of a call while it is made, to its span and to the client's observer.

use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use okta_models::Metadata;
use serde::Deserialize;
use tracing::Span;

use super::Shared;
use crate::auth::Remedy;
use crate::backend::BackendError;
use crate::call_span;
use crate::error::{Error, Result, request_id};
use crate::governor::HeldBack;
use crate::observer::{Answered, Attempt, Limit, Limited, Retried, RetryReason};
use crate::rate_limit::{Exhausted, RateLimit};
use crate::retry::Failure;

/// The governor waits no shorter.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

pub(super) struct Watch<'a> {
    shared: &'a Shared,
    attempt: Attempt,
    sent: u32,
    sent_at: Duration,
    span: Span,
}

impl<'a> Watch<'a> {
    pub(super) fn new(shared: &'a Shared, operation: Metadata, uri: &http::Uri) -> Self {
        let span = call_span::new(
            operation.operation_id(),
            operation.method(),
            operation.path_template(),
            uri,
        );
        Self {
            shared,
            attempt: Attempt { operation, number: 1 },
            sent: 0,
            sent_at: Duration::ZERO,
            span,
        }
    }

    pub(super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The attempt after so many begins, by asking the rate limit for room. Gives the moment.
    pub(super) fn begins(&mut self, made: u32) -> Duration {
        self.attempt.number = made.saturating_add(1);
        self.shared.clock.elapsed()
    }

    /// The rate limit has room.
    pub(super) fn admitted(&self, asked: Duration) {
        let time = self.shared.clock.elapsed().saturating_sub(asked);
        // The governor traces its waits itself. To take a turn at once takes some time, too, and is no wait.
        if let Some(observing) = self.shared.observing.as_ref().filter(|_| time >= SHORTEST_WAIT) {
            observing.tell(|observer| observer.waited(&self.attempt, time));
        }
    }

    pub(super) fn held_back(&self, reason: &HeldBack) {
        if let HeldBack::TooLong { wait, reset_at } = *reason {
            self.limited(&Limited {
                limit: Limit::Share,
                wait: Some(wait),
                reset_at,
            });
        }
    }

    pub(super) fn sent(&mut self) {
        self.sent = self.attempt.number;
        self.sent_at = self.shared.clock.elapsed();
        tracing::debug!(attempt = self.attempt.number, "sent");
        if let Some(observing) = &self.shared.observing {
            observing.tell(|observer| observer.sent(&self.attempt));
        }
    }

    pub(super) fn answered(&self, outcome: &std::result::Result<Response<Bytes>, BackendError>) {
        let time = self.shared.clock.elapsed().saturating_sub(self.sent_at);
        let id = outcome
            .as_ref()
            .ok()
            .and_then(|response| request_id(response.headers()));
        let answered = match outcome {
            Ok(response) => Answered {
                outcome: Ok(response.status()),
                time,
                request_id: id.as_deref(),
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
        if let Some(observing) = &self.shared.observing {
            observing.tell(|observer| observer.answered(&self.attempt, &answered));
        }
        if let Ok(response) = outcome
            && response.status() == StatusCode::TOO_MANY_REQUESTS
        {
            self.limited(&self.limit(response));
        }
    }

    pub(super) fn retried(&self, failure: &Failure, wait: Duration) {
        let reason = match failure {
            Failure::Window { .. } | Failure::Crowded => RetryReason::Limited,
            Failure::NotSent => RetryReason::NotSent,
            Failure::Unsure(_) | Failure::Slow(_) | Failure::Final => RetryReason::Failed,
        };
        self.retry(Retried { reason, wait });
    }

    pub(super) fn credentials_refused(&self, remedy: Remedy) {
        tracing::debug!(?remedy, "the credentials were refused; better ones are tried");
        self.retry(Retried {
            reason: RetryReason::Credentials,
            wait: Duration::ZERO,
        });
    }

    pub(super) fn ended(&self, result: &Result<Response<Bytes>>) {
        let status = match result {
            Ok(response) => Some(response.status()),
            // That of the token endpoint is told by its own span.
            Err(error) => error
                .status()
                .filter(|_| error.oauth().is_none() && self.sent > 0),
        };
        let id = match result {
            Ok(response) => request_id(response.headers()),
            Err(error) => error.request_id().map(str::to_owned),
        };
        call_span::end(
            &self.span,
            self.sent.saturating_sub(1),
            status,
            id.as_deref(),
            result.as_ref().err().map(Error::kind),
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
        let (limit, wait, reset_at) = match Exhausted::of(response.headers(), code, self.shared.clock.now()) {
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
        if let Some(observing) = &self.shared.observing {
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
        if let Some(observing) = &self.shared.observing {
            observing.tell(|observer| observer.retried(&self.attempt, &retried));
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
