//! Credentials: how a request becomes an authorised one.
//!
//! [`Authenticator`] is the seam. The client asks it only for requests to the org's own origin, so an
//! authenticator need not know where a token may go. There is one for each way to authenticate: `api_token.rs`,
//! `bearer_token.rs`, `token_provider.rs` and `client_credentials.rs`. The last asks Okta for tokens
//! (`token_request.rs`) with assertions (`jws.rs`) that a [`Signer`] signs (`private_key/`), and may bind them to a key
//! (`dpop.rs`); `token_cache.rs` keeps what it gets. `credentials.rs` reads what
//! credentials say of themselves.

mod api_token;
mod bearer_token;
mod client_credentials;
mod connection;
mod credentials;
mod dpop;
mod jws;
mod private_key;
mod scopes;
mod signer;
mod token_cache;
mod token_provider;
mod token_request;

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderValue, Response};
use okta_models::Secret;

pub use api_token::ApiToken;
pub use bearer_token::BearerToken;
pub use client_credentials::ClientCredentials;
pub use connection::Connection;
pub use credentials::{Credentials, TokenClaims};
pub use private_key::PrivateKey;
pub use scopes::Operations;
pub use signer::{Signer, SigningAlgorithm};
pub use token_provider::{AccessToken, ProvidedToken, TokenProvider};

use crate::error::Result;

/// Puts credentials on a request.
///
/// It is asked for every attempt, with the request as it will be sent, so a proof over method and URL can
/// be made last.
///
/// ```
/// use async_trait::async_trait;
/// use bytes::Bytes;
/// use http::HeaderValue;
/// use okta_transport::{Authenticator, Client, Connection, Result};
///
/// /// A gateway between this process and Okta adds the token.
/// #[derive(Debug)]
/// struct ByGateway;
///
/// #[async_trait]
/// impl Authenticator for ByGateway {
///     async fn authenticate(&self, request: &mut http::Request<Bytes>, _: &Connection<'_>) -> Result<()> {
///         request.headers_mut().insert("x-gateway", HeaderValue::from_static("okta"));
///         Ok(())
///     }
/// }
///
/// let builder = Client::builder().org("https://acme.okta.com").authenticator(ByGateway);
/// # let _ = builder;
/// ```
#[async_trait]
pub trait Authenticator: fmt::Debug + Send + Sync {
    /// Adds the credentials to the request's headers. Header values that hold a secret are marked
    /// [sensitive](http::HeaderValue::set_sensitive). Whatever must be asked for first is asked for over the
    /// client's own `connection`.
    ///
    /// # Errors
    ///
    /// When there are no credentials to be had.
    async fn authenticate(
        &self,
        request: &mut http::Request<Bytes>,
        connection: &Connection<'_>,
    ) -> Result<()>;

    /// Looks at an answer. `credentials` is the header `Authorization` that the request bore.
    ///
    /// Where the answer refuses the credentials (401, so that nothing was done) and better ones can be had, the
    /// remedy is named, and the client sends the request again: once for each remedy in a call.
    fn answered(
        &self,
        credentials: Option<&HeaderValue>,
        response: &Response<Bytes>,
        connection: &Connection<'_>,
    ) -> Option<Remedy> {
        let _ = (credentials, response, connection);
        None
    }

    /// Whom Okta counts the requests as: the token, or the app whose tokens change. Clients of one org that name the same
    /// share one budget in a [`BudgetStore`](crate::BudgetStore), where only a hash of it is seen; so do those that name
    /// nobody.
    fn principal(&self) -> Option<Secret> {
        None
    }

    /// Looks, when a client is built, whether there is anything that keeps credentials from ever being had.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration).
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// What makes refused credentials good ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Another token.
    Token,
    /// The nonce that the answer brought.
    Nonce,
    /// The server's time, which the answer told.
    Clock,
}
