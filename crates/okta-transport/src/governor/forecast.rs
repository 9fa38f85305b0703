//! [`Forecast`]: what a job costs before it is begun.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use okta_models::Metadata;

use super::bucket::WINDOW;
use super::{Governor, bucket_of};

/// The calls of a job and how long they take, by bucket; see [`Client::forecast`](crate::Client::forecast).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    buckets: Vec<BucketForecast>,
}

impl Forecast {
    /// The buckets, by name.
    pub fn buckets(&self) -> &[BucketForecast] {
        &self.buckets
    }

    /// All calls.
    pub fn calls(&self) -> u64 {
        self.buckets
            .iter()
            .fold(0, |calls, bucket| calls.saturating_add(bucket.calls))
    }

    /// How long the rate limits make the job take at least, when its buckets are used side by side: as long as the
    /// slowest.
    pub fn duration(&self) -> Duration {
        self.buckets
            .iter()
            .map(|bucket| bucket.duration)
            .max()
            .unwrap_or_default()
    }
}

impl fmt::Display for Forecast {
    /// A line a bucket: `/api/v1/users: 1000 calls, 2.1 minutes`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for bucket in &self.buckets {
            let guess = if bucket.is_learnt {
                ""
            } else {
                " (limit not seen yet)"
            };
            writeln!(
                formatter,
                "{}: {} calls, {:.1} minutes{guess}",
                bucket.name,
                bucket.calls,
                bucket.minutes()
            )?;
        }
        Ok(())
    }
}

/// What a job takes of one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketForecast {
    name: &'static str,
    calls: u64,
    a_minute: u32,
    is_learnt: bool,
    duration: Duration,
}

impl BucketForecast {
    /// The bucket's name in [`okta_facts::bucket`]; `other` for calls that no known bucket counts.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How many calls the job makes in this bucket.
    pub fn calls(&self) -> u64 {
        self.calls
    }

    /// How many calls a minute the client's share allows; processes that share a budget have them together.
    pub fn a_minute(&self) -> u32 {
        self.a_minute
    }

    /// Whether that follows from Okta's own headers rather than from its last published limits.
    pub fn is_learnt(&self) -> bool {
        self.is_learnt
    }

    /// How long the bucket makes the job take at least.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// [`duration`](BucketForecast::duration) in minutes.
    pub fn minutes(&self) -> f64 {
        self.duration.as_secs_f64() / 60.0
    }
}

impl Governor {
    pub(crate) fn forecast(&self, calls: &[(Metadata, u64)]) -> Forecast {
        let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
        for (operation, count) in calls {
            // A parameter in braces counts as any segment does.
            let bucket = bucket_of(operation.method(), operation.path_template());
            let calls = counts.entry(bucket).or_default();
            *calls = calls.saturating_add(*count);
        }
        let now = self.clock.elapsed();
        let mut schedule = self.lock();
        let buckets = counts.into_iter().map(|(name, calls)| {
            let (is_learnt, a_minute) = schedule.allowance(name, now);
            let whole = calls / u64::from(a_minute.max(1));
            let rest = calls % u64::from(a_minute.max(1));
            let windows = WINDOW.saturating_mul(u32::try_from(whole).unwrap_or(u32::MAX));
            let part = WINDOW * u32::try_from(rest).unwrap_or(u32::MAX) / a_minute.max(1);
            BucketForecast {
                name,
                calls,
                a_minute,
                is_learnt,
                duration: windows.saturating_add(part),
            }
        });
        Forecast {
            buckets: buckets.collect(),
        }
    }
}
