//! No parameter reaches another path.

use okta_models::groups::GetGroup;
use okta_models::users::GetUser;
use okta_transport::{Client, ErrorKind, WasSent};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::support::TOKEN;

async fn org() -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(matchers::any())
        .respond_with(ResponseTemplate::new(200).set_body_raw(r#"{"id": "00u1"}"#, "application/json"))
        .mount(&server)
        .await;
    let client = Client::builder()
        .org(server.uri())
        .api_token(TOKEN)
        .allow_plain_http_on_loopback(true)
        .build()
        .unwrap();
    (server, client)
}

#[tokio::test]
async fn whatever_an_id_holds_is_one_segment_of_the_request_that_leaves() {
    let (server, client) = org().await;
    let sent = [
        ("a/../../admin", "/api/v1/users/a%2F..%2F..%2Fadmin"),
        (
            "ada/lovelace#1+2%3@example.com",
            "/api/v1/users/ada%2Flovelace%231+2%253@example.com",
        ),
        ("..%2f", "/api/v1/users/..%252f"),
        ("a?expand=blocks", "/api/v1/users/a%3Fexpand=blocks"),
        ("a\\..\\admin", "/api/v1/users/a%5C..%5Cadmin"),
        (
            "a\r\nHost: evil.example",
            "/api/v1/users/a%0D%0AHost:%20evil.example",
        ),
    ];
    for (login, _) in sent {
        client.send(GetUser::new(login)).await.unwrap();
    }
    let received = server.received_requests().await.unwrap();
    let paths: Vec<&str> = received.iter().map(|request| request.url.path()).collect();
    assert_eq!(paths, sent.map(|(_, path)| path));
    for request in &received {
        assert_eq!(request.url.query(), None);
        assert_eq!(
            format!("http://{}", request.headers["host"].to_str().unwrap()),
            server.uri()
        );
        assert_eq!(request.headers.get_all("host").iter().count(), 1);
    }
}

#[tokio::test]
async fn dot_segments_and_empty_ids_are_refused_before_anything_is_sent() {
    let (server, client) = org().await;
    for id in ["", ".", ".."] {
        for error in [
            client.send(GetUser::new(id)).await.unwrap_err(),
            client.send(GetGroup::new(id)).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            assert_eq!(error.was_sent(), WasSent::No);
        }
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}
