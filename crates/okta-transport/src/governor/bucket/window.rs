//! [`Window`]: what answers tell of Okta's window.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::moment;
use super::super::reading::Reading;
use super::{Bucket, WINDOW};

/// Resets that lie closer than this are of one window: the next one ends about a whole window later.
const SAME_WINDOW: i64 = 30;
/// How much of what only a refusal showed is left to others in the window after each.
const REMEMBERED: f64 = 0.9;
/// No answer comes so late, in seconds.
const OLDEST_STRAGGLER: i64 = 300;

/// Okta's open window, as answers described it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(in crate::governor) struct Window {
    /// Seconds since the epoch, by Okta's clock.
    pub(in crate::governor) reset: i64,
    /// The latest moment at which it ends: each answer gives a bound, and the smallest counts.
    #[serde(with = "moment")]
    pub(in crate::governor) ends: Duration,
    /// Our requests whose answers named it.
    pub(super) answered: u32,
    pub(in crate::governor) remaining: u32,
    /// What others used of it at least.
    pub(super) others: u32,
}

impl Bucket {
    pub(super) fn close(&mut self) {
        if let Some(window) = self.window.take() {
            self.past = Some(window.reset);
            self.others_before = window.others;
            self.hidden *= REMEMBERED;
        }
    }

    pub(super) fn learn(&mut self, reading: Reading, now: Duration) {
        if reading.is_refused() {
            return self.refused(reading, now);
        }
        if !reading.names_a_window() {
            self.learn_limit(reading.limit);
            self.unplaced.push_back(now + WINDOW);
            return;
        }
        let current = self.window.map(|window| window.reset).or(self.past);
        match current.map(|reset| reading.reset.saturating_sub(reset)) {
            // A straggler of a window that has ended, whose limit may have been another one. One that is older than any
            // answer can be is none: what was learnt before was wrong.
            Some(later) if later <= -SAME_WINDOW && later > -OLDEST_STRAGGLER => return,
            Some(later) if later <= -OLDEST_STRAGGLER => self.close(),
            Some(later) if later < SAME_WINDOW && self.window.is_none() => return,
            Some(later) if later >= SAME_WINDOW => self.close(),
            _ => {}
        }
        self.learn_limit(reading.limit);
        let ends = now + reading.until_reset;
        let in_doubt = self.used();
        let limit = self.limit;
        let window = self.window.get_or_insert(Window {
            reset: reading.reset,
            ends,
            answered: 0,
            remaining: reading.remaining,
            others: 0,
        });
        window.answered = window.answered.saturating_add(1);
        window.ends = window.ends.min(ends);
        window.remaining = window.remaining.min(reading.remaining);
        let seen = limit.saturating_sub(reading.remaining);
        window.others = window.others.max(seen.saturating_sub(in_doubt.saturating_add(1)));
        if window.ends <= now {
            self.close();
        }
        self.tokens = self.tokens.min(f64::from(self.burst()));
    }

    fn learn_limit(&mut self, limit: u32) {
        if limit > 0 {
            self.limit = limit;
            self.is_learnt = true;
        }
    }

    /// Okta refuses all until the reset: the token's part of the bucket is used up, or that of the whole org, of which the
    /// headers of other answers say nothing. The refusal's own are then those of the org, whose window is another one: they
    /// tell nothing of the token's, and are never a reason to send more. What others have used at least is known all the
    /// same; it is left to them in the windows that follow, a little less in each, but no more than half: a token may count
    /// on that much unless the org changed it.
    fn refused(&mut self, reading: Reading, now: Duration) {
        self.held_until = self.held_until.max(now + reading.until_reset.min(WINDOW));
        self.limit = self.limit.min(reading.limit.max(1));
        let others = reading.limit.saturating_sub(self.used()).min(self.limit / 2);
        self.hidden = self.hidden.max(f64::from(others));
        // Okta may have counted it.
        self.unplaced.push_back(now + WINDOW);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::super::super::reading::Reading;
    use super::super::{Bucket, Ending, Turn};
    use crate::rate_limit::RateLimit;

    const SECOND: Duration = Duration::from_secs(1);

    /// What an answer says at a moment of a clock that agrees with Okta's.
    fn answer(limit: u32, remaining: u32, reset: u32, at: u32, refused: bool) -> Ending {
        let mut headers = HeaderMap::new();
        headers.insert("x-rate-limit-limit", limit.into());
        headers.insert("x-rate-limit-remaining", remaining.into());
        headers.insert("x-rate-limit-reset", reset.into());
        let date = Timestamp::from_second(at.into()).unwrap();
        let limit = RateLimit::of(&headers).unwrap();
        Ending::Answered(Some(Reading::of(limit, Some(date), refused)))
    }

    #[test]
    fn an_answer_of_a_window_that_has_ended_does_not_bring_back_its_limit() {
        let mut bucket = Bucket::new("/api/v1/users", 0.8, Duration::ZERO);
        for _ in 0..2 {
            bucket.send(Duration::ZERO);
        }
        bucket.settle(answer(600, 598, 60, 59, false), 59 * SECOND);
        bucket.send(61 * SECOND);
        bucket.settle(answer(100, 99, 121, 61, false), 61 * SECOND);
        bucket.settle(answer(600, 599, 60, 59, false), 62 * SECOND);
        assert_eq!((bucket.limit(), bucket.left(62 * SECOND)), (100, 79));
    }

    #[test]
    fn a_refusal_by_the_whole_org_leaves_the_window_of_the_token_alone() {
        let mut bucket = Bucket::new("/api/v1/users", 0.8, Duration::ZERO);
        for sent in 0..100 {
            bucket.send(10 * SECOND);
            bucket.settle(answer(600, 599 - sent, 65, 10, false), 10 * SECOND);
        }
        assert_eq!((bucket.used(), bucket.left(10 * SECOND)), (100, 380));
        bucket.send(20 * SECOND);
        bucket.settle(answer(600, 0, 50, 20, true), 20 * SECOND);
        assert_eq!(bucket.turn(20 * SECOND), Turn::At(50 * SECOND));
        let window = bucket.window().unwrap();
        assert_eq!((window.reset, window.remaining, bucket.used()), (65, 500, 101));
        // The others had 500 of the 600; half of it is left to them now, and a little less later.
        assert_eq!(bucket.left(50 * SECOND), 240 - 101);
        assert_eq!(bucket.left(90 * SECOND), 264);
    }

    /// Something that happens to a bucket, at whatever moment.
    #[derive(Clone, Debug)]
    enum Step {
        Send,
        Told {
            limit: u32,
            remaining: u32,
            reset: u32,
            at: u32,
            refused: bool,
        },
        Lost,
        NotSent,
        Unknown,
        Look {
            ahead: u32,
        },
    }

    fn steps() -> impl Strategy<Value = Vec<(Step, u64)>> {
        let number = || prop_oneof![Just(0), Just(u32::MAX), 0_u32..1_000];
        let told = (number(), number(), 0_u32..500, 0_u32..500, any::<bool>());
        let step = prop_oneof![
            6 => Just(Step::Send),
            6 => told.prop_map(|(limit, remaining, reset, at, refused)| {
                Step::Told { limit, remaining, reset, at, refused }
            }),
            1 => Just(Step::Lost),
            1 => Just(Step::NotSent),
            1 => Just(Step::Unknown),
            1 => number().prop_map(|ahead| Step::Look { ahead }),
        ];
        prop::collection::vec((step, 0_u64..400), 0..200)
    }

    proptest! {
        #[test]
        fn whatever_it_is_told_and_however_time_runs_two_windows_later_it_lets_go(steps in steps(), share in 0.0_f64..=1.0) {
            let mut bucket = Bucket::new("/api/v1/users", share, Duration::ZERO);
            for (step, second) in steps {
                let now = Duration::from_secs(second);
                match step {
                    Step::Send if bucket.turn(now) == Turn::Now => bucket.send(now),
                    Step::Told { limit, remaining, reset, at, refused } if bucket.in_flight() > 0 => {
                        bucket.settle(answer(limit, remaining, reset, at, refused), now);
                    }
                    Step::Lost if bucket.in_flight() > 0 => bucket.settle(Ending::Lost, now),
                    Step::NotSent if bucket.in_flight() > 0 => bucket.settle(Ending::NotSent, now),
                    Step::Unknown => bucket.settle_unknown(answer(600, 5, 400, 350, false), now),
                    Step::Look { ahead } => {
                        let _ = (bucket.estimate(ahead, now), bucket.left(now), bucket.used());
                    }
                    _ => {}
                }
            }
            let last = 400 * SECOND;
            while bucket.in_flight() > 0 {
                bucket.settle(Ending::Lost, last);
            }
            let _ = bucket.turn(last + 61 * SECOND);
            prop_assert_eq!(bucket.turn(last + 122 * SECOND), Turn::Now);
            prop_assert_eq!(bucket.used(), 0);
        }
    }
}
