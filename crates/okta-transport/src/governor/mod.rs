//! The governor: keeps a client within its share of the org's rate limits.
//!
//! `bucket.rs` decides when a bucket's next request may leave, from what `reading.rs` takes from answers;
//! `concurrency.rs` how many may be under way; `lane.rs` who goes first; `schedule.rs` puts the three together under one
//! lock; `permit.rs` is what a call waits for and gives back. `budget.rs` and `forecast.rs` are what callers see.
//!
//! Processes share a budget through a `store.rs`, of which `redis/` is one; `joint/` is what they share.

mod bucket;
mod budget;
mod concurrency;
mod forecast;
mod joint;
mod lane;
mod moment;
mod permit;
mod reading;
#[cfg(feature = "redis")]
mod redis;
mod schedule;
mod settings;
mod store;

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{Either, select};
use jiff::Timestamp;

#[cfg(feature = "redis")]
pub use self::redis::RedisBudgetStore;
pub use budget::{BucketBudget, Budget, Sharing};
pub use forecast::{BucketForecast, Forecast};
pub use lane::Lane;
pub(crate) use permit::Permit;
pub use settings::Governing;
pub use store::{BudgetStore, InMemory, StoreError, Stored};

use crate::clock::Clock;
use joint::{Report, Told, settle_up};
use lane::Waiter;
use permit::{Place, Woken};
use schedule::{Schedule, Step};

/// What clones of a client share. Clones of this share it too.
#[derive(Clone)]
pub(crate) struct Governor {
    clock: Arc<dyn Clock>,
    schedule: Arc<Mutex<Schedule>>,
    tie: Option<Tie>,
}

/// The way to the other processes.
#[derive(Clone)]
struct Tie {
    store: Arc<dyn BudgetStore>,
    /// What the keys of the org and its credentials begin with.
    prefix: Arc<str>,
    /// The name of this process among the others.
    member: Arc<str>,
}

/// Why a request is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeldBack {
    /// It would wait longer than the caller allows.
    TooLong {
        wait: Duration,
        /// When the window ends, by Okta's clock.
        reset_at: Option<Timestamp>,
    },
    /// Its waits end, but by the clock no time passes.
    ClockStands,
}

/// The name under which requests are counted that no known bucket counts.
const OTHER: &str = "other";
/// The bucket of requests for access tokens.
const TOKENS: &str = "/oauth2/v1/token";
/// A store that does not answer for so long is taken to be away. All who wait would wait for it.
const PATIENCE: Duration = Duration::from_secs(5);
/// So many waits in a row in which no time passes are no accident.
const MOST_STILL_WAITS: u32 = 1_000;

impl Governor {
    /// `account` tells those who share a budget from others: by org and credentials.
    pub(crate) fn new(settings: Governing, clock: Arc<dyn Clock>, account: &str) -> Self {
        let parts = settings.parts();
        let schedule = Schedule::new(&parts);
        let tie = parts.store.map(|store| Tie {
            store,
            prefix: format!("okta-budget:1:{account}").into(),
            member: format!("{:016x}", fastrand::u64(..)).into(),
        });
        Self {
            clock,
            schedule: Arc::new(Mutex::new(schedule)),
            tie,
        }
    }

    /// Waits until a request may leave, but no longer than until `deadline`, by the clock's elapsed time.
    pub(crate) async fn admit(
        &self,
        method: &str,
        path: &str,
        lane: Lane,
        deadline: Option<Duration>,
    ) -> Result<Permit, HeldBack> {
        let bucket = bucket_of(method, path);
        let begun = self.clock.elapsed();
        let waiter = self.lock().enter(bucket, lane, begun);
        // Dropping it, when the caller gives up waiting, frees the place.
        let place = Place::new(self.clone(), bucket, waiter);
        let (mut has_waited, mut still) = (false, 0_u32);
        loop {
            self.ask(bucket).await;
            let now = self.clock.elapsed();
            let step = self.lock().step(bucket, place.waiter(), now);
            let (moment, look, reset) = match step {
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
                Step::Until { moment, look, reset } => (moment, Some(look), reset),
                Step::UntilWoken => (now, None, None),
            };
            if deadline.is_some_and(|deadline| moment > deadline || deadline <= now) {
                return Err(HeldBack::TooLong {
                    wait: moment.saturating_sub(now),
                    reset_at: reset.and_then(|seconds| Timestamp::from_second(seconds).ok()),
                });
            }
            let until = look.into_iter().chain(deadline).min();
            let until = until.map(|until| until.saturating_sub(now).max(Duration::from_millis(1)));
            if !has_waited {
                has_waited = true;
                let about_ms = milliseconds(moment.saturating_sub(now));
                tracing::debug!(bucket, ?lane, about_ms, "the request waits for the rate limit");
            }
            let woken = place.wait(until, &*self.clock).await;
            if woken == Woken::ByTime && self.clock.elapsed() == now {
                still += 1;
                if still >= MOST_STILL_WAITS {
                    return Err(HeldBack::ClockStands);
                }
                // Others may make the room for which this one waits.
                give_way().await;
            } else {
                still = 0;
            }
        }
    }

    /// Asks the other processes for room for those who wait for a bucket, when it is time.
    async fn ask(&self, bucket: &'static str) {
        if let Some(tie) = &self.tie {
            let now = self.clock.elapsed();
            let question = self.lock().question(bucket, &tie.member, now);
            if let Some(report) = question {
                self.meet(tie, bucket, &report).await;
            }
        }
    }

    /// Tells the other processes what they wait for, when nobody who waits here is going to tell it.
    async fn tell(&self, bucket: &'static str) {
        if let Some(tie) = &self.tie {
            let now = self.clock.elapsed();
            let news = self.lock().news(bucket, &tie.member, now);
            if let Some(report) = news {
                self.meet(tie, bucket, &report).await;
            }
        }
    }

    async fn meet(&self, tie: &Tie, bucket: &'static str, report: &Report) {
        let question = Question {
            governor: self,
            bucket,
            is_open: true,
        };
        let key = format!("{}:{bucket}", tie.prefix);
        let answer = pin!(settle_up(&*tie.store, &key, bucket, report, &*self.clock));
        let answer = match select(answer, self.clock.sleep(PATIENCE)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(StoreError::new(format!(
                "it hangs: no answer within {} s",
                PATIENCE.as_secs()
            ))),
        };
        question.end(answer);
    }

    /// What is left of every bucket that was used.
    pub(crate) fn budget(&self) -> Budget {
        let now = self.clock.elapsed();
        self.lock().budget(now)
    }

    fn lock(&self) -> MutexGuard<'_, Schedule> {
        // Every change of the schedule is made by code that does not panic.
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn leave(&self, bucket: &'static str, waiter: &Waiter) {
        let now = self.clock.elapsed();
        self.lock().leave(bucket, waiter, now);
    }
}

/// A question that the store has not answered yet. Dropping it, when the caller gives up waiting, lets another one ask.
struct Question<'a> {
    governor: &'a Governor,
    bucket: &'static str,
    is_open: bool,
}

impl Question<'_> {
    fn end(mut self, answer: Result<Told, StoreError>) {
        self.is_open = false;
        let now = self.governor.clock.elapsed();
        let mut schedule = self.governor.lock();
        match answer {
            Ok(told) => {
                if schedule.asked(self.bucket, told, now) {
                    tracing::info!("the store of the budget is back; processes share it again");
                }
            }
            Err(problem) => {
                if let Some(processes) = schedule.cut_off(self.bucket, now) {
                    tracing::warn!(
                        %problem,
                        processes,
                        "the store of the budget does not answer; until it does, this process keeps to its part of the share"
                    );
                }
            }
        }
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        if self.is_open {
            let now = self.governor.clock.elapsed();
            self.governor.lock().gave_up(self.bucket, now);
        }
    }
}

/// Lets other tasks go on.
async fn give_way() {
    let mut has_given_way = false;
    std::future::poll_fn(|context| {
        if has_given_way {
            return Poll::Ready(());
        }
        has_given_way = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
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
