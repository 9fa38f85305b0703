//! What Okta did at the same time is brought about in its order, and nothing else is.

use serde_json::{Value, json};

use super::player;
use super::source::{self, Source};

const APP: &str = "0oaOwn1Source2Races3";

fn schema(attributes: &[&str], second: u8) -> Value {
    let described = json!({ "title": "One of ours", "type": "string", "scope": "NONE" });
    let custom: Value = attributes
        .iter()
        .map(|name| ((*name).to_owned(), described.clone()))
        .collect();
    let user_name = json!({ "title": "Username", "type": "string", "required": true, "scope": "SELF" });
    let mut custom = json!({ "id": "#custom", "type": "object", "properties": custom });
    if !attributes.is_empty() {
        custom["required"] = json!([]);
    }
    json!({
        "id": format!("https://own.example/meta/schemas/apps/{APP}/default"),
        "$schema": "http://json-schema.org/draft-04/schema#", "name": "bookmark", "title": "Ours User",
        "created": "2026-01-02T03:04:05.000Z", "lastUpdated": format!("2026-01-02T03:04:{second:02}.000Z"),
        "type": "object", "properties": { "profile": { "allOf": [] } },
        "definitions": { "custom": custom, "base": {
            "id": "#base", "type": "object", "required": ["userName"],
            "properties": { "userName": user_name },
        } },
    })
}

/// An exchange with the schema of the app: a write of one attribute, or a read.
fn exchange(written: Option<(&str, Value)>, mut shown: Value) -> Value {
    let (operation, method) = if written.is_some() {
        ("updateApplicationUserProfile", "POST")
    } else {
        ("getApplicationUserSchema", "GET")
    };
    let body = written.map_or(Value::Null, |(name, value)| {
        json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": { name: value } } } })
    });
    let all_of = json!([{ "$ref": "#/definitions/custom" }, { "$ref": "#/definitions/base" }]);
    shown["properties"]["profile"]["allOf"] = all_of;
    json!({ "source": "own", "operation": operation, "method": method, "query": "", "request_body": body,
        "path": format!("/api/v1/meta/schemas/apps/{APP}/default"), "status": 200, "response_body": shown })
}

fn source_of(exchanges: Vec<Value>) -> Source {
    let lines = exchanges.into_iter().enumerate().map(|(index, mut exchange)| {
        exchange["index"] = json!(index);
        exchange.to_string()
    });
    source::parse(&lines.collect::<Vec<_>>().join("\n")).remove(0)
}

/// The differences with their places, and the places before which a change was taken back.
async fn replayed(exchanges: Vec<Value>) -> (Vec<String>, Vec<u64>) {
    let verdicts = player::replay(&source_of(exchanges)).await;
    let raced = verdicts.iter().filter(|verdict| verdict.raced);
    let raced = raced.map(|verdict| verdict.index).collect();
    let different = verdicts.iter().flat_map(|verdict| {
        let place = verdict.index;
        let differences = verdict.found.differences.iter();
        differences.map(move |difference| format!("{place}: {difference}"))
    });
    (different.collect(), raced)
}

fn ours() -> Value {
    json!({ "title": "One of ours", "type": "string" })
}

#[tokio::test]
async fn a_write_that_did_not_see_another_of_its_second_takes_it_back() {
    let exchanges = vec![
        exchange(None, schema(&["zero"], 6)),
        exchange(Some(("one", ours())), schema(&["zero", "one"], 7)),
        exchange(Some(("two", ours())), schema(&["zero", "two"], 7)),
        exchange(None, schema(&["zero", "two"], 7)),
        exchange(Some(("zero", Value::Null)), schema(&["two"], 8)),
        exchange(Some(("two", Value::Null)), schema(&["zero"], 8)),
        exchange(None, schema(&["zero"], 8)),
    ];
    assert_eq!(replayed(exchanges).await, (Vec::new(), vec![2, 5]));
}

#[tokio::test]
async fn a_write_of_another_second_takes_nothing_back() {
    let exchanges = vec![
        exchange(None, schema(&["zero"], 6)),
        exchange(Some(("one", ours())), schema(&["zero", "one"], 7)),
        exchange(Some(("two", ours())), schema(&["zero", "two"], 8)),
    ];
    let (found, raced) = replayed(exchanges).await;
    assert_eq!(
        found,
        ["2: definitions.custom.properties.one is not in the recording"]
    );
    assert!(raced.is_empty());
}

#[tokio::test]
async fn what_a_write_of_the_same_second_did_not_touch_stays() {
    let exchanges = vec![
        exchange(None, schema(&["zero"], 6)),
        exchange(Some(("one", ours())), schema(&["zero", "one"], 7)),
        exchange(Some(("two", ours())), schema(&["one", "two"], 7)),
    ];
    let (found, raced) = replayed(exchanges).await;
    assert_eq!(
        found,
        ["2: definitions.custom.properties.zero is not in the recording"]
    );
    assert!(raced.is_empty());
}

#[test]
fn what_an_answer_shows_is_made_before_it() {
    let object = |id: &str, created: &str| json!({ "id": id, "created": created });
    let (now, before) = ("2026-01-02T03:04:05.000Z", "2026-01-01T00:00:00.000Z");
    let line = |operation: &str, method: &str, shown: Value| {
        json!({ "source": "own", "operation": operation, "method": method, "query": "", "request_body": null,
            "path": "/api/v1/users/00uOwn1Source2Races3/roles", "status": 200, "response_body": shown })
    };
    let list = |created: &str| {
        line(
            "listAssignedRolesForUser",
            "GET",
            json!([object("ROLE", created)]),
        )
    };
    let made = line("assignRoleToUser", "POST", object("ROLE", now));
    let source = source_of(vec![list(before), list(now), made]);
    let order: Vec<u64> = super::races::ordered(&source)
        .iter()
        .map(|exchange| exchange.index)
        .collect();
    // The first list shows a role of the same id that was there before.
    assert_eq!(order, [0, 2, 1]);
}
