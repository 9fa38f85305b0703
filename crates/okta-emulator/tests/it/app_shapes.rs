//! Apps are shown as recorded answers show them, whatever the request left out or said too much.

use serde_json::{Value, json};

use crate::org::{Org, Reply, empty};

async fn created(org: &Org, body: Value) -> Reply {
    org.post("/api/v1/apps", body).await.expect(200)
}

fn client(method: &str, settings: &Value) -> Value {
    json!({
        "label": "Portal", "name": "oidc_client", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": method } },
        "settings": { "oauthClient": settings },
    })
}

#[tokio::test]
async fn a_client_links_to_the_credentials_that_it_has() {
    let org = Org::new(empty());
    for (method, link) in [
        ("client_secret_basic", json!("secrets")),
        ("client_secret_post", json!("secrets")),
        ("private_key_jwt", json!("jwks")),
        ("none", Value::Null),
    ] {
        let app = created(&org, client(method, &json!({ "application_type": "web" }))).await;
        assert_eq!(
            app.body["_links"]["clientCredentials"][0]["name"], link,
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_client_is_completed_with_what_a_request_leaves_out() {
    let org = Org::new(empty());
    let said = json!({
        "grant_types": ["urn:openid:params:grant-type:ciba"],
        "frontchannel_logout_uri": "https://a.example/out",
        "refresh_token": { "rotation_type": "STATIC", "leeway": 0 },
        "jwks": { "keys": [{ "kty": "EC", "kid": "mine", "x": "x", "y": "y" }] },
    });
    let app = created(&org, client("private_key_jwt", &said)).await;
    let shown = &app.body["settings"]["oauthClient"];
    assert_eq!(shown["redirect_uris"], json!([]));
    assert_eq!(shown["backchannel_token_delivery_mode"], "poll");
    assert_eq!(shown["frontchannel_logout_session_required"], false);
    assert_eq!(shown["refresh_token"], json!({ "rotation_type": "STATIC" }));
    let key = &shown["jwks"]["keys"][0];
    assert!(
        key["id"]
            .as_str()
            .is_some_and(|id| id.starts_with("pks") && id.len() == 20)
    );
    assert_eq!(
        (&key["status"], &key["use"], &key["crv"]),
        (&json!("ACTIVE"), &Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn an_app_of_the_network_is_made_of_its_entry() {
    let org = Org::new(empty());
    let body = json!({ "label": "Pager", "name": "PagerDuty", "signOnMode": "AUTO_LOGIN",
        "settings": { "app": { "subdomain": "own" }, "signOn": {} },
        "visibility": { "appLinks": { "elsewhere": true } } });
    let app = created(&org, body).await;
    assert_eq!(
        (app.text("name"), app.text("signOnMode")),
        ("pagerduty".into(), "BROWSER_PLUGIN".into())
    );
    assert_eq!(app.body["visibility"]["appLinks"], json!({ "login": true }));
    assert_eq!(
        app.body["settings"]["app"],
        json!({ "subdomain": "own", "adminUserId": null })
    );
    assert!(app.body["settings"].get("signOn").is_none());
    assert_eq!(app.body["universalLogout"], json!({ "status": "UNSUPPORTED" }));
}

#[tokio::test]
async fn empty_overrides_of_a_custom_app_are_not_shown() {
    let org = Org::new(empty());
    let sign_on = json!({ "audienceOverride": "", "recipientOverride": "https://r.example",
        "defaultRelayState": "", "slo": { "enabled": true, "issuer": "https://i.example" },
        "inlineHooks": [{ "id": "cal0000000000Own0001" }] });
    let body = json!({ "label": "Wiki", "signOnMode": "SAML_2_0", "settings": { "signOn": sign_on } });
    let app = created(&org, body).await;
    let shown = &app.body["settings"]["signOn"];
    assert!(shown.get("audienceOverride").is_none());
    assert_eq!(shown["recipientOverride"], "https://r.example");
    assert!(shown["defaultRelayState"].is_null());
    assert_eq!(shown["spIssuer"], "https://i.example");
    assert!(shown["inlineHooks"][0]["_links"]["self"]["href"].is_string());
    let path = format!("/api/v1/apps/{}", app.id());
    let body = json!({ "label": "Wiki 2", "signOnMode": "SAML_2_0" });
    let again = org.put(&path, body).await.expect(200);
    assert_eq!(again.body["settings"]["signOn"]["audience"], shown["audience"]);
}

#[tokio::test]
async fn a_form_based_app_that_is_switched_off_cannot_be_replaced() {
    let org = Org::new(empty());
    let body = json!({ "label": "Old form", "signOnMode": "AUTO_LOGIN" });
    let app = created(&org, body.clone()).await.id();
    org.act(&format!("/api/v1/apps/{app}/lifecycle/deactivate"))
        .await
        .expect(200);
    let (status, code, ..) = org.put(&format!("/api/v1/apps/{app}"), body).await.error();
    assert_eq!((status, code.as_str()), (400, "E0000024"));
}

#[tokio::test]
async fn a_filter_narrows_what_q_finds_among_groups() {
    let org = Org::new(empty());
    let group = org.group("Everyday people").await;
    let found = org
        .get("/api/v1/groups?q=every&filter=type+eq+%22OKTA_GROUP%22")
        .await
        .expect(200);
    assert_eq!(found.ids(), [group]);
}

#[tokio::test]
async fn a_template_without_a_sign_on_mode_has_its_own() {
    let org = Org::new(empty());
    for (name, mode) in [
        ("bookmark", "BOOKMARK"),
        ("template_basic_auth", "BASIC_AUTH"),
        ("template_swa", "BROWSER_PLUGIN"),
        ("template_swa3field", "BROWSER_PLUGIN"),
        ("template_sps", "SECURE_PASSWORD_STORE"),
        ("template_wsfed", "WS_FEDERATION"),
        ("oidc_client", "OPENID_CONNECT"),
    ] {
        let app = created(&org, json!({ "label": "Shelf", "name": name })).await;
        assert_eq!(
            (app.text("name"), app.text("signOnMode")),
            (name.into(), mode.into())
        );
    }
    let directory = created(&org, json!({ "label": "Corp", "name": "active_directory" })).await;
    assert_eq!(directory.body["signOnMode"], Value::Null);
}

#[tokio::test]
async fn a_client_is_hidden_and_its_issuer_is_dynamic_unless_the_request_says_otherwise() {
    let org = Org::new(empty());
    let settings = json!({ "application_type": "web" });
    let app = created(&org, client("client_secret_basic", &settings)).await;
    assert_eq!(
        app.body["visibility"]["hide"],
        json!({ "iOS": true, "web": true })
    );
    assert_eq!(app.body["settings"]["oauthClient"]["issuer_mode"], "DYNAMIC");
    let mut shown = client(
        "client_secret_basic",
        &json!({ "application_type": "web", "issuer_mode": "ORG_URL" }),
    );
    shown["visibility"] = json!({ "hide": { "web": false } });
    let app = created(&org, shown).await;
    assert_eq!(
        app.body["visibility"]["hide"],
        json!({ "iOS": true, "web": false })
    );
    assert_eq!(app.body["settings"]["oauthClient"]["issuer_mode"], "ORG_URL");
}

#[tokio::test]
async fn an_rsa_key_is_long_enough() {
    let org = Org::new(empty());
    let app = created(
        &org,
        client("client_secret_basic", &json!({ "application_type": "web" })),
    )
    .await;
    let keys = format!("/api/v1/apps/{}/credentials/jwks", app.id());
    let short = "A".repeat(340);
    for jwk in [
        json!({ "kid": "none", "kty": "RSA", "use": "sig" }),
        json!({ "kid": "short", "kty": "RSA", "use": "sig", "e": "AQAB", "n": short }),
    ] {
        let (status, code, summary, causes) = org.post(&keys, jwk).await.error();
        assert_eq!((status, code.as_str()), (400, "E0000001"));
        assert_eq!(summary, "Api validation failed: JsonWebKey");
        assert_eq!(
            causes,
            ["RSA key length in the 'jwks' is less than '2,048' bits for the given key."]
        );
    }
    let long = json!({ "kid": "long", "kty": "RSA", "use": "sig", "e": "AQAB", "n": "s".repeat(342) });
    org.post(&keys, long).await.expect(201);
}
