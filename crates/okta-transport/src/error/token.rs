//! How the lack of an access token becomes an [`Error`]. The operation itself was not sent then.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;

use super::redact::Echoes;
use super::{Error, ErrorKind, OktaError, limits, no_answer, request_id};
use crate::address::OrgAddress;
use crate::backend::{BackendError, WasSent};
use crate::rate_limit::Exhausted;

/// What Okta's token endpoint says about a request for a token that it refused (RFC 6749, section 5.2).
#[derive(Clone)]
pub struct OAuthError {
    error: String,
    description: String,
    shown: String,
}

impl OAuthError {
    /// Reads an error body, or gives `None` when it is none of OAuth's.
    fn parse(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Wire {
            error: String,
            #[serde(default)]
            error_description: String,
        }
        let wire: Wire = serde_json::from_slice(body).ok()?;
        let is_code = |error: &str| {
            !error.is_empty() && error.len() <= 64 && error.bytes().all(|byte| byte.is_ascii_graphic())
        };
        is_code(&wire.error).then(|| Self {
            shown: Echoes::default().withhold(&wire.error_description),
            error: wire.error,
            description: wire.error_description,
        })
    }

    /// The code, `invalid_client`.
    pub fn error(&self) -> &str {
        &self.error
    }

    /// What is wrong, in Okta's words.
    pub fn description(&self) -> &str {
        &self.description
    }
}

impl fmt::Debug for OAuthError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OAuthError")
            .field("error", &self.error)
            .field("description", &self.shown)
            .finish()
    }
}

impl Error {
    /// The error for credentials that this side could not make.
    pub(crate) fn credentials(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unauthenticated, what, advice)
    }

    /// The error for an answer of the token endpoint that is no token.
    pub(crate) fn token_refused(
        org: &OrgAddress,
        response: &Response<Bytes>,
        wait: Option<Duration>,
        scopes: Vec<String>,
        now: Timestamp,
    ) -> Self {
        let oauth = OAuthError::parse(response.body());
        let okta = OktaError::parse(response.body(), &Echoes::default());
        let kind = kind(response.status(), oauth.as_ref(), okta.is_some());
        let what = format!(
            "{org} gave no access token{}",
            words(response, oauth.as_ref(), okta.as_ref())
        );
        let mut error = Self::new(kind, what, advice(kind, oauth.as_ref(), &scopes));
        if kind == ErrorKind::RateLimited {
            let code = okta.as_ref().map(OktaError::code);
            error.0.reset_at = limits::reset_at(Exhausted::of(response.headers(), code, now));
            error.0.retry_after = wait;
        }
        if kind == ErrorKind::Forbidden {
            error.0.required_scopes = scopes;
            error.0.scope_refused = true;
        }
        error.0.oauth = oauth;
        error.0.okta = okta;
        error.of_token_answer(response)
    }

    /// The error for a 2xx answer of the token endpoint that holds none.
    pub(crate) fn token_unreadable(org: &OrgAddress, response: &Response<Bytes>) -> Self {
        let what = format!(
            "{org} answered the request for an access token with something else (HTTP {})",
            response.status().as_u16()
        );
        Self::new(ErrorKind::NotOkta, what, NOT_OKTA).of_token_answer(response)
    }

    /// The error for a request for a token without an answer.
    pub(crate) fn token_unanswered(org: &OrgAddress, problem: BackendError) -> Self {
        let kind = no_answer::kind(problem.kind(), false);
        let what = format!("no access token could be had from {org}: {problem}");
        let mut error = Self::new(kind, what, no_answer::unsent_advice(&problem));
        error.0.status = problem.status();
        error.with_source(problem)
    }

    fn of_token_answer(mut self, response: &Response<Bytes>) -> Self {
        self.0.status = Some(response.status());
        self.0.request_id = request_id(response.headers());
        self.0.sent = WasSent::No;
        self
    }
}

const NOT_OKTA: &str = "Check that the address is the org's, such as https://acme.okta.com, and that no login page or \
                        proxy answers in its place.";

fn kind(status: StatusCode, oauth: Option<&OAuthError>, is_okta: bool) -> ErrorKind {
    match status {
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
        _ if status.is_server_error() => ErrorKind::ServerError,
        _ => match oauth.map(OAuthError::error) {
            Some("invalid_scope") => ErrorKind::Forbidden,
            Some(_) => ErrorKind::Unauthenticated,
            None if is_okta => ErrorKind::Unauthenticated,
            None => ErrorKind::NotOkta,
        },
    }
}

/// `: invalid_client, "The client_assertion JWT kid is invalid." (HTTP 401, request req-1)`.
fn words(response: &Response<Bytes>, oauth: Option<&OAuthError>, okta: Option<&OktaError>) -> String {
    let said = match (oauth, okta) {
        (Some(oauth), _) if oauth.shown.is_empty() => format!(": {}", oauth.error),
        (Some(oauth), _) => format!(": {}, \"{}\"", oauth.error, oauth.shown),
        (None, Some(okta)) => format!(": {}, \"{}\"", okta.code(), okta.shown()),
        (None, None) => String::new(),
    };
    let request = match request_id(response.headers()) {
        Some(id) => format!(", request {id}"),
        None => String::new(),
    };
    format!("{said} (HTTP {}{request})", response.status().as_u16())
}

fn advice(kind: ErrorKind, oauth: Option<&OAuthError>, scopes: &[String]) -> String {
    match (kind, oauth.map(OAuthError::error)) {
        (ErrorKind::RateLimited | ErrorKind::ServerError, _) => {
            "Nothing was sent. Try again later.".to_owned()
        }
        (ErrorKind::NotOkta, _) => NOT_OKTA.to_owned(),
        (ErrorKind::Forbidden, _) => format!(
            "Grant the app each of the scopes that are asked for ({}), under Okta API Scopes in the Admin Console.",
            scopes.join(" ")
        ),
        (_, Some("invalid_dpop_proof" | "use_dpop_nonce")) => {
            "The app may require DPoP: use `ClientCredentials::dpop`, or turn it off in the app.".to_owned()
        }
        _ => "Check that the client id is this org's, that the app is active and authenticates with a public key, and \
              that the private key and its `kid` are of a key that the app has."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::OAuthError;

    proptest! {
        #[test]
        fn a_code_is_a_word_and_no_body_makes_it_panic(error in "\\PC{0,80}", description in "\\PC*", any in "\\PC*") {
            let body = serde_json::json!({ "error": error, "error_description": description });
            if let Some(said) = OAuthError::parse(body.to_string().as_bytes()) {
                prop_assert!(!said.error().is_empty() && said.error().bytes().all(|byte| byte.is_ascii_graphic()));
            }
            prop_assert!(OAuthError::parse(any.as_bytes()).is_none());
        }
    }

    #[test]
    fn what_okta_repeats_of_a_person_is_not_shown() {
        let body = br#"{"error": "invalid_client", "error_description": "ada@example.com may not"}"#;
        let said = OAuthError::parse(body).unwrap();
        assert_eq!(said.description(), "ada@example.com may not");
        assert!(!format!("{said:?}").contains("ada"));
    }
}
