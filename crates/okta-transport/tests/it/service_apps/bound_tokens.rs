//! Tokens that are bound to a key, with a proof for each request.

use okta_emulator::Emulator;
use okta_models::users::{GetUser, ListUsers};
use okta_transport::PrivateKey;

use super::{Org, key};
use crate::keys::rsa_pem;

#[tokio::test]
async fn a_bound_token_needs_a_nonce_once_and_a_proof_each_time() {
    let key = key();
    let org = Org::new(&key);
    assert!(org.emulator.require_dpop(&org.client_id));
    let client = org.client(org.app(key).dpop().unwrap());
    client.send(ListUsers::new()).await.unwrap();
    // A login with every character that was refused in some SDK's `htu`; nobody has it, which is found out behind
    // the proof.
    for login in [
        "a@b.example",
        "a+b",
        "a%b",
        "a#b",
        "a b",
        "a?b",
        "a[b]",
        "a|b",
        "a<b",
        "ä@b.example",
    ] {
        let error = client.send(GetUser::new(login)).await.unwrap_err();
        assert!(error.is_not_found(), "{login}: {error}");
    }
    // The second page has a query.
    let mut pages = client.pages(ListUsers::new().limit(2));
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 2);
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    let tokens: Vec<_> = org
        .served()
        .into_iter()
        .filter(|line| line.contains("token"))
        .collect();
    assert_eq!(tokens, ["POST /oauth2/v1/token 400", "POST /oauth2/v1/token 200"]);
}

#[tokio::test]
async fn the_nonce_of_the_resource_server_is_used_from_then_on() {
    let key = key();
    let org = Org::with(Emulator::builder().dpop_nonce_at_resources(), &key);
    assert!(org.emulator.require_dpop(&org.client_id));
    let client = org.client(org.app(key).dpop().unwrap());
    for _ in 0..3 {
        client.send(ListUsers::new()).await.unwrap();
    }
    assert_eq!(
        org.served()[2..],
        [
            "GET /api/v1/users 401",
            "GET /api/v1/users 200",
            "GET /api/v1/users 200",
            "GET /api/v1/users 200"
        ]
    );
}

#[tokio::test]
async fn tokens_may_be_bound_to_a_key_of_another_kind() {
    let key = key();
    let org = Org::new(&key);
    assert!(org.emulator.require_dpop(&org.client_id));
    let bound = PrivateKey::parse(rsa_pem()).unwrap();
    let client = org.client(org.app(key).dpop_key(bound));
    client.send(ListUsers::new()).await.unwrap();
}

#[tokio::test]
async fn an_app_that_requires_proofs_says_so() {
    let key = key();
    let org = Org::new(&key);
    assert!(org.emulator.require_dpop(&org.client_id));
    let error = org.client(org.app(key)).send(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "invalid_dpop_proof");
    assert!(error.to_string().contains("ClientCredentials::dpop"), "{error}");
}
