//! `BUCKET_LIMITS`: how many requests a minute a bucket allows, as last published.

use std::path::Path;

use crate::input::{self, Error, list, number, string, unexpected};
use crate::literal::{Row, table, text};
use crate::output::File;

/// The published names beside the names that the table of buckets uses.
const NAMES: &[(&str, &[&str])] = &[
    (
        "apps: GET/POST /api/v1/apps and /api/v1/apps/* (except below)",
        &["/api/v1/apps"],
    ),
    ("GET/PUT/DELETE /api/v1/apps/{id}", &["/api/v1/apps/{id}"]),
    ("/api/v1/groups and /groups/* (except below)", &["/api/v1/groups"]),
    ("/api/v1/groups/{id}", &["/api/v1/groups/{id}"]),
    (
        "GET/POST /api/v1/users (and /users/{id}/* per APIMUTEX)",
        &["/api/v1/users"],
    ),
    ("POST/PUT/DELETE /api/v1/users/{id}", &["/api/v1/users/{id}"]),
    ("GET /api/v1/users/{idOrLogin}", &["/api/v1/users/{id:.+}"]),
    ("/api/v1/logs", &["/api/v1/logs"]),
    ("/api/v1/events", &["/api/v1/events"]),
    ("/oauth2/v1/clients", &["/oauth2/v1/clients"]),
    (
        "/api/v1/certificateAuthorities, /api/v1/devices",
        &["/api/v1/certificateAuthorities", "/api/v1/devices"],
    ),
    ("other /api/v1/*", &["/api/v1"]),
    ("email bounces", &["/api/v1/org/email/bounces/remove-list"]),
];

/// Reads rate_limits.json.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let limits = input::json(folder, "rate_limits.json")?;
    let mut rows = Vec::new();
    for limit in list(&limits["buckets"], "last_published_limits_per_minute")? {
        let published = string(limit, "bucket")?;
        let Some((_, names)) = NAMES.iter().find(|(name, _)| *name == published) else {
            return Err(unexpected(
                published,
                "a published bucket that NAMES maps to a bucket's name",
            ));
        };
        for name in *names {
            rows.push(
                Row::new("BucketLimit")
                    .field("bucket", text(name))
                    .field("published_as", text(published))
                    .field("integrator_free", number(limit, "integrator_free")?)
                    .field("one_app", number(limit, "one_app")?)
                    .field("enterprise", number(limit, "enterprise")?)
                    .field("workforce", number(limit, "workforce")?)
                    .field("source", text(string(limit, "source")?)),
            );
        }
    }
    let body = table(
        "The limits that Okta last published, in requests a minute, by edition.\n\n\
         Find a bucket's with [`bucket_limit`](crate::bucket_limit).",
        "BUCKET_LIMITS",
        "BucketLimit",
        rows,
    );
    Ok(File::new(
        "bucket_limits.rs",
        "rate_limits.json",
        "use crate::rate_limit::BucketLimit;",
        &body,
    ))
}
