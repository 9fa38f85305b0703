//! The words for a 429: which limit is reached, and how long to wait.

use std::time::Duration;

use jiff::Timestamp;

use super::{Error, ErrorKind};
use crate::governor::HeldBack;
use crate::rate_limit::Exhausted;

impl Error {
    /// A request that the client did not send, since the rate limit has no room for it in time.
    pub(crate) fn held_back(reason: HeldBack) -> Self {
        let HeldBack::TooLong { wait, reset_at } = reason else {
            return Self::configuration(
                "the request waits for the rate limit, but the client's clock stands still",
                "Nothing was sent. The `sleep` of a `Clock` must not end before its `elapsed` is later.",
            );
        };
        let what = "the client's share of Okta's rate limit has no room in the time that the call may wait";
        let seconds = wait.as_secs_f64().ceil();
        let renewed = reset_at.map_or_else(String::new, |reset_at| {
            format!("; the limit is renewed at {reset_at}")
        });
        let advice = format!(
            "Nothing was sent. Try again in {seconds} s{renewed}, or let the call wait in the bulk lane."
        );
        let mut error = Self::new(ErrorKind::RateLimited, what, advice);
        error.0.retry_after = Some(wait);
        error.0.reset_at = reset_at;
        error
    }
}

pub(super) fn statement(exhausted: Exhausted) -> &'static str {
    match exhausted {
        Exhausted::Window { .. } => "Okta's rate limit is used up",
        Exhausted::Concurrency => "Okta is at its limit of requests at the same time",
        Exhausted::Resource => "Okta does not do this again so soon",
        Exhausted::Unnamed => "Okta refused the request as one too many",
    }
}

/// `wait` is how long the retry policy would have waited.
pub(super) fn advice(exhausted: Exhausted, wait: Option<Duration>) -> String {
    let then = match exhausted {
        Exhausted::Window { reset_at, .. } => {
            let seconds = wait.map_or(60.0, |wait| wait.as_secs_f64().ceil());
            match reset_at {
                Some(reset_at) => format!("Try again in {seconds} s; the limit is renewed at {reset_at}."),
                None => format!("Try again in {seconds} s."),
            }
        }
        Exhausted::Concurrency => "Send fewer requests at the same time, and try again.".to_owned(),
        Exhausted::Resource => {
            "Okta's words name what is limited; other requests are not affected. Wait before asking for it again."
                .to_owned()
        }
        Exhausted::Unnamed => "Try again in a minute.".to_owned(),
    };
    format!("Nothing was done. {then}")
}

/// The end of the window, where there is one.
pub(super) fn reset_at(exhausted: Exhausted) -> Option<Timestamp> {
    match exhausted {
        Exhausted::Window { reset_at, .. } => reset_at,
        _ => None,
    }
}
