//! A small folder of facts, about nothing that exists, and a root to write tables into.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The fact files and the root; both go when it is dropped.
pub(crate) struct Facts {
    root: TempDir,
}

impl Facts {
    pub(crate) fn new() -> Self {
        let facts = Self {
            root: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(facts.folder()).unwrap();
        std::fs::write(facts.root().join(".rustfmt.toml"), "max_width = 110\n").unwrap();
        for (name, text) in FILES {
            std::fs::write(facts.folder().join(name), text).unwrap();
        }
        facts
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.root().join("facts")
    }

    pub(crate) fn table(&self, name: &str) -> PathBuf {
        self.root().join("crates/okta-facts/src/tables").join(name)
    }

    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let path = self.folder().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from));
        std::fs::write(path, text.replace(from, to)).unwrap();
    }
}

const FILES: &[(&str, &str)] = &[
    (
        "operations.json",
        r#"{"spec_version": "1", "operations": [{"operationId": "listThings", "method": "GET", "path": "/things/{id}",
            "tag": "Thing", "summary": "prose", "description": "prose", "deprecated": false,
            "lifecycle": {"lifecycle": "GA"}, "auth_schemes": ["apiToken"], "oauth_scopes": [],
            "path_params": ["id"], "query_params": [{"name": "after", "required": true}], "header_params": [],
            "responses": {"200": {}, "404": {}}, "request": null, "rate_limit_bucket_2022": null}]}"#,
    ),
    (
        "pagination.json",
        r#"{"paginated_operations": [{"operationId": "listThings", "style": "Link header", "default": 20,
            "observed": "observed default 10 (as seen)"}]}"#,
    ),
    (
        "rate_limit_buckets.tsv",
        "# path\tmethod\tbucket\n/things\tGET\t/things\n/things/ID\tGET\t/things\n",
    ),
    (
        "rate_limits.json",
        r#"{"buckets": {"last_published_limits_per_minute": [{"bucket": "/api/v1/logs", "integrator_free": 1,
            "one_app": 2, "enterprise": 3, "workforce": 4, "source": "LABEL"}]}}"#,
    ),
    (
        "error_codes_full.json",
        r#"{"release": "1", "errors": [{"errorCode": "E1", "statusCode": 404, "errorSummary": "Not \"here\"",
            "title": "Not here", "includesExceptionMessage": false, "errorDescription": "prose"}]}"#,
    ),
    (
        "errors.json",
        r#"{"key_codes": [{"code": "E1", "observed_status_counts": {"404": 3}}]}"#,
    ),
    (
        "event_types.tsv",
        "# name\teligible\ttargets\nthing.create\tyes\tThingDetails\n",
    ),
    (
        "permissions.json",
        r#"{"permissions": [{"permission": "things.manage", "help_label": null, "applicable_resources": ["things"],
            "included": ["things.read"], "included_status": "derived; read UNVERIFIED", "description": "prose",
            "related_also_needed": [], "supports_conditions": false, "usable_in_custom_roles": true,
            "grants_only_minimal_profile_view": false, "operation_ids_derived": ["listThings"],
            "source": ["LABEL"]}]}"#,
    ),
    (
        "standard_roles.json",
        r#"{"role_types": [{"type": "KEEPER", "label": "Keeper", "targets": [], "in_spec_enum": true}],
            "matrix": {"view_things": {"KEEPER": {"allow": null, "status": "unverified"}, "_notes": "prose"}}}"#,
    ),
];
