//! Four processes on one bucket, which share their budget through Redis or know nothing of each other.
//!
//! Each is this executable, started anew. They call the org over the loopback interface, and time passes faster for all of
//! them, for the org, and for what they read from the Redis.

use std::io::Read as _;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::extract::{Request, State};
use jiff::Timestamp;
use okta_models::users::ListUsers;
use okta_transport::{BudgetStore, Client, Clock, Governing, Lane, RedisBudgetStore, StoreError, Stored};

use crate::org::{Org, Tally};

/// So many seconds pass in one.
const SPEED: u32 = 10;
const PROCESSES: u32 = 4;
/// Requests that each process has ready at any time.
const WORKERS: usize = 10;
const PART: &str = "OKTA_BENCH_PEER";

/// Whether there is a Redis for the run, at `REDIS_URL` or at the usual port of this machine.
pub(crate) fn redis() -> Option<String> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let address = url.trim_start_matches("redis://").trim_end_matches('/');
    let first = address.to_socket_addrs().ok().and_then(|mut all| all.next());
    let stream = first.map(|first| TcpStream::connect_timeout(&first, Duration::from_secs(1)));
    if matches!(stream, Some(Ok(_))) {
        return Some(url);
    }
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "no Redis answers");
    println!("the figures of four processes are left out: no Redis answers");
    None
}

/// What the org answers to four processes, of which each shares its budget through `redis` or keeps it to itself.
pub(crate) fn run(redis: Option<&str>, windows: u32) -> Tally {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let org = Org::start(SPEED, 100);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let app = axum::Router::new().fallback(answer).with_state(org.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let part = format!("http://{address} {} {}", org.token(), redis.unwrap_or("-"));
        let mut peers: Vec<Child> = (0..PROCESSES).map(|_| start(&part)).collect();
        // While the processes begin, the first window passes, and the last one is not whole.
        tokio::time::sleep(Duration::from_secs(60) * (windows + 1) / SPEED + Duration::from_secs(1)).await;
        for peer in &mut peers {
            peer.kill().expect("the process runs");
            peer.wait().expect("the process ends");
        }
        org.tally()
    })
}

fn start(part: &str) -> Child {
    Command::new(std::env::current_exe().expect("this executable"))
        .env(PART, part)
        .stdin(Stdio::piped())
        .spawn()
        .expect("another process")
}

async fn answer(State(org): State<Org>, request: Request) -> http::Response<axum::body::Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("a small body");
    let answer = org.answer(Request::from_parts(parts, body)).await;
    answer
        .expect("the org always answers")
        .map(axum::body::Body::from)
}

/// Whether this process was started as one of the four: it sends requests until it is ended.
pub(crate) fn is_peer() -> bool {
    let Ok(part) = std::env::var(PART) else {
        return false;
    };
    // It does not outlive who started it.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let mut part = part.split(' ');
    let mut next = || part.next().expect("three words");
    let (org, token, redis) = (next(), next(), next());
    let governing = match redis {
        "-" => Governing::default(),
        url => Governing::default().store(FastStore(RedisBudgetStore::new(url).expect("an address"))),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let client = Client::builder()
            .org(org)
            .allow_plain_http_on_loopback(true)
            .api_token(token)
            .clock(FastClock(Instant::now()))
            .governing(governing)
            .build()
            .expect("the settings are whole")
            .lane(Lane::Bulk);
        for _ in 0..WORKERS {
            let client = client.clone();
            tokio::spawn(async move {
                loop {
                    let _ = client.send(ListUsers::new().limit(1)).await;
                }
            });
        }
        std::future::pending::<()>().await;
    });
    true
}

#[derive(Debug)]
struct FastClock(Instant);

#[async_trait]
impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed() * SPEED
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration / SPEED).await;
    }
}

#[derive(Debug)]
struct FastStore(RedisBudgetStore);

fn faster(stored: &Stored) -> Stored {
    let micros = stored.now().as_microsecond() * i64::from(SPEED);
    let now = Timestamp::from_microsecond(micros).expect("a time before the year 10000");
    Stored::new(stored.text().map(str::to_owned), now)
}

#[async_trait]
impl BudgetStore for FastStore {
    async fn read(&self, key: &str) -> Result<Stored, StoreError> {
        Ok(faster(&self.0.read(key).await?))
    }

    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        keep: Duration,
    ) -> Result<Option<Stored>, StoreError> {
        let other = self.0.replace(key, seen, text, keep).await?;
        Ok(other.as_ref().map(faster))
    }
}
