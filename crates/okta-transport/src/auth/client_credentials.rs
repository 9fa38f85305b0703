//! [`ClientCredentials`]: a service app's own access tokens.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use jiff::{SignedDuration, Timestamp};
use okta_models::{Metadata, Secret};
use serde::Deserialize;

use super::dpop::{Dpop, PROOF, Verifier};
use super::scopes::{Operations, Scopes};
use super::token_cache::{TokenCache, TokenSource};
use super::{AccessToken, Authenticator, Connection, PrivateKey, Remedy, Signer};
use crate::error::{Error, Result};
use crate::rate_limit::server_date;

/// How far a clock may be from Okta's before it is thought to be the reason of a refusal.
const TOLERATED_SKEW: SignedDuration = SignedDuration::from_secs(30);

/// A service app: OAuth 2.0 client credentials, with `private_key_jwt`.
///
/// Tokens are asked for at the org's `/oauth2/v1/token`, over the client's own backend, kept, and renewed before
/// they expire. A token that Okta refuses is replaced once in a call. Where this machine's clock is off, Okta's is
/// used from the first refusal on.
///
/// The scopes are those of the operations that the caller names, or named one by one; the app must have been granted
/// each, and needs an admin role besides.
///
/// ```no_run
/// use okta_models::users::{GetUser, ListUsers};
/// use okta_transport::{Client, ClientCredentials, PrivateKey};
///
/// let key = PrivateKey::from_file("okta-key.pem")?.key_id("my-key-1");
/// let app = ClientCredentials::new("0oa1b2c3d4e5f6g7h8i9", key)
///     .scopes_of::<(ListUsers, GetUser)>()
///     .dpop()?;
/// let okta = Client::builder().org("https://acme.okta.com").authenticator(app).build()?;
/// # Ok::<(), okta_transport::Error>(())
/// ```
///
/// Okta's page: <https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/>.
pub struct ClientCredentials {
    pub(super) client_id: String,
    pub(super) signer: Arc<dyn Signer>,
    pub(super) scopes: Scopes,
    pub(super) dpop: Option<Dpop>,
    cache: TokenCache,
    /// Seconds by which Okta's clock is ahead of the client's.
    ahead: AtomicI64,
}

impl ClientCredentials {
    /// The app with this client id, and who signs for it: a [`PrivateKey`], or any [`Signer`].
    pub fn new(client_id: impl Into<String>, signer: impl Signer + 'static) -> Self {
        Self {
            client_id: client_id.into(),
            signer: Arc::new(signer),
            scopes: Scopes::default(),
            dpop: None,
            cache: TokenCache::default(),
            ahead: AtomicI64::new(0),
        }
    }

    /// Asks for these scopes too, `okta.users.read`.
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes.add(scopes);
        self
    }

    /// Asks for the scopes of these operations too.
    pub fn scopes_of<Ops: Operations>(self) -> Self {
        self.scopes_for(Ops::metadata())
    }

    /// Asks for the scopes of these operations too, of which the metadata are at hand.
    pub fn scopes_for(mut self, operations: impl IntoIterator<Item = Metadata>) -> Self {
        for operation in operations {
            self.scopes.add(operation.scopes().iter().copied());
        }
        self
    }

    /// Binds tokens to a new key on P-256 (DPoP, ES256), which this value keeps as long as it lives. Every request
    /// then proves that it comes from who holds the key; a stolen token is of no use.
    ///
    /// # Errors
    ///
    /// When the system gives no randomness for a key.
    pub fn dpop(self) -> Result<Self> {
        Ok(self.dpop_key(PrivateKey::generate()?))
    }

    /// Binds tokens to this key, which should be another one than the app's.
    pub fn dpop_key(mut self, key: PrivateKey) -> Self {
        self.dpop = Some(Dpop::new(key));
        self
    }

    /// The time by Okta's clock, as far as it is known.
    pub(super) fn now(&self, connection: &Connection<'_>) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed));
        let now = connection.now();
        now.checked_add(ahead).unwrap_or(now)
    }

    /// Takes Okta's clock from an answer that refuses; whether it is another one than was used.
    pub(super) fn correct_clock(&self, response: &Response<Bytes>, connection: &Connection<'_>) -> bool {
        let Some(date) = server_date(response.headers()) else {
            return false;
        };
        let off = date.duration_since(self.now(connection)).abs() > TOLERATED_SKEW;
        if off {
            let ahead = date.duration_since(connection.now()).as_secs();
            self.ahead.store(ahead, Ordering::Relaxed);
            tracing::warn!(
                seconds = ahead,
                "the clock of this machine is off; Okta's is used for tokens"
            );
        }
        off
    }
}

#[async_trait]
impl TokenSource for ClientCredentials {
    fn scheme(&self) -> &'static str {
        if self.dpop.is_some() { "DPoP" } else { "Bearer" }
    }

    async fn fetch(&self, connection: &Connection<'_>) -> Result<AccessToken> {
        self.request_token(connection).await
    }
}

#[async_trait]
impl Authenticator for ClientCredentials {
    async fn authenticate(
        &self,
        request: &mut http::Request<Bytes>,
        connection: &Connection<'_>,
    ) -> Result<()> {
        let held = self.cache.token(self, connection).await?;
        if let Some(dpop) = &self.dpop {
            let about = (request.method(), connection.org, request.uri());
            let token = Some(held.token.expose());
            let proof = dpop.proof(Verifier::ResourceServer, about, token, self.now(connection))?;
            request.headers_mut().insert(PROOF, proof);
        }
        request.headers_mut().insert(AUTHORIZATION, held.header.clone());
        Ok(())
    }

    fn answered(
        &self,
        credentials: Option<&HeaderValue>,
        response: &Response<Bytes>,
        connection: &Connection<'_>,
    ) -> Option<Remedy> {
        if let Some(dpop) = &self.dpop {
            // Any answer may bring the next nonce (RFC 9449, section 8.2).
            dpop.learn(Verifier::ResourceServer, response.headers());
            if refuses(response, "use_dpop_nonce") {
                return Some(Remedy::Nonce);
            }
            if refuses(response, "invalid_dpop_proof") {
                return self.correct_clock(response, connection).then_some(Remedy::Clock);
            }
        }
        (refuses_token(response) && self.cache.give_up(credentials)).then_some(Remedy::Token)
    }

    fn principal(&self) -> Option<Secret> {
        Some(Secret::new(self.client_id.clone()))
    }

    fn check(&self) -> Result<()> {
        let id = self.client_id.trim();
        if id.is_empty() || id.contains(['{', '}', '<', '>']) {
            return Err(Error::configuration(
                "the client id is empty or still a placeholder",
                "Give the client id of the service app, as the Admin Console shows it.",
            ));
        }
        if self.scopes.is_empty() {
            return Err(Error::configuration(
                "there is no scope to ask for",
                "Name the operations that will be sent with `.scopes_of::<(…)>()`, or scopes with `.scopes(…)`; \
                 Okta gives no token without one.",
            ));
        }
        Ok(())
    }
}

/// Whether an answer refuses the token itself. A missing feature comes as 401 as well, with E0000015, although the
/// token is good (35 recorded answers).
pub(super) fn refuses_token(response: &Response<Bytes>) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        error_code: String,
    }
    if response.status() != StatusCode::UNAUTHORIZED || refuses(response, "insufficient_scope") {
        return false;
    }
    let body = serde_json::from_slice::<Body>(response.body());
    !body.is_ok_and(|body| body.error_code == "E0000015")
}

/// Whether a 401 challenges with this error.
fn refuses(response: &Response<Bytes>, error: &str) -> bool {
    let challenges = response.headers().get_all(WWW_AUTHENTICATE);
    response.status() == StatusCode::UNAUTHORIZED
        && challenges
            .iter()
            .filter_map(|challenge| challenge.to_str().ok())
            .any(|challenge| challenge.contains(error))
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .field("signer", &self.signer)
            .field("scopes", &self.scopes)
            .field("dpop", &self.dpop.is_some())
            .finish_non_exhaustive()
    }
}
