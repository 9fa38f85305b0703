//! What a client does can be seen while it does it, and what is told is neither secret nor personal.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use okta_models::groups::ListGroups;
use okta_models::search;
use okta_models::users::{CreateUser, ListUsers, UserProfileUpdate};
use okta_transport::{
    Answered, Attempt, Attempts, BackendError, BackendErrorKind, Client, Governing, Limited, Observer,
    Retried, RetryPolicy, WasSent,
};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::support::{Outcome, Script, TOKEN, json, okta_error};

const LOGIN: &str = "ada.lovelace@example.com";

/// Writes down everything that is traced.
#[derive(Clone, Default)]
pub(crate) struct Everything(Arc<Mutex<String>>);

impl Everything {
    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0.lock().unwrap(), "{}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Everything {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("okta_transport")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Writes down everything that it is told.
#[derive(Default)]
pub(crate) struct Told(Mutex<Vec<String>>);

impl Told {
    fn note(&self, attempt: &Attempt, what: &str) {
        let (operation, number) = (attempt.operation().operation_id(), attempt.number());
        self.0
            .lock()
            .unwrap()
            .push(format!("{operation} {number} {what}"));
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Observer for Told {
    fn waited(&self, attempt: &Attempt, time: Duration) {
        self.note(attempt, &format!("waited {} s", time.as_secs()));
    }

    fn sent(&self, attempt: &Attempt) {
        self.note(attempt, "sent");
    }

    fn answered(&self, attempt: &Attempt, answer: &Answered<'_>) {
        let id = answer.request_id().unwrap_or("-");
        self.note(
            attempt,
            &format!(
                "answered {:?} {id}",
                answer.outcome().map(|status| status.as_u16())
            ),
        );
    }

    fn limited(&self, attempt: &Attempt, limit: &Limited) {
        self.note(
            attempt,
            &format!("limited {:?} {:?}", limit.limit(), limit.wait()),
        );
    }

    fn retried(&self, attempt: &Attempt, retry: &Retried) {
        self.note(
            attempt,
            &format!("retried {:?} {:?}", retry.reason(), retry.wait()),
        );
    }
}

fn watched(script: &Script) -> (Client, Arc<Told>) {
    let told = Arc::new(Told::default());
    let client = script
        .builder()
        .ungoverned()
        .observer(told.clone())
        .build()
        .unwrap();
    (client, told)
}

fn refused(limit: &str) -> Outcome {
    let headers = [
        ("x-rate-limit-limit", limit),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1700000005"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    okta_error(429, "E0000047", "API call exceeded rate limit", &headers)
}

#[tokio::test]
async fn an_observer_is_told_every_step_in_order() {
    let script = Script::of([
        Err(BackendError::new(
            BackendErrorKind::Connect,
            WasSent::No,
            "refused",
        )),
        refused("600"),
        refused("0"),
        json(200, &[("x-okta-request-id", "req-4")], "[]"),
    ]);
    let (client, told) = watched(&script);
    client.send(ListGroups::new()).await.unwrap();
    assert_eq!(
        told.lines(),
        [
            "listGroups 1 sent",
            "listGroups 1 answered Err(Connect) -",
            "listGroups 1 retried NotSent 500ms",
            "listGroups 2 sent",
            "listGroups 2 answered Ok(429) -",
            "listGroups 2 limited Window Some(5s)",
            "listGroups 2 retried Limited 7s",
            "listGroups 3 sent",
            "listGroups 3 answered Ok(429) -",
            "listGroups 3 limited Concurrency None",
            "listGroups 3 retried Limited 2s",
            "listGroups 4 sent",
            "listGroups 4 answered Ok(200) req-4",
        ]
    );
}

#[tokio::test]
async fn an_observer_is_told_what_the_clients_own_share_holds_back() {
    let answer = |remaining: &str| {
        let headers = [
            ("x-rate-limit-limit", "10"),
            ("x-rate-limit-remaining", remaining),
            ("x-rate-limit-reset", "60"),
            ("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ];
        json(200, &headers, "[]")
    };
    let script = Script::of([answer("0"), answer("9")]);
    let told = Arc::new(Told::default());
    let builder = script
        .builder()
        .governing(Governing::default())
        .observer(told.clone());
    let client = builder.build().unwrap();
    client.send(ListGroups::new()).await.unwrap();
    let hasty = client.wait_at_most(Duration::from_secs(1));
    hasty.send(ListGroups::new()).await.unwrap_err();
    client.send(ListGroups::new()).await.unwrap();
    let lines = told.lines();
    assert!(
        lines[2].starts_with("listGroups 1 limited Share Some("),
        "{lines:?}"
    );
    assert!(lines[3].starts_with("listGroups 1 waited 6"), "{lines:?}");
    assert_eq!(lines[4], "listGroups 1 sent");
    assert_eq!(lines.len(), 6);
}

#[tokio::test]
async fn a_call_without_an_answer_has_no_status_and_names_its_problem() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let unreachable = || {
        Err(BackendError::new(
            BackendErrorKind::Connect,
            WasSent::No,
            "refused",
        ))
    };
    let script = Script::of([unreachable(), unreachable()]);
    let retry = RetryPolicy::default().attempts(Attempts::AtMost(2.try_into().unwrap()));
    let client = script
        .builder()
        .org("http://[::1]:8080")
        .allow_plain_http_on_loopback(true);
    let client = client.retry(retry).build().unwrap();
    client.send(ListGroups::new()).await.unwrap_err();
    let text = everything.text();
    for told in [
        "server.address=\"::1\"",
        "server.port=8080",
        "http.request.resend_count=1",
        "error.type=Unreachable",
        "otel.status_code=\"ERROR\"",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains("http.response.status_code"), "{text}");
}

#[tokio::test]
async fn clones_are_watched_by_the_same_observer() {
    let script = Script::of([json(200, &[], "[]"), json(200, &[], "[]")]);
    let (client, told) = watched(&script);
    client.clone().send(ListGroups::new()).await.unwrap();
    client
        .with_retry(RetryPolicy::never())
        .send(ListGroups::new())
        .await
        .unwrap();
    assert_eq!(told.lines().len(), 4);
}

#[tokio::test]
async fn an_observer_that_panics_is_left_alone_and_the_call_goes_on() {
    struct Clumsy(Mutex<u32>);
    impl Observer for Clumsy {
        fn sent(&self, _: &Attempt) {
            // Its lock is poisoned from now on.
            *self.0.lock().unwrap() += 1;
            let _held = self.0.lock().unwrap();
            panic!("an observer of the test panics");
        }
    }
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let clumsy = Arc::new(Clumsy(Mutex::new(0)));
    let script = Script::of([json(200, &[], "[]"), json(200, &[], "[]")]);
    let client = script.builder().observer(clumsy.clone()).build().unwrap();
    client.send(ListGroups::new()).await.unwrap();
    client.send(ListGroups::new()).await.unwrap();
    assert_eq!(*clumsy.0.lock().unwrap_err().into_inner(), 1);
    assert!(everything.text().contains("the client's observer panicked"));
}

#[tokio::test]
async fn tracing_tells_operation_status_request_and_attempt_and_nothing_personal() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    let script = Script::of([
        okta_error(
            503,
            "E0000010",
            "Service is in read only mode",
            &[("x-okta-request-id", "req-1")],
        ),
        json(200, &[("x-okta-request-id", "req-2")], "[]"),
        okta_error(400, "E0000001", LOGIN, &[]),
    ]);
    let client = script.client();
    client
        .send(ListUsers::new().search(search("profile.login").eq(LOGIN)))
        .await
        .unwrap();
    client
        .send(CreateUser::new(UserProfileUpdate::new().login(LOGIN)))
        .await
        .unwrap_err();
    let traced = everything.text();
    for told in [
        "otel.name=GET /api/v1/users\n",
        "otel.kind=\"client\"",
        "okta.operation_id=\"listUsers\"",
        "http.request.method=\"GET\"",
        "url.template=\"/api/v1/users\"",
        "url.scheme=\"https\"",
        "server.address=\"acme.okta.com\"",
        "server.port=443",
        "http.response.status_code=503",
        "http.response.status_code=200",
        "okta.request_id=\"req-2\"",
        "http.request.resend_count=1",
        "attempt=2",
        "reason=Failed",
        "otel.status_code=\"ERROR\"",
        "error.type=\"400\"",
    ] {
        assert!(traced.contains(told), "{told}: {traced}");
    }
    for hidden in [TOKEN, LOGIN, "ada", "profile"] {
        assert!(!traced.contains(hidden), "{hidden}: {traced}");
    }
}
