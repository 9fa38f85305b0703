//! A program in another language can inject faults and move the clock, and nobody from elsewhere can.

use serde_json::json;

use crate::org::{Org, empty};
use crate::over_tcp::read_all;

#[tokio::test]
async fn faults_come_and_go_by_http() {
    let org = Org::new(empty());
    let fault = json!({ "effect": "error", "status": 503, "code": "E0000010", "operation": "listGroups" });
    let added = org.post("/_emulator/faults", fault).await.expect(201);
    assert_eq!(added.body["id"], 1);
    org.get("/api/v1/groups").await.expect(503);
    let listed = org.get("/_emulator/faults").await.expect(200);
    assert_eq!(
        (&listed.body[0]["applied"], &listed.body[0]["hit"]),
        (&json!(1), &json!(1))
    );
    org.delete("/_emulator/faults/1").await.expect(204);
    org.delete("/_emulator/faults/1").await.expect(404);
    org.get("/api/v1/groups").await.expect(200);
    for fault in [
        json!({ "effect": "latency", "distribution": "uniform", "from": 0, "to": 1, "path": "/api/v1/groups" }),
        json!({ "effect": "reset", "rate": 0.0, "after_the_change": true }),
        json!({ "effect": "clock_offset", "seconds": -5, "times": 3 }),
    ] {
        org.post("/_emulator/faults", fault).await.expect(201);
    }
    org.get("/api/v1/groups").await.expect(200);
    org.delete("/_emulator/faults").await.expect(204);
    let refused = org
        .post("/_emulator/faults", json!({ "effect": "flood" }))
        .await
        .expect(400);
    assert!(refused.body["error"].as_str().unwrap().contains("flood"));
    // The org's own traffic alone is in its log.
    let requests = org.get("/_emulator/requests").await.expect(200);
    assert!(
        requests
            .body
            .as_array()
            .unwrap()
            .iter()
            .all(|request| request["path"] == "/api/v1/groups")
    );
}

#[tokio::test]
async fn the_clock_moves_and_tokens_are_made_by_http() {
    let org = Org::new(empty());
    let moved = org
        .post("/_emulator/clock", json!({ "advance_seconds": 61 }))
        .await
        .expect(200);
    assert_eq!(moved.body["now"], "2026-01-15T12:01:01.000Z");
    org.post("/_emulator/clock", json!({})).await.expect(400);
    let made = org
        .post("/_emulator/tokens", json!({ "role": "READ_ONLY_ADMIN" }))
        .await
        .expect(201);
    assert!(made.body["token"].as_str().unwrap().len() > 20);
    org.get("/_emulator/nothing").await.expect(404);
}

#[tokio::test]
async fn slips_of_the_pen_are_refused_and_change_nothing() {
    let org = Org::new(empty());
    for (path, body) in [
        ("/_emulator/tokens", json!({ "role": "READONLY_ADMIN" })),
        ("/_emulator/tokens", json!({ "role": "CUSTOM" })),
        ("/_emulator/clock", json!({ "advance_seconds": u64::MAX })),
        (
            "/_emulator/clock",
            json!({ "advance_seconds": 250_000_000_000_u64 }),
        ),
        ("/_emulator/clock", json!({ "advance_seconds": -1 })),
        ("/_emulator/clock", json!([60])),
    ] {
        let refused = org.post(path, body).await.expect(400);
        assert!(refused.body["error"].is_string(), "{path}");
    }
    for (path, body, unknown) in [
        (
            "clock",
            json!({ "advance_seconds": 1, "advance_minutes": 1 }),
            "advance_minutes",
        ),
        ("tokens", json!({ "role": "ORG_ADMIN", "expires": 1 }), "expires"),
        (
            "faults",
            json!({ "effect": "reset", "opration": "getUser" }),
            "opration",
        ),
        ("faults", json!({ "effect": "reset", "status": 503 }), "status"),
        (
            "faults",
            json!({ "effect": "error", "status": 503, "code": "E0000010", "seconds": 1 }),
            "seconds",
        ),
        (
            "faults",
            json!({ "effect": "latency", "distribution": "fixed", "milliseconds": 1, "to": 2 }),
            "to",
        ),
    ] {
        let refused = org.post(&format!("/_emulator/{path}"), body).await.expect(400);
        let told = refused.text("error");
        assert!(
            told.contains(&format!("member `{unknown}`")) || told.contains(&format!("member {unknown:?}")),
            "{told}"
        );
    }
    for (fault, words) in [
        (
            json!({ "effect": "error", "status": 99, "code": "E0000009" }),
            "the status 99 is no error",
        ),
        (
            json!({ "effect": "error", "status": 500, "code": "E9" }),
            "Okta has no error `E9`",
        ),
        (
            json!({ "effect": "truncated_body", "after_the_change": true }),
            "only an error or a reset",
        ),
    ] {
        let refused = org.post("/_emulator/faults", fault).await.expect(400);
        assert!(refused.text("error").contains(words), "{}", refused.body);
    }
    assert_eq!(org.get("/_emulator/faults").await.body, json!([]));
    let moved = org
        .post("/_emulator/clock", json!({ "advance_seconds": 1 }))
        .await;
    assert_eq!(moved.expect(200).body["now"], "2026-01-15T12:00:01.000Z");
}

#[tokio::test]
async fn a_foreign_page_is_refused_and_a_control_token_is_asked_for() {
    let ask = async |builder: okta_emulator::Builder, headers: &str| {
        let emulator = builder.build();
        let server = emulator.serve("127.0.0.1:0").await.unwrap();
        let text = format!("GET /_emulator/faults HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
        let raw = read_all(server.address(), &text).await;
        server.shutdown().await.unwrap();
        raw.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(ask(empty(), "").await, "200");
    assert_eq!(ask(empty(), "origin: https://elsewhere.example\r\n").await, "403");
    let guarded = || empty().control_token("open");
    assert_eq!(ask(guarded(), "").await, "403");
    assert_eq!(ask(guarded(), "x-emulator-control: wrong\r\n").await, "403");
    assert_eq!(ask(guarded(), "x-emulator-control: open\r\n").await, "200");
}
