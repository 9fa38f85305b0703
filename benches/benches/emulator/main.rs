//! What the emulator costs: memory and time of an org of a million users, and requests a second over TCP and in
//! process, beside a bare axum handler that returns the same bytes in the same run.
//!
//! The figures are of first reads: every user, and every page of a listing, is asked for once, as a sync does. The
//! emulator keeps answers until the org changes; the figures with `again` in their names are of those, as a load
//! test that asks for the same all the time sees them. It also keeps the texts that lists are made of, of some 100,000
//! users; `page_of_200_users_beyond` is of users after those, whose texts are written for each page.
//! `in_process_if_copied` says what `in_process` would be of an emulator that did nothing at all but copy the bytes of
//! the answer once, which an answer that is not kept costs at least.
//!
//! Prints a line for each figure: `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

#![expect(clippy::expect_used, reason = "a bench that cannot go on has failed")]

mod connection;
mod large_org;

use std::{
    future::IntoFuture as _,
    hint::black_box,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, extract::State, http::header::CONTENT_TYPE, response::IntoResponse as _};
use bytes::Bytes;
use connection::Connection;
use http::Request;
use okta_emulator::{Emulator, Preset};

/// The pages of a listing of so many users do not fit into the memory for kept answers.
const USERS: usize = 200_000;
/// So many pages from the beginning are of users whose texts are kept, and so many at the end of others.
const PAGES: usize = 400;
/// How long each figure is measured, and how many rounds its median is taken of.
const ROUND: Duration = Duration::from_millis(300);
const ROUNDS: usize = 9;

fn main() {
    if large_org::is_asked_for() {
        large_org::measure();
        return;
    }
    large_org::measure_apart();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let emulator = Emulator::builder()
        .users(USERS)
        .limits(Preset::Unlimited)
        .limit_multiplier(1_000)
        .build();
    let authorization = format!("SSWS {}", emulator.api_token("SUPER_ADMIN").expose());
    let server = runtime.block_on(emulator.serve("127.0.0.1:0")).expect("a port");
    let bench = Bench {
        runtime: &runtime,
        emulator: &emulator,
        address: server.address(),
        authorization,
    };
    let pages = bench.pages();
    let users: Vec<String> = bench.users(&pages[..PAGES]).collect();
    bench.compare("single_user", &users, Some((50, 5)));
    bench.compare("page_of_200_users", &pages[..PAGES], Some((25, 5)));
    bench.compare("page_of_200_users_beyond", &pages[pages.len() - PAGES..], None);
    // Ends the server within the runtime that it runs in.
    drop(server);
}

struct Bench<'a> {
    runtime: &'a tokio::runtime::Runtime,
    emulator: &'a Emulator,
    address: SocketAddr,
    authorization: String,
}

/// Requests a second.
#[derive(Default)]
struct Rates {
    served: Vec<f64>,
    bare: Vec<f64>,
    in_process: Vec<f64>,
    copied: Vec<f64>,
}

impl Bench<'_> {
    fn request(&self, path: &str) -> String {
        let Self {
            address,
            authorization,
            ..
        } = self;
        format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {authorization}\r\n\r\n")
    }

    /// The paths of a listing of all users.
    fn pages(&self) -> Vec<String> {
        let mut connection = Connection::open(self.address);
        let mut pages = vec!["/api/v1/users?limit=200".to_owned()];
        while let Some(path) = pages.last() {
            let answer = connection.ask(&self.request(path));
            let Some(next) = answer.next() else {
                break;
            };
            pages.push(next.replace(&format!("http://{}", self.address), ""));
        }
        pages
    }

    /// The paths of the users on these pages.
    fn users(&self, pages: &[String]) -> impl Iterator<Item = String> {
        let mut connection = Connection::open(self.address);
        let ids = pages.iter().flat_map(move |path| {
            let page: serde_json::Value =
                serde_json::from_slice(connection.ask(&self.request(path)).body()).expect("JSON");
            let users = page.as_array().cloned().unwrap_or_default();
            users
                .into_iter()
                .map(|user| user["id"].as_str().map(str::to_owned))
        });
        ids.map(|id| format!("/api/v1/users/{}", id.expect("an id")))
    }

    /// Prints the figures of reads of these paths, each for the first time, and of the first of them again and
    /// again.
    fn compare(&self, name: &str, paths: &[String], targets: Option<(u32, u32)>) {
        let target =
            |of: fn((u32, u32)) -> u32| targets.map_or("-".to_owned(), |all| format!(">= {}", of(all)));
        let first = self.rates(paths, true);
        let again = self.rates(&paths[..1], false);
        let share = 100.0 * first.served / first.bare;
        println!(
            "figure emulator_{name}_of_bare_axum {share:.0} % target {} baseline 100",
            target(|all| all.0)
        );
        let (served, bare) = (first.served, first.bare);
        println!("figure emulator_{name}_requests {served:.0} requests/s target - baseline {bare:.0}");
        let times = first.in_process / first.served;
        println!(
            "figure emulator_{name}_in_process {times:.1} x target {} baseline 1",
            target(|all| all.1)
        );
        let (ours, copy) = (1e6 / first.in_process, 1e6 / first.copied);
        println!("figure emulator_{name}_in_process_time {ours:.2} us target - baseline {copy:.2}");
        // What is not made is saved over TCP, too.
        let times = (1e6 / first.served - ours + copy) / copy;
        println!("figure emulator_{name}_in_process_if_copied {times:.1} x target - baseline 1");
        let share = 100.0 * again.served / again.bare;
        println!("figure emulator_{name}_again_of_bare_axum {share:.0} % target - baseline 100");
        let times = again.in_process / again.served;
        println!("figure emulator_{name}_again_in_process {times:.1} x target - baseline 1");
    }

    fn rates(&self, paths: &[String], each_once: bool) -> Medians {
        let requests: Vec<String> = paths.iter().map(|path| self.request(path)).collect();
        let mut ours = Connection::open(self.address);
        // The same bytes as far as the memory for them goes.
        let bodies = requests.iter().take(2_000);
        let bodies = bodies.map(|request| Bytes::copy_from_slice(ours.ask(request).body()));
        let bodies: Vec<Bytes> = bodies.collect();
        let bare = self.runtime.block_on(bare(bodies.clone()));
        let mut bare = Connection::open(bare);
        let mut rates = Rates::default();
        let mut places = [0; 3].map(|place| Turn {
            place,
            count: paths.len(),
        });
        let mut copied = Turn {
            place: 0,
            count: bodies.len(),
        };
        let forget = |turn: &mut Turn| {
            let place = turn.next();
            if place == 0 && each_once {
                // Changes nothing, since nobody has this name; but the emulator keeps no answer over it.
                self.emulator.lock_out("nobody");
            }
            place
        };
        // In turns, so that a noisy moment hits all.
        for _ in 0..ROUNDS {
            let [served, baseline, in_process] = &mut places;
            if each_once {
                self.emulator.lock_out("nobody");
            }
            rates
                .served
                .push(rate(|| assert!(ours.reads(&requests[forget(served)]))));
            rates
                .bare
                .push(rate(|| assert!(bare.reads(&requests[baseline.next()]))));
            if each_once {
                self.emulator.lock_out("nobody");
            }
            let asked = || self.ask_in_process(&paths[forget(in_process)]);
            rates.in_process.push(rate_in_process(self.runtime, asked));
            let copy = || drop(black_box(bodies[copied.next()].to_vec()));
            rates.copied.push(rate(copy));
        }
        Medians {
            served: median(rates.served),
            bare: median(rates.bare),
            in_process: median(rates.in_process),
            copied: median(rates.copied),
        }
    }

    async fn ask_in_process(&self, path: &str) {
        let request = Request::get(path).header("authorization", &self.authorization);
        let request = request.body(Bytes::new()).expect("a request");
        assert_eq!(self.emulator.handle(request).await.status(), 200);
    }
}

struct Medians {
    served: f64,
    bare: f64,
    in_process: f64,
    copied: f64,
}

/// A place in a list that starts again when it ends.
struct Turn {
    place: usize,
    count: usize,
}

impl Turn {
    fn next(&mut self) -> usize {
        let place = self.place;
        self.place = (place + 1) % self.count;
        place
    }
}

/// A handler that does nothing but answer these bodies in turn.
async fn bare(bodies: Vec<Bytes>) -> SocketAddr {
    let state = Arc::new((bodies, AtomicUsize::new(0)));
    let handler = |State(state): State<Arc<(Vec<Bytes>, AtomicUsize)>>| async move {
        let (bodies, turn) = &*state;
        let place = turn.fetch_add(1, Ordering::Relaxed) % bodies.len();
        ([(CONTENT_TYPE, "application/json")], bodies[place].clone()).into_response()
    };
    let router = Router::new().fallback(handler).with_state(state);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, router).into_future());
    address
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

/// Answers a second, asked for one after the other in this process.
fn rate_in_process<Answered: Future<Output = ()>>(
    runtime: &tokio::runtime::Runtime,
    mut ask: impl FnMut() -> Answered,
) -> f64 {
    runtime.block_on(async {
        let (started, mut runs) = (Instant::now(), 0.0);
        while started.elapsed() < ROUND {
            ask().await;
            runs += 1.0;
        }
        runs / started.elapsed().as_secs_f64()
    })
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
