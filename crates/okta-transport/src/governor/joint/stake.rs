//! [`Stake`]: what one process has of a bucket that it shares with others.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::super::bucket::{Bucket, Ending, Turn, WINDOW};
use super::account::{Event, LEASE, Moment, Report, Told};

/// Between two questions at least, when the first was not granted in full.
const BREATH: Duration = Duration::from_millis(5);

/// Reservations, and what is still to be told.
#[derive(Debug, Default)]
pub(in crate::governor) struct Stake {
    /// When each reserved request may leave, in order.
    slots: VecDeque<Duration>,
    /// Others may think us dead later than this, and take back what we have not used.
    good_until: Duration,
    /// Ends of requests that are not known to have been told, and the number of the first.
    untold: VecDeque<Event>,
    first: u64,
    /// One of those who wait asks at a time.
    is_asking: bool,
    ask_at: Duration,
    view: Option<(Bucket, Moment)>,
    processes: u32,
}

impl Stake {
    /// Whether a reserved request may leave.
    pub(in crate::governor) fn turn(&mut self, now: Duration) -> Turn {
        if self.good_until <= now {
            self.slots.clear();
        }
        match self.slots.front() {
            Some(slot) if *slot <= now => Turn::Now,
            Some(slot) => Turn::At(*slot),
            None => Turn::AfterAnAnswer,
        }
    }

    /// A reserved request leaves.
    pub(in crate::governor) fn send(&mut self) {
        self.slots.pop_front();
    }

    /// A request ended.
    pub(in crate::governor) fn settle(&mut self, ending: Ending, now: Duration) {
        self.untold.push_back(Event { at: now, ending });
        // While there is nobody to tell: what ended so long ago counts in no window that is open.
        while self
            .untold
            .front()
            .is_some_and(|event| event.at + 2 * WINDOW < now)
        {
            self.untold.pop_front();
            self.first += 1;
        }
        self.ask_at = self.ask_at.min(now);
    }

    /// Whether to ask for those who wait. Nobody else does until `asked` or `gave_up`.
    pub(in crate::governor) fn wants(&mut self, waiting: usize, now: Duration) -> bool {
        self.turn(now);
        !self.is_asking && waiting > self.slots.len() && self.ask_at <= now
    }

    /// Whether there is something that others wait to hear, and nobody is going to tell it soon.
    pub(in crate::governor) fn should_tell(&self, under_way: u32) -> bool {
        let (answered, alone) = match &self.view {
            Some((bucket, _)) => (bucket.is_answered(), self.processes <= 1),
            None => (true, true),
        };
        !self.is_asking && !self.untold.is_empty() && (!answered || !alone && under_way == 0)
    }

    pub(in crate::governor) fn report(
        &mut self,
        member: &Arc<str>,
        share: f64,
        under_way: u32,
        wanted: [u32; 2],
    ) -> Report {
        self.is_asking = true;
        let reserved = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        Report {
            member: Arc::clone(member),
            share,
            first: self.first,
            events: self.untold.iter().copied().collect(),
            held: under_way.saturating_add(reserved),
            under_way,
            // Those first that have a reservation already.
            wanted: [
                wanted[0].saturating_sub(reserved),
                wanted[1].saturating_sub(reserved.saturating_sub(wanted[0])),
            ],
        }
    }

    pub(in crate::governor) fn asked(&mut self, told: Told) {
        self.is_asking = false;
        while self.first < told.heard && self.untold.pop_front().is_some() {
            self.first += 1;
        }
        self.slots
            .extend(told.slots.iter().map(|slot| told.now.to_own(*slot)));
        self.slots.make_contiguous().sort_unstable();
        self.good_until = told.now.own + LEASE / 2;
        let again = told.again.map(|again| told.now.to_own(again));
        self.ask_at = again.map_or(Duration::ZERO, |again| again.max(told.now.own + BREATH));
        self.processes = told.processes;
        self.view = Some((told.bucket, told.now));
    }

    /// The question came to nothing.
    pub(in crate::governor) fn gave_up(&mut self) {
        self.is_asking = false;
    }

    /// Nothing more is to be had from the store. What is reserved there is given back with the next report.
    pub(in crate::governor) fn cut_off(&mut self) {
        self.slots.clear();
        self.ask_at = Duration::ZERO;
    }

    /// When somebody who waits should look again for others' sake.
    pub(in crate::governor) fn ask_at(&self) -> Option<Duration> {
        (!self.is_asking).then_some(self.ask_at)
    }

    /// About when the request leaves that has `ahead` others of ours before it.
    pub(in crate::governor) fn estimate(&mut self, ahead: u32, now: Duration) -> Duration {
        let reserved = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        if let Some(slot) = self.slots.get(usize::try_from(ahead).unwrap_or(usize::MAX)) {
            return *slot;
        }
        let processes = self.processes.max(1);
        match &mut self.view {
            Some((bucket, moment)) => {
                let ahead = (ahead - reserved).saturating_mul(processes);
                moment.to_own(bucket.estimate(ahead, moment.to_stored(now)))
            }
            None => now,
        }
    }

    /// The bucket as all processes together know it, and the time by their clock.
    pub(in crate::governor) fn view(&mut self, now: Duration) -> Option<(&mut Bucket, Duration)> {
        let (bucket, moment) = self.view.as_mut()?;
        Some((bucket, moment.to_stored(now)))
    }

    /// How many processes used the bucket when we heard of them last; one when that is so long ago that none of them need be
    /// there any more.
    pub(in crate::governor) fn processes(&self, now: Duration) -> u32 {
        let heard = self.view.as_ref().map(|(_, moment)| moment.own);
        let is_news = heard.is_some_and(|heard| heard + LEASE + WINDOW > now);
        if is_news { self.processes } else { 1 }
    }
}
