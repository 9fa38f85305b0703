//! The governor: keeps a client within its share of the org's rate limits.
//!
//! `bucket.rs` decides when a bucket's next request may leave, from what `reading.rs` takes from answers;
//! `concurrency.rs` how many may be under way; `lane.rs` who goes first; `schedule.rs` puts the three together under one
//! lock; `permit.rs` is what a call waits for and gives back. `budget.rs` and `forecast.rs` are what callers see.

mod bucket;
mod budget;
mod concurrency;
mod forecast;
mod lane;
mod permit;
mod reading;
mod schedule;
mod settings;
mod store;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

pub use budget::{BucketBudget, Budget};
pub use forecast::{BucketForecast, Forecast};
pub use lane::Lane;
pub(crate) use permit::Permit;
pub use settings::Governing;
pub use store::{BudgetStore, InProcess, Usage};

use crate::clock::Clock;
use lane::Waiter;
use permit::Place;
use schedule::{Schedule, Step};

/// What clones of a client share. Clones of this share it too.
#[derive(Clone)]
pub(crate) struct Governor {
    clock: Arc<dyn Clock>,
    store: Arc<dyn BudgetStore>,
    schedule: Arc<Mutex<Schedule>>,
}

/// The request would wait longer than the caller allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    pub(crate) wait: Duration,
    /// When the window ends, by Okta's clock.
    pub(crate) reset_at: Option<Timestamp>,
}

/// The name under which requests are counted that no known bucket counts.
const OTHER: &str = "other";

impl Governor {
    pub(crate) fn new(settings: Governing, clock: Arc<dyn Clock>) -> Self {
        let (share, most_at_once, store) = settings.parts();
        let schedule = Schedule::new(share, most_at_once);
        Self {
            clock,
            store,
            schedule: Arc::new(Mutex::new(schedule)),
        }
    }

    /// Waits until a request may leave, but no longer than until `deadline`, by the clock's elapsed time.
    pub(crate) async fn admit(
        &self,
        method: &str,
        path: &str,
        lane: Lane,
        deadline: Option<Duration>,
    ) -> Result<Permit, TooLong> {
        let bucket = bucket_of(method, path);
        let waiter = self.lock().enter(bucket, lane, self.clock.elapsed());
        // Dropping it, when the caller gives up waiting, frees the place.
        let place = Place::new(self.clone(), bucket, waiter);
        let begun = self.clock.elapsed();
        let mut has_waited = false;
        loop {
            let now = self.clock.elapsed();
            let step = self.lock().step(bucket, place.waiter(), now, &*self.store);
            let until = match step {
                Step::Granted => {
                    if has_waited {
                        let waited_ms = milliseconds(now.saturating_sub(begun));
                        tracing::debug!(
                            bucket,
                            ?lane,
                            waited_ms,
                            "the rate limit has room for the request"
                        );
                    }
                    return Ok(place.into_permit(now));
                }
                Step::Until { moment, reset } => {
                    if deadline.is_some_and(|deadline| moment > deadline) {
                        return Err(TooLong {
                            wait: moment.saturating_sub(now),
                            reset_at: reset.and_then(|seconds| Timestamp::from_second(seconds).ok()),
                        });
                    }
                    Some(moment.saturating_sub(now).max(Duration::from_millis(1)))
                }
                Step::UntilWoken => None,
            };
            if !has_waited {
                has_waited = true;
                let about_ms = until.map_or(0, milliseconds);
                tracing::debug!(bucket, ?lane, about_ms, "the request waits for the rate limit");
            }
            place.wait(until, &*self.clock).await;
        }
    }

    /// What is left of every bucket that was used.
    pub(crate) fn budget(&self) -> Budget {
        let now = self.clock.elapsed();
        self.lock().budget(now, &*self.store)
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        // Every change of the schedule is made by code that does not panic.
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self, bucket: &'static str, waiter: &Waiter) {
        let now = self.clock.elapsed();
        self.lock().leave(bucket, waiter, now, &*self.store);
    }
}

/// The bucket that counts a request, by its method and path.
fn bucket_of(method: &str, path: &str) -> &'static str {
    okta_facts::bucket(method, path).unwrap_or(OTHER)
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Debug for Governor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Governor").finish_non_exhaustive()
    }
}
