//! What the emulator costs: memory and time of a large org, and requests a second over TCP and in process,
//! beside a bare axum handler that returns the same bytes in the same run.
//!
//! The same object and the same page are read again and again, as a load test does: the emulator keeps such an
//! answer until the org changes, and `..._first_read` is what one costs that was not kept.
//!
//! Prints a line for each figure: `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

#![expect(clippy::expect_used, reason = "a bench that cannot go on has failed")]

use std::{
    future::IntoFuture as _,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use axum::{Router, extract::State, http::header::CONTENT_TYPE, response::IntoResponse as _};
use bytes::Bytes;
use http::Request;
use okta_emulator::{Emulator, Preset};

/// Set for the process that makes a large org, to its number of apps.
const CHILD: &str = "EMULATOR_BENCH_APPS";
/// How long each figure is measured, and how many rounds its median is taken of.
const ROUND: Duration = Duration::from_millis(300);
const ROUNDS: usize = 9;

fn main() {
    if let Ok(apps) = std::env::var(CHILD) {
        large_org(apps.parse().expect("a number of apps"));
        return;
    }
    // Each in a process of its own, so that memory of the first is not counted for the second.
    for apps in ["0", "10"] {
        let program = std::env::current_exe().expect("the path of this program");
        let status = std::process::Command::new(program).env(CHILD, apps).status();
        assert!(status.expect("this program again").success());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let emulator = Emulator::builder()
        .users(1_000)
        .limits(Preset::Unlimited)
        .limit_multiplier(1_000)
        .build();
    let token = emulator.api_token("SUPER_ADMIN");
    let authorization = format!("SSWS {}", token.expose());
    let address = {
        let server = runtime.block_on(emulator.serve("127.0.0.1:0")).expect("a port");
        let address = server.address();
        // The server lives as long as the program.
        std::mem::forget(server);
        address
    };
    for (name, path, target) in [
        ("single_user", "/api/v1/users/me", 50.0),
        ("page_of_200_users", "/api/v1/users?limit=200", 25.0),
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {authorization}\r\n\r\n");
        let mut ours = Connection::open(address, request.clone());
        let body = ours.ask();
        let bare = runtime.block_on(bare(body));
        let mut bare = Connection::open(bare, request);
        // In turns, so that a noisy moment hits both.
        let (mut served, mut baseline, mut in_process) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            served.push(rate(|| drop(ours.ask())));
            baseline.push(rate(|| drop(bare.ask())));
            in_process.push(runtime.block_on(rate_in_process(&emulator, path, &authorization)));
        }
        let (served, baseline, in_process) = (median(served), median(baseline), median(in_process));
        println!("figure emulator_{name} {served:.0} requests/s target - baseline {baseline:.0}");
        let first = first_read(&mut ours, &emulator);
        println!(
            "figure emulator_{name}_first_read {first:.0} us target - baseline {:.0}",
            1e6 / served
        );
        let share = 100.0 * served / baseline;
        println!("figure emulator_{name}_of_bare_axum {share:.0} % target >= {target} baseline 100");
        let times = in_process / served;
        println!("figure emulator_{name}_in_process {times:.1} x target >= 5 baseline 1");
    }
}

/// Memory and time of an org of a million users (of fewer, where `EMULATOR_BENCH_USERS` says so).
fn large_org(apps: usize) {
    let name = if apps == 0 { "org" } else { "org_with_apps" };
    let users = std::env::var("EMULATOR_BENCH_USERS");
    let users: u32 = users
        .ok()
        .and_then(|users| users.parse().ok())
        .unwrap_or(1_000_000);
    let (before, started) = (resident_bytes(), Instant::now());
    let emulator = Emulator::builder().users(users as usize).apps(apps).build();
    let seconds = started.elapsed().as_secs_f64();
    let each = (resident_bytes() - before) / f64::from(users);
    let million = 1_000_000.0 / f64::from(users);
    drop(emulator);
    let target = if apps == 0 { "<= 1024" } else { "-" };
    println!("figure emulator_{name}_bytes_a_user {each:.0} bytes target {target} baseline 0");
    println!(
        "figure emulator_{name}_million_users {:.1} s target <= 60 baseline 0",
        seconds * million
    );
}

/// The memory of this program that is in use, as Linux counts it.
fn resident_bytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux' account of this program");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("VmRSS");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024.0
}

/// A handler that does nothing but answer these bytes.
async fn bare(body: Vec<u8>) -> SocketAddr {
    let handler = |State(body): State<Bytes>| async move {
        ([(CONTENT_TYPE, "application/json")], body).into_response()
    };
    let router = Router::new().fallback(handler).with_state(Bytes::from(body));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, router).into_future());
    address
}

/// Answers a second, asked for one after the other in this process.
async fn rate_in_process(emulator: &Emulator, path: &str, authorization: &str) -> f64 {
    let (started, mut runs) = (Instant::now(), 0.0);
    while started.elapsed() < ROUND {
        let request = Request::get(path).header("authorization", authorization);
        let response = emulator
            .handle(request.body(Bytes::new()).expect("a request"))
            .await;
        assert_eq!(response.status(), 200);
        runs += 1.0;
    }
    runs / started.elapsed().as_secs_f64()
}

/// Microseconds of a read just after a change, the median of many.
fn first_read(connection: &mut Connection, emulator: &Emulator) -> f64 {
    let times = (0..100).map(|_| {
        // Makes nothing but the emulator's knowledge of its answers old: nobody has this name.
        emulator.lock_out("nobody");
        let started = Instant::now();
        connection.ask();
        started.elapsed().as_secs_f64() * 1e6
    });
    median(times.collect())
}

/// One connection that asks the same again and again, with as little of its own as can be.
struct Connection {
    stream: TcpStream,
    request: String,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(address: SocketAddr, request: String) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a socket option");
        Self {
            stream,
            request,
            buffer: Vec::new(),
        }
    }

    /// The body of the answer.
    fn ask(&mut self) -> Vec<u8> {
        self.stream
            .write_all(self.request.as_bytes())
            .expect("a request that is sent");
        self.buffer.clear();
        let mut chunk = [0; 1 << 14];
        loop {
            let read = self.stream.read(&mut chunk).expect("an answer");
            assert_ne!(read, 0, "the connection ended");
            self.buffer.extend_from_slice(&chunk[..read]);
            if let Some(body) = body(&self.buffer) {
                return body.to_vec();
            }
        }
    }
}

/// The body, once all of it is there.
fn body(read: &[u8]) -> Option<&[u8]> {
    let end = read.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&read[..end]).expect("a head in ASCII");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .expect("a length");
    let body = &read[end + 4..];
    (body.len() == length.parse::<usize>().expect("a number")).then_some(body)
}

/// Runs a second.
fn rate(mut run: impl FnMut()) -> f64 {
    let (started, mut runs) = (Instant::now(), 0.0);
    while started.elapsed() < ROUND {
        run();
        runs += 1.0;
    }
    runs / started.elapsed().as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
