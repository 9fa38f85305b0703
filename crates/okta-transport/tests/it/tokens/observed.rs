//! An observer is told of requests for access tokens as of every other, and of none of what they hold.

use std::sync::Arc;
use std::time::Duration;

use okta_models::users::ListUsers;
use okta_transport::{BackendError, BackendErrorKind, Governing, Lane, RetryPolicy, WasSent};

use super::{TOKEN, app, oauth_error};
use crate::observing::{Everything, Told};
use crate::support::{Outcome, Script, json as answer, okta_error};

fn told_of(
    outcomes: impl IntoIterator<Item = Outcome>,
) -> (Script, Arc<Told>, okta_transport::ClientBuilder) {
    let (script, told) = (Script::of(outcomes), Arc::new(Told::default()));
    let builder = script.builder().authenticator(app()).observer(told.clone());
    (script, told, builder)
}

#[tokio::test]
async fn a_request_for_a_token_is_told_step_by_step_before_the_call_that_needs_it() {
    let used_up = [
        ("x-rate-limit-limit", "600"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1700000005"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    let refused = || {
        Err(BackendError::new(
            BackendErrorKind::Connect,
            WasSent::No,
            "refused",
        ))
    };
    let (_, told, builder) = told_of([
        refused(),
        okta_error(429, "E0000047", "API call exceeded rate limit", &used_up),
        answer(200, &[("x-okta-request-id", "req-3")], TOKEN),
        answer(200, &[("x-okta-request-id", "req-4")], "[]"),
        answer(200, &[], "[]"),
    ]);
    let client = builder.ungoverned().build().unwrap();
    client.send(ListUsers::new()).await.unwrap();
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(
        told.lines(),
        [
            "token 1 sent",
            "token 1 answered Err(Connect) -",
            "token 1 retried NotSent 500ms",
            "token 2 sent",
            "token 2 answered Ok(429) -",
            "token 2 limited Window Some(5s)",
            "token 2 retried Limited 7s",
            "token 3 sent",
            "token 3 answered Ok(200) req-3",
            "listUsers 1 sent",
            "listUsers 1 answered Ok(200) req-4",
            "listUsers 1 sent",
            "listUsers 1 answered Ok(200) -",
        ]
    );
}

#[tokio::test]
async fn a_nonce_and_a_clock_are_told_as_better_credentials() {
    let nonce = [("dpop-nonce", "nonce-1")];
    let date = [("date", "Thu, 01 Jan 1970 00:10:00 GMT")];
    let (_, told, builder) = told_of([
        oauth_error(400, "use_dpop_nonce", &nonce),
        oauth_error(401, "invalid_client", &date),
        oauth_error(401, "invalid_client", &date),
    ]);
    let builder = builder.authenticator(app().dpop().unwrap());
    let client = builder.ungoverned().build().unwrap();
    client.send(ListUsers::new()).await.unwrap_err();
    assert_eq!(
        told.lines(),
        [
            "token 1 sent",
            "token 1 answered Ok(400) -",
            "token 1 retried Credentials 0ns",
            "token 2 sent",
            "token 2 answered Ok(401) -",
            "token 2 retried Credentials 0ns",
            "token 3 sent",
            "token 3 answered Ok(401) -",
        ]
    );
}

#[tokio::test]
async fn the_wait_for_the_bucket_of_tokens_is_told_and_what_is_not_sent_for_it() {
    let empty = [
        ("x-rate-limit-limit", "10"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "60"),
        ("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ];
    let (_, told, builder) = told_of([
        answer(200, &empty, TOKEN),
        okta_error(401, "E0000011", "Invalid token provided", &[]),
        answer(200, &[], TOKEN),
        answer(200, &[], "[]"),
    ]);
    let client = builder.governing(Governing::default()).build().unwrap();
    client.lane(Lane::Bulk).send(ListUsers::new()).await.unwrap();
    let lines = told.lines();
    let waited = lines.iter().position(|line| line.starts_with("token 1 waited 6"));
    let waited = waited.unwrap_or_else(|| panic!("{lines:?}"));
    assert_eq!(lines[waited + 1], "token 1 sent");

    let (_, told, builder) = told_of([
        answer(200, &empty, TOKEN),
        okta_error(401, "E0000011", "Invalid token provided", &[]),
    ]);
    let hasty = RetryPolicy::default().budget(Duration::from_secs(1));
    let client = builder
        .retry(hasty)
        .governing(Governing::default())
        .build()
        .unwrap();
    client.send(ListUsers::new()).await.unwrap_err();
    let lines = told.lines();
    assert!(
        lines.last().unwrap().starts_with("token 1 limited Share Some("),
        "{lines:?}"
    );
}

#[tokio::test]
async fn neither_the_observer_nor_the_trace_is_told_a_secret() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let (script, told, builder) = told_of([
        oauth_error(500, "server_error", &[("x-okta-request-id", "req-1")]),
        answer(200, &[("x-okta-request-id", "req-2")], TOKEN),
        answer(200, &[], "[]"),
    ]);
    builder.build().unwrap().send(ListUsers::new()).await.unwrap();
    let (lines, traced) = (told.lines().join("\n"), everything.text());
    assert!(lines.contains("token 2 answered Ok(200) req-2"), "{lines}");
    for seen in [
        "otel.name=POST /oauth2/v1/token\n",
        "okta.operation_id=\"token\"",
        "okta.request_id=\"req-2\"",
        "http.request.resend_count=1",
    ] {
        assert!(traced.contains(seen), "{seen}: {traced}");
    }
    let form = String::from_utf8(script.requests()[0].body().to_vec()).unwrap();
    let assertion = form.split('=').next_back().unwrap();
    for secret in [assertion, "a.b.c", "0oa1"] {
        assert!(!lines.contains(secret) && !traced.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_call_with_a_good_token_does_not_wait_until_another_may_be_asked_for() {
    let used_up = [
        ("x-rate-limit-limit", "10"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "60"),
        ("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ];
    let short = r#"{"token_type":"Bearer","expires_in":10,"access_token":"a.b.c"}"#;
    let (_, told, builder) = told_of([
        answer(200, &used_up, short),
        answer(200, &[], "[]"),
        answer(200, &[], "[]"),
    ]);
    let client = builder.governing(Governing::default()).build().unwrap();
    client.send(ListUsers::new()).await.unwrap();
    // The last tenth of its life.
    client.sleep(Duration::from_millis(9_200)).await;
    let before = client.now();
    client.send(ListUsers::new()).await.unwrap();
    assert!(
        client.now().duration_since(before).as_secs() < 1,
        "{:?}",
        told.lines()
    );
    let lines = told.lines();
    assert!(lines[4].starts_with("token 1 limited Share Some("), "{lines:?}");
    assert_eq!(lines[5..], ["listUsers 1 sent", "listUsers 1 answered Ok(200) -"]);
}
