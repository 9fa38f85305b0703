//! [`Credentials`]: what a client's credentials say of themselves.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::HeaderValue;
use jiff::Timestamp;
use okta_models::UserId;
use serde::Deserialize;

/// What a client's credentials say of themselves: [`Client::credentials`](crate::Client::credentials).
///
/// Never the credentials themselves. An access token's claims are read as they stand, without a check of its signature:
/// it is the client's own, and Okta alone can check it
/// (<https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/#access-token>).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// An API token, the `SSWS` scheme. It says nothing of its owner; `GET /api/v1/users/me` does.
    ApiToken,
    /// An access token with its claims, none where its form is another one than Okta's.
    AccessToken(TokenClaims),
    /// Something else, or nothing that the client itself adds.
    Unknown,
}

/// What an access token of the org authorization server says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenClaims {
    /// The client that asked for it, `cid`.
    pub client_id: Option<String>,
    /// The user whom it is for, `uid`; none in a token that a service app has for itself.
    pub user_id: Option<UserId>,
    /// What it is for, `scp`.
    pub scopes: Option<Vec<String>>,
    /// When it expires, `exp`.
    pub expires_at: Option<Timestamp>,
    /// Whether its subject, `sub`, is the client; otherwise it is a login, which is not kept.
    is_of_client: bool,
}

#[derive(Deserialize)]
struct Wire {
    cid: Option<String>,
    uid: Option<String>,
    sub: Option<String>,
    scp: Option<Vec<String>>,
    exp: Option<i64>,
}

impl TokenClaims {
    /// The client id of a service app whose own token this is: no user is behind it, and its subject is the client.
    pub fn service_app(&self) -> Option<&str> {
        let client = self.client_id.as_deref()?;
        (self.user_id.is_none() && self.is_of_client).then_some(client)
    }

    fn read(token: &str) -> Self {
        Self::payload(token).unwrap_or_default()
    }

    fn payload(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
            return None;
        };
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?;
        let wire: Wire = serde_json::from_slice(&bytes).ok()?;
        Some(Self {
            is_of_client: wire.cid.is_some() && wire.sub == wire.cid,
            client_id: wire.cid,
            user_id: wire.uid.map(UserId::from),
            scopes: wire.scp,
            expires_at: wire.exp.and_then(|seconds| Timestamp::from_second(seconds).ok()),
        })
    }
}

impl Credentials {
    pub(crate) fn of_header(header: Option<&HeaderValue>) -> Self {
        let text = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, token) = text.split_once(' ').unwrap_or_default();
        match scheme.to_ascii_lowercase().as_str() {
            "ssws" => Self::ApiToken,
            "bearer" | "dpop" => Self::AccessToken(TokenClaims::read(token)),
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::{Credentials, TokenClaims};

    fn of(scheme: &str, payload: &str) -> Credentials {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(payload);
        let header = HeaderValue::from_str(&format!("{scheme} e30.{payload}.c2ln")).unwrap();
        Credentials::of_header(Some(&header))
    }

    #[test]
    fn a_service_app_is_its_own_subject_and_no_user() {
        let own = r#"{"cid": "0oa1", "sub": "0oa1", "scp": ["okta.users.read"], "exp": 1768482000}"#;
        for scheme in ["Bearer", "DPoP"] {
            let Credentials::AccessToken(claims) = of(scheme, own) else {
                unreachable!()
            };
            assert_eq!(claims.service_app(), Some("0oa1"));
            assert_eq!(
                claims.scopes.as_deref(),
                Some(&["okta.users.read".to_owned()][..])
            );
            assert_eq!(claims.expires_at.unwrap().to_string(), "2026-01-15T13:00:00Z");
        }
        let person = r#"{"cid": "0oa1", "sub": "ada@example.com", "uid": "00u1", "scp": []}"#;
        let Credentials::AccessToken(claims) = of("Bearer", person) else {
            unreachable!()
        };
        assert_eq!(claims.service_app(), None);
        assert_eq!(claims.user_id.unwrap().as_str(), "00u1");
    }

    #[test]
    fn what_is_no_claim_is_none() {
        for payload in ["", "[]", "{\"cid\": 7}", "not json"] {
            assert_eq!(
                of("Bearer", payload),
                Credentials::AccessToken(TokenClaims::default())
            );
        }
        let opaque = HeaderValue::from_static("Bearer 00abc");
        assert_eq!(
            Credentials::of_header(Some(&opaque)),
            Credentials::AccessToken(TokenClaims::default())
        );
        assert_eq!(
            Credentials::of_header(Some(&HeaderValue::from_static("SSWS 00abc"))),
            Credentials::ApiToken
        );
        assert_eq!(Credentials::of_header(None), Credentials::Unknown);
        assert_eq!(
            Credentials::of_header(Some(&HeaderValue::from_static("Basic eDp5"))),
            Credentials::Unknown
        );
    }

    proptest! {
        #[test]
        fn any_token_is_survived(token in "\\PC*", payload in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = TokenClaims::read(&token);
            let _ = TokenClaims::read(&format!("e30.{}.x", BASE64_URL_SAFE_NO_PAD.encode(payload)));
        }
    }
}
