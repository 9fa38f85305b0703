//! What goes wrong on request goes wrong where, how often and how it was asked for.

use bytes::Bytes;
use http::Request;
use okta_emulator::{Fault, Interrupted, Latency};
use serde_json::json;

use crate::org::{Org, empty};
use crate::over_tcp::{get, read_all};

fn request(org: &Org, method: &str, path: &str) -> Request<Bytes> {
    let authorization = format!("SSWS {}", org.token.expose());
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", authorization);
    request.body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn an_error_hits_its_operation_and_path_alone_and_only_so_often() {
    let org = Org::new(
        empty()
            .fault(Fault::error(503, "E0000010").on_operation("listGroups").times(2))
            .fault(Fault::error(429, "E0000047").on_path("/api/v1/apps")),
    );
    for status in [503, 503, 200] {
        org.get("/api/v1/users").await.expect(200);
        let reply = org.get("/api/v1/groups").await;
        assert_eq!(reply.status, status);
        assert!(reply.headers.contains_key("x-rate-limit-remaining"));
    }
    assert_eq!(org.get("/api/v1/apps").await.error().1, "E0000047");
    org.emulator.clear_faults();
    org.get("/api/v1/apps").await.expect(200);
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults() {
    let run = async |seed| {
        let fault = Fault::error(500, "E0000009").at_rate(0.3);
        let org = Org::new(empty().fault(fault).fault_seed(seed));
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(org.get("/api/v1/groups").await.status);
        }
        statuses
    };
    let first = run(7).await;
    assert_eq!(first, run(7).await);
    assert_ne!(first, run(8).await);
    assert!(first.contains(&500) && first.contains(&200));
}

#[tokio::test]
async fn an_answer_can_be_lost_before_or_after_the_change() {
    for (fault, made) in [
        (Fault::reset(), false),
        (Fault::reset().after_the_change(), true),
        (Fault::error(504, "E0000009"), false),
        (Fault::error(504, "E0000009").after_the_change(), true),
    ] {
        let org = Org::new(empty());
        org.emulator.inject(fault.on_operation("addGroup"));
        let reply = org
            .post("/api/v1/groups", json!({ "profile": { "name": "Lost" } }))
            .await;
        assert!(reply.status >= 500);
        let found = org.get("/api/v1/groups?q=Lost").await.expect(200).ids().len();
        assert_eq!(found, usize::from(made));
    }
}

#[tokio::test]
async fn in_process_a_connection_that_ends_is_an_error() {
    let org = Org::new(empty());
    org.emulator.inject(Fault::reset().times(1));
    let reset = org
        .emulator
        .try_handle(request(&org, "GET", "/api/v1/groups"))
        .await;
    assert!(matches!(reset, Err(Interrupted::Reset)));
    org.emulator.inject(Fault::truncated_body().times(1));
    match org
        .emulator
        .try_handle(request(&org, "GET", "/api/v1/groups"))
        .await
    {
        Err(Interrupted::Truncated { response }) => {
            let whole: usize = response.headers()["content-length"]
                .to_str()
                .unwrap()
                .parse()
                .unwrap();
            assert_eq!(response.body().len(), whole / 2);
        }
        other => panic!("{other:?}"),
    }
    let whole = org
        .emulator
        .try_handle(request(&org, "GET", "/api/v1/groups"))
        .await;
    assert_eq!(whole.unwrap().status(), 200);
}

#[tokio::test]
async fn over_tcp_the_socket_is_reset_or_ends_within_the_body() {
    let org = Org::new(empty());
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let url = format!("{}/api/v1/groups", server.base_url());
    org.emulator.inject(Fault::reset().times(1));
    let error = get(&url, org.token.expose()).await.unwrap_err();
    assert!(!error.is_connect(), "{error:?}");
    org.emulator.inject(Fault::truncated_body().times(1));
    let raw = read_all(
        server.address(),
        &format!(
            "GET /api/v1/groups HTTP/1.1\r\nhost: a.example\r\nauthorization: SSWS {}\r\n\r\n",
            org.token.expose()
        ),
    )
    .await;
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap();
    let length: usize = length.parse().unwrap();
    assert!(
        head.starts_with("HTTP/1.1 200") && !body.is_empty() && body.len() < length,
        "{raw}"
    );
    assert_eq!(get(&url, org.token.expose()).await.unwrap().status(), 200);
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_cursor_can_be_stale_and_a_first_page_cannot() {
    let org = Org::new(empty().users(5).fault(Fault::stale_cursor()));
    let first = org.get("/api/v1/users?limit=2").await.expect(200);
    let after = first.ids().pop().unwrap();
    let next = org.get(&format!("/api/v1/users?after={after}&limit=2")).await;
    let (status, code, ..) = next.error();
    assert_eq!((status, code.as_str()), (400, "E0000029"));
}

#[tokio::test]
async fn the_clock_of_the_org_can_be_off() {
    let org = Org::new(empty());
    let date = async || {
        org.get("/api/v1/groups").await.headers["date"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(date().await, "Thu, 15 Jan 2026 12:00:00 GMT");
    org.emulator.inject(Fault::clock_offset(-90));
    assert_eq!(date().await, "Thu, 15 Jan 2026 11:58:30 GMT");
}

#[tokio::test(start_paused = true)]
async fn latency_follows_its_distribution() {
    for (latency, least, most) in [
        (Latency::Fixed { milliseconds: 30 }, 30, 31),
        (Latency::Uniform { from: 10, to: 20 }, 10, 21),
        (Latency::Exponential { mean: 100 }, 0, 2_000),
    ] {
        let org = Org::new(empty().latency(latency));
        for _ in 0..20 {
            // Tokio's clock is paused: it moves by what is slept and by nothing else.
            let started = tokio::time::Instant::now();
            org.get("/api/v1/groups").await.expect(200);
            let slept = started.elapsed().as_millis();
            assert!((least..=most).contains(&slept), "{latency:?}: {slept}");
        }
    }
}
