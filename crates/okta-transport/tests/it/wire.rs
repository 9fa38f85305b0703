//! The network backend: what it sends, what it refuses, and what it says when no answer comes.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okta_models::groups::ListGroups;
use okta_models::user_lifecycle::SuspendUser;
use okta_transport::{
    Attempts, Client, Config, ConfigSources, ErrorKind, ReqwestBackend, ReqwestBackendBuilder, RetryPolicy,
    WasSent,
};
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
    counting_server(answer, keeps).await.0
}

/// Such a server, and how many connections it accepted.
async fn counting_server(answer: &'static [u8], keeps: bool) -> (String, Arc<AtomicUsize>) {
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = connections.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(answer).await;
                if keeps {
                    std::future::pending::<()>().await;
                }
            });
        }
    });
    (format!("http://{address}"), connections)
}

#[tokio::test]
async fn calls_one_after_another_use_one_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let org = format!("http://{}", listener.local_addr().unwrap());
    let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counters = (connections.clone(), requests.clone());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counters.0.fetch_add(1, Ordering::SeqCst);
            let requests = counters.1.clone();
            tokio::spawn(async move {
                let mut received = Vec::new();
                while stream
                    .read_buf(&mut received)
                    .await
                    .is_ok_and(|length| length > 0)
                {
                    if received.ends_with(b"\r\n\r\n") {
                        received.clear();
                        requests.fetch_add(1, Ordering::SeqCst);
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]";
                        stream.write_all(answer).await.unwrap();
                    }
                }
            });
        }
    });
    let client = client(&org, ReqwestBackend::builder());
    for _ in 0..10 {
        client.clone().send(ListGroups::new()).await.unwrap();
    }
    assert_eq!(requests.load(Ordering::SeqCst), 10);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn repetitions_name_the_first_request_and_their_number_on_the_wire_and_the_next_page_none() {
    let (server, answered) = (MockServer::start().await, Arc::new(AtomicUsize::new(0)));
    let uri = server.uri();
    let answer = move |_: &wiremock::Request| {
        let number = answered.fetch_add(1, Ordering::SeqCst);
        let id = format!("req-{number}");
        let response = ResponseTemplate::new(if number < 3 { 503 } else { 200 });
        let response = response
            .insert_header("x-okta-request-id", id.as_str())
            .set_body_raw("[]", "application/json");
        match number {
            3 => response.insert_header(
                "link",
                format!("<{uri}/api/v1/groups?after=1>; rel=\"next\"").as_str(),
            ),
            _ => response,
        }
    };
    Mock::given(matchers::path("/api/v1/groups"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let retry = RetryPolicy::default().first_wait(Duration::ZERO);
    let client = client(&server.uri(), ReqwestBackend::builder()).with_retry(retry);
    let mut pages = client.pages(ListGroups::new());
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let requests = server.received_requests().await.unwrap();
    let sent: Vec<Vec<String>> = requests
        .iter()
        .map(|request| {
            let headers = request.headers.iter();
            let of_retries = headers.filter(|(name, _)| name.as_str().starts_with("x-okta-retry"));
            let mut lines: Vec<String> = of_retries
                .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
                .collect();
            lines.sort();
            lines
        })
        .collect();
    let repetition = |count: u32| {
        vec![
            format!("x-okta-retry-count: {count}"),
            "x-okta-retry-for: req-0".to_owned(),
        ]
    };
    assert_eq!(
        sent,
        [vec![], repetition(1), repetition(2), repetition(3), vec![]]
    );
}

#[tokio::test]
async fn a_read_timeout_is_repeated_for_reads_only() {
    let policy = || RetryPolicy::default().attempts(Attempts::AtMost(3.try_into().unwrap()));
    let backend = || ReqwestBackend::builder().request_timeout(Duration::from_millis(200));
    let impatient = |org: &str| client(org, backend()).with_retry(policy().first_wait(Duration::ZERO));
    // Some of the head comes, and then nothing.
    let (org, connections) = counting_server(b"HTTP/1.1 200 OK\r\n", true).await;
    let error = impatient(&org).send(ListGroups::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(connections.load(Ordering::SeqCst), 3);
    assert!(!error.may_have_been_done());

    let (org, connections) = counting_server(b"", true).await;
    let error = impatient(&org).send(SuspendUser::new("00u1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    assert!(error.may_have_been_done());
}

#[tokio::test]
async fn what_is_no_http_is_final_and_tells_what_to_check() {
    let no_http = b"SSH-2.0-OpenSSH_9.6\r\n".as_slice();
    let not_packed = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n[]".as_slice();
    for (answer, kind, accepted) in [
        (no_http, ErrorKind::NotOkta, false),
        (not_packed, ErrorKind::Decode, true),
    ] {
        let (org, connections) = counting_server(answer, false).await;
        let client = client(&org, ReqwestBackend::builder()).with_retry(RetryPolicy::default());
        let error = client.send(ListGroups::new()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.is_accepted(), accepted);
        assert!(
            error.to_string().ends_with(
                "Check that the address is the org's, and that no proxy spoils what passes through it."
            ),
            "{error}"
        );
        assert_eq!(connections.load(Ordering::SeqCst), 1, "it is not tried again");
        let error = client.send(SuspendUser::new("00u1")).await.unwrap_err();
        assert!(error.may_have_been_done());
    }
}

#[tokio::test]
async fn a_change_whose_answer_is_too_large_is_known_to_be_made() {
    let (org, connections) = counting_server(
        b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{                  }",
        true,
    )
    .await;
    let backend = ReqwestBackend::builder().body_limit(10);
    let client = client(&org, backend).with_retry(RetryPolicy::default().repeat_changes(true));
    let error = client.send(SuspendUser::new("00u1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.is_accepted());
    assert!(error.to_string().contains("do not send it again"), "{error}");
    assert_eq!(connections.load(Ordering::SeqCst), 1);
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
    let packed = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 100\r\n\r\n\x1f\x8b\x08";
    let cut_packed = raw_server(packed, false).await;
    for (org, sent) in [
        (closed, WasSent::Maybe),
        (cut, WasSent::Yes),
        (cut_packed, WasSent::Yes),
    ] {
        let error = client(&org, ReqwestBackend::builder())
            .send(SuspendUser::new("00u1"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert_eq!(error.was_sent(), sent);
        let accepted = sent == WasSent::Yes;
        assert_eq!(error.status().is_some(), accepted);
        assert_eq!(error.is_accepted(), accepted);
    }
}

#[tokio::test]
async fn a_server_without_tls_is_not_trusted_and_gets_no_token() {
    let org = raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n", false)
        .await
        .replace("http://", "https://");
    let error = client(&org, ReqwestBackend::builder())
        .send(ListGroups::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotTrusted);
    assert_eq!(error.was_sent(), WasSent::No);
    assert!(
        error
            .to_string()
            .contains("the server speaks no TLS there. Nothing was sent."),
        "{error}"
    );
}

#[tokio::test]
async fn the_timeout_of_the_settings_holds_unless_code_has_another() {
    let config = |seconds: &str| {
        let sources = ConfigSources::none()
            .variable("OKTA_CLIENT_REQUESTTIMEOUT", seconds)
            .variable("OKTA_CLIENT_RATELIMIT_MAXRETRIES", "0");
        Config::from_sources(&sources).unwrap()
    };
    let org = raw_server(b"", true).await;
    let soon = || ReqwestBackend::builder().request_timeout(Duration::from_millis(20));
    let own = soon().config(&config("3600")).unwrap().build().unwrap();
    for builder in [
        Client::builder().config(config("1")),
        Client::builder().config(config("3600")).reqwest_backend(soon()),
        Client::builder().config(config("3600")).backend(own),
    ] {
        let builder = builder.org(&org).api_token(TOKEN);
        let client = builder.allow_plain_http_on_loopback(true).build().unwrap();
        // The usual time is a minute.
        let failure = tokio::time::timeout(Duration::from_secs(50), client.send(ListGroups::new()));
        let error = failure.await.expect("the setting counts").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }
}
