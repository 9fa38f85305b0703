//! `BUCKETS`, `BUCKET_LIMITS` and the constants of rate limits.

use std::collections::BTreeSet;

use okta_facts::{ANY_SEGMENT, BUCKET_LIMITS, BUCKETS};

use crate::facts::{by, folder, json, lines};

#[test]
fn buckets_agree() {
    let Some(folder) = folder("buckets_agree") else {
        return;
    };
    let rows = BUCKETS.iter().map(|row| {
        (
            format!("/{}", row.segments.join("/")),
            row.method.to_owned(),
            row.bucket.to_owned(),
        )
    });
    let rows: BTreeSet<_> = rows.collect();
    let facts: BTreeSet<_> = lines(&folder, "rate_limit_buckets.tsv")
        .into_iter()
        .map(|row| <[String; 3]>::try_from(row).unwrap().into())
        .collect();
    assert_eq!(rows, facts);
    assert_eq!(BUCKETS.len(), facts.len());
    assert_eq!(ANY_SEGMENT, "ID");
    println!("bucket paths {}", BUCKETS.len());
}

#[test]
fn bucket_limits_agree() {
    let Some(folder) = folder("bucket_limits_agree") else {
        return;
    };
    let file = json(&folder, "rate_limits.json");
    let facts = by(&file["buckets"]["last_published_limits_per_minute"], "bucket");
    let published: BTreeSet<&str> = BUCKET_LIMITS.iter().map(|row| row.published_as).collect();
    assert_eq!(published, facts.keys().copied().collect());
    for row in BUCKET_LIMITS {
        let fact = facts[row.published_as];
        for (figure, key) in [
            (row.integrator_free, "integrator_free"),
            (row.one_app, "one_app"),
            (row.enterprise, "enterprise"),
            (row.workforce, "workforce"),
        ] {
            assert_eq!(fact[key], figure, "{} {key}", row.bucket);
        }
        assert_eq!(row.source, fact["source"]);
        assert!(
            row.bucket == "/api/v1" || BUCKETS.iter().any(|path| path.bucket == row.bucket),
            "{}",
            row.bucket
        );
    }
    assert_eq!(okta_facts::WINDOW_SECONDS, file["window_seconds"]);
    assert_eq!(
        okta_facts::CONCURRENCY,
        file["concurrency"]["default_simultaneous"]
    );
    assert_eq!(
        okta_facts::CONCURRENCY_INTEGRATOR_FREE,
        file["concurrency"]["integrator_free_plan"]
    );
    let share = format!(
        "at most {} % of each bucket",
        okta_facts::DEFAULT_TOKEN_SHARE_PERCENT
    );
    assert!(file["token_share"]["fact"].as_str().unwrap().contains(&share));
    println!(
        "bucket limits {} from {} published rows",
        BUCKET_LIMITS.len(),
        facts.len()
    );
}
