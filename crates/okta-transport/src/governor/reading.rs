//! [`Reading`]: what an answer's headers say about its bucket, by a clock that can be trusted.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use super::bucket::WINDOW;
use crate::rate_limit::{RateLimit, server_date};

/// The headers of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    /// Seconds since the epoch.
    pub(super) reset: i64,
    /// By Okta's own `Date`, and a window at most. That is what it is taken for without a date: our clock may be off, and a
    /// window that ends too early by it would be filled twice.
    pub(super) until_reset: Duration,
    pub(super) refused: bool,
    /// Whether the reset can be true: it lies within a window of the answer's date, if there is one.
    plausible: bool,
}

/// What an answer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Bucket(Reading),
    /// Too many requests at the same time.
    Crowded,
    Nothing,
}

impl Told {
    pub(super) fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        let refused = status == StatusCode::TOO_MANY_REQUESTS;
        match RateLimit::of(headers) {
            Some(limit) if limit.is_concurrency() && refused => Self::Crowded,
            // No bucket allows nothing.
            Some(limit) if limit.limit() > 0 => {
                Self::Bucket(Reading::of(limit, server_date(headers), refused))
            }
            _ => Self::Nothing,
        }
    }
}

impl Reading {
    pub(super) fn of(limit: RateLimit, date: Option<Timestamp>, refused: bool) -> Self {
        let ahead = date.map(|date| limit.reset().as_second().saturating_sub(date.as_second()));
        let seconds = ahead.map_or(WINDOW.as_secs(), |ahead| u64::try_from(ahead).unwrap_or(0));
        Self {
            limit: limit.limit(),
            remaining: limit.remaining(),
            reset: limit.reset().as_second(),
            until_reset: Duration::from_secs(seconds.min(WINDOW.as_secs())),
            refused,
            // Recorded resets lie 0 to 60 s ahead; a second is allowed for rounding.
            plausible: ahead.is_none_or(|ahead| (-1..=61).contains(&ahead)),
        }
    }

    /// Whether Okta refused the request because the bucket is empty.
    pub(super) fn is_refused(self) -> bool {
        self.refused && self.remaining == 0
    }

    pub(super) fn names_a_window(self) -> bool {
        self.plausible
    }
}
