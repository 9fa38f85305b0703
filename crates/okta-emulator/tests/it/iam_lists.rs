//! Lists of identity and access management are paged in the body, and no item is lost or met twice.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::org::{Org, empty};

/// Follows `_links.next` to the end: the ids, and the number of pages.
async fn walk(org: &Org, path: &str, name: &str) -> (Vec<String>, usize) {
    let mut next = Some(path.to_owned());
    let (mut ids, mut pages) = (Vec::new(), 0);
    while let Some(address) = next {
        let page = org.get(&address).await.expect(200);
        assert_eq!(
            page.link("next"),
            None,
            "the next page is named in the body alone"
        );
        let items = page.body[name].as_array().unwrap();
        ids.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        next = page.body["_links"]["next"]["href"].as_str().map(str::to_owned);
        pages += 1;
    }
    (ids, pages)
}

#[tokio::test]
async fn every_list_has_pages_of_a_hundred() {
    let org = Org::new(empty());
    let users = json!([format!("{}/api/v1/users", org.emulator.base_url())]);
    let mut groups = Vec::new();
    for number in 0..105 {
        groups.push(org.group(&format!("Group {number}")).await);
    }
    let addresses: Vec<String> = groups
        .iter()
        .map(|id| format!("{}/api/v1/groups/{id}", org.emulator.base_url()))
        .collect();
    for number in 0..105 {
        let set =
            json!({ "label": format!("Set {number}"), "description": "of a test", "resources": addresses });
        org.post("/api/v1/iam/resource-sets", set).await.expect(200);
        if number < 100 {
            let role = json!({
                "label": format!("Role {number}"), "description": "of a test", "permissions": ["okta.users.read"],
            });
            org.post("/api/v1/iam/roles", role).await.expect(200);
        }
    }
    let more = json!({ "label": "One more", "description": "of a test", "permissions": ["okta.users.read"] });
    org.post("/api/v1/iam/roles", more).await.expect(400);
    let set = json!({ "label": "Users", "description": "of a test", "resources": users });
    org.post("/api/v1/iam/resource-sets", set).await.expect(200);
    let bindings = "/api/v1/iam/resource-sets/Users/bindings";
    for number in 0..100 {
        let members: &[String] = if number == 0 { &addresses } else { &[] };
        let binding = json!({ "role": format!("Role {number}"), "members": members });
        org.post(bindings, binding).await.expect(200);
    }
    for (path, name, count, pages) in [
        ("/api/v1/iam/roles", "roles", 100, 1),
        ("/api/v1/iam/resource-sets", "resource-sets", 106, 2),
        ("/api/v1/iam/resource-sets/Set 1/resources", "resources", 105, 2),
        (bindings, "roles", 100, 1),
        (&format!("{bindings}/Role 0/members"), "members", 105, 2),
    ] {
        let address = path.replace(' ', "%20");
        // The lists of the org itself, not those of a set.
        if path.matches('/').count() == 4 {
            let own = format!("{}{path}", org.emulator.base_url());
            let list = org.get(&address).await.expect(200).body;
            assert_eq!(list["_links"]["self"]["href"], json!(own));
        }
        let (mut ids, walked) = walk(&org, &address, name).await;
        assert_eq!((ids.len(), walked), (count, pages), "{path}");
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_walk_over_the_assignees_meets_everyone_once(holders in 0..12_usize, limit in 1..7_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let org = Org::new(empty());
            let me = org.get("/api/v1/users/me").await.id();
            let mut expected = vec![me];
            for number in 0..holders {
                let user = org.active_user(&format!("u{number}@people.example")).await;
                // Every third holds nothing.
                if number % 3 != 2 {
                    let roles = format!("/api/v1/users/{user}/roles");
                    org.post(&roles, json!({ "type": "HELP_DESK_ADMIN" })).await.expect(201);
                    expected.push(user);
                }
            }
            let path = format!("/api/v1/iam/assignees/users?limit={limit}");
            let (ids, pages) = walk(&org, &path, "value").await;
            assert_eq!(pages, expected.len().div_ceil(limit));
            assert_eq!(ids, expected);
        });
    }
}

#[tokio::test]
async fn members_of_a_group_with_a_role_are_assignees() {
    let org = Org::new(empty());
    let user = org.active_user("pat@people.example").await;
    let group = org.group("Admins").await;
    org.post(
        &format!("/api/v1/groups/{group}/roles"),
        json!({ "type": "APP_ADMIN" }),
    )
    .await
    .expect(201);
    let assignees = || org.get("/api/v1/iam/assignees/users");
    assert!(!assignees().await.body.to_string().contains(&user));
    org.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), None)
        .await
        .expect(204);
    let listed = assignees().await.expect(200);
    let found: Vec<&Value> = listed.body["value"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["id"] == json!(user))
        .collect();
    assert_eq!(found.len(), 1);
    assert!(listed.body.get("_links").is_none());
    let with_stats = org.get(&format!("/api/v1/groups/{group}?expand=stats")).await;
    assert_eq!(
        with_stats.body["_embedded"]["stats"]["hasAdminPrivilege"],
        json!(true)
    );
}
