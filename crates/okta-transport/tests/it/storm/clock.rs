//! The time of a storm: it passes when somebody waits, and the client's time of day may be wrong.

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use okta_transport::Clock;

/// Tue, 14 Nov 2023 22:13:20 GMT.
const BEGINNING: i64 = 1_700_000_000;
/// A client that waits more often than this in one case would never end.
const MOST_SLEEPS: u32 = 10_000;

#[derive(Debug, Default)]
pub(crate) struct StormClock {
    elapsed: Mutex<Duration>,
    sleeps: AtomicU32,
    /// By how many seconds the client's time of day is ahead of the org's.
    ahead: AtomicI64,
}

impl StormClock {
    pub(crate) fn go_wrong(&self, seconds: i64) {
        self.ahead.store(seconds, Ordering::SeqCst);
    }

    /// The org's time of day.
    pub(crate) fn of_org(&self) -> Timestamp {
        Timestamp::from_second(BEGINNING).unwrap() + self.elapsed()
    }

    /// The same as the header `Date` has it.
    pub(crate) fn date(&self) -> String {
        self.of_org().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }
}

#[async_trait]
impl Clock for StormClock {
    fn now(&self) -> Timestamp {
        self.of_org() + jiff::SignedDuration::from_secs(self.ahead.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        let sleeps = self.sleeps.fetch_add(1, Ordering::SeqCst);
        assert!(sleeps < MOST_SLEEPS, "the client waits and waits");
        *self.elapsed.lock().unwrap() += duration;
    }
}
