//! [`Proxy`]: a line to a Redis that can be cut.

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What becomes of connections, those that stand and new ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Passes,
    /// They stand, and nothing goes through.
    Hangs,
    /// They are closed.
    Refuses,
}

pub(super) struct Proxy {
    port: u16,
    line: watch::Sender<Line>,
}

impl Proxy {
    /// `redis` is the host and port behind it.
    pub(super) async fn start(redis: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (line, watched) = watch::channel(Line::Passes);
        let redis = redis.to_owned();
        tokio::spawn(async move {
            loop {
                let (near, _) = listener.accept().await.unwrap();
                tokio::spawn(carry(near, redis.clone(), watched.clone()));
            }
        });
        Self { port, line }
    }

    pub(super) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub(super) fn set(&self, line: Line) {
        self.line.send(line).unwrap();
    }
}

async fn carry(mut near: TcpStream, redis: String, mut line: watch::Receiver<Line>) {
    let mut far = TcpStream::connect(redis).await.unwrap();
    loop {
        let now = *line.borrow_and_update();
        match now {
            Line::Refuses => return,
            Line::Hangs => line.changed().await.unwrap(),
            Line::Passes => {
                tokio::select! {
                    _ = copy_bidirectional(&mut near, &mut far) => return,
                    changed = line.changed() => changed.unwrap(),
                }
            }
        }
    }
}
