//! The org over TCP: HTTP/1.1 in front of the same service that answers in process.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::{Method, Request, Response, StatusCode, request};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::emulator::{Emulator, url_of};
use crate::interrupted::Interrupted;
use crate::service::Peer;
use crate::socket::{Cutter, Socket};

/// A body longer than this is refused with 413; Okta's own bound is not documented.
const LONGEST_BODY: usize = 4 << 20;

/// How long a server that is shut down lets requests that are under way go on.
const GRACE: std::time::Duration = std::time::Duration::from_secs(2);

/// A running server. It stops when it is shut down or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    base_url: String,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) async fn start(emulator: Emulator, address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(serve(emulator, listener, stopped));
        Ok(Self {
            address,
            base_url: url_of(address),
            stop: Some(stop),
            running: Some(running),
        })
    }

    /// The address that the server listens on, with the port that it got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The org's address for clients, such as `http://127.0.0.1:7777`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Takes no more connections, gives what is under way two seconds to end, and returns then.
    ///
    /// # Errors
    ///
    /// The server had failed before.
    pub async fn shutdown(mut self) -> io::Result<()> {
        if let Some(stop) = self.stop.take() {
            // Nobody listens any more when the server has ended by itself.
            let _ = stop.send(());
        }
        match self.running.take() {
            Some(running) => running.await.map_err(io::Error::other),
            None => Ok(()),
        }
    }
}

/// Takes connections until it is stopped; an error of the channel says that the server was dropped, which also
/// ends it.
async fn serve(emulator: Emulator, listener: TcpListener, mut stopped: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => break,
        };
        match accepted {
            Ok((stream, peer)) => connect(&emulator, &graceful, stream, peer),
            // The client was gone before it was taken, or no file is left for now. Taking at once again would
            // spin on the latter.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
        }
    }
    drop(listener);
    // A client that has sent half a request may never send the rest, so what is under way gets a while and no more;
    // returning ends the rest.
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

fn connect(
    emulator: &Emulator,
    graceful: &GracefulShutdown,
    stream: tokio::net::TcpStream,
    address: SocketAddr,
) {
    // Small answers are sent at once; where it cannot be set they only come later.
    let _ = stream.set_nodelay(true);
    let peer = if address.ip().to_canonical().is_loopback() {
        Peer::Loopback
    } else {
        Peer::Remote
    };
    let cutter = Cutter::default();
    let (emulator, socket) = (emulator.clone(), Socket::new(stream, cutter.clone()));
    let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(
        TokioIo::new(socket),
        service_fn(move |request| answer(emulator.clone(), request, peer, cutter.clone())),
    );
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // A connection that fails is its client's to notice.
        let _ = connection.await;
    });
}

/// The answer, or an error that ends the connection without one.
async fn answer(
    emulator: Emulator,
    request: Request<Incoming>,
    peer: Peer,
    cutter: Cutter,
) -> Result<Response<Content>, Interrupted> {
    let (parts, body) = request.into_parts();
    if lacks_a_length(&parts) {
        return Ok(unread(StatusCode::LENGTH_REQUIRED));
    }
    let body = if body.is_end_stream() {
        Bytes::new()
    } else {
        match Limited::new(body, LONGEST_BODY).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Ok(unread(StatusCode::PAYLOAD_TOO_LARGE)),
            Err(_) => return Ok(unread(StatusCode::BAD_REQUEST)),
        }
    };
    let answered = emulator.answer(Request::from_parts(parts, body), peer).await;
    match answered {
        Ok(response) => Ok(response.map(Content::whole)),
        Err(Interrupted::Truncated { response }) => {
            let response = *response;
            let length = response.headers().get(CONTENT_LENGTH);
            let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
            Ok(response.map(|body| Content {
                bytes: Some(body),
                missing: length,
                is_flushed: false,
            }))
        }
        Err(reset) => {
            cutter.cut();
            Err(reset)
        }
    }
}

/// A `POST` or `PUT` of the API that says neither how long its body is nor that it comes in chunks: Okta answers `411`, and
/// `content-length: 0` says that there is none (Okta's page "Core Okta API"). `curl -X POST` sends such.
fn lacks_a_length(parts: &request::Parts) -> bool {
    let has_a_body = [Method::POST, Method::PUT].contains(&parts.method);
    let tells = [CONTENT_LENGTH, TRANSFER_ENCODING];
    has_a_body
        && !tells.iter().any(|name| parts.headers.contains_key(name))
        && parts.uri.path().starts_with("/api/")
}

/// The answer to a body that was not read to its end: it has no length, is too long, or is not put the way HTTP asks for,
/// such as a chunk without a length. Like Okta's web servers, this one answers before Okta's API does, so not in its form;
/// no recording has such an answer.
fn unread(status: StatusCode) -> Response<Content> {
    let mut response = Response::new(Content::whole(Bytes::new()));
    *response.status_mut() = status;
    // What follows on the connection cannot be told from the rest of the body.
    response
        .headers_mut()
        .insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A body: whole, or one that ends before the length that it claims.
struct Content {
    bytes: Option<Bytes>,
    /// The length that it claims, when it will not be reached.
    missing: Option<u64>,
    is_flushed: bool,
}

impl Content {
    fn whole(bytes: Bytes) -> Self {
        Self {
            bytes: Some(bytes).filter(|bytes| !bytes.is_empty()),
            missing: None,
            is_flushed: false,
        }
    }
}

/// The end of a body that was cut: it makes hyper end the connection.
#[derive(Debug)]
struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an injected fault ended the body")
    }
}

impl std::error::Error for Cut {}

impl Body for Content {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match (self.bytes.take(), self.missing) {
            (Some(bytes), _) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            (None, None) => Poll::Ready(None),
            // hyper drops what it has not written yet when a body fails, so it gets a turn to write first.
            (None, Some(_)) if !self.is_flushed => {
                self.is_flushed = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            (None, Some(_)) => Poll::Ready(Some(Err(Cut))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none() && self.missing.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        SizeHint::with_exact(self.missing.unwrap_or(length))
    }
}
