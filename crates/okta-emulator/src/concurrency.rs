//! How many requests are under way at once.
//!
//! One too many is answered `429` with a limit and a remainder of 0; the reset is only a suggestion
//! (<https://developer.okta.com/docs/reference/rl2-concurrency/>).

use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Debug)]
pub(crate) struct Concurrency {
    limit: Option<u32>,
    under_way: AtomicU32,
}

/// A request under way; dropping it ends that.
#[derive(Debug)]
pub(crate) struct Slot<'a>(&'a AtomicU32);

impl Concurrency {
    /// Without a limit any number may be under way.
    pub(crate) fn new(limit: Option<u32>) -> Self {
        Self {
            limit,
            under_way: AtomicU32::new(0),
        }
    }

    /// Takes a place; None when all are taken.
    pub(crate) fn enter(&self) -> Option<Slot<'_>> {
        let before = self.under_way.fetch_add(1, Ordering::AcqRel);
        let slot = Slot(&self.under_way);
        self.limit.is_none_or(|limit| before < limit).then_some(slot)
    }

    pub(crate) fn limit(&self) -> Option<u32> {
        self.limit
    }

    pub(crate) fn under_way(&self) -> u32 {
        self.under_way.load(Ordering::Acquire)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
