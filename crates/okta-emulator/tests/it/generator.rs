//! The same description gives the same org, and it is filled as the builder says.

use std::collections::BTreeSet;

use okta_emulator::{AttributeValues, GroupSizes, OrgShape, StatusShares};
use serde_json::{Value, json};

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

/// The pages of a list, put together.
async fn listed(org: &Org, path: &str) -> Vec<Value> {
    let (mut all, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = org.get(&path).await.expect(200);
        all.extend(page.body.as_array().unwrap().clone());
        next = page.link("next");
    }
    all
}

/// How many members each group has but `Everyone`, in the order of their creation.
async fn sizes(shape: OrgShape) -> Vec<u64> {
    let org = Org::new(empty().shape(shape).seed(3));
    let groups = listed(&org, "/api/v1/groups?expand=stats").await;
    let groups = groups.iter().filter(|group| group["type"] != "BUILT_IN");
    groups
        .map(|group| group["_embedded"]["stats"]["usersCount"].as_u64().unwrap())
        .collect()
}

fn shape() -> OrgShape {
    OrgShape::default().users(2_000).groups(10).apps(0)
}

#[tokio::test]
async fn every_setting_of_a_shape_gives_the_same_org_each_time() {
    let everything = async |seed| {
        let shape = shape()
            .users(300)
            .apps(4)
            .group_sizes(GroupSizes::Zipf { exponent: 1.0 })
            .group_rules(10)
            .administrators("HELP_DESK_ADMIN", 2)
            .custom_attribute("badge", AttributeValues::Texts);
        let org = Org::new(empty().shape(shape).seed(seed));
        let mut all = listed(&org, "/api/v1/users?search=id+pr").await;
        for path in [
            "/api/v1/groups?expand=stats",
            "/api/v1/groups/rules",
            "/api/v1/apps",
        ] {
            all.extend(listed(&org, path).await);
        }
        all
    };
    assert_eq!(everything(1).await, everything(1).await);
    assert_ne!(everything(1).await, everything(2).await);
}

#[tokio::test]
async fn statuses_have_their_shares() {
    let statuses = StatusShares {
        active: 6.0,
        deprovisioned: 3.0,
        staged: 1.0,
        ..StatusShares::none()
    };
    let org = Org::new(empty().shape(shape().users(1_000).statuses(statuses)));
    let users = listed(&org, "/api/v1/users?search=id+pr").await;
    let count = |status: &str| {
        let generated = users
            .iter()
            .filter(|user| user["profile"]["employeeNumber"].is_string());
        generated.filter(|user| user["status"] == status).count()
    };
    assert_eq!(
        ["ACTIVE", "DEPROVISIONED", "STAGED", "SUSPENDED"].map(count),
        [600, 300, 100, 0]
    );
}

#[tokio::test]
async fn groups_are_as_large_as_their_distribution_says() {
    let memberships = |sizes: &[u64]| sizes.iter().sum::<u64>();
    let falling = sizes(shape()).await;
    assert!(falling[0] > 4 * falling[9] && falling[0] < 2_000, "{falling:?}");
    let even = sizes(shape().group_sizes(GroupSizes::Even).groups_per_user(4.0)).await;
    assert!(even.iter().all(|size| (700..900).contains(size)), "{even:?}");
    // Falls short of the mean only where a user would have to be in a group twice.
    for (sizes, mean) in [(&falling, 1.5), (&even, 4.0)] {
        let each = f64::from(u32::try_from(memberships(sizes)).unwrap()) / 2_000.0;
        assert!((each - mean).abs() < 0.1, "{each} instead of {mean}");
    }
    let zipf = GroupSizes::Zipf { exponent: 1.0 };
    let zipf = sizes(shape().group_sizes(zipf).groups_per_user(0.5)).await;
    assert!(
        zipf.is_sorted_by(|left, right| left > &(right / 2)) && zipf[0] > 5 * zipf[9],
        "{zipf:?}"
    );
    assert_eq!(sizes(shape().group_sizes(GroupSizes::Fixed(70))).await, [70; 10]);
    assert_eq!(
        sizes(shape().users(3).group_sizes(GroupSizes::Fixed(70))).await,
        [3; 10]
    );
}

#[tokio::test]
async fn people_have_as_many_apps_as_was_said_and_the_part_of_the_groups_is_theirs() {
    for (mean, share) in [(3.0, 0.5), (1.0, 0.0), (4.0, 0.8)] {
        let shape = shape()
            .groups(60)
            .apps(12)
            .apps_per_user(mean)
            .apps_through_groups(share);
        let org = Org::new(empty().shape(shape));
        let (mut all, mut through_groups) = (0_u32, 0_u32);
        for app in org.get("/api/v1/apps").await.ids() {
            for user in listed(&org, &format!("/api/v1/apps/{app}/users?limit=500")).await {
                all += 1;
                through_groups += u32::from(user["scope"] == "GROUP");
            }
        }
        // A twentieth of the users is DEPROVISIONED and has no app.
        let each = f64::from(all) / 1_900.0;
        assert!((each - mean).abs() < 0.25, "{each} instead of {mean}");
        let part = f64::from(through_groups) / f64::from(all);
        assert!((part - share).abs() < 0.1, "{part} instead of {share}");
    }
}

#[tokio::test]
async fn a_rules_group_holds_exactly_the_users_whom_the_rule_is_for() {
    let org = Org::new(empty().shape(shape().users(400).group_rules(11)));
    let users = listed(&org, "/api/v1/users?search=id+pr").await;
    let rules = org.get("/api/v1/groups/rules").await.expect(200).body;
    assert_eq!(rules.as_array().unwrap().len(), 11);
    for rule in rules.as_array().unwrap() {
        assert_eq!(rule["status"], "ACTIVE");
        let group = rule["actions"]["assignUserToGroups"]["groupIds"][0]
            .as_str()
            .unwrap();
        let text = rule["conditions"]["expression"]["value"].as_str().unwrap();
        let meant = users.iter().filter(|user| {
            let holds = |term: &str| {
                let (name, value) = term.strip_prefix("user.").unwrap().split_once("==").unwrap();
                user["profile"][name] == value.trim_matches('"')
            };
            user["status"] != "DEPROVISIONED" && text.split(" AND ").all(holds)
        });
        let meant: Vec<&str> = meant.map(|user| user["id"].as_str().unwrap()).collect();
        let members = org.get(&format!("/api/v1/groups/{group}/users")).await.ids();
        assert_eq!(members, meant, "{text}");
        assert!(!meant.is_empty());
        // The rule sees it so, too: nothing is left to do when it is evaluated, and it takes back what it made.
        let (id, name) = (rule["id"].as_str().unwrap(), meant[0]);
        let path = format!("/api/v1/users/{name}");
        org.post(&path, json!({ "profile": { "nickName": "same" } }))
            .await
            .expect(200);
        assert_eq!(
            org.get(&format!("/api/v1/groups/{group}/users")).await.ids(),
            members
        );
        org.post(&path, json!({ "profile": { "department": "None" } }))
            .await
            .expect(200);
        let left = org.get(&format!("/api/v1/groups/{group}/users")).await.ids();
        assert!(
            left.len() == members.len() - 1 && !left.contains(&name.to_owned()),
            "{id}"
        );
        let before = users.iter().find(|user| user["id"] == name).unwrap();
        let back = json!({ "profile": { "department": before["profile"]["department"] } });
        org.post(&path, back).await.expect(200);
    }
}

#[tokio::test]
async fn administrators_and_attributes_are_there() {
    let shape = shape()
        .users(60)
        .administrators("HELP_DESK_ADMIN", 3)
        .administrators("APP_ADMIN", 2)
        .administrators("NO_SUCH_ADMIN", 2)
        .custom_attribute("badge", AttributeValues::Integers(9))
        .custom_attribute("level", AttributeValues::OneOf(vec!["gold".into(), "tin".into()]))
        .custom_attribute("remote", AttributeValues::Booleans)
        .custom_attribute("unused", AttributeValues::None);
    let org = Org::new(empty().shape(shape));
    let mut roles = Vec::new();
    for user in listed(&org, "/api/v1/users?search=id+pr").await {
        let profile = &user["profile"];
        if profile["employeeNumber"].is_string() {
            assert!(profile["badge"].as_u64().unwrap() < 10, "{profile}");
            assert!(["gold", "tin"].contains(&profile["level"].as_str().unwrap()));
            assert!(profile["remote"].is_boolean() && profile.get("unused").is_none());
            let held = org
                .get(&format!("/api/v1/users/{}/roles", user["id"].as_str().unwrap()))
                .await;
            let held = held.expect(200).body;
            roles.extend(
                held.as_array()
                    .unwrap()
                    .iter()
                    .map(|role| role["type"].as_str().unwrap().to_owned()),
            );
        }
    }
    roles.sort();
    assert_eq!(
        roles,
        [
            "APP_ADMIN",
            "APP_ADMIN",
            "HELP_DESK_ADMIN",
            "HELP_DESK_ADMIN",
            "HELP_DESK_ADMIN"
        ]
    );
    let schema = org
        .get("/api/v1/meta/schemas/user/default")
        .await
        .expect(200)
        .body;
    let custom = &schema["definitions"]["custom"]["properties"];
    for (name, kind) in [
        ("badge", "integer"),
        ("level", "string"),
        ("remote", "boolean"),
        ("unused", "string"),
    ] {
        assert_eq!(custom[name]["type"], kind, "{name}");
    }
}

#[tokio::test]
async fn who_is_to_have_more_than_there_is_has_what_there_is() {
    let shape = OrgShape::default()
        .users(40)
        .groups(3)
        .groups_per_user(f64::INFINITY)
        .apps(2)
        .apps_per_user(1e18)
        .apps_through_groups(0.0);
    let org = Org::new(empty().shape(shape.clone()));
    let apps = org.get("/api/v1/apps").await.expect(200).ids();
    let groups = org.get("/api/v1/groups").await.expect(200).ids();
    let mut assigned = BTreeSet::new();
    for app in &apps {
        assigned.extend(
            org.get(&format!("/api/v1/apps/{app}/users?limit=500"))
                .await
                .expect(200)
                .ids(),
        );
    }
    // The plain list leaves out who is deactivated, and has the token's owner, who is no generated user.
    let alive = org.get("/api/v1/users").await.expect(200).ids().len() - 1;
    assert_eq!((apps.len(), groups.len()), (2, 4));
    assert_eq!(assigned.len(), alive, "each has one at least");
    // What is no number is nothing.
    let odd = shape
        .groups_per_user(f64::NAN)
        .apps_per_user(f64::NAN)
        .apps_through_groups(f64::NAN)
        .group_sizes(GroupSizes::Zipf { exponent: f64::NAN });
    let org = Org::new(empty().shape(odd));
    assert_eq!(org.get("/api/v1/users").await.expect(200).ids().len(), alive + 1);
}
