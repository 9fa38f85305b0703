//! `BUCKETS` and `BUCKET_PREFIXES`: which rate-limit bucket a request is counted in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::input::{self, Error};
use crate::literal::{Row, table, text, texts};
use crate::output::File;

/// Reads rate_limit_buckets.tsv.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let rows = input::rows(folder, "rate_limit_buckets.tsv", 3)?;
    // Sorted by segments, not by the text of the path: the search descends segment by segment.
    let mut exact = BTreeMap::new();
    let mut prefixes = BTreeSet::new();
    for row in &rows {
        let (path, method, bucket) = (segments(&row[0]), &row[1], &row[2]);
        // A bucket is known to cover what lies below it when the table puts a longer path into it. The root
        // bucket is left out: five paths are known to be in it, and "everything else" is not known.
        let name: Vec<&str> = segments(bucket).into_iter().map(placeholder).collect();
        if !name.is_empty() && path.len() > name.len() {
            // The longest first and, among these, fixed segments before those that stand for any.
            let any = name.iter().filter(|segment| **segment == "ID").count();
            prefixes.insert((Reverse(name.len()), any, name, bucket.as_str()));
        }
        exact.insert((path, method.as_str()), bucket.as_str());
    }
    let exact = exact.into_iter().map(|((path, method), bucket)| {
        Row::new("BucketPath")
            .field("segments", texts(&path))
            .field("method", text(method))
            .field("bucket", text(bucket))
    });
    let prefixes = prefixes.into_iter().map(|(_, _, path, bucket)| {
        Row::new("BucketPrefix")
            .field("segments", texts(&path))
            .field("bucket", text(bucket))
    });
    let body = format!(
        "{}\n{}",
        table(
            "The paths whose rate-limit bucket is known, sorted by segments; the segment `ID` stands for any.\n\n\
             Find a request's bucket with [`bucket`](crate::bucket).",
            "BUCKETS",
            "BucketPath",
            exact
        ),
        table(
            "The buckets that are known to count what lies below their path, the longest first.",
            "BUCKET_PREFIXES",
            "BucketPrefix",
            prefixes
        )
    );
    let imports = "use crate::rate_limit::{BucketPath, BucketPrefix};";
    Ok(File::new("buckets.rs", "rate_limit_buckets.tsv", imports, &body))
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty()).collect()
}

fn placeholder(segment: &str) -> &str {
    if segment.starts_with('{') { "ID" } else { segment }
}
