//! The roles of a service app count as those of a user do: custom ones on a resource set too, and in an org
//! that was restored.

use okta_emulator::ServiceApp;
use serde_json::{Value, json};

use crate::org::{Org, empty};
use crate::signer::{Signer, access_token, with_bearer};

const SCOPES: [&str; 2] = ["okta.users.read", "okta.groups.read"];

fn app(org: &Org, signer: &Signer, role: Option<&str>) -> ServiceApp {
    let key = signer.jwk("key-1");
    org.emulator
        .service_app("Reporting", &key, &SCOPES, role)
        .unwrap()
}

/// Makes a custom role that reads groups, and a resource set of this group alone.
async fn role_and_set(org: &Org, group: &str) -> Value {
    let role = json!({ "label": "Reader", "description": "Reads", "permissions": ["okta.groups.read"] });
    let role = org.post("/api/v1/iam/roles", role).await.expect(200).id();
    let resource = format!("{}/api/v1/groups/{group}", org.emulator.base_url());
    let set = json!({ "label": "One", "description": "One group", "resources": [resource] });
    let set = org.post("/api/v1/iam/resource-sets", set).await.expect(200).id();
    json!({ "type": "CUSTOM", "role": role, "resource-set": set })
}

#[tokio::test]
async fn a_custom_role_shows_a_service_app_its_resource_set_alone() {
    let org = Org::new(empty().users(3));
    let (own, other) = (org.group("Own").await, org.group("Other").await);
    let signer = Signer::elliptic_curve();
    let app = app(&org, &signer, None);
    let token = access_token(&org.emulator, &app, &signer, "okta.groups.read").await;
    let get = async |path: &str| with_bearer(&org.emulator, &token, "GET", path, None).await;
    assert_eq!(get("/api/v1/groups").await.expect(200).body, json!([]));
    let roles = format!("/oauth2/v1/clients/{}/roles", app.client_id);
    let assigned = role_and_set(&org, &own).await;
    let assigned = org.post(&roles, assigned).await.expect(201);
    assert_eq!(assigned.body["assignmentType"], "CLIENT");
    assert_eq!(
        get("/api/v1/groups").await.expect(200).ids(),
        std::slice::from_ref(&own)
    );
    get(&format!("/api/v1/groups/{own}")).await.expect(200);
    get(&format!("/api/v1/groups/{other}")).await.expect(404);
    // The role has no users, and the token no scope for them.
    get("/api/v1/users").await.expect(403);
    assert_eq!(org.get(&roles).await.expect(200).ids(), [assigned.id()]);
    org.delete(&format!("{roles}/{}", assigned.id()))
        .await
        .expect(204);
    assert_eq!(get("/api/v1/groups").await.expect(200).body, json!([]));
}

#[tokio::test]
async fn a_role_of_a_service_app_is_narrowed_to_its_targets() {
    let org = Org::new(empty());
    let (member, stranger) = (
        org.active_user("one@people.example").await,
        org.active_user("two@people.example").await,
    );
    let (own, other) = (org.group("Own").await, org.group("Other").await);
    org.put(&format!("/api/v1/groups/{own}/users/{member}"), json!({}))
        .await
        .expect(204);
    let signer = Signer::elliptic_curve();
    let app = app(&org, &signer, None);
    let roles = format!("/oauth2/v1/clients/{}/roles", app.client_id);
    let role = org
        .post(&roles, json!({ "type": "USER_ADMIN" }))
        .await
        .expect(201);
    let token = access_token(&org.emulator, &app, &signer, "okta.users.read").await;
    let get = async |path: &str| with_bearer(&org.emulator, &token, "GET", path, None).await;
    assert!(get("/api/v1/users").await.expect(200).ids().contains(&stranger));
    let targets = format!("{roles}/{}/targets/groups", role.id());
    assert_eq!(org.get(&targets).await.expect(200).body, json!([]));
    for group in [&own, &other] {
        org.send("PUT", &format!("{targets}/{group}"), None)
            .await
            .expect(204);
    }
    assert_eq!(
        org.get(&targets).await.expect(200).ids(),
        [own.clone(), other.clone()]
    );
    assert_eq!(get("/api/v1/users").await.expect(200).ids(), [member]);
    get(&format!("/api/v1/users/{stranger}")).await.expect(404);
    org.delete(&format!("{targets}/{other}")).await.expect(204);
    org.delete(&format!("{targets}/{own}")).await.expect(400);
    let app = format!("{roles}/{}/targets/catalog/apps/bookmark", role.id());
    assert_eq!(org.send("PUT", &app, None).await.error().1, "E0000091");
    let unknown = "/oauth2/v1/clients/0oanobody/roles/KVJUKUS7IFCE2SKO/targets/groups";
    org.get(unknown).await.expect(404);
}

#[tokio::test]
async fn an_app_admin_among_service_apps_is_narrowed_to_apps() {
    let org = Org::new(empty());
    let (own, other) = (org.app("Wiki").await, org.app("Forum").await);
    let signer = Signer::elliptic_curve();
    let key = signer.jwk("key-1");
    let app = org
        .emulator
        .service_app("Reporting", &key, &["okta.apps.read"], Some("APP_ADMIN"))
        .unwrap();
    let targets = format!(
        "/oauth2/v1/clients/{}/roles/IFIFAX2BIRGUSTQ/targets/catalog/apps",
        app.client_id
    );
    let token = access_token(&org.emulator, &app, &signer, "okta.apps.read").await;
    let get = async |path: &str| with_bearer(&org.emulator, &token, "GET", path, None).await;
    org.send("PUT", &format!("{targets}/bookmark/{own}"), None)
        .await
        .expect(204);
    assert_eq!(
        org.get(&targets).await.expect(200).ids(),
        std::slice::from_ref(&own)
    );
    assert_eq!(
        get("/api/v1/apps").await.expect(200).ids(),
        std::slice::from_ref(&own)
    );
    // All apps of a type take the place of one of them.
    org.send("PUT", &format!("{targets}/bookmark"), None)
        .await
        .expect(204);
    assert_eq!(get("/api/v1/apps").await.expect(200).ids(), [own.clone(), other]);
    org.delete(&format!("{targets}/bookmark/{own}")).await.expect(404);
    org.delete(&format!("{targets}/bookmark")).await.expect(400);
}

#[tokio::test]
async fn a_kept_answer_goes_to_the_token_that_may_see_it() {
    let org = Org::new(empty().users(3));
    let signer = Signer::elliptic_curve();
    let reader = app(&org, &signer, Some("READ_ONLY_ADMIN"));
    let nobody = app(&org, &signer, None);
    let token = async |app, scope| access_token(&org.emulator, app, &signer, scope).await;
    let seeing = token(&reader, "okta.users.read").await;
    let without_scope = token(&reader, "okta.groups.read").await;
    let without_role = token(&nobody, "okta.users.read").await;
    for _ in 0..2 {
        let users = async |token: &str| {
            let path = "/api/v1/users";
            with_bearer(&org.emulator, token, "GET", path, None).await
        };
        assert_ne!(users(&seeing).await.expect(200).body, json!([]));
        users(&without_scope).await.expect(403);
        assert_eq!(users(&without_role).await.expect(200).body, json!([]));
    }
}

#[tokio::test]
async fn a_restored_org_knows_its_service_apps_and_their_tokens() {
    let org = Org::new(empty().users(3));
    let signer = Signer::elliptic_curve();
    let app = app(&org, &signer, Some("READ_ONLY_ADMIN"));
    let token = access_token(&org.emulator, &app, &signer, "okta.users.read").await;
    let file = std::env::temp_dir().join(format!("okta-emulator-{}-service-app", std::process::id()));
    org.emulator.save(&file).unwrap();
    let restored = empty().restore(&file);
    std::fs::remove_file(&file).unwrap();
    let restored = restored.unwrap();
    with_bearer(&restored, &token, "GET", "/api/v1/users", None)
        .await
        .expect(200);
    let another = access_token(&restored, &app, &signer, "okta.groups.read").await;
    with_bearer(&restored, &another, "GET", "/api/v1/groups", None)
        .await
        .expect(200);
}
