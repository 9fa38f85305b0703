//! The network backend: what it sends, what it refuses, and what it says when no answer comes.

use std::io::Write as _;
use std::time::Duration;

use okta_models::groups::ListGroups;
use okta_models::user_lifecycle::SuspendUser;
use okta_transport::{Client, ErrorKind, ReqwestBackend, ReqwestBackendBuilder, RetryPolicy, WasSent};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::support::TOKEN;

fn client(org: &str, backend: ReqwestBackendBuilder) -> Client {
    Client::builder()
        .org(org)
        .api_token(TOKEN)
        .allow_plain_http_on_loopback(true)
        .retry(RetryPolicy::never())
        .backend(backend.build().unwrap())
        .build()
        .unwrap()
}

/// A server that reads a request, writes `answer`, and then keeps the connection or closes it.
async fn raw_server(answer: &'static [u8], keeps: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(answer).await;
            if keeps {
                std::future::pending::<()>().await;
            }
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn a_change_without_a_body_says_that_its_length_is_nothing() {
    let server = MockServer::start().await;
    Mock::given(matchers::method("POST"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    client(&server.uri(), ReqwestBackend::builder())
        .send(SuspendUser::new("00u1"))
        .await
        .unwrap();
    let received = server.received_requests().await.unwrap();
    assert_eq!(received[0].headers["content-length"], "0");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_also_when_it_is_small_on_the_wire() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&b" ".repeat(100_000)).unwrap();
    let packed = gzip.finish().unwrap();
    assert!(packed.len() < 10_000);
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).insert_header("content-encoding", "gzip");
    Mock::given(matchers::any())
        .respond_with(answer.set_body_raw(packed, "application/json"))
        .mount(&server)
        .await;
    let backend = ReqwestBackend::builder().body_limit(10_000);
    let error = client(&server.uri(), backend)
        .send(ListGroups::new())
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("it is longer than 10000 bytes"),
        "{error}"
    );
    assert_eq!(error.was_sent(), WasSent::Yes);
}

#[tokio::test]
async fn a_packed_answer_is_unpacked() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(br#"[{"id": "00g1"}]"#).unwrap();
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).insert_header("content-encoding", "gzip");
    let answer = answer.set_body_raw(gzip.finish().unwrap(), "application/json");
    Mock::given(matchers::header("accept-encoding", "gzip"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let page = client(&server.uri(), ReqwestBackend::builder())
        .send(ListGroups::new())
        .await
        .unwrap();
    assert_eq!(page.len(), 1);
}

#[tokio::test]
async fn no_answer_in_time_is_a_timeout_that_may_have_been_sent() {
    let org = raw_server(b"", true).await;
    let backend = ReqwestBackend::builder().request_timeout(Duration::from_millis(200));
    let error = client(&org, backend)
        .send(SuspendUser::new("00u1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.was_sent(), WasSent::Maybe);
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_interruption() {
    let closed = raw_server(b"", false).await;
    let cut = raw_server(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[", false).await;
    for (org, sent) in [(closed, WasSent::Maybe), (cut, WasSent::Yes)] {
        let error = client(&org, ReqwestBackend::builder())
            .send(SuspendUser::new("00u1"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_eq!(error.was_sent(), sent);
    }
}

#[tokio::test]
async fn a_server_without_tls_is_unreachable_and_gets_no_token() {
    let org = raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n", false)
        .await
        .replace("http://", "https://");
    let error = client(&org, ReqwestBackend::builder())
        .send(ListGroups::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert_eq!(error.was_sent(), WasSent::No);
}
