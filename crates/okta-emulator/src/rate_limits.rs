//! Rate limits: windows of one minute a bucket, for the org and for each token's share of it.
//!
//! A window starts with the first request after the last window ended, so windows are not aligned to the
//! clock and the reset is at most 60 seconds ahead (<https://developer.okta.com/docs/reference/rate-limits/>;
//! recorded traffic). The headers show what the token may use, half of the bucket unless the org changed it.

use std::collections::HashMap;

use jiff::Timestamp;

/// How generous the org is: the columns of the last table of limits that Okta published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

pub(crate) struct RateLimits {
    preset: Preset,
    token_share_percent: u8,
    /// By bucket and token; the org's own windows have no token.
    windows: HashMap<(&'static str, Option<String>), Window>,
    /// The percentage of a principal that has one of its own, by the token's or the client's id.
    shares: HashMap<String, u8>,
}

struct Window {
    /// Seconds since the epoch.
    ends: i64,
    used: u32,
}

impl RateLimits {
    pub(crate) fn new(preset: Preset, token_share_percent: u8) -> Self {
        Self {
            preset,
            token_share_percent: token_share_percent.clamp(1, 100),
            windows: HashMap::new(),
            shares: HashMap::new(),
        }
    }

    /// Gives a principal a share of its own instead of the org's default.
    pub(crate) fn set_share(&mut self, principal: &str, percent: u8) {
        self.shares.insert(principal.to_owned(), percent.clamp(1, 100));
    }

    /// Counts a request; without a known token it counts in the org's window alone.
    pub(crate) fn count(&mut self, bucket: &'static str, token: Option<&str>, now: Timestamp) -> Count {
        let limit = self.preset.requests_a_minute(bucket);
        let org = self.use_one(bucket, None, limit, now);
        let Some(token) = token.filter(|_| org.allowed) else {
            return org;
        };
        let percent = self
            .shares
            .get(token)
            .copied()
            .unwrap_or(self.token_share_percent);
        let share = (limit * u32::from(percent)).div_ceil(100);
        self.use_one(bucket, Some(token.to_owned()), share, now)
    }

    fn use_one(&mut self, bucket: &'static str, token: Option<String>, limit: u32, now: Timestamp) -> Count {
        let length = i64::try_from(okta_facts::WINDOW_SECONDS).unwrap_or(60);
        let now = now.as_second();
        let window = self.windows.entry((bucket, token)).or_insert(Window {
            ends: now + length,
            used: 0,
        });
        if window.ends <= now {
            *window = Window {
                ends: now + length,
                used: 0,
            };
        }
        let allowed = window.used < limit;
        window.used += u32::from(allowed);
        Count {
            limit,
            remaining: limit - window.used,
            reset: window.ends,
            allowed,
        }
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
