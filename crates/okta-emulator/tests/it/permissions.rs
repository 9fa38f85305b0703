//! What the token's owner may not do is refused with Okta's 403.

use okta_facts::{OPERATIONS, STANDARD_ROLES, action_of, role_action};
use serde_json::json;

use crate::org::{Org, ask, empty};

/// Whether the matrix, read on its own, allows the operation.
fn expected(role: &str, operation: &okta_facts::Operation) -> bool {
    let row = action_of(operation.id).and_then(role_action);
    let by_matrix = row.map(|row| row.cell(role).is_some_and(|cell| cell.allow == Some(true)));
    let annotated = || operation.iam_admin_roles.contains(&role);
    let told = || okta_facts::told_roles(operation.id).contains(&role);
    role == "SUPER_ADMIN" || told() || by_matrix.unwrap_or_else(annotated)
}

#[tokio::test]
async fn every_role_may_do_what_the_matrix_says_and_no_more() {
    let org = Org::new(empty().users(5).groups(2).apps(2));
    let mut checked = 0;
    for role in STANDARD_ROLES.iter().map(|role| role.role) {
        let lasting = org.emulator.api_token(role);
        for operation in OPERATIONS {
            // One operation revokes the token that it is sent with.
            let token = match operation.id {
                "revokeCurrentApiToken" => org.emulator.api_token(role),
                _ => lasting.clone(),
            };
            // A path of ids that are nobody's: what is allowed ends in a refusal that is not 403 E0000006.
            let segments = operation
                .path
                .split('/')
                .map(|part| if part.starts_with('{') { "nobody" } else { part });
            let path = segments.collect::<Vec<_>>().join("/");
            // Of apps one role has those of OpenID Connect alone.
            let body =
                (operation.id == "createApplication").then(|| json!({ "signOnMode": "OPENID_CONNECT" }));
            let reply = ask(
                &org.emulator,
                Some(&token),
                operation.method.as_str(),
                &path,
                body,
            )
            .await;
            if reply.status == 501 {
                continue; // not served
            }
            let refused = reply.body.get("errorCode") == Some(&json!("E0000006"));
            assert_eq!(
                !refused,
                expected(role, operation),
                "{role} {}: {}",
                operation.id,
                reply.body
            );
            checked += 1;
        }
    }
    assert!(checked > 12 * 50, "{checked}");
}

/// "API: OIDC apps only", and group rules for group administrators "only with access to all users and groups".
#[tokio::test]
async fn what_the_matrix_limits_in_words_is_limited() {
    let org = Org::new(empty().users(5).groups(2));
    let bookmark = org.app("Bookmark").await;
    let web = json!({
        "name": "oidc_client", "label": "Web", "signOnMode": "OPENID_CONNECT",
        "settings": { "oauthClient": {
            "application_type": "web", "grant_types": ["authorization_code"], "response_types": ["code"],
            "redirect_uris": ["https://app.example/callback"],
        } },
    });
    let apis = org.emulator.api_token("API_ACCESS_MANAGEMENT_ADMIN");
    let asks = async |token: &_, method: &str, path: &str, body| {
        ask(&org.emulator, Some(token), method, path, body).await
    };
    let own = asks(&apis, "POST", "/api/v1/apps", Some(web))
        .await
        .expect(200)
        .id();
    let body = json!({ "label": "B", "signOnMode": "BOOKMARK", "settings": { "app": { "url": "https://a.example" } } });
    asks(&apis, "POST", "/api/v1/apps", Some(body)).await.expect(403);
    assert_eq!(
        asks(&apis, "GET", "/api/v1/apps", None).await.expect(200).ids(),
        [own]
    );
    asks(&apis, "GET", &format!("/api/v1/apps/{bookmark}"), None)
        .await
        .expect(404);

    let group = org.group("Managed").await;
    for (targets, status) in [(&[][..], 200), (&[group.as_str()], 403)] {
        let token = org
            .emulator
            .api_token_with_targets("USER_ADMIN", targets)
            .unwrap();
        asks(&token, "GET", "/api/v1/groups/rules", None)
            .await
            .expect(status);
    }
}

/// The user whom a body assigns to an app must be within reach, as one whom a path names.
#[tokio::test]
async fn a_user_out_of_reach_is_not_assigned_to_an_app_by_body_either() {
    let org = Org::new(empty());
    let (inside, outside) = (
        org.active_user("in@example.com").await,
        org.active_user("out@example.com").await,
    );
    let (app, group) = (org.app("Bookmark").await, org.group("Managed").await);
    org.put(&format!("/api/v1/groups/{group}/users/{inside}"), json!({}))
        .await
        .expect(204);
    let base = org.emulator.base_url();
    let resources = [
        format!("{base}/api/v1/apps"),
        format!("{base}/api/v1/groups/{group}/users"),
    ];
    let permissions = ["okta.apps.assignment.manage", "okta.users.appAssignment.manage"];
    let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
    let token = org
        .emulator
        .api_token_with_permissions(&permissions, &resources)
        .unwrap();
    for (user, status) in [(inside, 200), (outside, 404)] {
        let body = json!({ "id": user });
        let path = format!("/api/v1/apps/{app}/users");
        ask(&org.emulator, Some(&token), "POST", &path, Some(body))
            .await
            .expect(status);
    }
}

#[tokio::test]
async fn the_refusal_has_the_recorded_form() {
    let org = Org::new(empty());
    let token = org.emulator.api_token("READ_ONLY_ADMIN");
    let reply = ask(
        &org.emulator,
        Some(&token),
        "POST",
        "/api/v1/groups",
        Some(json!({})),
    )
    .await;
    let (status, code, summary, causes) = reply.error();
    assert_eq!((status, code.as_str()), (403, "E0000006"));
    assert_eq!(
        summary,
        "You do not have permission to perform the requested action"
    );
    assert!(causes.is_empty());
    assert_eq!(reply.text("errorLink"), "E0000006");
    assert!(reply.text("errorId").starts_with("oae"));
}

#[tokio::test]
async fn every_token_may_ask_whose_it_is() {
    let org = Org::new(empty());
    for role in ["REPORT_ADMIN", "WORKFLOWS_ADMIN", "no role at all"] {
        let token = org.emulator.api_token(role);
        ask(&org.emulator, Some(&token), "GET", "/api/v1/users/me", None)
            .await
            .expect(200);
        ask(&org.emulator, Some(&token), "GET", "/api/v1/users/me/roles", None)
            .await
            .expect(403);
    }
}

#[tokio::test]
async fn roles_are_what_they_are_now_not_what_they_were() {
    let org = Org::new(empty());
    let token = org.emulator.api_token("REPORT_ADMIN");
    let owner = ask(&org.emulator, Some(&token), "GET", "/api/v1/users/me", None)
        .await
        .id();
    ask(&org.emulator, Some(&token), "GET", "/api/v1/groups", None)
        .await
        .expect(403);
    let roles = format!("/api/v1/users/{owner}/roles");
    let granted = org.post(&roles, json!({ "type": "ORG_ADMIN" })).await.expect(201);
    assert_eq!(granted.text("label"), "Organizational Administrator");
    assert_eq!(
        org.post(&roles, json!({ "type": "ORG_ADMIN" })).await.error().1,
        "E0000090"
    );
    ask(&org.emulator, Some(&token), "GET", "/api/v1/groups", None)
        .await
        .expect(200);
    org.delete(&format!("{roles}/{}", granted.id())).await.expect(204);
    ask(&org.emulator, Some(&token), "GET", "/api/v1/groups", None)
        .await
        .expect(403);
    assert!(
        org.delete(&format!("{roles}/IFIFAX2BIRGUSTQ"))
            .await
            .error()
            .2
            .ends_with("(RoleAssignment)")
    );
}

#[tokio::test]
async fn a_token_stops_with_its_owner() {
    let org = Org::new(empty());
    let token = org.emulator.api_token("ORG_ADMIN");
    let owner = ask(&org.emulator, Some(&token), "GET", "/api/v1/users/me", None)
        .await
        .expect(200)
        .id();
    org.act(&format!("/api/v1/users/{owner}/lifecycle/deactivate"))
        .await
        .expect(200);
    let reply = ask(&org.emulator, Some(&token), "GET", "/api/v1/users/me", None).await;
    assert_eq!((reply.error().0, reply.error().1.as_str()), (401, "E0000011"));
}

#[tokio::test]
async fn a_password_in_an_update_needs_the_right_to_reset_it() {
    let org = Org::new(empty());
    let user = org.active_user("pat@people.example").await;
    let token = org.emulator.api_token("APP_ADMIN");
    let path = format!("/api/v1/users/{user}");
    let title = json!({ "profile": { "title": "Engineer" } });
    ask(&org.emulator, Some(&token), "POST", &path, Some(title))
        .await
        .expect(200);
    let password = json!({ "credentials": { "password": { "value": "Br4nd-new-one" } } });
    ask(&org.emulator, Some(&token), "POST", &path, Some(password))
        .await
        .expect(403);
}

#[tokio::test]
async fn a_token_does_not_show_itself() {
    let org = Org::new(empty());
    let shown = format!("{:?} {:?}", org.token, org.emulator);
    assert!(!shown.contains(org.token.expose()));
}

#[tokio::test]
async fn what_a_page_of_oktas_tells_of_a_role_is_allowed() {
    let org = Org::new(empty());
    let types = org.get("/api/v1/meta/types/user").await.body[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let policies = "/api/v1/policies?type=PASSWORD".to_owned();
    let policy = org.get(&policies).await.ids().remove(0);
    for (role, path, status) in [
        ("ORG_ADMIN", "/api/v1/meta/types/user".to_owned(), 200),
        ("APP_ADMIN", format!("/api/v1/meta/types/user/{types}"), 200),
        ("HELP_DESK_ADMIN", "/api/v1/meta/types/user".to_owned(), 403),
        ("READ_ONLY_ADMIN", policies, 200),
        ("READ_ONLY_ADMIN", format!("/api/v1/policies/{policy}/rules"), 200),
        ("HELP_DESK_ADMIN", format!("/api/v1/policies/{policy}"), 403),
    ] {
        let token = org.emulator.api_token(role);
        let reply = ask(&org.emulator, Some(&token), "GET", &path, None).await;
        assert_eq!(reply.status, status, "{role} {path}: {}", reply.body);
    }
    // Reading is not changing.
    let token = org.emulator.api_token("READ_ONLY_ADMIN");
    let path = format!("/api/v1/policies/{policy}");
    ask(&org.emulator, Some(&token), "DELETE", &path, None)
        .await
        .expect(403);
}
