//! What certainly was not done is repeated; what may have been done is repeated only when that does no harm.

use std::sync::Arc;
use std::time::Duration;

use okta_models::groups::DeleteGroup;
use okta_models::users::{CreateUser, GetUser, UserProfileUpdate};
use okta_transport::{
    Attempts, BackendError, BackendErrorKind, Clock, ErrorKind, RetryPolicy, VirtualClock, WasSent,
};

use crate::support::{Outcome, Script, json, okta_error};

const USER: &str = r#"{"id": "00u1"}"#;

fn user() -> Outcome {
    json(200, &[], USER)
}

fn create() -> CreateUser {
    CreateUser::new(UserProfileUpdate::new().login("ada"))
}

fn broken(kind: BackendErrorKind) -> Outcome {
    Err(BackendError::new(kind, WasSent::Maybe, "it broke"))
}

/// A 429 for a window that ends so many seconds after the answer's own date.
fn used_up(limit: &str, seconds: i64) -> Outcome {
    let reset = (1_700_000_000 + seconds).to_string();
    let headers = [
        ("x-rate-limit-limit", limit),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", reset.as_str()),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
        ("x-okta-request-id", "req-1"),
    ];
    okta_error(
        429,
        "E0000047",
        "API call exceeded rate limit due to too many requests.",
        &headers,
    )
}

#[tokio::test]
async fn a_creation_is_not_repeated_when_it_may_have_been_done() {
    for outcome in [
        okta_error(500, "E0000009", "Internal Server Error", &[]),
        okta_error(503, "E0000010", "Service is in read only mode", &[]),
        broken(BackendErrorKind::Timeout),
        broken(BackendErrorKind::Interrupted),
    ] {
        let script = Script::of([outcome, user()]);
        let error = script.client().send(create()).await.unwrap_err();
        assert_ne!(error.was_sent(), WasSent::No);
        assert!(
            error.to_string().contains("Okta may have done what was asked"),
            "{error}"
        );
        assert_eq!(script.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_creation_is_repeated_when_it_was_not_sent_or_was_refused_by_a_rate_limit() {
    for outcome in [
        broken(BackendErrorKind::Connect),
        used_up("600", 5),
        used_up("0", 5),
    ] {
        let script = Script::of([outcome, user()]);
        script.client().send(create()).await.unwrap();
        assert_eq!(script.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_repeated_deletion_that_finds_nothing_says_that_it_may_have_deleted_it_itself() {
    let missing = || {
        okta_error(
            404,
            "E0000007",
            "Not found: Resource not found: 00g1 (UserGroup)",
            &[],
        )
    };
    for lost in [
        broken(BackendErrorKind::Timeout),
        broken(BackendErrorKind::Interrupted),
        okta_error(503, "E0000010", "Service is in read only mode", &[]),
    ] {
        let script = Script::of([lost, missing()]);
        let error = script.client().send(DeleteGroup::new("00g1")).await.unwrap_err();
        assert!(error.is_not_found() && error.may_have_been_done());
        assert!(
            error.to_string().ends_with(
                "The outcome of an earlier attempt of this call is unknown: it may have done what was \
                            asked; look before sending it again."
            ),
            "{error}"
        );
    }
    // Without such an attempt it was somebody else.
    for refused in [
        None,
        Some(broken(BackendErrorKind::Connect)),
        Some(used_up("600", 1)),
    ] {
        let script = Script::of(refused.into_iter().chain([missing()]));
        let error = script.client().send(DeleteGroup::new("00g1")).await.unwrap_err();
        assert!(error.is_not_found() && !error.may_have_been_done());
        assert!(!error.to_string().contains("earlier attempt"), "{error}");
    }
    // To read twice is to have changed nothing.
    let script = Script::of([broken(BackendErrorKind::Timeout), missing()]);
    let error = script.client().send(GetUser::new("00u1")).await.unwrap_err();
    assert!(!error.may_have_been_done());
}

#[tokio::test]
async fn a_last_attempt_that_was_not_sent_does_not_hide_an_earlier_one_that_was() {
    let script = Script::of([
        broken(BackendErrorKind::Timeout),
        broken(BackendErrorKind::Connect),
    ]);
    let policy = RetryPolicy::default().attempts(Attempts::AtMost(2.try_into().unwrap()));
    let client = script.client().with_retry(policy);
    let error = client.send(DeleteGroup::new("00g1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert_eq!(error.was_sent(), WasSent::Maybe);
    assert!(error.may_have_been_done());
    assert!(
        error.to_string().contains("The last attempt was not sent."),
        "{error}"
    );
    assert!(!error.to_string().contains("Nothing was sent"), "{error}");
}

#[tokio::test]
async fn an_accepted_change_whose_answer_was_cut_off_is_never_repeated() {
    let cut = |status: u16| {
        let problem = BackendError::new(BackendErrorKind::Interrupted, WasSent::Yes, "it broke");
        Err(problem.with_status(status.try_into().unwrap()))
    };
    let script = Script::of([cut(201)]);
    let client = script
        .client()
        .with_retry(RetryPolicy::default().repeat_changes(true));
    let error = client.send(create()).await.unwrap_err();
    assert!(error.is_accepted() && error.may_have_been_done());
    assert_eq!(script.requests().len(), 1);
    assert!(
        error.to_string().ends_with(
            "Okta did what was asked (HTTP 201): do not send it again; read the object to see its state."
        ),
        "{error}"
    );
    // The status of a refusal counts although its body is missing.
    for (status, attempts) in [(400, 1), (404, 1), (429, 2), (503, 1)] {
        let script = Script::of([cut(status), user()]);
        let result = script.client().send(create()).await;
        assert_eq!(script.requests().len(), attempts, "{status}");
        let Err(error) = result else { continue };
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.may_have_been_done(), status == 503, "{status}");
        assert!(!error.is_accepted());
    }
    let script = Script::of([cut(200), user()]);
    script.client().send(GetUser::new("00u1")).await.unwrap();
}

#[tokio::test]
async fn a_creation_is_repeated_when_the_caller_chose_so() {
    let script = Script::of([broken(BackendErrorKind::Timeout), user()]);
    let client = script
        .client()
        .with_retry(RetryPolicy::default().repeat_changes(true));
    client.send(create()).await.unwrap();
    assert_eq!(script.requests().len(), 2);
}

#[tokio::test]
async fn a_read_is_repeated_after_every_passing_failure() {
    for outcome in [
        okta_error(500, "E0000009", "Internal Server Error", &[]),
        json(502, &[("content-type", "text/html")], "<html>"),
        okta_error(503, "E0000010", "Service is in read only mode", &[]),
        okta_error(504, "E0000241", "No connected agents.", &[]),
        broken(BackendErrorKind::Timeout),
        broken(BackendErrorKind::Interrupted),
        broken(BackendErrorKind::Connect),
    ] {
        let script = Script::of([outcome, user()]);
        script.client().send(GetUser::new("00u1")).await.unwrap();
        assert_eq!(script.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_failure_that_does_not_pass_is_not_repeated() {
    for outcome in [
        okta_error(400, "E0000001", "Api validation failed", &[]),
        okta_error(401, "E0000011", "Invalid token provided", &[]),
        okta_error(429, "E0000133", "A phone call was recently made.", &[]),
        okta_error(501, "E0000060", "Unsupported operation.", &[]),
        broken(BackendErrorKind::Tls),
        broken(BackendErrorKind::Proxy),
        broken(BackendErrorKind::BodyTooLarge),
        broken(BackendErrorKind::Malformed),
    ] {
        let script = Script::of([outcome]);
        script.client().send(GetUser::new("00u1")).await.unwrap_err();
        assert_eq!(script.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_window_is_outwaited_by_the_servers_clock_with_one_second_and_jitter() {
    let clock = Arc::new(VirtualClock::default());
    let script = Script::of([used_up("600", 42), user()]);
    let client = script.builder().shared_clock(clock.clone()).build().unwrap();
    client.send(GetUser::new("00u1")).await.unwrap();
    assert_eq!(clock.sleeps(), [Duration::from_secs(42 + 1 + 1)]);
}

#[tokio::test]
async fn a_concurrency_limit_gets_a_short_wait_whatever_its_reset_says() {
    let clock = Arc::new(VirtualClock::default());
    let script = Script::of([used_up("0", 110), used_up("0", 110), user()]);
    let client = script.builder().shared_clock(clock.clone()).build().unwrap();
    client.send(GetUser::new("00u1")).await.unwrap();
    assert_eq!(
        clock.sleeps(),
        [Duration::from_millis(500), Duration::from_secs(1)]
    );
}

#[tokio::test]
async fn a_wait_over_the_budget_fails_at_once_with_the_time_to_wait() {
    let clock = Arc::new(VirtualClock::default());
    let script = Script::of([used_up("600", 42)]);
    let policy = RetryPolicy::default().budget(Duration::from_secs(30));
    let client = script
        .builder()
        .shared_clock(clock.clone())
        .retry(policy)
        .build()
        .unwrap();
    let error = client.send(create()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(44)));
    assert_eq!(error.reset_at().unwrap().as_second(), 1_700_000_042);
    assert_eq!(clock.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn one_budget_covers_all_attempts() {
    let clock = Arc::new(VirtualClock::default());
    let script = Script::of((0..3).map(|_| used_up("600", 42)));
    let policy = RetryPolicy::default()
        .attempts(Attempts::WithinBudget)
        .budget(Duration::from_secs(100));
    let client = script
        .builder()
        .shared_clock(clock.clone())
        .retry(policy)
        .build()
        .unwrap();
    client.send(create()).await.unwrap_err();
    assert_eq!(clock.sleeps(), [Duration::from_secs(44); 2]);
}

#[tokio::test]
async fn attempts_are_counted_and_never_means_one() {
    let failures = || (0..9).map(|_| broken(BackendErrorKind::Connect));
    let script = Script::of(failures());
    script.client().send(create()).await.unwrap_err();
    assert_eq!(script.requests().len(), 4);
    let script = Script::of(failures());
    script
        .client()
        .with_retry(RetryPolicy::never())
        .send(create())
        .await
        .unwrap_err();
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn repetitions_tell_okta_the_first_request_and_their_number_once_each() {
    let failure = |id: &'static str| okta_error(503, "E0000010", "Words", &[("x-okta-request-id", id)]);
    let script = Script::of([failure("first"), failure("second"), user()]);
    script.client().send(GetUser::new("00u1")).await.unwrap();
    let sent: Vec<Vec<String>> = script
        .requests()
        .iter()
        .map(|request| {
            let values = |name: &str| {
                request
                    .headers()
                    .get_all(name)
                    .iter()
                    .map(|value| value.to_str().unwrap().to_owned())
                    .collect::<Vec<_>>()
            };
            [values("x-okta-retry-for"), values("x-okta-retry-count")].concat()
        })
        .collect();
    assert_eq!(
        sent,
        [
            vec![],
            vec!["first".to_owned(), "1".to_owned()],
            vec!["first".to_owned(), "2".to_owned()]
        ]
    );
}

#[tokio::test]
async fn every_attempt_is_the_same_request() {
    let script = Script::of([used_up("0", 1), user()]);
    script.client().send(create()).await.unwrap();
    let [first, second] = &script.requests()[..] else {
        panic!("two attempts")
    };
    assert_eq!(
        (first.method(), first.uri(), first.body()),
        (second.method(), second.uri(), second.body())
    );
    assert_eq!(second.headers().get_all("authorization").iter().count(), 1);
}
