//! Every change leaves an entry, and the list of entries can be tailed or queried.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use crate::org::{Org, empty, with_password};

/// Does everything that changes something, and gives the operation ids in order.
async fn change_everything(org: &Org) -> Vec<&'static str> {
    let mut done = Vec::new();
    let user = org
        .post("/api/v1/users", with_password("pat@people.example"))
        .await
        .expect(200)
        .id();
    done.push("createUser");
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
        org.act(&format!("{path}/{action}")).await.expect(200);
        done.push(operation);
    }
    let change = json!({ "oldPassword": { "value": "Passw0rd-of-mine" }, "newPassword": { "value": "An0ther-Passw0rd" } });
    org.post(&format!("{path}/credentials/change_password"), change)
        .await
        .expect(200);
    done.push("changePassword");
    assert!(org.emulator.lock_out(&user));
    org.act(&format!("{path}/lifecycle/unlock")).await.expect(200);
    done.push("unlockUser");
    org.post(&path, json!({ "profile": { "title": "Engineer" } }))
        .await
        .expect(200);
    done.push("updateUser");
    org.delete(&format!("{path}/sessions")).await.expect(204);
    done.push("revokeUserSessions");
    let role = org
        .post(&format!("{path}/roles"), json!({ "type": "APP_ADMIN" }))
        .await
        .expect(201)
        .id();
    org.delete(&format!("{path}/roles/{role}")).await.expect(204);
    done.extend(["assignRoleToUser", "unassignRoleFromUser"]);
    let group = org.group("Staff").await;
    let (group_path, member) = (
        format!("/api/v1/groups/{group}"),
        format!("/api/v1/groups/{group}/users/{user}"),
    );
    org.put(&group_path, json!({ "profile": { "name": "Crew" } }))
        .await
        .expect(200);
    org.send("PUT", &member, None).await.expect(204);
    done.extend(["addGroup", "replaceGroup", "assignUserToGroup"]);
    let app = format!("/api/v1/apps/{}", org.app("Wiki").await);
    org.put(&app, json!({ "label": "Wiki 2" })).await.expect(200);
    org.post(&format!("{app}/users"), json!({ "id": user }))
        .await
        .expect(200);
    org.post(
        &format!("{app}/users/{user}"),
        json!({ "credentials": { "userName": "pat" } }),
    )
    .await
    .expect(200);
    org.delete(&format!("{app}/users/{user}")).await.expect(204);
    done.extend([
        "createApplication",
        "replaceApplication",
        "assignUserToApplication",
        "updateApplicationUser",
    ]);
    org.put(&format!("{app}/groups/{group}"), json!({}))
        .await
        .expect(200);
    org.delete(&format!("{app}/groups/{group}")).await.expect(204);
    done.extend([
        "unassignUserFromApplication",
        "assignGroupToApplication",
        "unassignApplicationFromGroup",
    ]);
    org.act(&format!("{app}/lifecycle/deactivate")).await.expect(200);
    org.act(&format!("{app}/lifecycle/activate")).await.expect(200);
    org.act(&format!("{app}/lifecycle/deactivate")).await.expect(200);
    org.delete(&app).await.expect(204);
    done.extend([
        "deactivateApplication",
        "activateApplication",
        "deleteApplication",
    ]);
    org.delete(&member).await.expect(204);
    org.delete(&group_path).await.expect(204);
    org.act(&format!("{path}/lifecycle/deactivate")).await.expect(200);
    org.delete(&path).await.expect(204);
    done.extend([
        "unassignUserFromGroup",
        "deleteGroup",
        "deactivateUser",
        "deleteUser",
    ]);
    done
}

#[tokio::test]
async fn every_change_writes_the_events_that_okta_writes() {
    let org = Org::new(empty());
    let done = change_everything(&org).await;
    let events: BTreeSet<String> = org.events().await.into_iter().collect();
    for operation in done {
        let expected = okta_facts::event_of(operation);
        assert!(!expected.is_empty(), "no event is known for {operation}");
        for event in expected {
            assert!(events.contains(*event), "{operation} wrote no {event}");
        }
    }
    for event in &events {
        assert!(
            okta_facts::event_type(event).is_some(),
            "{event} is in no catalog"
        );
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
async fn a_tail_never_ends_and_sees_what_comes_later() {
    let org = Org::new(empty());
    org.active_user("one@people.example").await;
    let first = org.get("/api/v1/logs?limit=1").await.expect(200);
    let second = org.get(&first.link("next").unwrap()).await.expect(200);
    assert_eq!(
        (&first.body[0]["eventType"], &second.body[0]["eventType"]),
        (&json!("user.lifecycle.create"), &json!("user.lifecycle.activate"))
    );
    let empty = org.get(&second.link("next").unwrap()).await.expect(200);
    assert_eq!(empty.body, json!([]));
    assert_eq!(
        empty.link("next"),
        empty.link("self"),
        "an empty page's next is the page itself"
    );
    org.active_user("two@people.example").await;
    let later = org.get(&empty.link("next").unwrap()).await.expect(200);
    assert_eq!(later.body[0]["target"][0]["alternateId"], "two@people.example");
}

#[tokio::test]
async fn a_query_with_bounds_ends() {
    let org = Org::new(empty());
    for number in 0..5 {
        org.emulator.advance(Duration::from_secs(60));
        org.group(&format!("Group {number}")).await;
    }
    let bounds = "since=2026-01-15T12:02:00Z&until=2026-01-15T12:05:00Z&limit=2";
    for (order, names) in [("ASCENDING", [1, 2, 3]), ("DESCENDING", [3, 2, 1])] {
        let first = org
            .get(&format!("/api/v1/logs?{bounds}&sortOrder={order}"))
            .await
            .expect(200);
        let second = org.get(&first.link("next").unwrap()).await.expect(200);
        assert!(second.link("next").is_none() && second.link("self").is_some());
        let events = first
            .body
            .as_array()
            .unwrap()
            .iter()
            .chain(second.body.as_array().unwrap());
        let found: Vec<_> = events
            .map(|event| event["target"][0]["displayName"].clone())
            .collect();
        assert_eq!(
            found,
            names.map(|number| json!(format!("Group {number}"))),
            "{order}"
        );
    }
}

#[tokio::test]
async fn the_log_goes_back_seven_days_unless_asked_for_more() {
    let org = Org::new(empty());
    org.group("Old").await;
    org.emulator.advance(Duration::from_secs(8 * 24 * 3600));
    assert_eq!(org.get("/api/v1/logs").await.expect(200).body, json!([]));
    assert_eq!(
        org.get("/api/v1/logs?since=2026-01-01T00:00:00Z")
            .await
            .expect(200)
            .body
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        org.get("/api/v1/logs?since=2025-01-01T00:00:00Z").await.error().1,
        "E0000053"
    );
}

#[tokio::test]
async fn what_the_log_does_not_take_is_refused_with_its_own_codes() {
    let org = Org::new(empty());
    org.group("Staff").await;
    for (query, code) in [
        ("since=yesterday", "E0000001"),
        ("limit=1001", "E0000001"),
        ("filter=published+gt+%222026-01-01T00:00:00Z%22", "E0000053"),
        ("filter=eventType+is+%22x%22", "E0000053"),
        ("filter=debugContext.debugData.url+co+%22x%22", "E0000031"),
        ("q=1+2+3+4+5+6+7+8+9+10+11", "E0000001"),
    ] {
        let (status, found, ..) = org.get(&format!("/api/v1/logs?{query}")).await.error();
        assert_eq!((status, found.as_str()), (400, code), "{query}");
    }
    for (query, count) in [
        ("q=STAFF", 1),
        ("q=staff+group", 1),
        ("q=staff+nothing", 0),
        (
            "filter=target.type+eq+%22UserGroup%22+and+eventType+sw+%22group.%22",
            1,
        ),
        ("filter=outcome.result+ne+%22SUCCESS%22", 0),
        ("filter=severity+eq+%22INFO%22+and+uuid+pr", 1),
        ("limit=0", 0),
    ] {
        let reply = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        assert_eq!(reply.body.as_array().unwrap().len(), count, "{query}");
    }
}
