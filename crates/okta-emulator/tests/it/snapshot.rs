//! An org that was saved and restored answers as the first one goes on to.

use std::path::PathBuf;
use std::time::Duration;

use okta_emulator::Preset;
use serde_json::json;

use crate::org::{Org, Reply, empty};

/// A file that is removed at the end, also of a test that fails.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("okta-emulator-{}-{name}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// An org with something of everything: a bucket in use, an index that is behind, a log.
async fn lived_in() -> Org {
    let org = Org::new(
        empty()
            .users(40)
            .groups(9)
            .apps(10)
            .limits(Preset::Workforce)
            .search_lag(Duration::from_secs(5)),
    );
    org.emulator.advance(Duration::from_secs(3_600));
    let id = org.active_user("kept@people.example").await;
    let group = org.group("Kept").await;
    org.put(&format!("/api/v1/groups/{group}/users/{id}"), json!({}))
        .await
        .expect(204);
    org.post(
        &format!("/api/v1/users/{id}/roles"),
        json!({ "type": "READ_ONLY_ADMIN" }),
    )
    .await
    .expect(201);
    org.act(&format!("/api/v1/users/{id}/lifecycle/suspend"))
        .await
        .expect(200);
    org
}

/// What the org says to every read of its objects, and to some changes.
async fn answers(org: &Org) -> Vec<(u16, String, String)> {
    let mut paths: Vec<String> = [
        "/api/v1/logs?limit=1000",
        "/api/v1/org",
        "/api/v1/users/me",
        "/api/v1/nothing",
    ]
    .map(str::to_owned)
    .into();
    for (list, parts) in [
        (
            "/api/v1/users?filter=lastUpdated+gt+%222000-01-01T00:00:00.000Z%22",
            &["", "/groups", "/roles", "/factors", "/appLinks"][..],
        ),
        ("/api/v1/groups?expand=stats", &["", "/users", "/apps"]),
        ("/api/v1/apps", &["", "/users", "/groups"]),
    ] {
        let collection = list.split('?').next().unwrap_or(list);
        paths.push(list.to_owned());
        for id in org.get(list).await.expect(200).ids() {
            paths.extend(parts.iter().map(|part| format!("{collection}/{id}{part}")));
        }
    }
    paths.push("/api/v1/users?search=id+pr".to_owned());
    let mut answers = Vec::new();
    let mut keep = |reply: Reply| {
        answers.push((
            reply.status,
            format!("{:?}", reply.headers),
            reply.body.to_string(),
        ));
    };
    for path in &paths {
        keep(org.get(path).await);
    }
    keep(
        org.post("/api/v1/groups", json!({ "profile": { "name": "New" } }))
            .await,
    );
    keep(
        org.act("/api/v1/users/kept@people.example/lifecycle/unsuspend")
            .await,
    );
    org.emulator.advance(Duration::from_secs(5));
    keep(org.get("/api/v1/users?search=id+pr").await);
    answers
}

#[tokio::test]
async fn every_answer_is_the_same_afterwards() {
    let file = Scratch::new("same");
    let org = lived_in().await;
    org.emulator.save(&file.0).unwrap();
    let restored = Org {
        emulator: empty().restore(&file.0).unwrap(),
        token: org.token.clone(),
    };
    let (before, after) = (answers(&org).await, answers(&restored).await);
    assert!(before.len() > 150 && before.iter().filter(|answer| answer.0 == 200).count() > 100);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    // Also to the byte: what is saved again is what was saved.
    let again = Scratch::new("again");
    empty().restore(&file.0).unwrap().save(&again.0).unwrap();
    let json = |file: &Scratch| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(&file.0).unwrap()).unwrap()
    };
    let sorted = |file: &Scratch| {
        let mut json = json(file);
        let windows = json["org"]["rate_limits"]["windows"].as_array_mut().unwrap();
        windows.sort_by_key(ToString::to_string);
        json
    };
    assert_eq!(sorted(&file), sorted(&again));
}

#[test]
fn a_file_that_is_no_snapshot_is_refused_and_not_shown() {
    for (name, text) in [
        ("text", "no snapshot"),
        ("other", "{\"format\": 99, \"org\": \"s3cret\"}"),
        (
            "half",
            "{\"format\": 2, \"now\": \"2026-01-15T12:00:00Z\", \"org\": \"s3cret\"}",
        ),
    ] {
        let file = Scratch::new(name);
        std::fs::write(&file.0, text).unwrap();
        let error = empty().restore(&file.0).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
    let missing = empty().restore(std::env::temp_dir().join("no-such-okta-emulator-org"));
    assert_eq!(missing.unwrap_err().kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn a_file_of_another_version_is_refused_with_what_differs() {
    let file = Scratch::new("version");
    empty().build().save(&file.0).unwrap();
    let saved: serde_json::Value = serde_json::from_slice(&std::fs::read(&file.0).unwrap()).unwrap();
    let format = saved["format"].as_u64().unwrap();
    let refused = |changed: &serde_json::Value| {
        std::fs::write(&file.0, changed.to_string()).unwrap();
        empty().restore(&file.0).unwrap_err().to_string()
    };
    let mut older = saved.clone();
    older["format"] = (format - 1).into();
    let told = refused(&older);
    let words = format!("its format is {}, and this version reads {format}", format - 1);
    assert!(told.contains(&words), "{told}");
    let mut lacking = saved.clone();
    lacking["org"].as_object_mut().unwrap().remove("oauth");
    let told = refused(&lacking);
    assert!(told.contains("no `oauth`") && told.contains("version"), "{told}");
    std::fs::write(&file.0, saved.to_string()).unwrap();
    empty().restore(&file.0).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_snapshot_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let file = Scratch::new("private");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    // Neither what was there before nor what a broken save left makes it wider.
    let partial = Scratch(PathBuf::from(format!("{}.partial", file.0.display())));
    for path in [&file.0, &partial.0] {
        std::fs::write(path, "old").unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
    }
    Org::new(empty().users(3)).emulator.save(&file.0).unwrap();
    assert_eq!(mode(&file.0), 0o600);
    assert!(!partial.0.exists());
    assert!(std::fs::metadata(&file.0).unwrap().len() > 1_000);
}
