//! A token that is bound to a key is worth nothing without a proof by that key.

use std::time::Duration;

use okta_emulator::{Builder, Emulator, ServiceApp};
use serde_json::{Value, json};

use crate::org::{Reply, empty};
use crate::signer::{START, Signer, ask_for_token, assertion_claims, hash, send, token_form, with_bearer};

struct Bound {
    emulator: Emulator,
    app: ServiceApp,
    client: Signer,
    key: Signer,
}

impl Bound {
    fn new(builder: Builder) -> Self {
        let client = Signer::elliptic_curve();
        let emulator = builder.users(3).build();
        let app = emulator
            .service_app(
                "Bound",
                &client.jwk("key-1"),
                &["okta.users.read"],
                Some("READ_ONLY_ADMIN"),
            )
            .unwrap();
        assert!(emulator.require_dpop(&app.client_id));
        Self {
            emulator,
            app,
            client,
            key: Signer::elliptic_curve(),
        }
    }

    async fn token_request(&self, proof: Option<&str>) -> Reply {
        let id = self.emulator.requests_served().to_string();
        let claims = assertion_claims(&self.app, &id);
        let assertion = self.client.sign(json!({ "kid": "key-1" }), &claims);
        ask_for_token(&self.emulator, &token_form(&assertion, "okta.users.read"), proof).await
    }

    /// A token, got with the nonce of the first answer.
    async fn token(&self) -> String {
        let mut claims = json!({ "htm": "POST", "htu": self.app.token_endpoint, "iat": START, "jti": "t1" });
        let challenge = self.token_request(Some(&self.key.proof(&claims))).await;
        claims["nonce"] = json!(challenge.headers["dpop-nonce"].to_str().unwrap());
        let reply = self
            .token_request(Some(&self.key.proof(&claims)))
            .await
            .expect(200);
        assert_eq!(reply.body["token_type"], "DPoP");
        reply.text("access_token")
    }

    fn claims(&self, token: &str, method: &str, path: &str, id: &str) -> Value {
        json!({
            "htm": method, "htu": format!("{}{path}", self.emulator.base_url()),
            "iat": START, "jti": id, "ath": hash(token),
        })
    }

    async fn get(&self, token: &str, path: &str, proof: Option<String>) -> Reply {
        let mut headers = vec![("authorization", format!("DPoP {token}"))];
        headers.extend(proof.map(|proof| ("dpop", proof)));
        send(&self.emulator, "GET", path, &headers, String::new()).await
    }
}

fn challenge(reply: &Reply) -> &str {
    assert_eq!(reply.status, 401, "{}", reply.body);
    reply.headers["www-authenticate"].to_str().unwrap()
}

#[tokio::test]
async fn the_token_endpoint_asks_for_a_proof_and_then_for_a_nonce() {
    let org = Bound::new(empty());
    let reply = org.token_request(None).await.expect(400);
    assert_eq!(reply.text("error"), "invalid_dpop_proof");
    assert_eq!(
        reply.text("error_description"),
        "The DPoP proof JWT header is missing."
    );
    let mut claims = json!({ "htm": "POST", "htu": org.app.token_endpoint, "iat": START, "jti": "1" });
    let reply = org.token_request(Some(&org.key.proof(&claims))).await.expect(400);
    assert_eq!(reply.text("error"), "use_dpop_nonce");
    assert_eq!(
        reply.text("error_description"),
        "Authorization server requires nonce in DPoP proof."
    );
    claims["nonce"] = json!(reply.headers["dpop-nonce"].to_str().unwrap());
    let reply = org.token_request(Some(&org.key.proof(&claims))).await.expect(200);
    assert_eq!(reply.body["token_type"], "DPoP");
    assert_eq!(
        json!(reply.headers["dpop-nonce"].to_str().unwrap()),
        claims["nonce"]
    );
}

#[tokio::test]
async fn a_nonce_is_renewed_after_a_day_and_good_for_three() {
    let org = Bound::new(empty());
    let proof = |moment: i64, id: &str, nonce: &Value| {
        let claims =
            json!({ "htm": "POST", "htu": org.app.token_endpoint, "iat": moment, "jti": id, "nonce": nonce });
        org.key.proof(&claims)
    };
    let ask = async |days: i64, id: &str, nonce: &Value| {
        let moment = START + days * 86_400;
        let mut claims = assertion_claims(&org.app, id);
        claims["exp"] = json!(moment + 60);
        let assertion = org.client.sign(json!({ "kid": "key-1" }), &claims);
        let form = token_form(&assertion, "okta.users.read");
        ask_for_token(&org.emulator, &form, Some(&proof(moment, id, nonce))).await
    };
    let nonce = |reply: &Reply| json!(reply.headers["dpop-nonce"].to_str().unwrap());
    let day = Duration::from_secs(86_400);
    let first = nonce(&ask(0, "a", &Value::Null).await);
    assert_eq!(nonce(&ask(0, "b", &json!("made up")).await), first);
    org.emulator.advance(day);
    assert_ne!(nonce(&ask(1, "c", &Value::Null).await), first);
    org.emulator.advance(day);
    ask(2, "d", &first).await.expect(200);
    org.emulator.advance(day);
    assert_eq!(
        ask(3, "e", &first).await.expect(400).text("error"),
        "use_dpop_nonce"
    );
}

#[tokio::test]
async fn a_proof_opens_one_request() {
    let org = Bound::new(empty());
    let token = org.token().await;
    let good = org.key.proof(&org.claims(&token, "GET", "/api/v1/users", "1"));
    // The query is no part of `htu`.
    org.get(&token, "/api/v1/users?limit=1", Some(good.clone()))
        .await
        .expect(200);
    let again = org.get(&token, "/api/v1/users?limit=1", Some(good)).await;
    assert!(challenge(&again).contains("error=\"invalid_dpop_proof\""));
}

#[tokio::test]
async fn a_proof_that_breaks_a_rule_is_refused() {
    let org = Bound::new(empty());
    let token = org.token().await;
    let users = format!("{}/api/v1/users", org.emulator.base_url());
    let cases = [
        ("htm", json!("POST")),
        ("htm", json!("get")),
        ("htu", json!(format!("{users}?limit=1"))),
        ("htu", json!("https://other.example/api/v1/users")),
        ("htu", json!(users.replace("/api", "//api"))),
        ("iat", json!(START - 301)),
        ("iat", json!(START + 301)),
        ("iat", Value::Null),
        ("ath", json!(hash("another token"))),
        ("ath", Value::Null),
        ("jti", Value::Null),
    ];
    for (number, (claim, value)) in cases.into_iter().enumerate() {
        let mut claims = org.claims(&token, "GET", "/api/v1/users", &number.to_string());
        claims[claim] = value.clone();
        let reply = org
            .get(&token, "/api/v1/users", Some(org.key.proof(&claims)))
            .await;
        let challenge = challenge(&reply);
        assert!(challenge.starts_with("DPoP algs="), "{challenge}");
        assert!(
            challenge.contains("error=\"invalid_dpop_proof\"") && challenge.contains(claim),
            "{claim} {value}: {challenge}"
        );
    }
    assert!(challenge(&org.get(&token, "/api/v1/users", None).await).contains("missing"));
    assert!(challenge(&org.get(&token, "/api/v1/users", Some("a.b.c".to_owned())).await).contains("JWT"));
}

#[tokio::test]
async fn a_token_is_bound_to_its_key_and_its_scheme() {
    let org = Bound::new(empty());
    let token = org.token().await;
    let claims = org.claims(&token, "GET", "/api/v1/users", "1");
    let stolen = Signer::elliptic_curve().proof(&claims);
    let reply = org.get(&token, "/api/v1/users", Some(stolen)).await;
    assert!(challenge(&reply).contains("error=\"invalid_token\""));
    let as_bearer = with_bearer(&org.emulator, &token, "GET", "/api/v1/users", None).await;
    assert!(challenge(&as_bearer).starts_with("Bearer "));
}

#[tokio::test]
async fn a_login_stands_in_htu_as_okta_decodes_it() {
    let org = Bound::new(empty());
    let token = org.token().await;
    let get = async |id: &str, sent: &str, named: &str| {
        let claims = org.claims(&token, "GET", named, id);
        let proof = org.key.proof(&claims);
        org.get(&token, sent, Some(proof)).await.status
    };
    // Nobody has the login, which is found out behind the proof.
    assert_eq!(
        get("1", "/api/v1/users/a@b.example", "/api/v1/users/a@b.example").await,
        404
    );
    assert_eq!(
        get("2", "/api/v1/users/a%40b.example", "/api/v1/users/a@b.example").await,
        404
    );
    assert_eq!(
        get("3", "/api/v1/users/a%40b.example", "/api/v1/users/a%40b.example").await,
        401
    );
    assert_eq!(get("4", "/api/v1/users/a%23b", "/api/v1/users/a%23b").await, 404);
}

#[tokio::test]
async fn resources_ask_for_a_nonce_when_the_org_is_told_to() {
    let org = Bound::new(empty().dpop_nonce_at_resources());
    let token = org.token().await;
    let mut claims = org.claims(&token, "GET", "/api/v1/users", "1");
    let reply = org
        .get(&token, "/api/v1/users", Some(org.key.proof(&claims)))
        .await;
    assert!(challenge(&reply).contains("error=\"use_dpop_nonce\""));
    claims["nonce"] = json!(reply.headers["dpop-nonce"].to_str().unwrap());
    org.get(&token, "/api/v1/users", Some(org.key.proof(&claims)))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_missing_scope_is_named_in_the_form_for_dpop() {
    let org = Bound::new(empty());
    let token = org.token().await;
    let proof = org.key.proof(&org.claims(&token, "GET", "/api/v1/groups", "1"));
    let reply = org.get(&token, "/api/v1/groups?limit=1", Some(proof)).await;
    assert_eq!((reply.status, &reply.body), (403, &Value::Null));
    let challenge = reply.headers["www-authenticate"].to_str().unwrap();
    assert!(challenge.starts_with("DPoP algs=\"RS256 "), "{challenge}");
    assert!(
        challenge.contains("scope=\"okta.groups.read\", error=\"insufficient_scope\""),
        "{challenge}"
    );
}
