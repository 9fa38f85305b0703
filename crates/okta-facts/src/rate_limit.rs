//! Rate limits: which bucket a request is counted in, and what a bucket allows.
//!
//! Okta's pages: <https://developer.okta.com/docs/reference/rate-limits/> and
//! <https://developer.okta.com/docs/reference/rl2-concurrency/>.

use crate::tables::{BUCKET_LIMITS, BUCKET_PREFIXES, BUCKETS};

/// The length of a rate-limit window. A bucket's count starts anew when it ends; windows do not start at full
/// minutes (source: DOCS; recorded resets are 0 to 60 seconds ahead).
pub const WINDOW_SECONDS: u64 = 60;

/// The part of a bucket's limit that one API token or OAuth 2.0 client may use unless its share was changed, in
/// percent. The rate-limit headers then speak of the share, not of the bucket (source: DOCS and SPEC; recorded).
pub const DEFAULT_TOKEN_SHARE_PERCENT: u8 = 50;

/// How many requests of an org may be under way at the same time (source: DOCS).
pub const CONCURRENCY: u32 = 75;

/// How many requests of an org on the Integrator Free plan may be under way at the same time (source: DOCS).
pub const CONCURRENCY_INTEGRATOR_FREE: u32 = 35;

/// The segment of [`BucketPath::segments`] and [`BucketPrefix::segments`] that stands for any segment.
pub const ANY_SEGMENT: &str = "ID";

/// A path whose rate-limit bucket is known (source: APIMUTEX, of 2022).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketPath {
    /// The path's segments; [`ANY_SEGMENT`] stands for any.
    pub segments: &'static [&'static str],
    /// The HTTP method, such as `"GET"`; a few rows are for `"OPTIONS"`.
    pub method: &'static str,
    /// The bucket's name.
    pub bucket: &'static str,
}

/// A bucket that counts what lies below its path, whatever the method (derived from APIMUTEX: the table puts
/// longer paths into it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketPrefix {
    /// The path's segments; [`ANY_SEGMENT`] stands for any.
    pub segments: &'static [&'static str],
    /// The bucket's name.
    pub bucket: &'static str,
}

/// How many requests a bucket allows in [`WINDOW_SECONDS`], by edition, as Okta last published it. Today an
/// org's own figures are on its rate-limit dashboard and in the headers of its responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BucketLimit {
    /// The bucket's name, as [`bucket`] gives it.
    pub bucket: &'static str,
    /// The name under which the limit was published.
    pub published_as: &'static str,
    /// On the Integrator Free plan (once: Developer).
    pub integrator_free: u32,
    /// With the One App edition.
    pub one_app: u32,
    /// With the Enterprise edition.
    pub enterprise: u32,
    /// With Workforce Identity.
    pub workforce: u32,
    /// The source's label; see the crate's front page.
    pub source: &'static str,
}

/// The rate-limit bucket that counts a request, from its method and its concrete path (a query is ignored).
///
/// A path of the table comes before a prefix of it, and a fixed segment before one that may be anything: that is
/// the order that Okta documents. `None` means that no bucket is known.
///
/// ```
/// use okta_facts::bucket;
///
/// assert_eq!(bucket("GET", "/api/v1/users/me"), Some("/api/v1/users/me"));
/// assert_eq!(bucket("GET", "/api/v1/users/00u1"), Some("/api/v1/users/{id:.+}"));
/// assert_eq!(bucket("POST", "/api/v1/users/00u1/lifecycle/suspend"), Some("/api/v1/users"));
/// assert_eq!(bucket("GET", "/nowhere"), None);
/// ```
pub fn bucket(method: &str, path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    exact(BUCKETS, &segments, 0, method).or_else(|| {
        let prefix = BUCKET_PREFIXES
            .iter()
            .find(|prefix| begins_with(&segments, prefix.segments));
        prefix.map(|prefix| prefix.bucket)
    })
}

/// What a bucket allows. Buckets under `/api/v1` without a published limit of their own share that of "other
/// `/api/v1/*`", whose row is that of the bucket `/api/v1`; for other buckets nothing is known.
///
/// ```
/// use okta_facts::bucket_limit;
///
/// assert_eq!(bucket_limit("/api/v1/users").unwrap().enterprise, 600);
/// assert_eq!(bucket_limit("/api/v1/iam").unwrap().bucket, "/api/v1");
/// assert!(bucket_limit("/oauth2/v1/token").is_none());
/// ```
pub fn bucket_limit(bucket: &str) -> Option<&'static BucketLimit> {
    let row = |name: &str| BUCKET_LIMITS.iter().find(|limit| limit.bucket == name);
    row(bucket).or_else(|| {
        if bucket.starts_with("/api/v1/") {
            row("/api/v1")
        } else {
            None
        }
    })
}

/// Descends into the rows, which are sorted by segments and agree in the first `depth` of them, first along the
/// fixed segment and then along the one that stands for any.
fn exact(rows: &'static [BucketPath], segments: &[&str], depth: usize, method: &str) -> Option<&'static str> {
    let Some(segment) = segments.get(depth) else {
        // Rows that end here sort before those that go on.
        let ending = rows.iter().take_while(|row| row.segments.len() == depth);
        return ending
            .into_iter()
            .find(|row| row.method == method)
            .map(|row| row.bucket);
    };
    let along = |wanted: &str| {
        let start = rows.partition_point(|row| row.segments.get(depth).is_none_or(|found| *found < wanted));
        let end = rows.partition_point(|row| row.segments.get(depth).is_none_or(|found| *found <= wanted));
        if start == end {
            None
        } else {
            exact(&rows[start..end], segments, depth + 1, method)
        }
    };
    along(segment).or_else(|| along(ANY_SEGMENT))
}

fn begins_with(segments: &[&str], prefix: &[&str]) -> bool {
    segments.len() >= prefix.len()
        && prefix
            .iter()
            .zip(segments)
            .all(|(wanted, found)| wanted == found || *wanted == ANY_SEGMENT)
}
