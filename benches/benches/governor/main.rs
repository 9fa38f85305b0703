//! How well the governor uses a rate limit: ten windows of 600 requests on the emulator, with answers that take 200 ms
//! to 2 s, in virtual time; and six such windows by four processes, with a Redis or without, in a tenth of the time.
//!
//! The baseline is what Okta's SDKs do: one page after the other, and a sleep until the reset after a 429. That of the four
//! processes is the governor of each alone. Prints a line for each figure:
//! `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

#![expect(
    clippy::expect_used,
    reason = "a figure of a run that went wrong is not a figure"
)]

mod org;
mod processes;

use std::time::Duration;

use okta_models::users::ListUsers;
use okta_transport::{Client, ClientBuilder, Lane};
use org::{Org, Tally, Whose};

/// What the org allows in a window, and what the client's share of 0.8 is of it.
const LIMIT: u32 = 600;
const SHARE: u32 = 480;
const WINDOWS: u32 = 10;
/// As long as ten windows, and a little, so that the last one is whole.
const RUN: Duration = Duration::from_secs(60 * WINDOWS as u64 + 5);
/// Requests that the caller has ready at any time.
const WORKERS: usize = 40;

fn main() {
    if processes::is_peer() {
        return;
    }
    one_client();
    beside_another();
    interactive();
    four_processes();
}

fn one_client() {
    let alone = run(100, |org| saturate(org, WORKERS, governed, Lane::Bulk));
    let sequential = run(100, |org| saturate(org, 1, ClientBuilder::ungoverned, Lane::Bulk));
    let greedy = run(100, |org| {
        saturate(org, WORKERS, ClientBuilder::ungoverned, Lane::Bulk)
    });
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
}

/// Half of the org's limit is taken by a client of the same token, or of another one; the tokens have Okta's default share
/// of a half each, or one of all, so that the headers do not show what the other takes.
fn beside_another() {
    for (name, whose, token_share) in [
        ("same_token", Whose::Ours, 100),
        ("other_token", Whose::Another, 50),
        ("other_token_of_full_share", Whose::Another, 100),
    ] {
        let beside = |workers, set: fn(ClientBuilder) -> ClientBuilder| {
            run(token_share, move |org| {
                org.take_half_at_random(whose);
                saturate(org, workers, set, Lane::Bulk);
            })
        };
        let ours = beside(WORKERS, governed);
        let (sequential, greedy) = (
            beside(1, ClientBuilder::ungoverned),
            beside(WORKERS, ClientBuilder::ungoverned),
        );
        let print = |what: &str, unit, target, value: fn(&Tally) -> f64| {
            let name = format!("beside_{name}_{what}");
            figure(&name, value(&ours), unit, target, value(&sequential));
        };
        print("429", "%", "<= 1", refused);
        print("sent", "requests", "-", |tally| tally.allowed().into());
        print("others_429", "requests", "-", |tally| tally.others_refused.into());
        let name = format!("beside_{name}_429_greedy");
        figure(&name, refused(&greedy), "%", "-", refused(&sequential));
    }
}

fn interactive() {
    let wait = |lane: Lane| {
        let tally = run(100, move |org| {
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

fn four_processes() {
    const WINDOWS: u32 = 6;
    let Some(redis) = processes::redis() else { return };
    let (together, apart) = (
        processes::run(Some(&redis), WINDOWS),
        processes::run(None, WINDOWS),
    );
    let of_share = |requests: u32, windows: u32| f64::from(requests) * 100.0 / f64::from(SHARE * windows);
    // The first window is that in which they begin.
    let whole = |tally: &Tally| {
        tally
            .windows
            .values()
            .skip(1)
            .take(WINDOWS as usize)
            .copied()
            .collect::<Vec<u32>>()
    };
    let used = |tally: &Tally| of_share(whole(tally).iter().sum(), WINDOWS);
    let most = |tally: &Tally| of_share(tally.windows.values().copied().max().unwrap_or_default(), 1);
    figure(
        "processes_share_used",
        used(&together),
        "%",
        ">= 98",
        used(&apart),
    );
    figure(
        "processes_fullest_window",
        most(&together),
        "%",
        "<= 100",
        most(&apart),
    );
    figure(
        "processes_429",
        together.refused.into(),
        "requests",
        "<= 0",
        apart.refused.into(),
    );
}

fn governed(builder: ClientBuilder) -> ClientBuilder {
    builder
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

fn run<T>(token_share: u8, begin: impl FnOnce(&Org) -> T) -> Tally {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let org = Org::start(1, token_share);
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
