//! What a tail does when Okta does not go along.

use jiff::SignedDuration;
use okta_models::filter;
use okta_models::system_log::TailLogEvents;
use okta_transport::{ErrorKind, LogPosition};

use super::{after, events, since, tail, uuids};
use crate::observing::Everything;
use crate::support::{Script, okta_error, page};

#[tokio::test]
async fn a_cursor_that_okta_refuses_is_an_error_of_its_own_and_ends_the_tail() {
    let too_old = "Invalid parameter: The since parameter is over 180 days prior to the current day.";
    for (code, summary) in [
        ("E0000031", "Invalid search criteria."),
        ("E0000053", too_old),
        ("E0000029", "Invalid paging request."),
    ] {
        let first = r#"[{"uuid": "a", "published": "2026-01-14T05:00:00.000Z"}, {"uuid": "b"}]"#;
        let script = Script::of([
            page(Some(&after(2)), first),
            okta_error(400, code, summary, &[("x-okta-request-id", "req-1")]),
        ]);
        let mut tail = script.client().tail(tail());
        uuids(&mut tail, 2).await;
        let error = tail.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CursorRefused);
        let text = error.to_string();
        assert!(
            text.contains("does not take the cursor any more") && text.contains(summary),
            "{text}"
        );
        assert!(text.contains("Okta keeps events for 90 days"), "{text}");
        assert_eq!(error.okta().unwrap().code(), code);
        assert!(tail.next().await.is_none());

        // Another tail begins a little earlier, and delivers nothing again.
        let lost = tail.position().unwrap();
        assert_eq!(lost.newest().unwrap().to_string(), "2026-01-14T05:00:00Z");
        let script = Script::of([page(Some(&after(4)), &events(&["a", "b", "c"]))]);
        let anew = script.client().tail(TailLogEvents::since(since()));
        assert_eq!(uuids(&mut anew.skipping(&lost), 1).await, ["c"]);
    }
}

#[tokio::test]
async fn a_listing_whose_cursor_is_refused_says_so_too() {
    let next = "https://acme.okta.com/api/v1/groups?after=1";
    let script = Script::of([
        page(Some(next), r#"[{"id": "00g1"}]"#),
        okta_error(400, "E0000029", "Invalid paging request.", &[]),
    ]);
    let mut pages = script.client().pages(okta_models::groups::ListGroups::new());
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        pages.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::CursorRefused
    );
    // The same words about a request that names no cursor are about something else.
    let script = Script::of([okta_error(400, "E0000029", "Invalid paging request.", &[])]);
    let error = script.client().send(okta_models::groups::ListGroups::new()).await;
    assert!(error.unwrap_err().is_invalid_input());
}

#[tokio::test]
async fn a_first_page_that_is_refused_does_not_end_the_tail() {
    let script = Script::of([
        okta_error(403, "E0000006", "You do not have permission", &[]),
        page(Some(&after(1)), &events(&["a"])),
    ]);
    let mut tail = script.client().tail(tail());
    assert!(tail.next().await.unwrap().unwrap_err().is_forbidden());
    // Whoever may read the log from now on goes on.
    assert_eq!(uuids(&mut tail, 1).await, ["a"]);
    assert_eq!(script.lines()[0], script.lines()[1]);
}

#[tokio::test]
async fn a_tail_that_begins_before_what_okta_keeps_says_so() {
    let everything = Everything::default();
    let _guard = tracing::subscriber::set_default(everything.clone());
    // The clock of the script's client stands at the beginning of 1970.
    let client = Script::of([]).client();
    let ninety_days_ago = client
        .now()
        .checked_sub(SignedDuration::from_hours(90 * 24))
        .unwrap();
    let _ = client.tail(TailLogEvents::since(ninety_days_ago));
    assert!(!everything.text().contains("kept_from"));
    let a_second_more = ninety_days_ago.checked_sub(SignedDuration::from_secs(1)).unwrap();
    let _ = client.tail(TailLogEvents::since(a_second_more));
    assert!(
        everything.text().contains("kept_from=1969-10-03T00:00:00Z"),
        "{}",
        everything.text()
    );
}

#[tokio::test]
async fn a_page_without_a_next_one_and_one_of_another_host_are_errors_that_lose_no_event() {
    for next in [None, Some("https://evil.example/api/v1/logs?after=1")] {
        let script = Script::of([
            page(next, &events(&["a"])),
            page(Some(&after(2)), &events(&["a", "b"])),
        ]);
        let mut tail = script.client().tail(tail());
        assert_eq!(uuids(&mut tail, 1).await, ["a"]);
        let error = tail.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Pagination, "{error}");
        assert_eq!(uuids(&mut tail, 1).await, ["b"]);
        assert_eq!(script.lines()[0], script.lines()[1]);
    }
}

#[tokio::test]
async fn a_position_of_another_listing_and_a_filter_that_cannot_be_sent_are_refused_before_anything_is_sent()
{
    let script = Script::of([]);
    let stored =
        r#"{"page":{"operation":"listUsers","listing":"/api/v1/users","page":"/api/v1/users?after=1"}}"#;
    let position: LogPosition = serde_json::from_str(stored).unwrap();
    let mut tail = script.client().resume_tail(position.clone());
    assert_eq!(
        tail.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Pagination
    );
    assert!(tail.next().await.is_none());
    assert_eq!(tail.position(), Some(position));

    let odd = TailLogEvents::since(since()).filter(filter("no attribute").pr());
    let mut tail = script.client().tail(odd);
    assert_eq!(
        tail.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
    assert!(tail.next().await.is_none());
    assert!(script.requests().is_empty());
    let elsewhere =
        r#"{"page":{"operation":"listLogEvents","listing":"/api/v1/logs","page":"//evil.example/x"}}"#;
    assert!(serde_json::from_str::<LogPosition>(elsewhere).is_err());
}
