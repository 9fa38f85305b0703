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
//!
//! `window.rs` is what is learnt from answers. Where processes share a budget, the bucket that they share is one of these
//! too (`joint/`, and `sharing.rs` here): what holds for the requests of one process then holds for those of all.

mod sharing;
mod window;

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::moment;
use super::reading::Reading;
pub(super) use window::Window;

/// How long a window is, and how long a request whose window is not known counts.
pub(super) const WINDOW: Duration = Duration::from_secs(okta_facts::WINDOW_SECONDS);
/// Before a bucket's first answer its limit is not known, and a share of it may be one request: they leave one by one,
/// each when the one before was answered or lost. One that is neither for so long does not hold up the others.
const PROBING: Duration = WINDOW;
/// More than any bucket allows need not be counted one by one.
const MOST_UNPLACED: usize = 100_000;

/// Whether a request may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Now,
    /// At this moment, if no answer says otherwise before.
    At(Duration),
    /// When an answer says more.
    AfterAnAnswer,
}

/// Why no request may leave, apart from the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Okta refused one, and said until when.
    Held(Duration),
    /// Nothing is known of the bucket before the answer of the one that is under way; latest at this moment.
    Probing(Duration),
    /// The share is used up, or what others left of the window; room may come at this moment.
    Full(Option<Duration>),
}

/// What is known of a bucket, and what was sent in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Bucket {
    /// Each process has its own.
    #[serde(skip)]
    share: f64,
    /// How many processes use the bucket without knowing of each other.
    #[serde(skip, default = "sharing::one")]
    processes: u32,
    /// Requests of the share that are left to processes which were not heard of for a while.
    #[serde(skip)]
    left_to_missing: u32,
    limit: u32,
    is_learnt: bool,
    /// Requests that may leave at once; refilled at the pace. Below 0, some leave later than now.
    tokens: f64,
    #[serde(with = "moment")]
    refilled: Duration,
    in_flight: u32,
    /// When each request whose window is not known stops to count.
    #[serde(with = "moment::list")]
    unplaced: VecDeque<Duration>,
    window: Option<Window>,
    /// The reset of the window before.
    past: Option<i64>,
    /// What other clients used in the window before.
    others_before: u32,
    /// What others use that only a refusal showed.
    hidden: f64,
    #[serde(with = "moment")]
    held_until: Duration,
    answered: bool,
    /// When the last request left.
    #[serde(with = "moment")]
    sent: Duration,
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
    pub(super) fn new(name: &str, share: f64, now: Duration) -> Self {
        let limit = assumed_limit(name);
        let mut bucket = Self {
            share,
            processes: 1,
            left_to_missing: 0,
            limit,
            is_learnt: false,
            tokens: 0.0,
            refilled: now,
            in_flight: 0,
            unplaced: VecDeque::new(),
            window: None,
            past: None,
            others_before: 0,
            hidden: 0.0,
            held_until: Duration::ZERO,
            answered: false,
            sent: Duration::ZERO,
        };
        bucket.tokens = f64::from(bucket.burst());
        bucket
    }

    /// Whether the next request may leave.
    pub(super) fn turn(&mut self, now: Duration) -> Turn {
        match self.stop(now) {
            Some(Stop::Held(moment) | Stop::Probing(moment) | Stop::Full(Some(moment))) => Turn::At(moment),
            Some(Stop::Full(None)) => Turn::AfterAnAnswer,
            None => match self.pace(now) {
                Duration::ZERO => Turn::Now,
                wait => Turn::At(now + wait),
            },
        }
    }

    /// What keeps every request back, however slowly they leave.
    pub(super) fn stop(&mut self, now: Duration) -> Option<Stop> {
        self.advance(now);
        if self.held_until > now {
            return Some(Stop::Held(self.held_until));
        }
        let next_probe = self.sent + PROBING;
        if !self.answered && self.in_flight > 0 && next_probe > now {
            return Some(Stop::Probing(next_probe));
        }
        let others_left_none = self
            .window
            .is_some_and(|window| window.remaining <= self.in_flight);
        (others_left_none || self.used() >= self.allowance(now)).then(|| Stop::Full(self.next_relief()))
    }

    /// How long the next request waits, so that all are spread over the window.
    pub(super) fn pace(&self, now: Duration) -> Duration {
        let missing = 1.0 - self.tokens;
        if missing <= 1e-6 {
            Duration::ZERO
        } else {
            self.interval(now).mul_f64(missing).max(Duration::from_millis(1))
        }
    }

    /// About when the request leaves that has `ahead` others before it.
    pub(super) fn estimate(&mut self, ahead: u32, now: Duration) -> Duration {
        let first = match self.stop(now) {
            Some(Stop::Held(moment) | Stop::Full(Some(moment))) => moment,
            // The answer that tells more comes long before the moment at which it is given up.
            Some(Stop::Probing(_) | Stop::Full(None)) => now,
            None => now + self.pace(now),
        };
        let allowance = self.allowance(now);
        let room = allowance.saturating_sub(self.used());
        let spread = f64::from(ahead) - self.tokens.max(0.0);
        if ahead < room {
            return first + self.interval(now).mul_f64(spread.max(0.0));
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

    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight
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
    pub(super) fn left(&mut self, now: Duration) -> u32 {
        self.advance(now);
        let own = self.allowance(now).saturating_sub(self.used());
        let all = self
            .window
            .map_or(u32::MAX, |window| window.remaining.saturating_sub(self.in_flight));
        own.min(all)
    }

    /// The share of what others leave. They are taken to go on as in the window before.
    fn allowance(&self, now: Duration) -> u32 {
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
        let others = to_come.max(self.hidden) as u32;
        // What processes of the share use that we know nothing of shows as the use of others.
        let whole = self.whole_allowance();
        let theirs = (whole - whole / self.processes).saturating_add(self.left_to_missing);
        let left = part(
            self.share,
            self.limit.saturating_sub(others.saturating_sub(theirs)),
        );
        (left / self.processes)
            .saturating_sub(self.left_to_missing)
            .max(1)
    }

    /// From one request to the next.
    pub(super) fn interval(&self, now: Duration) -> Duration {
        let allowance = self.allowance(now);
        let room = allowance.saturating_sub(self.used());
        match self.window {
            Some(window) if room > 0 => window.ends.saturating_sub(now) / room,
            _ => WINDOW / allowance,
        }
    }

    /// When a bucket that has no room can have some without an answer.
    fn next_relief(&self) -> Option<Duration> {
        let end = self.window.map(|window| window.ends);
        end.into_iter().chain(self.unplaced.iter().copied()).min()
    }

    fn burst(&self) -> u32 {
        (self.whole_allowance() / 10).max(1)
    }

    /// Refills the tokens, and closes a window that has ended.
    fn advance(&mut self, now: Duration) {
        let since = now.saturating_sub(self.refilled);
        self.refilled = self.refilled.max(now);
        let interval = self.interval(now.saturating_sub(since));
        let gained = since.as_secs_f64() / interval.as_secs_f64().max(1e-6);
        self.tokens = (self.tokens + gained).min(f64::from(self.burst()));
        self.unplaced.retain(|moment| *moment > now);
        if self.window.is_some_and(|window| window.ends <= now) {
            self.close();
        }
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
