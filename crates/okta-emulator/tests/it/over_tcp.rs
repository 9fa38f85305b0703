//! A client of the served org that shares nothing with this workspace's own.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::{
    client::legacy::{Client, Error},
    rt::TokioExecutor,
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
