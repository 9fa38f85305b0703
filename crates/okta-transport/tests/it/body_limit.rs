//! No answer fills the memory, whatever its head says and however it is packed.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use okta_models::groups::ListGroups;
use okta_transport::{Client, Error, ErrorKind, ReqwestBackend, ReqwestBackendBuilder, RetryPolicy, WasSent};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::TOKEN;

const LIMIT: usize = 100_000;
/// What lies in the buffers of two sockets when a connection is given up.
const IN_BUFFERS: usize = 16 * 1024 * 1024;

/// A server that answers with `head`, then with `chunk` over and over for as long as it is taken or until `times`, and
/// counts the bytes.
async fn server(head: &str, chunk: Vec<u8>, times: usize) -> (String, Arc<AtomicUsize>) {
    let (head, written) = (head.to_owned(), Arc::new(AtomicUsize::new(0)));
    let counter = written.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let org = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(head.as_bytes()).await;
            for _ in 0..times {
                if stream.write_all(&chunk).await.is_err() {
                    break;
                }
                counter.fetch_add(chunk.len(), Ordering::SeqCst);
            }
            let _ = stream.shutdown().await;
        }
    });
    (org, written)
}

fn backend() -> ReqwestBackendBuilder {
    ReqwestBackend::builder().body_limit(LIMIT)
}

async fn failure(org: &str, backend: ReqwestBackendBuilder) -> Error {
    let client = Client::builder()
        .org(org)
        .api_token(TOKEN)
        .allow_plain_http_on_loopback(true)
        .retry(RetryPolicy::never())
        .backend(backend.build().unwrap())
        .build()
        .unwrap();
    client.send(ListGroups::new()).await.unwrap_err()
}

fn assert_too_large(error: &Error, limit: usize) {
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge, "{error}");
    assert!(
        error
            .to_string()
            .contains(&format!("it is longer than {limit} bytes")),
        "{error}"
    );
    assert_eq!(error.was_sent(), WasSent::Yes);
    assert_eq!(error.status().unwrap(), 200);
}

fn gzip(bytes: usize) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let spaces = vec![b' '; 1 << 20];
    let mut left = bytes;
    while left > 0 {
        let now = left.min(spaces.len());
        packed.write_all(&spaces[..now]).unwrap();
        left -= now;
    }
    packed.finish().unwrap()
}

fn chunk_of(bytes: usize) -> Vec<u8> {
    let mut chunk = format!("{bytes:x}\r\n").into_bytes();
    chunk.resize(chunk.len() + bytes, b' ');
    chunk.extend_from_slice(b"\r\n");
    chunk
}

#[tokio::test]
async fn a_length_over_the_limit_is_refused_before_the_body_is_read() {
    // The body never comes: only the head can tell.
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n";
    let (org, _) = server(head, vec![b' '; 1], 1).await;
    let error = failure(&org, backend().request_timeout(Duration::from_secs(60))).await;
    assert_too_large(&error, LIMIT);
}

#[tokio::test]
async fn a_body_shorter_than_its_length_is_an_interruption() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {LIMIT}\r\n\r\n");
    let (org, _) = server(&head, vec![b' '; LIMIT / 2], 1).await;
    assert_eq!(failure(&org, backend()).await.kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn what_comes_behind_the_length_is_no_part_of_the_body() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n";
    let (org, _) = server(head, vec![b' '; 4 * LIMIT], 1).await;
    // One space, which is no list.
    assert_eq!(failure(&org, backend()).await.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn endless_bodies_are_given_up_at_the_limit() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let until_closed = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    for (head, chunk) in [(chunked, chunk_of(10_000)), (until_closed, vec![b' '; 10_000])] {
        let (org, written) = server(head, chunk, usize::MAX).await;
        assert_too_large(&failure(&org, backend()).await, LIMIT);
        let written = written.load(Ordering::SeqCst);
        assert!(written < LIMIT + IN_BUFFERS, "{written} bytes were taken");
    }
}

#[tokio::test]
async fn a_body_at_the_limit_is_read_and_one_byte_more_is_not() {
    for (bytes, kind) in [(LIMIT, ErrorKind::Decode), (LIMIT + 1, ErrorKind::BodyTooLarge)] {
        for head in [
            format!("HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_owned(),
        ] {
            let (org, _) = server(&head, vec![b' '; bytes], 1).await;
            assert_eq!(failure(&org, backend()).await.kind(), kind, "{bytes}");
        }
    }
}

#[tokio::test]
async fn what_is_small_on_the_wire_counts_as_it_is_unpacked() {
    let packed = gzip(LIMIT + 1);
    assert!(packed.len() < LIMIT / 100);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len()
    );
    let (org, _) = server(&head, packed, 1).await;
    assert_too_large(&failure(&org, backend()).await, LIMIT);
}

#[tokio::test]
async fn the_usual_limit_is_64_mib() {
    let limit = 64 * 1024 * 1024;
    let packed = gzip(limit + 1);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len()
    );
    let (org, _) = server(&head, packed, 1).await;
    assert_too_large(&failure(&org, ReqwestBackend::builder()).await, limit);
}
