//! What a bucket is where processes share it.

use std::time::Duration;

use super::{Bucket, Ending, MOST_UNPLACED, WINDOW};

impl Bucket {
    /// The bucket as another process has left it, for one that takes this share of it. Nothing that was left there makes
    /// anyone wait longer than a window, or overflow.
    pub(in crate::governor) fn taken_up(mut self, share: f64, in_flight: u32, now: Duration) -> Self {
        (self.share, self.processes, self.in_flight) = (share, 1, in_flight);
        self.limit = self.limit.max(1);
        let most = f64::from(self.whole_allowance());
        self.tokens = self.tokens.clamp(-most, f64::from(self.burst()));
        self.hidden = self.hidden.clamp(0.0, f64::from(self.limit));
        self.refilled = self.refilled.min(now);
        self.sent = self.sent.min(now);
        self.held_until = self.held_until.min(now + WINDOW);
        self.unplaced.truncate(MOST_UNPLACED);
        for moment in &mut self.unplaced {
            *moment = (*moment).min(now + WINDOW);
        }
        if let Some(window) = &mut self.window {
            window.ends = window.ends.min(now + WINDOW);
        }
        self
    }

    /// Of those under way, so many are not, or there are so many others; those that are not never left.
    pub(in crate::governor) fn correct(&mut self, counted: u32, in_truth: u32) {
        self.in_flight = self.in_flight.saturating_sub(counted).saturating_add(in_truth);
        let back = f64::from(counted.saturating_sub(in_truth));
        self.tokens = (self.tokens + back).min(f64::from(self.burst()));
    }

    /// Whether any answer came.
    pub(in crate::governor) fn is_answered(&self) -> bool {
        self.answered
    }

    /// Tells that nothing was heard of some requests.
    pub(in crate::governor) fn lose(&mut self, requests: u32, now: Duration) {
        self.in_flight = self.in_flight.saturating_sub(requests);
        let room = MOST_UNPLACED.saturating_sub(self.unplaced.len());
        let requests = usize::try_from(requests).unwrap_or(usize::MAX).min(room);
        self.unplaced.extend(std::iter::repeat_n(now + WINDOW, requests));
    }

    /// Tells how a request ended that left without `send`. Up to now it was taken for one of others'.
    pub(in crate::governor) fn settle_unknown(&mut self, ending: Ending, now: Duration) {
        self.in_flight = self.in_flight.saturating_add(1);
        self.settle(ending, now);
        if let (Some(window), Ending::Answered(Some(_))) = (&mut self.window, ending) {
            window.others = window.others.saturating_sub(1);
        }
    }

    /// How many processes use the bucket, this one among them, that do not know what the others do.
    pub(in crate::governor) fn divide_by(&mut self, processes: u32) {
        self.processes = processes.max(1);
    }

    /// How many requests of the share to leave to processes that were not heard of for a while, and may be alive.
    pub(in crate::governor) fn leave_to_missing(&mut self, requests: u32) {
        self.left_to_missing = requests;
    }
}

pub(super) fn one() -> u32 {
    1
}
