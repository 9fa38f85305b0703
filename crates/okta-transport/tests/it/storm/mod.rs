//! Whatever goes wrong on the way, nothing is lost, nothing is doubled, the token goes nowhere else, and what the caller is
//! told is true.
//!
//! `org.rs` is an org that counts what it does, `fault.rs` what goes wrong in process and in virtual time, `clock.rs` that
//! time. `listing.rs` and `writes.rs` are the two things that a client does in the storm; `wire.rs` does both against sockets that
//! break, over the network backend.
//!
//! Each kind of fault is injected 30 times, and 1,000 times with `OKTA_PROOFS=full`. A failing case prints its seed; with
//! `OKTA_STORM_SEED` set to it, that case is the first of the run.

mod clock;
mod fault;
mod figures;
mod listing;
mod org;
#[cfg(feature = "reqwest")]
mod wire;
mod writes;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use http::Request;
use http::header::{AUTHORIZATION, DATE};
use okta_transport::{Client, Clock as _, Error};

use self::clock::StormClock;
use self::fault::Fault;
use self::org::Org;
use crate::support::{ORG, Outcome, TOKEN};

/// How often each kind of fault is injected at least.
fn injections() -> u32 {
    let is_full = std::env::var("OKTA_PROOFS").is_ok_and(|proofs| proofs == "full");
    if is_full { 1_000 } else { 30 }
}

/// A client and an org with a fault between them.
struct Storm {
    client: Client,
    clock: Arc<StormClock>,
    state: Arc<Mutex<State>>,
}

struct State {
    org: Org,
    fault: Fault,
    /// How many requests pass before the fault strikes, and how many it strikes then.
    after: u32,
    times: u32,
    struck: u32,
    /// How many requests reached somebody.
    arrived: u32,
    random: Rng,
}

impl Storm {
    /// The fault strikes one or more requests in a row, the first of them at random among so many.
    fn new(fault: Fault, random: &mut Rng, requests: u32) -> Self {
        let clock = Arc::new(StormClock::default());
        if fault == Fault::Clock {
            clock.go_wrong(if random.bool() { 600 } else { -600 });
        }
        let state = Arc::new(Mutex::new(State {
            org: Org::new(ORG),
            fault,
            after: random.u32(..requests),
            times: random.u32(1..=6),
            struck: 0,
            arrived: 0,
            random: random.fork(),
        }));
        let (line, time) = (Arc::clone(&state), Arc::clone(&clock));
        let chance = Mutex::new(random.fork());
        let client = Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .shared_clock(clock.clone())
            .jitter(move || chance.lock().unwrap().f64())
            .backend(move |request| {
                let (line, time) = (Arc::clone(&line), Arc::clone(&time));
                async move {
                    let latency = line.lock().unwrap().random.u64(20..400);
                    time.sleep(Duration::from_millis(latency)).await;
                    line.lock().unwrap().answer(&request, &time)
                }
            })
            .build()
            .unwrap();
        Self { client, clock, state }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Nothing goes wrong from now on.
    fn ends(&self) {
        self.state().times = 0;
    }
}

impl State {
    fn answer(&mut self, request: &Request<Bytes>, clock: &StormClock) -> Outcome {
        let uri = request.uri().to_string();
        assert!(
            uri.starts_with(&format!("{ORG}/api/v1/")),
            "a request goes to {uri}"
        );
        assert_eq!(request.headers()[AUTHORIZATION], format!("SSWS {TOKEN}"));
        self.org.requests += 1;
        if self.org.requests > self.after && self.struck < self.times {
            self.arrived += u32::from(self.fault.lets_request_arrive());
            let (outcome, is_spoilt) = self.fault.strike(&mut self.org, request, clock, &mut self.random);
            self.struck += u32::from(is_spoilt);
            return outcome;
        }
        self.arrived += 1;
        let mut answer = self.org.answer(request);
        answer.headers_mut().insert(DATE, clock.date().parse().unwrap());
        Ok(answer)
    }
}

/// Prints the seed of a case that fails.
struct Case {
    name: String,
    seed: u64,
}

impl Case {
    /// The case with this number, and its chance.
    fn new(name: String, number: u64) -> (Self, Rng) {
        let first = std::env::var("OKTA_STORM_SEED").map_or(0, |seed| seed.parse().unwrap());
        let seed = number.wrapping_add(first);
        (Self { name, seed }, Rng::with_seed(seed))
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "the case of {} with OKTA_STORM_SEED={} failed",
                self.name, self.seed
            );
        }
    }
}

/// Runs to the end, or fails when that can never come: where everything sleeps, tokio's paused time runs on at once.
async fn without_hanging<T>(future: impl Future<Output = T>) -> T {
    let ended = tokio::time::timeout(Duration::from_secs(86_400), future).await;
    ended.expect("the client waits for nothing")
}

/// No text of an error holds the token or what the request held of a person.
fn tells_no_secret(error: &Error) {
    let mut texts = vec![error.to_string(), format!("{error:?}")];
    let below = std::iter::successors(std::error::Error::source(error), |below| below.source());
    texts.extend(below.map(ToString::to_string));
    for text in texts {
        for secret in [TOKEN, "ada@example.com", "Countess"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
