//! What decoding a page of users costs, beside the same page as a `serde_json::Value` tree.
//!
//! Prints a line for each figure: `figure NAME VALUE UNIT target <=|>= NUMBER baseline VALUE`.

#![expect(clippy::expect_used, reason = "a bench that cannot go on has failed")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use okta_models::{Operation, users::ListUsers};
use serde_json::{Value, json};

/// Users a page, as Okta advises.
const USERS: u32 = 200;
/// Pairs of runs; the figure is their median, so that a noisy moment does not decide.
const ROUNDS: u32 = 101;

fn main() {
    let page = page();
    let list = ListUsers::new();
    let mut typed = Vec::new();
    let mut tree = Vec::new();
    for _ in 0..ROUNDS {
        typed.push(time(|| list.decode(black_box(&page)).expect("a page of users")));
        tree.push(time(|| {
            serde_json::from_slice::<Value>(black_box(&page)).expect("JSON")
        }));
    }
    let (typed, tree) = (median(typed), median(tree));
    println!("figure decode_user {typed:.2} us target - baseline {tree:.2}");
    println!(
        "figure decode_user_ratio {:.2} x target <= 1.00 baseline 1.00",
        typed / tree
    );
}

/// A page of users of some 1.4 KB each, with what Okta sends of every one.
fn page() -> Vec<u8> {
    let link = |number: u32, what: &str| json!({"href": format!("https://acme.okta.com/api/v1/users/00u{number:017}/lifecycle/{what}"), "method": "POST"});
    let user = |number: u32| {
        json!({
            "id": format!("00u{number:017}"), "status": "ACTIVE", "created": "2026-01-02T03:04:05.000Z",
            "activated": "2026-01-02T03:04:06.000Z", "statusChanged": "2026-01-02T03:04:06.000Z", "lastLogin": null,
            "lastUpdated": "2026-02-03T04:05:06.000Z", "passwordChanged": "2026-01-02T03:04:06.000Z",
            "type": {"id": "oty1a2b3c4d5e6f7g8h9"},
            "profile": {
                "login": format!("user{number}@example.com"), "email": format!("user{number}@example.com"),
                "firstName": "Ada", "lastName": "Lovelace", "mobilePhone": null, "secondEmail": null,
                "department": "Research", "costCenter": "7", "badge": number, "sites": ["London", "Turin"]
            },
            "credentials": {"password": {}, "provider": {"type": "OKTA", "name": "OKTA"}},
            "_links": {
                "suspend": link(number, "suspend"), "resetPassword": link(number, "reset_password"),
                "expirePassword": link(number, "expire_password"), "deactivate": link(number, "deactivate")
            }
        })
    };
    serde_json::to_vec(&(0..USERS).map(user).collect::<Vec<Value>>()).expect("JSON")
}

/// How long `run` takes, its result dropped.
fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    drop(black_box(run()));
    started.elapsed()
}

/// Microseconds a user.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6 / f64::from(USERS)
}
