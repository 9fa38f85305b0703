//! Every change leaves an entry.

use serde_json::{Value, json};

use crate::org::{Org, Reply, ask, empty, with_password};

/// An operation that was carried out, and the id of its request.
struct Done {
    operation: &'static str,
    request: String,
}

/// Sends a change and notes it.
async fn change(
    org: &Org,
    done: &mut Vec<Done>,
    operation: &'static str,
    path: &str,
    body: Option<Value>,
) -> Reply {
    let method = okta_facts::operation(operation).unwrap().method.as_str();
    let reply = org.send(method, path, body).await;
    assert!(reply.status < 300, "{operation}: {}", reply.body);
    let request = reply.headers["x-okta-request-id"].to_str().unwrap().to_owned();
    done.push(Done { operation, request });
    reply
}

/// Changes a user in every way.
async fn change_a_user(org: &Org, done: &mut Vec<Done>) -> String {
    let body = Some(with_password("pat@people.example"));
    let user = change(org, done, "createUser", "/api/v1/users", body).await.id();
    let path = format!("/api/v1/users/{user}");
    for (operation, action) in [
        ("suspendUser", "lifecycle/suspend"),
        ("unsuspendUser", "lifecycle/unsuspend"),
        ("resetFactors", "lifecycle/reset_factors"),
        ("forgotPassword", "credentials/forgot_password"),
        ("expirePassword", "lifecycle/expire_password"),
        ("resetPassword", "lifecycle/reset_password"),
        ("reactivateUser", "lifecycle/reactivate"),
    ] {
        change(org, done, operation, &format!("{path}/{action}"), None).await;
    }
    let passwords = json!({ "oldPassword": { "value": "Passw0rd-of-mine" }, "newPassword": { "value": "An0ther-Passw0rd" } });
    let own = format!("{path}/credentials/change_password");
    change(org, done, "changePassword", &own, Some(passwords)).await;
    assert!(org.emulator.lock_out(&user));
    change(org, done, "unlockUser", &format!("{path}/lifecycle/unlock"), None).await;
    let title = Some(json!({ "profile": { "title": "Engineer" } }));
    change(org, done, "updateUser", &path, title).await;
    change(org, done, "revokeUserSessions", &format!("{path}/sessions"), None).await;
    let role = Some(json!({ "type": "APP_ADMIN" }));
    let role = change(org, done, "assignRoleToUser", &format!("{path}/roles"), role).await;
    let role = format!("{path}/roles/{}", role.id());
    change(org, done, "unassignRoleFromUser", &role, None).await;
    user
}

/// Does everything that changes something, and gives the operations in order.
async fn change_everything(org: &Org) -> Vec<Done> {
    let mut all = Vec::new();
    let done = &mut all;
    let user = change_a_user(org, done).await;
    let staff = Some(json!({ "profile": { "name": "Staff" } }));
    let group = change(org, done, "addGroup", "/api/v1/groups", staff).await.id();
    let (path, member) = (
        format!("/api/v1/groups/{group}"),
        format!("/api/v1/groups/{group}/users/{user}"),
    );
    let crew = Some(json!({ "profile": { "name": "Crew" } }));
    change(org, done, "replaceGroup", &path, crew).await;
    change(org, done, "assignUserToGroup", &member, None).await;
    let wiki = json!({ "label": "Wiki", "signOnMode": "BOOKMARK", "settings": { "app": { "url": "https://a.example" } } });
    let app = change(org, done, "createApplication", "/api/v1/apps", Some(wiki)).await;
    let app = format!("/api/v1/apps/{}", app.id());
    let label = Some(json!({ "label": "Wiki 2" }));
    change(org, done, "replaceApplication", &app, label).await;
    let (users, assigned) = (format!("{app}/users"), format!("{app}/users/{user}"));
    let who = Some(json!({ "id": user }));
    change(org, done, "assignUserToApplication", &users, who).await;
    let name = Some(json!({ "credentials": { "userName": "pat" } }));
    change(org, done, "updateApplicationUser", &assigned, name).await;
    change(org, done, "unassignUserFromApplication", &assigned, None).await;
    let group = format!("{app}/groups/{group}");
    change(org, done, "assignGroupToApplication", &group, Some(json!({}))).await;
    change(org, done, "unassignApplicationFromGroup", &group, None).await;
    for (operation, action) in [
        ("deactivateApplication", "deactivate"),
        ("activateApplication", "activate"),
        ("deactivateApplication", "deactivate"),
    ] {
        change(org, done, operation, &format!("{app}/lifecycle/{action}"), None).await;
    }
    change(org, done, "deleteApplication", &app, None).await;
    change(org, done, "unassignUserFromGroup", &member, None).await;
    change(org, done, "deleteGroup", &path, None).await;
    let user = format!("/api/v1/users/{user}");
    change(
        org,
        done,
        "deactivateUser",
        &format!("{user}/lifecycle/deactivate"),
        None,
    )
    .await;
    change(org, done, "deleteUser", &user, None).await;
    all
}

#[tokio::test]
async fn every_change_writes_the_events_that_okta_writes() {
    let org = Org::new(empty());
    let done = change_everything(&org).await;
    let log = org.get("/api/v1/logs?limit=1000").await.expect(200);
    let events = log.body.as_array().unwrap();
    for Done { operation, request } in &done {
        let written: Vec<&str> = events
            .iter()
            .filter(|event| event["transaction"]["id"] == **request)
            .map(|event| event["eventType"].as_str().unwrap())
            .collect();
        let mut expected = okta_facts::event_of(operation).to_vec();
        assert!(!expected.is_empty(), "no event is known for {operation}");
        // The group gave the app to its member, and takes it back.
        match *operation {
            "assignGroupToApplication" => expected.push("application.user_membership.add"),
            "unassignApplicationFromGroup" => expected.push("application.user_membership.remove"),
            _ => {}
        }
        assert_eq!(written, expected, "{operation}");
    }
    for event in events {
        let name = event["eventType"].as_str().unwrap();
        assert!(okta_facts::event_type(name).is_some(), "{name} is in no catalog");
    }
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_whom_with_which_token() {
    let org = Org::new(empty());
    let user = org.active_user("pat@people.example").await;
    let reply = org
        .act(&format!("/api/v1/users/{user}/lifecycle/suspend"))
        .await
        .expect(200);
    let request = reply.headers["x-okta-request-id"].to_str().unwrap().to_owned();
    let log = org
        .get("/api/v1/logs?filter=eventType+eq+%22user.lifecycle.suspend%22")
        .await
        .expect(200);
    let event = &log.body[0];
    let me = org.get("/api/v1/users/me").await;
    assert_eq!(event["actor"]["id"], json!(me.id()));
    assert_eq!(event["target"][0]["id"], json!(user));
    assert_eq!(event["target"][0]["alternateId"], "pat@people.example");
    assert_eq!(event["outcome"]["result"], "SUCCESS");
    assert_eq!(event["transaction"]["id"], json!(request));
    assert!(
        event["transaction"]["detail"]["requestApiTokenId"]
            .as_str()
            .unwrap()
            .starts_with("00T")
    );
    assert!(!log.body.to_string().contains(org.token.expose()));
}

#[tokio::test]
async fn a_refused_change_writes_nothing() {
    let org = Org::new(empty());
    let user = org.active_user("pat@people.example").await;
    let before = org.events().await.len();
    org.act(&format!("/api/v1/users/{user}/lifecycle/unlock"))
        .await
        .expect(403);
    org.post("/api/v1/users", with_password("pat@people.example"))
        .await
        .expect(400);
    assert_eq!(org.events().await.len(), before);
}

#[tokio::test]
async fn whoever_may_read_the_log_reads_all_of_it() {
    let org = Org::new(empty());
    org.group("Staff").await;
    let app = org.app("Wiki").await;
    let token = org.emulator.api_token_with_targets("APP_ADMIN", &[&app]).unwrap();
    let log = ask(&org.emulator, Some(&token), "GET", "/api/v1/logs", None)
        .await
        .expect(200);
    let events = log.body.as_array().unwrap().iter();
    assert!(
        events
            .map(|event| &event["eventType"])
            .any(|kind| kind == "group.lifecycle.create")
    );
    for role in ["USER_ADMIN", "HELP_DESK_ADMIN", "GROUP_MEMBERSHIP_ADMIN"] {
        let token = org.emulator.api_token(role);
        ask(&org.emulator, Some(&token), "GET", "/api/v1/logs", None)
            .await
            .expect(403);
    }
}
