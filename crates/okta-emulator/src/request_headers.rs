//! What the headers of a request say, beside who asks.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::request;

use crate::errors::{Outcome, Refusal};

/// A body must say that it is JSON if it says anything; otherwise `E0000019`, without rate-limit headers
/// (recorded).
///
/// `Accept` is not looked at: the answer is JSON. Not verified: Okta's list of errors has three for a media type that
/// cannot be answered (`E0000019` with 400, `E0000122` and `E0000149` with 406), and no source says which of them, or
/// whether any, the management API gives to `Accept: text/html`.
pub(crate) fn acceptable(parts: &request::Parts, body: &Bytes) -> Outcome<()> {
    match header(parts, &CONTENT_TYPE) {
        Some(kind) if !body.is_empty() && !kind.contains("json") => Err(Refusal::of("E0000019")),
        _ => Ok(()),
    }
}

/// The `Content-Type` of a request that does without parts of the answer.
pub(crate) fn okta_response(parts: &request::Parts) -> Option<&str> {
    header(parts, &CONTENT_TYPE).filter(|kind| kind.contains("okta-response"))
}

/// Whether what takes long may be done after the answer (RFC 7240). Preferences are a list, in one line or several.
pub(crate) fn prefers_async(parts: &request::Parts) -> bool {
    let lines = parts.headers.get_all("prefer").iter();
    let mut preferences = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    preferences.any(|preference| preference.trim().eq_ignore_ascii_case("respond-async"))
}

pub(crate) fn header<'parts>(parts: &'parts request::Parts, name: &HeaderName) -> Option<&'parts str> {
    parts.headers.get(name).and_then(|value| value.to_str().ok())
}
