//! [`RetryPolicy`]: which failed attempts are made again, and after how long.
//!
//! | what happened | which operations | wait |
//! | --- | --- | --- |
//! | no connection was made | all | exponential, full jitter |
//! | 429, window used up | all | the reset minus the answer's own `Date`, 1 s, and up to 1 s of jitter |
//! | 429, too many at once (limit and remaining 0) | all | exponential, full jitter |
//! | an answer larger than the backend accepts | pages of listings, at half their size | exponential, full jitter |
//! | 500, 502, 503, 504, timeout, broken connection | those that are [repeatable], or all by choice | exponential, full jitter |
//!
//! 500 is among them: all 500s in recorded traffic were passing ones, and a repeatable operation does no
//! harm. 501 is not, since it does not pass. A 429 with a code other than `E0000047` is about one
//! resource, such as a telephone that was called a moment ago, and is not repeated.
//!
//! [repeatable]: okta_models::Effect::is_repeatable

use std::num::NonZeroU32;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use okta_models::Effect;

use crate::backend::{BackendError, BackendErrorKind, WasSent};
use crate::rate_limit::Exhausted;

/// How often an operation is attempted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempts {
    /// One attempt, no retry.
    Once,
    /// At most so many attempts, the first counted.
    AtMost(NonZeroU32),
    /// As many as begin within the budget of time.
    WithinBudget,
}

/// When and how often an operation is sent again. See the crate's front page for the rules.
///
/// ```
/// use std::time::Duration;
/// use okta_transport::{Attempts, RetryPolicy};
///
/// let interactive = RetryPolicy::default().budget(Duration::from_secs(5));
/// let patient = RetryPolicy::default().attempts(Attempts::WithinBudget).budget(Duration::from_secs(600));
/// # let _ = (interactive, patient);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: Attempts,
    budget: Duration,
    first_wait: Duration,
    longest_wait: Duration,
    repeat_changes: bool,
}

impl Default for RetryPolicy {
    /// Up to 4 attempts within 2 minutes, which is long enough to outwait one window of Okta's rate limits
    /// (60 s).
    fn default() -> Self {
        Self {
            attempts: Attempts::AtMost(NonZeroU32::new(4).unwrap_or(NonZeroU32::MIN)),
            budget: Duration::from_secs(120),
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            repeat_changes: false,
        }
    }
}

impl RetryPolicy {
    /// No retry at all.
    pub fn never() -> Self {
        Self::default().attempts(Attempts::Once)
    }

    /// How often an operation is attempted.
    pub fn attempts(mut self, attempts: Attempts) -> Self {
        self.attempts = attempts;
        self
    }

    /// How much time may pass from the first attempt to the beginning of the last. A wait that would end
    /// later is not begun: the error comes at once, with the time until when to wait.
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// The upper bound of the first wait where Okta names no time; each further bound is twice the one
    /// before.
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The upper bound of every wait where Okta names no time.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// Whether an operation that is not repeatable is sent again although Okta may have done it. A `POST`
    /// that creates a user then may create two; `false` unless set.
    pub fn repeat_changes(mut self, yes: bool) -> Self {
        self.repeat_changes = yes;
        self
    }

    /// The budget of time.
    pub(crate) fn longest(&self) -> Duration {
        self.budget
    }

    /// Decides what follows on a failed attempt.
    ///
    /// `attempt` is the number of attempts made, `elapsed` the time since the first began, `chance` from 0
    /// to 1.
    pub(crate) fn decide(&self, failure: &Failure, attempt: u32, elapsed: Duration, chance: f64) -> Decision {
        let (wait, named) = match failure {
            Failure::Window { until_reset } => (
                *until_reset + Duration::from_secs(1) + Duration::from_secs_f64(chance),
                true,
            ),
            Failure::Crowded | Failure::NotSent => (self.backoff(attempt, chance), false),
            Failure::Unsure(effect) | Failure::Slow(effect)
                if effect.is_repeatable() || self.repeat_changes =>
            {
                (self.backoff(attempt, chance), false)
            }
            Failure::Unsure(_) | Failure::Slow(_) | Failure::TooLarge(_) | Failure::Final => {
                return Decision::GiveUp { wait: None };
            }
        };
        let more = match self.attempts {
            Attempts::Once => false,
            Attempts::AtMost(most) => attempt < most.get(),
            Attempts::WithinBudget => true,
        };
        if more && elapsed.saturating_add(wait) <= self.budget {
            Decision::Wait(wait)
        } else {
            Decision::GiveUp {
                wait: named.then_some(wait),
            }
        }
    }

    /// Full jitter: anything from nothing to a bound that doubles with every attempt.
    fn backoff(&self, attempt: u32, chance: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1).min(20));
        let bound = self.first_wait.saturating_mul(doubled).min(self.longest_wait);
        // The longest bound of all may not survive a product that rounds up.
        Duration::try_from_secs_f64(bound.as_secs_f64() * chance).unwrap_or(bound)
    }
}

/// What the policy says to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    Wait(Duration),
    /// `wait` is how long Okta says to wait, where it says so.
    GiveUp {
        wait: Option<Duration>,
    },
}

/// A failed attempt, as far as it matters for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The window of the rate limit is used up.
    Window { until_reset: Duration },
    /// Refused for too many calls at once, or for a limit without a reset.
    Crowded,
    /// Nothing was sent.
    NotSent,
    /// It is not known whether the operation was done.
    Unsure(Effect),
    /// Nor is it here; no answer came in time, or Okta's own front end waited in vain. A smaller page may come.
    Slow(Effect),
    /// The answer is larger than the backend accepts. A smaller page may not be.
    TooLarge(Effect),
    /// Another attempt would fail the same way.
    Final,
}

impl Failure {
    /// Whether the operation may have been done.
    pub(crate) fn is_unsure(&self) -> bool {
        matches!(self, Self::Unsure(_) | Self::Slow(_))
    }

    /// Whether less might come in time.
    pub(crate) fn is_slow(&self) -> bool {
        matches!(self, Self::Slow(_))
    }

    /// Of an attempt without an answer, or without a whole one: the status tells all that matters then.
    pub(crate) fn of_backend(problem: &BackendError, effect: Effect, now: Timestamp) -> Self {
        match problem.status() {
            // What was certainly done is not done again, whatever the policy allows.
            Some(status) if status.is_success() && !effect.is_repeatable() => return Self::Final,
            Some(status) if !status.is_success() => {
                return Self::of_answer(status, &HeaderMap::new(), None, effect, now);
            }
            _ => {}
        }
        match (problem.kind(), problem.was_sent()) {
            (BackendErrorKind::BodyTooLarge, _) => Self::TooLarge(effect),
            (
                BackendErrorKind::Tls
                | BackendErrorKind::Proxy
                | BackendErrorKind::Malformed
                | BackendErrorKind::Other,
                _,
            ) => Self::Final,
            (BackendErrorKind::Connect, _) | (_, WasSent::No) => Self::NotSent,
            (BackendErrorKind::Timeout, _) => Self::Slow(effect),
            _ => Self::Unsure(effect),
        }
    }

    /// Of an answer that is not a success. `now` is our clock, for an answer without a date.
    pub(crate) fn of_answer(
        status: StatusCode,
        headers: &HeaderMap,
        code: Option<&str>,
        effect: Effect,
        now: Timestamp,
    ) -> Self {
        match status {
            StatusCode::TOO_MANY_REQUESTS => match Exhausted::of(headers, code, now) {
                Exhausted::Window { until_reset, .. } => Self::Window { until_reset },
                Exhausted::Concurrency | Exhausted::Unnamed => Self::Crowded,
                Exhausted::Resource => Self::Final,
            },
            StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE => {
                Self::Unsure(effect)
            }
            StatusCode::GATEWAY_TIMEOUT => Self::Slow(effect),
            _ => Self::Final,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn failures() -> impl Strategy<Value = Failure> {
        prop_oneof![
            (0_u64..10_000).prop_map(|seconds| Failure::Window {
                until_reset: Duration::from_secs(seconds)
            }),
            Just(Failure::Crowded),
            Just(Failure::NotSent),
            Just(Failure::Unsure(Effect::Reads)),
            Just(Failure::Unsure(Effect::Creates)),
            Just(Failure::Slow(Effect::Reads)),
            Just(Failure::Slow(Effect::Creates)),
            Just(Failure::Final),
        ]
    }

    proptest! {
        #[test]
        fn no_wait_leaves_the_budget_and_no_unsure_creation_is_repeated(
            failure in failures(), attempt in 1_u32..100, elapsed in 0_u64..300, chance in 0.0_f64..=1.0,
        ) {
            let policy = RetryPolicy::default().attempts(Attempts::WithinBudget);
            let elapsed = Duration::from_secs(elapsed);
            if let Decision::Wait(wait) = policy.decide(&failure, attempt, elapsed, chance) {
                prop_assert!(elapsed + wait <= Duration::from_secs(120));
                prop_assert!(!matches!(
                    failure,
                    Failure::Unsure(Effect::Creates) | Failure::Slow(Effect::Creates) | Failure::Final
                ));
                if let Failure::Window { until_reset } = failure {
                    prop_assert!(wait > until_reset);
                } else {
                    prop_assert!(wait <= Duration::from_secs(20));
                }
            }
        }

        #[test]
        fn attempts_are_bounded(most in 1_u32..20, failure in failures()) {
            let policy = RetryPolicy::default().attempts(Attempts::AtMost(most.try_into().unwrap()));
            let decision = policy.decide(&failure, most, Duration::ZERO, 0.0);
            let given_up = matches!(decision, Decision::GiveUp { .. });
            prop_assert!(given_up);
        }
    }

    #[test]
    fn no_setting_makes_a_wait_overflow() {
        let forever = RetryPolicy::default()
            .attempts(Attempts::WithinBudget)
            .first_wait(Duration::MAX)
            .longest_wait(Duration::MAX)
            .budget(Duration::MAX);
        for chance in [0.0, 0.5, 1.0] {
            let decision = forever.decide(&Failure::NotSent, u32::MAX, Duration::MAX, chance);
            assert!(matches!(decision, Decision::Wait(_)), "{decision:?}");
        }
        assert_eq!(forever.backoff(1, 0.0), Duration::ZERO);
        assert_eq!(forever.backoff(1, 1.0), Duration::MAX);
    }

    #[test]
    fn a_window_is_outwaited_by_the_servers_clock() {
        let mut headers = HeaderMap::new();
        headers.insert("x-rate-limit-limit", "600".parse().unwrap());
        headers.insert("x-rate-limit-remaining", "0".parse().unwrap());
        headers.insert("x-rate-limit-reset", "1700000030".parse().unwrap());
        headers.insert("date", "Tue, 14 Nov 2023 22:13:20 GMT".parse().unwrap());
        let status = StatusCode::TOO_MANY_REQUESTS;
        let failure = Failure::of_answer(status, &headers, None, Effect::Creates, Timestamp::UNIX_EPOCH);
        assert_eq!(
            failure,
            Failure::Window {
                until_reset: Duration::from_secs(30)
            }
        );
    }
}
