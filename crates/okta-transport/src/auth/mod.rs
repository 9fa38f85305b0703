//! Credentials: how a request becomes an authorised one.
//!
//! [`Authenticator`] is the seam. The client asks it only for requests to the org's own origin, so an
//! authenticator need not know where a token may go.

mod api_token;

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;

pub use api_token::ApiToken;

use crate::error::Result;

/// Puts credentials on a request.
///
/// It is asked for every attempt, with the request as it will be sent, so a proof over method and URL can
/// be made last.
#[async_trait]
pub trait Authenticator: fmt::Debug + Send + Sync {
    /// Adds the credentials to the request's headers. Header values that hold a secret are marked
    /// [sensitive](http::HeaderValue::set_sensitive).
    ///
    /// # Errors
    ///
    /// When there are no credentials to be had.
    async fn authenticate(&self, request: &mut http::Request<Bytes>) -> Result<()>;
}
