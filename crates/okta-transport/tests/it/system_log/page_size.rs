//! A page of the log that does not come is asked for with fewer events, and the place stays the one that Okta named.

use okta_models::system_log::{QueryLogEvents, TailLogEvents};
use okta_transport::{BackendError, BackendErrorKind, ErrorKind, LogPosition, RetryPolicy, WasSent};

use super::{SINCE, events, since, uuids};
use crate::support::{ORG, Outcome, Script, okta_error, page};

fn late() -> Outcome {
    Err(BackendError::new(
        BackendErrorKind::Timeout,
        WasSent::Maybe,
        "no answer within 60 s",
    ))
}

fn too_large() -> Outcome {
    let problem = BackendError::new(BackendErrorKind::BodyTooLarge, WasSent::Yes, "too long");
    Err(problem.with_status(http::StatusCode::OK))
}

fn given_up_by_okta() -> Outcome {
    okta_error(500, "E0000009", "Internal Server Error", &[])
}

/// Okta's link to what lies behind so many events, as Okta writes it.
fn link(limit: u32, number: usize) -> String {
    format!("{ORG}/api/v1/logs?since={SINCE}&limit={limit}&filter=a+b&after=1658862453660_{number}")
}

/// What was asked for, as limit and the number behind `after`.
fn asked(script: &Script) -> Vec<(u32, usize)> {
    let of = |request: &http::Request<bytes::Bytes>| {
        let query = request.uri().query().unwrap().to_owned();
        let parameter = |name: &str| {
            let mut parameters = url::form_urlencoded::parse(query.as_bytes());
            parameters.find_map(|(other, value)| (other == name).then(|| value.into_owned()))
        };
        let number = parameter("after").map_or(0, |after| after.split_once('_').unwrap().1.parse().unwrap());
        (
            parameter("limit").map_or(100, |limit| limit.parse().unwrap()),
            number,
        )
    };
    script.requests().iter().map(of).collect()
}

#[tokio::test]
async fn a_page_that_is_late_or_too_large_is_halved_in_its_place_and_the_position_keeps_oktas_link() {
    for failure in [late, too_large, given_up_by_okta] {
        let script = Script::of([
            page(Some(&link(1000, 1)), &events(&["a"])),
            failure(),
            failure(),
            page(Some(&link(250, 1)), "[]"),
            page(Some(&link(250, 3)), &events(&["b", "c"])),
        ]);
        let mut tail = script.client().tail(TailLogEvents::since(since()).limit(1000));
        assert_eq!(uuids(&mut tail, 2).await.concat(), "ab");
        let in_the_middle = tail.position().unwrap();
        assert_eq!(uuids(&mut tail, 1).await.concat(), "c");
        let behind = tail.position().unwrap();
        assert_eq!(
            asked(&script),
            [(1000, 0), (1000, 1), (500, 1), (250, 1), (250, 1)]
        );

        // Another process begins with the whole page, and delivers nothing twice.
        let stored = |position: &LogPosition| serde_json::to_value(position).unwrap()["page"]["page"].clone();
        assert_eq!(stored(&in_the_middle), link(1000, 1).replace(ORG, ""));
        assert!(
            stored(&behind).as_str().unwrap().contains("limit=1000"),
            "{}",
            stored(&behind)
        );
        let script = Script::of([
            page(Some(&link(1000, 4)), &events(&["b", "c", "d"])),
            page(Some(&link(1000, 5)), &events(&["e"])),
        ]);
        let mut resumed = script.client().resume_tail(in_the_middle);
        assert_eq!(uuids(&mut resumed, 3).await.concat(), "cde");
        assert_eq!(asked(&script), [(1000, 1), (1000, 4)]);
        let script = Script::of([page(Some(&link(1000, 4)), &events(&["d"]))]);
        uuids(&mut script.client().resume_tail(behind), 1).await;
        assert_eq!(asked(&script), [(1000, 3)]);
    }
}

#[tokio::test]
async fn a_link_without_a_limit_has_none_again() {
    let plain = |number: usize| link(7, number).replace("&limit=7", "");
    let script = Script::of([
        page(Some(&plain(1)), &events(&["a"])),
        late(),
        page(Some(&link(50, 2)), &events(&["b"])),
        page(Some(&plain(3)), &events(&["c"])),
    ]);
    let mut tail = script.client().tail(TailLogEvents::since(since()));
    uuids(&mut tail, 2).await;
    let stored = serde_json::to_value(tail.position().unwrap()).unwrap();
    assert_eq!(stored["page"]["page"], plain(2).replace(ORG, ""));
    uuids(&mut tail, 1).await;
    // The tail itself asks for the most; without a limit Okta gives 100.
    assert_eq!(asked(&script), [(1000, 0), (100, 1), (50, 1), (50, 2)]);
}

#[tokio::test]
async fn the_size_grows_back_while_pages_come() {
    let uuid: Vec<String> = (0..30).map(|number| format!("event-{number}")).collect();
    let mut answers = vec![late(), late()];
    let mut number = 0;
    for limit in [250; 8].into_iter().chain([500; 8]).chain([1000; 3]) {
        number += 1;
        answers.push(page(Some(&link(limit, number)), &events(&[&uuid[number]])));
    }
    let script = Script::of(answers);
    let mut tail = script.client().tail(TailLogEvents::since(since()).limit(1000));
    uuids(&mut tail, 19).await;
    let limits: Vec<u32> = asked(&script).into_iter().map(|(limit, _)| limit).collect();
    let expected = [&[1000, 500][..], &[250; 8], &[500; 8], &[1000; 3]].concat();
    assert_eq!(limits, expected);
}

#[tokio::test]
async fn a_size_that_was_found_is_kept_from_poll_to_poll() {
    let script = Script::of([
        page(Some(&link(1000, 1)), &events(&["a"])),
        late(),
        too_large(),
        page(Some(&link(250, 2)), &events(&["b"])),
    ]);
    let client = script.client().with_retry(RetryPolicy::never());
    let mut tail = client.tail(TailLogEvents::since(since()).limit(1000));
    uuids(&mut tail, 1).await;
    assert_eq!(tail.next().await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    let error = tail.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    uuids(&mut tail, 1).await;
    assert_eq!(asked(&script), [(1000, 0), (1000, 1), (500, 1), (250, 1)]);
}

#[tokio::test]
async fn where_okta_refuses_another_limit_its_link_is_followed_as_it_is_ever_after() {
    for code in ["E0000029", "E0000031", "E0000053"] {
        let script = Script::of([
            page(Some(&link(1000, 1)), &events(&["a"])),
            late(),
            okta_error(400, code, "Invalid paging request.", &[]),
            page(Some(&link(1000, 2)), &events(&["b"])),
            late(),
            page(Some(&link(1000, 3)), &events(&["c"])),
        ]);
        let mut tail = script.client().tail(TailLogEvents::since(since()).limit(1000));
        assert_eq!(uuids(&mut tail, 3).await.concat(), "abc");
        let link = |number| format!("GET {}", link(1000, number));
        assert_eq!(script.lines()[3], link(1));
        assert_eq!(script.lines()[4..], [link(2), link(2)]);
    }
}

#[tokio::test]
async fn another_failure_changes_nothing_of_the_link() {
    let script = Script::of([
        page(Some(&link(1000, 1)), &events(&["a"])),
        okta_error(500, "E0000053", "Internal error", &[]),
        okta_error(503, "E0000010", "Service is in read only mode", &[]),
        page(Some(&link(1000, 2)), &events(&["b"])),
    ]);
    let mut tail = script.client().tail(TailLogEvents::since(since()).limit(1000));
    uuids(&mut tail, 2).await;
    for line in &script.lines()[1..] {
        assert_eq!(*line, format!("GET {}", link(1000, 1)));
    }
}

#[tokio::test]
async fn a_query_that_okta_gives_up_is_halved_like_any_late_page() {
    let script = Script::of([given_up_by_okta(), page(None, &events(&["a"]))]);
    let until = since().checked_add(jiff::SignedDuration::from_hours(1)).unwrap();
    let mut pages = script.client().pages(QueryLogEvents::between(since(), until));
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    let limits: Vec<u32> = asked(&script).into_iter().map(|(limit, _)| limit).collect();
    assert_eq!(limits[1], limits[0] / 2);
}
