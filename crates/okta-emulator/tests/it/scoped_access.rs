//! A token reaches what its owner's roles are narrowed to; the rest is not there for it.

use std::collections::BTreeSet;

use okta_emulator::ApiToken;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::org::{Org, Reply, ask, empty, profile};

pub(crate) async fn send(
    org: &Org,
    token: &ApiToken,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> Reply {
    ask(&org.emulator, Some(token), method, path, body).await
}

pub(crate) async fn get(org: &Org, token: &ApiToken, path: &str) -> Reply {
    send(org, token, "GET", path, None).await
}

pub(crate) struct Scene {
    pub(crate) org: Org,
    pub(crate) inside: String,
    pub(crate) outside: String,
    pub(crate) managed: String,
    pub(crate) other: String,
    pub(crate) app: String,
    pub(crate) other_app: String,
}

/// A managed group with one member, and a user, a group and an app beside it.
pub(crate) async fn scene() -> Scene {
    let org = Org::new(empty());
    let inside = org.active_user("inside@people.example").await;
    let outside = org.active_user("outside@people.example").await;
    let managed = org.group("Managed").await;
    let other = org.group("Other").await;
    for (group, user) in [(&managed, &inside), (&other, &outside)] {
        org.send("PUT", &format!("/api/v1/groups/{group}/users/{user}"), None)
            .await
            .expect(204);
    }
    let (app, other_app) = (org.app("Wiki").await, org.app("Forum").await);
    Scene {
        org,
        inside,
        outside,
        managed,
        other,
        app,
        other_app,
    }
}

impl Scene {
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.org.emulator.base_url())
    }

    /// A path with the ids of this scene for the words in braces.
    pub(crate) fn path(&self, path: &str) -> String {
        [
            ("{inside}", &self.inside),
            ("{outside}", &self.outside),
            ("{managed}", &self.managed),
            ("{other}", &self.other),
            ("{app}", &self.app),
            ("{other_app}", &self.other_app),
        ]
        .iter()
        .fold(path.to_owned(), |path, (word, id)| path.replace(word, id))
    }
}

#[tokio::test]
async fn targets_narrow_what_a_standard_role_reaches() {
    for (role, request, expected) in [
        ("HELP_DESK_ADMIN", "GET users/{inside}", 200),
        ("HELP_DESK_ADMIN", "GET users/{outside}", 404),
        ("HELP_DESK_ADMIN", "GET users/outside@people.example", 404),
        ("HELP_DESK_ADMIN", "GET groups/{managed}", 200),
        ("HELP_DESK_ADMIN", "GET groups/{other}", 404),
        (
            "HELP_DESK_ADMIN",
            "POST users/{inside}/lifecycle/reset_factors",
            200,
        ),
        (
            "HELP_DESK_ADMIN",
            "POST users/{outside}/lifecycle/reset_factors",
            404,
        ),
        // The permission itself is missing, wherever the user is.
        ("HELP_DESK_ADMIN", "POST users/{inside}/lifecycle/suspend", 403),
        ("HELP_DESK_ADMIN", "POST users/{outside}/lifecycle/suspend", 403),
        ("USER_ADMIN", "POST users/{inside}/lifecycle/suspend", 200),
        ("USER_ADMIN", "POST users/{outside}/lifecycle/suspend", 404),
        ("USER_ADMIN", "GET groups/{other}/users", 404),
        // It can't bring in users from outside its groups.
        ("USER_ADMIN", "PUT groups/{managed}/users/{outside}", 404),
        ("USER_ADMIN", "DELETE groups/{managed}/users/{inside}", 204),
        // It views everyone and every group, and changes its own groups alone.
        ("GROUP_MEMBERSHIP_ADMIN", "GET users/{outside}", 200),
        ("GROUP_MEMBERSHIP_ADMIN", "GET groups/{other}", 200),
        (
            "GROUP_MEMBERSHIP_ADMIN",
            "PUT groups/{managed}/users/{outside}",
            204,
        ),
        ("GROUP_MEMBERSHIP_ADMIN", "PUT groups/{other}/users/{inside}", 403),
        ("APP_ADMIN", "GET apps/{app}", 200),
        ("APP_ADMIN", "GET apps/{other_app}", 404),
        ("APP_ADMIN", "POST apps/{app}/lifecycle/deactivate", 200),
        ("APP_ADMIN", "POST apps/{other_app}/lifecycle/deactivate", 404),
        ("APP_ADMIN", "GET users/{outside}", 200),
        ("APP_ADMIN", "GET apps/{other_app}/users", 404),
    ] {
        let scene = scene().await;
        let target = if role == "APP_ADMIN" {
            &scene.app
        } else {
            &scene.managed
        };
        let token = scene
            .org
            .emulator
            .api_token_with_targets(role, &[target])
            .unwrap();
        let (method, path) = request.split_once(' ').unwrap();
        let path = format!("/api/v1/{}", scene.path(path));
        let reply = send(&scene.org, &token, method, &path, None).await;
        assert_eq!(reply.status, expected, "{role} {request} {}", reply.body);
    }
}

#[tokio::test]
async fn what_is_outside_reads_as_if_it_were_not_there() {
    let scene = scene().await;
    let token = scene
        .org
        .emulator
        .api_token_with_targets("HELP_DESK_ADMIN", &[&scene.managed])
        .unwrap();
    let outside = get(&scene.org, &token, &format!("/api/v1/users/{}", scene.outside)).await;
    let nobody = get(&scene.org, &token, "/api/v1/users/00unobody").await;
    assert_eq!(
        outside.error().2.replace(&scene.outside, "00unobody"),
        nobody.error().2
    );
    let lists = [
        ("/api/v1/users", vec![scene.inside.clone()]),
        ("/api/v1/users?q=pat", vec![scene.inside.clone()]),
        (
            "/api/v1/users?search=profile.firstName+eq+%22Pat%22",
            vec![scene.inside.clone()],
        ),
        (
            "/api/v1/users?search=profile.firstName+eq+%22Pat%22&sortBy=profile.login",
            vec![scene.inside.clone()],
        ),
        (
            "/api/v1/users?filter=status+eq+%22ACTIVE%22",
            vec![scene.inside.clone()],
        ),
        ("/api/v1/groups", vec![scene.managed.clone()]),
        ("/api/v1/groups?q=Other", vec![]),
    ];
    for (path, expected) in lists {
        assert_eq!(
            get(&scene.org, &token, path).await.expect(200).ids(),
            expected,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_group_administrator_does_not_see_everyone() {
    let scene = scene().await;
    let everyone = scene.org.get("/api/v1/groups?q=Everyone").await.ids().remove(0);
    for (token, sees) in [
        (scene.org.emulator.api_token("USER_ADMIN"), false),
        (
            scene
                .org
                .emulator
                .api_token_with_targets("USER_ADMIN", &[&everyone])
                .unwrap(),
            false,
        ),
        (scene.org.emulator.api_token("READ_ONLY_ADMIN"), true),
        (scene.org.emulator.api_token("ORG_ADMIN"), true),
    ] {
        let groups = get(&scene.org, &token, "/api/v1/groups").await.expect(200).ids();
        assert_eq!(groups.contains(&everyone), sees);
        let path = format!("/api/v1/users/{}/groups", scene.inside);
        let own = get(&scene.org, &token, &path).await.expect(200).ids();
        assert_eq!(own.contains(&everyone), sees);
        // Its members are there all the same.
        get(&scene.org, &token, &format!("/api/v1/users/{}", scene.outside))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn users_are_created_in_managed_groups_alone() {
    let scene = scene().await;
    let token = scene
        .org
        .emulator
        .api_token_with_targets("USER_ADMIN", &[&scene.managed])
        .unwrap();
    let groups = [
        (json!([scene.managed]), 200),
        (json!([scene.managed, scene.other]), 403),
        (json!([]), 403),
        (Value::Null, 403),
    ];
    for (number, (groups, expected)) in groups.into_iter().enumerate() {
        let login = format!("new{number}@people.example");
        let body = json!({ "profile": profile(&login), "groupIds": groups });
        send(&scene.org, &token, "POST", "/api/v1/users", Some(body))
            .await
            .expect(expected);
    }
}

#[tokio::test]
async fn roles_of_a_group_are_its_members_roles() {
    let scene = scene().await;
    let token = scene.org.emulator.api_token_of(&scene.inside).unwrap();
    get(&scene.org, &token, "/api/v1/users").await.expect(403);
    let roles = format!("/api/v1/groups/{}/roles", scene.managed);
    let role = scene
        .org
        .post(&roles, json!({ "type": "HELP_DESK_ADMIN" }))
        .await
        .expect(201)
        .id();
    let target = format!("{roles}/{role}/targets/groups/{}", scene.other);
    scene.org.send("PUT", &target, None).await.expect(204);
    let seen = get(&scene.org, &token, "/api/v1/users").await.expect(200).ids();
    assert_eq!(seen, std::slice::from_ref(&scene.outside));
    let left = format!("/api/v1/groups/{}/users/{}", scene.managed, scene.inside);
    scene.org.delete(&left).await.expect(204);
    get(&scene.org, &token, "/api/v1/users").await.expect(403);
}

/// Follows the `next` lines to the end.
async fn walk(org: &Org, token: &ApiToken, path: &str) -> Vec<String> {
    let mut next = Some(path.to_owned());
    let mut found = Vec::new();
    while let Some(address) = next {
        let page = get(org, token, &address).await.expect(200);
        found.extend(page.ids());
        next = page.link("next");
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Users are put into groups at random; a standard role and a custom one are each narrowed to some groups.
    #[test]
    fn a_scoped_token_sees_the_union_of_its_targets(
        memberships in proptest::collection::vec(proptest::collection::btree_set(0..5_usize, 0..4), 1..10),
        targets in proptest::collection::btree_set(0..5_usize, 1..4),
        held in proptest::collection::btree_set(0..5_usize, 0..3),
        limit in 1..5_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let org = Org::new(empty());
            let mut groups = Vec::new();
            for number in 0..5 {
                groups.push(org.group(&format!("Group {number}")).await);
            }
            let seen_groups: BTreeSet<usize> = targets.union(&held).copied().collect();
            let mut expected = Vec::new();
            for (number, memberships) in memberships.iter().enumerate() {
                let user = org.active_user(&format!("u{number}@people.example")).await;
                for group in memberships {
                    let path = format!("/api/v1/groups/{}/users/{user}", groups[*group]);
                    org.send("PUT", &path, None).await.expect(204);
                }
                if !memberships.is_disjoint(&seen_groups) {
                    expected.push(user);
                }
            }
            let named: Vec<&str> = targets.iter().map(|group| groups[*group].as_str()).collect();
            let token = org.emulator.api_token_with_targets("USER_ADMIN", &named).unwrap();
            if !held.is_empty() {
                let owner = get(&org, &token, "/api/v1/users/me").await.id();
                let base = org.emulator.base_url();
                let group = |group: &usize| format!("{base}/api/v1/groups/{}", groups[*group]);
                let resources: Vec<String> =
                    held.iter().flat_map(|held| [group(held), format!("{}/users", group(held))]).collect();
                let role = json!({
                    "label": "Eyes", "description": "of a test", "permissions": ["okta.users.read", "okta.groups.read"],
                });
                org.post("/api/v1/iam/roles", role).await.expect(200);
                let set = json!({ "label": "Set", "description": "of a test", "resources": resources });
                org.post("/api/v1/iam/resource-sets", set).await.expect(200);
                let assignment = json!({ "type": "CUSTOM", "role": "Eyes", "resource-set": "Set" });
                org.post(&format!("/api/v1/users/{owner}/roles"), assignment).await.expect(201);
            }
            let users = walk(&org, &token, &format!("/api/v1/users?limit={limit}")).await;
            assert_eq!(users, expected);
            let visible: Vec<String> = seen_groups.iter().map(|group| groups[*group].clone()).collect();
            let listed = walk(&org, &token, &format!("/api/v1/groups?limit={limit}")).await;
            assert_eq!(listed, visible);
        });
    }
}
