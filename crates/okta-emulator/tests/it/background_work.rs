//! What is asked for with `Prefer: respond-async` is done after its time, and the user says so until then.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::org::{Org, Reply, empty, read};
use crate::traffic;

const TAKES: Duration = Duration::from_secs(30);

fn slow() -> Org {
    Org::new(empty().background_work(TAKES))
}

async fn later(org: &Org, method: &str, path: &str) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(format!("{}{path}", org.emulator.base_url()))
        .header("authorization", format!("SSWS {}", org.token.expose()))
        .header("prefer", "respond-async")
        .body(Bytes::new());
    let request = request.unwrap();
    let line = traffic::asked(&request);
    let response = org.emulator.handle(request).await;
    if let Some(line) = line {
        traffic::answered(line, &response);
    }
    read(response)
}

async fn shown(org: &Org, user: &str) -> (String, Value) {
    let user = org.get(&format!("/api/v1/users/{user}")).await.expect(200);
    (user.text("status"), user.body["transitioningToStatus"].clone())
}

#[tokio::test]
async fn a_user_is_deactivated_when_the_time_is_over() {
    let org = slow();
    let (pat, sam) = (
        org.active_user("pat@people.example").await,
        org.active_user("sam@people.example").await,
    );
    let deactivate = format!("/api/v1/users/{pat}/lifecycle/deactivate");
    let answer = later(&org, "POST", &deactivate).await.expect(200);
    assert_eq!(answer.body, json!({}));
    org.emulator
        .advance(TAKES.checked_sub(Duration::from_millis(1)).unwrap());
    for _ in 0..3 {
        assert_eq!(
            shown(&org, &pat).await,
            ("ACTIVE".to_owned(), json!("DEPROVISIONED"))
        );
    }
    assert_eq!(shown(&org, &sam).await, ("ACTIVE".to_owned(), Value::Null));
    let list = org.get("/api/v1/users?limit=200").await.expect(200).body;
    let on_the_way: Vec<&Value> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|user| user.get("transitioningToStatus").is_some())
        .map(|user| &user["id"])
        .collect();
    assert_eq!(on_the_way, [&json!(pat)]);
    // A second request begins nothing anew.
    later(&org, "POST", &deactivate).await.expect(200);
    org.emulator.advance(Duration::from_millis(1));
    let user = org.get(&format!("/api/v1/users/{pat}")).await.expect(200);
    assert_eq!(user.text("status"), "DEPROVISIONED");
    assert!(user.body.get("transitioningToStatus").is_none());
    assert_eq!(user.body["statusChanged"], "2026-01-15T12:00:30.000Z");
    let log = org.get("/api/v1/logs?limit=1000").await.expect(200).body;
    let events = log.as_array().unwrap().iter();
    let told: Vec<&Value> = events
        .filter(|event| event["eventType"] == "user.lifecycle.deactivate")
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["published"], "2026-01-15T12:00:30.000Z");
    let me = org.get("/api/v1/users/me").await.expect(200).id();
    assert_eq!(told[0]["actor"]["id"], me);
    assert_eq!(told[0]["debugContext"]["debugData"]["requestUri"], deactivate);
}

#[tokio::test]
async fn deletion_takes_its_time_too() {
    let org = slow();
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}");
    later(&org, "DELETE", &path).await.expect(204);
    assert_eq!(
        shown(&org, &pat).await,
        ("ACTIVE".to_owned(), json!("DEPROVISIONED"))
    );
    org.emulator.advance(TAKES);
    assert_eq!(shown(&org, &pat).await, ("DEPROVISIONED".to_owned(), Value::Null));
    later(&org, "DELETE", &path).await.expect(204);
    later(&org, "DELETE", &path).await.expect(204);
    assert_eq!(shown(&org, &pat).await, ("DEPROVISIONED".to_owned(), Value::Null));
    org.emulator.advance(TAKES);
    assert_eq!(org.get(&path).await.error().1, "E0000007");
    let events = org.events().await;
    assert_eq!(
        events[events.len() - 2..],
        [
            "user.lifecycle.delete.initiated",
            "user.lifecycle.delete.completed"
        ]
    );
}

#[tokio::test]
async fn what_happens_meanwhile_counts() {
    let org = slow();
    let pat = org.active_user("pat@people.example").await;
    let deactivate = format!("/api/v1/users/{pat}/lifecycle/deactivate");
    later(&org, "POST", &deactivate).await.expect(200);
    // Who does not want to wait is not made to.
    org.act(&deactivate).await.expect(200);
    assert_eq!(shown(&org, &pat).await, ("DEPROVISIONED".to_owned(), Value::Null));
    org.act(&format!("/api/v1/users/{pat}/lifecycle/activate?sendEmail=false"))
        .await
        .expect(200);
    org.emulator.advance(TAKES * 2);
    assert_eq!(
        shown(&org, &pat).await.0,
        "PROVISIONED",
        "the old request is done with"
    );
}

#[tokio::test]
async fn without_a_time_all_is_done_before_the_answer() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/lifecycle/deactivate");
    later(&org, "POST", &path).await.expect(200);
    assert_eq!(shown(&org, &pat).await, ("DEPROVISIONED".to_owned(), Value::Null));
}

#[tokio::test]
async fn a_snapshot_keeps_what_is_under_way() {
    let org = slow();
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/lifecycle/deactivate");
    later(&org, "POST", &path).await.expect(200);
    let file = std::env::temp_dir().join(format!("okta-background-{}.json", std::process::id()));
    org.emulator.save(&file).unwrap();
    let emulator = empty().restore(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let restored = Org {
        emulator,
        token: org.token,
    };
    assert_eq!(
        shown(&restored, &pat).await,
        ("ACTIVE".to_owned(), json!("DEPROVISIONED"))
    );
    restored.emulator.advance(TAKES);
    assert_eq!(
        shown(&restored, &pat).await,
        ("DEPROVISIONED".to_owned(), Value::Null)
    );
}
