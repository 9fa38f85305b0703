//! What a super administrator gives to an OAuth 2.0 client: keys, secrets, scopes, roles.

use serde_json::{Value, json};

use crate::org::{Org, empty};
use crate::signer::{Signer, access_token, ask_for_token, assertion_claims, token_form, with_bearer};

/// Creates a service app with this key over HTTP.
async fn create(org: &Org, keys: Vec<Value>) -> String {
    let body = json!({
        "name": "oidc_client",
        "label": "Reporting",
        "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
        "settings": { "oauthClient": {
            "application_type": "service",
            "grant_types": ["client_credentials"],
            "response_types": ["token"],
            "jwks": { "keys": keys },
        } },
    });
    org.post("/api/v1/apps", body).await.expect(200).id()
}

fn handle(org: &Org, app: &str) -> okta_emulator::ServiceApp {
    let signer = Signer::elliptic_curve();
    let mut handle = org
        .emulator
        .service_app("other", &signer.jwk("key-1"), &[], None)
        .unwrap();
    app.clone_into(&mut handle.client_id);
    handle
}

#[tokio::test]
async fn an_app_made_over_http_works_like_one_made_by_hand() {
    let org = Org::new(empty().users(2));
    let signer = Signer::rsa();
    let id = create(&org, vec![signer.jwk("key-1")]).await;
    let grant = json!({ "issuer": org.emulator.base_url(), "scopeId": "okta.users.read" });
    org.post(&format!("/api/v1/apps/{id}/grants"), grant)
        .await
        .expect(201);
    let role = json!({ "type": "READ_ONLY_ADMIN" });
    let role = org
        .post(&format!("/oauth2/v1/clients/{id}/roles"), role)
        .await
        .expect(201);
    assert_eq!(role.body["assignmentType"], "CLIENT");
    let app = handle(&org, &id);
    let token = access_token(&org.emulator, &app, &signer, "okta.users.read").await;
    let users = with_bearer(&org.emulator, &token, "GET", "/api/v1/users", None)
        .await
        .expect(200);
    assert_eq!(users.ids().len(), 3);
    let events = org.events().await;
    for expected in [
        "app.oauth2.admin.consent.grant",
        "app.oauth2.client.privilege.grant",
    ] {
        assert!(events.iter().any(|event| event == expected), "{expected}");
    }
}

#[tokio::test]
async fn a_token_ends_with_its_app() {
    for end in ["lifecycle/deactivate", ""] {
        let org = Org::new(empty());
        let signer = Signer::elliptic_curve();
        let jwk = signer.jwk("key-1");
        let app = org
            .emulator
            .service_app("Reporting", &jwk, &["okta.users.read"], Some("ORG_ADMIN"))
            .unwrap();
        let token = access_token(&org.emulator, &app, &signer, "okta.users.read").await;
        org.act(&format!("/api/v1/apps/{}/lifecycle/deactivate", app.client_id))
            .await
            .expect(200);
        if end.is_empty() {
            org.delete(&format!("/api/v1/apps/{}", app.client_id))
                .await
                .expect(204);
        }
        with_bearer(&org.emulator, &token, "GET", "/api/v1/users", None)
            .await
            .expect(401);
        let assertion = signer.sign(json!({ "kid": "key-1" }), &assertion_claims(&app, "again"));
        ask_for_token(&org.emulator, &token_form(&assertion, "okta.users.read"), None)
            .await
            .expect(401);
    }
}

#[tokio::test]
async fn grants_are_listed_read_and_revoked() {
    let org = Org::new(empty());
    let id = create(&org, vec![Signer::elliptic_curve().jwk("key-1")]).await;
    let grants = format!("/api/v1/apps/{id}/grants");
    let body = json!({ "issuer": org.emulator.base_url(), "scopeId": "okta.users.read" });
    let grant = org.post(&grants, body.clone()).await.expect(201);
    assert_eq!(grant.body["scopeId"], "okta.users.read");
    assert_eq!(grant.body["clientId"], id);
    assert_eq!(org.post(&grants, body).await.expect(201).id(), grant.id());
    let own = format!("{grants}/{}", grant.id());
    let read = org.get(&own).await.expect(200);
    assert!(read.body.get("_embedded").is_none());
    let expanded = org.get(&format!("{own}?expand=scope")).await.expect(200);
    assert_eq!(expanded.body["_embedded"]["scope"]["id"], "okta.users.read");
    assert_eq!(expanded.body, grant.body);
    assert_eq!(org.get(&grants).await.expect(200).ids(), [grant.id()]);
    org.delete(&own).await.expect(204);
    assert_eq!(org.delete(&own).await.error().1, "E0000007");
    assert_eq!(org.get(&grants).await.expect(200).body, json!([]));
    for wrong in [
        json!({ "issuer": org.emulator.base_url(), "scopeId": "okta.made.up" }),
        json!({ "issuer": "https://other.example", "scopeId": "okta.users.read" }),
        json!({}),
    ] {
        assert_eq!(org.post(&grants, wrong).await.error().1, "E0000001");
    }
    let bookmark = org.app("Bookmark").await;
    assert_eq!(
        org.get(&format!("/api/v1/apps/{bookmark}/grants"))
            .await
            .error()
            .0,
        404
    );
}

#[tokio::test]
async fn a_revoked_scope_is_not_given_again() {
    let org = Org::new(empty());
    let signer = Signer::elliptic_curve();
    let scopes = ["okta.users.read"];
    let app = org
        .emulator
        .service_app("Reporting", &signer.jwk("key-1"), &scopes, None)
        .unwrap();
    let grants = format!("/api/v1/apps/{}/grants", app.client_id);
    let grant = org.get(&grants).await.expect(200).ids().remove(0);
    org.delete(&format!("{grants}/{grant}")).await.expect(204);
    let assertion = signer.sign(json!({ "kid": "key-1" }), &assertion_claims(&app, "a"));
    let reply = ask_for_token(&org.emulator, &token_form(&assertion, "okta.users.read"), None).await;
    assert_eq!(
        (reply.status, reply.text("error").as_str()),
        (400, "invalid_scope")
    );
}

#[tokio::test]
async fn keys_are_added_switched_off_and_deleted() {
    let org = Org::new(empty());
    let (first, second) = (Signer::elliptic_curve(), Signer::rsa());
    let id = create(&org, vec![first.jwk("key-1")]).await;
    let keys = format!("/api/v1/apps/{id}/credentials/jwks");
    let added = org.post(&keys, second.jwk("key-2")).await.expect(201);
    assert_eq!(
        (&added.body["kid"], &added.body["status"]),
        (&json!("key-2"), &json!("ACTIVE"))
    );
    assert_eq!(org.post(&keys, second.jwk("key-2")).await.error().1, "E0000001");
    assert_eq!(
        org.post(&keys, json!({ "kty": "oct", "k": "AQAB", "kid": "k" }))
            .await
            .error()
            .1,
        "E0000001"
    );
    let own = format!("{keys}/{}", added.id());
    assert_eq!(org.get(&own).await.expect(200).body, added.body);
    assert_eq!(org.get(&keys).await.expect(200).ids().len(), 2);
    // The app shows the same keys.
    let shown = org.get(&format!("/api/v1/apps/{id}")).await.expect(200);
    assert_eq!(
        shown.body["settings"]["oauthClient"]["jwks"]["keys"][1]["id"],
        added.body["id"]
    );
    assert_eq!(shown.body["_links"]["clientCredentials"][0]["name"], "jwks");

    assert_eq!(org.delete(&own).await.error().1, "E0000001");
    let off = org.act(&format!("{own}/lifecycle/deactivate")).await.expect(200);
    assert_eq!(off.body["status"], "INACTIVE");
    let app = handle(&org, &id);
    let assertion = second.sign(json!({ "kid": "key-2" }), &assertion_claims(&app, "a"));
    let reply = ask_for_token(&org.emulator, &token_form(&assertion, "okta.users.read"), None).await;
    assert_eq!(
        reply.text("error_description"),
        "The client_assertion JWT kid is invalid."
    );
    org.act(&format!("{own}/lifecycle/activate")).await.expect(200);
    org.act(&format!("{own}/lifecycle/deactivate")).await.expect(200);
    org.delete(&own).await.expect(204);
    assert_eq!(org.get(&own).await.error().1, "E0000007");
    let events = org.events().await;
    for verb in ["create", "activate", "deactivate", "delete"] {
        let expected = format!("app.oauth2.credentials.lifecycle.{verb}");
        assert!(events.contains(&expected), "{expected}");
    }
}

#[tokio::test]
async fn replacing_an_app_replaces_its_keys_and_keeps_the_ids_of_those_that_stay() {
    let org = Org::new(empty());
    let (first, second) = (Signer::elliptic_curve(), Signer::elliptic_curve());
    let id = create(&org, vec![first.jwk("key-1")]).await;
    let path = format!("/api/v1/apps/{id}");
    let before = org.get(&path).await.expect(200);
    let kept = before.body["settings"]["oauthClient"]["jwks"]["keys"][0]["id"].clone();
    let mut body = before.body.clone();
    body["settings"]["oauthClient"]["jwks"] = json!({ "keys": [second.jwk("key-2"), first.jwk("key-1")] });
    let after = org.send("PUT", &path, Some(body.clone())).await.expect(200);
    assert_eq!(
        after.body["settings"]["oauthClient"]["jwks"]["keys"][1]["id"],
        kept
    );
    body["settings"]["oauthClient"]["jwks"] = json!({ "keys": [{ "kty": "RSA" }] });
    assert_eq!(org.send("PUT", &path, Some(body)).await.error().1, "E0000001");
    let keys = org.get(&format!("{path}/credentials/jwks")).await.expect(200);
    assert_eq!(keys.ids().len(), 2);
}

#[tokio::test]
async fn a_client_has_one_secret_at_first_and_two_at_most() {
    let org = Org::new(empty());
    let body = json!({ "label": "Web", "signOnMode": "OPENID_CONNECT", "name": "oidc_client" });
    let app = org.post("/api/v1/apps", body).await.expect(200);
    let secrets = format!("/api/v1/apps/{}/credentials/secrets", app.id());
    let list = org.get(&secrets).await.expect(200);
    assert_eq!(
        list.body[0]["client_secret"],
        app.body["credentials"]["oauthClient"]["client_secret"]
    );
    assert_eq!(list.body[0]["secret_hash"].as_str().unwrap().len(), 22);
    let own = json!({ "client_secret": "chosen-by-the-administrator" });
    let second = org.post(&secrets, own).await.expect(201);
    assert_eq!(second.body["client_secret"], "chosen-by-the-administrator");
    assert_eq!(org.post(&secrets, json!({})).await.error().1, "E0000001");
    let first = format!("{secrets}/{}", list.ids()[0]);
    assert_eq!(org.delete(&first).await.error().1, "E0000001");
    let off = org
        .act(&format!("{first}/lifecycle/deactivate"))
        .await
        .expect(200);
    assert_eq!(off.body["_links"]["delete"]["hints"]["allow"], json!(["DELETE"]));
    org.act(&format!("{first}/lifecycle/activate")).await.expect(200);
    org.act(&format!("{first}/lifecycle/deactivate"))
        .await
        .expect(200);
    org.delete(&first).await.expect(204);
    assert_eq!(org.get(&secrets).await.expect(200).ids(), [second.id()]);
    assert_eq!(org.get(&first).await.error().1, "E0000007");
    let by_key = create(&org, vec![Signer::elliptic_curve().jwk("key-1")]).await;
    let none = org
        .get(&format!("/api/v1/apps/{by_key}/credentials/secrets"))
        .await;
    assert_eq!(none.expect(200).body, json!([]));
}

#[tokio::test]
async fn roles_of_a_client_have_the_recorded_form() {
    let org = Org::new(empty());
    let id = create(&org, vec![Signer::elliptic_curve().jwk("key-1")]).await;
    let roles = format!("/oauth2/v1/clients/{id}/roles");
    let wanted = json!({ "type": "HELP_DESK_ADMIN" });
    let role = org.post(&roles, wanted.clone()).await.expect(201);
    assert_eq!(role.id(), "JBCUYUC7IRCVGS27IFCE2SKO");
    let assignee = format!("{}/oauth2/v1/clients/{id}", org.emulator.base_url());
    assert_eq!(role.body["_links"]["assignee"]["href"], json!(assignee));
    assert_eq!(org.post(&roles, wanted).await.error().1, "E0000090");
    assert_eq!(
        org.post(&roles, json!({ "type": "KING" })).await.error().1,
        "E0000001"
    );
    let own = format!("{roles}/{}", role.id());
    assert_eq!(org.get(&own).await.expect(200).body, role.body);
    assert_eq!(org.get(&roles).await.expect(200).body, json!([role.body]));
    org.delete(&own).await.expect(204);
    assert_eq!(org.delete(&own).await.error().1, "E0000007");
    assert_eq!(org.get(&own).await.error().1, "E0000007");
    assert_eq!(org.get("/oauth2/v1/clients/0oanobody/roles").await.error().0, 404);
}
