//! [`Bucket`]: when the next request of a rate-limit bucket may leave.
//!
//! Nothing here waits or knows the time: moments come in as time since the clock began, and answers as
//! [`Reading`]s. Three rules hold at once:
//!
//! 1. **Never over the share.** A request counts from the moment it leaves, in the window that its answer names. One
//!    that has no answer yet may be counted by Okta in this window or the next, so it counts in both. However long
//!    requests take, a window of Okta's then holds no more of ours than the share.
//! 2. **Never into what others have used.** What the headers say is left counts for all clients of the bucket.
//! 3. **Evenly.** What is left of the share is spread over what is left of the window, after a burst of a tenth.

use std::collections::VecDeque;
use std::time::Duration;

use super::reading::Reading;
use super::store::{BudgetStore, Usage};

/// How long a window is, and how long a request whose window is not known counts.
pub(super) const WINDOW: Duration = Duration::from_secs(okta_facts::WINDOW_SECONDS);
/// Before a bucket's first answer its limit is not known, and a share of it may be one request: they leave one by one,
/// each when the one before was answered or lost. One that is neither for so long does not hold up the others.
const PROBING: Duration = WINDOW;
/// Resets that lie closer than this are of one window: the next one ends about a whole window later.
const SAME_WINDOW: i64 = 30;

/// Whether a request may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    /// At this moment, if no answer says otherwise before.
    At(Duration),
    /// When an answer says more.
    AfterAnAnswer,
}

/// What is known of a bucket, and what was sent in it.
#[derive(Debug)]
pub(super) struct Bucket {
    name: &'static str,
    share: f64,
    limit: u32,
    is_learnt: bool,
    /// Requests that may leave at once; refilled at the pace.
    tokens: f64,
    refilled: Duration,
    in_flight: u32,
    /// When each request whose window is not known stops to count, in order.
    unplaced: VecDeque<Duration>,
    window: Option<Window>,
    /// The reset of the window before.
    past: Option<i64>,
    /// What other clients used in the window before.
    others_before: u32,
    held_until: Duration,
    answered: bool,
    /// When the last request left.
    sent: Duration,
}

/// Okta's open window, as answers described it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// Seconds since the epoch, by Okta's clock.
    pub(super) reset: i64,
    /// The latest moment at which it ends: each answer gives a bound, and the smallest counts.
    pub(super) ends: Duration,
    /// Our requests whose answers named it.
    answered: u32,
    pub(super) remaining: u32,
    /// What others used of it at least.
    others: u32,
}

/// How a request ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ending {
    Answered(Option<Reading>),
    /// Okta may count it.
    Lost,
    NotSent,
}

impl Bucket {
    pub(super) fn new(name: &'static str, share: f64, now: Duration) -> Self {
        let limit = assumed_limit(name);
        let mut bucket = Self {
            name,
            share,
            limit,
            is_learnt: false,
            tokens: 0.0,
            refilled: now,
            in_flight: 0,
            unplaced: VecDeque::new(),
            window: None,
            past: None,
            others_before: 0,
            held_until: Duration::ZERO,
            answered: false,
            sent: Duration::ZERO,
        };
        bucket.tokens = f64::from(bucket.burst());
        bucket
    }

    /// Whether the next request may leave.
    pub(super) fn turn(&mut self, now: Duration, store: &dyn BudgetStore) -> Turn {
        self.advance(now);
        if self.held_until > now {
            return Turn::At(self.held_until);
        }
        let next_probe = self.sent + PROBING;
        if !self.answered && self.in_flight > 0 && next_probe > now {
            return Turn::At(next_probe);
        }
        let others_left_none = self
            .window
            .is_some_and(|window| window.remaining <= self.in_flight);
        if others_left_none || self.used() >= self.allowance(now, store) {
            return self.next_relief();
        }
        let missing = 1.0 - self.tokens;
        if missing <= 1e-6 {
            Turn::Now
        } else {
            let wait = self.interval(now, store).mul_f64(missing);
            Turn::At(now + wait.max(Duration::from_millis(1)))
        }
    }

    /// About when the request leaves that has `ahead` others before it.
    pub(super) fn estimate(&mut self, ahead: u32, now: Duration, store: &dyn BudgetStore) -> Duration {
        let first = match self.turn(now, store) {
            Turn::At(moment) => moment,
            Turn::Now | Turn::AfterAnAnswer => now,
        };
        let allowance = self.allowance(now, store);
        let room = allowance.saturating_sub(self.used());
        let spread = f64::from(ahead) - self.tokens.max(0.0);
        if ahead < room {
            return first + self.interval(now, store).mul_f64(spread.max(0.0));
        }
        let end = self.window.map_or(now + WINDOW, |window| window.ends);
        let later = f64::from(ahead - room) / f64::from(self.whole_allowance());
        end.max(first) + WINDOW.mul_f64(later.min(1e6))
    }

    pub(super) fn send(&mut self, now: Duration) {
        self.advance(now);
        self.tokens -= 1.0;
        self.in_flight += 1;
        self.sent = now;
    }

    /// Tells how a request ended that `send` let go.
    pub(super) fn settle(&mut self, ending: Ending, now: Duration) {
        self.advance(now);
        self.in_flight = self.in_flight.saturating_sub(1);
        match ending {
            Ending::NotSent => self.tokens = (self.tokens + 1.0).min(f64::from(self.burst())),
            Ending::Lost | Ending::Answered(None) => self.unplaced.push_back(now + WINDOW),
            Ending::Answered(Some(reading)) => self.learn(reading, now),
        }
        self.answered |= matches!(ending, Ending::Answered(_));
    }

    /// What the headers said the bucket, or the token's share of it, allows; a guess before the first answer.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) fn is_learnt(&self) -> bool {
        self.is_learnt
    }

    pub(super) fn window(&self) -> Option<Window> {
        self.window
    }

    /// How many of our requests Okta may have counted in the window.
    pub(super) fn used(&self) -> u32 {
        let unplaced = u32::try_from(self.unplaced.len()).unwrap_or(u32::MAX);
        self.window
            .map_or(0, |window| window.answered)
            .saturating_add(self.in_flight)
            .saturating_add(unplaced)
    }

    /// How many of our requests a window may hold when nobody else uses the bucket.
    pub(super) fn whole_allowance(&self) -> u32 {
        part(self.share, self.limit)
    }

    /// How many more may leave in this window.
    pub(super) fn left(&mut self, now: Duration, store: &dyn BudgetStore) -> u32 {
        self.advance(now);
        let own = self.allowance(now, store).saturating_sub(self.used());
        let all = self
            .window
            .map_or(u32::MAX, |window| window.remaining.saturating_sub(self.in_flight));
        own.min(all)
    }

    /// The share of what others leave. They are taken to go on as in the window before.
    fn allowance(&self, now: Duration, store: &dyn BudgetStore) -> u32 {
        let to_come = match self.window {
            Some(window) => {
                let left = window.ends.saturating_sub(now).as_secs_f64() / WINDOW.as_secs_f64();
                f64::from(window.others) + f64::from(self.others_before) * left.min(1.0)
            }
            None => f64::from(self.others_before),
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and `as` saturates"
        )]
        let others = to_come as u32;
        let allowance = part(self.share, self.limit.saturating_sub(others));
        let usage = Usage::new(
            self.name,
            self.window.map(|window| window.reset),
            allowance,
            self.used(),
        );
        store.part(&usage).min(allowance).max(1)
    }

    fn interval(&self, now: Duration, store: &dyn BudgetStore) -> Duration {
        let room = self.allowance(now, store).saturating_sub(self.used());
        match self.window {
            Some(window) if room > 0 => window.ends.saturating_sub(now) / room,
            _ => WINDOW / self.allowance(now, store),
        }
    }

    /// When a bucket that has no room can have some without an answer.
    fn next_relief(&self) -> Turn {
        let end = self.window.map(|window| window.ends);
        let forgotten = self.unplaced.front().copied();
        match (end, forgotten) {
            (Some(one), Some(other)) => Turn::At(one.min(other)),
            (Some(moment), None) | (None, Some(moment)) => Turn::At(moment),
            (None, None) => Turn::AfterAnAnswer,
        }
    }

    fn burst(&self) -> u32 {
        (self.whole_allowance() / 10).max(1)
    }

    /// Refills the tokens, and closes a window that has ended.
    fn advance(&mut self, now: Duration) {
        let since = now.saturating_sub(self.refilled);
        self.refilled = self.refilled.max(now);
        // The store is not asked for the pace of the past: it may have changed its mind since.
        let interval = self.interval(now.saturating_sub(since), &super::store::InProcess);
        let gained = since.as_secs_f64() / interval.as_secs_f64().max(1e-6);
        self.tokens = (self.tokens + gained).min(f64::from(self.burst()));
        while self.unplaced.front().is_some_and(|moment| *moment <= now) {
            self.unplaced.pop_front();
        }
        if self.window.is_some_and(|window| window.ends <= now) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(window) = self.window.take() {
            self.past = Some(window.reset);
            self.others_before = window.others;
        }
    }

    fn learn(&mut self, reading: Reading, now: Duration) {
        if reading.is_refused() {
            // Of a 429 that was the org's and not the token's, the limit is the org's: never a reason to send more.
            self.held_until = self.held_until.max(now + reading.until_reset.min(WINDOW));
            self.limit = self.limit.min(reading.limit.max(1));
        } else if reading.limit > 0 {
            self.limit = reading.limit;
            self.is_learnt = true;
        }
        if !reading.names_a_window() {
            self.unplaced.push_back(now + WINDOW);
            return;
        }
        let current = self.window.map(|window| window.reset).or(self.past);
        match current.map(|reset| reading.reset.saturating_sub(reset)) {
            // A straggler of a window that has ended.
            Some(later) if later <= -SAME_WINDOW => return,
            Some(later) if later < SAME_WINDOW && self.window.is_none() => return,
            Some(later) if later >= SAME_WINDOW => self.close(),
            _ => {}
        }
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
        window.answered += 1;
        window.ends = window.ends.min(ends);
        window.remaining = window.remaining.min(reading.remaining);
        let seen = limit.saturating_sub(reading.remaining);
        window.others = window.others.max(seen.saturating_sub(in_doubt.saturating_add(1)));
        if window.ends <= now {
            self.close();
        }
        self.tokens = self.tokens.min(f64::from(self.burst()));
    }
}

/// A part of a limit, and one at least: without a request nothing is learnt.
fn part(share: f64, limit: u32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the share lies between 0 and 1"
    )]
    let part = (share * f64::from(limit) + 1e-9) as u32;
    part.max(1)
}

/// Okta's last published limit, for an edition that most orgs have, of which a token has its default share.
/// Buckets without one are taken for the general one.
fn assumed_limit(bucket: &str) -> u32 {
    let published = okta_facts::bucket_limit(bucket).or_else(|| okta_facts::bucket_limit("/api/v1"));
    let limit = published.map_or(100, |limit| limit.enterprise.min(limit.workforce));
    (limit * u32::from(okta_facts::DEFAULT_TOKEN_SHARE_PERCENT) / 100).max(1)
}
