//! Every change leaves an entry, and the list of entries can be tailed or queried.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, Reply, ask, empty, segment, with_password};

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
async fn old_entries_go_when_the_log_takes_too_much_room_and_a_tail_goes_on() {
    let org = Org::new(empty().users(1).system_log_bytes(40_000));
    let group = org.group("a").await;
    let path = format!("/api/v1/groups/{group}");
    let mut cursor = None;
    for round in 0..100 {
        let profile = json!({ "profile": { "name": format!("group {round}") } });
        org.put(&path, profile).await.expect(200);
        if round == 50 {
            cursor = org.get("/api/v1/logs?limit=1000").await.link("next");
        }
    }
    let kept = org.get("/api/v1/logs?limit=1000").await.expect(200);
    let length: usize = kept
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event.to_string().len())
        .sum();
    assert!((38_000..=40_000).contains(&length), "{length}");
    let behind = org.get(&cursor.unwrap()).await.expect(200);
    assert_eq!(behind.body, kept.body, "what is gone is not waited for");
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
    let count = async |query: &str| {
        let log = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        log.body.as_array().unwrap().len()
    };
    assert_eq!(count("since=2026-01-01T00:00:00Z").await, 1);
    // Seven days before `until`.
    assert_eq!(count("until=2026-01-16T00:00:00Z").await, 1);
    // What is older than 90 days is not there any more, which is no error.
    for _ in 0..3 {
        assert_eq!(count("since=2026-01-01T00:00:00Z").await, 1);
        // An API token lives for 30 days without a request.
        org.emulator.advance(Duration::from_secs(29 * 24 * 3600));
    }
    assert_eq!(count("since=2026-01-01T00:00:00Z").await, 0);
}

#[tokio::test]
async fn a_query_with_an_upper_bound_alone_ends() {
    let org = Org::new(empty());
    for name in ["One", "Two", "Three"] {
        org.group(name).await;
    }
    for (query, tail) in [
        ("until=2026-01-16T00:00:00Z&limit=2", false),
        ("sortOrder=DESCENDING&limit=2", false),
        ("limit=2", true),
        ("until=&limit=2", true),
    ] {
        let first = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        let next = first.link("next").unwrap();
        let after = next.split("after=").nth(1).unwrap();
        assert_eq!(after.contains('_'), tail, "{query}");
        assert_eq!(after.len() == 36, !tail, "{query}");
        let second = org.get(&next).await.expect(200);
        assert_eq!(second.body.as_array().unwrap().len(), 1, "{query}");
        assert_eq!(second.link("next").is_some(), tail, "{query}");
    }
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

#[tokio::test]
async fn what_the_log_does_not_take_is_refused_in_its_own_words() {
    let org = Org::new(empty());
    let words =
        "The date format in your query is not recognized. Please enter dates using ISO8601 string format.";
    for (query, code, summary) in [
        (
            "until=yesterday".to_owned(),
            "E0000001",
            format!("Api validation failed: 'until': {words} 'until': must be a valid date-time or empty."),
        ),
        (
            "since=2025-01-01T00:00:00Z".to_owned(),
            "E0000053",
            "Invalid parameter: The since parameter is over 180 days prior to the current day.".to_owned(),
        ),
        (
            format!("filter={}", segment("display_message eqq \"Create okta user\"")),
            "E0000053",
            "Invalid filter 'display_message eqq \"Create okta user\"': Unrecognized attribute operator 'eqq' at \
             position 16. Expected: eq,co,sw,pr,gt,ge,lt,le"
                .to_owned(),
        ),
        (
            "filter=some_invalid_field+pr".to_owned(),
            "E0000053",
            "field is not valid: some_invalid_field".to_owned(),
        ),
        (
            "filter=debugContext.debugData.url+co+%22/oauth/%22".to_owned(),
            "E0000031",
            "The supplied combination of operator and field is not currently supported. Operator: co, Field: \
             debugContext.debugData.url"
                .to_owned(),
        ),
        (
            format!("q={}", "x".repeat(41)),
            "E0000001",
            "Api validation failed: 'q': Freeform search cannot contain items longer than 40 characters. Please \
             shorten the items in your search or use an advanced filter to query by specific fields."
                .to_owned(),
        ),
    ] {
        let reply = org.get(&format!("/api/v1/logs?{query}")).await.expect(400);
        assert_eq!((reply.text("errorCode").as_str(), reply.text("errorSummary")), (code, summary));
        assert!(reply.body.get("errorLink").is_none(), "{}", reply.body);
        assert_eq!(reply.text("errorId").len(), 36);
    }
    let date = org.get("/api/v1/logs?until=yesterday").await;
    assert_eq!(
        date.error().3,
        [
            format!("until: {words}"),
            "until: must be a valid date-time or empty.".to_owned()
        ]
    );
}

#[tokio::test]
async fn filters_and_keywords_find_events() {
    let org = Org::new(empty());
    org.group("Staff").await;
    for query in [
        "limit=1001",
        "limit=-1",
        "since=yesterday",
        "sortOrder=UP",
        "filter=published+gt+%222026-01-01T00:00:00Z%22",
        "filter=eventType+is+%22x%22",
        "filter=target[id+eq+%22x%22]",
        "q=1+2+3+4+5+6+7+8+9+10+11",
        "after=nowhere",
        "after=00000001-0000-4000-8000-0000",
    ] {
        org.get(&format!("/api/v1/logs?{query}")).await.expect(400);
    }
    for (query, count) in [
        ("q=STAFF", 1),
        ("q=staff+group", 1),
        ("q=staff+nothing", 0),
        ("q=staf", 0),
        (
            "filter=target.type+eq+%22UserGroup%22+and+eventType+sw+%22group.%22",
            1,
        ),
        ("filter=outcome.result+ne+%22SUCCESS%22", 0),
        ("filter=not+(outcome.result+eq+%22SUCCESS%22)", 0),
        (
            "filter=not+(eventType+co+%22user%22+or+eventType+ew+%22delete%22)",
            1,
        ),
        ("filter=event_type+eq+%22group.lifecycle.create%22", 1),
        ("filter=severity+eq+%22INFO%22+and+uuid+pr", 1),
        ("filter=version+ge+%220%22+and+version+lt+%221%22", 1),
        ("limit=0", 0),
    ] {
        let reply = org.get(&format!("/api/v1/logs?{query}")).await.expect(200);
        assert_eq!(reply.body.as_array().unwrap().len(), count, "{query}");
    }
}
