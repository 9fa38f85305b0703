//! [`Forecast`]: what a preflight will send at most, before it does.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// What a preflight will send at most: reads alone, by operation and by rate-limit bucket.
///
/// A call that the client's [`RetryPolicy`](okta_transport::RetryPolicy) repeats is one call here, and getting an access token
/// is none: the client does so whether there is a preflight or not.
///
/// ```
/// use okta_permissions::{MOVEWORKS, Preflight};
///
/// let forecast = Preflight::new(&MOVEWORKS).at_most(20).forecast();
/// assert_eq!(forecast.calls(), 20);
/// assert!(forecast.lines().iter().all(|line| line.at_most() <= 20));
/// assert_eq!(forecast.lines()[0].operation_id(), "getUser");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forecast {
    calls: u32,
    lines: Vec<ForecastLine>,
}

/// One operation of a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForecastLine {
    operation: &'static str,
    bucket: Option<&'static str>,
    at_most: u32,
}

impl Forecast {
    /// The calls that the preflight makes in any case come first, in order; the others share what they leave of `bound`.
    pub(super) fn new(
        bound: u32,
        always: &[&'static str],
        at_most_once: &[&'static str],
        any_number: &[&'static str],
    ) -> Self {
        let always_sent = u32::try_from(always.len()).unwrap_or(bound);
        let left = bound.saturating_sub(always_sent);
        let line = |operation: &'static str, at_most: u32| ForecastLine {
            operation,
            bucket: bucket(operation),
            at_most,
        };
        let mut lines: Vec<ForecastLine> = always.iter().map(|id| line(id, 1)).collect();
        for owner in lines.iter_mut().filter(|line| line.operation == "getUser") {
            owner.bucket = okta_facts::bucket("GET", "/api/v1/users/me");
        }
        lines.extend(at_most_once.iter().map(|id| line(id, left.min(1))));
        lines.extend(any_number.iter().map(|id| line(id, left)));
        lines.retain(|line| line.at_most > 0);
        lines.truncate(if bound < always_sent {
            bound as usize
        } else {
            lines.len()
        });
        let most = lines
            .iter()
            .fold(0, |sum: u32, line| sum.saturating_add(line.at_most));
        Self {
            calls: bound.min(most),
            lines,
        }
    }

    /// How many calls there will be at most, all operations together.
    pub fn calls(&self) -> u32 {
        self.calls
    }

    /// The operations that may be sent, each with its own bound. They share [`calls`](Self::calls). `getUser` can be there
    /// twice: of `me`, who is counted in a bucket apart, and of another user.
    pub fn lines(&self) -> &[ForecastLine] {
        &self.lines
    }

    /// How many calls of each bucket there will be at most; a bucket that nobody documents is left out.
    pub fn by_bucket(&self) -> BTreeMap<&'static str, u32> {
        let mut buckets = BTreeMap::new();
        for line in &self.lines {
            if let Some(bucket) = line.bucket {
                let count: &mut u32 = buckets.entry(bucket).or_default();
                *count = count.saturating_add(line.at_most).min(self.calls);
            }
        }
        buckets
    }
}

impl ForecastLine {
    /// The operation, by operationId.
    pub fn operation_id(&self) -> &'static str {
        self.operation
    }

    /// The rate-limit bucket that counts it, as far as is known.
    pub fn bucket(&self) -> Option<&'static str> {
        self.bucket
    }

    /// How many calls of it there will be at most.
    pub fn at_most(&self) -> u32 {
        self.at_most
    }
}

impl fmt::Display for Forecast {
    /// A line for each operation, and the sum.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            let bucket = line.bucket.unwrap_or("-");
            writeln!(formatter, "{:3}  {:60}  {bucket}", line.at_most, line.operation)?;
        }
        writeln!(formatter, "{:3}  in all, at most", self.calls)
    }
}

fn bucket(operation_id: &str) -> Option<&'static str> {
    let operation = okta_facts::operation(operation_id)?;
    okta_facts::bucket(operation.method.as_str(), operation.path)
}
