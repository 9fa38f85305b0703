//! [`ClockDifference`]: how far the client's clock is from Okta's.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

/// How far Okta's clock is ahead of the client's, as far as answers tell: their `Date` has whole seconds, and they travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockDifference {
    seconds: i64,
}

impl ClockDifference {
    /// Above this many seconds a report warns: it is the length of a rate-limit window, and assertions that are signed
    /// with such a clock are refused sooner or later. Okta names no tolerance.
    pub const TOLERABLE_SECONDS: i64 = 60;

    /// The least difference that the answers allow, in seconds: above zero where Okta's clock is ahead of the client's,
    /// below where it is behind, zero where none shows.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// Whether it is worth mending.
    pub fn is_tolerable(self) -> bool {
        self.seconds.abs() <= Self::TOLERABLE_SECONDS
    }
}

impl fmt::Display for ClockDifference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            0 => formatter.write_str("no difference from Okta's clock"),
            behind @ 1.. => write!(formatter, "{behind} s behind Okta's clock"),
            ahead => write!(formatter, "{} s ahead of Okta's clock", ahead.saturating_abs()),
        }
    }
}

/// The bounds of the difference, in milliseconds, which every answer narrows.
#[derive(Default)]
pub(super) struct Skew(Option<(i64, i64)>);

impl Skew {
    /// An answer with this date came to a call between these moments of the client's clock. Okta leaves out the
    /// milliseconds, so that its clock was up to a second later.
    pub(super) fn saw(&mut self, date: Option<Timestamp>, before: Timestamp, after: Timestamp) {
        let Some(date) = date.map(Timestamp::as_millisecond) else {
            return;
        };
        let low = date.saturating_sub(after.as_millisecond());
        let high = date.saturating_add(1_000).saturating_sub(before.as_millisecond());
        let bounds = match self.0 {
            // A clock that was set in between makes them disagree; the later answer counts then.
            Some((known_low, known_high)) if known_low.max(low) <= known_high.min(high) => {
                (known_low.max(low), known_high.min(high))
            }
            _ => (low, high),
        };
        self.0 = Some(bounds);
    }

    pub(super) fn difference(&self) -> Option<ClockDifference> {
        let (low, high) = self.0?;
        let least = if low > 0 { low } else { high.min(0) };
        Some(ClockDifference {
            seconds: least / 1_000,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).unwrap()
    }

    #[test]
    fn seconds_that_the_date_leaves_out_are_no_difference() {
        let mut skew = Skew::default();
        assert_eq!(skew.difference(), None);
        skew.saw(Some(at(100_000)), at(100_700), at(100_900));
        assert_eq!(skew.difference().unwrap().seconds(), 0);
    }

    #[test]
    fn answers_narrow_the_difference() {
        let mut skew = Skew::default();
        skew.saw(Some(at(190_000)), at(100_000), at(109_000));
        assert_eq!(
            skew.difference().unwrap().seconds(),
            81,
            "the answer may have come at once"
        );
        skew.saw(Some(at(200_000)), at(110_000), at(110_100));
        let difference = skew.difference().unwrap();
        assert_eq!(difference.seconds(), 89);
        assert!(!difference.is_tolerable());
        assert_eq!(difference.to_string(), "89 s behind Okta's clock");
    }

    #[test]
    fn a_clock_that_is_ahead_has_a_difference_below_zero() {
        let mut skew = Skew::default();
        skew.saw(Some(at(100_000)), at(400_000), at(400_000));
        assert_eq!(skew.difference().unwrap().seconds(), -299);
        skew.saw(Some(at(500_000)), at(500_100), at(500_200));
        assert_eq!(skew.difference().unwrap().seconds(), 0, "it was set");
        skew.saw(None, at(0), at(0));
        assert_eq!(skew.difference().unwrap().seconds(), 0);
    }
}
