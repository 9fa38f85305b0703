//! A service app of the embedded org, with a client that has an access token of it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use bytes::Bytes;
use http::{Request, header};
use okta_emulator::Emulator;
use okta_transport::{BearerToken, Client};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::org::builder;

pub(crate) struct ServiceApp {
    client_id: String,
    client: Client,
    opaque: Client,
    token: String,
}

impl ServiceApp {
    /// An app with these scopes, and an access token for all of them.
    pub(crate) async fn new(emulator: &Emulator, scopes: &[&str], role: Option<&str>) -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        let (x, y) = key.public_key().as_ref()[1..].split_at(32);
        let jwk = json!({
            "kty": "EC", "crv": "P-256", "kid": "key-1", "x": BASE64.encode(x), "y": BASE64.encode(y),
        });
        let app = emulator.service_app("Reporting", &jwk, scopes, role).unwrap();
        let now = jiff::Timestamp::now().as_second();
        let claims = json!({
            "iss": app.client_id, "sub": app.client_id, "aud": app.token_endpoint,
            "iat": now, "exp": now + 300, "jti": "1",
        });
        let header = json!({ "alg": "ES256", "kid": "key-1" });
        let message = format!(
            "{}.{}",
            BASE64.encode(header.to_string()),
            BASE64.encode(claims.to_string())
        );
        let signature = key.sign(&random, message.as_bytes()).unwrap();
        let assertion = format!("{message}.{}", BASE64.encode(signature.as_ref()));
        let form = format!(
            "grant_type=client_credentials&scope={}&client_assertion={assertion}&client_assertion_type=\
             urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
            scopes.join("+")
        );
        let request = Request::post(&app.token_endpoint)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Bytes::from(form))
            .unwrap();
        let response = emulator.handle(request).await;
        let answer: Value = serde_json::from_slice(response.body()).unwrap();
        let token = answer["access_token"].as_str().expect("a token");
        let client = builder(emulator)
            .authenticator(BearerToken::new(token).unwrap())
            .build();
        Self {
            client_id: app.client_id,
            client: client.unwrap(),
            token: token.to_owned(),
            opaque: client_that_sends(emulator, "opaque", &format!("Bearer {token}")),
        }
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// A client whose token says nothing of itself.
    pub(crate) fn opaque(&self) -> &Client {
        &self.opaque
    }

    pub(crate) fn id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}

/// A client that holds an access token, in the place of which the org gets this header.
pub(crate) fn client_that_sends(emulator: &Emulator, token: &str, authorization: &str) -> Client {
    let (emulator_behind, real) = (emulator.clone(), authorization.to_owned());
    builder(emulator)
        .authenticator(BearerToken::new(token).unwrap())
        .backend(move |mut request: Request<Bytes>| {
            let header = request.headers_mut().get_mut(header::AUTHORIZATION);
            *header.expect("credentials") = real.parse().unwrap();
            emulator_behind.handle(request)
        })
        .build()
        .unwrap()
}

/// An access token that says this of itself, and that nobody signed.
pub(crate) fn unsigned(claims: &Value) -> String {
    format!("e30.{}.c2ln", BASE64.encode(claims.to_string()))
}
