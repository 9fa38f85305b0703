//! Roles of users and groups can be narrowed to targets, and the last target stays.

use std::time::Duration;

use serde_json::json;

use crate::org::{Org, empty};

/// The id of an assignment that can have targets is its type in base 32.
const USER_ADMIN: &str = "KVJUKUS7IFCE2SKO";
const APP_ADMIN: &str = "IFIFAX2BIRGUSTQ";

/// An org, the address of a user's or group's roles, and two groups to target.
async fn holder(kind: &str) -> (Org, String, [String; 2]) {
    let org = Org::new(empty());
    let id = match kind {
        "users" => org.active_user("pat@people.example").await,
        _ => org.group("Admins").await,
    };
    let groups = [org.group("One").await, org.group("Two").await];
    (org, format!("/api/v1/{kind}/{id}/roles"), groups)
}

#[tokio::test]
async fn users_and_groups_hold_roles_of_their_own_kind() {
    for (kind, start, assigned_as) in [("users", "ra1", "USER"), ("groups", "gra", "GROUP")] {
        let (org, roles, _) = holder(kind).await;
        let reader = org
            .post(&roles, json!({ "type": "READ_ONLY_ADMIN" }))
            .await
            .expect(201);
        assert!(reader.id().starts_with(start), "{}", reader.body);
        assert_eq!(reader.text("assignmentType"), assigned_as);
        let group_admin = org
            .post(&roles, json!({ "type": "USER_ADMIN" }))
            .await
            .expect(201);
        assert_eq!(group_admin.id(), USER_ADMIN);
        let again = org.post(&roles, json!({ "type": "USER_ADMIN" })).await;
        assert_eq!((again.error().0, again.error().1.as_str()), (409, "E0000090"));
        // Those that can have targets come first.
        assert_eq!(org.get(&roles).await.ids(), [group_admin.id(), reader.id()]);
        org.get(&format!("{roles}/{}", reader.id())).await.expect(200);
        org.delete(&format!("{roles}/{}", reader.id())).await.expect(204);
        let missing = org.get(&format!("{roles}/{}", reader.id())).await.error();
        assert!(missing.2.ends_with("(RoleAssignment)"), "{missing:?}");
    }
}

#[tokio::test]
async fn a_user_shows_the_roles_of_its_groups() {
    let (org, roles, [group, _]) = holder("users").await;
    let user = roles.split('/').nth(4).unwrap().to_owned();
    org.put(&format!("/api/v1/groups/{group}/users/{user}"), json!({}))
        .await
        .expect(204);
    org.post(
        &format!("/api/v1/groups/{group}/roles"),
        json!({ "type": "ORG_ADMIN" }),
    )
    .await
    .expect(201);
    let listed = org.get(&roles).await.expect(200);
    assert_eq!(listed.body[0]["assignmentType"], "GROUP");
    assert_eq!(listed.body[0]["type"], "ORG_ADMIN");
    let id = listed.ids().remove(0);
    // It is the group's to lose.
    org.delete(&format!("{roles}/{id}")).await.expect(404);
    org.delete(&format!("/api/v1/groups/{group}/roles/{id}"))
        .await
        .expect(204);
    assert!(org.get(&roles).await.ids().is_empty());
}

#[tokio::test]
async fn the_last_target_cannot_be_removed() {
    for kind in ["users", "groups"] {
        let (org, roles, [one, two]) = holder(kind).await;
        org.post(&roles, json!({ "type": "USER_ADMIN" }))
            .await
            .expect(201);
        let targets = format!("{roles}/{USER_ADMIN}/targets/groups");
        assert!(org.get(&targets).await.ids().is_empty());
        for group in [&one, &two, &two] {
            org.send("PUT", &format!("{targets}/{group}"), None)
                .await
                .expect(204);
        }
        assert_eq!(org.get(&targets).await.ids(), [one.clone(), two.clone()]);
        let expanded = org
            .get(&format!("{roles}?expand=targets/groups"))
            .await
            .expect(200);
        assert_eq!(expanded.body[0]["_embedded"]["targets"]["groups"][1]["id"], two);
        org.delete(&format!("{targets}/{one}")).await.expect(204);
        org.delete(&format!("{targets}/{one}")).await.expect(404);
        let refused = org.delete(&format!("{targets}/{two}")).await.error();
        assert_eq!((refused.0, refused.1.as_str()), (400, "E0000001"));
        assert_eq!(org.get(&targets).await.ids(), [two]);
    }
}

#[tokio::test]
async fn a_role_is_as_old_as_its_targets() {
    for kind in ["users", "groups"] {
        let (org, roles, [one, two]) = holder(kind).await;
        let made = org
            .post(&roles, json!({ "type": "USER_ADMIN" }))
            .await
            .expect(201);
        let change = async |method: &str, group: &str| {
            org.emulator.advance(Duration::from_secs(60));
            let target = format!("{roles}/{USER_ADMIN}/targets/groups/{group}");
            org.send(method, &target, None).await.expect(204);
            let role = org.get(&format!("{roles}/{USER_ADMIN}")).await.expect(200);
            (role.text("created"), role.text("lastUpdated"))
        };
        // The clock stands at 2026-01-15T12:00:00Z.
        let at = |minute: u8| format!("2026-01-15T12:0{minute}:00.000Z");
        assert_eq!(made.text("created"), at(0));
        assert_eq!(change("PUT", &one).await, (at(1), at(1)));
        assert_eq!(change("PUT", &two).await, (at(1), at(2)));
        assert_eq!(change("DELETE", &one).await, (at(2), at(2)));
    }
}

#[tokio::test]
async fn another_role_with_targets_renews_those_of_a_user() {
    for (kind, renewed) in [("users", true), ("groups", false)] {
        let (org, roles, _) = holder(kind).await;
        for role in ["READ_ONLY_ADMIN", "USER_ADMIN", "HELP_DESK_ADMIN"] {
            org.post(&roles, json!({ "type": role })).await.expect(201);
            org.emulator.advance(Duration::from_secs(60));
        }
        let listed = org.get(&roles).await.expect(200).body;
        let times: Vec<&str> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|role| role["created"].as_str().unwrap())
            .collect();
        // The clock stands at 2026-01-15T12:00:00Z; the reader's role comes last in the list.
        let (first, second, third) = (
            "2026-01-15T12:00:00.000Z",
            "2026-01-15T12:01:00.000Z",
            "2026-01-15T12:02:00.000Z",
        );
        let admin = if renewed { third } else { second };
        assert_eq!(times, [admin, third, first], "{kind}");
    }
}

#[tokio::test]
async fn a_role_takes_targets_of_its_own_kind_alone() {
    let (org, roles, [group, _]) = holder("users").await;
    let app = org.app("Wiki").await;
    for (role, path, status, code) in [
        ("APP_ADMIN", format!("groups/{group}"), 400, "E0000091"),
        ("APP_ADMIN", format!("catalog/apps/bookmark/{app}"), 204, ""),
        ("APP_ADMIN", "catalog/apps/nothing".to_owned(), 404, "E0000007"),
        // Of the catalog, and not in the org.
        ("APP_ADMIN", "catalog/apps/facebook".to_owned(), 204, ""),
        ("USER_ADMIN", "catalog/apps/bookmark".to_owned(), 400, "E0000091"),
        ("ORG_ADMIN", format!("groups/{group}"), 400, "E0000091"),
        ("HELP_DESK_ADMIN", "groups/00gnobody".to_owned(), 404, "E0000007"),
        ("GROUP_MEMBERSHIP_ADMIN", format!("groups/{group}"), 204, ""),
    ] {
        let assigned = org.post(&roles, json!({ "type": role })).await;
        let id = match assigned.status {
            201 => assigned.id(),
            _ => APP_ADMIN.to_owned(),
        };
        let reply = org
            .send("PUT", &format!("{roles}/{id}/targets/{path}"), None)
            .await;
        assert_eq!(reply.status, status, "{role} {path} {}", reply.body);
        if status >= 400 {
            assert_eq!(reply.text("errorCode"), code, "{role} {path}");
        }
    }
}

#[tokio::test]
async fn all_apps_of_a_type_take_the_place_of_single_ones() {
    let (org, roles, _) = holder("users").await;
    let app = org.app("Wiki").await;
    let name = org.get(&format!("/api/v1/apps/{app}")).await.text("name");
    org.post(&roles, json!({ "type": "APP_ADMIN" })).await.expect(201);
    let targets = format!("{roles}/{APP_ADMIN}/targets/catalog/apps");
    org.send("PUT", &format!("{targets}/{name}/{app}"), None)
        .await
        .expect(204);
    let single = org.get(&targets).await.expect(200).body;
    assert_eq!(
        (&single[0]["id"], &single[0]["name"]),
        (&json!(app), &json!("Wiki"))
    );
    org.send("PUT", &format!("{targets}/{name}"), None)
        .await
        .expect(204);
    let of_type = org.get(&targets).await.expect(200).body;
    assert_eq!(of_type.as_array().unwrap().len(), 1);
    assert_eq!((of_type[0].get("id"), &of_type[0]["name"]), (None, &json!(name)));
    let by_name = org
        .get(&format!("{roles}/APP_ADMIN/targets"))
        .await
        .expect(200)
        .body;
    assert!(
        by_name[0]["orn"]
            .as_str()
            .unwrap()
            .ends_with(&format!(":apps:{name}"))
    );
    org.send("PUT", &targets, None).await.expect(200);
    assert!(org.get(&targets).await.body.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn targets_come_in_pages_of_twenty_however_many_are_asked_for() {
    let (org, roles, _) = holder("users").await;
    org.post(&roles, json!({ "type": "USER_ADMIN" }))
        .await
        .expect(201);
    let targets = format!("{roles}/{USER_ADMIN}/targets/groups");
    let mut made = Vec::new();
    for number in 0..45 {
        let group = org.group(&format!("Group {number}")).await;
        org.send("PUT", &format!("{targets}/{group}"), None)
            .await
            .expect(204);
        made.push(group);
    }
    let mut next = Some(format!("{targets}?limit=200"));
    let mut found = Vec::new();
    let mut pages = 0;
    while let Some(address) = next {
        let page = org.get(&address).await.expect(200);
        found.extend(page.ids());
        next = page.link("next");
        pages += 1;
    }
    assert_eq!((found, pages), (made, 3));
}
