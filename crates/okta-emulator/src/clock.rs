//! Where the org takes its time from: the machine, or a hand that the test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The org's clock. Clones show the same time.
#[derive(Clone, Debug)]
pub(crate) enum Clock {
    /// The machine's time, plus what was added with `advance`, in milliseconds.
    Real(Arc<AtomicI64>),
    /// Milliseconds since the epoch; moves only with `advance`.
    Virtual(Arc<AtomicI64>),
}

impl Clock {
    pub(crate) fn real() -> Self {
        Self::Real(Arc::new(AtomicI64::new(0)))
    }

    /// A clock that stands still at 2026-01-15T12:00:00Z, so that a virtual org is the same in every run.
    pub(crate) fn standing() -> Self {
        Self::Virtual(Arc::new(AtomicI64::new(1_768_478_400_000)))
    }

    /// A clock that stands still at a moment.
    pub(crate) fn standing_at(now: Timestamp) -> Self {
        Self::Virtual(Arc::new(AtomicI64::new(now.as_millisecond())))
    }

    pub(crate) fn now(&self) -> Timestamp {
        match self {
            Self::Real(offset) => {
                let offset = SignedDuration::from_millis(offset.load(Ordering::Relaxed));
                let now = Timestamp::now();
                now.checked_add(offset).unwrap_or(now)
            }
            Self::Virtual(milliseconds) => {
                Timestamp::from_millisecond(milliseconds.load(Ordering::Relaxed)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    pub(crate) fn advance(&self, duration: Duration) {
        let milliseconds = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let (Self::Real(hand) | Self::Virtual(hand)) = self;
        let moved = hand.load(Ordering::Relaxed).saturating_add(milliseconds);
        hand.store(moved, Ordering::Relaxed);
    }
}

/// Okta's wire form with milliseconds, as System Log events carry it: `2026-01-15T12:00:00.000Z`.
pub(crate) fn wire(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Objects other than log events show whole seconds in recorded traffic (`.000Z` in every one of them).
pub(crate) fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_clock_moves_only_by_hand() {
        let clock = Clock::standing();
        assert_eq!(wire(clock.now()), "2026-01-15T12:00:00.000Z");
        clock.clone().advance(Duration::from_millis(61_005));
        assert_eq!(wire(clock.now()), "2026-01-15T12:01:01.005Z");
        assert_eq!(wire(whole_second(clock.now())), "2026-01-15T12:01:01.000Z");
    }
}
