//! [`ProvidedToken`]: access tokens that the caller's own code gets.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Response};
use okta_models::Secret;

use super::token_cache::{TokenCache, TokenSource};
use super::{Authenticator, Connection, Remedy, client_credentials};
use crate::error::{Error, Result};

/// An access token, and how long it is good.
#[derive(Clone, Debug)]
pub struct AccessToken {
    pub(super) token: Secret,
    pub(super) expires_in: Option<Duration>,
}

impl AccessToken {
    /// A token that is used until Okta refuses it.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            token: token.into(),
            expires_in: None,
        }
    }

    /// How long the token is good from now on. The next one is asked for a little earlier.
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.expires_in = Some(life);
        self
    }
}

/// Gets access tokens: from a secret store, a side-car, a token exchange.
///
/// It is asked for the first call, a little before a token's end, and when Okta refused a token; by one call at a
/// time, however many wait.
#[async_trait]
pub trait TokenProvider: Send + Sync {
    /// Gets a token that was not given before, as far as possible.
    ///
    /// # Errors
    ///
    /// When there is none. The error becomes the [source](std::error::Error::source) of the call's.
    async fn token(&self) -> std::result::Result<AccessToken, Box<dyn std::error::Error + Send + Sync>>;
}

/// Bearer tokens of a [`TokenProvider`].
///
/// ```
/// use std::time::Duration;
/// use async_trait::async_trait;
/// use okta_transport::{AccessToken, Client, ProvidedToken, TokenProvider};
///
/// struct SideCar;
///
/// #[async_trait]
/// impl TokenProvider for SideCar {
///     async fn token(&self) -> Result<AccessToken, Box<dyn std::error::Error + Send + Sync>> {
///         let token = std::fs::read_to_string("/var/run/okta/token")?;
///         Ok(AccessToken::new(token.trim()).expires_in(Duration::from_secs(600)))
///     }
/// }
///
/// let builder = Client::builder()
///     .org("https://acme.okta.com")
///     .authenticator(ProvidedToken::new(SideCar));
/// # let _ = builder;
/// ```
pub struct ProvidedToken {
    provider: Box<dyn TokenProvider>,
    cache: TokenCache,
}

impl ProvidedToken {
    /// Tokens of this provider.
    pub fn new(provider: impl TokenProvider + 'static) -> Self {
        Self {
            provider: Box::new(provider),
            cache: TokenCache::default(),
        }
    }
}

#[async_trait]
impl TokenSource for ProvidedToken {
    fn scheme(&self) -> &'static str {
        "Bearer"
    }

    async fn fetch(&self, _: &Connection<'_>) -> Result<AccessToken> {
        self.provider.token().await.map_err(|problem| {
            Error::credentials(
                "the token provider gave no access token",
                "Its own error is the source.",
            )
            .with_source(problem)
        })
    }
}

#[async_trait]
impl Authenticator for ProvidedToken {
    async fn authenticate(
        &self,
        request: &mut http::Request<Bytes>,
        connection: &Connection<'_>,
    ) -> Result<()> {
        let held = self.cache.token(self, connection).await?;
        request.headers_mut().insert(AUTHORIZATION, held.header.clone());
        Ok(())
    }

    fn answered(
        &self,
        credentials: Option<&HeaderValue>,
        response: &Response<Bytes>,
        _: &Connection<'_>,
    ) -> Option<Remedy> {
        let refused = client_credentials::refuses_token(response) && self.cache.give_up(credentials);
        refused.then_some(Remedy::Token)
    }
}

impl fmt::Debug for ProvidedToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ProvidedToken").finish_non_exhaustive()
    }
}
