//! [`TestProxy`]: a proxy on the loopback interface, which leads every call to one server.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What becomes of who asks for a way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    To(SocketAddr),
    /// Is opened to who says this in `Proxy-Authorization`.
    For(&'static str, SocketAddr),
    Answers(&'static str),
    Hangs,
}

pub(super) struct TestProxy {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl TestProxy {
    pub(super) async fn start(way: Way) -> Self {
        Self::start_with(way, None).await
    }

    /// One that is called over TLS itself.
    pub(super) async fn start_with(way: Way, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
        };
        let asked = Arc::clone(&proxy.asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (asked, tls) = (Arc::clone(&asked), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => carry(stream, way, &asked).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                carry(stream, way, &asked).await;
                            }
                        }
                    }
                });
            }
        });
        proxy
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Its address without a scheme.
    pub(super) fn address(&self) -> String {
        self.address.to_string()
    }

    /// What it was asked.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn carry(mut near: impl AsyncRead + AsyncWrite + Unpin, way: Way, asked: &Mutex<Vec<String>>) {
    let mut received = Vec::new();
    while !received.ends_with(b"\r\n\r\n") {
        if near.read_buf(&mut received).await.unwrap_or_default() == 0 {
            return;
        }
    }
    let request = String::from_utf8_lossy(&received).into_owned();
    asked.lock().unwrap().push(request.clone());
    let server = match way {
        Way::To(server) => server,
        Way::For(credentials, server) => {
            let line = format!("\r\nProxy-Authorization: {credentials}\r\n");
            if !request.contains(&line) {
                let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
                let _ = near.write_all(refusal).await;
                return;
            }
            server
        }
        Way::Answers(answer) => {
            let _ = near.write_all(answer.as_bytes()).await;
            return;
        }
        Way::Hangs => return std::future::pending().await,
    };
    near.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await
        .unwrap();
    let mut far = TcpStream::connect(server).await.unwrap();
    let _ = copy_bidirectional(&mut near, &mut far).await;
}
