//! Access tokens are asked for once for all calls, in time, and by Okta's clock; what the token endpoint says instead
//! is told.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use okta_models::users::{DeleteUser, ListUsers};
use okta_transport::{
    AccessToken, BackendError, BackendErrorKind, Client, ClientCredentials, Clock, ErrorKind, PrivateKey,
    ProvidedToken, RetryPolicy, TokenProvider, WasSent,
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

/// A clock that a test sets.
#[derive(Debug, Default)]
struct SetClock(AtomicU64);

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH.checked_add(self.elapsed()).unwrap()
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, duration: Duration) {
        self.0.fetch_add(duration.as_secs(), Ordering::SeqCst);
    }
}

/// Gives numbered tokens, slowly, and refuses while it is told to.
#[derive(Clone, Default)]
struct Provider(Arc<Given>);

#[derive(Default)]
struct Given {
    count: AtomicU64,
    refuses: AtomicU64,
}

impl Provider {
    fn count(&self) -> u64 {
        self.0.count.load(Ordering::SeqCst)
    }

    fn refuse(&self, yes: bool) {
        self.0.refuses.store(yes.into(), Ordering::SeqCst);
    }
}

#[async_trait]
impl TokenProvider for Provider {
    async fn token(&self) -> Result<AccessToken, Box<dyn std::error::Error + Send + Sync>> {
        let number = self.0.count.fetch_add(1, Ordering::SeqCst) + 1;
        // Whoever waits comes to its turn meanwhile.
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        if self.0.refuses.load(Ordering::SeqCst) == 1 {
            return Err("the vault is closed".into());
        }
        Ok(AccessToken::new(format!("token-{number}")).expires_in(Duration::from_secs(3600)))
    }
}

/// A client whose org answers every call and keeps what it was shown.
fn provided(provider: &Provider, clock: &Arc<SetClock>) -> (Client, Arc<Mutex<Vec<String>>>) {
    let shown: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&shown);
    let client = Client::builder()
        .ungoverned() // what is asked for at once is to arrive at once
        .org(ORG)
        .authenticator(ProvidedToken::new(provider.clone()))
        .shared_clock(Arc::clone(clock) as Arc<dyn Clock>)
        .backend(move |request: Request<Bytes>| {
            let token = request.headers()["authorization"].to_str().unwrap().to_owned();
            seen.lock().unwrap().push(token);
            async { Response::new(Bytes::from_static(b"[]")) }
        })
        .build()
        .unwrap();
    (client, shown)
}

async fn hundred_calls(client: &Client) -> Vec<Result<(), okta_transport::Error>> {
    let calls = (0..100).map(|_| async { client.send(ListUsers::new()).await.map(drop) });
    futures_util::future::join_all(calls).await
}

#[tokio::test]
async fn a_hundred_calls_at_once_ask_for_one_token() {
    let (provider, clock) = (Provider::default(), Arc::default());
    let (client, shown) = provided(&provider, &clock);
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(provider.count(), 1);
    assert!(
        shown
            .lock()
            .unwrap()
            .iter()
            .all(|token| token == "Bearer token-1")
    );
}

#[tokio::test]
async fn a_hundred_calls_of_a_service_app_ask_for_one_token() {
    let asked = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&asked);
    let client = Client::builder()
        .ungoverned() // what is asked for at once is to arrive at once
        .org(ORG)
        .authenticator(app())
        .backend(move |request: Request<Bytes>| {
            let is_token = request.uri().path() == "/oauth2/v1/token";
            counter.fetch_add(is_token.into(), Ordering::SeqCst);
            async move {
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
                Response::new(Bytes::from_static(if is_token {
                    TOKEN.as_bytes()
                } else {
                    b"[]"
                }))
            }
        })
        .build()
        .unwrap();
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn those_who_wait_are_told_of_one_refusal_and_the_next_call_asks_again() {
    let (provider, clock) = (Provider::default(), Arc::default());
    let (client, _) = provided(&provider, &clock);
    provider.refuse(true);
    let outcomes = hundred_calls(&client).await;
    assert_eq!(provider.count(), 1);
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert!(error.is_unauthenticated(), "{error}");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the vault is closed");
    }
    provider.refuse(false);
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(provider.count(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_early_by_one_call_while_the_others_go_on() {
    let (provider, clock): (Provider, Arc<SetClock>) = (Provider::default(), Arc::default());
    let (client, shown) = provided(&provider, &clock);
    client.send(ListUsers::new()).await.unwrap();
    clock.0.store(3_200, Ordering::SeqCst);
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(provider.count(), 1, "six minutes before the end it is too early");
    clock.0.store(3_301, Ordering::SeqCst);
    shown.lock().unwrap().clear();
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(provider.count(), 2);
    let old = shown
        .lock()
        .unwrap()
        .iter()
        .filter(|token| *token == "Bearer token-1")
        .count();
    assert_eq!(old, 99);
}

#[tokio::test]
async fn a_renewal_that_fails_does_not_fail_a_call_while_the_token_is_good() {
    let (provider, clock): (Provider, Arc<SetClock>) = (Provider::default(), Arc::default());
    let (client, _) = provided(&provider, &clock);
    client.send(ListUsers::new()).await.unwrap();
    provider.refuse(true);
    for (moment, asked) in [(3_301, 2), (3_302, 2), (3_340, 3)] {
        clock.0.store(moment, Ordering::SeqCst);
        client.send(ListUsers::new()).await.unwrap();
        assert_eq!(provider.count(), asked, "at {moment} s");
    }
    clock.0.store(3_580, Ordering::SeqCst);
    client.send(ListUsers::new()).await.unwrap_err();
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_next_one_its_turn() {
    let (provider, clock) = (Provider::default(), Arc::default());
    let (client, _) = provided(&provider, &clock);
    {
        let call = client.send(ListUsers::new());
        let mut call = std::pin::pin!(call);
        assert!(futures_util::poll!(&mut call).is_pending());
    }
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(provider.count(), 2);
}

#[tokio::test]
async fn a_hundred_refused_calls_ask_for_one_more_token() {
    let provider = Provider::default();
    let client = Client::builder()
        .ungoverned() // what is asked for at once is to arrive at once
        .org(ORG)
        .authenticator(ProvidedToken::new(provider.clone()))
        .backend(|request: Request<Bytes>| async move {
            let is_old = request.headers()["authorization"] == "Bearer token-1";
            tokio::task::yield_now().await;
            if is_old {
                okta_error(401, "E0000011", "Invalid token provided", &[])
            } else {
                answer(200, &[], "[]")
            }
        })
        .build()
        .unwrap();
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(provider.count(), 2);
}
