//! The entries of the System Log can be tailed or queried.

use std::time::Duration;

use serde_json::json;

use crate::org::{Org, empty, segment};

#[tokio::test]
async fn a_tail_never_ends_and_sees_what_comes_later() {
    let org = Org::new(empty());
    org.active_user("one@people.example").await;
    let first = org.get("/api/v1/logs?limit=1").await.expect(200);
    let second = org.get(&first.link("next").unwrap()).await.expect(200);
    assert_eq!(
        (&first.body[0]["eventType"], &second.body[0]["eventType"]),
        (&json!("user.lifecycle.create"), &json!("user.lifecycle.activate"))
    );
    let empty = org.get(&second.link("next").unwrap()).await.expect(200);
    assert_eq!(empty.body, json!([]));
    assert_eq!(
        empty.link("next"),
        empty.link("self"),
        "an empty page's next is the page itself"
    );
    org.active_user("two@people.example").await;
    let later = org.get(&empty.link("next").unwrap()).await.expect(200);
    assert_eq!(later.body[0]["target"][0]["alternateId"], "two@people.example");
}

#[tokio::test]
async fn old_entries_go_when_the_log_takes_too_much_room_and_a_tail_goes_on() {
    let org = Org::new(empty().users(1).system_log_bytes(40_000));
    let group = org.group("a").await;
    let path = format!("/api/v1/groups/{group}");
    let mut cursor = None;
    for round in 0..100 {
        let profile = json!({ "profile": { "name": format!("group {round}") } });
        org.put(&path, profile).await.expect(200);
        if round == 50 {
            cursor = org.get("/api/v1/logs?limit=1000").await.link("next");
        }
    }
    let kept = org.get("/api/v1/logs?limit=1000").await.expect(200);
    let length: usize = kept
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event.to_string().len())
        .sum();
    assert!((38_000..=40_000).contains(&length), "{length}");
    let behind = org.get(&cursor.unwrap()).await.expect(200);
    assert_eq!(behind.body, kept.body, "what is gone is not waited for");
}

#[tokio::test]
async fn a_query_with_bounds_ends() {
    let org = Org::new(empty());
    for number in 0..5 {
        org.emulator.advance(Duration::from_secs(60));
        org.group(&format!("Group {number}")).await;
    }
    let bounds = "since=2026-01-15T12:02:00Z&until=2026-01-15T12:05:00Z&limit=2";
    for (order, names) in [("ASCENDING", [1, 2, 3]), ("DESCENDING", [3, 2, 1])] {
        let first = org
            .get(&format!("/api/v1/logs?{bounds}&sortOrder={order}"))
            .await
            .expect(200);
        let second = org.get(&first.link("next").unwrap()).await.expect(200);
        assert!(second.link("next").is_none() && second.link("self").is_some());
        let events = first
            .body
            .as_array()
            .unwrap()
            .iter()
            .chain(second.body.as_array().unwrap());
        let found: Vec<_> = events
            .map(|event| event["target"][0]["displayName"].clone())
            .collect();
        assert_eq!(
            found,
            names.map(|number| json!(format!("Group {number}"))),
            "{order}"
        );
    }
}

#[tokio::test]
async fn the_log_goes_back_seven_days_unless_asked_for_more() {
    let org = Org::new(empty());
    org.group("Old").await;
    org.emulator.advance(Duration::from_secs(8 * 24 * 3600));
    assert_eq!(org.get("/api/v1/logs").await.expect(200).body, json!([]));
    let count = async |query: &str| {
        let log = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        log.body.as_array().unwrap().len()
    };
    assert_eq!(count("since=2026-01-01T00:00:00Z").await, 1);
    // Seven days before `until`.
    assert_eq!(count("until=2026-01-16T00:00:00Z").await, 1);
    // What is older than 90 days is not there any more, which is no error.
    for _ in 0..3 {
        assert_eq!(count("since=2026-01-01T00:00:00Z").await, 1);
        // An API token lives for 30 days without a request.
        org.emulator.advance(Duration::from_secs(29 * 24 * 3600));
    }
    assert_eq!(count("since=2026-01-01T00:00:00Z").await, 0);
}

#[tokio::test]
async fn a_query_with_an_upper_bound_alone_ends() {
    let org = Org::new(empty());
    for name in ["One", "Two", "Three"] {
        org.group(name).await;
    }
    for (query, tail) in [
        ("until=2026-01-16T00:00:00Z&limit=2", false),
        ("sortOrder=DESCENDING&limit=2", false),
        ("limit=2", true),
        ("until=&limit=2", true),
    ] {
        let first = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        let next = first.link("next").unwrap();
        let after = next.split("after=").nth(1).unwrap();
        assert_eq!(after.contains('_'), tail, "{query}");
        assert_eq!(after.len() == 36, !tail, "{query}");
        let second = org.get(&next).await.expect(200);
        assert_eq!(second.body.as_array().unwrap().len(), 1, "{query}");
        assert_eq!(second.link("next").is_some(), tail, "{query}");
    }
}

#[tokio::test]
async fn what_the_log_does_not_take_is_refused_in_its_own_words() {
    let org = Org::new(empty());
    let words =
        "The date format in your query is not recognized. Please enter dates using ISO8601 string format.";
    for (query, code, summary) in [
        (
            "until=yesterday".to_owned(),
            "E0000001",
            format!("Api validation failed: 'until': {words} 'until': must be a valid date-time or empty."),
        ),
        (
            "since=2025-01-01T00:00:00Z".to_owned(),
            "E0000053",
            "Invalid parameter: The since parameter is over 180 days prior to the current day.".to_owned(),
        ),
        (
            format!("filter={}", segment("display_message eqq \"Create okta user\"")),
            "E0000053",
            "Invalid filter 'display_message eqq \"Create okta user\"': Unrecognized attribute operator 'eqq' at \
             position 16. Expected: eq,co,sw,pr,gt,ge,lt,le"
                .to_owned(),
        ),
        (
            "filter=some_invalid_field+pr".to_owned(),
            "E0000053",
            "field is not valid: some_invalid_field".to_owned(),
        ),
        (
            "filter=debugContext.debugData.url+co+%22/oauth/%22".to_owned(),
            "E0000031",
            "The supplied combination of operator and field is not currently supported. Operator: co, Field: \
             debugContext.debugData.url"
                .to_owned(),
        ),
        (
            format!("q={}", "x".repeat(41)),
            "E0000001",
            "Api validation failed: 'q': Freeform search cannot contain items longer than 40 characters. Please \
             shorten the items in your search or use an advanced filter to query by specific fields."
                .to_owned(),
        ),
    ] {
        let reply = org.get(&format!("/api/v1/logs?{query}")).await.expect(400);
        assert_eq!((reply.text("errorCode").as_str(), reply.text("errorSummary")), (code, summary));
        assert!(reply.body.get("errorLink").is_none(), "{}", reply.body);
        assert_eq!(reply.text("errorId").len(), 36);
    }
    let date = org.get("/api/v1/logs?until=yesterday").await;
    assert_eq!(
        date.error().3,
        [
            format!("until: {words}"),
            "until: must be a valid date-time or empty.".to_owned()
        ]
    );
}

#[tokio::test]
async fn filters_and_keywords_find_events() {
    let org = Org::new(empty());
    org.group("Staff").await;
    for query in [
        "limit=1001",
        "limit=-1",
        "since=yesterday",
        "sortOrder=UP",
        "filter=published+gt+%222026-01-01T00:00:00Z%22",
        "filter=eventType+is+%22x%22",
        "filter=target[id+eq+%22x%22]",
        "q=1+2+3+4+5+6+7+8+9+10+11",
        "after=nowhere",
        "after=00000001-0000-4000-8000-0000",
    ] {
        org.get(&format!("/api/v1/logs?{query}")).await.expect(400);
    }
    for (query, count) in [
        ("q=STAFF", 1),
        ("q=staff+group", 1),
        ("q=staff+nothing", 0),
        ("q=staf", 0),
        (
            "filter=target.type+eq+%22UserGroup%22+and+eventType+sw+%22group.%22",
            1,
        ),
        ("filter=outcome.result+ne+%22SUCCESS%22", 0),
        ("filter=not+(outcome.result+eq+%22SUCCESS%22)", 0),
        (
            "filter=not+(eventType+co+%22user%22+or+eventType+ew+%22delete%22)",
            1,
        ),
        ("filter=event_type+eq+%22group.lifecycle.create%22", 1),
        ("filter=severity+eq+%22INFO%22+and+uuid+pr", 1),
        ("filter=version+ge+%220%22+and+version+lt+%221%22", 1),
        ("limit=0", 0),
    ] {
        let reply = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        assert_eq!(reply.body.as_array().unwrap().len(), count, "{query}");
    }
}
