//! How an answer of Okta, or of what stands in its place, becomes an [`Error`].

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use jiff::Timestamp;
use okta_models::{DecodeError, Metadata};

use super::no_answer::outcome_advice;
use super::{Echoes, Error, ErrorKind, OktaError, Result, allowing, forbidden, limits};
use crate::address::OrgAddress;
use crate::backend::WasSent;
use crate::rate_limit::Exhausted;

/// The header with Okta's id of a request.
pub(crate) const REQUEST_ID: &str = "x-okta-request-id";

/// What is known about the call that was answered.
pub(crate) struct Call<'a> {
    pub(crate) operation: Metadata,
    pub(crate) org: &'a OrgAddress,
    pub(crate) uri: &'a http::Uri,
    pub(crate) body: &'a [u8],
    /// The header `Authorization` that the request bore.
    pub(crate) credentials: Option<&'a HeaderValue>,
}

impl Error {
    /// The error for an answer that is not a success.
    ///
    /// `wait` is how long Okta says to wait, and `now` our clock, for an answer without a date.
    pub(crate) fn answer(
        call: &Call<'_>,
        response: &Response<Bytes>,
        wait: Option<Duration>,
        now: Timestamp,
    ) -> Self {
        let echoes =
            Echoes::of(call.operation.path_template(), call.uri, call.body).and_credentials(call.credentials);
        let okta = OktaError::parse(response.body(), &echoes);
        let kind = kind(call, response, okta.as_ref());
        let exhausted = (kind == ErrorKind::RateLimited)
            .then(|| Exhausted::of(response.headers(), okta.as_ref().map(OktaError::code), now));
        let mut error = if kind == ErrorKind::NotOkta {
            not_okta(call, response)
        } else if let Some(exhausted) = exhausted {
            let what = format!(
                "{}{}",
                limits::statement(exhausted),
                words(response, okta.as_ref())
            );
            let mut error = Self::new(kind, what, limits::advice(exhausted, wait));
            error.0.retry_after = wait;
            error.0.reset_at = limits::reset_at(exhausted);
            error
        } else {
            let named = named_scopes(response);
            let what = format!("{}{}", statement(kind), words(response, okta.as_ref()));
            let advice = match kind {
                ErrorKind::Unauthenticated if refuses_access_token(response) => ACCESS_TOKEN.to_owned(),
                _ => advice(kind, call, okta.as_ref(), &named),
            };
            let mut error = Self::new(kind, what, advice);
            error.0.scope_refused = !named.is_empty();
            error.0.required_scopes = match kind {
                ErrorKind::Forbidden if named.is_empty() => listed_scopes(call.operation),
                ErrorKind::Forbidden => named,
                _ => Vec::new(),
            };
            error
        };
        error.fill(call.operation, response);
        error.0.okta = okta;
        error
    }

    /// The error for a 2xx answer whose body could not be read.
    pub(crate) fn unreadable(call: &Call<'_>, response: &Response<Bytes>, problem: DecodeError) -> Self {
        let status = response.status().as_u16();
        let mut error = if response.body().iter().all(u8::is_ascii_whitespace) {
            Self::new(
                ErrorKind::Decode,
                format!("Okta did what was asked (HTTP {status}), but sent no body where one was promised"),
                "Do not send the operation again; read the object to see its state.",
            )
        } else if is_json(response) {
            Self::new(
                ErrorKind::Decode,
                format!(
                    "Okta did what was asked (HTTP {status}), but its answer could not be read: {problem}"
                ),
                "Do not send a change again. Please report the operation and this message.",
            )
        } else {
            not_okta(call, response)
        };
        error.fill(call.operation, response);
        error.0.source = Some(std::sync::Arc::new(problem));
        error
    }

    fn fill(&mut self, operation: Metadata, response: &Response<Bytes>) {
        self.0.operation = Some(operation);
        self.0.status = Some(response.status());
        self.0.request_id = request_id(response.headers());
        self.0.sent = WasSent::Yes;
    }
}

/// Refuses a web page that came with a 2xx status: to take it for success would be to report a change that
/// nobody made.
pub(crate) fn refuse_web_page(call: &Call<'_>, response: &Response<Bytes>) -> Result<()> {
    if !is_html(response) && !holds_web_page(response) {
        return Ok(());
    }
    let mut error = not_okta(call, response);
    error.fill(call.operation, response);
    Err(error)
}

/// Okta's id of a request, if the header holds one. It is shown as it is, so it must be a word: whole sentences come from
/// elsewhere, and may name anybody.
pub(crate) fn request_id(headers: &http::HeaderMap) -> Option<String> {
    const LONGEST: usize = 128;
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let is_word = id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_@.=+/:".contains(&byte));
    (is_word && !id.is_empty() && id.len() <= LONGEST).then(|| id.to_owned())
}

fn kind(call: &Call<'_>, response: &Response<Bytes>, okta: Option<&OktaError>) -> ErrorKind {
    let status = response.status();
    let code = okta.map(OktaError::code);
    // Answers of proxies, login pages and other servers bear neither Okta's body nor its headers.
    let is_okta = okta.is_some()
        || (!is_html(response)
            && (response.headers().contains_key(REQUEST_ID)
                || response.headers().contains_key(header::WWW_AUTHENTICATE)));
    match status {
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
        StatusCode::NOT_IMPLEMENTED => ErrorKind::Rejected,
        _ if status.is_server_error() => ErrorKind::ServerError,
        _ if !status.is_client_error() || !is_okta => ErrorKind::NotOkta,
        // A missing feature comes as 401 although the token is good (35 recorded answers).
        _ if code == Some("E0000015") => ErrorKind::Forbidden,
        // "Invalid session" comes as 403 and is about the credentials all the same.
        _ if code == Some("E0000005") => ErrorKind::Unauthenticated,
        StatusCode::UNAUTHORIZED => ErrorKind::Unauthenticated,
        StatusCode::FORBIDDEN => forbidden::kind(code),
        // An unrouted path is answered with `{"status": 404, …}` and no code; that says nothing about a
        // resource.
        StatusCode::NOT_FOUND if okta.is_some() || response.body().is_empty() => ErrorKind::NotFound,
        StatusCode::NOT_FOUND => ErrorKind::NotOkta,
        StatusCode::CONFLICT | StatusCode::LOCKED | StatusCode::PRECONDITION_FAILED => ErrorKind::Conflict,
        StatusCode::BAD_REQUEST if okta.is_some_and(|okta| refuses_cursor(call, okta)) => {
            ErrorKind::CursorRefused
        }
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => ErrorKind::InvalidInput,
        _ => ErrorKind::Rejected,
    }
}

/// Whether the request went on at a cursor, and that is what Okta refuses: "Invalid paging request." elsewhere, "Invalid
/// search criteria." with a cause about the cursor for devices (both recorded).
fn refuses_cursor(call: &Call<'_>, okta: &OktaError) -> bool {
    let query = call.uri.query().unwrap_or_default();
    let goes_on = query.split('&').any(|parameter| parameter.starts_with("after="));
    let names_it = || {
        okta.causes()
            .iter()
            .any(|cause| cause.to_ascii_lowercase().contains("cursor"))
    };
    goes_on && (okta.code() == "E0000029" || okta.code() == "E0000031" && names_it())
}

pub(super) fn statement(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Unauthenticated => "Okta did not accept the credentials",
        ErrorKind::Forbidden => "Okta does not allow this with these credentials",
        ErrorKind::NotFound => "Okta did not find it",
        ErrorKind::Conflict => "the state of the org does not allow this now",
        ErrorKind::InvalidInput => "Okta found the request invalid",
        ErrorKind::ServerError => "Okta failed",
        ErrorKind::CursorRefused => "Okta does not take the cursor any more",
        _ => "Okta rejected the request",
    }
}

/// `: "Invalid token provided" (HTTP 401, E0000011, request req-1)`.
fn words(response: &Response<Bytes>, okta: Option<&OktaError>) -> String {
    let mut facts = format!("HTTP {}", response.status().as_u16());
    if let Some(okta) = okta {
        facts.push_str(", ");
        facts.push_str(okta.code());
    }
    if let Some(id) = request_id(response.headers()) {
        facts.push_str(", request ");
        facts.push_str(&id);
    }
    match okta.map(OktaError::shown).filter(|words| !words.is_empty()) {
        Some(words) => format!(": \"{words}\" ({facts})"),
        None => format!(" ({facts})"),
    }
}

fn advice(kind: ErrorKind, call: &Call<'_>, okta: Option<&OktaError>, named_scopes: &[String]) -> String {
    match kind {
        ErrorKind::Unauthenticated => format!(
            "The token may be revoked, expired after 30 days without use, of a deactivated owner, or of another org than \
             {}; create a new one in the Admin Console under Security > API > Tokens.",
            call.org
        ),
        ErrorKind::Forbidden if okta.is_some_and(|okta| okta.code() == "E0000015") => {
            "The org lacks the feature, or the token's owner lacks the role that it needs.".to_owned()
        }
        ErrorKind::Forbidden if !named_scopes.is_empty() => format!(
            "Grant the app the scope {}, and ask for it with the token.",
            named_scopes.join(" and ")
        ),
        ErrorKind::Forbidden => allowing::advice(call.operation),
        ErrorKind::NotFound => {
            "It does not exist in this org, or the token's owner may not see it.".to_owned()
        }
        ErrorKind::Conflict => "Read its state, then decide.".to_owned(),
        // Okta says that much and no more.
        ErrorKind::InvalidInput if okta.is_some_and(|okta| okta.code() == "E0000031") => {
            "Check the expression of `search` or `filter`: the attributes' names, the operators (no list takes every one of \
             them), double quotes around text. `search(…)` and `filter(…)` write it."
                .to_owned()
        }
        ErrorKind::InvalidInput => "Correct what Okta names.".to_owned(),
        ErrorKind::CursorRefused => {
            "Begin the listing anew; what was read of it is incomplete, and may have changed since."
                .to_owned()
        }
        ErrorKind::ServerError => outcome_advice(WasSent::Yes, call.operation).to_owned(),
        _ => String::new(),
    }
}

const ACCESS_TOKEN: &str = "The access token may be expired, revoked, of another org or bound to another key; a client that gets \
                            its tokens itself has tried with a new one. Check that the app is active.";

/// Whether the challenge is one to access tokens. API tokens are answered without.
fn refuses_access_token(response: &Response<Bytes>) -> bool {
    let challenges = response.headers().get_all(header::WWW_AUTHENTICATE);
    challenges
        .iter()
        .filter_map(|challenge| challenge.to_str().ok())
        .any(|challenge| challenge.contains("error=\"invalid_token\"") || challenge.contains("dpop"))
}

/// The scopes that Okta says the access token lacks. They are shown, so what is no name of a scope is passed over.
fn named_scopes(response: &Response<Bytes>) -> Vec<String> {
    response
        .headers()
        .get_all(header::WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter(|value| value.contains("insufficient_scope"))
        .filter_map(|value| parameter(value, "scope"))
        .flat_map(str::split_whitespace)
        .filter(|scope| {
            scope
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'_'))
        })
        .map(str::to_owned)
        .collect()
}

fn listed_scopes(operation: Metadata) -> Vec<String> {
    operation
        .scopes()
        .iter()
        .map(|scope| (*scope).to_owned())
        .collect()
}

/// The value of `name="value"` among the parameters of a challenge.
fn parameter<'a>(challenge: &'a str, name: &str) -> Option<&'a str> {
    challenge.match_indices(name).find_map(|(at, _)| {
        let starts = at == 0 || challenge[..at].ends_with([' ', ',', '\t']);
        let value = challenge[at + name.len()..]
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => value.split([',', ' ']).next()?,
        };
        starts.then_some(value)
    })
}

fn not_okta(call: &Call<'_>, response: &Response<Bytes>) -> Error {
    const ADVICE: &str = "Check that the address is the org's, such as https://acme.okta.com, and that no login page or \
                          proxy answers in its place.";
    let (org, status) = (call.org, response.status());
    // 304 and its like name no other place.
    let what = if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        format!(
            "{org} redirects to {} (HTTP {}), which Okta's API never does; the redirect was not followed and \
             the token went nowhere else",
            redirect_target(call, response),
            status.as_u16()
        )
    } else {
        let kind = content_type(response).unwrap_or("an unnamed type of content");
        format!(
            "{org} answered with {kind} that is not of Okta's API (HTTP {})",
            status.as_u16()
        )
    };
    Error::new(ErrorKind::NotOkta, what, ADVICE)
}

/// The host alone, since the rest of the address may hold anything.
fn redirect_target(call: &Call<'_>, response: &Response<Bytes>) -> String {
    let location = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    location
        .and_then(|location| call.org.join(location))
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| "an unnamed place".to_owned())
}

fn content_type(response: &Response<Bytes>) -> Option<&str> {
    let value = response.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    value
        .split(';')
        .next()
        .map(str::trim)
        .filter(|kind| !kind.is_empty())
}

fn is_html(response: &Response<Bytes>) -> bool {
    content_type(response).is_some_and(|kind| {
        kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
    })
}

/// Whether the body is a web page under another label, or under none: an operation that promises no body would take it for
/// success. The metadata of an app is XML, and is labelled so.
fn holds_web_page(response: &Response<Bytes>) -> bool {
    let is_xml = content_type(response).is_some_and(|kind| kind.to_ascii_lowercase().contains("xml"));
    let body = response.body().trim_ascii_start();
    !is_xml && body.starts_with(b"<") && !body.starts_with(b"<?xml")
}

/// Without a type the content is taken for what was promised.
pub(crate) fn is_json(response: &Response<Bytes>) -> bool {
    content_type(response).is_none_or(|kind| kind.to_ascii_lowercase().contains("json"))
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn the_scope_is_read_from_a_challenge_whose_other_parameters_hold_commas() {
        let challenge = r#"DPoP algs="RS256 ES256", realm="http://acme.okta.com", scope="okta.policies.read", error="insufficient_scope", error_description="The access token lacks the required scope, or more.", resource="/api/v1/policies""#;
        assert_eq!(parameter(challenge, "scope"), Some("okta.policies.read"));
        assert_eq!(parameter("Bearer error=insufficient_scope", "scope"), None);
        assert_eq!(parameter("Bearer scope = a, error=x", "scope"), Some("a"));
    }
}
