//! A service app calls Okta with tokens that it gets with its key, bound to another key where that is required.

mod bound_tokens;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use okta_emulator::{Builder, Emulator};
use okta_models::groups::ListGroups;
use okta_models::users::{GetUser, ListUsers};
use okta_transport::{
    Client, ClientBuilder, ClientCredentials, Credentials, ErrorKind, PrivateKey, Signer, SigningAlgorithm,
};

use crate::keys::{forms, rsa_pem};

/// An org with a service app that has this key.
struct Org {
    emulator: Emulator,
    client_id: String,
}

impl Org {
    fn with(builder: Builder, key: &PrivateKey) -> Self {
        let emulator = builder.users(3).build();
        let scopes = ["okta.users.read", "okta.groups.read"];
        let role = Some("READ_ONLY_ADMIN");
        let app = emulator
            .service_app("Reader", &key.public_jwk(), &scopes, role)
            .unwrap();
        Self {
            emulator,
            client_id: app.client_id,
        }
    }

    fn new(key: &PrivateKey) -> Self {
        Self::with(Emulator::builder(), key)
    }

    fn builder(&self) -> ClientBuilder {
        let emulator = self.emulator.clone();
        Client::builder()
            .org(self.emulator.base_url())
            .backend(move |request| emulator.handle(request))
    }

    fn app(&self, key: PrivateKey) -> ClientCredentials {
        ClientCredentials::new(&self.client_id, key).scopes(["okta.users.read"])
    }

    fn client(&self, app: ClientCredentials) -> Client {
        self.builder().authenticator(app).build().unwrap()
    }

    /// The requests so far, `POST /oauth2/v1/token 200`.
    fn served(&self) -> Vec<String> {
        let requests = self.emulator.requests();
        let line = |request: &okta_emulator::ServedRequest| {
            format!("{} {} {}", request.method, request.path, request.status)
        };
        requests.iter().map(line).collect()
    }
}

fn key() -> PrivateKey {
    PrivateKey::generate().unwrap().key_id("key-1")
}

#[tokio::test]
async fn a_client_tells_whose_token_it_has_and_what_for_and_sends_no_operation() {
    let key = key();
    let org = Org::new(&key);
    let client = org.client(org.app(key).dpop().unwrap());
    let Credentials::AccessToken(claims) = client.credentials().await.unwrap() else {
        unreachable!()
    };
    assert_eq!(claims.service_app(), Some(org.client_id.as_str()));
    assert_eq!(claims.scopes.unwrap(), ["okta.users.read"]);
    assert!(claims.expires_at.is_some() && claims.user_id.is_none());
    assert!(
        org.served().iter().all(|line| line.contains("/oauth2/v1/token")),
        "{:?}",
        org.served()
    );
    let token = org.emulator.api_token("READ_ONLY_ADMIN");
    let client = org.builder().api_token(token.expose()).build().unwrap();
    assert_eq!(client.credentials().await.unwrap(), Credentials::ApiToken);
}

#[tokio::test]
async fn advice_that_is_added_stands_behind_what_there_was() {
    let key = key();
    let org = Org::new(&key);
    let error = org
        .client(org.app(key))
        .send(ListGroups::new())
        .await
        .unwrap_err();
    let before = error.to_string();
    assert_eq!(
        error.with_advice("Look here.").to_string(),
        format!("{before} Look here.")
    );
}

#[tokio::test]
async fn every_form_of_a_key_gets_a_token() {
    for (name, text) in forms() {
        if name.starts_with("P-521") {
            // The emulator cannot check ES512; `keys` shows that the signature is right.
            continue;
        }
        let key = PrivateKey::parse(text).unwrap().key_id("key-1");
        let org = Org::new(&key);
        let users = org.client(org.app(key)).send(ListUsers::new()).await.unwrap();
        assert_eq!(users.len(), 3, "{name}");
    }
}

#[tokio::test]
async fn all_three_algorithms_of_rsa_are_taken() {
    use SigningAlgorithm::{Rs256, Rs384, Rs512};
    for algorithm in [Rs256, Rs384, Rs512] {
        let key = PrivateKey::parse(rsa_pem())
            .unwrap()
            .algorithm(algorithm)
            .unwrap();
        let org = Org::new(&key);
        org.client(org.app(key)).send(ListUsers::new()).await.unwrap();
    }
}

#[tokio::test]
async fn one_token_serves_many_calls() {
    let key = key();
    let org = Org::new(&key);
    let client = org.client(org.app(key));
    for _ in 0..3 {
        client.send(ListUsers::new()).await.unwrap();
    }
    assert_eq!(
        org.served(),
        [
            "POST /oauth2/v1/token 200",
            "GET /api/v1/users 200",
            "GET /api/v1/users 200",
            "GET /api/v1/users 200",
        ]
    );
}

#[tokio::test]
async fn the_scopes_are_those_of_the_operations_that_are_named() {
    let key = key();
    let org = Org::new(&key);
    let app = ClientCredentials::new(&org.client_id, key.clone()).scopes_of::<(ListUsers, GetUser)>();
    let client = org.client(app);
    client.send(ListUsers::new()).await.unwrap();
    let error = client.send(ListGroups::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(error.required_scopes(), ["okta.groups.read"]);

    let app = ClientCredentials::new(&org.client_id, key).scopes_of::<(ListUsers, ListGroups)>();
    let client = org.client(app);
    client.send(ListGroups::new()).await.unwrap();
}

#[tokio::test]
async fn a_refusal_says_what_okta_said() {
    let (own, other) = (key(), key());
    let org = Org::new(&own);
    let error = org
        .client(org.app(other))
        .send(ListUsers::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    let oauth = error.oauth().unwrap();
    assert_eq!(oauth.error(), "invalid_client");
    assert_eq!(oauth.description(), "The client_assertion signature is invalid.");
    assert!(
        error.to_string().starts_with("GET /api/v1/users: ")
            && error.to_string().contains(oauth.description()),
        "{error}"
    );

    let app = org.app(own).scopes(["okta.logs.read"]);
    let error = org.client(app).send(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(error.oauth().unwrap().error(), "invalid_scope");
    assert_eq!(error.required_scopes(), ["okta.logs.read", "okta.users.read"]);
}

#[tokio::test]
async fn a_token_that_okta_no_longer_takes_is_replaced_once() {
    let key = key();
    let org = Org::with(Emulator::builder().virtual_time(), &key);
    let clock = Arc::new(okta_transport::VirtualClock::default());
    // The client's clock stands still: it takes the token for a good one.
    let client = org
        .builder()
        .shared_clock(clock)
        .authenticator(org.app(key))
        .build()
        .unwrap();
    client.send(ListUsers::new()).await.unwrap();
    org.emulator.advance(Duration::from_secs(2 * 3600));
    client.send(ListUsers::new()).await.unwrap();
    let gets: Vec<_> = org
        .served()
        .into_iter()
        .filter(|line| line.starts_with("GET"))
        .collect();
    assert_eq!(
        gets,
        [
            "GET /api/v1/users 200",
            "GET /api/v1/users 401",
            "GET /api/v1/users 200"
        ]
    );
}

/// A signer that is not in this process, as far as the client can tell.
#[derive(Debug)]
struct Remote(PrivateKey);

#[async_trait::async_trait]
impl Signer for Remote {
    fn algorithm(&self) -> SigningAlgorithm {
        SigningAlgorithm::Es256
    }

    fn key_id(&self) -> Option<&str> {
        Some("key-1")
    }

    async fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
        tokio::task::yield_now().await;
        if message.is_empty() {
            return Err("the vault is closed".into());
        }
        self.0.sign(message).await
    }
}

#[tokio::test]
async fn a_signer_elsewhere_signs() {
    let key = key();
    let org = Org::new(&key);
    let app = ClientCredentials::new(&org.client_id, Remote(key)).scopes(["okta.users.read"]);
    org.client(app).send(ListUsers::new()).await.unwrap();
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn over_the_wire_a_token_takes_the_way_of_every_other_request() {
    let key = key();
    let org = Org::new(&key);
    assert!(org.emulator.require_dpop(&org.client_id));
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let client = Client::builder()
        .org(server.base_url())
        .allow_plain_http_on_loopback(true)
        .authenticator(org.app(key).dpop().unwrap())
        .build()
        .unwrap();
    assert_eq!(client.send(ListUsers::new()).await.unwrap().len(), 3);
    assert!(
        client
            .send(GetUser::new("a@b.example"))
            .await
            .unwrap_err()
            .is_not_found()
    );
}
