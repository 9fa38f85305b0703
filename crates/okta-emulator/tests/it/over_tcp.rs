//! A client of the served org that shares nothing with this workspace's own.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::{
    client::legacy::{Client, Error},
    rt::TokioExecutor,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Reads an address with a token.
pub(crate) async fn get(url: &str, token: &str) -> Result<Response<Bytes>, Error> {
    let request = Request::get(url)
        .header("authorization", format!("SSWS {token}"))
        .body(Empty::<Bytes>::new())
        .unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http();
    let (parts, body) = client.request(request).await?.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Ok(Response::from_parts(parts, body))
}

/// Sends text to a server and gives all that it sends back until it ends the connection.
pub(crate) async fn read_all(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let (mut read, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(length @ 1..) = stream.read(&mut buffer).await {
        read.extend_from_slice(&buffer[..length]);
    }
    String::from_utf8(read).unwrap()
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_by_what_is_wrong_with_it() {
    let org = crate::org::Org::new(crate::org::empty());
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let head = format!(
        "POST /api/v1/groups HTTP/1.1\r\nhost: a\r\nauthorization: SSWS {}\r\ncontent-type: application/json\r\n",
        org.token.expose()
    );
    // One byte more than is read, so that nothing is left on the connection when the server ends it.
    let too_long = "x".repeat((4 << 20) + 1);
    for (rest, status) in [
        ("transfer-encoding: chunked\r\n\r\nnonsense\r\n".to_owned(), "400"),
        ("transfer-encoding: chunked\r\n\r\n2\r\n{}too long\r\n0\r\n\r\n".to_owned(), "400"),
        (format!("content-length: {}\r\n\r\n{too_long}", too_long.len()), "413"),
        (
            "connection: close\r\ntransfer-encoding: chunked\r\n\r\n1e\r\n{\"profile\":{\"name\":\"Chunked\"}}\r\n0\r\n\r\n".to_owned(),
            "200",
        ),
    ] {
        let raw = read_all(server.address(), &format!("{head}{rest}")).await;
        assert_eq!(raw.split(' ').nth(1), Some(status), "{raw}");
    }
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_change_says_how_long_its_body_is() {
    let org = crate::org::Org::new(crate::org::empty());
    let server = org.emulator.serve("127.0.0.1:0").await.unwrap();
    let token = org.token.expose();
    for (method, path, length, status) in [
        ("POST", "users/nobody/lifecycle/suspend", "", "411"),
        ("PUT", "groups/nobody/users/nobody", "", "411"),
        ("POST", "users/nobody/lifecycle/suspend", "content-length: 0\r\n", "404"),
        ("PUT", "groups/nobody/users/nobody", "content-length: 0\r\n", "404"),
        ("GET", "users/nobody", "", "404"),
        ("DELETE", "users/nobody", "", "404"),
    ] {
        let request = format!(
            "{method} /api/v1/{path} HTTP/1.1\r\nhost: a\r\nauthorization: SSWS {token}\r\nconnection: close\r\n{length}\r\n"
        );
        let raw = read_all(server.address(), &request).await;
        assert_eq!(raw.split(' ').nth(1), Some(status), "{method} {length}");
    }
    server.shutdown().await.unwrap();
}
