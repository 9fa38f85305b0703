//! [`Lane`]: who goes first when requests wait.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// Interactive requests that pass before a waiting bulk request goes.
pub(super) const PASSES: u32 = 4;

/// How urgent a client's requests are; see [`Client::lane`](crate::Client::lane).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lane {
    /// Somebody waits for the answer. Goes before bulk requests, and fails at once when it would wait longer than the
    /// retry policy's [budget](crate::RetryPolicy::budget).
    #[default]
    Interactive,
    /// A job that has time. At least every fifth request is one of these while any waits; it waits as long as it takes,
    /// unless [`Client::wait_at_most`](crate::Client::wait_at_most) says otherwise.
    Bulk,
}

/// One that waits for its turn.
#[derive(Debug)]
pub(super) struct Waiter {
    /// In the order of arrival.
    pub(super) number: u64,
    pub(super) lane: Lane,
    granted: AtomicBool,
    pub(super) woken: Notify,
}

impl Waiter {
    pub(super) fn new(number: u64, lane: Lane) -> Self {
        Self {
            number,
            lane,
            granted: AtomicBool::new(false),
            woken: Notify::new(),
        }
    }

    /// Only called under the governor's lock.
    pub(super) fn grant(&self) {
        self.granted.store(true, Ordering::Release);
        self.woken.notify_one();
    }

    pub(super) fn is_granted(&self) -> bool {
        self.granted.load(Ordering::Acquire)
    }
}

/// Those who wait for one bucket, lane by lane in the order of arrival.
#[derive(Debug, Default)]
pub(super) struct Queue {
    interactive: VecDeque<Arc<Waiter>>,
    bulk: VecDeque<Arc<Waiter>>,
}

impl Queue {
    fn of(&mut self, lane: Lane) -> &mut VecDeque<Arc<Waiter>> {
        match lane {
            Lane::Interactive => &mut self.interactive,
            Lane::Bulk => &mut self.bulk,
        }
    }

    pub(super) fn push(&mut self, waiter: Arc<Waiter>) {
        self.of(waiter.lane).push_back(waiter);
    }

    pub(super) fn pop(&mut self, lane: Lane) -> Option<Arc<Waiter>> {
        self.of(lane).pop_front()
    }

    pub(super) fn remove(&mut self, waiter: &Waiter) {
        self.of(waiter.lane).retain(|other| other.number != waiter.number);
    }

    /// The number of the first who waits in a lane.
    pub(super) fn first(&self, lane: Lane) -> Option<u64> {
        let queue = match lane {
            Lane::Interactive => &self.interactive,
            Lane::Bulk => &self.bulk,
        };
        queue.front().map(|waiter| waiter.number)
    }

    pub(super) fn firsts(&self) -> impl Iterator<Item = &Arc<Waiter>> {
        self.interactive.front().into_iter().chain(self.bulk.front())
    }

    pub(super) fn len(&self) -> usize {
        self.interactive.len() + self.bulk.len()
    }

    /// How many wait in the interactive lane, and in the bulk lane.
    pub(super) fn lengths(&self) -> [u32; 2] {
        [&self.interactive, &self.bulk].map(|queue| u32::try_from(queue.len()).unwrap_or(u32::MAX))
    }

    /// How many go before a waiter.
    pub(super) fn ahead_of(&self, waiter: &Waiter) -> u32 {
        let before =
            |queue: &VecDeque<Arc<Waiter>>| queue.partition_point(|other| other.number < waiter.number);
        let ahead = match waiter.lane {
            Lane::Interactive => {
                let own = before(&self.interactive);
                own + self.bulk.len().min(own / PASSES as usize)
            }
            Lane::Bulk => before(&self.bulk) + self.interactive.len(),
        };
        u32::try_from(ahead).unwrap_or(u32::MAX)
    }
}
