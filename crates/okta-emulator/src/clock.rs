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
                let (now, offset) = (Timestamp::now(), offset.load(Ordering::Relaxed));
                if offset == 0 {
                    return now;
                }
                now.saturating_add(SignedDuration::from_millis(offset))
                    .unwrap_or(Timestamp::MAX)
            }
            Self::Virtual(milliseconds) => {
                Timestamp::from_millisecond(milliseconds.load(Ordering::Relaxed)).unwrap_or(Timestamp::MAX)
            }
        }
    }

    /// How many milliseconds it was moved ahead of the machine's time; None for one that stands still.
    pub(crate) fn moved(&self) -> Option<i64> {
        match self {
            Self::Real(offset) => Some(offset.load(Ordering::Relaxed)),
            Self::Virtual(_) => None,
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
pub(crate) fn wire(time: impl Into<Timestamp>) -> String {
    // Digits and signs of ASCII.
    String::from_utf8_lossy(&wire_form(time.into())).into_owned()
}

/// [`wire`] in bytes.
pub(crate) fn wire_form(time: Timestamp) -> [u8; 24] {
    let mut form = [0; 24];
    for (to, word) in form
        .as_chunks_mut()
        .0
        .iter_mut()
        .zip(wire_words(time.as_millisecond()))
    {
        *to = word;
    }
    form
}

/// [`wire`] of the moment so many milliseconds after the epoch, in three words of eight bytes.
///
/// Written by hand: a page of 200 users has a thousand of them, and a general formatter took most of its time. Each word
/// is put together in a register, since bytes that were just stored one by one are slow to be read as words.
#[inline]
pub(crate) fn wire_words(milliseconds: i64) -> [[u8; 8]; 3] {
    let InUtc {
        year,
        month,
        day,
        second,
        millisecond,
        ..
    } = InUtc::of(milliseconds);
    let two = |number: u32, place: u32| u64::from(u16::from_le_bytes(two_digits(number))) << (8 * place);
    let sign = |sign: u8, place: u32| u64::from(sign) << (8 * place);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    [
        two(year / 100, 0) | two(year % 100, 2) | sign(b'-', 4) | two(month, 5) | sign(b'-', 7),
        two(day, 0) | sign(b'T', 2) | two(hour, 3) | sign(b':', 5) | two(minute, 6),
        sign(b':', 0)
            | two(second % 60, 1)
            | sign(b'.', 3)
            | (u64::from(b'0') + u64::from(millisecond / 100)) << 32
            | two(millisecond % 100, 5)
            | sign(b'Z', 7),
    ]
    .map(u64::to_le_bytes)
}

/// The form of `date` in HTTP: `Thu, 15 Jan 2026 12:00:00 GMT`.
pub(crate) fn http_date(time: Timestamp) -> [u8; 29] {
    const DAYS: [&[u8; 3]; 7] = [b"Wed", b"Thu", b"Fri", b"Sat", b"Sun", b"Mon", b"Tue"];
    const MONTHS: [&[u8; 3]; 12] = [
        b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
    ];
    let InUtc {
        year,
        month,
        day,
        weekday,
        second,
        ..
    } = InUtc::of(time.as_millisecond());
    let named =
        |names: &[&'static [u8; 3]], place: u32| names.get(place as usize).map_or([b' '; 3], |name| **name);
    let mut form = *b"Thu, 00 Jan 0000 00:00:00 GMT";
    form[..3].copy_from_slice(&named(&DAYS, weekday));
    form[8..11].copy_from_slice(&named(&MONTHS, month - 1));
    for (number, from) in [
        (day, 5),
        (year / 100, 12),
        (year % 100, 14),
        (second / 3_600, 17),
        (second / 60 % 60, 20),
        (second % 60, 23),
    ] {
        form[from..from + 2].copy_from_slice(&two_digits(number));
    }
    form
}

/// The digits of a number below a hundred.
#[inline]
fn two_digits(number: u32) -> [u8; 2] {
    const DIGITS: [[u8; 2]; 100] = {
        let (mut digits, mut number) = ([[b'0'; 2]; 100], 0);
        while number < 100 {
            digits[number as usize] = [b'0' + number / 10, b'0' + number % 10];
            number += 1;
        }
        digits
    };
    DIGITS[number as usize % 100]
}

/// A moment in UTC as people say it.
struct InUtc {
    year: u32,
    month: u32,
    day: u32,
    /// Since a Wednesday.
    weekday: u32,
    /// Of the day.
    second: u32,
    millisecond: u32,
}

impl InUtc {
    /// From the milliseconds since 1970, as Howard Hinnant's paper "chrono-Compatible Low-Level Date Algorithms"
    /// derives a date: years that start in March end with the leap day. The first of March in the year 0 was a
    /// Wednesday; what is before it is taken for it.
    fn of(milliseconds: i64) -> Self {
        const DAY: u64 = 86_400_000;
        const BEFORE_1970: u64 = 719_468;
        let since = (BEFORE_1970 * DAY).saturating_add_signed(milliseconds);
        // A timestamp ends with the year 9999.
        let days = u32::try_from(since / DAY).unwrap_or_default();
        let of_day = u32::try_from(since % DAY).unwrap_or_default();
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        Self {
            year: year_of_era + era * 400 + u32::from(month <= 2),
            month,
            day: day_of_year - (153 * march_month + 2) / 5 + 1,
            weekday: days % 7,
            second: of_day / 1_000,
            millisecond: of_day % 1_000,
        }
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
                http_date(time).as_slice(),
                time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string().as_bytes()
            );
        }
    }
}
