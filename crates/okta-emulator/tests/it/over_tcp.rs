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
