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
    let (speed, many) = (10, if proofs_are_full() { 3 } else { 1 });
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
        let windows = async |count: u32| tokio::time::sleep(Duration::from_secs(60) * count / speed).await;

        all_say(&peers, "Together { processes: 4 }").await;
        windows(many + 1).await;

        // In the middle of a window.
        tokio::time::sleep(Duration::from_secs(30) / speed).await;
        peers.remove(0).kill();
        all_say(&peers, "Together { processes: 3 }").await;
        windows(many + 1).await;
        let with_redis = server.seen().windows;

        proxy.set(Line::Hangs);
        all_say(&peers, "CutOff { processes: 3 }").await;
        proxy.set(Line::Refuses);
        windows(many).await;
        all_say(&peers, "CutOff { processes: 3 }").await;

        proxy.set(Line::Passes);
        all_say(&peers, "Together { processes: 3 }").await;
        windows(many).await;
        drop(peers);

        let seen = server.seen();
        println!("requests in each window, of {SHARE}: {:?}", seen.windows.values());
        assert_eq!(seen.refused, 0);
        assert!(
            with_redis.len() >= 4 && with_redis.values().all(|count| *count <= SHARE),
            "{with_redis:?}"
        );
        // How near they come to the share is a figure of the bench: here others may keep the machine busy.
        assert!(
            seen.windows.values().all(|count| *count < LIMIT),
            "{:?}",
            seen.windows
        );
    });
}

/// Waits until each process has said that it shares its budget so.
async fn all_say(peers: &[Peer], sharing: &str) {
    for _ in 0..600 {
        if peers.iter().all(|peer| peer.says(sharing)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not all have said {sharing}: {peers:?}");
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
