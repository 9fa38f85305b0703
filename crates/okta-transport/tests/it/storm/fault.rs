//! What goes wrong between a client and its org, in process: each kind spoils one exchange.

use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use http::header::{CONTENT_TYPE, DATE, LINK, LOCATION};
use http::{HeaderValue, Request, Response, StatusCode};
use okta_transport::{BackendError, BackendErrorKind, ErrorKind, WasSent};

use super::clock::StormClock;
use super::org::{Org, json, refusal};
use crate::support::Outcome;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Unreachable,
    ResetBefore,
    ResetAfter,
    Truncated,
    CutJson,
    Endless,
    Window,
    Concurrency,
    Failure(u16),
    Page,
    UnnamedPage,
    FailurePage,
    ContentType,
    DoubledHeaders,
    MalformedHeaders,
    MalformedLinks,
    ContradictingLinks,
    ForeignLink,
    /// The client's clock is before or behind the org's, and a window is used up.
    Clock,
    Redirect,
}

impl Fault {
    pub(crate) const ALL: [Self; 24] = [
        Self::Unreachable,
        Self::ResetBefore,
        Self::ResetAfter,
        Self::Truncated,
        Self::CutJson,
        Self::Endless,
        Self::Window,
        Self::Concurrency,
        Self::Failure(500),
        Self::Failure(501),
        Self::Failure(502),
        Self::Failure(503),
        Self::Failure(504),
        Self::Page,
        Self::UnnamedPage,
        Self::FailurePage,
        Self::ContentType,
        Self::DoubledHeaders,
        Self::MalformedHeaders,
        Self::MalformedLinks,
        Self::ContradictingLinks,
        Self::ForeignLink,
        Self::Clock,
        Self::Redirect,
    ];

    pub(crate) fn name(self) -> String {
        match self {
            Self::Unreachable => "unreachable",
            Self::ResetBefore => "reset_before",
            Self::ResetAfter => "reset_after",
            Self::Truncated => "truncated",
            Self::CutJson => "cut_json",
            Self::Endless => "endless",
            Self::Window => "window_429",
            Self::Concurrency => "concurrency_429",
            Self::Failure(status) => return format!("failure_{status}"),
            Self::Page => "web_page",
            Self::UnnamedPage => "web_page_unnamed",
            Self::FailurePage => "web_page_5xx",
            Self::ContentType => "content_type",
            Self::DoubledHeaders => "doubled_headers",
            Self::MalformedHeaders => "malformed_headers",
            Self::MalformedLinks => "malformed_links",
            Self::ContradictingLinks => "contradicting_links",
            Self::ForeignLink => "foreign_link",
            Self::Clock => "clock",
            Self::Redirect => "redirect",
        }
        .to_owned()
    }

    /// The kinds of error that a caller may be told. None where the fault must do no harm.
    pub(crate) fn told_as(self) -> &'static [ErrorKind] {
        use ErrorKind::{
            BodyTooLarge, Decode, Interrupted, InvalidInput, NotFound, NotOkta, Pagination, RateLimited,
            Rejected, ServerError, Unreachable,
        };
        match self {
            Self::Unreachable => &[Unreachable],
            // A repeated deletion, or suspension, finds that it was done.
            Self::ResetBefore => &[Interrupted],
            Self::ResetAfter => &[Interrupted, NotFound, InvalidInput],
            Self::Truncated => &[Interrupted, NotFound],
            Self::CutJson => &[Decode],
            Self::Endless => &[BodyTooLarge],
            Self::Window | Self::Concurrency | Self::Clock => &[RateLimited],
            Self::Failure(501) => &[Rejected],
            Self::Failure(_) | Self::FailurePage => &[ServerError, NotFound],
            // What is labelled as a web page is taken for one.
            Self::Page | Self::UnnamedPage | Self::Redirect | Self::ContentType => &[NotOkta],
            Self::MalformedLinks | Self::ContradictingLinks | Self::ForeignLink => &[Pagination],
            Self::DoubledHeaders | Self::MalformedHeaders => &[],
        }
    }

    /// Whether it is about the links between pages.
    pub(crate) fn is_of_listings(self) -> bool {
        matches!(
            self,
            Self::MalformedLinks | Self::ContradictingLinks | Self::ForeignLink
        )
    }

    /// Whether the request reaches anybody.
    pub(crate) fn lets_request_arrive(self) -> bool {
        !matches!(self, Self::Unreachable | Self::ResetBefore)
    }

    /// Spoils an exchange; one that holds nothing to spoil comes back as it is, with `false`.
    pub(crate) fn strike(
        self,
        org: &mut Org,
        request: &Request<Bytes>,
        clock: &StormClock,
        random: &mut Rng,
    ) -> (Outcome, bool) {
        if matches!(
            self,
            Self::CutJson | Self::MalformedLinks | Self::ContradictingLinks | Self::ForeignLink
        ) {
            let answer = org.answer(request);
            return self.spoil(answer, &org.address, random);
        }
        (self.replace(org, request, clock, random), true)
    }

    fn spoil(self, mut answer: Response<Bytes>, address: &str, random: &mut Rng) -> (Outcome, bool) {
        let is_spoilt = if self == Self::CutJson {
            let whole = answer.body().len();
            if whole > 0 {
                *answer.body_mut() = answer.body().slice(..random.usize(..whole));
            }
            whole > 0
        } else {
            self.spoil_links(&mut answer, address, random)
        };
        (Ok(answer), is_spoilt)
    }

    fn replace(
        self,
        org: &mut Org,
        request: &Request<Bytes>,
        clock: &StormClock,
        random: &mut Rng,
    ) -> Outcome {
        match self {
            Self::Unreachable => broken(BackendErrorKind::Connect, WasSent::No),
            Self::ResetBefore => broken(BackendErrorKind::Interrupted, WasSent::Maybe),
            Self::ResetAfter => {
                org.answer(request);
                broken(BackendErrorKind::Interrupted, WasSent::Maybe)
            }
            Self::Truncated | Self::Endless => {
                let status = org.answer(request).status();
                let kind = match self {
                    Self::Truncated => BackendErrorKind::Interrupted,
                    _ => BackendErrorKind::BodyTooLarge,
                };
                Err(BackendError::new(kind, WasSent::Yes, "it broke").with_status(status))
            }
            Self::Window => Ok(used_up(clock, random.i64(0..70), true)),
            Self::Clock => Ok(used_up(clock, random.i64(0..60), random.bool())),
            Self::Concurrency => {
                let mut answer = used_up(clock, random.i64(0..200), true);
                answer.headers_mut().insert("x-rate-limit-limit", number(0));
                Ok(answer)
            }
            Self::Failure(status) => {
                // Who fails may have done it before; 501 says that nobody can.
                if status != 501 && random.bool() {
                    org.answer(request);
                }
                Ok(refusal(status, "E0000009", "Internal Server Error"))
            }
            Self::Page => {
                let mut page = web_page(200);
                let kind = random.choice(["text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml"]);
                page.headers_mut().insert(CONTENT_TYPE, text(kind.unwrap()));
                Ok(page)
            }
            Self::UnnamedPage => {
                let mut page = web_page(200);
                match random.choice([
                    "",
                    "application/json",
                    "text/plain",
                    "application/octet-stream",
                    "%%",
                ]) {
                    Some("") | None => page.headers_mut().remove(CONTENT_TYPE),
                    Some(kind) => page.headers_mut().insert(CONTENT_TYPE, text(kind)),
                };
                Ok(page)
            }
            Self::FailurePage => Ok(web_page(*random.choice(&[500, 502, 503, 504]).unwrap())),
            Self::ContentType => {
                let mut answer = org.answer(request);
                let kinds = [
                    "text/plain",
                    "application/octet-stream",
                    "text/html",
                    ";",
                    "\u{1f}",
                ];
                let kind = HeaderValue::from_bytes(random.choice(kinds).unwrap().as_bytes());
                match kind {
                    Ok(kind) => answer.headers_mut().insert(CONTENT_TYPE, kind),
                    Err(_) => answer.headers_mut().remove(CONTENT_TYPE),
                };
                Ok(answer)
            }
            Self::DoubledHeaders => {
                let mut answer = org.answer(request);
                double(&mut answer, clock);
                Ok(answer)
            }
            Self::MalformedHeaders => {
                let mut answer = org.answer(request);
                for name in [
                    "date",
                    "x-rate-limit-limit",
                    "x-rate-limit-remaining",
                    "x-rate-limit-reset",
                    "retry-after",
                ] {
                    let value = random.choice(MALFORMED).unwrap();
                    answer
                        .headers_mut()
                        .append(name, HeaderValue::from_bytes(value).unwrap());
                }
                answer
                    .headers_mut()
                    .append("content-length", text("7, 9, eleven"));
                Ok(answer)
            }
            Self::Redirect => {
                let mut answer = web_page(*random.choice(&[301, 302, 303, 307, 308]).unwrap());
                answer
                    .headers_mut()
                    .insert(LOCATION, text("https://evil.example/api/v1/users"));
                Ok(answer)
            }
            Self::CutJson | Self::MalformedLinks | Self::ContradictingLinks | Self::ForeignLink => {
                Ok(org.answer(request))
            }
        }
    }

    /// Only an answer that names a next page is spoilt: on any other a listing could not know what it misses.
    fn spoil_links(self, answer: &mut Response<Bytes>, address: &str, random: &mut Rng) -> bool {
        let lines: Vec<HeaderValue> = answer.headers().get_all(LINK).iter().cloned().collect();
        let Some(next) = lines.get(1).map(|line| line.to_str().unwrap().to_owned()) else {
            return false;
        };
        let target = next.split(['<', '>']).nth(1).unwrap();
        let headers = answer.headers_mut();
        headers.insert(LINK, lines[0].clone());
        match self {
            Self::ContradictingLinks => {
                headers.append(LINK, text(&next.replace("after=", "after=1")));
                headers.append(LINK, text(&next));
            }
            Self::ForeignLink => {
                let foreign = random.choice([
                    "https://evil.example",
                    "http://acme.okta.com",
                    "https://acme.okta.com:8443",
                    "https://acme.okta.com@evil.example",
                    "//evil.example",
                ]);
                headers.append(LINK, text(&next.replace(address, foreign.unwrap())));
            }
            _ => {
                let spoilt = [
                    format!("<{target}; rel=\"next\""),
                    format!("{target}>; rel=\"next\""),
                    format!("{target}; rel=\"next\""),
                    format!("<{target}>"),
                    format!("<{target}>; rel=\"ne"),
                    format!("<{target}>; rel=next\""),
                    format!("<{target}>; rel"),
                    format!("<{target}>; rel="),
                    "<>; rel=\"next\"".to_owned(),
                    format!("<{target}\u{e9}"),
                    format!("\"<{target}>; rel=\"next\""),
                ];
                let line = match random.usize(..=spoilt.len()) {
                    // Not UTF-8.
                    at if at == spoilt.len() => [b"<\xff".as_slice(), next.as_bytes()].concat(),
                    at => spoilt[at].clone().into_bytes(),
                };
                headers.append(LINK, HeaderValue::from_bytes(&line).unwrap());
            }
        }
        true
    }
}

const MALFORMED: [&[u8]; 11] = [
    b"0",
    b"3",
    b"",
    b"banana",
    b"-1",
    b"99999999999999999999999",
    b"9223372036854775807",
    b"0x10",
    b"\xff\xfe",
    b"1e9",
    b"Tue, 99 Nov 2023 99:99:99 GMT",
];

fn broken(kind: BackendErrorKind, sent: WasSent) -> Outcome {
    Err(BackendError::new(kind, sent, "it broke"))
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::from_bytes(value.as_bytes()).unwrap()
}

fn number(value: i64) -> HeaderValue {
    HeaderValue::from(value)
}

/// A 429 for a window that ends so many seconds from now, by the org's clock.
fn used_up(clock: &StormClock, seconds: i64, dated: bool) -> Response<Bytes> {
    let mut answer = refusal(
        429,
        "E0000047",
        "API call exceeded rate limit due to too many requests.",
    );
    let now = clock.of_org();
    let headers = answer.headers_mut();
    headers.insert("x-rate-limit-limit", number(600));
    headers.insert("x-rate-limit-remaining", number(0));
    headers.insert("x-rate-limit-reset", number(now.as_second() + seconds));
    if dated {
        headers.insert(DATE, text(&clock.date()));
    }
    answer
}

/// Every header twice, and some with another value the second time.
fn double(answer: &mut Response<Bytes>, clock: &StormClock) {
    let once: Vec<_> = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for (name, value) in once {
        answer.headers_mut().append(name, value);
    }
    let now = clock.of_org().as_second();
    let headers = answer.headers_mut();
    for (limit, remaining, reset) in [(600, 500, now + 30), (100, 90, now + 50)] {
        headers.append("x-rate-limit-limit", number(limit));
        headers.append("x-rate-limit-remaining", number(remaining));
        headers.append("x-rate-limit-reset", number(reset));
    }
    for date in [clock.date(), "Thu, 01 Jan 1970 00:00:00 GMT".to_owned()] {
        headers.append(DATE, text(&date));
    }
}

fn web_page(status: u16) -> Response<Bytes> {
    let mut page = json(
        status,
        "\n <!DOCTYPE html><html><body>Sign in to the network</body></html>",
    );
    let headers = page.headers_mut();
    headers.remove("x-okta-request-id");
    headers.insert(CONTENT_TYPE, text("text/html"));
    *page.status_mut() = StatusCode::from_u16(status).unwrap();
    page
}

/// No wait of a client is longer than what a window and the retries' budget explain.
pub(crate) const LONGEST_CALL: Duration = Duration::from_secs(300);
