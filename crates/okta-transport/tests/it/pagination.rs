//! A listing is read to its end, one request a page, and says when it was not.

use std::fmt::Debug;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use okta_models::groups::{Group, ListGroupUsers, ListGroups};
use okta_models::user_resources::ListUserGroups;
use okta_models::users::ListUsers;
use okta_models::{DecodeError, Effect, ListOperation, Metadata, Operation, Page, RequestError, search};
use okta_transport::{Cursor, ErrorKind, Pages};
use tokio::sync::Notify;

use crate::support::{Outcome, Script, json, page};

const ONE: &str = r#"[{"id": "00u1"}]"#;

fn page_of_one() -> Outcome {
    page(None, ONE)
}

async fn counts<Op: ListOperation<Item: Debug>>(pages: &mut Pages<Op>) -> Vec<usize> {
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        counts.push(page.unwrap().len());
    }
    counts
}

#[tokio::test]
async fn every_page_is_one_request_also_after_an_empty_page() {
    let script = Script::of([
        page(Some("https://acme.okta.com/api/v1/users?after=1"), ONE),
        page(Some("https://acme.okta.com/api/v1/users?after=2"), "[]"),
        page(None, ONE),
    ]);
    let mut pages = script.client().pages(ListUsers::new());
    assert_eq!(counts(&mut pages).await, [1, 0, 1]);
    assert!(pages.cursor().is_none(), "the listing was read to its end");
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn links_joined_by_a_comma_are_read() {
    let links = r#"<https://acme.okta.com/api/v1/users>; rel="self", <https://acme.okta.com/api/v1/users?after=1>; rel="next""#;
    let script = Script::of([json(200, &[("link", links)], ONE), page(None, ONE)]);
    assert_eq!(counts(&mut script.client().pages(ListUsers::new())).await, [1, 1]);
}

#[tokio::test]
async fn parameters_that_okta_drops_from_its_link_are_put_back() {
    let script = Script::of([
        page(Some("https://acme.okta.com/api/v1/groups?after=1&limit=2"), ONE),
        page(None, ONE),
    ]);
    counts(&mut script.client().pages(ListGroups::new().expand("stats").limit(2))).await;
    assert_eq!(
        script.lines()[1],
        "GET https://acme.okta.com/api/v1/groups?after=1&limit=2&expand=stats"
    );
}

#[tokio::test]
async fn a_page_that_was_read_before_stops_the_listing_with_an_error() {
    let (first, second) = (
        "https://acme.okta.com/api/v1/users?after=1",
        "https://acme.okta.com/api/v1/users?after=2",
    );
    let script = Script::of([
        page(Some(first), ONE),
        page(Some(second), ONE),
        page(Some(first), ONE),
    ]);
    let mut pages = script.client().pages(ListUsers::new());
    for _ in 0..3 {
        pages.next().await.unwrap().unwrap();
    }
    assert_eq!(
        pages.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Pagination
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_listing_goes_on_from_a_stored_cursor_in_another_client() {
    let script = Script::of([page(Some("https://acme.okta.com/api/v1/groups?after=1"), ONE)]);
    let list = || ListGroups::new().expand("stats");
    let mut pages = script.client().pages(list());
    pages.next().await.unwrap().unwrap();
    let stored = serde_json::to_string(pages.cursor().unwrap()).unwrap();
    assert_eq!(
        stored,
        r#"{"operation":"listGroups","listing":"/api/v1/groups","page":"/api/v1/groups?after=1&expand=stats&limit=10000"}"#
    );

    let script = Script::of([page(None, ONE)]);
    let cursor: Cursor = serde_json::from_str(&stored).unwrap();
    let mut rest = script.client().resume(list(), cursor);
    assert_eq!(counts(&mut rest).await, [1]);
    assert_eq!(
        script.lines(),
        ["GET https://acme.okta.com/api/v1/groups?after=1&expand=stats&limit=10000"]
    );
}

#[tokio::test]
async fn a_cursor_of_another_operation_is_refused_before_anything_is_sent() {
    let script = Script::of([]);
    let stored = r#"{"operation":"listUsers","listing":"/api/v1/users","page":"/api/v1/users"}"#;
    let cursor: Cursor = serde_json::from_str(stored).unwrap();
    let error = script
        .client()
        .resume(ListGroups::new(), cursor)
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Pagination);
    assert!(script.requests().is_empty());
}

/// Resumes the users of group `00g1`, at an org that would answer.
fn resume_group_users(listing: &str, page: &str) -> (Pages<ListGroupUsers>, Script) {
    let script = Script::of([page_of_one()]);
    let stored = format!(r#"{{"operation":"listGroupUsers","listing":"{listing}","page":"{page}"}}"#);
    let cursor: Cursor = serde_json::from_str(&stored).unwrap();
    (
        script.client().resume(ListGroupUsers::new("00g1"), cursor),
        script,
    )
}

#[tokio::test]
async fn a_cursor_of_another_listing_or_path_is_refused_before_anything_is_sent() {
    let (own, other) = ("/api/v1/groups/00g1/users", "/api/v1/groups/00g2/users");
    for (listing, page, reason) in [
        (other, other, "a listing at another path"),
        (other, own, "a listing at another path"),
        (own, "/api/v1/groups/00g1/apps", "a page of another path"),
        (own, "/api/v1/users/00u1/groups", "a page of another path"),
        (own, "/api/v1/groups//users", "a page of another path"),
        (
            own,
            "/api/v1/groups/..%2F..%2Fadmin/users",
            "a page of another path",
        ),
    ] {
        let (mut pages, script) = resume_group_users(listing, &format!("{page}?after=1"));
        let error = pages.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination, "{page}");
        assert!(error.to_string().contains(reason), "{page}: {error}");
        assert!(script.requests().is_empty(), "{page}");
    }
    // How a segment is encoded makes no difference.
    let encoded = "/api/v1/groups/%30%30g1/users";
    let (mut pages, script) = resume_group_users(encoded, encoded);
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_listing_under_an_alias_goes_on_under_the_id_and_resumes_under_the_alias() {
    for alias in ["me", "ada@example.com", "a%2Fb"] {
        let login = alias.replace("%2F", "/");
        let next = "https://acme.okta.com/api/v1/users/00u1/groups?after=";
        let script = Script::of([
            page(Some(&format!("{next}1")), ONE),
            page(Some(&format!("{next}2")), ONE),
        ]);
        let client = script.client().read_ahead(false);
        let mut pages = client.pages(ListUserGroups::new(&*login));
        pages.next().await.unwrap().unwrap();
        pages.next().await.unwrap().unwrap();
        assert_eq!(script.lines()[1], format!("GET {next}1"));
        let stored = serde_json::to_string(pages.cursor().unwrap()).unwrap();

        let cursor: Cursor = serde_json::from_str(&stored).unwrap();
        let script = Script::of([page_of_one()]);
        let mut rest = script
            .client()
            .resume(ListUserGroups::new(&*login), cursor.clone());
        assert_eq!(counts(&mut rest).await, [1]);
        assert_eq!(script.lines(), [format!("GET {next}2")]);

        let script = Script::of([]);
        let mut other = script.client().resume(ListUserGroups::new("00u2"), cursor);
        other.next().await.unwrap().unwrap_err();
        assert!(script.requests().is_empty());
    }
}

/// The servers that a server trusts. Its records stand in for servers by their id.
struct ListAssociatedServers;

impl Operation for ListAssociatedServers {
    type Output = Page<Group>;
    const METADATA: Metadata = Metadata::new("listAssociatedServersByTrustedType", Effect::Reads);

    fn request(&self) -> Result<http::Request<Vec<u8>>, RequestError> {
        let path = "/api/v1/authorizationServers/aus1/associatedServers?trusted=true";
        Ok(http::Request::get(path).body(Vec::new()).unwrap())
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Output, DecodeError> {
        ListGroups::new().decode(body)
    }
}

impl ListOperation for ListAssociatedServers {
    type Item = Group;
}

#[tokio::test]
async fn the_one_listing_whose_link_names_another_path_is_followed_there() {
    let next = "https://acme.okta.com/api/v1/authorizationServers?trusted=true&after=1";
    let script = Script::of([page(Some(next), ONE), page_of_one()]);
    assert_eq!(
        counts(&mut script.client().pages(ListAssociatedServers)).await,
        [1, 1]
    );
    assert_eq!(script.lines()[1], format!("GET {next}&limit=200"));

    let script = Script::of([page(Some(next), ONE), page_of_one()]);
    let mut pages = script.client().pages(ListAssociatedServers);
    pages.next().await.unwrap().unwrap();
    let stored = serde_json::to_string(pages.cursor().unwrap()).unwrap();
    let cursor = serde_json::from_str(&stored).unwrap();
    let mut rest = script.client().resume(ListAssociatedServers, cursor);
    assert_eq!(counts(&mut rest).await, [1]);

    let script = Script::of([page(Some("https://acme.okta.com/api/v1/apps?after=1"), ONE)]);
    let mut pages = script.client().pages(ListAssociatedServers);
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap_err();
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_page_whose_future_was_dropped_goes_on_being_read() {
    let script = Script::of([
        page(Some("https://acme.okta.com/api/v1/users?after=1"), ONE),
        page_of_one(),
    ]);
    // The second request is answered only when the test says so.
    let (told, answers) = (Arc::new(Notify::new()), script.clone());
    let wait = told.clone();
    let client = script
        .builder()
        .backend(move |request: http::Request<Bytes>| {
            let (wait, answers) = (wait.clone(), answers.clone());
            async move {
                let answer = answers.answer(request);
                if answers.requests().len() == 2 {
                    wait.notified().await;
                }
                answer
            }
        })
        .build()
        .unwrap();
    let mut pages = client.pages(ListUsers::new());
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    let before = pages.cursor().unwrap().clone();
    assert!(pages.next().now_or_never().is_none(), "no answer came yet");
    assert_eq!(pages.cursor(), Some(&before));
    told.notify_one();
    assert_eq!(counts(&mut pages).await, [1]);
    assert_eq!(
        script.lines(),
        [
            "GET https://acme.okta.com/api/v1/users?limit=200",
            "GET https://acme.okta.com/api/v1/users?after=1&limit=200"
        ],
        "nothing is asked for twice"
    );
}

#[tokio::test]
async fn a_page_that_fails_can_be_read_again_from_its_cursor() {
    let script = Script::of([
        page(Some("https://acme.okta.com/api/v1/users?after=1"), ONE),
        json(400, &[("x-okta-request-id", "req-1")], "{}"),
        page(None, ONE),
    ]);
    let client = script.client();
    let mut pages = client.pages(ListUsers::new());
    pages.next().await.unwrap().unwrap();
    pages.next().await.unwrap().unwrap_err();
    let cursor = pages.cursor().unwrap().clone();
    assert_eq!(counts(&mut client.resume(ListUsers::new(), cursor)).await, [1]);
}

#[tokio::test]
async fn an_odd_record_is_one_error_with_its_json_and_the_stream_goes_on() {
    let script = Script::of([
        page(
            Some("https://acme.okta.com/api/v1/users?after=1"),
            r#"[{"id": "00u1"}, {"id": 7}]"#,
        ),
        page(None, r#"[{"id": "00u3"}]"#),
    ]);
    let records: Vec<_> = script.client().stream(ListUsers::new()).collect().await;
    let ids: Vec<_> = records
        .iter()
        .map(|record| record.as_ref().ok().map(|user| user.id.as_str()))
        .collect();
    assert_eq!(ids, [Some("00u1"), None, Some("00u3")]);
    let odd = records[1].as_ref().unwrap_err();
    assert_eq!(odd.kind(), ErrorKind::Decode);
    assert_eq!(odd.item().unwrap().raw().as_str(), r#"{"id": 7}"#);
}

#[tokio::test]
async fn a_stream_reads_no_page_before_its_records_are_wanted() {
    let script = Script::of([page(Some("https://acme.okta.com/api/v1/users?after=1"), ONE)]);
    let users = script.client().stream(ListUsers::new());
    futures_util::pin_mut!(users);
    assert!(script.requests().is_empty());
    users.next().await.unwrap().unwrap();
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_listing_that_cannot_be_written_fails_on_its_first_page() {
    let script = Script::of([]);
    let mut pages = script
        .client()
        .pages(ListUsers::new().search(search("no attribute").pr()));
    assert_eq!(
        pages.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
    assert!(pages.next().await.is_none());
}
