//! An event hook is verified by a challenge and then told of the events that it wants.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};

use crate::org::{Org, empty};

type Heard = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// A hook on this machine, which gives a challenge back when it is told to, and its address.
async fn listener(honest: bool) -> (String, Heard) {
    async fn answer(
        State((honest, heard)): State<(bool, Heard)>,
        method: Method,
        headers: HeaderMap,
        body: String,
    ) -> String {
        let challenge = headers
            .get("x-okta-verification-challenge")
            .and_then(|value| value.to_str().ok());
        let verification = challenge.filter(|_| honest).map(str::to_owned);
        if method == Method::POST {
            heard
                .lock()
                .unwrap()
                .push((headers, serde_json::from_str(&body).unwrap()));
        }
        json!({ "verification": verification }).to_string()
    }
    let heard = Heard::default();
    let router = Router::new()
        .fallback(answer)
        .with_state((honest, Arc::clone(&heard)));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, router).await });
    (address, heard)
}

fn hook(address: &str) -> Value {
    json!({
        "name": "Mine",
        "events": { "type": "EVENT_TYPE", "items": ["user.lifecycle.suspend"] },
        "channel": { "type": "HTTP", "version": "1.0.0", "config": {
            "uri": address,
            "authScheme": { "type": "HEADER", "key": "Authorization", "value": "open sesame" },
        }},
    })
}

/// A hook that fails so many times before it gives a challenge back, and its address.
async fn failing(times: usize) -> String {
    async fn answer(State(left): State<Arc<Mutex<usize>>>, headers: HeaderMap) -> (StatusCode, String) {
        let mut left = left.lock().unwrap();
        let challenge = headers["x-okta-verification-challenge"].to_str().unwrap();
        let body = json!({ "verification": challenge }).to_string();
        if *left == 0 {
            return (StatusCode::OK, body);
        }
        *left -= 1;
        (StatusCode::SERVICE_UNAVAILABLE, body)
    }
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::new(Mutex::new(times)));
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, router).await });
    address
}

#[tokio::test]
async fn a_challenge_that_fails_is_made_once_more() {
    for (failures, status) in [(0, 200), (1, 200), (2, 400)] {
        let org = Org::new(empty());
        let created = org
            .post("/api/v1/eventHooks", hook(&failing(failures).await))
            .await;
        let path = format!("/api/v1/eventHooks/{}/lifecycle/verify", created.expect(200).id());
        assert_eq!(org.act(&path).await.status, status, "{failures}");
    }
}

#[tokio::test]
async fn a_verified_hook_hears_the_events_that_it_wants() {
    let org = Org::new(empty());
    let (address, heard) = listener(true).await;
    let created = org.post("/api/v1/eventHooks", hook(&address)).await.expect(200);
    assert_eq!(created.text("verificationStatus"), "UNVERIFIED");
    assert!(!created.body.to_string().contains("sesame"));
    let path = format!("/api/v1/eventHooks/{}", created.id());
    let pat = org.active_user("pat@people.example").await;
    let suspend = format!("/api/v1/users/{pat}/lifecycle/suspend");
    org.act(&suspend).await.expect(200);
    org.act(&format!("/api/v1/users/{pat}/lifecycle/unsuspend"))
        .await
        .expect(200);
    assert_eq!(
        org.act(&format!("{path}/lifecycle/verify"))
            .await
            .expect(200)
            .text("verificationStatus"),
        "VERIFIED"
    );
    org.act(&suspend).await.expect(200);
    for _ in 0..500 {
        if !heard.lock().unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let heard = heard.lock().unwrap();
    let [(headers, body)] = heard.as_slice() else {
        panic!("{} deliveries", heard.len());
    };
    assert_eq!(headers["authorization"], "open sesame");
    assert_eq!(body["eventType"], "com.okta.event_hook");
    let event = &body["data"]["events"][0];
    assert_eq!(
        (&event["eventType"], &event["target"][0]["id"]),
        (&json!("user.lifecycle.suspend"), &json!(pat))
    );
}

#[tokio::test]
async fn a_hook_that_does_not_give_the_challenge_back_stays_unverified() {
    let org = Org::new(empty());
    let (dishonest, _) = listener(false).await;
    for address in [
        dishonest.as_str(),
        "http://127.0.0.1:1/",
        "https://hooks.example/",
    ] {
        let path = format!(
            "/api/v1/eventHooks/{}",
            org.post("/api/v1/eventHooks", hook(address))
                .await
                .expect(200)
                .id()
        );
        assert_eq!(
            org.act(&format!("{path}/lifecycle/verify")).await.error().1,
            "E0000001"
        );
        assert_eq!(
            org.get(&path).await.expect(200).text("verificationStatus"),
            "UNVERIFIED"
        );
    }
}

#[tokio::test]
async fn a_hook_is_replaced_switched_off_and_deleted() {
    let org = Org::new(empty());
    let (address, _) = listener(true).await;
    let path = format!(
        "/api/v1/eventHooks/{}",
        org.post("/api/v1/eventHooks", hook(&address))
            .await
            .expect(200)
            .id()
    );
    org.act(&format!("{path}/lifecycle/verify")).await.expect(200);
    assert_eq!(
        org.put(&path, hook(&address))
            .await
            .expect(200)
            .text("verificationStatus"),
        "VERIFIED"
    );
    let moved = org.put(&path, hook("https://hooks.example/")).await.expect(200);
    assert_eq!(moved.text("verificationStatus"), "UNVERIFIED");
    for status in ["INACTIVE", "ACTIVE"] {
        let mut body = hook(&address);
        body["status"] = json!(status);
        let switched = org.put(&path, body).await.expect(200);
        assert_eq!(switched.text("status"), status);
    }
    assert_eq!(org.delete(&path).await.error().1, "E0000001");
    assert_eq!(
        org.act(&format!("{path}/lifecycle/deactivate"))
            .await
            .expect(200)
            .text("status"),
        "INACTIVE"
    );
    org.delete(&path).await.expect(204);
    let gone = org.get(&path).await.error();
    assert!(gone.2.ends_with("(Webhook)"), "{gone:?}");
    assert_eq!(org.get("/api/v1/eventHooks").await.expect(200).body, json!([]));
    for (member, bad) in [
        ("name", json!("")),
        ("events", json!({ "items": ["no.such.event"] })),
        ("channel", json!({})),
    ] {
        let mut body = hook(&address);
        body[member] = bad;
        assert_eq!(org.post("/api/v1/eventHooks", body).await.error().1, "E0000001");
    }
}

#[tokio::test]
async fn the_event_types_of_a_hook_are_a_set() {
    let org = Org::new(empty());
    for (given, told) in [
        (vec!["activate", "create", "activate"], vec!["activate", "create"]),
        (
            vec!["deactivate", "create", "activate"],
            vec!["activate", "create", "deactivate"],
        ),
    ] {
        let types = |verbs: Vec<&str>| -> Vec<String> {
            let verbs = verbs.into_iter();
            verbs.map(|verb| format!("user.lifecycle.{verb}")).collect()
        };
        let mut body = hook("https://hooks.example/");
        body["events"]["items"] = json!(types(given));
        let made = org.post("/api/v1/eventHooks", body).await.expect(200);
        assert_eq!(made.body["events"]["items"], json!(types(told)));
    }
}

/// A hook takes what there is room for; what is beyond is lost, and later events arrive again.
#[tokio::test]
async fn events_beyond_the_room_for_them_are_lost() {
    for (bytes, arrive) in [(usize::MAX, 2), (3_000, 1), (10, 0)] {
        let org = Org::new(empty().event_hook_bytes(bytes));
        let (address, heard) = listener(true).await;
        let mut wanted = hook(&address);
        wanted["events"]["items"] = json!(["group.user_membership.add"]);
        for name in ["One", "Two"] {
            wanted["name"] = json!(name);
            let id = org
                .post("/api/v1/eventHooks", wanted.clone())
                .await
                .expect(200)
                .id();
            org.act(&format!("/api/v1/eventHooks/{id}/lifecycle/verify"))
                .await
                .expect(200);
        }
        let pat = org.active_user("pat@people.example").await;
        for name in ["First", "Second"] {
            let group = org.group(name).await;
            org.put(&format!("/api/v1/groups/{group}/users/{pat}"), json!({}))
                .await
                .expect(204);
            for _ in 0..500 {
                if heard.lock().unwrap().len() >= arrive {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            let heard = std::mem::take(&mut *heard.lock().unwrap());
            assert_eq!(heard.len(), arrive, "{bytes} bytes");
        }
    }
}
