//! The same description gives the same org, and it is filled as the builder says.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::org::{Org, empty};

async fn everything(seed: u64) -> Vec<Value> {
    let org = Org::new(empty().users(50).groups(9).apps(10).seed(seed));
    let mut found = Vec::new();
    for path in [
        "/api/v1/users?search=id+pr",
        "/api/v1/groups?expand=stats",
        "/api/v1/apps",
    ] {
        found.push(org.get(path).await.expect(200).body);
    }
    for app in org.get("/api/v1/apps").await.ids() {
        found.push(
            org.get(&format!("/api/v1/apps/{app}/users"))
                .await
                .expect(200)
                .body,
        );
    }
    found
}

#[tokio::test]
async fn a_seed_gives_the_same_org_each_time_and_another_seed_another() {
    assert_eq!(everything(7).await, everything(7).await);
    assert_ne!(everything(7).await, everything(8).await);
}

#[tokio::test]
async fn twenty_users_show_every_status() {
    let org = Org::new(empty().users(20));
    let users = org.get("/api/v1/users?search=id+pr").await.expect(200);
    let statuses: BTreeSet<&str> = users
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses.len(), 8);
}

#[tokio::test]
async fn ten_apps_show_every_sign_on_mode() {
    let org = Org::new(empty().apps(10));
    let apps = org.get("/api/v1/apps").await.expect(200);
    let modes: BTreeSet<String> = apps
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|app| app["signOnMode"].to_string())
        .collect();
    assert_eq!(modes.len(), 10);
}

#[tokio::test]
async fn ten_thousand_users_have_ids_logins_and_places_of_their_own() {
    let org = Org::new(empty().users(10_000).groups(20).apps(10));
    let (mut ids, mut next) = (BTreeSet::new(), Some("/api/v1/users?search=id+pr".to_owned()));
    while let Some(path) = next {
        let page = org.get(&path).await.expect(200);
        ids.extend(page.ids());
        next = page.link("next");
    }
    assert_eq!(ids.len(), 10_001);
    assert!(ids.iter().all(|id| id.len() == 20 && id.starts_with("00u")));
}

#[tokio::test]
async fn who_is_in_a_group_that_has_an_app_has_the_app() {
    let org = Org::new(empty().users(60).groups(6).apps(6));
    let mut through_groups = 0;
    for app in org.get("/api/v1/apps").await.ids() {
        let users: BTreeSet<String> = org
            .get(&format!("/api/v1/apps/{app}/users?limit=500"))
            .await
            .ids()
            .into_iter()
            .collect();
        for group in org.get(&format!("/api/v1/apps/{app}/groups")).await.ids() {
            for user in org
                .get(&format!("/api/v1/groups/{group}/users"))
                .await
                .body
                .as_array()
                .unwrap()
            {
                let alive = user["status"] != "DEPROVISIONED";
                assert_eq!(users.contains(user["id"].as_str().unwrap()), alive);
                through_groups += usize::from(alive);
            }
        }
    }
    assert!(through_groups > 0);
}
