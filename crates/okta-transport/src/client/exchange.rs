//! One call: attempts until there is an answer to keep.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Response, StatusCode};
use okta_models::{Metadata, Operation};
use serde::Deserialize;
use tracing::Instrument;
use url::Url;

use super::template::Template;
use super::{Client, Shared};
use crate::auth::{Authenticator, Connection, Remedy};
use crate::backend::BackendError;
use crate::error::{Call, Error, REQUEST_ID, Result, is_json, refuse_web_page};
use crate::governor::{Lane, Permit};
use crate::pagination::Read;
use crate::retry::{Decision, Failure};
use crate::watch::Watch;

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
    /// Sends an operation until it succeeds or the policy gives up.
    pub(crate) async fn exchange<Op: Operation>(&self, operation: &Op) -> Result<Exchange> {
        let mut template = self.template(operation, None)?;
        let response = self.respond(Op::METADATA, &mut template).await?;
        Ok(self.exchanged(Op::METADATA, template, response))
    }

    /// The request for a page of a listing, which is that of the operation with another path and query.
    pub(crate) fn page_request<Op: Operation>(&self, operation: &Op, page: &str) -> Result<Template> {
        let template = self.template(operation, Some(page))?;
        Ok(template.of_listing(Op::METADATA))
    }

    /// Sends the request for a page until it succeeds or the policy gives up.
    pub(crate) async fn read_page(self, operation: Metadata, mut template: Template) -> Read {
        let response = self.respond(operation, &mut template).await;
        Read {
            page: template.page().to_owned(),
            exchange: response.map(|response| self.exchanged(operation, template, response)),
        }
    }

    fn template<Op: Operation>(&self, operation: &Op, page: Option<&str>) -> Result<Template> {
        let metadata = Op::METADATA;
        let request = operation
            .request()
            .map_err(|problem| Error::request(metadata, problem))?;
        Template::new(&self.shared.org, &self.shared.user_agent, request, page).map_err(|problem| {
            Error::pagination(metadata, format!("the request has no valid URI: {problem}"), "")
        })
    }

    fn exchanged(&self, operation: Metadata, template: Template, response: Response<Bytes>) -> Exchange {
        Exchange {
            operation,
            shared: Arc::clone(&self.shared),
            template,
            response,
        }
    }

    async fn respond(&self, operation: Metadata, template: &mut Template) -> Result<Response<Bytes>> {
        let (clock, observing) = (&*self.shared.clock, self.shared.observing.as_ref());
        let mut watch = Watch::new(clock, observing, operation, template.uri());
        let span = watch.span();
        let response = attempts(self, operation, template, &mut watch)
            .instrument(span)
            .await;
        watch.ended(response.as_ref().err().map(Error::kind));
        response
    }
}

async fn attempts(
    client: &Client,
    operation: Metadata,
    template: &mut Template,
    watch: &mut Watch<'_>,
) -> Result<Response<Bytes>> {
    let (shared, policy) = (&*client.shared, &client.retry);
    let begun = shared.clock.elapsed();
    let mut first_id: Option<HeaderValue> = None;
    let mut made: u32 = 0;
    // A later answer may be about what an earlier attempt did: a repeated deletion finds nothing to delete.
    let mut earlier_unsure = false;
    // Refused credentials do not use up the policy's attempts; each remedy is tried once.
    let mut tried: Vec<Remedy> = Vec::new();
    loop {
        let request = template.attempt(made, first_id.as_ref());
        let after = |error: Error| {
            if earlier_unsure {
                error.after_unsure_attempt()
            } else {
                error
            }
        };
        let asked = watch.begins(made);
        let mut permit = admitted(client, operation, &request, begun, watch)
            .await
            .map_err(after)?;
        watch.admitted(asked);
        let connection = shared.connection(policy);
        let request = authenticated(&connection, &*shared.authenticator, operation, request);
        let request = request.await.map_err(after)?;
        let credentials = request.headers().get(AUTHORIZATION).cloned();
        made = made.saturating_add(1);
        permit.iter_mut().for_each(Permit::depart);
        watch.sent();
        let outcome = shared.backend.call(request).await.map(without_byte_order_mark);
        watch.answered(&outcome);
        if let Some(permit) = permit {
            permit.settle(&outcome).await;
        }
        if let Ok(response) = &outcome {
            let authenticator = &shared.authenticator;
            let remedy = authenticator.answered(credentials.as_ref(), response, &connection);
            if response.status().is_success() {
                refuse_web_page(&call(shared, operation, template), response)?;
                return outcome.map_err(|problem| Error::backend(operation, shared.org.as_str(), problem));
            }
            first_id = first_id.or_else(|| response.headers().get(REQUEST_ID).cloned());
            if let Some(remedy) = remedy.filter(|remedy| !tried.contains(remedy)) {
                watch.credentials_refused(remedy);
                tried.push(remedy);
                continue;
            }
        }
        let failure = match failure(shared, operation, &outcome) {
            // The same again would be as large.
            Failure::TooLarge(effect) if template.ask_for_less() => Failure::Slow(effect),
            Failure::TooLarge(_) => Failure::Final,
            failure => {
                if failure.is_slow() {
                    template.ask_for_less();
                }
                failure
            }
        };
        let elapsed = shared.clock.elapsed().saturating_sub(begun);
        let counted = made.saturating_sub(u32::try_from(tried.len()).unwrap_or(u32::MAX));
        match policy.decide(&failure, counted, elapsed, client.chance()) {
            Decision::Wait(wait) => {
                watch.retried(&failure, wait);
                earlier_unsure = earlier_unsure || failure.is_unsure();
                shared.clock.sleep(wait).await;
            }
            Decision::GiveUp { wait } => {
                let error = match outcome {
                    Ok(response) => {
                        let call = Call {
                            credentials: credentials.as_ref(),
                            ..call(shared, operation, template)
                        };
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

/// Waits until the rate limit has room for an attempt of a call that was begun at a moment.
async fn admitted(
    client: &Client,
    operation: Metadata,
    request: &http::Request<Bytes>,
    begun: Duration,
    watch: &Watch<'_>,
) -> Result<Option<Permit>> {
    let Some(governor) = &client.shared.governor else {
        return Ok(None);
    };
    let deadline = match (client.longest_wait, client.lane) {
        (Some(longest), _) => Some(client.shared.clock.elapsed().saturating_add(longest)),
        (None, Lane::Bulk) => None,
        (None, Lane::Interactive) => Some(begun.saturating_add(client.retry.longest())),
    };
    let (method, path) = (request.method().as_str(), request.uri().path());
    let permit = governor.admit(method, path, client.lane, deadline).await;
    permit.map(Some).map_err(|reason| {
        watch.held_back(&reason);
        Error::held_back(reason).with_operation(operation)
    })
}

/// Credentials are put on a request only when scheme, host and port are the org's.
async fn authenticated(
    connection: &Connection<'_>,
    authenticator: &dyn Authenticator,
    operation: Metadata,
    mut request: http::Request<Bytes>,
) -> Result<http::Request<Bytes>> {
    let is_own = Url::parse(&request.uri().to_string()).is_ok_and(|url| connection.org.is_origin_of(&url));
    if !is_own {
        let what = format!("the request does not go to {}", connection.org);
        return Err(Error::pagination(operation, what, "Nothing was sent."));
    }
    authenticator
        .authenticate(&mut request, connection)
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
            if gives_up_query(operation, status, code.as_deref()) {
                return Failure::Slow(operation.effect());
            }
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

/// Whether Okta's time for a query of the System Log was up, 30 s
/// (<https://developer.okta.com/docs/reference/system-log-query/>). Elsewhere the code says nothing of time.
fn gives_up_query(operation: Metadata, status: StatusCode, code: Option<&str>) -> bool {
    operation.operation_id() == "listLogEvents"
        && status == StatusCode::INTERNAL_SERVER_ERROR
        && code == Some("E0000009")
}

fn call<'a>(shared: &'a Shared, operation: Metadata, template: &'a Template) -> Call<'a> {
    Call {
        operation,
        org: &shared.org,
        uri: template.uri(),
        body: template.body(),
        credentials: None,
    }
}
