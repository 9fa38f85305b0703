//! How the lack of an answer, or of a whole one, becomes an [`Error`].

use http::StatusCode;
use okta_models::{Effect, Metadata};

use super::{Error, ErrorKind};
use crate::backend::{BackendError, BackendErrorKind, WasSent};

impl Error {
    pub(crate) fn backend(operation: Metadata, origin: &str, problem: BackendError) -> Self {
        let accepted = problem.status().filter(StatusCode::is_success);
        let kind = kind(problem.kind(), accepted.is_some());
        let what = match problem.kind() {
            BackendErrorKind::Connect | BackendErrorKind::Proxy => {
                format!("{origin} could not be reached: {problem}")
            }
            BackendErrorKind::Tls => format!("no secure connection to {origin} could be made: {problem}"),
            BackendErrorKind::Timeout => format!("{origin} did not answer in time: {problem}"),
            BackendErrorKind::BodyTooLarge => format!("the answer of {origin} was refused: {problem}"),
            BackendErrorKind::Malformed => {
                format!("the answer of {origin} cannot be read as HTTP: {problem}")
            }
            BackendErrorKind::Interrupted | BackendErrorKind::Other => {
                format!("the call to {origin} was interrupted: {problem}")
            }
        };
        let what = match problem.status() {
            Some(status) => format!("{what} (HTTP {})", status.as_u16()),
            None => what,
        };
        let mut error = Self::new(kind, what, advice(&problem, accepted, operation));
        error.0.operation = Some(operation);
        error.0.status = problem.status();
        error.0.sent = problem.was_sent();
        error.0.source = Some(std::sync::Arc::new(problem));
        error
    }
}

pub(super) fn kind(kind: BackendErrorKind, accepted: bool) -> ErrorKind {
    match kind {
        BackendErrorKind::Connect => ErrorKind::Unreachable,
        BackendErrorKind::Tls | BackendErrorKind::Proxy => ErrorKind::NotTrusted,
        BackendErrorKind::Timeout => ErrorKind::Timeout,
        BackendErrorKind::BodyTooLarge => ErrorKind::BodyTooLarge,
        BackendErrorKind::Malformed if accepted => ErrorKind::Decode,
        BackendErrorKind::Malformed => ErrorKind::NotOkta,
        BackendErrorKind::Interrupted | BackendErrorKind::Other => ErrorKind::Interrupted,
    }
}

fn advice(problem: &BackendError, accepted: Option<StatusCode>, operation: Metadata) -> String {
    const NO_HTTP: &str =
        "Check that the address is the org's, and that no proxy spoils what passes through it.";
    const TOO_LARGE: &str = "Ask for a smaller page, or raise the backend's limit.";
    let changes = operation.effect() != Effect::Reads;
    if let Some(status) = accepted.filter(|_| changes) {
        return format!(
            "Okta did what was asked (HTTP {}): do not send it again; read the object to see its state.",
            status.as_u16()
        );
    }
    let outcome = || outcome_advice(problem.was_sent(), operation);
    match problem.kind() {
        BackendErrorKind::Connect | BackendErrorKind::Tls | BackendErrorKind::Proxy => unsent_advice(problem),
        BackendErrorKind::Malformed if changes => format!("{NO_HTTP} {}", outcome()),
        BackendErrorKind::Malformed => NO_HTTP.to_owned(),
        BackendErrorKind::BodyTooLarge if changes => outcome().to_owned(),
        BackendErrorKind::BodyTooLarge => TOO_LARGE.to_owned(),
        BackendErrorKind::Timeout | BackendErrorKind::Interrupted | BackendErrorKind::Other => {
            outcome().to_owned()
        }
    }
}

/// What to do where nothing was sent for want of a connection.
pub(super) fn unsent_advice(problem: &BackendError) -> String {
    let usual = match problem.kind() {
        BackendErrorKind::Tls => "Check the org's address, and whether a proxy replaces certificates.",
        _ => "Check the org's address, the network and the proxy settings.",
    };
    format!("Nothing was sent. {}", problem.advice().unwrap_or(usual))
}

/// What to do where it is not known whether the operation was done.
pub(super) fn outcome_advice(sent: WasSent, operation: Metadata) -> &'static str {
    if sent == WasSent::No {
        "Nothing was sent."
    } else if operation.effect() == Effect::Reads {
        "Try again later."
    } else {
        "Okta may have done what was asked; look before sending it again."
    }
}
