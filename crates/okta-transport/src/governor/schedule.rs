//! [`Schedule`]: all buckets, who waits for them, and who goes next.
//!
//! No wake-up can be lost: whatever makes room (an answer, a place that is given up) lets the next go in the same step
//! and wakes the first of every queue, who then look anew; and who waits for time has a timer of their own.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::bucket::{Bucket, Ending, Turn};
use super::budget::{BucketBudget, Budget, Sharing};
use super::concurrency::Concurrency;
use super::joint::{Report, Stake, Told};
use super::lane::{Lane, PASSES, Queue, Waiter};
use super::settings::Parts;

/// How long the store is left alone after it failed once; twice as long after each time that follows, up to the second.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

#[derive(Debug)]
pub(super) struct Schedule {
    share: f64,
    lines: BTreeMap<&'static str, Line>,
    concurrency: Concurrency,
    arrivals: u64,
    /// Interactive requests that passed a bulk request which could have gone.
    passes: u32,
    tie: Tie,
    /// How many processes share the org, as far as they were seen.
    processes: u32,
}

/// One bucket.
#[derive(Debug)]
struct Line {
    /// What we know of it ourselves. It decides where there is no store, or none that answers.
    bucket: Bucket,
    queue: Queue,
    stake: Stake,
}

impl Line {
    /// About when one goes that has others before it, and whether one may go now, as far as we know ourselves.
    fn turn_alone(&mut self, ahead: u32, now: Duration) -> (Duration, Turn) {
        (self.bucket.estimate(ahead, now), self.bucket.turn(now))
    }
}

/// How this process is tied to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    Alone,
    Together,
    CutOff { failures: u32, retry_at: Duration },
}

/// What one that waits does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Granted,
    /// Look again at `look`, or when woken. The turn comes about at `moment`. `reset` is when Okta's window ends, by its
    /// clock.
    Until {
        moment: Duration,
        look: Duration,
        reset: Option<i64>,
    },
    UntilWoken,
}

impl Schedule {
    pub(super) fn new(parts: &Parts) -> Self {
        Self {
            share: parts.share,
            lines: BTreeMap::new(),
            concurrency: Concurrency::new(parts.most_at_once),
            arrivals: 0,
            passes: 0,
            tie: match parts.store {
                Some(_) => Tie::Together,
                None => Tie::Alone,
            },
            processes: parts.processes,
        }
    }

    pub(super) fn enter(&mut self, bucket: &'static str, lane: Lane, now: Duration) -> Arc<Waiter> {
        self.arrivals += 1;
        let waiter = Arc::new(Waiter::new(self.arrivals, lane));
        self.of(bucket, now).queue.push(Arc::clone(&waiter));
        waiter
    }

    /// What to tell the other processes and ask of them, for those who wait for a bucket. Whoever takes it ends it with
    /// `asked`, `cut_off` or `gave_up`.
    pub(super) fn question(
        &mut self,
        name: &'static str,
        member: &Arc<str>,
        now: Duration,
    ) -> Option<Report> {
        let (tie, share) = (self.tie, self.share);
        let room = room(&self.concurrency, name, self.processes);
        let line = self.of(name, now);
        let due = match tie {
            Tie::Alone => false,
            // Those for whom there is no place yet ask when there is one.
            Tie::Together => line.stake.wants(line.queue.len().min(room as usize), now),
            Tie::CutOff { retry_at, .. } => retry_at <= now && line.stake.wants(usize::MAX, now),
        };
        if !due {
            return None;
        }
        let [interactive, bulk] = line.queue.lengths().map(|length| length.min(room));
        let wanted = [interactive, bulk.min(room - interactive)];
        let report = line.stake.report(member, share, line.bucket.in_flight(), wanted);
        // One question at a time tells whether the store is back.
        if let Tie::CutOff { retry_at, .. } = &mut self.tie {
            *retry_at = now + LONGEST_PAUSE;
        }
        Some(report)
    }

    /// What others should hear without our asking for anything.
    pub(super) fn news(&mut self, name: &'static str, member: &Arc<str>, now: Duration) -> Option<Report> {
        let (tie, share) = (self.tie, self.share);
        let line = self.of(name, now);
        let under_way = line.bucket.in_flight();
        let tells = tie == Tie::Together && line.queue.len() == 0 && line.stake.should_tell(under_way);
        tells.then(|| line.stake.report(member, share, under_way, [0, 0]))
    }

    /// The store answered. Whether it was away before.
    pub(super) fn asked(&mut self, name: &'static str, told: Told, now: Duration) -> bool {
        let was_away = matches!(self.tie, Tie::CutOff { .. });
        self.tie = Tie::Together;
        self.of(name, now).stake.asked(told);
        let known = self.lines.values().map(|line| line.stake.processes(now)).max();
        self.processes = known.unwrap_or(1).max(1);
        if was_away {
            for line in self.lines.values_mut() {
                line.bucket.divide_by(1);
            }
        }
        self.go_on(now);
        was_away
    }

    /// The store did not answer. How many processes there are to be taken for, the first time.
    pub(super) fn cut_off(&mut self, name: &'static str, now: Duration) -> Option<u32> {
        let failures = match self.tie {
            Tie::CutOff { failures, .. } => failures.saturating_add(1),
            Tie::Alone | Tie::Together => 0,
        };
        let pause = FIRST_PAUSE
            .saturating_mul(2_u32.saturating_pow(failures))
            .min(LONGEST_PAUSE);
        self.tie = Tie::CutOff {
            failures,
            retry_at: now + pause,
        };
        let processes = self.processes;
        self.of(name, now).stake.gave_up();
        for line in self.lines.values_mut() {
            line.stake.cut_off();
            line.bucket.divide_by(processes);
        }
        self.go_on(now);
        (failures == 0).then_some(processes)
    }

    /// Who asked no longer waits for the answer.
    pub(super) fn gave_up(&mut self, name: &'static str, now: Duration) {
        self.of(name, now).stake.gave_up();
        if let Tie::CutOff { retry_at, .. } = &mut self.tie {
            *retry_at = now;
        }
        self.go_on(now);
    }

    /// Lets go who may, and says what this one does.
    pub(super) fn step(&mut self, name: &'static str, waiter: Option<&Waiter>, now: Duration) -> Step {
        if self.let_go(now) {
            self.wake_firsts();
        }
        let Some(waiter) = waiter.filter(|waiter| !waiter.is_granted()) else {
            return Step::Granted;
        };
        let tie = self.tie;
        let line = self.of(name, now);
        let ahead = line.queue.ahead_of(waiter);
        let is_first = line.queue.firsts().any(|first| first.number == waiter.number);
        let ((moment, turn), ask_at) = match tie {
            Tie::Alone => (line.turn_alone(ahead, now), None),
            Tie::CutOff { retry_at, .. } => (line.turn_alone(ahead, now), Some(retry_at)),
            Tie::Together => {
                let moment = line.stake.estimate(ahead, now);
                ((moment, line.stake.turn(now)), line.stake.ask_at())
            }
        };
        let reset = match (tie, line.stake.view(now)) {
            (Tie::Together, Some((bucket, _))) => bucket.window(),
            _ => line.bucket.window(),
        };
        let turn = match turn {
            Turn::At(turn) => Some(turn),
            Turn::Now | Turn::AfterAnAnswer => None,
        };
        // Whoever is first looks for those behind as well, who are woken in their turn.
        let by_others = turn.into_iter().chain(ask_at).filter(|_| is_first);
        let look = by_others.chain([moment]).filter(|look| *look > now).min();
        match look {
            Some(look) => Step::Until {
                moment,
                look,
                reset: reset.map(|window| window.reset),
            },
            // Only requests that are under way are before it, or an answer of the store.
            None => Step::UntilWoken,
        }
    }

    /// Somebody no longer waits.
    pub(super) fn leave(&mut self, name: &'static str, waiter: &Waiter, now: Duration) {
        if waiter.is_granted() {
            self.settle(name, Ending::NotSent, false, now);
        } else {
            self.of(name, now).queue.remove(waiter);
            self.go_on(now);
        }
    }

    /// A request ended.
    pub(super) fn settle(&mut self, name: &'static str, ending: Ending, crowded: bool, now: Duration) {
        if counts(name) {
            if matches!(ending, Ending::Answered(_)) && !crowded {
                self.concurrency.answered();
            }
            self.concurrency.leave();
        }
        let is_alone = self.tie == Tie::Alone;
        let line = self.of(name, now);
        line.bucket.settle(ending, now);
        if !is_alone {
            line.stake.settle(ending, now);
        }
        self.go_on(now);
    }

    /// Okta refused a request that left at a moment, since too many were under way.
    pub(super) fn crowded(&mut self, left: Duration, now: Duration) {
        self.concurrency.refused(left, now);
    }

    pub(super) fn at_once(&self) -> u32 {
        self.concurrency.window()
    }

    /// The limit of a bucket, whether it was learnt, and how many of it are ours in a window.
    pub(super) fn allowance(&mut self, name: &'static str, now: Duration) -> (bool, u32) {
        let is_together = self.tie == Tie::Together;
        let Some(line) = self.lines.get_mut(name) else {
            return (false, Bucket::new(name, self.share, now).whole_allowance());
        };
        match line.stake.view(now) {
            Some((bucket, _)) if is_together => (bucket.is_learnt(), bucket.whole_allowance()),
            _ => (line.bucket.is_learnt(), line.bucket.whole_allowance()),
        }
    }

    pub(super) fn budget(&mut self, now: Duration) -> Budget {
        let is_together = self.tie == Tie::Together;
        let buckets = self.lines.iter_mut().map(|(name, line)| {
            let waiting = line.queue.len();
            match line.stake.view(now) {
                Some((bucket, now)) if is_together => BucketBudget::new(name, bucket, waiting, now),
                _ => BucketBudget::new(name, &mut line.bucket, waiting, now),
            }
        });
        let processes = self.processes;
        let sharing = match self.tie {
            Tie::Alone => Sharing::Alone,
            Tie::Together => Sharing::Together { processes },
            Tie::CutOff { .. } => Sharing::CutOff { processes },
        };
        Budget::new(
            buckets.collect(),
            self.concurrency.in_flight(),
            self.concurrency.window(),
            sharing,
        )
    }

    fn of(&mut self, name: &'static str, now: Duration) -> &mut Line {
        let (share, tie, processes) = (self.share, self.tie, self.processes);
        self.lines.entry(name).or_insert_with(|| {
            let mut bucket = Bucket::new(name, share, now);
            if let Tie::CutOff { .. } = tie {
                bucket.divide_by(processes);
            }
            Line {
                bucket,
                queue: Queue::default(),
                stake: Stake::default(),
            }
        })
    }

    fn go_on(&mut self, now: Duration) {
        self.let_go(now);
        self.wake_firsts();
    }

    fn wake_firsts(&self) {
        for line in self.lines.values() {
            for first in line.queue.firsts() {
                first.woken.notify_one();
            }
        }
    }

    /// Whether anyone went.
    fn let_go(&mut self, now: Duration) -> bool {
        let mut went = false;
        while let Some((name, lane)) = self.next(now) {
            let is_together = self.tie == Tie::Together;
            let line = self.of(name, now);
            let Some(waiter) = line.queue.pop(lane) else {
                return went;
            };
            line.bucket.send(now);
            if is_together {
                line.stake.send();
            }
            if counts(name) {
                self.concurrency.enter();
            }
            waiter.grant();
            went = true;
        }
        went
    }

    /// Whose turn it is: of those whose bucket has room, the oldest of the lane that is next.
    fn next(&mut self, now: Duration) -> Option<(&'static str, Lane)> {
        let mut first: [Option<(u64, &'static str)>; 2] = [None, None];
        for (name, line) in &mut self.lines {
            if line.queue.len() == 0 || room(&self.concurrency, name, self.processes) == 0 {
                continue;
            }
            let turn = match self.tie {
                Tie::Together => line.stake.turn(now),
                Tie::Alone | Tie::CutOff { .. } => line.bucket.turn(now),
            };
            if turn != Turn::Now {
                continue;
            }
            for (first, lane) in first.iter_mut().zip([Lane::Interactive, Lane::Bulk]) {
                if let Some(number) = line.queue.first(lane) {
                    let older = first.filter(|(other, _)| *other < number);
                    *first = older.or(Some((number, *name)));
                }
            }
        }
        match first {
            [Some((_, bucket)), None] => Some((bucket, Lane::Interactive)),
            [Some((_, bucket)), Some(_)] if self.passes < PASSES => {
                self.passes += 1;
                Some((bucket, Lane::Interactive))
            }
            [_, Some((_, bucket))] => {
                self.passes = 0;
                Some((bucket, Lane::Bulk))
            }
            [None, None] => None,
        }
    }
}

/// How many more requests of a bucket may be under way.
fn room(concurrency: &Concurrency, name: &str, processes: u32) -> u32 {
    if counts(name) {
        concurrency.room(processes)
    } else {
        1
    }
}

/// Whether a request of the bucket takes one of the places for requests under way. One for a token does not: those who have the
/// places wait for it.
fn counts(name: &str) -> bool {
    name != super::TOKENS
}
