//! [`Clock`] and [`Jitter`]: time and chance, so that tests can hold them.

use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::Timestamp;

/// The time by which a client waits.
#[async_trait]
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of day. Used only where Okta's answer bears no `Date`.
    fn now(&self) -> Timestamp;

    /// The time since a moment that the clock chose once; never runs back.
    fn elapsed(&self) -> Duration;

    /// Waits: `elapsed` is later afterwards. Of a clock that stands still, a request that waits for the rate limit ends in
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration).
    async fn sleep(&self, duration: Duration);
}

/// The clock of the machine; it sleeps on tokio's timer.
#[derive(Debug)]
pub struct SystemClock(Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A clock for tests: a sleep ends at once, and the time is then later by it. Its first moment is the Unix
/// epoch.
///
/// ```
/// use std::time::Duration;
/// use okta_transport::{Clock, VirtualClock};
///
/// # async fn run() {
/// let clock = VirtualClock::default();
/// clock.sleep(Duration::from_secs(3600)).await;
/// assert_eq!(clock.elapsed(), Duration::from_secs(3600));
/// # }
/// ```
#[derive(Debug, Default)]
pub struct VirtualClock(Mutex<Vec<Duration>>);

impl VirtualClock {
    /// Every sleep so far, in order.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Duration>> {
        // A list of durations is whole whatever a panicking holder did.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
            .checked_add(self.elapsed())
            .unwrap_or(Timestamp::MAX)
    }

    fn elapsed(&self) -> Duration {
        self.lock().iter().sum()
    }

    async fn sleep(&self, duration: Duration) {
        self.lock().push(duration);
    }
}

/// The chance by which waits are spread, so that clients that failed together do not return together.
pub trait Jitter: Send + Sync {
    /// A number from 0 to 1.
    fn fraction(&self) -> f64;
}

impl<F: Fn() -> f64 + Send + Sync> Jitter for F {
    fn fraction(&self) -> f64 {
        self()
    }
}

/// The chance that a jitter draws: from 0 to 1, whatever it gives.
pub(crate) fn chance(jitter: &dyn Jitter) -> f64 {
    let drawn = jitter.fraction();
    if drawn.is_nan() {
        1.0
    } else {
        drawn.clamp(0.0, 1.0)
    }
}

/// Jitter from a generator that is seeded per thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomJitter;

impl Jitter for RandomJitter {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}
