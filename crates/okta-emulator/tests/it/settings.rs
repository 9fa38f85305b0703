//! What is written in parts: the org's settings, a choice of a user's members, an app's group.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::org::{Org, empty};

#[tokio::test]
async fn the_orgs_settings_are_changed_in_part_or_replaced() {
    let org = Org::new(empty());
    let path = "/api/v1/org";
    let changed = org
        .post(
            path,
            json!({ "companyName": "Acme", "city": "Oslo", "id": "mine" }),
        )
        .await
        .expect(200);
    assert_eq!(
        (changed.text("companyName"), changed.text("city")),
        ("Acme".to_owned(), "Oslo".to_owned())
    );
    assert_ne!(changed.id(), "mine");
    let partly = org
        .post(path, json!({ "website": "https://acme.example" }))
        .await
        .expect(200);
    assert_eq!(partly.text("city"), "Oslo");
    let replaced = org
        .put(path, json!({ "companyName": "Acme Ltd" }))
        .await
        .expect(200);
    assert_eq!(
        (&replaced.body["city"], &replaced.body["website"]),
        (&Value::Null, &json!(""))
    );
    let unwritten = ["address1", "expiresAt", "postalCode"];
    assert!(unwritten.map(|name| replaced.body.get(name)) == [Some(&Value::Null); 3]);
    assert_eq!(replaced.body["supportPhoneNumber"], "");
    let links = &replaced.body["_links"];
    assert_eq!(links["uploadLogo"]["hints"]["allow"], json!(["POST"]));
    assert_eq!(links.get("logo"), Some(&Value::Null));
    for (link, path) in [("contacts", "contacts"), ("oktaSupport", "privacy/oktaSupport")] {
        let href = format!("{}/api/v1/org/{path}", org.emulator.base_url());
        assert_eq!(links[link], json!({ "href": href }));
    }
    assert_eq!(org.get(path).await.expect(200).body, replaced.body);
    assert_eq!(
        org.put(path, json!({ "city": "Oslo" })).await.error().1,
        "E0000001"
    );
}

#[tokio::test]
async fn okta_response_leaves_out_what_it_names() {
    let org = Org::new(empty());
    let id = org.active_user("a@people.example").await;
    let read = async |path: &str, kind: Option<&str>| {
        let mut request = Request::get(path).header("authorization", format!("SSWS {}", org.token.expose()));
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let response = org.emulator.handle(request.body(Bytes::new()).unwrap()).await;
        assert_eq!(response.status(), 200);
        serde_json::from_slice::<Value>(response.body()).unwrap()
    };
    let all = r#"application/json; okta-response="omitCredentials,omitCredentialsLinks, omitTransitioningToStatus""#;
    let one = format!("/api/v1/users/{id}");
    let list = "/api/v1/users?filter=profile.login+eq+%22a@people.example%22";
    // Twice, for the second answer may be one that is kept.
    for _ in 0..2 {
        let whole = read(&one, None).await;
        assert!(whole["credentials"].is_object() && whole["_links"]["resetPassword"].is_object());
        assert!(read(list, None).await[0]["credentials"].is_object());
        let short = read(&one, Some(all)).await;
        assert_eq!(short.get("credentials"), None);
        assert_eq!(short["_links"].get("resetPassword"), None);
        assert!(short["_links"]["suspend"].is_object());
        assert_eq!(short["profile"], whole["profile"]);
        assert_eq!(read(list, Some(all)).await[0].get("credentials"), None);
        let links = "application/json; okta-response=omitCredentialsLinks";
        assert!(read(&one, Some(links)).await["credentials"].is_object());
    }
}

#[tokio::test]
async fn fields_choose_members_of_listed_users() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    for list in ["q=pat&", "search=profile.login%20eq%20%22pat@people.example%22&"] {
        let path = format!("/api/v1/users?{list}fields=status,profile:(firstName,city)");
        let users = org.get(&path).await.expect(200).body;
        assert_eq!(
            users,
            json!([{ "id": pat, "status": "ACTIVE", "profile": { "firstName": "Pat" } }])
        );
    }
}

#[tokio::test]
async fn an_apps_group_is_patched_in_whole_or_not_at_all() {
    let org = Org::new(empty());
    let (app, group) = (org.app("Wiki").await, org.group("Staff").await);
    let path = format!("/api/v1/apps/{app}/groups/{group}");
    let change = json!([
        { "op": "replace", "path": "/priority", "value": 5 },
        { "op": "add", "path": "/profile/seat", "value": "A" },
    ]);
    assert_eq!(
        org.send("PATCH", &path, Some(change.clone())).await.error().1,
        "E0000007"
    );
    org.put(&path, json!({})).await.expect(200);
    let patched = org.send("PATCH", &path, Some(change)).await.expect(200);
    assert_eq!(
        (&patched.body["priority"], &patched.body["profile"]),
        (&json!(5), &json!({ "seat": "A" }))
    );
    for refused in [
        json!([{ "op": "replace", "path": "/priority", "value": 1 }, { "op": "replace", "path": "/id", "value": 1 }]),
        json!([{ "op": "replace", "path": "/priority", "value": "first" }]),
        json!([{ "op": "move", "path": "/profile/seat" }]),
        json!({ "priority": 1 }),
    ] {
        assert_eq!(org.send("PATCH", &path, Some(refused)).await.status, 400);
    }
    assert_eq!(org.get(&path).await.expect(200).body["priority"], 5);
    let removed = json!([{ "op": "remove", "path": "/profile/seat" }]);
    let removed = org.send("PATCH", &path, Some(removed)).await.expect(200);
    assert_eq!(removed.body["profile"], json!({}));
}

#[tokio::test]
async fn the_priority_of_an_apps_group_is_from_0_to_100() {
    let org = Org::new(empty());
    let (app, first, second) = (
        org.app("Wiki").await,
        org.group("First").await,
        org.group("Second").await,
    );
    let path = |group: &str| format!("/api/v1/apps/{app}/groups/{group}");
    for priority in [0, 100] {
        let assigned = org.put(&path(&first), json!({ "priority": priority })).await;
        assert_eq!(assigned.expect(200).body["priority"], priority);
    }
    for (priority, code) in [
        (json!(-1), "E0000001"),
        (json!(101), "E0000001"),
        (json!(i64::MAX), "E0000001"),
        (json!("a"), "E0000003"),
        (json!("5"), "E0000003"),
        (json!(1.5), "E0000003"),
    ] {
        let body = json!({ "priority": priority });
        assert_eq!(org.put(&path(&first), body).await.error().1, code, "{priority}");
        let change = json!([{ "op": "replace", "path": "/priority", "value": priority }]);
        let patched = org.send("PATCH", &path(&first), Some(change)).await;
        assert_eq!(patched.error().1, code, "{priority}");
        assert_eq!(
            org.put(&path(&second), json!({ "priority": priority }))
                .await
                .error()
                .1,
            code
        );
    }
    org.get(&path(&second)).await.expect(404);
    let kept = org.get(&path(&first)).await.expect(200);
    assert_eq!(kept.body["priority"], 100);
    // Nobody goes behind the last place.
    let last = org.put(&path(&second), json!({})).await.expect(200);
    assert_eq!(last.body["priority"], 100);
}

#[tokio::test]
async fn a_group_that_is_put_in_anothers_place_moves_it() {
    let org = Org::new(empty());
    let app = org.app("Wiki").await;
    let mut groups = Vec::new();
    for name in ["First", "Second", "Third"] {
        groups.push(org.group(name).await);
    }
    let path = |group: &str| format!("/api/v1/apps/{app}/groups/{group}");
    let order = async || {
        let listed = org.get(&format!("/api/v1/apps/{app}/groups")).await.expect(200);
        let shown = |item: &Value| {
            let group = groups.iter().position(|group| item["id"] == **group).unwrap();
            (group, item["priority"].as_i64().unwrap())
        };
        listed
            .body
            .as_array()
            .unwrap()
            .iter()
            .map(shown)
            .collect::<Vec<_>>()
    };
    let mut times = Vec::new();
    for (group, priority) in groups.iter().zip(1..) {
        let put = org
            .put(&path(group), json!({ "priority": priority }))
            .await
            .expect(200);
        times.push(put.text("lastUpdated"));
    }
    org.emulator.advance(Duration::from_secs(60));
    let moved = org
        .put(&path(&groups[0]), json!({ "priority": 2 }))
        .await
        .expect(200);
    assert_ne!(moved.text("lastUpdated"), times[0]);
    assert_eq!(order().await, [(1, 1), (0, 2), (2, 3)]);
    // It stands there already: nothing changes, not even the time.
    let told = org
        .put(&path(&groups[1]), json!({ "priority": 1 }))
        .await
        .expect(200);
    assert_eq!(
        (told.text("lastUpdated"), told.body["priority"].as_i64()),
        (times[1].clone(), Some(1))
    );
    org.put(&path(&groups[2]), json!({ "priority": 1 }))
        .await
        .expect(200);
    assert_eq!(order().await, [(2, 1), (1, 2), (0, 3)]);
    let change = json!([{ "op": "replace", "path": "/priority", "value": 3 }]);
    org.send("PATCH", &path(&groups[2]), Some(change))
        .await
        .expect(200);
    assert_eq!(order().await, [(1, 1), (0, 2), (2, 3)]);
}

#[tokio::test]
async fn a_change_of_credentials_makes_an_app_user_anew_and_a_second_assignment_does_not() {
    let org = Org::new(empty());
    let (user, app) = (org.active_user("pat@people.example").await, org.app("Wiki").await);
    let users = format!("/api/v1/apps/{app}/users");
    let body = json!({ "id": user, "credentials": { "userName": "pat" } });
    let assigned = org.post(&users, body.clone()).await.expect(200);
    org.emulator.advance(Duration::from_secs(60));
    let again = org.post(&users, body).await.expect(200);
    assert_eq!(again.text("created"), assigned.text("created"));
    assert_ne!(again.text("lastUpdated"), assigned.text("lastUpdated"));
    org.emulator.advance(Duration::from_secs(60));
    let renamed = json!({ "credentials": { "userName": "patricia" } });
    let renamed = org.post(&format!("{users}/{user}"), renamed).await.expect(200);
    assert_ne!(renamed.text("created"), assigned.text("created"));
    for member in ["created", "statusChanged"] {
        assert_eq!(renamed.text(member), renamed.text("lastUpdated"));
    }
}
