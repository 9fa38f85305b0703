//! The span of a call, in the words of OpenTelemetry's conventions for HTTP clients
//! (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>).
//!
//! The path is told as its template, and the query not at all: both hold logins, ids and search expressions.

use http::{StatusCode, Uri};
use tracing::{Span, field};

use crate::error::ErrorKind;

/// The span of a call of an operation.
pub(crate) fn new(
    operation_id: &'static str,
    method: &'static str,
    template: &'static str,
    uri: &Uri,
) -> Span {
    let scheme = uri.scheme_str().unwrap_or("https");
    let port = uri.port_u16().unwrap_or(if scheme == "http" { 80 } else { 443 });
    tracing::info_span!(
        "okta_call",
        otel.name = %format_args!("{method} {template}"),
        otel.kind = "client",
        otel.status_code = field::Empty,
        okta.operation_id = operation_id,
        okta.request_id = field::Empty,
        http.request.method = method,
        http.request.resend_count = field::Empty,
        http.response.status_code = field::Empty,
        "error.type" = field::Empty,
        // An address of IPv6 stands in brackets in a URL alone.
        server.address = uri.host().map(|host| host.trim_matches(['[', ']'])),
        server.port = port,
        url.scheme = scheme,
        url.template = template,
    )
}

/// Tells how the call ended, once: a span keeps every value that it is given.
pub(crate) fn end(
    span: &Span,
    resent: u32,
    status: Option<StatusCode>,
    request_id: Option<&str>,
    problem: Option<ErrorKind>,
) {
    if span.is_disabled() {
        return;
    }
    if resent > 0 {
        span.record("http.request.resend_count", resent);
    }
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = request_id {
        span.record("okta.request_id", id);
    }
    if let Some(kind) = problem {
        span.record("otel.status_code", "ERROR");
        match status.filter(|status| !status.is_success()) {
            Some(status) => span.record("error.type", status.as_str()),
            None => span.record("error.type", field::debug(kind)),
        };
    }
}
