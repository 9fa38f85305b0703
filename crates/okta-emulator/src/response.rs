//! From an outcome to the answer that is sent: status, headers, body.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, DATE, ETAG, HeaderMap, HeaderName, HeaderValue, LINK};
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use crate::clock;
use crate::errors::Outcome;
use crate::ids::RequestId;
use crate::kept_answers::Rendered;
use crate::rate_limits::Count;
use crate::state::Org;

/// What is known about an answer before it is built.
#[derive(Default)]
pub(crate) struct Heading {
    pub(crate) count: Option<Count>,
    pub(crate) request_id: RequestId,
    /// The moment of the request, by the org's clock.
    pub(crate) now: Timestamp,
}

/// Values of headers that many answers have in common, as they were written last: the date of a second, the size and the
/// end of a window.
#[derive(Debug, Default)]
pub(crate) struct LastValues {
    date: LastValue,
    limit: LastValue,
    reset: LastValue,
}

/// What was written for a number.
#[derive(Debug, Default)]
struct LastValue(Option<(i64, HeaderValue)>);

impl LastValue {
    fn of(&mut self, number: i64, write: impl FnOnce() -> HeaderValue) -> HeaderValue {
        match &self.0 {
            Some((known, value)) if *known == number => value.clone(),
            _ => self.0.insert((number, write())).1.clone(),
        }
    }
}

static RATE_LIMIT: HeaderName = HeaderName::from_static("x-rate-limit-limit");
static RATE_REMAINING: HeaderName = HeaderName::from_static("x-rate-limit-remaining");
static RATE_RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");
static DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");
static REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");

/// An answer has no more headers than these: room for them is made once.
const HEADERS: usize = 12;

/// An outcome with the headers that Okta puts on its answers.
pub(crate) fn respond(
    org: &mut Org,
    last: &mut LastValues,
    heading: &Heading,
    outcome: Outcome<Rendered>,
) -> Response<Bytes> {
    let mut extra = Vec::new();
    let answer = outcome.unwrap_or_else(|refusal| {
        extra.clone_from(&refusal.headers);
        Rendered {
            status: refusal.status,
            body: refusal
                .body(&mut org.ids)
                .map(|body| Bytes::from(body.to_string())),
            links: Vec::new(),
            tag: None,
            nonce: None,
        }
    });
    let mut response = json_response(answer.status, answer.body);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    if let Some(count) = heading.count {
        let limit = i64::from(count.limit);
        headers.insert(&RATE_LIMIT, last.limit.of(limit, || number_value(limit)));
        headers.insert(&RATE_REMAINING, number_value(i64::from(count.remaining)));
        headers.insert(
            &RATE_RESET,
            last.reset.of(count.reset, || number_value(count.reset)),
        );
    }
    let date = last.date.of(heading.now.as_second(), || {
        let date = HeaderValue::from_bytes(&clock::http_date(heading.now));
        // Digits and letters of ASCII.
        date.unwrap_or_else(|_| HeaderValue::from_static(""))
    });
    headers.insert(DATE, date);
    if let Some(tag) = answer.tag {
        headers.insert(ETAG, tag);
    }
    if let Some(nonce) = answer.nonce {
        headers.insert(&DPOP_NONCE, nonce);
    }
    let mut insert = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(name, value);
        }
    };
    insert(REQUEST_ID.clone(), heading.request_id.as_str());
    for (name, value) in &extra {
        insert(HeaderName::from_static(name), value);
    }
    for link in &answer.links {
        insert(LINK, link);
    }
    response
}

/// A number of seconds or requests, which are never below 0.
fn number_value(number: i64) -> HeaderValue {
    let (mut digits, mut rest) = ([b'0'; 20], number.unsigned_abs());
    let mut start = digits.len();
    while start == digits.len() || rest > 0 {
        start -= 1;
        digits[start] += u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    HeaderValue::from_bytes(&digits[start..]).unwrap_or_else(|_| HeaderValue::from(number))
}

/// A path that Okta does not route is answered by the web server before it: JSON of another shape, without an
/// error code, a request id or rate-limit headers (recorded).
pub(crate) fn unknown_path() -> Response<Bytes> {
    let body = json!({ "status": 404, "message": "Resource not found" });
    json_response(404, Some(Bytes::from(body.to_string())))
}

fn json_response(status: u16, body: Option<Bytes>) -> Response<Bytes> {
    let is_json = body.is_some();
    let mut response = Response::new(body.unwrap_or_default());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = HeaderMap::with_capacity(HEADERS);
    if is_json {
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    response
}
