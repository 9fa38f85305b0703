//! How often a tail asks.

use std::sync::Arc;
use std::time::Duration;

use okta_transport::{RetryPolicy, VirtualClock};

use super::{after, events, tail, uuids};
use crate::support::{Script, okta_error, page};

fn seconds(clock: &VirtualClock) -> Vec<u64> {
    clock.sleeps().iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn a_full_page_is_followed_at_once_a_short_one_after_a_pause_and_empty_ones_after_longer_ones() {
    let empty = || page(Some(&after(3)), "[]");
    let script = Script::of([
        page(Some(&after(2)), &events(&["a", "b"])),
        page(Some(&after(3)), &events(&["c"])),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        empty(),
        page(Some(&after(5)), &events(&["d", "e"])),
        page(Some(&after(6)), &events(&["f"])),
    ]);
    let clock = Arc::new(VirtualClock::default());
    let client = script
        .builder()
        .ungoverned()
        .shared_clock(clock.clone())
        .build()
        .unwrap();
    let mut tail = client.tail(tail());
    assert_eq!(uuids(&mut tail, 6).await.concat(), "abcdef");
    assert_eq!(seconds(&clock), [5, 5, 10, 20, 40, 60, 60]);
    // The link of an empty page is the page itself, and is asked for again as it is.
    for line in &script.lines()[2..8] {
        assert_eq!(*line, format!("GET {}", after(3)));
    }
}

#[tokio::test]
async fn a_poll_that_fails_is_told_keeps_its_place_and_is_repeated_after_a_pause() {
    let down = || okta_error(503, "E0000010", "Service is in read only mode", &[]);
    let used_up = [
        ("x-rate-limit-limit", "60"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1700000030"),
        ("date", "Tue, 14 Nov 2023 22:13:20 GMT"),
    ];
    let script = Script::of([
        page(Some(&after(2)), &events(&["a", "b"])),
        down(),
        down(),
        okta_error(429, "E0000047", "API call exceeded rate limit", &used_up),
        page(Some(&after(3)), &events(&["c"])),
    ]);
    let clock = Arc::new(VirtualClock::default());
    let builder = script.builder().ungoverned().shared_clock(clock.clone());
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let mut tail = client.tail(tail());
    assert_eq!(uuids(&mut tail, 2).await.concat(), "ab");
    for _ in 0..3 {
        assert!(tail.next().await.unwrap().unwrap_err().is_transient());
    }
    assert_eq!(uuids(&mut tail, 1).await, ["c"]);
    // What Okta names counts where it is longer: 30 s to the reset, one more, and the jitter.
    assert_eq!(seconds(&clock), [5, 10, 32]);
    for line in &script.lines()[1..] {
        assert_eq!(*line, format!("GET {}", after(2)));
    }
}

#[tokio::test]
async fn the_pauses_can_be_set() {
    let empty = || page(Some(&after(0)), "[]");
    let script = Script::of([empty(), empty(), empty(), page(Some(&after(1)), &events(&["a"]))]);
    let clock = Arc::new(VirtualClock::default());
    let builder = script.builder().ungoverned().shared_clock(clock.clone());
    let tail = builder.build().unwrap().tail(tail());
    let mut tail = tail.pause(Duration::from_secs(1), Duration::from_secs(3));
    uuids(&mut tail, 1).await;
    assert_eq!(seconds(&clock), [1, 2, 3]);
}

#[tokio::test]
async fn a_full_page_that_leads_back_to_itself_is_not_asked_for_without_a_pause() {
    let full = || page(Some(&after(2)), &events(&["a", "b"]));
    let script = Script::of([
        full(),
        full(),
        full(),
        full(),
        page(Some(&after(3)), &events(&["c"])),
    ]);
    let clock = Arc::new(VirtualClock::default());
    let builder = script.builder().ungoverned().shared_clock(clock.clone());
    let mut tail = builder.build().unwrap().tail(tail());
    assert_eq!(uuids(&mut tail, 3).await.concat(), "abc");
    assert_eq!(seconds(&clock), [5, 10, 20]);
}
