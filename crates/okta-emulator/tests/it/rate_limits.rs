//! Requests are counted by bucket and minute, and too many are refused.

use std::time::Duration;

use okta_emulator::Preset;

use crate::org::{Org, Reply, ask, empty};

fn header(reply: &Reply, name: &str) -> i64 {
    reply.headers[name].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_headers_count_down_the_tokens_half_of_the_bucket() {
    let org = Org::new(empty().limits(Preset::IntegratorFree));
    for (path, limit) in [("/api/v1/users", 50), ("/api/v1/apps", 10), ("/api/v1/logs", 10)] {
        for used in 1..=3 {
            let reply = org.get(path).await.expect(200);
            assert_eq!(header(&reply, "x-rate-limit-limit"), limit, "{path}");
            assert_eq!(header(&reply, "x-rate-limit-remaining"), limit - used, "{path}");
        }
    }
}

#[tokio::test]
async fn an_exhausted_bucket_is_refused_until_its_window_ends() {
    let org = Org::new(empty().limits(Preset::IntegratorFree));
    org.emulator.advance(Duration::from_secs(17));
    for _ in 0..10 {
        org.get("/api/v1/apps").await.expect(200);
    }
    org.emulator.advance(Duration::from_secs(20));
    let refused = org.get("/api/v1/apps").await;
    let (status, code, summary, causes) = refused.error();
    assert_eq!((status, code.as_str()), (429, "E0000047"));
    assert_eq!(summary, "API call exceeded rate limit due to too many requests.");
    assert!(causes.is_empty() && refused.headers.get("retry-after").is_none());
    assert_eq!(header(&refused, "x-rate-limit-remaining"), 0);
    // 40 seconds of the window are left; it started with the first request, not with the minute.
    let date = jiff::fmt::rfc2822::parse(refused.headers["date"].to_str().unwrap())
        .unwrap()
        .timestamp();
    assert_eq!(header(&refused, "x-rate-limit-reset") - date.as_second(), 40);
    // Other buckets are not touched, nor are the first one's other callers.
    org.get("/api/v1/users").await.expect(200);
    let other = org.emulator.api_token("SUPER_ADMIN");
    ask(&org.emulator, Some(&other), "GET", "/api/v1/apps", None)
        .await
        .expect(200);
    org.emulator.advance(Duration::from_secs(40));
    assert_eq!(
        header(
            &org.get("/api/v1/apps").await.expect(200),
            "x-rate-limit-remaining"
        ),
        9
    );
}

#[tokio::test]
async fn the_headers_are_on_errors_too_but_not_where_okta_leaves_them_out() {
    let org = Org::new(empty());
    let routed = [
        org.get("/api/v1/users/nobody").await,
        ask(&org.emulator, None, "GET", "/api/v1/users", None).await,
    ];
    for reply in routed {
        for name in [
            "x-rate-limit-limit",
            "x-rate-limit-remaining",
            "x-rate-limit-reset",
            "x-okta-request-id",
            "date",
        ] {
            assert!(reply.headers.contains_key(name), "{name} on {}", reply.status);
        }
    }
    for (method, path, status) in [
        ("PATCH", "/api/v1/users", 405),
        ("GET", "/api/v1/no/such/path", 404),
    ] {
        let reply = org.send(method, path, None).await.expect(status);
        assert!(!reply.headers.contains_key("x-rate-limit-limit"), "{status}");
    }
}

#[tokio::test]
async fn the_share_of_a_token_can_be_another() {
    let org = Org::new(empty().limits(Preset::Workforce).token_share_percent(10));
    assert_eq!(header(&org.get("/api/v1/users").await, "x-rate-limit-limit"), 60);
}
