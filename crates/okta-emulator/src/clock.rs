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
///
/// Written by hand: a page of 200 users has a thousand of them, and a general formatter took most of its time.
pub(crate) fn wire(time: Timestamp) -> String {
    let (year, month, day) = date_of(time);
    let second = time.as_second().rem_euclid(86_400);
    let mut text = String::with_capacity(24);
    push_digits(&mut text, year, 4);
    for (number, before) in [(month, '-'), (day, '-')] {
        text.push(before);
        push_digits(&mut text, number, 2);
    }
    for (number, before) in [(second / 3_600, 'T'), (second / 60 % 60, ':'), (second % 60, ':')] {
        text.push(before);
        push_digits(&mut text, number, 2);
    }
    text.push('.');
    push_digits(&mut text, time.as_millisecond().rem_euclid(1_000), 3);
    text.push('Z');
    text
}

/// The form of `date` in HTTP: `Thu, 15 Jan 2026 12:00:00 GMT`.
pub(crate) fn http_date(time: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (year, month, day) = date_of(time);
    let (second, days) = (
        time.as_second().rem_euclid(86_400),
        time.as_second().div_euclid(86_400),
    );
    let named = |names: &[&'static str], place: i64| {
        usize::try_from(place)
            .ok()
            .and_then(|place| names.get(place).copied())
            .unwrap_or_default()
    };
    // The first of January 1970 was a Thursday.
    let mut text = String::with_capacity(29);
    text.push_str(named(&DAYS, days.rem_euclid(7)));
    text.push_str(", ");
    push_digits(&mut text, day, 2);
    text.push(' ');
    text.push_str(named(&MONTHS, month - 1));
    text.push(' ');
    push_digits(&mut text, year, 4);
    for (number, before) in [(second / 3_600, ' '), (second / 60 % 60, ':'), (second % 60, ':')] {
        text.push(before);
        push_digits(&mut text, number, 2);
    }
    text.push_str(" GMT");
    text
}

/// Year, month and day in UTC, from the days since 1970 as Howard Hinnant's paper "chrono-Compatible Low-Level
/// Date Algorithms" derives them: years that start in March end with the leap day.
fn date_of(time: Timestamp) -> (i64, i64, i64) {
    let days = time.as_second().div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 {
        march_month + 3
    } else {
        march_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The last decimal digits of a number.
fn push_digits(text: &mut String, number: i64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
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

    #[test]
    fn times_are_written_as_a_general_formatter_writes_them() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..10_000 {
            let time = Timestamp::from_millisecond(random.i64(0..10_000_000_000_000)).unwrap();
            assert_eq!(wire(time), time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string());
            assert_eq!(
                http_date(time),
                time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
            );
        }
    }
}
