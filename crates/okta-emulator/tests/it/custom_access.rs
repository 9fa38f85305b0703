//! A custom role reaches the resources of its resource set, and shows of users what its permissions show.

use serde_json::{Value, json};

use crate::scoped_access::{get, scene, send};

/// Permissions, resources, a request, and the status of its answer.
type Row = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
    u16,
);

const PEOPLE: &str = "groups/{managed}/users";
const GROUP: &str = "groups/{managed}";

async fn check(rows: &[Row]) {
    for (permissions, resources, request, expected) in rows {
        let scene = scene().await;
        let resources: Vec<String> = resources
            .iter()
            .map(|resource| scene.address(&scene.path(resource)))
            .collect();
        let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
        let token = scene
            .org
            .emulator
            .api_token_with_permissions(permissions, &resources)
            .unwrap();
        let (method, path) = request.split_once(' ').unwrap();
        let path = format!("/api/v1/{}", scene.path(path));
        let reply = send(&scene.org, &token, method, &path, None).await;
        assert_eq!(
            reply.status, *expected,
            "{permissions:?} {resources:?} {request} {}",
            reply.body
        );
    }
}

#[tokio::test]
async fn permissions_on_users_and_groups_reach_their_resources_and_no_more() {
    check(&[
        (&["okta.users.read"], &["users"], "GET users/{outside}", 200),
        (&["okta.users.read"], &[PEOPLE], "GET users/{inside}", 200),
        (&["okta.users.read"], &[PEOPLE], "GET users/{outside}", 404),
        (&["okta.users.read"], &[PEOPLE], "GET groups/{managed}", 403),
        // A permission without a resource of its type has no effect.
        (&["okta.users.read"], &[GROUP], "GET users/{inside}", 403),
        (&["okta.groups.read"], &[PEOPLE], "GET groups/{managed}", 403),
        (&["okta.groups.read"], &[GROUP], "GET groups/{managed}", 200),
        (&["okta.groups.read"], &[GROUP], "GET groups/{managed}/users", 200),
        (&["okta.groups.read"], &[GROUP], "GET groups/{other}", 404),
        // What is included comes along; what is only seen is forbidden rather than absent.
        (
            &["okta.users.manage"],
            &[PEOPLE],
            "POST users/{inside}/lifecycle/suspend",
            200,
        ),
        (
            &["okta.users.read"],
            &["users"],
            "POST users/{inside}/lifecycle/suspend",
            403,
        ),
        (
            &["okta.users.lifecycle.suspend"],
            &[PEOPLE],
            "POST users/{inside}/lifecycle/suspend",
            200,
        ),
        (
            &["okta.users.lifecycle.suspend"],
            &[PEOPLE],
            "POST users/{inside}/lifecycle/unsuspend",
            403,
        ),
        (
            &["okta.users.lifecycle.suspend"],
            &[PEOPLE],
            "POST users/{outside}/lifecycle/suspend",
            404,
        ),
        // Membership needs a permission on either side.
        (
            &["okta.groups.members.manage"],
            &[GROUP, "users"],
            "PUT groups/{managed}/users/{outside}",
            403,
        ),
        (
            &["okta.groups.members.manage", "okta.users.groupMembership.manage"],
            &[GROUP, "users"],
            "PUT groups/{managed}/users/{outside}",
            204,
        ),
        (
            &["okta.groups.members.manage", "okta.users.groupMembership.manage"],
            &[GROUP, PEOPLE],
            "PUT groups/{managed}/users/{outside}",
            404,
        ),
    ])
    .await;
}

#[tokio::test]
async fn permissions_on_apps_and_on_roles_reach_their_resources_and_no_more() {
    check(&[
        (&["okta.apps.read"], &["apps/{app}"], "GET apps/{app}", 200),
        (&["okta.apps.read"], &["apps/{app}"], "GET apps/{other_app}", 404),
        (
            &["okta.apps.read"],
            &["apps?filter=name+eq+%22bookmark%22"],
            "GET apps/{other_app}",
            200,
        ),
        // Assigning an app does not show it.
        (
            &["okta.apps.assignment.manage", "okta.users.appAssignment.manage"],
            &["apps/{app}", "users"],
            "GET apps/{app}",
            403,
        ),
        (&["okta.iam.read"], &["iam"], "GET users/{inside}/roles", 200),
        (&["okta.iam.read"], &["iam"], "GET iam/roles", 200),
        (&["okta.iam.read"], &["iam"], "GET iam/assignees/users", 200),
        (&["okta.iam.read"], &["users"], "GET iam/roles", 403),
        (
            &["okta.users.manage"],
            &["users"],
            "GET users/{inside}/roles",
            403,
        ),
        (&["okta.iam.read"], &["iam"], "DELETE iam/roles/any", 403),
    ])
    .await;
}

#[tokio::test]
async fn groups_and_apps_are_created_by_who_has_all_of_them() {
    for (permission, resource, path, expected) in [
        ("okta.groups.create", "groups", "/api/v1/groups", 200),
        ("okta.groups.manage", "groups/{managed}", "/api/v1/groups", 403),
        ("okta.apps.manage", "apps", "/api/v1/apps", 200),
        ("okta.apps.manage", "apps/{app}", "/api/v1/apps", 403),
    ] {
        let scene = scene().await;
        let resource = scene.address(&scene.path(resource));
        let token = scene
            .org
            .emulator
            .api_token_with_permissions(&[permission], &[&resource])
            .unwrap();
        let body = json!({
            "profile": { "name": "New" }, "label": "New", "signOnMode": "BOOKMARK",
            "settings": { "app": { "url": "https://a.example" } },
        });
        send(&scene.org, &token, "POST", path, Some(body))
            .await
            .expect(expected);
    }
}

#[tokio::test]
async fn an_excluded_resource_is_outside() {
    let scene = scene().await;
    let apps = scene.address("apps");
    let token = scene
        .org
        .emulator
        .api_token_with_permissions(&["okta.apps.read"], &[&apps])
        .unwrap();
    let sets = scene.org.get("/api/v1/iam/resource-sets").await.body;
    let resources = format!(
        "/api/v1/iam/resource-sets/{}/resources",
        sets["resource-sets"][0]["id"].as_str().unwrap()
    );
    let listed = scene.org.get(&resources).await.body;
    let own = format!("{resources}/{}", listed["resources"][0]["id"].as_str().unwrap());
    let excluded = format!("orn:okta:idp:org:apps:{}", scene.other_app);
    let conditions = json!({ "conditions": { "Exclude": { "okta:ORN": [excluded] } } });
    scene.org.put(&own, conditions).await.expect(200);
    let seen = get(&scene.org, &token, "/api/v1/apps").await.expect(200).ids();
    assert_eq!(seen, std::slice::from_ref(&scene.app));
    get(&scene.org, &token, &format!("/api/v1/apps/{}", scene.other_app))
        .await
        .expect(404);
}

#[tokio::test]
async fn a_profile_shows_what_the_permissions_show() {
    let scene = scene().await;
    let user = format!("/api/v1/users/{}", scene.inside);
    let more = json!({ "profile": { "city": "Oslo", "title": "Engineer", "mobilePhone": "+47 1" } });
    scene.org.post(&user, more).await.expect(200);
    let minimal = ["email", "firstName", "lastName", "login", "mobilePhone"];
    for (permission, conditions, shows, hides) in [
        ("okta.users.read", Value::Null, vec!["city", "title"], vec![]),
        (
            "okta.users.lifecycle.suspend",
            Value::Null,
            vec![],
            vec!["city", "title"],
        ),
        (
            "okta.users.read",
            json!({ "include": ["city"] }),
            vec!["city"],
            vec!["title"],
        ),
        (
            "okta.users.read",
            json!({ "exclude": ["city", "email"] }),
            vec!["title"],
            vec!["city"],
        ),
        (
            "okta.users.manage",
            json!({ "include": ["title"] }),
            vec!["title"],
            vec!["city"],
        ),
    ] {
        let token = scene
            .org
            .emulator
            .api_token_with_permissions(&[permission], &[&scene.address("users")])
            .unwrap();
        if let Some((kind, names)) = conditions.as_object().and_then(|kinds| kinds.iter().next()) {
            let roles = scene.org.get("/api/v1/iam/roles").await.body;
            let role = roles["roles"].as_array().unwrap().last().unwrap()["id"].clone();
            let address = format!(
                "/api/v1/iam/roles/{}/permissions/{permission}",
                role.as_str().unwrap()
            );
            let body = json!({ "conditions": { kind: { "okta:ResourceAttribute/User/Profile": names } } });
            scene.org.put(&address, body).await.expect(200);
        }
        let alone = get(&scene.org, &token, &user).await.expect(200).body;
        let listed = get(&scene.org, &token, "/api/v1/users").await.expect(200).body;
        let in_list = listed.as_array().unwrap().iter();
        let in_list = in_list.clone().find(|item| item["id"] == alone["id"]).unwrap();
        for shown in [&alone, in_list] {
            let profile = shown["profile"].as_object().unwrap();
            for name in minimal.iter().chain(&shows) {
                assert!(profile.contains_key(*name), "{permission} {conditions} {name}");
            }
            for name in &hides {
                assert!(!profile.contains_key(*name), "{permission} {conditions} {name}");
            }
        }
        let own = get(&scene.org, &token, "/api/v1/users/me").await.expect(200).body;
        assert!(own["credentials"].is_object());
    }
}

#[tokio::test]
async fn what_is_hidden_cannot_be_searched_for() {
    let scene = scene().await;
    let users = scene.address("users");
    let token = scene
        .org
        .emulator
        .api_token_with_permissions(&["okta.users.lifecycle.suspend"], &[&users])
        .unwrap();
    for (query, status) in [
        ("search=profile.firstName+eq+%22Pat%22", 200),
        ("search=profile.firstName+eq+%22profile.city%22", 200),
        ("search=profile.city+eq+%22Oslo%22", 400),
        ("search=profile.firstName+sw+%22P%22&sortBy=profile.title", 400),
    ] {
        get(&scene.org, &token, &format!("/api/v1/users?{query}"))
            .await
            .expect(status);
    }
}
