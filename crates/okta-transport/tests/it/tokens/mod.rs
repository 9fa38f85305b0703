//! Access tokens are asked for once for all calls, in time, and by Okta's clock; what the token endpoint says instead
//! is told, and so is every request for one.

mod observed;
mod renewal;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::Request;
use okta_models::users::{DeleteUser, ListUsers};
use okta_transport::{
    BackendError, BackendErrorKind, Client, ClientCredentials, ErrorKind, PrivateKey, RetryPolicy, WasSent,
};
use serde_json::{Value, json};

use crate::support::{ORG, Outcome, Script, json as answer, okta_error};

const TOKEN: &str =
    r#"{"token_type":"Bearer","expires_in":3600,"access_token":"a.b.c","scope":"okta.users.read"}"#;

fn app() -> ClientCredentials {
    let key = PrivateKey::generate().unwrap();
    ClientCredentials::new("0oa1", key).scopes(["okta.users.read"])
}

fn scripted(outcomes: impl IntoIterator<Item = Outcome>) -> (Script, Client) {
    let script = Script::of(outcomes);
    let client = script.builder().authenticator(app()).build().unwrap();
    (script, client)
}

fn oauth_error(status: u16, error: &str, headers: &[(&str, &str)]) -> Outcome {
    let body = format!(r#"{{"error":"{error}","error_description":"In Okta's words."}}"#);
    answer(status, headers, &body)
}

/// The claims of the assertion in a request for a token.
fn claims(request: &Request<Bytes>) -> Value {
    let form = url::form_urlencoded::parse(request.body());
    let assertion = form
        .into_owned()
        .find(|(name, _)| name == "client_assertion")
        .unwrap()
        .1;
    let claims = assertion.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_is_asked_for_at_the_org_with_a_short_assertion() {
    let (script, client) = scripted([answer(200, &[], TOKEN), answer(200, &[], "[]")]);
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(
        script.lines(),
        [
            format!("POST {ORG}/oauth2/v1/token"),
            format!("GET {ORG}/api/v1/users")
        ]
    );
    let requests = script.requests();
    assert_eq!(
        requests[0].headers()["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        requests[0].headers()["user-agent"],
        requests[1].headers()["user-agent"],
        "one configuration serves both"
    );
    assert!(!requests[0].headers().contains_key("authorization"));
    assert_eq!(requests[1].headers()["authorization"], "Bearer a.b.c");
    let claims = claims(&requests[0]);
    assert_eq!(claims["aud"], format!("{ORG}/oauth2/v1/token"));
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!("0oa1"), &json!("0oa1")));
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        300
    );
}

#[tokio::test]
async fn a_failure_of_the_token_endpoint_is_typed() {
    let html = || {
        let mut page = answer(200, &[], "<html>Sign in</html>").unwrap();
        page.headers_mut()
            .insert("content-type", "text/html".parse().unwrap());
        Ok(page)
    };
    let refused = || {
        Err(BackendError::new(
            BackendErrorKind::Connect,
            WasSent::No,
            "refused",
        ))
    };
    let limit = [
        ("x-rate-limit-limit", "600"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1700000030"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    let limited = || okta_error(429, "E0000047", "API call exceeded rate limit", &limit);
    let cases: [(Outcome, ErrorKind, Option<&str>); 12] = [
        (
            oauth_error(401, "invalid_client", &[]),
            ErrorKind::Unauthenticated,
            Some("invalid_client"),
        ),
        (
            oauth_error(400, "invalid_scope", &[]),
            ErrorKind::Forbidden,
            Some("invalid_scope"),
        ),
        (
            oauth_error(400, "invalid_request", &[]),
            ErrorKind::Unauthenticated,
            Some("invalid_request"),
        ),
        (
            oauth_error(403, "access_denied", &[]),
            ErrorKind::Unauthenticated,
            Some("access_denied"),
        ),
        (
            oauth_error(500, "server_error", &[]),
            ErrorKind::ServerError,
            Some("server_error"),
        ),
        (
            okta_error(403, "E0000005", "Invalid session", &[]),
            ErrorKind::Unauthenticated,
            None,
        ),
        (limited(), ErrorKind::RateLimited, None),
        (html(), ErrorKind::NotOkta, None),
        (
            answer(200, &[], r#"{"error":"invalid_client"}"#),
            ErrorKind::NotOkta,
            None,
        ),
        (
            answer(302, &[("location", "https://evil.example")], ""),
            ErrorKind::NotOkta,
            None,
        ),
        (answer(404, &[], "{}"), ErrorKind::NotOkta, None),
        (refused(), ErrorKind::Unreachable, None),
    ];
    for (outcome, kind, said) in cases {
        let script = Script::of([outcome]);
        let builder = script.builder().authenticator(app()).retry(RetryPolicy::never());
        let error = builder
            .build()
            .unwrap()
            .send(DeleteUser::new("00u1"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(
            error.oauth().map(okta_transport::OAuthError::error),
            said,
            "{error}"
        );
        assert_eq!(error.was_sent(), WasSent::No, "the deletion was not: {error}");
        assert!(!error.may_have_been_done() && !error.is_accepted(), "{error}");
        assert!(
            error.to_string().starts_with("DELETE /api/v1/users/{id}: "),
            "{error}"
        );
        if said.is_some() {
            assert!(error.to_string().contains("In Okta's words."), "{error}");
        }
        if kind == ErrorKind::RateLimited {
            assert_eq!(error.reset_at().unwrap().as_second(), 1_700_000_030);
            assert!(error.retry_after().is_some());
        }
    }
}

#[tokio::test]
async fn a_passing_failure_of_the_token_endpoint_is_outwaited() {
    let limit = [
        ("x-rate-limit-limit", "0"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "0"),
    ];
    let (script, client) = scripted([
        okta_error(503, "E0000010", "Service is in read only mode", &[]),
        okta_error(429, "E0000047", "Too many at once", &limit),
        Err(BackendError::new(
            BackendErrorKind::Timeout,
            WasSent::Maybe,
            "no answer",
        )),
        answer(200, &[], TOKEN),
        answer(200, &[], "[]"),
    ]);
    client.send(ListUsers::new()).await.unwrap();
    let ids: std::collections::BTreeSet<String> = script.requests()[..4]
        .iter()
        .map(|request| claims(request)["jti"].to_string())
        .collect();
    assert_eq!(ids.len(), 4, "Okta takes each assertion once");
}

#[tokio::test]
async fn a_clock_that_is_off_is_set_right_by_oktas() {
    // The client's clock begins at the epoch.
    for date in ["Thu, 01 Jan 1970 00:10:00 GMT", "Tue, 14 Nov 2023 22:13:20 GMT"] {
        let (script, client) = scripted([
            oauth_error(401, "invalid_client", &[("date", date)]),
            answer(200, &[], TOKEN),
            answer(200, &[], "[]"),
        ]);
        client.send(ListUsers::new()).await.unwrap();
        let okta = jiff::fmt::rfc2822::parse(date).unwrap().timestamp().as_second();
        assert_eq!(claims(&script.requests()[0])["iat"], 0);
        assert_eq!(claims(&script.requests()[1])["iat"], okta);
    }
    // A clock that agrees is not what is wrong, and a second refusal is the last.
    for (refusals, date) in [
        (1, "Thu, 01 Jan 1970 00:00:05 GMT"),
        (2, "Thu, 01 Jan 1970 00:10:00 GMT"),
    ] {
        let refused = || oauth_error(401, "invalid_client", &[("date", date)]);
        let (script, client) = scripted((0..refusals).map(|_| refused()));
        client.send(ListUsers::new()).await.unwrap_err();
        assert_eq!(script.lines().len(), refusals);
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_a_missing_feature_replaces_none() {
    let refused = || {
        let challenge = r#"Bearer error="invalid_token", error_description="expired""#;
        okta_error(
            401,
            "E0000011",
            "Invalid token provided",
            &[("www-authenticate", challenge)],
        )
    };
    let (script, client) = scripted([
        answer(200, &[], TOKEN),
        refused(),
        answer(200, &[], TOKEN),
        refused(),
    ]);
    let error = client.send(ListUsers::new()).await.unwrap_err();
    assert!(error.is_unauthenticated(), "{error}");
    assert!(
        error.to_string().contains("The access token may be expired"),
        "{error}"
    );
    assert_eq!(script.lines().len(), 4);
    let missing = okta_error(
        401,
        "E0000015",
        "You do not have permission to access the feature",
        &[],
    );
    let (script, client) = scripted([answer(200, &[], TOKEN), missing]);
    assert!(client.send(ListUsers::new()).await.unwrap_err().is_forbidden());
    assert_eq!(script.lines().len(), 2);
}

#[tokio::test]
async fn a_bound_token_is_asked_for_and_a_loose_one_refused() {
    let script = Script::of([answer(200, &[], TOKEN)]);
    let builder = script.builder().authenticator(app().dpop().unwrap());
    let error = builder.build().unwrap().send(ListUsers::new()).await.unwrap_err();
    assert!(error.to_string().contains("not bound"), "{error}");
    assert!(
        script.requests()[0].headers()["dpop"].is_sensitive(),
        "the first request has a proof"
    );
}

#[tokio::test]
async fn a_nonce_that_is_refused_again_and_again_ends_the_call() {
    let nonces: Vec<_> = (0..20).map(|number| format!("nonce-{number}")).collect();
    let script = Script::of(
        nonces
            .iter()
            .map(|nonce| oauth_error(400, "use_dpop_nonce", &[("dpop-nonce", nonce)])),
    );
    let builder = script.builder().authenticator(app().dpop().unwrap());
    let error = builder.build().unwrap().send(ListUsers::new()).await.unwrap_err();
    assert_eq!(error.oauth().unwrap().error(), "use_dpop_nonce");
    assert_eq!(script.lines().len(), 2);
}
