//! The org over TCP: a thin adapter from axum to [`Emulator::handle`].

use std::future::IntoFuture as _;
use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use http::{Request, StatusCode};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::emulator::{Emulator, url_of};

/// A body longer than this is refused with 413; Okta's own bound is not documented.
const LONGEST_BODY: usize = 4 << 20;

/// A running server. It stops when it is shut down or dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    base_url: String,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<io::Result<()>>>,
}

impl Server {
    pub(crate) async fn start(emulator: Emulator, address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let router = Router::new().fallback(answer).with_state(emulator);
        let serving = axum::serve(listener, router).with_graceful_shutdown(async {
            // An error says that the server was dropped, which also ends it.
            let _ = stopped.await;
        });
        let running = tokio::spawn(serving.into_future());
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

    /// Takes no more connections, lets what is under way end, and returns then.
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
            Some(running) => running.await.map_err(io::Error::other)?,
            None => Ok(()),
        }
    }
}

async fn answer(State(emulator): State<Emulator>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = match to_bytes(body, LONGEST_BODY).await {
        Ok(body) => body,
        Err(_) => return too_long(),
    };
    emulator
        .handle(Request::from_parts(parts, body))
        .await
        .map(Body::from)
}

fn too_long() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}
