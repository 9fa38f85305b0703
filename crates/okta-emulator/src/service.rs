//! The way of a request: route, authenticate, count, permit, handle, answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE, HOST, HeaderName, HeaderValue, LINK, USER_AGENT};
use http::{Request, Response, StatusCode, request};
use okta_facts::Operation;
use serde_json::{Value, json};

use crate::authentication;
use crate::call::{Answer, Call, Caller};
use crate::clock::{self, Clock};
use crate::errors::{Outcome, Refusal};
use crate::oauth;
use crate::permissions;
use crate::query::Query;
use crate::rate_limits::Count;
use crate::request_log::{RequestLog, ServedRequest};
use crate::router::{self, Match};
use crate::state::Org;

/// The org and what surrounds it; the two faces of the emulator share one.
pub(crate) struct Service {
    pub(crate) base_url: String,
    pub(crate) clock: Clock,
    org: Mutex<Org>,
    requests: Mutex<RequestLog>,
}

/// What is known about an answer before it is built.
#[derive(Default)]
struct Heading {
    count: Option<Count>,
    request_id: String,
}

impl Service {
    pub(crate) fn new(base_url: String, clock: Clock, org: Org) -> Arc<Self> {
        Arc::new(Self {
            base_url,
            clock,
            org: Mutex::new(org),
            requests: Mutex::default(),
        })
    }

    /// The org, for one request at a time. A handler does not panic; were one to, the org it left is still
    /// used.
    pub(crate) fn org(&self) -> MutexGuard<'_, Org> {
        self.org.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> MutexGuard<'_, RequestLog> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (parts, body) = request.into_parts();
        let mut heading = Heading::default();
        let mut org = self.org();
        heading.request_id = org.ids.request_id();
        let response = match router::route(parts.method.as_str(), parts.uri.path()) {
            Match::Unknown if oauth::is_token_endpoint(parts.uri.path()) => {
                let outcome = self.issue_token(&mut org, &mut heading, &parts, body);
                self.respond(&mut org, &heading, outcome)
            }
            Match::Unknown => unknown_path(),
            Match::WrongMethod => self.respond(&mut org, &heading, Err(Refusal::of("E0000022"))),
            Match::NotServed(operation) => {
                // Okta has this operation and the emulator does not: said plainly, so that nobody takes it
                // for Okta.
                let cause = format!("The emulator does not answer {} yet.", operation.id);
                self.respond(&mut org, &heading, Err(Refusal::of("E0000060").cause(cause)))
            }
            Match::Routed {
                operation,
                handler,
                parameters,
            } => {
                let outcome = match acceptable(&parts, &body) {
                    Err(refusal) => Err(refusal),
                    Ok(()) => self.handle(
                        &mut org,
                        &mut heading,
                        &parts,
                        body,
                        (operation, handler, parameters),
                    ),
                };
                self.respond(&mut org, &heading, outcome)
            }
        };
        drop(org);
        self.requests().push(ServedRequest {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            status: response.status().as_u16(),
        });
        response
    }

    fn handle(
        &self,
        org: &mut Org,
        heading: &mut Heading,
        parts: &request::Parts,
        body: Bytes,
        (operation, handler, parameters): (&'static Operation, crate::call::Handler, Vec<String>),
    ) -> Outcome<Answer> {
        let now = self.clock.now();
        let base = self.base_of(parts);
        let presented = oauth::Presented {
            operation,
            method: parts.method.as_str(),
            path: parts.uri.path(),
            base: &base,
            headers: &parts.headers,
            now: now.as_second(),
        };
        let caller =
            oauth::caller(org, &presented).unwrap_or_else(|| authentication::caller(org, &parts.headers));
        let bucket = okta_facts::bucket(parts.method.as_str(), parts.uri.path()).unwrap_or("/api/v1");
        let token = caller.as_ref().ok().map(Caller::budget);
        let count = org.rate_limits.count(bucket, token, now);
        heading.count = Some(count);
        let caller = caller?;
        if !count.allowed {
            return Err(Refusal::of("E0000047"));
        }
        oauth::check_scopes(&caller, &presented)?;
        let first_parameter = parameters.first().map(String::as_str);
        if let Err(refusal) = permissions::check(org, &caller, operation.id, first_parameter, &body) {
            return oauth::nothing_to_see(org, &caller, operation.id).ok_or(refusal);
        }
        handler(&mut self.call(org, heading, parts, body, (caller, parameters)))
    }

    fn issue_token(
        &self,
        org: &mut Org,
        heading: &mut Heading,
        parts: &request::Parts,
        body: Bytes,
    ) -> Outcome<Answer> {
        let bucket = okta_facts::bucket(parts.method.as_str(), parts.uri.path()).unwrap_or("/oauth2/v1");
        let count = org.rate_limits.count(bucket, None, self.clock.now());
        heading.count = Some(count);
        if !count.allowed {
            return Err(Refusal::of("E0000047"));
        }
        let mut call = self.call(org, heading, parts, body, (Caller::nobody(), Vec::new()));
        oauth::issue_token(&mut call, parts.method.as_str(), &parts.headers)
    }

    fn call<'org>(
        &self,
        org: &'org mut Org,
        heading: &Heading,
        parts: &request::Parts,
        body: Bytes,
        (caller, parameters): (Caller, Vec<String>),
    ) -> Call<'org> {
        Call {
            org,
            parameters,
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            body,
            path: parts.uri.path().to_owned(),
            base: self.base_of(parts),
            caller,
            request_id: heading.request_id.clone(),
            user_agent: header(parts, &USER_AGENT).map(str::to_owned),
            now: self.clock.now(),
        }
    }

    /// The address that the request came to: links in the answer carry it.
    fn base_of(&self, parts: &request::Parts) -> String {
        match (
            parts.uri.scheme_str(),
            parts.uri.authority(),
            header(parts, &HOST),
        ) {
            (Some(scheme), Some(authority), _) => format!("{scheme}://{authority}"),
            (_, _, Some(host)) => format!("http://{host}"),
            _ => self.base_url.clone(),
        }
    }

    fn respond(&self, org: &mut Org, heading: &Heading, outcome: Outcome<Answer>) -> Response<Bytes> {
        let mut extra = Vec::new();
        let (status, body, links) = match outcome {
            Ok(answer) => (answer.status, answer.body, answer.links),
            Err(refusal) => {
                let body = refusal.body(&mut org.ids);
                extra = refusal.headers;
                (refusal.status, body, Vec::new())
            }
        };
        let mut response = json_response(status, body.as_ref());
        let headers = response.headers_mut();
        let mut insert = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.append(name, value);
            }
        };
        insert(
            DATE,
            &self.clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        );
        insert(CACHE_CONTROL, "no-cache, no-store");
        insert(HeaderName::from_static("x-okta-request-id"), &heading.request_id);
        if let Some(count) = heading.count {
            insert(
                HeaderName::from_static("x-rate-limit-limit"),
                &count.limit.to_string(),
            );
            insert(
                HeaderName::from_static("x-rate-limit-remaining"),
                &count.remaining.to_string(),
            );
            insert(
                HeaderName::from_static("x-rate-limit-reset"),
                &count.reset.to_string(),
            );
        }
        for (name, value) in extra {
            insert(HeaderName::from_static(name), &value);
        }
        for link in links {
            insert(LINK, &link);
        }
        response
    }

    /// The org's time in whole seconds, for changes that no request makes.
    pub(crate) fn now_in_seconds(&self) -> jiff::Timestamp {
        clock::whole_second(self.clock.now())
    }
}

/// A body must say that it is JSON if it says anything; otherwise `E0000019`, without rate-limit headers
/// (recorded).
fn acceptable(parts: &request::Parts, body: &Bytes) -> Outcome<()> {
    match header(parts, &CONTENT_TYPE) {
        Some(kind) if !body.is_empty() && !kind.contains("json") => Err(Refusal::of("E0000019")),
        _ => Ok(()),
    }
}

fn header<'parts>(parts: &'parts request::Parts, name: &HeaderName) -> Option<&'parts str> {
    parts.headers.get(name).and_then(|value| value.to_str().ok())
}

/// A path that Okta does not route is answered by the web server before it: JSON of another shape, without an
/// error code, a request id or rate-limit headers (recorded).
fn unknown_path() -> Response<Bytes> {
    json_response(
        404,
        Some(&json!({ "status": 404, "message": "Resource not found" })),
    )
}

fn json_response(status: u16, body: Option<&Value>) -> Response<Bytes> {
    let mut response = Response::new(body.map(|body| Bytes::from(body.to_string())).unwrap_or_default());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_some() {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}
