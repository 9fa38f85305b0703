//! What the wire shows has the members that recorded answers have.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::org::{Org, empty, profile, with_password};

fn members(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn set<const N: usize>(names: [&'static str; N]) -> BTreeSet<&'static str> {
    BTreeSet::from(names)
}

#[tokio::test]
async fn a_user_has_its_members_and_the_links_of_its_status() {
    let org = Org::new(empty());
    let staged = org
        .post(
            "/api/v1/users?activate=false",
            json!({ "profile": profile("s@people.example") }),
        )
        .await;
    let expected = set([
        "_links",
        "activated",
        "created",
        "credentials",
        "id",
        "lastLogin",
        "lastUpdated",
        "passwordChanged",
        "profile",
        "realmId",
        "status",
        "statusChanged",
        "type",
    ]);
    assert_eq!(members(&staged.body), expected);
    assert!(staged.body["statusChanged"].is_null() && staged.body["activated"].is_null());
    assert_eq!(
        members(&staged.body["_links"]),
        set(["activate", "resetFactors", "schema", "self", "type"])
    );
    let active = org
        .post("/api/v1/users", with_password("a@people.example"))
        .await
        .expect(200);
    let links = set([
        "changePassword",
        "changeRecoveryQuestion",
        "deactivate",
        "expirePassword",
        "forgotPassword",
        "resetFactors",
        "resetPassword",
        "schema",
        "self",
        "suspend",
        "type",
    ]);
    assert_eq!(members(&active.body["_links"]), links);
    assert_eq!(
        members(&active.body["credentials"]),
        set(["password", "provider", "recovery_question"])
    );
    assert_eq!(active.body["credentials"]["password"], json!({}));
    let listed = org.get("/api/v1/users").await.expect(200);
    assert!(
        listed
            .body
            .as_array()
            .unwrap()
            .iter()
            .all(|user| members(&user["_links"]) == set(["self"]))
    );
}

#[tokio::test]
async fn groups_assignments_and_app_users_have_their_members() {
    let org = Org::new(empty());
    let (group, app) = (org.group("Staff").await, org.app("Wiki").await);
    let reply = org.get(&format!("/api/v1/groups/{group}")).await.expect(200);
    let expected = set([
        "_links",
        "created",
        "id",
        "lastMembershipUpdated",
        "lastUpdated",
        "objectClass",
        "profile",
        "type",
    ]);
    assert_eq!(members(&reply.body), expected);
    assert_eq!(
        members(&reply.body["_links"]),
        set(["apps", "logo", "owners", "users"])
    );
    let reply = org
        .put(&format!("/api/v1/apps/{app}/groups/{group}"), json!({}))
        .await
        .expect(200);
    assert_eq!(
        members(&reply.body),
        set(["_links", "id", "lastUpdated", "priority", "profile"])
    );
    let user = org.active_user("pat@people.example").await;
    let reply = org
        .post(&format!("/api/v1/apps/{app}/users"), json!({ "id": user }))
        .await
        .expect(200);
    let expected = set([
        "_links",
        "created",
        "credentials",
        "externalId",
        "id",
        "lastUpdated",
        "passwordChanged",
        "profile",
        "scope",
        "status",
        "statusChanged",
        "syncState",
    ]);
    assert_eq!(members(&reply.body), expected);
}

#[tokio::test]
async fn every_kind_of_app_has_the_members_that_all_apps_have() {
    let org = Org::new(empty().apps(10));
    for app in org.get("/api/v1/apps").await.expect(200).body.as_array().unwrap() {
        let expected = set([
            "_links",
            "accessibility",
            "created",
            "credentials",
            "features",
            "id",
            "label",
            "lastUpdated",
            "name",
            "orn",
            "settings",
            "signOnMode",
            "status",
            "universalLogout",
            "visibility",
        ]);
        assert_eq!(members(app), expected, "{}", app["signOnMode"]);
    }
}

#[tokio::test]
async fn a_secret_that_was_sent_does_not_come_back() {
    let org = Org::new(empty());
    let body = json!({
        "label": "Vault", "signOnMode": "AUTO_LOGIN",
        "credentials": { "scheme": "SHARED_USERNAME_AND_PASSWORD", "userName": "shared", "password": { "value": "s3cret-Thing" } },
    });
    let app = org.post("/api/v1/apps", body).await.expect(200);
    assert_eq!(app.body["credentials"]["userName"], "shared");
    let user = org.active_user("pat@people.example").await;
    let all = [
        app.body,
        org.get(&format!("/api/v1/users/{user}")).await.body,
        org.get("/api/v1/logs").await.body,
    ];
    let shown = format!("{all:?}");
    assert!(
        !shown.contains("s3cret-Thing") && !shown.contains("Passw0rd-of-mine") && !shown.contains("green")
    );
}

#[tokio::test]
async fn links_carry_the_address_that_the_request_came_to() {
    let org = Org::new(empty().base_url("https://first.example/"));
    assert_eq!(org.emulator.base_url(), "https://first.example");
    for base in ["https://first.example", "https://other.example:8443"] {
        let user = org.get(&format!("{base}/api/v1/users/me")).await.expect(200);
        assert!(
            user.body["_links"]["self"]["href"]
                .as_str()
                .unwrap()
                .starts_with(base)
        );
    }
}

#[tokio::test]
async fn a_client_secret_is_shown_to_who_writes_the_app_and_not_to_who_reads_it() {
    let org = Org::new(empty());
    let body = json!({ "label": "Portal", "signOnMode": "OPENID_CONNECT" });
    let created = org.post("/api/v1/apps", body.clone()).await.expect(200);
    let path = format!("/api/v1/apps/{}", created.id());
    let secret = &created.body["credentials"]["oauthClient"]["client_secret"];
    assert!(secret.as_str().is_some_and(|secret| secret.len() == 64));
    let replaced = org.put(&path, body).await.expect(200);
    assert_eq!(
        &replaced.body["credentials"]["oauthClient"]["client_secret"],
        secret
    );
    let read = org.get(&path).await.expect(200);
    assert!(
        read.body["credentials"]["oauthClient"]
            .get("client_secret")
            .is_none()
    );
}
