//! Any async function from a request to an answer is a backend.

use std::sync::Arc;

use bytes::Bytes;
use okta_models::groups::ListGroups;
use okta_transport::{Client, HttpBackend};

use crate::support::{ORG, Script, TOKEN, json};

#[derive(Clone)]
struct Emulator;

impl Emulator {
    #[expect(
        clippy::unused_async,
        reason = "the shape of an emulator's handler is what is tested"
    )]
    async fn handle(&self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        assert_eq!(request.uri().path(), "/api/v1/groups");
        http::Response::new(Bytes::from_static(br#"[{"id": "00g1"}]"#))
    }
}

#[tokio::test]
async fn an_async_function_that_always_answers_is_a_backend() {
    let emulator = Emulator;
    let client = Client::builder()
        .org(ORG)
        .api_token(TOKEN)
        .backend(move |request| {
            let emulator = emulator.clone();
            async move { emulator.handle(request).await }
        })
        .build()
        .unwrap();
    assert_eq!(client.send(ListGroups::new()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_backend_is_an_object_that_clients_share() {
    let backend: Arc<dyn HttpBackend> =
        Arc::new(|_: http::Request<Bytes>| async { http::Response::new(Bytes::from_static(b"[]")) });
    for _ in 0..2 {
        let client = Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .shared_backend(backend.clone())
            .build()
            .unwrap();
        assert!(client.send(ListGroups::new()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_answer_tells_its_status_request_rate_limit_and_date() {
    let headers = [
        ("x-okta-request-id", "req-1"),
        ("x-rate-limit-limit", "600"),
        ("x-rate-limit-remaining", "599"),
        ("x-rate-limit-reset", "1700000060"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    let script = Script::of([json(200, &headers, "[]")]);
    let answer = script.client().send_for_answer(ListGroups::new()).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.date().unwrap().as_second(), 1_700_000_000);
    assert_eq!(answer.request_id(), Some("req-1"));
    let limit = answer.rate_limit().unwrap();
    assert_eq!(
        (limit.limit(), limit.remaining(), limit.reset().as_second()),
        (600, 599, 1_700_000_060)
    );
}

#[tokio::test]
async fn requests_say_who_sends_them() {
    let script = Script::of([json(200, &[], "[]")]);
    let client = script
        .builder()
        .user_agent_extra("acme-connector/2.1")
        .build()
        .unwrap();
    client.send(ListGroups::new()).await.unwrap();
    let headers = script.requests()[0].headers().clone();
    let user_agent = headers["user-agent"].to_str().unwrap();
    assert!(
        user_agent.starts_with("okta-sdk-rust/") && user_agent.ends_with(" acme-connector/2.1"),
        "{user_agent}"
    );
    assert_eq!(headers["accept"], "application/json");
    assert_eq!(headers["authorization"], format!("SSWS {TOKEN}"));
    assert!(headers["authorization"].is_sensitive());
}
