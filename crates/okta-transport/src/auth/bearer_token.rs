//! [`BearerToken`]: an access token that somebody else got.

use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use okta_models::Secret;

use super::{Authenticator, Connection};
use crate::error::{Error, Result};

const WHERE_FROM: &str = "Give an access token of the org authorization server, alone and whole.";

/// An access token, the `Bearer` scheme. It is used until it expires, mostly after an hour; a
/// [`ProvidedToken`](super::ProvidedToken) or [`ClientCredentials`](super::ClientCredentials) get the next one.
///
/// Okta's page: <https://developer.okta.com/docs/guides/implement-oauth-for-okta/>.
///
/// ```
/// use okta_transport::{BearerToken, Client};
///
/// let okta = Client::builder()
///     .org("https://acme.okta.com")
///     .authenticator(BearerToken::new("eyJraWQiOiJ4In0.e30.c2ln")?);
/// # let _ = okta;
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct BearerToken(HeaderValue);

impl BearerToken {
    /// Checks the token's form.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when it is empty, or holds white space or another
    /// character that no token has. The message does not hold the token.
    pub fn new(token: impl Into<Secret>) -> Result<Self> {
        header("Bearer", &token.into())
            .map(Self)
            .map_err(|problem| Error::configuration(format!("the access token {problem}"), WHERE_FROM))
    }
}

/// The header `Authorization`, or what is wrong with the token.
pub(super) fn header(scheme: &str, token: &Secret) -> std::result::Result<HeaderValue, &'static str> {
    let text = token.expose();
    if text.is_empty() {
        return Err("is empty");
    }
    if text
        .get(..7)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("Bearer "))
    {
        return Err("starts with Bearer; the scheme is added to it");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("holds white space or a character that no token has");
    }
    let header = Secret::new(format!("{scheme} {text}"));
    let mut value = HeaderValue::from_str(header.expose()).map_err(|_| "cannot stand in a header")?;
    value.set_sensitive(true);
    Ok(value)
}

#[async_trait]
impl Authenticator for BearerToken {
    async fn authenticate(&self, request: &mut http::Request<Bytes>, _: &Connection<'_>) -> Result<()> {
        request.headers_mut().insert(AUTHORIZATION, self.0.clone());
        Ok(())
    }

    fn principal(&self) -> Option<Secret> {
        self.0.to_str().ok().map(Secret::new)
    }
}
