//! [`Permit`]: the leave to send one request, which is given back with what became of it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::Response;

use super::bucket::Ending;
use super::lane::Waiter;
use super::reading::Told;
use super::{Governor, milliseconds};
use crate::backend::{BackendError, WasSent};
use crate::clock::Clock;

/// A place in a queue, left when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    governor: Governor,
    bucket: &'static str,
    /// `None` once it became a permit.
    waiter: Option<Arc<Waiter>>,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    BySign,
    ByTime,
}

/// The leave to send one request. Dropped before [`depart`](Permit::depart) it costs nothing; dropped later, the
/// request may have reached Okta.
#[derive(Debug)]
pub(crate) struct Permit {
    governor: Governor,
    bucket: &'static str,
    granted: Duration,
    departed: Option<Duration>,
    is_settled: bool,
}

impl Place {
    pub(super) fn new(governor: Governor, bucket: &'static str, waiter: Arc<Waiter>) -> Self {
        Self {
            governor,
            bucket,
            waiter: Some(waiter),
        }
    }

    pub(super) fn waiter(&self) -> Option<&Waiter> {
        self.waiter.as_deref()
    }

    /// Waits for a sign, or for a time.
    pub(super) async fn wait(&self, time: Option<Duration>, clock: &dyn Clock) -> Woken {
        let Some(waiter) = self.waiter.as_deref() else {
            return Woken::BySign;
        };
        let woken = waiter.woken.notified();
        match time {
            None => {
                woken.await;
                Woken::BySign
            }
            Some(time) => {
                let woken = std::pin::pin!(woken);
                match select(woken, clock.sleep(time)).await {
                    Either::Left(_) => Woken::BySign,
                    Either::Right(_) => Woken::ByTime,
                }
            }
        }
    }

    pub(super) fn into_permit(mut self, now: Duration) -> Permit {
        self.waiter = None;
        Permit {
            governor: self.governor.clone(),
            bucket: self.bucket,
            granted: now,
            departed: None,
            is_settled: false,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(waiter) = self.waiter.take() {
            self.governor.leave(self.bucket, &waiter);
        }
    }
}

impl Permit {
    /// The request leaves now.
    pub(crate) fn depart(&mut self) {
        self.departed = Some(self.governor.clock.elapsed());
    }

    /// The request came back. Where processes share the budget, they are told if they wait for it.
    pub(crate) async fn settle(self, outcome: &Result<Response<Bytes>, BackendError>) {
        let (governor, bucket) = (self.governor.clone(), self.bucket);
        self.conclude(outcome);
        governor.tell(bucket).await;
    }

    fn conclude(mut self, outcome: &Result<Response<Bytes>, BackendError>) {
        self.is_settled = true;
        let told = match outcome {
            Ok(response) => Told::of(response.status(), response.headers()),
            Err(problem) if problem.was_sent() == WasSent::No => return self.end(Ending::NotSent, false),
            Err(problem) if problem.status().is_some() => Told::Nothing,
            Err(_) => return self.end(Ending::Lost, false),
        };
        match told {
            Told::Bucket(reading) => self.end(Ending::Answered(Some(reading)), false),
            Told::Crowded => self.end(Ending::Answered(None), true),
            Told::Nothing => self.end(Ending::Answered(None), false),
        }
    }

    fn end(&self, ending: Ending, crowded: bool) {
        let now = self.governor.clock.elapsed();
        let left = self.departed.unwrap_or(self.granted);
        let mut schedule = self.governor.lock();
        if crowded {
            schedule.crowded(left, now);
            let at_once = schedule.at_once();
            tracing::debug!(
                bucket = self.bucket,
                at_once,
                after_ms = milliseconds(now.saturating_sub(left)),
                "Okta is at its limit of requests at the same time; fewer are sent"
            );
        }
        schedule.settle(self.bucket, ending, crowded, now);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.is_settled {
            let ending = if self.departed.is_some() {
                Ending::Lost
            } else {
                Ending::NotSent
            };
            self.end(ending, false);
        }
    }
}
