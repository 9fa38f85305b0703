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
//! Where processes share a budget, the bucket that they share is one of these too (`joint/`): what holds for the requests
//! of one process then holds for those of all.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::moment;
use super::reading::Reading;

/// How long a window is, and how long a request whose window is not known counts.
pub(super) const WINDOW: Duration = Duration::from_secs(okta_facts::WINDOW_SECONDS);
/// Before a bucket's first answer its limit is not known, and a share of it may be one request: they leave one by one,
/// each when the one before was answered or lost. One that is neither for so long does not hold up the others.
const PROBING: Duration = WINDOW;
/// More than any bucket allows need not be counted one by one.
const MOST_UNPLACED: usize = 100_000;
/// Resets that lie closer than this are of one window: the next one ends about a whole window later.
const SAME_WINDOW: i64 = 30;
/// How much of what only a refusal showed is left to others in the window after each.
const REMEMBERED: f64 = 0.9;
/// No answer comes so late, in seconds.
const OLDEST_STRAGGLER: i64 = 300;

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
    #[serde(skip, default = "one")]
    processes: u32,
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

/// Okta's open window, as answers described it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Window {
    /// Seconds since the epoch, by Okta's clock.
    pub(super) reset: i64,
    /// The latest moment at which it ends: each answer gives a bound, and the smallest counts.
    #[serde(with = "moment")]
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
    pub(super) fn new(name: &str, share: f64, now: Duration) -> Self {
        let limit = assumed_limit(name);
        let mut bucket = Self {
            share,
            processes: 1,
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

    /// The bucket as another process has left it, for one that takes this share of it. Nothing that was left there makes
    /// anyone wait longer than a window, or overflow.
    pub(super) fn taken_up(mut self, share: f64, in_flight: u32, now: Duration) -> Self {
        (self.share, self.processes, self.in_flight) = (share, 1, in_flight);
        self.limit = self.limit.max(1);
        let most = f64::from(self.whole_allowance());
        self.tokens = self.tokens.clamp(-most, f64::from(self.burst()));
        self.hidden = self.hidden.clamp(0.0, f64::from(self.limit));
        self.refilled = self.refilled.min(now);
        self.sent = self.sent.min(now);
        self.held_until = self.held_until.min(now + WINDOW);
        self.unplaced.truncate(MOST_UNPLACED);
        for moment in &mut self.unplaced {
            *moment = (*moment).min(now + WINDOW);
        }
        if let Some(window) = &mut self.window {
            window.ends = window.ends.min(now + WINDOW);
        }
        self
    }

    pub(super) fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// Of those under way, so many are not, or there are so many others; those that are not never left.
    pub(super) fn correct(&mut self, counted: u32, in_truth: u32) {
        self.in_flight = self.in_flight.saturating_sub(counted).saturating_add(in_truth);
        let back = f64::from(counted.saturating_sub(in_truth));
        self.tokens = (self.tokens + back).min(f64::from(self.burst()));
    }

    /// Whether any answer came.
    pub(super) fn is_answered(&self) -> bool {
        self.answered
    }

    /// Tells that nothing was heard of some requests.
    pub(super) fn lose(&mut self, requests: u32, now: Duration) {
        self.in_flight = self.in_flight.saturating_sub(requests);
        let room = MOST_UNPLACED.saturating_sub(self.unplaced.len());
        let requests = usize::try_from(requests).unwrap_or(usize::MAX).min(room);
        self.unplaced.extend(std::iter::repeat_n(now + WINDOW, requests));
    }

    /// Tells how a request ended that left without `send`. Up to now it was taken for one of others'.
    pub(super) fn settle_unknown(&mut self, ending: Ending, now: Duration) {
        self.in_flight = self.in_flight.saturating_add(1);
        self.settle(ending, now);
        if let (Some(window), Ending::Answered(Some(_))) = (&mut self.window, ending) {
            window.others = window.others.saturating_sub(1);
        }
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

    /// How many processes use the bucket, this one among them, that do not know what the others do.
    pub(super) fn divide_by(&mut self, processes: u32) {
        self.processes = processes.max(1);
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
        // What the other processes of the share use shows as the use of others.
        let whole = self.whole_allowance();
        let others = others.saturating_sub(whole - whole / self.processes);
        (part(self.share, self.limit.saturating_sub(others)) / self.processes).max(1)
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

    fn close(&mut self) {
        if let Some(window) = self.window.take() {
            self.past = Some(window.reset);
            self.others_before = window.others;
            self.hidden *= REMEMBERED;
        }
    }

    fn learn(&mut self, reading: Reading, now: Duration) {
        if reading.is_refused() {
            return self.refused(reading, now);
        }
        if reading.limit > 0 {
            self.limit = reading.limit;
            self.is_learnt = true;
        }
        if !reading.names_a_window() {
            self.unplaced.push_back(now + WINDOW);
            return;
        }
        let current = self.window.map(|window| window.reset).or(self.past);
        match current.map(|reset| reading.reset.saturating_sub(reset)) {
            // A straggler of a window that has ended. One that is older than any answer can be is none: what was
            // learnt before was wrong.
            Some(later) if later <= -SAME_WINDOW && later > -OLDEST_STRAGGLER => return,
            Some(later) if later <= -OLDEST_STRAGGLER => self.close(),
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

fn one() -> u32 {
    1
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

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use jiff::Timestamp;

    use super::*;
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
        Ending::Answered(Some(Reading::of(limit, date, refused)))
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
}
