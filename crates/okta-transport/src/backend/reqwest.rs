//! [`ReqwestBackend`]: HTTP over the network.

use std::error::Error as StdError;
use std::time::Duration;

use super::{BackendError, BackendErrorKind, HttpBackend, Proxy, WasSent};
use crate::address::is_loopback_host;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::tls::{Refusal, Tls, refuses_client, rustls_error};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Okta itself gives up a System Log query after 30 s.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// How much memory an announced length is believed for before the bytes come; larger than nearly every page.
const RESERVED: usize = 1024 * 1024;

/// The backend over `reqwest`: pooled connections, gzip, TLS by rustls, a proxy where there is one.
///
/// It follows no redirect and refuses a body of more than 64 MiB, counted after decompression. What it is built with holds
/// for all that a client sends, requests for access tokens included.
///
/// # Which proxy
///
/// The first that is named: in [code](ReqwestBackendBuilder::proxy), by the settings of Okta's SDKs
/// (`OKTA_CLIENT_PROXY_HOST` and its relatives, `okta.client.proxy` in `okta.yaml`; see [`Config`]), by the variables
/// `HTTPS_PROXY` or `ALL_PROXY` that all programs share. `NO_PROXY` goes with the last: hosts that it names are called
/// directly, but not around a proxy that was named for Okta.
///
/// This machine itself (`localhost`, `127.0.0.0/8`, `::1`) is called directly, whatever is set: an org for tests may be plain
/// http, and a proxy would carry its token away.
#[derive(Clone, Debug)]
pub struct ReqwestBackend {
    client: ::reqwest::Client,
    /// For the loopback interface, to which no proxy leads.
    direct: ::reqwest::Client,
    body_limit: usize,
}

impl ReqwestBackend {
    /// A backend with other settings than the usual ones.
    pub fn builder() -> ReqwestBackendBuilder {
        ReqwestBackendBuilder::default()
    }
}

/// Settings of a [`ReqwestBackend`]. [`ClientBuilder::reqwest_backend`](crate::ClientBuilder::reqwest_backend) takes them as
/// they are, and takes from its [`Config`] what they leave out.
#[derive(Clone, Debug, Default)]
pub struct ReqwestBackendBuilder {
    connect_timeout: Option<Duration>,
    request_timeout: Option<Duration>,
    body_limit: Option<usize>,
    route: Option<Route>,
    tls: Tls,
}

#[derive(Clone, Debug)]
enum Route {
    Direct,
    Through(Proxy),
}

impl ReqwestBackendBuilder {
    /// Timeouts and proxy of a configuration, where they are not set in code, be it before or after this.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the proxy is not one, or its address and its
    /// credentials come from two files.
    pub fn config(mut self, config: &Config) -> Result<Self> {
        self.connect_timeout = self.connect_timeout.or(config.connection_timeout());
        self.request_timeout = self.request_timeout.or(config.request_timeout());
        if self.route.is_none() {
            self.route = config.proxy()?.map(Route::Through);
        }
        Ok(self)
    }

    /// How long connecting may take, the way through a proxy and the handshake of TLS included; 10 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How long one attempt may take from connecting to the last byte; 60 s unless set.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = Some(timeout);
        self
    }

    /// How many bytes the body of an answer may have after decompression; 64 MiB unless set. A longer one is an error of
    /// the kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge), and is not read further.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// The proxy for all requests; see [which one](ReqwestBackend#which-proxy) it is unless set.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.route = Some(Route::Through(proxy));
        self
    }

    /// No proxy, whatever configuration and environment say.
    pub fn no_proxy(mut self) -> Self {
        self.route = Some(Route::Direct);
        self
    }

    /// Whom connections trust beside whom the platform trusts, and the certificate that they show.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Builds the backend.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the platform's trust store cannot be
    /// read, or the proxy's credentials cannot be sent.
    pub fn build(self) -> Result<ReqwestBackend> {
        let tls = self.tls.client_config()?;
        let client = || {
            ::reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(::reqwest::redirect::Policy::none())
                .referer(false)
                .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
                .timeout(self.request_timeout.unwrap_or(REQUEST_TIMEOUT))
        };
        let direct = build(client().no_proxy())?;
        let client = match &self.route {
            Some(Route::Direct) => direct.clone(),
            Some(Route::Through(proxy)) => build(client().proxy(proxy.to_reqwest()?))?,
            // What the environment says.
            None => build(client())?,
        };
        Ok(ReqwestBackend {
            client,
            direct,
            body_limit: self.body_limit.unwrap_or(BODY_LIMIT),
        })
    }
}

fn build(client: ::reqwest::ClientBuilder) -> Result<::reqwest::Client> {
    client.build().map_err(|problem| {
        let what = format!("the HTTP client could not be built: {}", root(&problem));
        Error::configuration(what, "")
    })
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
        let host = request.url().host_str().unwrap_or_default();
        let client = if is_loopback_host(host) {
            &self.direct
        } else {
            &self.client
        };
        let mut response = client
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
    if let Some(error) = not_connected(&problem, sent) {
        return error.with_source(problem);
    }
    let kind = if problem.is_timeout() {
        BackendErrorKind::Timeout
    } else if problem.is_builder() {
        BackendErrorKind::Other
    } else if is_malformed(&problem) {
        BackendErrorKind::Malformed
    } else {
        BackendErrorKind::Interrupted
    };
    BackendError::new(kind, sent, words(&problem)).with_source(problem)
}

/// The error of a connection that was not made, whoever did not make it: this side, the proxy or the server.
fn not_connected(problem: &::reqwest::Error, sent: WasSent) -> Option<BackendError> {
    let tls = rustls_error(problem);
    // A TLS alert in the middle of a call is a broken connection: only a failed handshake proves that nothing was sent,
    // and so does an alert that ends one, although TLS 1.3 lets it come when the request is on its way.
    let is_late_refusal = sent == WasSent::Maybe && tls.is_some_and(refuses_client);
    if !problem.is_connect() && !is_late_refusal {
        return None;
    }
    let tunnel = Tunnel::of(problem);
    let error = |kind, message| BackendError::new(kind, WasSent::No, message);
    if let Some(tls) = tls {
        let is_proxys = tunnel == Some(Tunnel::NoProxy);
        let refusal = Refusal::of(tls, if is_proxys { "proxy" } else { "server" });
        return Some(error(BackendErrorKind::Tls, refusal.what).with_advice(refusal.advice));
    }
    Some(match tunnel {
        Some(Tunnel::WantsCredentials) => error(
            BackendErrorKind::Proxy,
            "the proxy asks for a user name and password, or does not accept these (HTTP 407)".to_owned(),
        )
        .with_advice(CREDENTIALS),
        Some(Tunnel::NoProxy) => error(
            BackendErrorKind::Connect,
            format!("no connection to the proxy: {}", words(problem)),
        ),
        Some(Tunnel::Refused) => error(
            BackendErrorKind::Connect,
            "the proxy opens no way to this host".to_owned(),
        ),
        None => error(BackendErrorKind::Connect, words(problem)),
    })
}

const CREDENTIALS: &str = "Set OKTA_CLIENT_PROXY_USERNAME and OKTA_CLIENT_PROXY_PASSWORD beside OKTA_CLIENT_PROXY_HOST, or \
                           give them in code with `Proxy::credentials`.";

/// Where a way through a proxy ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tunnel {
    /// On this side of the proxy.
    NoProxy,
    WantsCredentials,
    Refused,
}

impl Tunnel {
    /// hyper-util shows the type of these errors to nobody, so that they are known by their texts. Were one to change, a
    /// connection that was not made would still be told as one.
    fn of(problem: &::reqwest::Error) -> Option<Self> {
        causes(problem).find_map(|cause| match cause.to_string().strip_prefix("tunnel error: ")? {
            "failed to create underlying connection" => Some(Self::NoProxy),
            "proxy authorization required" => Some(Self::WantsCredentials),
            _ => Some(Self::Refused),
        })
    }
}

fn words(problem: &::reqwest::Error) -> String {
    if problem.is_timeout() {
        "the time ran out".to_owned()
    } else {
        root(problem)
    }
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
