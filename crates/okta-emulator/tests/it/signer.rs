//! A service app's side of OAuth 2.0: keys, assertions, proofs, and the requests that carry them.

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as BASE64};
use bytes::Bytes;
use http::Request;
use okta_emulator::{Emulator, ServiceApp};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};

use crate::org::{Reply, read};

/// An RSA key that opens nothing but the emulators of these tests; ring cannot make one.
const RSA_KEY: &str = "\
    MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDOfdgL6clbOlHYKVplhqzkONRKJltr1Kd7YBKe/pepA4xq\
    qi1qQZrDErgHbOZlaPeHapzEhYJ1FTIbXl5niPfZ1CpY6k05NW1sBY1lDpVL0BSnGTNEmL/rVjuiVa6bkFcpo6KI83MBmFPo\
    9XVOm4dMxpgU0hEDR4TIssKwcw8szI6BMvVi1h5Fqazr05KkpMZLZzjsoi65ir4mX2o/hf2P2RqpSaxJd5PgYyKRv06Lsxc6\
    sJW3UuTZFklMmQ2Bh/iz/QJHuBkhnASq857qGUPHb7wmDIplhn8AOG6WLwuEvSoaCUlovNEcbFWWHugmkhi3kCd+hMAnP6xH\
    v5rwEL09AgMBAAECggEABaAKq/2+bSx1i6dKEyH2wRuF4k8726rQtTJfeigCsalVwJd04pl5lymCDJG8Ol8AVJa5lpDx24as\
    SsU+BSFcvyO3KPJDuvSS+oexhmM9+0a73qF3yBKb3SldjoU5sHs0z1Q/L+6R33qVg+8hNvb9r0BpvDIiIdi86/VoCwPXZ1JO\
    tN1JuUIUSwr0yYJbGkovvmqSE2R/qJZxGvqfMZfX71nHZL30H5HXh/+6xn6mvs6D5jGT090Y98STC4Ft+HrNJf6S5DRbC4Z1\
    KHnNLz0sO8h1QzEh3vCKmgwfrgTaSHTLU8zIfAf9MNEyjfO9EK6G2XjKj8Bi/ypqT6LgOhlBAQKBgQDxXT1x6e+wfEiY+mbO\
    Irgp8P1VdiJCWpBB5aVzEmDeLNsmS5KpCYu6REFMwZVaQIRRRDo/BXaisVoletU/tDxXaT3dBQgKM+au6jnuVZISdGzRdHNA\
    k6Y9J829e8IyHWbmS1XjBgbShqMjBLCrXF8xuvgxDdqBRtVEArgXZbzmzQKBgQDbA0RLR8sOy/jntkeW6Y3fX6BOcAM2x0G/\
    J+lCeS86RLrWLeqCXLMyP4MiWf8kQ4uvTQy0XHVHxEmZAX5h476uwI7W243xgLULuZwCQlyiLdJlfHzXGNfQrG9qP3BwQQpk\
    /SS7usfKd21TkwOBLLgJNZ51T4yZkEv86RbUFOrQMQKBgQDlD0vk89KZdxmetOUj9Cc7Bo4lsPtKZZBKOZsO3f44W/GPImGJ\
    Mpn8qBIgugb3pAru5QUyEglI1W9r6mq/DlnFywb+3muG40Kl9XwNCACcqwkqro1CV92IZGII1Y6y6Nxi6lQUJAANg+EGtsjD\
    l+Jv27T3OOKJlaOH69yxt8fScQKBgQCgf11d+afSGSI31DnUWyWv62kT8jw4uX7x8fKb1ykH/3QYHx/7FqnvieG0m9VBIwrL\
    laBY0GTWCf+RVCnk3LxRXiWPSOhVcee7RvMQKMevxfqoirkF/FuzvZoMd58TdGaEqYpw1KkzM5/3ngX0dOwNO7D68SftJXS6\
    S6qCEy4dEQKBgDksrKr5/viNrio70nG4lDoxnaagYr+raYMiWyWGVLQVx6lyd7UhJIzVAxYiwvxBB5dlSPecmUXUvdSG1AdN\
    5LeyCl+KgqOmeMKNl9PI7Gtr9Hbal3m5u0S+eWLmza3DBVmjhzsEp8noIbJicWwmATVWzVuEbQ5z3OwJPjgFNJZ3";

pub(crate) enum Signer {
    Rsa(RsaKeyPair),
    EllipticCurve(EcdsaKeyPair),
}

impl Signer {
    pub(crate) fn rsa() -> Self {
        let der = BASE64_STANDARD.decode(RSA_KEY).unwrap();
        Self::Rsa(RsaKeyPair::from_pkcs8(&der).unwrap())
    }

    /// The RSA key in the form that Okta's SDKs read.
    pub(crate) fn rsa_pem() -> String {
        // The label is put together here so that scanners do not take the fixture for somebody's key.
        let label = ["PRIVATE", "KEY"].join(" ");
        format!("-----BEGIN {label}-----\n{RSA_KEY}\n-----END {label}-----\n")
    }

    /// A new key on P-256.
    pub(crate) fn elliptic_curve() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self::EllipticCurve(EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap())
    }

    pub(crate) fn jwk(&self, kid: &str) -> Value {
        let mut jwk = self.bare_jwk();
        jwk["kid"] = json!(kid);
        jwk
    }

    fn bare_jwk(&self) -> Value {
        match self {
            Self::Rsa(key) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(key.public());
                json!({ "kty": "RSA", "n": BASE64.encode(public.n), "e": BASE64.encode(public.e) })
            }
            Self::EllipticCurve(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "x": BASE64.encode(x), "y": BASE64.encode(y) })
            }
        }
    }

    pub(crate) fn sign(&self, mut header: Value, claims: &Value) -> String {
        header["alg"] = match self {
            Self::Rsa(_) => json!("RS256"),
            Self::EllipticCurve(_) => json!("ES256"),
        };
        let message = format!(
            "{}.{}",
            BASE64.encode(header.to_string()),
            BASE64.encode(claims.to_string())
        );
        let random = SystemRandom::new();
        let signature = match self {
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature)
                    .unwrap();
                signature
            }
            Self::EllipticCurve(key) => key.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
        };
        format!("{message}.{}", BASE64.encode(signature))
    }

    /// A DPoP proof by this key, with the claims that a test changes.
    pub(crate) fn proof(&self, claims: &Value) -> String {
        self.sign(json!({ "typ": "dpop+jwt", "jwk": self.bare_jwk() }), claims)
    }
}

/// The hash that `ath` is.
pub(crate) fn hash(text: &str) -> String {
    BASE64.encode(digest(&SHA256, text.as_bytes()))
}

/// The moment at which orgs in virtual time start, in seconds since the epoch.
pub(crate) const START: i64 = 1_768_478_400;

/// The claims of a good assertion, with this `jti`.
pub(crate) fn assertion_claims(app: &ServiceApp, id: &str) -> Value {
    json!({
        "iss": app.client_id, "sub": app.client_id, "aud": app.token_endpoint,
        "iat": START, "exp": START + 300, "jti": id,
    })
}

/// The form of a token request.
pub(crate) fn token_form(assertion: &str, scope: &str) -> Vec<(&'static str, String)> {
    vec![
        ("grant_type", "client_credentials".to_owned()),
        ("scope", scope.to_owned()),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".to_owned(),
        ),
        ("client_assertion", assertion.to_owned()),
    ]
}

pub(crate) async fn ask_for_token(
    emulator: &Emulator,
    form: &[(&str, String)],
    proof: Option<&str>,
) -> Reply {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let mut headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
    headers.extend(proof.map(|proof| ("dpop", proof.to_owned())));
    send(emulator, "POST", "/oauth2/v1/token", &headers, body).await
}

pub(crate) async fn send(
    emulator: &Emulator,
    method: &str,
    path: &str,
    headers: &[(&str, String)],
    body: String,
) -> Reply {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", emulator.base_url()));
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    read(emulator.handle(request.body(Bytes::from(body)).unwrap()).await)
}

/// An access token for these scopes, and with it the requests that a test makes.
pub(crate) async fn access_token(
    emulator: &Emulator,
    app: &ServiceApp,
    signer: &Signer,
    scope: &str,
) -> String {
    let id = format!("{scope} {}", emulator.requests_served());
    let assertion = signer.sign(json!({ "kid": app.key_id }), &assertion_claims(app, &id));
    let reply = ask_for_token(emulator, &token_form(&assertion, scope), None).await;
    reply.expect(200).text("access_token")
}

pub(crate) async fn with_bearer(
    emulator: &Emulator,
    token: &str,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Reply {
    let mut headers = vec![("authorization", format!("Bearer {token}"))];
    headers.extend(
        body.as_ref()
            .map(|_| ("content-type", "application/json".to_owned())),
    );
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    send(emulator, method, path, &headers, body).await
}
