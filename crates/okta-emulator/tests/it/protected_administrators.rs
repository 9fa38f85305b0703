//! Super administrators, and groups with a role, are managed by super administrators alone.

use okta_emulator::ApiToken;
use serde_json::json;

use crate::org::{Org, Reply, ask, empty};

struct Protected {
    org: Org,
    plain: String,
    chief: String,
    plain_group: String,
    admin_group: String,
    /// In the group that holds a role.
    member: String,
}

async fn protected() -> Protected {
    let org = Org::new(empty());
    let plain = org.active_user("plain@people.example").await;
    let chief = org.active_user("chief@people.example").await;
    let member = org.active_user("member@people.example").await;
    let super_admin = json!({ "type": "SUPER_ADMIN" });
    org.post(&format!("/api/v1/users/{chief}/roles"), super_admin)
        .await
        .expect(201);
    let plain_group = org.group("Plain").await;
    let admin_group = org.group("Admins").await;
    org.send(
        "PUT",
        &format!("/api/v1/groups/{admin_group}/users/{member}"),
        None,
    )
    .await
    .expect(204);
    org.post(
        &format!("/api/v1/groups/{admin_group}/roles"),
        json!({ "type": "APP_ADMIN" }),
    )
    .await
    .expect(201);
    Protected {
        org,
        plain,
        chief,
        plain_group,
        admin_group,
        member,
    }
}

async fn send(org: &Org, token: &ApiToken, method: &str, path: &str) -> Reply {
    let body = (method == "POST" && !path.contains("lifecycle"))
        .then(|| json!({ "profile": { "title": "changed" }, "name": "x" }));
    ask(&org.emulator, Some(token), method, path, body).await
}

#[tokio::test]
async fn lesser_administrators_do_to_a_super_administrator_what_the_help_page_lets_them() {
    // The help page marks suspend, activate and clear sessions, and no other action.
    for (role, act, of_plain, of_chief) in [
        ("ORG_ADMIN", "POST lifecycle/suspend", 200, 200),
        ("ORG_ADMIN", "POST ", 200, 403),
        (
            "ORG_ADMIN",
            "POST lifecycle/reset_password?sendEmail=false",
            200,
            403,
        ),
        ("ORG_ADMIN", "POST lifecycle/deactivate", 200, 403),
        ("ORG_ADMIN", "DELETE sessions", 204, 204),
        ("ORG_ADMIN", "GET ", 200, 200),
        ("USER_ADMIN", "POST lifecycle/suspend", 200, 200),
        ("USER_ADMIN", "POST lifecycle/reset_factors", 200, 403),
        (
            "HELP_DESK_ADMIN",
            "POST lifecycle/reset_password?sendEmail=false",
            200,
            403,
        ),
        ("HELP_DESK_ADMIN", "DELETE sessions", 204, 204),
        ("SUPER_ADMIN", "POST lifecycle/deactivate", 200, 200),
    ] {
        let Protected {
            org,
            plain,
            chief,
            member,
            ..
        } = protected().await;
        let token = org.emulator.api_token(role);
        let (method, path) = act.split_once(' ').unwrap();
        for (user, expected) in [(plain, of_plain), (chief, of_chief), (member, of_chief)] {
            let path = format!("/api/v1/users/{user}/{path}");
            let reply = send(&org, &token, method, &path).await;
            assert_eq!(reply.status, expected, "{role} {act} {}", reply.body);
        }
    }
}

#[tokio::test]
async fn a_custom_role_does_nothing_to_a_super_administrator_but_see_it() {
    let Protected {
        org, plain, chief, ..
    } = protected().await;
    let users = format!("{}/api/v1/users", org.emulator.base_url());
    let token = org
        .emulator
        .api_token_with_permissions(&["okta.users.manage"], &[&users])
        .unwrap();
    for (user, expected) in [(&plain, 200), (&chief, 403)] {
        let path = format!("/api/v1/users/{user}/lifecycle/suspend");
        send(&org, &token, "POST", &path).await.expect(expected);
        send(&org, &token, "GET", &format!("/api/v1/users/{user}"))
            .await
            .expect(200);
    }
    let roles = format!("/api/v1/users/{plain}/roles");
    ask(
        &org.emulator,
        Some(&token),
        "POST",
        &roles,
        Some(json!({ "type": "SUPER_ADMIN" })),
    )
    .await
    .expect(403);
}

#[tokio::test]
async fn a_group_with_a_role_is_managed_by_super_administrators_alone() {
    let Protected {
        org,
        plain,
        plain_group,
        admin_group,
        ..
    } = protected().await;
    for (role, method, path, of_plain) in [
        ("ORG_ADMIN", "PUT", format!("/users/{plain}"), 204),
        ("ORG_ADMIN", "DELETE", format!("/users/{plain}"), 204),
        ("GROUP_MEMBERSHIP_ADMIN", "PUT", format!("/users/{plain}"), 204),
        ("USER_ADMIN", "PUT", format!("/users/{plain}"), 204),
        ("READ_ONLY_ADMIN", "GET", "/users".to_owned(), 200),
        ("APP_ADMIN", "GET", "/users".to_owned(), 200),
        ("USER_ADMIN", "GET", "/users".to_owned(), 200),
        ("ORG_ADMIN", "DELETE", String::new(), 204),
    ] {
        let token = org.emulator.api_token(role);
        for (group, expected) in [(&plain_group, of_plain), (&admin_group, 403)] {
            let path = format!("/api/v1/groups/{group}{path}");
            let reply = send(&org, &token, method, &path).await;
            assert_eq!(reply.status, expected, "{role} {method} {path} {}", reply.body);
        }
    }
    let org_admin = org.emulator.api_token("ORG_ADMIN");
    // Nor does a new user get in by being created there.
    let body = json!({ "profile": crate::org::profile("new@people.example"), "groupIds": [admin_group] });
    ask(
        &org.emulator,
        Some(&org_admin),
        "POST",
        "/api/v1/users",
        Some(body),
    )
    .await
    .expect(403);
    send(
        &org,
        &org_admin,
        "GET",
        &format!("/api/v1/groups/{admin_group}/users"),
    )
    .await
    .expect(200);
    org.delete(&format!("/api/v1/groups/{admin_group}"))
        .await
        .expect(204);
}
