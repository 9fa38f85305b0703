//! API tokens: who sees them, how they end, and that each call keeps them alive.

use std::time::Duration;

use okta_emulator::ApiToken;
use serde_json::json;

use crate::org::{Org, Reply, ask, empty};

const TOKENS: &str = "/api/v1/api-tokens";
const DAY: u64 = 24 * 60 * 60;

async fn get(org: &Org, token: &ApiToken, path: &str) -> Reply {
    ask(&org.emulator, Some(token), "GET", path, None).await
}

/// The id of the token that the log names for a request with it.
async fn id_of(org: &Org, token: &ApiToken) -> String {
    let owner = get(org, token, "/api/v1/users/me").await.expect(200).id();
    let tokens = org.get(TOKENS).await.expect(200);
    let mut tokens = tokens.body.as_array().unwrap().clone().into_iter();
    let own = tokens.find(|token| token["userId"] == json!(owner)).unwrap();
    own["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_unused_for_thirty_days_stops_and_each_call_starts_them_again() {
    let org = Org::new(empty());
    let token = org.emulator.api_token("READ_ONLY_ADMIN");
    for _ in 0..3 {
        org.emulator.advance(Duration::from_secs(29 * DAY));
        get(&org, &token, "/api/v1/users/me").await.expect(200);
        org.get("/api/v1/users/me").await.expect(200);
    }
    let id = id_of(&org, &token).await;
    let shown = org.get(&format!("{TOKENS}/{id}")).await.expect(200);
    // The clock stands at 2026-01-15T12:00:00Z and was moved by 87 days.
    assert_eq!(shown.text("lastUpdated"), "2026-04-12T12:00:00.000Z");
    assert_eq!(shown.text("expiresAt"), "2026-05-12T12:00:00.000Z");
    org.emulator.advance(Duration::from_secs(20 * DAY));
    org.get("/api/v1/users/me").await.expect(200);
    org.emulator.advance(Duration::from_secs(10 * DAY));
    org.get("/api/v1/users/me").await.expect(200);
    let stopped = get(&org, &token, "/api/v1/users/me").await.error();
    assert_eq!((stopped.0, stopped.1.as_str()), (401, "E0000011"));
}

#[tokio::test]
async fn a_change_of_a_token_does_not_move_its_expiry() {
    let org = Org::new(empty());
    let token = org.emulator.api_token("READ_ONLY_ADMIN");
    let id = id_of(&org, &token).await;
    org.emulator.advance(Duration::from_secs(DAY));
    let address = format!("{TOKENS}/{id}");
    let before = org.get(&address).await.expect(200);
    let body =
        json!({ "name": "Renamed", "clientName": "Okta API", "network": { "connection": "ANYWHERE" } });
    let after = org.put(&address, body).await.expect(200);
    assert_eq!(after.text("name"), "Renamed");
    assert_eq!(after.text("expiresAt"), before.text("expiresAt"));
    assert_ne!(after.text("lastUpdated"), before.text("lastUpdated"));
    org.put(&address, json!({ "network": { "connection": "MOON" } }))
        .await
        .expect(400);
    let missing = org.get(&format!("{TOKENS}/00Tnone")).await.error();
    assert_eq!(missing.2, "Not found: Resource not found: 00Tnone (Token)");
}

#[tokio::test]
async fn tokens_are_listed_by_name_in_whatever_case() {
    let org = Org::new(empty());
    for name in ["gamma", "Beta", "alpha"] {
        let token = org.emulator.api_token("READ_ONLY_ADMIN");
        let address = format!("{TOKENS}/{}", id_of(&org, &token).await);
        org.put(&address, json!({ "name": name })).await.expect(200);
    }
    let listed = org.get(TOKENS).await.expect(200).body;
    let names: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|token| token["name"].as_str().unwrap())
        .filter(|name| ["gamma", "Beta", "alpha"].contains(name))
        .collect();
    assert_eq!(names, ["alpha", "Beta", "gamma"]);
}

#[tokio::test]
async fn a_revoked_token_is_refused_and_gone() {
    let org = Org::new(empty());
    let token = org.emulator.api_token("ORG_ADMIN");
    let id = id_of(&org, &token).await;
    org.delete(&format!("{TOKENS}/{id}")).await.expect(204);
    org.get(&format!("{TOKENS}/{id}")).await.expect(404);
    get(&org, &token, "/api/v1/users/me").await.expect(401);

    let token = org.emulator.api_token("ORG_ADMIN");
    ask(
        &org.emulator,
        Some(&token),
        "DELETE",
        &format!("{TOKENS}/current"),
        None,
    )
    .await
    .expect(204);
    get(&org, &token, "/api/v1/users/me").await.expect(401);
    let revoked = org.events().await;
    assert_eq!(
        revoked
            .iter()
            .filter(|event| *event == "system.api_token.revoke")
            .count(),
        2
    );
}

#[tokio::test]
async fn a_role_sees_the_tokens_that_okta_documents_for_it() {
    let org = Org::new(empty());
    let group = org.group("Managed").await;
    let member = org.active_user("member@people.example").await;
    org.send("PUT", &format!("/api/v1/groups/{group}/users/{member}"), None)
        .await
        .expect(204);
    org.emulator.api_token_of(&member).unwrap();
    let other = org.active_user("other@people.example").await;
    org.emulator.api_token_of("other@people.example").unwrap();
    assert!(org.emulator.api_token_of("nobody@people.example").is_none());
    for (role, targets, sees_member, sees_other) in [
        ("SUPER_ADMIN", vec![], true, true),
        ("ORG_ADMIN", vec![], true, true),
        ("USER_ADMIN", vec![group.as_str()], true, false),
        ("READ_ONLY_ADMIN", vec![], false, false),
        ("GROUP_MEMBERSHIP_ADMIN", vec![], false, false),
    ] {
        let token = org.emulator.api_token_with_targets(role, &targets).unwrap();
        let own = get(&org, &token, "/api/v1/users/me").await.id();
        let listed = get(&org, &token, TOKENS).await.expect(200);
        let owners: Vec<&str> = listed
            .body
            .as_array()
            .unwrap()
            .iter()
            .map(|token| token["userId"].as_str().unwrap())
            .collect();
        assert!(owners.contains(&own.as_str()), "{role}");
        assert_eq!(owners.contains(&member.as_str()), sees_member, "{role}");
        assert_eq!(owners.contains(&other.as_str()), sees_other, "{role}");
    }
    let help_desk = org.emulator.api_token("HELP_DESK_ADMIN");
    get(&org, &help_desk, TOKENS).await.expect(403);
}
