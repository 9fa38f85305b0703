//! What lies between two moments.

use std::time::Duration;

use futures_util::TryStreamExt;
use okta_emulator::Emulator;
use okta_models::filter;
use okta_models::groups::{AddGroup, GroupProfileUpdate};
use okta_models::system_log::{ListLogEvents, QueryLogEvents};
use okta_transport::ErrorKind;

use super::{after, client_of, events, since};
use crate::support::{Script, json, page};

fn query() -> QueryLogEvents {
    QueryLogEvents::between(since(), "2026-01-15T00:00:00Z".parse().unwrap()).limit(2)
}

#[tokio::test]
async fn a_query_ends_by_itself_also_after_an_empty_page() {
    let script = Script::of([
        page(Some(&after(1)), &events(&["a", "b"])),
        page(Some(&after(2)), "[]"),
        page(None, &events(&["c"])),
    ]);
    let found: Vec<_> = script.client().stream(query()).try_collect().await.unwrap();
    assert_eq!(found.len(), 3);
    // The link is complete: nothing of the first request is put back to it.
    assert_eq!(script.lines()[1], format!("GET {}", after(1)));
}

#[tokio::test]
async fn an_empty_page_that_names_itself_is_an_error_of_a_query() {
    let script = Script::of([
        page(Some(&after(1)), &events(&["a"])),
        page(Some(&after(1)), "[]"),
    ]);
    let mut found = script.client().stream(query());
    found.try_next().await.unwrap().unwrap();
    assert_eq!(found.try_next().await.unwrap_err().kind(), ErrorKind::Pagination);
    assert!(found.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_query_of_the_emulated_org_brings_what_happened_between_its_bounds() {
    let emulator = Emulator::builder().users(3).seed(7).build();
    let client = client_of(&emulator);
    let now = || async {
        client
            .send_for_answer(ListLogEvents::new())
            .await
            .unwrap()
            .date()
            .unwrap()
    };
    let begun = now().await;
    for number in 0..5 {
        let profile = GroupProfileUpdate::new().name(format!("Group {number}"));
        client.send(AddGroup::new(profile)).await.unwrap();
    }
    emulator.advance(Duration::from_secs(60));
    let ended = now().await;
    let profile = GroupProfileUpdate::new().name("Too late");
    client.send(AddGroup::new(profile)).await.unwrap();
    let creations = QueryLogEvents::between(begun, ended)
        .filter(filter("eventType").eq("group.lifecycle.create"))
        .limit(2);
    let found: Vec<_> = client.stream(creations).try_collect().await.unwrap();
    assert_eq!(found.len(), 5);
}

#[tokio::test]
async fn a_query_tells_what_okta_keeps_no_more() {
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let kept_from = query().missing_before(now).unwrap();
    assert_eq!(kept_from.to_string(), "2026-03-03T00:00:00Z");
    assert_eq!(
        query().missing_before("2026-04-14T00:00:00Z".parse().unwrap()),
        None
    );
    // From 180 days on Okta refuses it, in words of its own.
    let words = "Invalid parameter: The since parameter is over 180 days prior to the current day.";
    let refused = format!(r#"{{"errorCode":"E0000053","errorSummary":"{words}"}}"#);
    let script = Script::of([json(400, &[("x-okta-request-id", "req-1")], &refused)]);
    let error = script.client().send(query()).await.unwrap_err();
    assert!(error.is_invalid_input());
    assert!(error.to_string().contains("over 180 days"), "{error}");
}
