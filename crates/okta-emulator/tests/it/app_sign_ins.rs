//! Refresh tokens and consents come from sign-ins at apps, are shown, and end.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, ask, empty};

const SCOPES: [&str; 3] = ["openid", "offline_access", "profile"];

struct Scene {
    org: Org,
    user: String,
    /// The id of the app, which is its client id too.
    app: String,
}

impl Scene {
    async fn set() -> Self {
        let org = Org::new(empty());
        let user = org.active_user("pat@people.example").await;
        let app = client(&org, "Notes", "REQUIRED").await;
        let scene = Self { org, user, app };
        scene.assign(&scene.app).await;
        scene
    }

    async fn assign(&self, app: &str) {
        let body = json!({ "id": self.user, "scope": "USER" });
        self.org
            .post(&format!("/api/v1/apps/{app}/users"), body)
            .await
            .expect(200);
    }

    fn sign_in(&self) -> okta_emulator::AppSignIn {
        self.org
            .emulator
            .sign_in_at_app(&self.user, &self.app, &SCOPES)
            .unwrap()
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/users/{}/{rest}", self.user)
    }

    fn of_client(&self, rest: &str) -> String {
        self.path(&format!("clients/{}/{rest}", self.app))
    }

    /// How many tokens, grants and clients the user has.
    async fn left(&self) -> (usize, usize, usize) {
        let mut counts = Vec::new();
        for path in [
            self.of_client("tokens"),
            self.path("grants"),
            self.path("clients"),
        ] {
            let listed = self.org.get(&path).await.expect(200);
            counts.push(listed.body.as_array().unwrap().len());
        }
        (counts[0], counts[1], counts[2])
    }

    async fn count(&self, event: &str) -> usize {
        let events = self.org.events().await;
        events.iter().filter(|logged| *logged == event).count()
    }
}

async fn client(org: &Org, label: &str, consent: &str) -> String {
    let client = json!({
        "application_type": "web", "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"], "redirect_uris": ["https://a.example/back"], "consent_method": consent,
    });
    let body = json!({
        "label": label, "name": "oidc_client", "signOnMode": "OPENID_CONNECT", "settings": { "oauthClient": client },
    });
    org.post("/api/v1/apps", body).await.expect(200).id()
}

#[tokio::test]
async fn a_sign_in_leaves_a_refresh_token_and_the_consents_that_are_new() {
    let scene = Scene::set().await;
    let first = scene.sign_in();
    let second = scene.sign_in();
    assert_eq!((first.grants.len(), second.grants.len()), (3, 0));
    assert_eq!(scene.left().await, (2, 3, 1));
    let id = first.refresh_token.unwrap();
    let path = scene.of_client(&format!("tokens/{id}"));
    let token = scene
        .org
        .get(&format!("{path}?expand=scope"))
        .await
        .expect(200)
        .body;
    assert_eq!((&token["id"], &token["userId"]), (&json!(id), &json!(scene.user)));
    assert_eq!(
        (&token["created"], &token["expiresAt"]),
        (
            &json!("2026-01-15T12:00:00.000Z"),
            &json!("2026-04-15T12:00:00.000Z")
        )
    );
    assert_eq!(token["scopes"], json!(SCOPES));
    assert_eq!(token["_embedded"]["scopes"][1]["name"], "offline_access");
    let revoke = token["_links"]["revoke"]["href"].as_str().unwrap();
    assert!(revoke.ends_with(&path), "{revoke}");

    let path = scene.path(&format!("grants/{}", first.grants[2]));
    let grant = scene
        .org
        .get(&format!("{path}?expand=scope"))
        .await
        .expect(200)
        .body;
    assert_eq!(
        (&grant["scopeId"], &grant["source"]),
        (&json!("profile"), &json!("END_USER"))
    );
    assert_eq!(grant["_embedded"]["scope"]["id"], "profile");
    let named = scene
        .org
        .get(&scene.path("grants?scopeId=openid"))
        .await
        .expect(200);
    assert_eq!(named.ids(), first.grants[..1]);
    let clients = scene.org.get(&scene.path("clients")).await.expect(200).body;
    assert_eq!(
        (&clients[0]["client_id"], &clients[0]["client_name"]),
        (&json!(scene.app), &json!("Notes"))
    );
    assert_eq!(scene.count("app.oauth2.token.grant.refresh_token").await, 2);
    assert_eq!(scene.count("app.oauth2.as.consent.grant").await, 3);
}

#[tokio::test]
async fn who_trusts_an_app_is_not_asked_and_who_stays_online_gets_no_token() {
    let scene = Scene::set().await;
    let trusted = client(&scene.org, "Mail", "TRUSTED").await;
    scene.assign(&trusted).await;
    let emulator = &scene.org.emulator;
    let made = emulator.sign_in_at_app("pat@people.example", &trusted, &["openid"]);
    let made = made.unwrap();
    assert_eq!((made.refresh_token, made.grants.len()), (None, 0));
    assert_eq!(scene.left().await, (0, 0, 0));
}

#[tokio::test]
async fn a_sign_in_that_okta_would_not_let_happen_is_refused_with_the_reason() {
    let scene = Scene::set().await;
    let web = json!({ "label": "Web", "signOnMode": "OPENID_CONNECT", "name": "oidc_client" });
    let online = scene.org.post("/api/v1/apps", web).await.expect(200).id();
    let stranger = client(&scene.org, "Other", "REQUIRED").await;
    scene.assign(&online).await;
    let refused = |user: &str, app: &str| {
        let made = scene.org.emulator.sign_in_at_app(user, app, &SCOPES);
        made.unwrap_err().to_string()
    };
    assert!(refused("nobody", &scene.app).contains("no such user"));
    assert!(refused(&scene.user, "0oanone").contains("client id"));
    assert!(refused(&scene.user, &stranger).contains("not assigned"));
    assert!(refused(&scene.user, &online).contains("refresh_token"));
    let suspend = scene.path("lifecycle/suspend");
    scene.org.act(&suspend).await.expect(200);
    assert!(refused(&scene.user, &scene.app).contains("not ACTIVE"));
    assert_eq!(scene.left().await, (0, 0, 0));
}

#[tokio::test]
async fn tokens_are_revoked_one_by_one_and_all_of_a_client() {
    let scene = Scene::set().await;
    let ids: Vec<String> = (0..3).map(|_| scene.sign_in().refresh_token.unwrap()).collect();
    let one = scene.of_client(&format!("tokens/{}", ids[1]));
    scene.org.delete(&one).await.expect(204);
    assert_eq!(scene.org.delete(&one).await.error().1, "E0000007");
    assert_eq!(scene.org.get(&one).await.error().1, "E0000007");
    let listed = scene.org.get(&scene.of_client("tokens")).await.expect(200);
    assert_eq!(listed.ids(), [ids[0].clone(), ids[2].clone()]);
    for _ in 0..2 {
        scene.org.delete(&scene.of_client("tokens")).await.expect(204);
    }
    // The consents stay.
    assert_eq!(scene.left().await, (0, 3, 1));
    assert_eq!(scene.count("app.oauth2.token.revoke").await, 3);
    scene
        .org
        .delete(&scene.path("clients/0oanone/tokens"))
        .await
        .expect(404);
}

#[tokio::test]
async fn grants_are_revoked_one_by_one_and_all_of_a_client_or_a_user() {
    let scene = Scene::set().await;
    let made = scene.sign_in();
    let one = scene.path(&format!("grants/{}", made.grants[0]));
    scene.org.delete(&one).await.expect(204);
    scene.org.delete(&one).await.expect(404);
    scene.org.get(&one).await.expect(404);
    let of_client = scene.of_client("grants");
    let listed = scene.org.get(&of_client).await.expect(200);
    assert_eq!(listed.ids(), made.grants[1..]);
    for all in [&of_client, &scene.path("grants")] {
        scene.sign_in();
        for _ in 0..2 {
            scene.org.delete(all).await.expect(204);
        }
        assert_eq!(scene.left().await.1, 0);
    }
    for event in ["", ".user.client", ".user"] {
        let event = format!("app.oauth2.as.consent.revoke{event}");
        assert_eq!(scene.count(&event).await, 1, "{event}");
    }
}

#[tokio::test]
async fn lists_are_paged_and_an_old_token_is_gone() {
    let scene = Scene::set().await;
    let ids: Vec<String> = (0..3).map(|_| scene.sign_in().refresh_token.unwrap()).collect();
    for (list, all) in [
        (scene.of_client("tokens"), ids),
        (scene.path("grants"), Vec::new()),
    ] {
        let first = scene.org.get(&format!("{list}?limit=2")).await.expect(200);
        let rest = scene.org.get(&first.link("next").unwrap()).await.expect(200);
        assert_eq!((first.ids().len(), rest.ids().len()), (2, 1));
        assert!(all.is_empty() || [first.ids(), rest.ids()].concat() == all);
        assert_eq!(rest.link("next"), None);
        let bad = scene.org.get(&format!("{list}?after=00uelse")).await;
        assert_eq!(bad.error().1, "E0000029");
    }
    let days = |days: u64| Duration::from_secs(days * 86_400);
    // An API token that nobody uses for 30 days ends too.
    for _ in 0..3 {
        scene.org.emulator.advance(days(29));
        assert_eq!(scene.left().await.0, 3);
    }
    scene.org.emulator.advance(Duration::from_secs(3 * 86_400 - 1));
    assert_eq!(scene.left().await.0, 3);
    scene.org.emulator.advance(Duration::from_secs(1));
    assert_eq!(scene.left().await, (0, 3, 1));
}

#[tokio::test]
async fn they_end_with_the_assignment_the_app_the_user_and_the_sessions() {
    let scene = Scene::set().await;
    let assigned = format!("/api/v1/apps/{}/users/{}", scene.app, scene.user);
    scene.sign_in();
    scene.org.delete(&assigned).await.expect(204);
    assert_eq!(scene.left().await, (0, 0, 0));
    scene.assign(&scene.app).await;

    scene.sign_in();
    let app = format!("/api/v1/apps/{}/lifecycle", scene.app);
    scene.org.act(&format!("{app}/deactivate")).await.expect(200);
    assert_eq!(scene.left().await, (0, 0, 0));
    let inactive = scene
        .org
        .emulator
        .sign_in_at_app(&scene.user, &scene.app, &SCOPES);
    assert!(inactive.is_err());
    scene.org.act(&format!("{app}/activate")).await.expect(200);

    scene.sign_in();
    let sessions = scene.path("sessions");
    scene.org.delete(&sessions).await.expect(204);
    assert_eq!(scene.left().await, (1, 3, 1));
    scene
        .org
        .delete(&format!("{sessions}?oauthTokens=true"))
        .await
        .expect(204);
    assert_eq!(scene.left().await, (0, 3, 1));

    scene.sign_in();
    let deactivate = scene.path("lifecycle/deactivate");
    scene.org.act(&deactivate).await.expect(200);
    assert_eq!(scene.left().await, (0, 0, 0));
    for because in ["user", "client"] {
        let token = format!("app.oauth2.token.revoke.implicit.{because}");
        let consent = format!("app.oauth2.as.consent.revoke.implicit.{because}");
        assert!(scene.count(&token).await > 0, "{token}");
        assert!(scene.count(&consent).await > 0, "{consent}");
    }
}

#[tokio::test]
async fn an_app_that_a_group_gives_keeps_its_tokens_until_the_group_is_left() {
    let scene = Scene::set().await;
    let assigned = format!("/api/v1/apps/{}/users/{}", scene.app, scene.user);
    scene.org.delete(&assigned).await.expect(204);
    let group = scene.org.group("Writers").await;
    let member = format!("/api/v1/groups/{group}/users/{}", scene.user);
    scene.org.put(&member, json!({})).await.expect(204);
    let by_group = format!("/api/v1/apps/{}/groups/{group}", scene.app);
    scene.org.put(&by_group, json!({})).await.expect(200);
    scene.sign_in();
    scene.org.delete(&assigned).await.expect(403);
    assert_eq!(scene.left().await, (1, 3, 1));
    scene.org.delete(&member).await.expect(204);
    assert_eq!(scene.left().await, (0, 0, 0));
}

#[tokio::test]
async fn a_sign_in_by_http_does_the_same() {
    let scene = Scene::set().await;
    let asked = json!({ "user": "pat@people.example", "client_id": scene.app, "scopes": SCOPES });
    let made = scene
        .org
        .post("/_emulator/sign-ins", asked)
        .await
        .expect(201)
        .body;
    assert_eq!(made["grants"].as_array().unwrap().len(), 3);
    let id = made["refresh_token"].as_str().unwrap();
    let token = scene.of_client(&format!("tokens/{id}"));
    scene.org.get(&token).await.expect(200);
    for (slip, told) in [
        (
            json!({ "user": "nobody", "client_id": scene.app, "scopes": [] }),
            "no such user",
        ),
        (json!({ "user": scene.user, "scopes": [] }), "client_id"),
        (
            json!({ "user": scene.user, "client_id": scene.app, "scopes": [], "scope": "openid" }),
            "`scope`",
        ),
    ] {
        let refused = scene.org.post("/_emulator/sign-ins", slip).await.expect(400);
        let error: &Value = &refused.body["error"];
        assert!(error.as_str().unwrap().contains(told), "{error}");
    }
}

#[tokio::test]
async fn a_reader_sees_grants_and_only_a_super_administrator_revokes() {
    let scene = Scene::set().await;
    scene.sign_in();
    let reader = scene.org.emulator.api_token("READ_ONLY_ADMIN");
    let emulator = &scene.org.emulator;
    let grants = scene.path("grants");
    ask(emulator, Some(&reader), "GET", &grants, None)
        .await
        .expect(200);
    for all in [grants, scene.of_client("tokens")] {
        let refused = ask(emulator, Some(&reader), "DELETE", &all, None).await;
        assert_eq!(refused.error().1, "E0000006");
    }
    assert_eq!(scene.left().await, (1, 3, 1));
}
