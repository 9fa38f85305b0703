//! Rate limits: windows of one minute a bucket, for the org and for each token's share of it.
//!
//! A window starts with the first request after the last window ended, so windows are not aligned to the
//! clock and the reset is at most 60 seconds ahead (<https://developer.okta.com/docs/reference/rate-limits/>;
//! recorded traffic). The headers show what the token may use, half of the bucket unless the org changed it.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::interned::Interned;
use crate::quick_hash::QuickBuild;

/// How generous the org is: the columns of the last table of limits that Okta published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Preset {
    /// The free developer org: 20 requests a minute to `/api/v1/apps`, 100 to most others.
    IntegratorFree,
    /// The One App edition.
    OneApp,
    /// The Enterprise edition.
    Enterprise,
    /// Workforce Identity without a multiplier. The default.
    #[default]
    Workforce,
    /// No real org has it: a million requests a minute in every bucket, for tests that are about something
    /// else. The headers are there all the same.
    Unlimited,
}

impl Preset {
    /// How many requests may be under way at once; the org's own number is not in the table of limits.
    pub(crate) fn concurrency(self) -> Option<u32> {
        match self {
            Self::Unlimited => None,
            Self::IntegratorFree => Some(okta_facts::CONCURRENCY_INTEGRATOR_FREE),
            Self::OneApp | Self::Enterprise | Self::Workforce => Some(okta_facts::CONCURRENCY),
        }
    }

    fn requests_a_minute(self, bucket: &str) -> u32 {
        // Buckets outside `/api/v1` have no published limit; the general one of `/api/v1` stands in for them.
        let Some(known) = okta_facts::bucket_limit(bucket).or_else(|| okta_facts::bucket_limit("/api/v1"))
        else {
            return 600;
        };
        match self {
            Self::IntegratorFree => known.integrator_free,
            Self::OneApp => known.one_app,
            Self::Enterprise => known.enterprise,
            Self::Workforce => known.workforce,
            Self::Unlimited => 1_000_000,
        }
    }
}

/// What the rate-limit headers say, and whether the request goes ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds since the epoch.
    pub(crate) reset: i64,
    pub(crate) allowed: bool,
}

/// A window that has not ended.
pub(crate) struct Meter<'a> {
    pub(crate) bucket: &'static str,
    pub(crate) token: Option<&'a str>,
    pub(crate) used: u32,
    pub(crate) limit: u32,
    /// Seconds since the epoch.
    pub(crate) ends: i64,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct RateLimits {
    preset: Preset,
    multiplier: u32,
    token_share_percent: u8,
    /// The percentage of a principal that has one of its own, by the token's or the client's id.
    shares: HashMap<String, u8>,
    /// By bucket.
    #[serde(with = "as_list")]
    windows: Windows,
}

type Windows = HashMap<Interned, Bucket, QuickBuild>;

/// The windows of one bucket.
#[derive(Default)]
struct Bucket {
    org: Option<Window>,
    tokens: HashMap<String, Window>,
    /// What it holds in a minute; looked up when it is first counted in.
    limit: Option<u32>,
}

impl Bucket {
    /// The org's window, without a token, and those of the tokens.
    fn windows(&self) -> impl Iterator<Item = (Option<&str>, &Window)> {
        let tokens = self
            .tokens
            .iter()
            .map(|(token, window)| (Some(token.as_str()), window));
        self.org.iter().map(|window| (None, window)).chain(tokens)
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Window {
    /// Seconds since the epoch.
    ends: i64,
    used: u32,
}

impl RateLimits {
    pub(crate) fn new(preset: Preset, token_share_percent: u8) -> Self {
        Self {
            preset,
            multiplier: 1,
            token_share_percent: token_share_percent.clamp(1, 100),
            windows: HashMap::default(),
            shares: HashMap::new(),
        }
    }

    /// Every bucket holds this many times as much, once at least.
    pub(crate) fn with_multiplier(mut self, multiplier: u32) -> Self {
        self.multiplier = multiplier.max(1);
        self
    }

    /// Gives a principal a share of its own instead of the org's default.
    pub(crate) fn set_share(&mut self, principal: &str, percent: u8) {
        self.shares.insert(principal.to_owned(), percent.clamp(1, 100));
    }

    /// The open windows, for the page: bucket, token, how many requests were used of how many, and when the
    /// window ends.
    pub(crate) fn meters(&self, now: Timestamp) -> Vec<Meter<'_>> {
        let windows = self.windows.iter().flat_map(|(&bucket, held)| {
            let windows = held.windows();
            windows.map(move |(token, window)| (bucket, token, window))
        });
        let open = windows.filter(|(_, _, window)| window.ends > now.as_second());
        let mut meters: Vec<Meter<'_>> = open
            .map(|(bucket, token, window)| {
                let whole = self.limit(bucket);
                Meter {
                    bucket,
                    token,
                    used: window.used,
                    limit: token.map_or(whole, |token| self.share(token, whole)),
                    ends: window.ends,
                }
            })
            .collect();
        meters.sort_by_key(|meter| (meter.bucket, meter.token));
        meters
    }

    fn limit(&self, bucket: &str) -> u32 {
        self.preset
            .requests_a_minute(bucket)
            .saturating_mul(self.multiplier)
    }

    fn share(&self, token: &str, limit: u32) -> u32 {
        share(&self.shares, self.token_share_percent, token, limit)
    }

    /// Counts a request; without a known token it counts in the org's window alone.
    pub(crate) fn count(&mut self, bucket: &'static str, token: Option<&str>, now: Timestamp) -> Count {
        let now = now.as_second();
        let (preset, multiplier) = (self.preset, self.multiplier);
        let held = self.windows.entry(bucket).or_default();
        let limit = *held
            .limit
            .get_or_insert_with(|| preset.requests_a_minute(bucket).saturating_mul(multiplier));
        let share = token.map(|token| share(&self.shares, self.token_share_percent, token, limit));
        let org = held
            .org
            .get_or_insert_with(|| Window::starting(now))
            .use_one(limit, now);
        let (Some(token), Some(share), true) = (token, share, org.allowed) else {
            return org;
        };
        let window = match held.tokens.get_mut(token) {
            Some(window) => window,
            None => held
                .tokens
                .entry(token.to_owned())
                .or_insert_with(|| Window::starting(now)),
        };
        window.use_one(share, now)
    }
}

/// A token's part of a bucket.
fn share(shares: &HashMap<String, u8>, usual_percent: u8, token: &str, limit: u32) -> u32 {
    let percent = shares.get(token).copied().unwrap_or(usual_percent);
    let share = (u64::from(limit) * u64::from(percent)).div_ceil(100);
    u32::try_from(share).unwrap_or(limit)
}

impl Window {
    fn starting(now: i64) -> Self {
        let length = i64::try_from(okta_facts::WINDOW_SECONDS).unwrap_or(60);
        Self {
            ends: now + length,
            used: 0,
        }
    }

    fn use_one(&mut self, limit: u32, now: i64) -> Count {
        if self.ends <= now {
            *self = Self::starting(now);
        }
        let allowed = self.used < limit;
        self.used += u32::from(allowed);
        Count {
            limit,
            remaining: limit.saturating_sub(self.used),
            reset: self.ends,
            allowed,
        }
    }
}

/// JSON's objects have texts for keys, so the windows are written as a list.
mod as_list {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{Window, Windows};
    use crate::interned::interned;

    pub(super) fn serialize<S: Serializer>(windows: &Windows, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(windows.iter().flat_map(|(bucket, held)| {
            let windows = held.windows();
            windows.map(move |(token, window)| (bucket, token, window))
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Windows, D::Error> {
        let mut windows = Windows::default();
        for (bucket, token, window) in Vec::<(String, Option<String>, Window)>::deserialize(deserializer)? {
            let held = windows.entry(interned(&bucket)).or_default();
            match token {
                None => held.org = Some(window),
                Some(token) => {
                    held.tokens.insert(token, window);
                }
            }
        }
        Ok(windows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_its_share_and_the_next_window_starts_with_the_next_request() {
        let mut limits = RateLimits::new(Preset::IntegratorFree, 50);
        let at = |second: i64| Timestamp::from_second(1_000_000_017 + second).unwrap();
        for used in 1..=50_u32 {
            let count = limits.count("/api/v1/users", Some("t"), at(i64::from(used / 10)));
            assert_eq!(
                count,
                Count {
                    limit: 50,
                    remaining: 50 - used,
                    reset: 1_000_000_077,
                    allowed: true
                }
            );
        }
        assert!(!limits.count("/api/v1/users", Some("t"), at(59)).allowed);
        assert!(limits.count("/api/v1/users", Some("other"), at(59)).allowed);
        let fresh = limits.count("/api/v1/users", Some("t"), at(75));
        assert_eq!((fresh.allowed, fresh.reset), (true, 1_000_000_152));
    }

    #[test]
    fn the_org_runs_out_before_the_third_token_does() {
        let mut limits = RateLimits::new(Preset::IntegratorFree, 50);
        let now = Timestamp::from_second(1_000_000_000).unwrap();
        let allowed = |limits: &mut RateLimits, token| {
            (0..60)
                .filter(|_| limits.count("/api/v1/users", Some(token), now).allowed)
                .count()
        };
        // A refused request of a token has counted in the org's window already.
        assert_eq!(allowed(&mut limits, "one"), 50);
        assert_eq!(allowed(&mut limits, "two"), 40);
        assert_eq!(allowed(&mut limits, "three"), 0);
    }
}
