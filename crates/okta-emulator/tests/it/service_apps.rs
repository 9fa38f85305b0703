//! A service app gets access tokens with a signed assertion, and its rights are what scopes and roles both
//! allow.

use std::time::Duration;

use okta_emulator::{Emulator, ServiceApp};
use serde_json::{Value, json};

use crate::org::{Org, Reply, empty};
use crate::signer::{START, Signer, access_token, ask_for_token, assertion_claims, token_form, with_bearer};

const SCOPES: [&str; 2] = ["okta.users.read", "okta.groups.manage"];

fn org_with_app(signer: &Signer, role: Option<&str>) -> (Emulator, ServiceApp) {
    let emulator = empty().users(3).build();
    let app = emulator
        .service_app("Reporting", &signer.jwk("key-1"), &SCOPES, role)
        .unwrap();
    (emulator, app)
}

fn error(reply: &Reply) -> (u16, String, String) {
    (reply.status, reply.text("error"), reply.text("error_description"))
}

#[tokio::test]
async fn keys_of_both_kinds_sign_assertions() {
    for signer in [Signer::rsa(), Signer::elliptic_curve()] {
        let (emulator, app) = org_with_app(&signer, Some("READ_ONLY_ADMIN"));
        let assertion = signer.sign(json!({ "kid": "key-1" }), &assertion_claims(&app, "a"));
        let reply = ask_for_token(&emulator, &token_form(&assertion, "okta.users.read"), None)
            .await
            .expect(200);
        assert_eq!(reply.body["token_type"], "Bearer");
        assert_eq!(reply.body["expires_in"], 3600);
        assert_eq!(reply.body["scope"], "okta.users.read");
        let users = with_bearer(
            &emulator,
            &reply.text("access_token"),
            "GET",
            "/api/v1/users",
            None,
        )
        .await
        .expect(200);
        assert_eq!(users.ids().len(), 3);
    }
}

#[tokio::test]
async fn an_assertion_that_breaks_a_rule_is_refused() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, None);
    let cases: [(&str, Value, Value, &str); 9] = [
        (
            "no kid of the client",
            json!({ "kid": "key-2" }),
            json!({}),
            "The client_assertion JWT kid is invalid.",
        ),
        (
            "another client",
            json!({ "kid": "key-1" }),
            json!({ "iss": "0oa1", "sub": "0oa1" }),
            "client_id",
        ),
        (
            "issuer is not subject",
            json!({ "kid": "key-1" }),
            json!({ "iss": "0oa1" }),
            "issuer",
        ),
        (
            "issuer's URL as audience",
            json!({ "kid": "key-1" }),
            json!({ "aud": emulator.base_url() }),
            "audience",
        ),
        (
            "no audience",
            json!({ "kid": "key-1" }),
            json!({ "aud": null }),
            "audience",
        ),
        (
            "expired",
            json!({ "kid": "key-1" }),
            json!({ "exp": START }),
            "expired",
        ),
        (
            "no expiry",
            json!({ "kid": "key-1" }),
            json!({ "exp": null }),
            "expired",
        ),
        (
            "expiry as text",
            json!({ "kid": "key-1" }),
            json!({ "exp": "tomorrow" }),
            "expired",
        ),
        (
            "expires too late",
            json!({ "kid": "key-1" }),
            json!({ "exp": START + 3601 }),
            "too far",
        ),
    ];
    for (case, header, changes, expected) in cases {
        let mut claims = assertion_claims(&app, case);
        for (claim, value) in changes.as_object().unwrap() {
            claims[claim] = value.clone();
        }
        let form = token_form(&signer.sign(header, &claims), "okta.users.read");
        let (status, code, description) = error(&ask_for_token(&emulator, &form, None).await);
        assert_eq!((status, code.as_str()), (401, "invalid_client"), "{case}");
        assert!(description.contains(expected), "{case}: {description}");
    }
}

#[tokio::test]
async fn a_signature_by_another_key_or_over_another_text_is_refused() {
    let (signer, other) = (Signer::elliptic_curve(), Signer::elliptic_curve());
    let (emulator, app) = org_with_app(&signer, None);
    let claims = assertion_claims(&app, "a");
    let good = signer.sign(json!({ "kid": "key-1" }), &claims);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let mut changed = claims.clone();
    changed["exp"] = json!(START + 301);
    let with_other_claims = signer.sign(json!({ "kid": "key-1" }), &changed);
    let (other_text, _) = with_other_claims.rsplit_once('.').unwrap();
    let forged = [
        other.sign(json!({ "kid": "key-1" }), &claims),
        Signer::rsa().sign(json!({ "kid": "key-1" }), &claims),
        format!("{other_text}.{signature}"),
        format!("{message}."),
    ];
    for assertion in forged {
        let reply = ask_for_token(&emulator, &token_form(&assertion, "okta.users.read"), None).await;
        assert_eq!(
            error(&reply).2,
            "The client_assertion signature is invalid.",
            "{assertion}"
        );
    }
    for assertion in ["", "a.b.c", message] {
        let reply = ask_for_token(&emulator, &token_form(assertion, "okta.users.read"), None).await;
        assert_eq!(error(&reply).1, "invalid_client", "{assertion}");
    }
}

#[tokio::test]
async fn an_assertion_with_a_jti_is_good_for_one_token() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, None);
    let once = signer.sign(json!({ "kid": "key-1" }), &assertion_claims(&app, "a"));
    let form = token_form(&once, "okta.users.read");
    ask_for_token(&emulator, &form, None).await.expect(200);
    let (status, code, description) = error(&ask_for_token(&emulator, &form, None).await);
    assert_eq!((status, code.as_str()), (401, "invalid_client"));
    assert_eq!(description, "The client_assertion token has already been used.");
    let mut claims = assertion_claims(&app, "b");
    claims.as_object_mut().unwrap().remove("jti");
    let often = token_form(
        &signer.sign(json!({ "kid": "key-1" }), &claims),
        "okta.users.read",
    );
    for _ in 0..2 {
        ask_for_token(&emulator, &often, None).await.expect(200);
    }
}

#[tokio::test]
async fn a_request_that_is_not_the_flow_is_refused() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, None);
    let assertion = || {
        let claims = assertion_claims(&app, &emulator.requests_served().to_string());
        signer.sign(json!({ "kid": "key-1" }), &claims)
    };
    let cases: [(&str, Option<&str>, u16, &str); 6] = [
        ("grant_type", Some("password"), 400, "unsupported_grant_type"),
        ("scope", None, 400, "invalid_scope"),
        ("scope", Some("okta.users.manage"), 400, "invalid_scope"),
        ("scope", Some("okta.users.read made.up"), 400, "invalid_scope"),
        ("client_assertion_type", Some("jwt"), 400, "invalid_request"),
        ("client_assertion", None, 401, "invalid_client"),
    ];
    for (name, value, status, code) in cases {
        let mut form = token_form(&assertion(), "okta.users.read");
        form.retain(|(known, _)| *known != name);
        form.extend(value.map(|value| (name, value.to_owned())));
        let found = error(&ask_for_token(&emulator, &form, None).await);
        assert_eq!(
            (found.0, found.1.as_str()),
            (status, code),
            "{name}={value:?}: {}",
            found.2
        );
    }
    let mut form = token_form(&assertion(), "okta.users.read");
    form.push(("client_secret", "secret".to_owned()));
    assert_eq!(
        error(&ask_for_token(&emulator, &form, None).await).1,
        "invalid_request"
    );
    let mut form = token_form(&assertion(), "okta.users.read");
    form.push(("scope", "okta.groups.manage".to_owned()));
    assert_eq!(
        error(&ask_for_token(&emulator, &form, None).await).1,
        "invalid_request"
    );
}

#[tokio::test]
async fn a_client_with_a_secret_gets_no_scopes_of_the_management_api() {
    let org = Org::new(empty());
    let body = json!({ "label": "Web", "signOnMode": "OPENID_CONNECT", "name": "oidc_client" });
    let app = org.post("/api/v1/apps", body).await.expect(200);
    let form = [
        ("grant_type", "client_credentials".to_owned()),
        ("scope", "okta.users.read".to_owned()),
        ("client_id", app.id()),
        ("client_secret", "any".to_owned()),
    ];
    let (status, code, description) = error(&ask_for_token(&org.emulator, &form, None).await);
    assert_eq!((status, code.as_str()), (401, "invalid_client"));
    assert!(description.contains("private_key_jwt"), "{description}");
}

#[tokio::test]
async fn a_token_ends_after_an_hour_of_the_orgs_time() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, Some("READ_ONLY_ADMIN"));
    let token = access_token(&emulator, &app, &signer, "okta.users.read").await;
    let list = || with_bearer(&emulator, &token, "GET", "/api/v1/users", None);
    emulator.advance(Duration::from_secs(3599));
    list().await.expect(200);
    emulator.advance(Duration::from_secs(1));
    let reply = list().await;
    assert_eq!((reply.error().0, reply.error().1.as_str()), (401, "E0000011"));
    let challenge = reply.headers["www-authenticate"].to_str().unwrap();
    assert!(
        challenge.starts_with("Bearer ") && challenge.contains("error=\"invalid_token\""),
        "{challenge}"
    );
}

#[tokio::test]
async fn a_missing_scope_is_named_in_the_challenge() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, Some("SUPER_ADMIN"));
    let token = access_token(&emulator, &app, &signer, "okta.users.read").await;
    let reply = with_bearer(&emulator, &token, "GET", "/api/v1/groups?limit=2", None).await;
    assert_eq!((reply.status, &reply.body), (403, &Value::Null));
    assert_eq!(
        reply.headers["www-authenticate"].to_str().unwrap(),
        "Bearer authorization_uri=\"http://emulator.okta.example/oauth2/v1/authorize\", \
         realm=\"http://emulator.okta.example\", scope=\"okta.groups.read\", error=\"insufficient_scope\", \
         error_description=\"The access token provided does not contain the required scopes.\", \
         resource=\"/api/v1/groups\""
    );
    assert!(reply.headers.contains_key("x-rate-limit-remaining"));
}

#[tokio::test]
async fn rights_are_what_scopes_and_roles_both_allow() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, Some("READ_ONLY_ADMIN"));
    let token = access_token(&emulator, &app, &signer, "okta.users.read okta.groups.manage").await;
    let new_group = Some(json!({ "profile": { "name": "Ours" } }));
    let refused = with_bearer(&emulator, &token, "POST", "/api/v1/groups", new_group.clone()).await;
    assert_eq!((refused.error().0, refused.error().1.as_str()), (403, "E0000006"));
    let (emulator, app) = org_with_app(&signer, Some("ORG_ADMIN"));
    let token = access_token(&emulator, &app, &signer, "okta.groups.manage").await;
    with_bearer(&emulator, &token, "POST", "/api/v1/groups", new_group)
        .await
        .expect(200);
}

#[tokio::test]
async fn without_a_role_lists_are_empty_and_the_rest_is_refused() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, None);
    let token = access_token(&emulator, &app, &signer, "okta.users.read").await;
    let users = with_bearer(&emulator, &token, "GET", "/api/v1/users", None)
        .await
        .expect(200);
    assert_eq!(users.body, json!([]));
    let one = with_bearer(&emulator, &token, "GET", "/api/v1/users/00unobody", None).await;
    assert_eq!((one.error().0, one.error().1.as_str()), (403, "E0000006"));
}

#[tokio::test]
async fn a_service_app_is_no_user() {
    let signer = Signer::elliptic_curve();
    let (emulator, app) = org_with_app(&signer, Some("SUPER_ADMIN"));
    let token = access_token(&emulator, &app, &signer, "okta.users.read").await;
    let reply = with_bearer(&emulator, &token, "GET", "/api/v1/users/me", None).await;
    assert_eq!((reply.error().0, reply.error().1.as_str()), (404, "E0000007"));
}

#[tokio::test]
async fn the_log_names_the_service_app() {
    let signer = Signer::elliptic_curve();
    let org = Org::new(empty());
    let app = org
        .emulator
        .service_app("Reporting", &signer.jwk("key-1"), &SCOPES, Some("ORG_ADMIN"))
        .unwrap();
    let token = access_token(&org.emulator, &app, &signer, "okta.groups.manage").await;
    let body = Some(json!({ "profile": { "name": "Ours" } }));
    with_bearer(&org.emulator, &token, "POST", "/api/v1/groups", body)
        .await
        .expect(200);
    let log = org.get("/api/v1/logs").await.expect(200);
    let events = log.body.as_array().unwrap();
    let granted = events
        .iter()
        .find(|event| event["eventType"] == "app.oauth2.token.grant.access_token")
        .unwrap();
    let created = events
        .iter()
        .find(|event| event["eventType"] == "group.lifecycle.create")
        .unwrap();
    for event in [granted, created] {
        assert_eq!(event["actor"]["type"], "PublicClientApp");
        assert_eq!(event["actor"]["id"], app.client_id);
        assert_eq!(event["actor"]["displayName"], "Reporting");
    }
    assert!(!log.body.to_string().contains(&token));
}

#[tokio::test]
async fn all_tokens_of_a_service_app_share_one_budget() {
    let signer = Signer::elliptic_curve();
    let emulator = empty().limits(okta_emulator::Preset::Workforce).build();
    let app = emulator
        .service_app("Reporting", &signer.jwk("key-1"), &SCOPES, Some("ORG_ADMIN"))
        .unwrap();
    let mut remaining = Vec::new();
    for scope in SCOPES {
        let token = access_token(&emulator, &app, &signer, scope).await;
        let reply = with_bearer(&emulator, &token, "GET", "/api/v1/users", None).await;
        let left = reply.headers["x-rate-limit-remaining"].to_str().unwrap();
        remaining.push(left.parse::<u32>().unwrap());
    }
    assert_eq!(remaining[0], remaining[1] + 1);
}

#[tokio::test]
async fn a_key_that_cannot_sign_in_is_refused() {
    let emulator = empty().build();
    for jwk in [json!(null), json!({ "kty": "oct", "k": "AQAB" }), json!({})] {
        let refused = emulator
            .service_app("Reporting", &jwk, &SCOPES, None)
            .unwrap_err();
        assert!(refused.to_string().contains("public RSA or EC"));
    }
}
