//! A page is as large as Okta gives, and half as large after one that did not come in time; nothing is lost or doubled.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::StreamExt;
use okta_models::groups::ListGroups;
use okta_models::users::{ListUsers, User};
use okta_transport::{
    Attempts, BackendError, BackendErrorKind, Client, Cursor, ErrorKind, RetryPolicy, VirtualClock, WasSent,
};
use proptest::prelude::*;

use crate::support::{ORG, Outcome, Script, TOKEN, json, okta_error, page};

const ONE: &str = r#"[{"id": "00u1"}]"#;

fn late() -> Outcome {
    let message = "no answer within 60 s";
    Err(BackendError::new(
        BackendErrorKind::Timeout,
        WasSent::Maybe,
        message,
    ))
}

fn gateway_timeout() -> Outcome {
    okta_error(504, "E0000009", "Gateway timeout", &[])
}

fn too_large() -> Outcome {
    let problem = BackendError::new(
        BackendErrorKind::BodyTooLarge,
        WasSent::Yes,
        "longer than 9 bytes",
    );
    Err(problem.with_status(http::StatusCode::OK))
}

/// The paths and queries that were asked for.
fn asked(script: &Script) -> Vec<String> {
    let requests = script.requests();
    requests
        .iter()
        .map(|request| {
            request
                .uri()
                .to_string()
                .replace("https://acme.okta.com/api/v1", "")
        })
        .collect()
}

fn next(query: &str) -> Outcome {
    page(Some(&format!("{ORG}/api/v1/users?{query}")), ONE)
}

#[tokio::test]
async fn a_listing_asks_for_the_largest_page_and_one_page_is_sent_as_it_is() {
    let script = Script::of([page(None, ONE), page(None, ONE), page(None, ONE), page(None, ONE)]);
    let client = script.client();
    client.pages(ListUsers::new()).next().await.unwrap().unwrap();
    client.pages(ListUsers::new().q("ada")).next().await;
    client.pages(ListUsers::new().limit(7)).next().await;
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(
        asked(&script),
        [
            "/users?limit=200",
            "/users?q=ada&limit=200",
            "/users?limit=7",
            "/users"
        ]
    );
}

#[tokio::test]
async fn a_page_that_is_late_is_halved_in_its_place_and_the_listing_goes_on_so() {
    for late in [late, gateway_timeout, too_large] {
        let script = Script::of([
            next("after=1&limit=200&search=a"),
            late(),
            late(),
            // Okta repeats what it was asked for, or leaves it out.
            next("after=2&limit=50&search=a"),
            next("after=3&search=a"),
            page(None, ONE),
        ]);
        let list = ListUsers::new().filter(okta_models::filter("id").pr());
        let records: Vec<_> = script.client().stream(list).collect().await;
        assert_eq!(records.iter().filter(|record| record.is_ok()).count(), 4);
        assert_eq!(
            asked(&script),
            [
                "/users?filter=id%20pr&limit=200",
                "/users?after=1&limit=200&search=a&filter=id%20pr",
                "/users?after=1&search=a&filter=id%20pr&limit=100",
                "/users?after=1&search=a&filter=id%20pr&limit=50",
                "/users?after=2&limit=50&search=a&filter=id%20pr",
                "/users?after=3&search=a&filter=id%20pr&limit=50",
            ]
        );
    }
}

#[tokio::test]
async fn other_failures_and_single_answers_are_repeated_as_they_were() {
    let broken = || {
        Err(BackendError::new(
            BackendErrorKind::Interrupted,
            WasSent::Maybe,
            "connection reset",
        ))
    };
    let failed = || json(503, &[], "{}");
    let script = Script::of([broken(), failed(), page(None, ONE), late(), page(None, ONE)]);
    let client = script.client();
    client.pages(ListUsers::new()).next().await.unwrap().unwrap();
    client.send(ListUsers::new().limit(200)).await.unwrap();
    assert_eq!(asked(&script), ["/users?limit=200"; 5]);
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_asked_for_again_only_where_it_can_be_smaller() {
    let script = Script::of([too_large(), too_large(), too_large()]);
    let client = script.client();
    let mut one_record = client.pages(ListUsers::new().limit(1));
    let mut without_limit = client.pages(okta_models::custom_roles::ListRoles::new());
    let errors = [
        client.send(ListUsers::new().limit(200)).await.unwrap_err(),
        one_record.next().await.unwrap().unwrap_err(),
        without_limit.next().await.unwrap().unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind() == ErrorKind::BodyTooLarge));
    assert_eq!(
        asked(&script),
        ["/users?limit=200", "/users?limit=1", "/iam/roles"]
    );
}

#[tokio::test]
async fn a_listing_without_a_limit_repeats_a_late_page_as_it_was() {
    let script = Script::of([late(), page(None, r#"{"roles": []}"#)]);
    let mut pages = script.client().pages(okta_models::custom_roles::ListRoles::new());
    pages.next().await.unwrap().unwrap();
    assert_eq!(asked(&script), ["/iam/roles"; 2]);
}

#[tokio::test]
async fn where_the_attempts_are_used_up_the_cursor_names_the_smaller_page() {
    for (policy, attempts, left) in [
        (RetryPolicy::never(), 1, 5_000),
        (
            RetryPolicy::default().attempts(Attempts::AtMost(NonZeroU32::new(3).unwrap())),
            3,
            1_250,
        ),
    ] {
        let script = Script::of((0..attempts).map(|_| late()));
        let mut pages = script.client().with_retry(policy).pages(ListGroups::new());
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert_eq!(asked(&script).len(), attempts);
        let cursor = pages.cursor().unwrap().clone();
        assert!(pages.next().await.is_none());

        let script = Script::of([page(None, ONE)]);
        let mut rest = script.client().resume(ListGroups::new(), cursor);
        rest.next().await.unwrap().unwrap();
        assert_eq!(asked(&script), [format!("/groups?limit={left}")]);
    }
}

#[tokio::test]
async fn a_page_that_comes_again_is_noticed_also_when_it_was_halved_since() {
    let script = Script::of([
        next("after=1&limit=200"),
        next("after=2&limit=200"),
        late(),
        next("after=1&limit=100"),
    ]);
    let records: Vec<_> = script.client().stream(ListUsers::new()).collect().await;
    assert_eq!(records.len(), 4);
    assert_eq!(records[3].as_ref().unwrap_err().kind(), ErrorKind::Pagination);
    assert_eq!(asked(&script).len(), 4);
}

/// An org of so many users that is late, by a plan, where it is asked for more than a few.
#[derive(Clone)]
struct Org {
    users: u32,
    enough: u32,
    late: Arc<Mutex<Vec<bool>>>,
}

impl Org {
    fn answer(&self, request: &http::Request<Bytes>) -> Outcome {
        let query = request.uri().query().unwrap_or_default();
        let number = |name: &str| {
            let mut parameters = query.split('&').filter_map(|parameter| parameter.split_once('='));
            parameters.find(|(key, _)| *key == name)?.1.parse().ok()
        };
        let (after, limit) = (
            number("after").unwrap_or(0_u32),
            number("limit").unwrap_or(200_u32),
        );
        if limit > self.enough && self.late.lock().unwrap().pop().unwrap_or_default() {
            return late();
        }
        let last = self.users.min(after + limit);
        let ids: Vec<String> = (after + 1..=last)
            .map(|id| format!(r#"{{"id": "{id}"}}"#))
            .collect();
        let link = format!("{ORG}/api/v1/users?after={last}&limit={limit}");
        page(
            (last < self.users).then_some(&*link),
            &format!("[{}]", ids.join(",")),
        )
    }

    fn client(&self) -> Client {
        let org = self.clone();
        Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .clock(VirtualClock::default())
            .ungoverned()
            .retry(RetryPolicy::default().attempts(Attempts::WithinBudget))
            .backend(move |request: http::Request<Bytes>| {
                let org = org.clone();
                async move { org.answer(&request) }
            })
            .build()
            .unwrap()
    }
}

proptest! {
    #[test]
    fn every_record_comes_once_and_in_order_whatever_is_late_and_wherever_it_is_resumed(
        users in 0_u32..700,
        limit in 1_u32..250,
        enough in 1_u32..50,
        late in prop::collection::vec(any::<bool>(), 0..40),
        stops in prop::collection::vec(1_usize..4, 0..6),
        ahead in any::<bool>(),
    ) {
        let org = Org { users, enough, late: Arc::new(Mutex::new(late)) };
        let list = || ListUsers::new().limit(limit);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let ids = runtime.block_on(async {
            let mut ids = Vec::new();
            let mut pages = org.client().read_ahead(ahead).pages(list());
            let mut stops = stops.into_iter();
            let mut until_stop = stops.next();
            while let Some(page) = pages.next().await {
                ids.extend(page.unwrap().into_iter().map(|user: Result<User, _>| user.unwrap().id.to_string()));
                if let Some(left) = &mut until_stop {
                    *left -= 1;
                    if *left == 0 {
                        until_stop = stops.next();
                        let Some(cursor) = pages.cursor() else { break };
                        // Another process goes on.
                        let stored = serde_json::to_string(cursor).unwrap();
                        let cursor: Cursor = serde_json::from_str(&stored).unwrap();
                        pages = org.client().read_ahead(ahead).resume(list(), cursor);
                    }
                }
            }
            ids
        });
        prop_assert_eq!(ids, (1..=users).map(|id| id.to_string()).collect::<Vec<_>>());
    }
}
