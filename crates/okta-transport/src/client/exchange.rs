//! One call: attempts until there is an answer to keep.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response};
use okta_models::{Metadata, Operation};
use serde::Deserialize;
use tracing::{Instrument, Span, field};
use url::Url;

use super::template::Template;
use super::{Client, Shared};
use crate::backend::BackendError;
use crate::error::{Call, Error, REQUEST_ID, Result, is_json, refuse_web_page, request_id};
use crate::retry::{Decision, Failure, RetryPolicy};

/// A request and its successful answer.
pub(crate) struct Exchange {
    operation: Metadata,
    shared: Arc<Shared>,
    template: Template,
    response: Response<Bytes>,
}

impl Exchange {
    pub(crate) fn response(&self) -> &Response<Bytes> {
        &self.response
    }

    /// Reads the body as the operation's output.
    pub(crate) fn decode<Op: Operation>(&self, operation: &Op) -> Result<Op::Output> {
        operation.decode(self.response.body()).map_err(|problem| {
            Error::unreadable(
                &call(&self.shared, self.operation, &self.template),
                &self.response,
                problem,
            )
        })
    }
}

impl Client {
    /// Sends an operation, or the page of it that `page` names, until it succeeds or the policy gives up.
    pub(crate) async fn exchange<Op: Operation>(
        &self,
        operation: &Op,
        page: Option<&str>,
    ) -> Result<Exchange> {
        let metadata = Op::METADATA;
        let request = operation
            .request()
            .map_err(|problem| Error::request(metadata, problem))?;
        let template =
            Template::new(&self.shared.org, &self.shared.user_agent, request, page).map_err(|problem| {
                Error::pagination(metadata, format!("the request has no valid URI: {problem}"), "")
            })?;
        let span = tracing::info_span!(
            "okta_call",
            operation = metadata.operation_id(),
            attempt = field::Empty,
            status = field::Empty,
            request_id = field::Empty,
        );
        let calling = attempts(&self.shared, &self.retry, metadata, &template, &span);
        let response = calling.instrument(span.clone()).await?;
        Ok(Exchange {
            operation: metadata,
            shared: Arc::clone(&self.shared),
            template,
            response,
        })
    }
}

async fn attempts(
    shared: &Shared,
    policy: &RetryPolicy,
    operation: Metadata,
    template: &Template,
    span: &Span,
) -> Result<Response<Bytes>> {
    let begun = shared.clock.elapsed();
    let mut first_id: Option<HeaderValue> = None;
    let mut made: u32 = 0;
    // A later answer may be about what an earlier attempt did: a repeated deletion finds nothing to delete.
    let mut earlier_unsure = false;
    loop {
        let request = template.attempt(made, first_id.as_ref());
        let after = |error: Error| {
            if earlier_unsure {
                error.after_unsure_attempt()
            } else {
                error
            }
        };
        let request = authenticated(shared, operation, request).await.map_err(after)?;
        made = made.saturating_add(1);
        let outcome = shared.backend.call(request).await.map(without_byte_order_mark);
        record(span, made, &outcome);
        if let Ok(response) = &outcome {
            if response.status().is_success() {
                refuse_web_page(&call(shared, operation, template), response)?;
                return outcome.map_err(|problem| Error::backend(operation, shared.org.as_str(), problem));
            }
            first_id = first_id.or_else(|| response.headers().get(REQUEST_ID).cloned());
        }
        let failure = failure(shared, operation, &outcome);
        let elapsed = shared.clock.elapsed().saturating_sub(begun);
        match policy.decide(&failure, made, elapsed, shared.jitter.fraction()) {
            Decision::Wait(wait) => {
                tracing::debug!(
                    attempt = made,
                    wait_ms = milliseconds(wait),
                    "the attempt failed; it is repeated"
                );
                earlier_unsure = earlier_unsure || matches!(failure, Failure::Unsure(_));
                shared.clock.sleep(wait).await;
            }
            Decision::GiveUp { wait } => {
                let error = match outcome {
                    Ok(response) => {
                        let call = call(shared, operation, template);
                        Error::answer(&call, &response, wait, shared.clock.now())
                    }
                    Err(problem) => Error::backend(operation, shared.org.as_str(), problem),
                };
                return Err(after(error));
            }
        }
    }
}

/// Some proxies put a byte order mark before JSON, which its grammar does not allow (RFC 8259, section 8.1).
fn without_byte_order_mark(mut response: Response<Bytes>) -> Response<Bytes> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if is_json(&response) && response.body().starts_with(MARK) {
        let text = response.body().slice(MARK.len()..);
        *response.body_mut() = text;
    }
    response
}

/// Credentials are put on a request only when scheme, host and port are the org's.
async fn authenticated(
    shared: &Shared,
    operation: Metadata,
    mut request: http::Request<Bytes>,
) -> Result<http::Request<Bytes>> {
    let is_own = Url::parse(&request.uri().to_string()).is_ok_and(|url| shared.org.is_origin_of(&url));
    if !is_own {
        let what = format!("the request does not go to {}", shared.org);
        return Err(Error::pagination(operation, what, "Nothing was sent."));
    }
    shared
        .authenticator
        .authenticate(&mut request)
        .await
        .map_err(|error| error.with_operation(operation))?;
    Ok(request)
}

fn failure(
    shared: &Shared,
    operation: Metadata,
    outcome: &std::result::Result<Response<Bytes>, BackendError>,
) -> Failure {
    /// The one member of an error body on which a retry depends.
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        error_code: String,
    }
    match outcome {
        Ok(response) => {
            let code = serde_json::from_slice::<Body>(response.body())
                .ok()
                .map(|body| body.error_code);
            let (status, headers) = (response.status(), response.headers());
            Failure::of_answer(
                status,
                headers,
                code.as_deref(),
                operation.effect(),
                shared.clock.now(),
            )
        }
        Err(problem) => Failure::of_backend(problem, operation.effect(), shared.clock.now()),
    }
}

/// Puts on the call's span what is neither secret nor personal.
fn record(span: &Span, attempt: u32, outcome: &std::result::Result<Response<Bytes>, BackendError>) {
    span.record("attempt", attempt);
    if let Ok(response) = outcome {
        span.record("status", response.status().as_u16());
        if let Some(id) = request_id(response.headers()) {
            span.record("request_id", id);
        }
    }
}

fn call<'a>(shared: &'a Shared, operation: Metadata, template: &'a Template) -> Call<'a> {
    Call {
        operation,
        org: &shared.org,
        uri: template.uri(),
        body: template.body(),
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
