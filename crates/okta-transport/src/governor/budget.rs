//! [`Budget`]: what is left of the rate limits.

use std::time::Duration;

use jiff::Timestamp;

use super::bucket::Bucket;

/// What a client knows about its rate limits; see [`Client::budget`](crate::Client::budget).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    buckets: Vec<BucketBudget>,
    under_way: u32,
    at_once: u32,
    sharing: Sharing,
}

/// With whom a client shares its budget; see [`Governing::store`](crate::Governing::store).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sharing {
    /// With its clones.
    Alone,
    /// With other processes.
    Together {
        /// How many have used the same buckets in the last moments, this one among them.
        processes: u32,
    },
    /// With other processes, but the store does not answer: each keeps to its part of the share, as if all used the
    /// buckets alike, until the store is back.
    CutOff {
        /// How many there were when the store was heard of last, this one among them.
        processes: u32,
    },
}

impl Budget {
    pub(super) fn new(buckets: Vec<BucketBudget>, under_way: u32, at_once: u32, sharing: Sharing) -> Self {
        Self {
            buckets,
            under_way,
            at_once,
            sharing,
        }
    }

    pub(crate) fn empty() -> Self {
        Self::new(Vec::new(), 0, 0, Sharing::Alone)
    }

    /// With whom the budget is shared, and whether that works at the moment.
    pub fn sharing(&self) -> Sharing {
        self.sharing
    }

    /// The buckets that the client has used, by name.
    pub fn buckets(&self) -> &[BucketBudget] {
        &self.buckets
    }

    /// A bucket, if the client has used it.
    pub fn bucket(&self, name: &str) -> Option<&BucketBudget> {
        self.buckets.iter().find(|bucket| bucket.name == name)
    }

    /// How many requests are under way, in all buckets.
    pub fn under_way(&self) -> u32 {
        self.under_way
    }

    /// How many may be under way for now.
    pub fn at_once(&self) -> u32 {
        self.at_once
    }
}

/// One rate-limit bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketBudget {
    name: &'static str,
    limit: u32,
    is_learnt: bool,
    left: u32,
    remaining: Option<u32>,
    reset_at: Option<Timestamp>,
    until_reset: Option<Duration>,
    waiting: usize,
}

impl BucketBudget {
    /// `now` is by the clock of the bucket.
    pub(super) fn new(name: &'static str, bucket: &mut Bucket, waiting: usize, now: Duration) -> Self {
        let left = bucket.left(now);
        let window = bucket.window();
        Self {
            name,
            limit: bucket.limit(),
            is_learnt: bucket.is_learnt(),
            left,
            remaining: window.map(|window| window.remaining),
            reset_at: window.and_then(|window| Timestamp::from_second(window.reset).ok()),
            until_reset: window.map(|window| window.ends.saturating_sub(now)),
            waiting,
        }
    }

    /// The bucket's name in [`okta_facts::bucket`]; `other` for requests that no known bucket counts.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many requests a window allows, to all who use the bucket with this token; a guess from Okta's published
    /// limits unless [`is_learnt`](BucketBudget::is_learnt).
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// Whether an answer told the limit.
    pub fn is_learnt(&self) -> bool {
        self.is_learnt
    }

    /// How many more requests this client sends in the window: what its share leaves. Where processes share it, what it
    /// leaves to all of them.
    pub fn left(&self) -> u32 {
        self.left
    }

    /// How many requests were left in the window by the last word of Okta's headers; `None` when no window is open.
    pub fn remaining(&self) -> Option<u32> {
        self.remaining
    }

    /// When the window ends, by Okta's clock; `None` when none is open.
    pub fn reset_at(&self) -> Option<Timestamp> {
        self.reset_at
    }

    /// How long until the window ends; `None` when none is open.
    pub fn until_reset(&self) -> Option<Duration> {
        self.until_reset
    }

    /// How many requests wait for their turn.
    pub fn waiting(&self) -> usize {
        self.waiting
    }
}
