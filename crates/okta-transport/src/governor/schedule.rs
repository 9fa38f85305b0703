//! [`Schedule`]: all buckets, who waits for them, and who goes next.
//!
//! No wake-up can be lost: whatever makes room (an answer, a place that is given up) lets the next go in the same step
//! and wakes the first of every queue, who then look anew; and who waits for time has a timer of their own.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::bucket::{Bucket, Ending, Turn};
use super::budget::{BucketBudget, Budget};
use super::concurrency::Concurrency;
use super::lane::{Lane, PASSES, Queue, Waiter};
use super::store::BudgetStore;

#[derive(Debug)]
pub(super) struct Schedule {
    share: f64,
    buckets: BTreeMap<&'static str, (Bucket, Queue)>,
    concurrency: Concurrency,
    arrivals: u64,
    /// Interactive requests that passed a bulk request which could have gone.
    passes: u32,
}

/// What one that waits does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Granted,
    /// Look again at this moment, or when woken. `reset` is when Okta's window ends, by its clock.
    Until {
        moment: Duration,
        reset: Option<i64>,
    },
    UntilWoken,
}

impl Schedule {
    pub(super) fn new(share: f64, most_at_once: u32) -> Self {
        Self {
            share,
            buckets: BTreeMap::new(),
            concurrency: Concurrency::new(most_at_once),
            arrivals: 0,
            passes: 0,
        }
    }

    pub(super) fn enter(&mut self, bucket: &'static str, lane: Lane, now: Duration) -> Arc<Waiter> {
        self.arrivals += 1;
        let waiter = Arc::new(Waiter::new(self.arrivals, lane));
        self.of(bucket, now).1.push(Arc::clone(&waiter));
        waiter
    }

    /// Lets go who may, and says what this one does.
    pub(super) fn step(
        &mut self,
        bucket: &'static str,
        waiter: Option<&Waiter>,
        now: Duration,
        store: &dyn BudgetStore,
    ) -> Step {
        self.let_go(now, store);
        let Some(waiter) = waiter.filter(|waiter| !waiter.is_granted()) else {
            return Step::Granted;
        };
        let (bucket, queue) = self.of(bucket, now);
        let moment = bucket.estimate(queue.ahead_of(waiter), now, store);
        let reset = bucket.window().map(|window| window.reset);
        if moment > now {
            Step::Until { moment, reset }
        } else {
            // Only requests that are under way are before it.
            Step::UntilWoken
        }
    }

    /// Somebody no longer waits.
    pub(super) fn leave(
        &mut self,
        bucket: &'static str,
        waiter: &Waiter,
        now: Duration,
        store: &dyn BudgetStore,
    ) {
        if waiter.is_granted() {
            self.settle(bucket, Ending::NotSent, false, now, store);
        } else {
            self.of(bucket, now).1.remove(waiter);
            self.go_on(now, store);
        }
    }

    /// A request ended.
    pub(super) fn settle(
        &mut self,
        bucket: &'static str,
        ending: Ending,
        crowded: bool,
        now: Duration,
        store: &dyn BudgetStore,
    ) {
        if matches!(ending, Ending::Answered(_)) && !crowded {
            self.concurrency.answered();
        }
        self.concurrency.leave();
        self.of(bucket, now).0.settle(ending, now);
        self.go_on(now, store);
    }

    /// Okta refused a request that left at a moment, since too many were under way.
    pub(super) fn crowded(&mut self, left: Duration, now: Duration) {
        self.concurrency.refused(left, now);
    }

    pub(super) fn at_once(&self) -> u32 {
        self.concurrency.window()
    }

    /// The limit of a bucket, whether it was learnt, and how many of it are ours in a window.
    pub(super) fn allowance(&self, bucket: &'static str, now: Duration) -> (bool, u32) {
        match self.buckets.get(bucket) {
            Some((bucket, _)) => (bucket.is_learnt(), bucket.whole_allowance()),
            None => (false, Bucket::new(bucket, self.share, now).whole_allowance()),
        }
    }

    pub(super) fn budget(&mut self, now: Duration, store: &dyn BudgetStore) -> Budget {
        let buckets = self.buckets.iter_mut().map(|(name, (bucket, queue))| {
            let left = bucket.left(now, store);
            BucketBudget::new(name, bucket, left, queue.len(), now)
        });
        Budget::new(
            buckets.collect(),
            self.concurrency.in_flight(),
            self.concurrency.window(),
        )
    }

    fn of(&mut self, bucket: &'static str, now: Duration) -> &mut (Bucket, Queue) {
        let share = self.share;
        self.buckets
            .entry(bucket)
            .or_insert_with(|| (Bucket::new(bucket, share, now), Queue::default()))
    }

    fn go_on(&mut self, now: Duration, store: &dyn BudgetStore) {
        self.let_go(now, store);
        for (_, queue) in self.buckets.values() {
            for first in queue.firsts() {
                first.woken.notify_one();
            }
        }
    }

    fn let_go(&mut self, now: Duration, store: &dyn BudgetStore) {
        while self.concurrency.has_room() {
            let mut first: [Option<(u64, &'static str)>; 2] = [None, None];
            for (name, (bucket, queue)) in &mut self.buckets {
                if queue.len() == 0 || bucket.turn(now, store) != Turn::Now {
                    continue;
                }
                for (first, lane) in first.iter_mut().zip([Lane::Interactive, Lane::Bulk]) {
                    if let Some(number) = queue.first(lane) {
                        let older = first.filter(|(other, _)| *other < number);
                        *first = older.or(Some((number, *name)));
                    }
                }
            }
            let (bucket, lane) = match first {
                [Some((_, bucket)), None] => (bucket, Lane::Interactive),
                [Some((_, bucket)), Some(_)] if self.passes < PASSES => {
                    self.passes += 1;
                    (bucket, Lane::Interactive)
                }
                [_, Some((_, bucket))] => {
                    self.passes = 0;
                    (bucket, Lane::Bulk)
                }
                [None, None] => return,
            };
            let (bucket, queue) = self.of(bucket, now);
            let Some(waiter) = queue.pop(lane) else { return };
            bucket.send(now);
            self.concurrency.enter();
            waiter.grant();
        }
    }
}
