//! Identity providers come and go, and each brings its profile mappings.

use serde_json::{Value, json};

use crate::org::{Org, empty};

const PATH: &str = "/api/v1/idps";
const MAPPINGS: &str = "/api/v1/mappings";

fn body(kind: &str, name: &str) -> Value {
    let credentials = match kind {
        "SAML2" => json!({ "trust": { "issuer": "https://i.example", "kid": "k" } }),
        _ => json!({ "client": { "client_id": "c", "pkce_required": null } }),
    };
    let protocol = json!({ "type": if kind == "SAML2" { kind } else { "OIDC" }, "credentials": credentials,
        "algorithms": { "request": { "signature": { "algorithm": "SHA-256" } } } });
    json!({ "type": kind, "name": name, "issuerMode": "ORG_URL", "protocol": protocol,
        "policy": { "provisioning": { "action": "AUTO" } } })
}

async fn mapped(org: &Org, provider: &str) -> Vec<(String, String)> {
    let listed = org
        .get(&format!("{MAPPINGS}?limit=200&sourceId={provider}"))
        .await
        .expect(200);
    let name = |mapping: &Value, end: &str| mapping[end]["name"].as_str().unwrap().to_owned();
    let mappings = listed.body.as_array().unwrap().iter();
    mappings
        .map(|mapping| (name(mapping, "source"), name(mapping, "target")))
        .collect()
}

#[tokio::test]
async fn one_is_filled_in_by_its_type_replaced_and_switched() {
    let org = Org::new(empty());
    let saml = org.post(PATH, body("SAML2", "Partner")).await.expect(200);
    let own = format!("{PATH}/{}", saml.id());
    assert_eq!(saml.text("status"), "ACTIVE");
    assert!(saml.body.get("issuerMode").is_none());
    assert_eq!(saml.body["policy"]["subject"]["matchType"], "USERNAME");
    assert_eq!(
        saml.body["protocol"]["credentials"]["trust"]["revocation"],
        Value::Null
    );
    assert_eq!(saml.body["protocol"]["algorithms"]["request"]["digest"], "SHA-1");
    assert!(saml.body["_links"]["deactivate"].is_object());
    let oidc = org.post(PATH, body("OIDC", "Other")).await.expect(200);
    assert!(oidc.body["protocol"].get("algorithms").is_none());
    let google = org.post(PATH, body("GOOGLE", "Google")).await.expect(200);
    assert_eq!(google.body["issuerMode"], "ORG_URL");
    for social in ["FACEBOOK", "LINKEDIN", "MICROSOFT"] {
        let known = org.post(PATH, body(social, social)).await.expect(200);
        let endpoints = &known.body["protocol"]["endpoints"];
        assert_eq!(endpoints["authorization"]["binding"], "HTTP-REDIRECT", "{social}");
        assert_eq!(endpoints["token"]["binding"], "HTTP-POST", "{social}");
    }
    assert!(google.body["protocol"]["endpoints"]["token"].is_object());
    assert_eq!(
        google.body["protocol"]["credentials"]["client"],
        json!({ "client_id": "c" })
    );
    assert_eq!(
        org.post(PATH, body("OIDC", "Partner")).await.error().1,
        "E0000001"
    );
    assert_eq!(org.post(PATH, json!({ "name": "x" })).await.error().1, "E0000001");
    let listed = org.get(&format!("{PATH}?type=SAML2&q=artn")).await.expect(200);
    assert_eq!(listed.ids(), [saml.id()]);

    let renamed = org.put(&own, body("SAML2", "Renamed")).await.expect(200);
    assert_eq!(renamed.body["created"], Value::Null);
    let signing = "/protocol/credentials/signing";
    assert_eq!(renamed.body.pointer(signing), saml.body.pointer(signing));
    let read = org.get(&own).await.expect(200);
    assert_eq!(
        (&read.body["created"], &read.body["name"]),
        (&saml.body["created"], &json!("Renamed"))
    );

    let off = org.act(&format!("{own}/lifecycle/deactivate")).await.expect(200);
    assert_eq!(off.text("status"), "INACTIVE");
    assert!(off.body["_links"]["activate"].is_object());
    org.act(&format!("{own}/lifecycle/activate")).await.expect(200);
    org.delete(&own).await.expect(204);
    assert_eq!(org.get(&own).await.error().1, "E0000007");
    let events = org.events().await;
    for step in ["create", "update", "deactivate", "activate", "delete"] {
        assert!(
            events.contains(&format!("system.idp.lifecycle.{step}")),
            "{step} of {events:?}"
        );
    }
}

#[tokio::test]
async fn one_has_a_mapping_with_every_user_type() {
    let org = Org::new(empty());
    let saml = org.post(PATH, body("SAML2", "Partner")).await.expect(200).id();
    let pair = |target: &str| ("saml_idp".to_owned(), target.to_owned());
    assert_eq!(mapped(&org, &saml).await, [pair("user")]);
    let contractor = json!({ "name": "contractor", "displayName": "Contractor" });
    let contractor = org
        .post("/api/v1/meta/types/user", contractor)
        .await
        .expect(200)
        .id();
    assert_eq!(mapped(&org, &saml).await, [pair("user"), pair("contractor")]);
    // In the other direction the user type is the source.
    let back = format!("{MAPPINGS}?sourceId={contractor}&targetId={saml}");
    assert_eq!(org.get(&back).await.expect(200).ids().len(), 1);
    org.delete(&format!("/api/v1/meta/types/user/{contractor}"))
        .await
        .expect(204);
    assert_eq!(mapped(&org, &saml).await, [pair("user")]);
    org.delete(&format!("{PATH}/{saml}")).await.expect(204);
    assert_eq!(org.get(MAPPINGS).await.expect(200).body, json!([]));
}

#[tokio::test]
async fn the_source_of_profiles_pushes_what_it_maps() {
    let org = Org::new(empty());
    for (sources, status) in [(true, "PUSH"), (false, "DONT_PUSH")] {
        let mut given = body("OIDC", status);
        given["policy"]["provisioning"]["profileMaster"] = json!(sources);
        let provider = org.post(PATH, given).await.expect(200).id();
        let listed = org.get(&format!("{MAPPINGS}?sourceId={provider}")).await;
        let mapping = org
            .get(&format!("{MAPPINGS}/{}", listed.ids()[0]))
            .await
            .expect(200);
        let properties = mapping.body["properties"].as_object().unwrap();
        assert!(properties.values().all(|value| value["pushStatus"] == status));
    }
}
