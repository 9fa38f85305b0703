//! [`RateLimit`]: what Okta's headers say about the bucket of a call.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;

/// A bucket's limit, as the answer's `x-rate-limit-*` headers state it.
///
/// Okta's page: <https://developer.okta.com/docs/reference/rl-best-practices/>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    limit: u32,
    remaining: u32,
    reset: Timestamp,
}

impl RateLimit {
    /// Reads the headers; `None` unless all three are there and are numbers.
    ///
    /// Several values occur when a proxy adds its own (okta-sdk-java#259): the smallest counts, as in
    /// Okta's SDKs.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let limit = smallest(headers, "x-rate-limit-limit")?;
        let remaining = smallest(headers, "x-rate-limit-remaining")?;
        let reset = Timestamp::from_second(smallest(headers, "x-rate-limit-reset")?).ok()?;
        Some(Self {
            limit: u32::try_from(limit).ok()?,
            remaining: u32::try_from(remaining).ok()?,
            reset,
        })
    }

    /// How many calls the bucket, or the token's share of it, allows in a window of 60 s.
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// How many calls are left in the window.
    pub fn remaining(&self) -> u32 {
        self.remaining
    }

    /// When the window ends, by Okta's clock.
    pub fn reset(&self) -> Timestamp {
        self.reset
    }

    /// Whether a 429 with these headers is about concurrent requests rather than the window: limit and
    /// remaining are both 0 then, and the reset is only a suggestion.
    pub fn is_concurrency(&self) -> bool {
        self.limit == 0 && self.remaining == 0
    }
}

/// What a 429 is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exhausted {
    /// The calls of a window of time. `reset_at` is missing where it cannot be true.
    Window {
        until_reset: Duration,
        reset_at: Option<Timestamp>,
    },
    /// Calls at the same time.
    Concurrency,
    /// One resource, such as a telephone that was called a moment ago: the code is another one.
    Resource,
    /// The answer does not say.
    Unnamed,
}

impl Exhausted {
    /// Reads the answer. `now` is our clock, for an answer without a date.
    pub(crate) fn of(headers: &HeaderMap, code: Option<&str>, now: Timestamp) -> Self {
        if code.is_some_and(|code| code != "E0000047") {
            return Self::Resource;
        }
        match RateLimit::of(headers) {
            None => Self::Unnamed,
            Some(limit) if limit.is_concurrency() => Self::Concurrency,
            Some(limit) => limit.window(server_date(headers), now),
        }
    }
}

impl RateLimit {
    /// By the server's clock. Where its date is missing ours may be hours off: a reset that does not lie within a window of
    /// it is not told as one, and a whole window is taken to be left.
    fn window(self, date: Option<Timestamp>, now: Timestamp) -> Exhausted {
        const WINDOW: Duration = Duration::from_secs(60);
        let since = date.unwrap_or(now);
        let until_reset = Duration::try_from(self.reset.duration_since(since)).unwrap_or_default();
        let is_possible = !until_reset.is_zero() && until_reset <= WINDOW;
        if date.is_none() && !is_possible {
            Exhausted::Window {
                until_reset: WINDOW,
                reset_at: None,
            }
        } else {
            Exhausted::Window {
                until_reset,
                reset_at: Some(self.reset),
            }
        }
    }
}

fn smallest(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|number| number.trim().parse().ok())
        .min()
}

/// The answer's own `Date`, by Okta's clock: the first that is one, should a proxy have added another.
pub(crate) fn server_date(headers: &HeaderMap) -> Option<Timestamp> {
    let dates = headers.get_all(http::header::DATE).iter();
    dates
        .filter_map(|date| jiff::fmt::rfc2822::parse(date.to_str().ok()?).ok())
        .map(|date| date.timestamp())
        .next()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_header_makes_it_panic(limit in "[0-9,. -]{0,24}", reset in "[0-9,. -]{0,24}", date in "[ -~]{0,40}") {
            let mut headers = HeaderMap::new();
            headers.insert("x-rate-limit-limit", limit.parse().unwrap());
            headers.insert("x-rate-limit-remaining", "0".parse().unwrap());
            headers.insert("x-rate-limit-reset", reset.parse().unwrap());
            headers.insert("date", date.parse().unwrap());
            let _ = (RateLimit::of(&headers), server_date(&headers));
        }
    }

    #[test]
    fn the_smallest_of_several_values_counts() {
        let mut headers = HeaderMap::new();
        headers.insert("x-rate-limit-limit", "600".parse().unwrap());
        headers.insert("x-rate-limit-remaining", "0".parse().unwrap());
        headers.append("x-rate-limit-reset", "1700000060, 1700000090".parse().unwrap());
        headers.append("x-rate-limit-reset", "1700000050".parse().unwrap());
        let limit = RateLimit::of(&headers).unwrap();
        assert_eq!(limit.reset().as_second(), 1_700_000_050);
        assert!(!limit.is_concurrency());
    }

    #[test]
    fn without_a_date_a_reset_that_our_clock_calls_past_or_far_says_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert("x-rate-limit-limit", "600".parse().unwrap());
        headers.insert("x-rate-limit-remaining", "0".parse().unwrap());
        headers.insert("x-rate-limit-reset", "1700000000".parse().unwrap());
        for (now, seconds, is_told) in [
            (1_699_999_980, 20, true),
            (1_699_999_900, 60, false),
            (1_700_000_000, 60, false),
            (1_700_000_600, 60, false),
        ] {
            let now = Timestamp::from_second(now).unwrap();
            let Exhausted::Window {
                until_reset,
                reset_at,
            } = Exhausted::of(&headers, None, now)
            else {
                unreachable!()
            };
            assert_eq!(
                (until_reset.as_secs(), reset_at.is_some()),
                (seconds, is_told),
                "{now}"
            );
        }
    }

    #[test]
    fn the_date_of_an_answer_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert("date", "soon".parse().unwrap());
        assert_eq!(server_date(&headers), None);
        headers.append("date", "Tue, 14 Nov 2023 22:13:20 GMT".parse().unwrap());
        assert_eq!(server_date(&headers).unwrap().as_second(), 1_700_000_000);
    }
}
