//! Four processes with one Redis stay within the share together, also when one is killed and when the Redis is away.
//!
//! The processes are this test's executable, which is told by a variable to be one of them. They call an org on the loopback
//! interface in which time passes faster, for them and for what they read from the Redis: a window takes some seconds.

mod peer;
mod proxy;

use std::time::Duration;

use axum::extract::State;
use http::Request;

use super::proofs_are_full;
use super::redis_store::redis;
use super::server::Server;
use peer::Peer;
use proxy::{Line, Proxy};

const LIMIT: u32 = 600;
const SHARE: u32 = 480;

#[test]
fn four_processes_stay_within_the_share_when_one_is_killed_and_when_redis_is_away() {
    let Some(redis) = redis() else { return };
    let speed = if proofs_are_full() { 10 } else { 20 };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut server = Server::new(LIMIT, 7);
        (server.speed, server.latency) = (speed, (100, 1_000));
        let proxy = Proxy::start(&redis).await;
        let org = serve(server.clone()).await;
        let mut peers: Vec<Peer> = (0..4).map(|_| Peer::start(&org, &proxy.url(), speed)).collect();
        let windows = async |count: u32| {
            tokio::time::sleep(Duration::from_secs(60) * count / speed).await;
            server.seen().windows
        };

        // The first window is begun one by one, while the limit is found out.
        let begun = windows(1).await.len();
        let together = windows(2).await;
        assert!(
            peers.iter().all(|peer| peer.says("Together { processes: 4 }")),
            "{peers:?}"
        );

        // In the middle of a window.
        tokio::time::sleep(Duration::from_secs(30) / speed).await;
        peers.remove(0).kill();
        let three = windows(3).await;
        assert!(
            peers.iter().all(|peer| peer.says("Together { processes: 3 }")),
            "{peers:?}"
        );

        proxy.set(Line::Hangs);
        windows(1).await;
        assert!(
            peers.iter().all(|peer| peer.says("CutOff { processes: 3 }")),
            "{peers:?}"
        );
        proxy.set(Line::Refuses);
        let apart = windows(2).await;
        proxy.set(Line::Passes);
        windows(2).await;
        assert!(
            peers.iter().all(|peer| peer.says("Together { processes: 3 }")),
            "{peers:?}"
        );
        drop(peers);

        let seen = server.seen();
        println!(
            "{begun} {together:?} {three:?} {apart:?} {seen:?}",
            seen = seen.windows
        );
        assert_eq!(seen.refused, 0);
        assert!(
            seen.windows.values().all(|count| *count <= SHARE),
            "{:?}",
            seen.windows
        );
    });
}

/// Serves the org on the loopback interface.
async fn serve(server: Server) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = async |State(server): State<Server>, request: Request<axum::body::Body>| {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        let answer = server.answer(Request::from_parts(parts, body)).await.unwrap();
        answer.map(axum::body::Body::from)
    };
    let app = axum::Router::new().fallback(answer).with_state(server);
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}")
}
