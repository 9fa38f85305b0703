//! `settings.oauthClient`: what an app of sign-on mode OPENID_CONNECT says about its OAuth 2.0 client.

use serde_json::{Value, json};

use crate::state::Object;

/// `settings.oauthClient` of a web app with the authorization code flow.
pub(super) fn new() -> Value {
    json!({
        "client_uri": null,
        "logo_uri": null,
        "redirect_uris": ["https://app.example/callback"],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
        "application_type": "web",
        "consent_method": "TRUSTED",
        // Recorded where a request names none, of an org of each edition, by Okta's Python SDK
        // (`TestApplicationTokensResource.test_error_scenarios`,
        // `TestApplicationSSOPublicKeysResource.test_sso_public_keys_lifecycle`).
        "issuer_mode": "DYNAMIC",
        "idp_initiated_login": { "mode": "DISABLED", "default_scope": [] },
        "wildcard_redirect": "DISABLED",
        "dpop_bound_access_tokens": false,
        "participate_slo": false,
    })
}

/// Adds what Okta adds to the client that a request describes (recorded traffic), but to its keys, which
/// `client_keys` does.
pub(super) fn complete(given: &Object, client: &mut Value) {
    let said = given
        .get("settings")
        .and_then(|settings| settings.get("oauthClient"));
    if said.is_some_and(|said| said.get("redirect_uris").is_none()) {
        client["redirect_uris"] = json!([]);
    }
    let Some(client) = client.as_object_mut() else {
        return;
    };
    if client.contains_key("frontchannel_logout_uri") {
        let required = client.entry("frontchannel_logout_session_required");
        required.or_insert(json!(false));
    }
    let grants = client.get("grant_types").and_then(Value::as_array);
    if grants.is_some_and(|grants| grants.contains(&json!("urn:openid:params:grant-type:ciba"))) {
        let mode = client.entry("backchannel_token_delivery_mode");
        mode.or_insert(json!("poll"));
    }
    // A token that does not rotate has no leeway for it.
    let refresh = client.get_mut("refresh_token").and_then(Value::as_object_mut);
    if let Some(refresh) = refresh.filter(|refresh| refresh.get("rotation_type") == Some(&json!("STATIC"))) {
        refresh.remove("leeway");
    }
}
