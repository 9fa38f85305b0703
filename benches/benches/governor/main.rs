//! How well the governor uses a rate limit: ten windows of 600 requests on the emulator, with answers that take 200 ms
//! to 2 s, in virtual time.
//!
//! The baseline is what Okta's SDKs do: one page after the other, and a sleep until the reset after a 429. Prints a line
//! for each figure: `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

#![expect(
    clippy::expect_used,
    reason = "a figure of a run that went wrong is not a figure"
)]

mod org;

use std::time::Duration;

use okta_models::users::ListUsers;
use okta_transport::{Client, ClientBuilder, Lane};
use org::{Org, Tally};

/// What the org allows in a window, and what the client's share of 0.8 is of it.
const LIMIT: u32 = 600;
const SHARE: u32 = 480;
const WINDOWS: u32 = 10;
/// As long as ten windows, and a little, so that the last one is whole.
const RUN: Duration = Duration::from_secs(60 * WINDOWS as u64 + 5);
/// Requests that the caller has ready at any time.
const WORKERS: usize = 40;

fn main() {
    let governed = |builder: ClientBuilder| builder;
    let alone = run(|org| saturate(org, WORKERS, governed, Lane::Bulk));
    let sequential = run(|org| saturate(org, 1, ClientBuilder::ungoverned, Lane::Bulk));
    let greedy = run(|org| saturate(org, WORKERS, ClientBuilder::ungoverned, Lane::Bulk));
    figure("share_used", used(&alone), "%", ">= 98", used(&sequential));
    figure(
        "alone_429",
        alone.refused.into(),
        "requests",
        "<= 0",
        sequential.refused.into(),
    );
    figure(
        "greedy_429",
        greedy.refused.into(),
        "requests",
        "-",
        sequential.refused.into(),
    );
    let shared = |workers, set: fn(ClientBuilder) -> ClientBuilder| {
        run(move |org| {
            org.take_half_at_random();
            saturate(org, workers, set, Lane::Bulk);
        })
    };
    let (beside, sequential) = (shared(WORKERS, governed), shared(1, ClientBuilder::ungoverned));
    figure(
        "beside_another_429",
        refused(&beside),
        "%",
        "<= 1",
        refused(&sequential),
    );
    figure(
        "beside_another_sent",
        beside.allowed().into(),
        "requests",
        "-",
        sequential.allowed().into(),
    );
    let wait = |lane: Lane| {
        let tally = run(move |org| {
            let client = saturate(org, WORKERS, governed, Lane::Bulk);
            org.ask_now_and_then(client.lane(lane));
        });
        tally.longest_wait.as_secs_f64() * 1_000.0
    };
    // One place of a window, and one round trip.
    let bound = 60_000.0 / f64::from(LIMIT) + 2_000.0;
    let target = format!("<= {bound}");
    figure(
        "interactive_longest_wait",
        wait(Lane::Interactive),
        "ms",
        &target,
        wait(Lane::Bulk),
    );
}

/// Requests as many as there are workers, over and over.
fn saturate(org: &Org, workers: usize, set: fn(ClientBuilder) -> ClientBuilder, lane: Lane) -> Client {
    let client = set(org.client_builder())
        .build()
        .expect("the settings are whole")
        .lane(lane);
    for _ in 0..workers {
        let client = client.clone();
        tokio::spawn(async move {
            loop {
                // What a 429 or a wait that is too long makes of it is in the tally.
                let _ = client.send(ListUsers::new().limit(1)).await;
            }
        });
    }
    client
}

fn run<T>(begin: impl FnOnce(&Org) -> T) -> Tally {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let org = Org::start();
        begin(&org);
        tokio::time::sleep(RUN).await;
        org.tally()
    })
}

/// The part of the share that ten minutes allow that was used.
fn used(tally: &Tally) -> f64 {
    let allowed: u32 = tally.windows.values().take(WINDOWS as usize).sum();
    f64::from(allowed) * 100.0 / f64::from(SHARE * WINDOWS)
}

/// The part of our requests that were answered 429.
fn refused(tally: &Tally) -> f64 {
    f64::from(tally.refused) * 100.0 / f64::from(tally.refused + tally.allowed())
}

fn figure(name: &str, value: f64, unit: &str, target: &str, baseline: f64) {
    println!("figure governor_{name} {value:.2} {unit} target {target} baseline {baseline:.2}");
}
