//! A tail ends when it is told to, and waits in peace until then.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use jiff::Timestamp;
use okta_transport::Clock;
use tokio::time::{Instant, timeout};

use super::{Log, tail, uuids};

/// Tokio's clock, which a test holds.
#[derive(Debug)]
struct Held(Instant);

#[async_trait]
impl Clock for Held {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

fn held() -> Held {
    Held(Instant::now())
}

#[tokio::test(start_paused = true)]
async fn a_tail_that_waits_is_stopped_at_once_and_nothing_follows() {
    let log = Log::default();
    log.push("a");
    let mut tail = log.builder().clock(held()).build().unwrap().tail(tail());
    assert_eq!(uuids(&mut tail, 1).await, ["a"]);
    let stopper = tail.stopper();
    let begun = Instant::now();
    let waiting = tokio::spawn(async move {
        let ended = tail.next().await.is_none() && tail.next().await.is_none();
        (ended, tail)
    });
    tokio::time::sleep(Duration::from_secs(2)).await;
    stopper.clone().stop();
    let (ended, tail) = waiting.await.unwrap();
    assert!(ended);
    assert_eq!(begun.elapsed(), Duration::from_secs(2));
    log.push("b");
    let client = log.builder().build().unwrap();
    let mut resumed = client.resume_tail(tail.position().unwrap());
    assert_eq!(uuids(&mut resumed, 1).await, ["b"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_read_and_not_delivered_before_a_stop_comes_after_it() {
    let log = Log::default();
    log.push("a");
    log.push("b");
    let client = log.builder().clock(held()).build().unwrap();
    let mut tail = client.tail(tail());
    assert_eq!(uuids(&mut tail, 1).await, ["a"]);
    assert_eq!(tail.left_of_page(), 1);
    tail.stopper().stop();
    assert!(tail.events().next().await.is_none());
    let mut resumed = client.resume_tail(tail.position().unwrap());
    assert_eq!(uuids(&mut resumed, 1).await, ["b"]);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_waiting_again_and_again_is_served_all_the_same() {
    let log = Log::default();
    log.push("a");
    let mut tail = log.builder().clock(held()).build().unwrap().tail(tail());
    assert_eq!(uuids(&mut tail, 1).await, ["a"]);
    log.push("b");
    let begun = Instant::now();
    let event = loop {
        if let Ok(event) = timeout(Duration::from_secs(1), tail.next()).await {
            break event.unwrap().unwrap();
        }
    };
    assert_eq!(event.uuid.as_deref(), Some("b"));
    assert_eq!(begun.elapsed().as_secs(), 5);
}
