//! [`ReqwestBackend`]: HTTP over the network.

use std::error::Error as StdError;
use std::time::Duration;

use super::tls::tls;
use super::{BackendError, BackendErrorKind, HttpBackend, WasSent};
use crate::error::{Error, Result};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Okta itself gives up a System Log query after 30 s.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// How much memory an announced length is believed for before the bytes come; larger than nearly every page.
const RESERVED: usize = 1024 * 1024;

/// The backend over `reqwest`: pooled connections, gzip, TLS by rustls with the platform's trust
/// store, the proxy that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` name.
///
/// It follows no redirect and refuses a body of more than 64 MiB, counted after decompression.
#[derive(Clone, Debug)]
pub struct ReqwestBackend {
    client: ::reqwest::Client,
    body_limit: usize,
}

impl ReqwestBackend {
    /// A backend with other settings than the usual ones.
    pub fn builder() -> ReqwestBackendBuilder {
        ReqwestBackendBuilder {
            connect_timeout: CONNECT_TIMEOUT,
            request_timeout: REQUEST_TIMEOUT,
            body_limit: BODY_LIMIT,
            proxy_from_environment: true,
        }
    }
}

/// Settings of a [`ReqwestBackend`].
#[derive(Clone, Debug)]
pub struct ReqwestBackendBuilder {
    connect_timeout: Duration,
    request_timeout: Duration,
    body_limit: usize,
    proxy_from_environment: bool,
}

impl ReqwestBackendBuilder {
    /// How long connecting may take; 10 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one attempt may take from connecting to the last byte; 60 s unless set.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = timeout;
        self
    }

    /// How many bytes the body of an answer may have after decompression; 64 MiB unless set. A longer one is an error of
    /// the kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge), and is not read further.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whether the proxy variables of the environment count; they do unless set to `false`.
    pub fn proxy_from_environment(mut self, yes: bool) -> Self {
        self.proxy_from_environment = yes;
        self
    }

    /// Builds the backend.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the platform's trust store cannot be
    /// read.
    pub fn build(self) -> Result<ReqwestBackend> {
        let mut builder = ::reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .redirect(::reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .timeout(self.request_timeout);
        if !self.proxy_from_environment {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|problem| {
            Error::configuration(
                format!("the HTTP client could not be built: {}", root(&problem)),
                "",
            )
        })?;
        Ok(ReqwestBackend {
            client,
            body_limit: self.body_limit,
        })
    }
}

#[async_trait]
impl HttpBackend for ReqwestBackend {
    async fn call(
        &self,
        request: http::Request<Bytes>,
    ) -> std::result::Result<http::Response<Bytes>, BackendError> {
        let (mut parts, body) = request.into_parts();
        // Okta's front end answers 411 to a POST or PUT without a length (recorded).
        if body.is_empty()
            && matches!(
                parts.method,
                http::Method::POST | http::Method::PUT | http::Method::PATCH
            )
        {
            parts
                .headers
                .insert(CONTENT_LENGTH, http::HeaderValue::from_static("0"));
        }
        let request = ::reqwest::Request::try_from(http::Request::from_parts(parts, body))
            .map_err(|problem| describe(problem, WasSent::No))?;
        let mut response = self
            .client
            .execute(request)
            .await
            .map_err(|problem| describe(problem, WasSent::Maybe))?;
        let status = response.status();
        let body = self.read(&mut response).await;
        let body = body.map_err(|problem| problem.with_status(status))?;
        let mut answer = http::Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }
}

impl ReqwestBackend {
    /// The whole body, as it is after decompression. What is longer than the limit is given up as soon as that is known,
    /// be it by the length that the head announces or by what came.
    async fn read(&self, response: &mut ::reqwest::Response) -> std::result::Result<Bytes, BackendError> {
        let announced = response.content_length().unwrap_or_default();
        let announced = usize::try_from(announced).unwrap_or(usize::MAX);
        if announced > self.body_limit {
            return Err(self.too_large());
        }
        let Some(first) = self.chunk(response, 0).await? else {
            return Ok(Bytes::new());
        };
        // One chunk is the body as it is; more are put together.
        let Some(second) = self.chunk(response, first.len()).await? else {
            return Ok(first);
        };
        let known = first.len() + second.len();
        let mut body = BytesMut::with_capacity(announced.min(RESERVED).max(known));
        body.extend_from_slice(&first);
        body.extend_from_slice(&second);
        drop((first, second));
        while let Some(chunk) = self.chunk(response, body.len()).await? {
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    /// The next chunk, when it fits behind what was read.
    async fn chunk(
        &self,
        response: &mut ::reqwest::Response,
        read: usize,
    ) -> std::result::Result<Option<Bytes>, BackendError> {
        let chunk = response.chunk().await;
        let chunk = chunk.map_err(|problem| describe(problem, WasSent::Yes))?;
        match chunk {
            Some(chunk) if chunk.len() > self.body_limit.saturating_sub(read) => Err(self.too_large()),
            chunk => Ok(chunk),
        }
    }

    fn too_large(&self) -> BackendError {
        let message = format!("it is longer than {} bytes", self.body_limit);
        BackendError::new(BackendErrorKind::BodyTooLarge, WasSent::Yes, message)
    }
}

/// The URL is dropped: it holds ids, logins and search expressions.
fn describe(problem: ::reqwest::Error, sent: WasSent) -> BackendError {
    let problem = problem.without_url();
    let kind = if is_caused_by_tls(&problem) {
        BackendErrorKind::Tls
    } else if problem.is_connect() {
        BackendErrorKind::Connect
    } else if problem.is_timeout() {
        BackendErrorKind::Timeout
    } else if problem.is_builder() {
        BackendErrorKind::Other
    } else if is_malformed(&problem) {
        BackendErrorKind::Malformed
    } else {
        BackendErrorKind::Interrupted
    };
    let message = if problem.is_timeout() {
        "the time ran out".to_owned()
    } else {
        root(&problem)
    };
    // A TLS alert in the middle of a call is a broken connection: only a failed handshake proves that
    // nothing was sent.
    let kind = if kind == BackendErrorKind::Tls && !problem.is_connect() {
        BackendErrorKind::Interrupted
    } else {
        kind
    };
    BackendError::new(kind, sent, message).with_source(problem)
}

fn is_caused_by_tls(problem: &::reqwest::Error) -> bool {
    causes(problem).any(|cause| {
        let inside = cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        cause.is::<rustls::Error>() || inside.is_some_and(<dyn StdError + Send + Sync>::is::<rustls::Error>)
    })
}

/// Whether what came is no HTTP, or is not packed as its header says. A body that ends too soon is told as one that
/// cannot be unpacked as well, with the broken connection below it.
fn is_malformed(problem: &::reqwest::Error) -> bool {
    match causes(problem).find_map(|cause| cause.downcast_ref::<hyper::Error>()) {
        Some(below) => below.is_parse(),
        None => problem.is_decode(),
    }
}

/// What lies at the bottom is what helps: "Connection refused".
fn root(problem: &::reqwest::Error) -> String {
    causes(problem)
        .last()
        .map_or_else(|| problem.to_string(), ToString::to_string)
}

fn causes(problem: &::reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(
        Some(problem as &(dyn StdError + 'static)),
        |cause: &&(dyn StdError + 'static)| (*cause).source(),
    )
}
