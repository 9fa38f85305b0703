//! Operations that succeed, where no other test asks for more than that they do.
//!
//! The test `specification` holds that every operation which the emulator serves succeeds in some test, so that
//! its answer is checked.

use serde_json::{Value, json};

use crate::org::{Org, empty};

const ROLES: &str = "/api/v1/iam/roles";
const SETS: &str = "/api/v1/iam/resource-sets";

#[tokio::test]
async fn a_resource_set_and_its_binding_are_read_and_replaced() {
    let org = Org::new(empty());
    let (user, group) = (org.active_user("a@people.example").await, org.group("G").await);
    let resource = |group: &str| format!("{}/api/v1/groups/{group}", org.emulator.base_url());
    let set = json!({ "label": "Set", "description": "of a test", "resources": [resource(&group)] });
    let set = org.post(SETS, set).await.expect(200).id();
    let set = format!("{SETS}/{set}");
    let other = json!({ "resourceOrnOrUrl": resource(&org.group("H").await), "conditions": {} });
    org.post(&format!("{set}/resources"), other).await.expect(200);
    let body = json!({ "label": "Renamed", "description": "of a test" });
    org.put(&set, body).await.expect(200);
    assert_eq!(org.get(&set).await.expect(200).text("label"), "Renamed");

    let role = json!({ "label": "Role", "description": "of a test", "permissions": ["okta.users.read"] });
    let role = org.post(ROLES, role).await.expect(200).id();
    let member = format!("{}/api/v1/users/{user}", org.emulator.base_url());
    let binding = json!({ "role": role, "members": [member] });
    org.post(&format!("{set}/bindings"), binding).await.expect(200);
    let bound = org.get(&format!("{set}/bindings/{role}")).await.expect(200);
    assert_eq!(bound.id(), role);
}

#[tokio::test]
async fn the_apps_that_a_role_reaches_are_given_and_taken() {
    let org = Org::new(empty());
    let (user, group) = (org.active_user("a@people.example").await, org.group("G").await);
    let app = org.app("A").await;
    let client = json!({ "label": "Service", "signOnMode": "OPENID_CONNECT", "name": "oidc_client",
        "settings": { "oauthClient": { "application_type": "service", "grant_types": ["client_credentials"] } } });
    let client = org.post("/api/v1/apps", client).await.expect(200).id();
    let holders = [
        format!("/api/v1/users/{user}"),
        format!("/api/v1/groups/{group}"),
        format!("/oauth2/v1/clients/{client}"),
    ];
    for roles in holders.map(|holder| format!("{holder}/roles")) {
        let role = org.post(&roles, json!({ "type": "APP_ADMIN" })).await.body["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let targets = format!("{roles}/{role}/targets/catalog/apps");
        let (kind, instance) = (format!("{targets}/facebook"), format!("{targets}/bookmark/{app}"));
        for target in [&kind, &instance] {
            org.send("PUT", target, None).await.expect(204);
        }
        let held = org.get(&targets).await.expect(200);
        assert_eq!(held.body.as_array().unwrap().len(), 2);
        // The last target cannot be taken, so each is taken while there is the other.
        org.delete(&instance).await.expect(204);
        org.send("PUT", &instance, None).await.expect(204);
        org.delete(&kind).await.expect(204);
    }
    let roles = format!("/api/v1/users/{user}/roles");
    let role = org.get(&roles).await.expect(200).ids().remove(0);
    let governance = org.get(&format!("{roles}/{role}/governance")).await.expect(200);
    assert_eq!(governance.body["grants"], json!([]));
}

#[tokio::test]
async fn a_user_whom_nobody_signed_in_has_neither_clients_nor_devices() {
    let org = Org::new(empty());
    let user = org.active_user("a@people.example").await;
    for list in ["clients", "devices"] {
        let listed = org.get(&format!("/api/v1/users/{user}/{list}")).await.expect(200);
        assert_eq!(listed.body, json!([]));
    }
}

#[tokio::test]
async fn a_user_type_is_replaced_and_its_schema_read() {
    let org = Org::new(empty());
    let types = "/api/v1/meta/types/user";
    let made = json!({ "name": "guest", "displayName": "Guest", "description": "of a test" });
    let made = org.post(types, made).await.expect(200);
    let body = json!({ "name": "guest", "displayName": "Visitor", "description": "of a test" });
    let replaced = org.put(&format!("{types}/{}", made.id()), body).await.expect(200);
    assert_eq!(replaced.text("displayName"), "Visitor");
    let schema = org.get("/api/v1/meta/schemas/user/default").await.expect(200);
    assert!(schema.body["definitions"]["base"]["properties"]["login"].is_object());
    let app = org.app("A").await;
    org.get(&format!("/api/v1/meta/schemas/apps/{app}/default"))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_secret_of_a_client_is_read() {
    let org = Org::new(empty());
    let body = json!({ "label": "Web", "signOnMode": "OPENID_CONNECT", "name": "oidc_client" });
    let app = org.post("/api/v1/apps", body).await.expect(200).id();
    let secrets = format!("/api/v1/apps/{app}/credentials/secrets");
    let first = org.get(&secrets).await.expect(200).ids().remove(0);
    assert_eq!(
        org.get(&format!("{secrets}/{first}")).await.expect(200).id(),
        first
    );
}

#[tokio::test]
async fn an_event_hook_is_switched_off_and_on() {
    let org = Org::new(empty());
    let hook = json!({
        "name": "Mine",
        "events": { "type": "EVENT_TYPE", "items": ["user.lifecycle.suspend"] },
        "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": "https://hooks.example/" } },
    });
    let hook = org.post("/api/v1/eventHooks", hook).await.expect(200).id();
    for (act, status) in [("deactivate", "INACTIVE"), ("activate", "ACTIVE")] {
        let path = format!("/api/v1/eventHooks/{hook}/lifecycle/{act}");
        assert_eq!(org.act(&path).await.expect(200).text("status"), status);
    }
    let listed: Value = org.get("/api/v1/eventHooks").await.expect(200).body;
    assert_eq!(listed.as_array().unwrap().len(), 1);
}
