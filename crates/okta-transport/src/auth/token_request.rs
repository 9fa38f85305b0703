//! The request for an access token
//! (<https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/OrgAS/#tag/OrgAS/operation/token>).

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use jiff::Timestamp;
use okta_models::{Effect, Metadata, Secret};
use serde::Deserialize;
use serde_json::json;
use tracing::Instrument;
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::dpop::{PROOF, Verifier};
use super::jws::{signed, token_id};
use super::{AccessToken, ClientCredentials, Connection, Remedy};
use crate::clock;
use crate::error::{Error, Result};
use crate::retry::{Decision, Failure};
use crate::watch::Watch;

/// Another one does no harm: it changes nothing but that there are two tokens.
const OPERATION: Metadata = Metadata::of(okta_facts::REQUEST_FOR_TOKEN, Effect::Reads);
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Okta allows an hour; an assertion is used at once.
const ASSERTION_SECONDS: i64 = 300;

impl ClientCredentials {
    /// Asks until there is a token or the client's policy gives up.
    pub(super) async fn request_token(&self, connection: &Connection<'_>) -> Result<AccessToken> {
        let uri = token_uri(connection)?;
        let mut watch = Watch::new(connection.clock, connection.observing, OPERATION, &uri);
        let span = watch.span();
        let result = self.attempt_token(connection, &mut watch).instrument(span).await;
        watch.ended(result.as_ref().err().map(Error::kind));
        result
    }

    async fn attempt_token(&self, connection: &Connection<'_>, watch: &mut Watch<'_>) -> Result<AccessToken> {
        let begun = connection.clock.elapsed();
        let (mut made, mut nonce_given, mut clock_corrected) = (0_u32, false, false);
        loop {
            let request = self.token_request(connection).await?;
            let deadline = begun.saturating_add(connection.retry.longest());
            watch.begins(made + u32::from(nonce_given) + u32::from(clock_corrected));
            let outcome = connection.call(request, deadline, watch).await?;
            if let Ok(response) = &outcome {
                if response.status().is_success() {
                    return self.read(response, connection);
                }
                let is_refused = matches!(
                    response.status(),
                    StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED
                );
                // Both are of no account where they bring nothing new, so that each is tried once.
                if is_refused && !nonce_given && self.learn_nonce(response.headers()) {
                    nonce_given = true;
                    watch.credentials_refused(Remedy::Nonce);
                    continue;
                }
                if is_refused && !clock_corrected && self.correct_clock(response, connection) {
                    clock_corrected = true;
                    watch.credentials_refused(Remedy::Clock);
                    continue;
                }
            }
            made = made.saturating_add(1);
            let now = connection.clock.now();
            let effect = OPERATION.effect();
            let failure = match &outcome {
                Ok(response) => Failure::of_answer(response.status(), response.headers(), None, effect, now),
                Err(problem) => Failure::of_backend(problem, effect, now),
            };
            let elapsed = connection.clock.elapsed().saturating_sub(begun);
            let chance = clock::chance(connection.jitter);
            match connection.retry.decide(&failure, made, elapsed, chance) {
                Decision::Wait(wait) => {
                    watch.retried(&failure, wait);
                    connection.clock.sleep(wait).await;
                }
                Decision::GiveUp { wait } => {
                    return Err(match outcome {
                        Ok(response) => {
                            Error::token_refused(connection.org, &response, wait, self.scopes.as_list(), now)
                        }
                        Err(problem) => Error::token_unanswered(connection.org, problem),
                    });
                }
            }
        }
    }

    async fn token_request(&self, connection: &Connection<'_>) -> Result<Request<Bytes>> {
        let uri = format!("{}{}", connection.org, OPERATION.path_template());
        let now = self.now(connection);
        let assertion = self.assertion(&uri, now).await?;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", &self.scopes.joined())
            .append_pair("client_assertion_type", ASSERTION_TYPE)
            .append_pair("client_assertion", &assertion)
            .finish();
        let mut request = Request::new(Bytes::from(form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = token_uri(connection)?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        if let Some(dpop) = &self.dpop {
            let about = (request.method(), connection.org, request.uri());
            let proof = dpop.proof(Verifier::TokenServer, about, None, now)?;
            request.headers_mut().insert(PROOF, proof);
        }
        Ok(request)
    }

    /// A new one for every request: Okta takes each once.
    async fn assertion(&self, audience: &str, now: Timestamp) -> Result<Zeroizing<String>> {
        let mut header = json!({ "typ": "JWT", "alg": self.signer.algorithm().name() });
        if let Some(key_id) = self.signer.key_id() {
            header["kid"] = json!(key_id);
        }
        let issued = now.as_second();
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": audience,
            "iat": issued,
            "exp": issued.saturating_add(ASSERTION_SECONDS),
            "jti": token_id()?,
        });
        signed(&*self.signer, &header, &claims).await.map_err(|problem| {
            Error::credentials(
                "the client's assertion could not be signed",
                "The signer's own error is the source.",
            )
            .with_source(problem)
        })
    }

    fn learn_nonce(&self, headers: &HeaderMap) -> bool {
        self.dpop
            .as_ref()
            .is_some_and(|dpop| dpop.learn(Verifier::TokenServer, headers))
    }

    fn read(&self, response: &Response<Bytes>, connection: &Connection<'_>) -> Result<AccessToken> {
        #[derive(Deserialize)]
        struct Body {
            access_token: Secret,
            token_type: Option<String>,
            expires_in: Option<f64>,
        }
        self.learn_nonce(response.headers());
        // The error of serde may repeat a value.
        let body: Body = serde_json::from_slice(response.body())
            .map_err(|_| Error::token_unreadable(connection.org, response))?;
        let is_bound = body
            .token_type
            .as_deref()
            .is_some_and(|kind| kind.eq_ignore_ascii_case("DPoP"));
        if is_bound != self.dpop.is_some() {
            return Err(if is_bound {
                Error::credentials(
                    "Okta gave a token that is bound to a key, which was not asked for",
                    "",
                )
            } else {
                // RFC 9449, section 5: who asked for a bound token must not use another.
                Error::credentials(
                    "Okta gave a token that is not bound to the client's key",
                    "Have the app require DPoP, or leave it out of the client's settings.",
                )
            });
        }
        let life = body
            .expires_in
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let token = AccessToken::new(body.access_token);
        Ok(match life {
            Some(life) => token.expires_in(life),
            None => token,
        })
    }
}

fn token_uri(connection: &Connection<'_>) -> Result<Uri> {
    format!("{}{}", connection.org, OPERATION.path_template())
        .parse()
        .map_err(|_| Error::credentials("the token endpoint has no valid address", ""))
}
