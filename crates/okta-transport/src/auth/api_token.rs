//! [`ApiToken`]: Okta's own API tokens, the `SSWS` scheme.

use async_trait::async_trait;
use bytes::Bytes;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use okta_models::Secret;

use super::{Authenticator, Connection};
use crate::error::{Error, Result};

const WHERE_TO_CREATE: &str = "Create a token in the Admin Console under Security > API > Tokens.";

/// An API token. It acts with the admin roles of the user who created it, and is revoked after 30 days
/// without use.
///
/// Okta's page: <https://developer.okta.com/docs/guides/create-an-api-token/>.
#[derive(Clone, Debug)]
pub struct ApiToken(Secret);

impl ApiToken {
    /// Checks the token's form.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when it is empty, a placeholder, or holds
    /// white space or another character that no token has. The message does not hold the token.
    pub fn new(token: impl Into<Secret>) -> Result<Self> {
        let token = token.into();
        let text = token.expose();
        let refuse = |what: &str, advice: &str| Err(Error::configuration(what, advice));
        if text.is_empty() {
            return refuse("the API token is empty", WHERE_TO_CREATE);
        }
        if is_placeholder(text) {
            return refuse(
                "the API token is still a placeholder from documentation",
                WHERE_TO_CREATE,
            );
        }
        if text
            .get(..5)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("SSWS "))
        {
            return refuse(
                "the API token starts with SSWS",
                "Give the token alone; the scheme is added to it.",
            );
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return refuse(
                "the API token holds white space or a control character",
                "Copy it again, without the line break or the quotes around it.",
            );
        }
        if text.contains(['"', '\'', '`']) {
            return refuse(
                "the API token holds a quotation mark",
                "Give it without the quotes around it.",
            );
        }
        // Base 64 of `{"`, and parts with points between them; an API token has none.
        if text.starts_with("eyJ") && text.contains('.') {
            return refuse(
                "the API token looks like an access token (a JWT)",
                "Give it as `BearerToken`, or set OKTA_CLIENT_AUTHORIZATIONMODE=Bearer.",
            );
        }
        Ok(Self(token))
    }
}

fn is_placeholder(text: &str) -> bool {
    const STAND_INS: [&str; 9] = [
        "apitoken",
        "yourapitoken",
        "youroktaapitoken",
        "yourtoken",
        "yourtokenhere",
        "oktatoken",
        "oktaapitoken",
        "token",
        "changeme",
    ];
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    text.contains(['{', '}', '<', '>', '$']) || STAND_INS.contains(&letters.to_ascii_lowercase().as_str())
}

#[async_trait]
impl Authenticator for ApiToken {
    async fn authenticate(&self, request: &mut http::Request<Bytes>, _: &Connection<'_>) -> Result<()> {
        let header = okta_models::Secret::new(format!("SSWS {}", self.0.expose()));
        let mut value = HeaderValue::from_str(header.expose())
            .map_err(|_| Error::configuration("the API token cannot stand in a header", WHERE_TO_CREATE))?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
        Ok(())
    }

    fn principal(&self) -> Option<okta_models::Secret> {
        Some(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ApiToken;

    #[test]
    fn what_is_no_token_is_refused_without_being_repeated() {
        for (token, reason) in [
            ("", "empty"),
            ("{apiToken}", "placeholder"),
            ("${OKTA_TOKEN}", "placeholder"),
            ("<your-api-token>", "placeholder"),
            ("YOUR_API_TOKEN", "placeholder"),
            ("your-token-here", "placeholder"),
            ("SSWS 00abc", "starts with SSWS"),
            ("\"00abc\"", "quotation mark"),
            ("'00abc'", "quotation mark"),
            ("eyJraWQiOiJ4In0.e30.c2ln", "looks like an access token"),
            ("00abc\n", "white space"),
            ("00a bc", "white space"),
            ("00abc\u{e9}", "white space"),
        ] {
            let error = ApiToken::new(token).unwrap_err().to_string();
            assert!(error.contains(reason), "{token:?}: {error}");
            assert!(!error.contains("00a"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn a_token_of_letters_and_digits_is_accepted_and_any_text_is_survived(token in "00[A-Za-z0-9_-]{40}", any in "\\PC*") {
            prop_assert!(ApiToken::new(token).is_ok());
            let _ = ApiToken::new(any);
        }
    }
}
