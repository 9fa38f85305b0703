//! What surrounds the people of another org comes into this one as that org showed it.

use serde_json::{Value, json};

use crate::org::{Org, empty};

#[tokio::test]
async fn policies_come_in_at_their_places() {
    let org = Org::new(empty());
    let policy = |id: &str, name: &str, priority: u8, system: bool| {
        json!({ "id": id, "type": "PASSWORD", "name": name, "priority": priority, "system": system,
            "status": "ACTIVE", "conditions": null, "settings": {} })
    };
    let own = org.get("/api/v1/policies?type=PASSWORD").await.expect(200).ids()[0].clone();
    let import = |policy: &Value| org.emulator.import_policy(policy);
    assert_eq!(
        import(&policy("00pAnother1Org2Strict", "Strict", 1, false)).unwrap(),
        "00pAnother1Org2Strict"
    );
    import(&policy("00pAnother1Org2Direct", "Directory", 2, true)).unwrap();
    assert_eq!(
        import(&policy("00pAnother1Org2Defaul", "Default Policy", 3, true)).unwrap(),
        own
    );
    let listed = org.get("/api/v1/policies?type=PASSWORD").await.expect(200);
    let shown = listed.body.as_array().unwrap().iter();
    let shown: Vec<Value> = shown
        .map(|policy| json!([policy["name"], policy["priority"], policy["system"]]))
        .collect();
    let expected = [
        json!(["Strict", 1, false]),
        json!(["Directory", 2, true]),
        json!(["Default Policy", 3, true]),
    ];
    assert_eq!(shown, expected);
    let refused = org
        .emulator
        .import_policy(&json!({ "id": "x", "type": "NOTHING" }));
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .starts_with("x cannot be imported")
    );
}

#[tokio::test]
async fn the_policy_of_account_management_is_nobodys_to_change() {
    let org = Org::new(empty());
    let listed = org.get("/api/v1/policies?type=ACCESS_POLICY").await.expect(200);
    let policies = listed.body.as_array().unwrap();
    let of_accounts = policies
        .iter()
        .find(|policy| policy["_embedded"]["resourceType"] == "END_USER_ACCOUNT_MANAGEMENT");
    let own = of_accounts.unwrap();
    assert_eq!(own["system"], false);
    assert_eq!(own["_links"]["self"]["hints"]["allow"], json!(["GET"]));
    assert!(own["_links"].get("deactivate").is_none());
    let path = format!("/api/v1/policies/{}", own["id"].as_str().unwrap());
    assert_eq!(org.delete(&path).await.error().1, "E0000001");
    assert_eq!(
        org.put(&path, json!({ "type": "ACCESS_POLICY", "name": "Mine" }))
            .await
            .error()
            .1,
        "E0000001"
    );
}

#[tokio::test]
async fn a_schema_without_sources_makes_an_org_without_them() {
    let org = Org::new(empty());
    let path = "/api/v1/meta/schemas/user/default";
    let mut schema = org.get(path).await.expect(200).body;
    assert!(schema["definitions"]["base"]["properties"]["email"]["master"].is_object());
    for property in schema["definitions"]["base"]["properties"]
        .as_object_mut()
        .unwrap()
        .values_mut()
    {
        property.as_object_mut().unwrap().remove("master");
    }
    schema["definitions"]["custom"]["properties"]["badge"] = json!({ "title": "Badge", "type": "string" });
    org.emulator.import_user_schema("default", &schema).unwrap();
    assert!(org.emulator.import_user_schema("oscNothing", &schema).is_err());
    let added = json!({ "definitions": { "custom": { "properties": {
        "desk": { "title": "Desk", "type": "string" },
    } } } });
    let shown = org.post(path, added).await.expect(200).body;
    assert_eq!(shown, org.get(path).await.expect(200).body);
    let custom = &shown["definitions"]["custom"]["properties"];
    assert!(custom["badge"].is_object());
    assert!(custom["desk"].is_object() && custom["desk"].get("master").is_none());
    let user = json!({ "profile": { "login": "pat@own.example", "email": "pat@own.example",
        "firstName": "Pat", "lastName": "Doe", "badge": "7", "desk": "A" } });
    org.post("/api/v1/users?activate=false", user).await.expect(200);
}

#[tokio::test]
async fn tokens_and_apps_of_the_catalog_come_in() {
    let org = Org::new(empty());
    let token = json!({ "id": "00TAnother1Org2Token3", "name": "theirs", "userId": "00uAnother1Org2Owner3",
        "network": { "connection": "ANYWHERE" }, "expiresAt": "2026-02-01T00:00:00.000Z" });
    assert!(org.emulator.import_api_token(&token).is_err());
    let owner = json!({ "id": "00uAnother1Org2Owner3", "status": "ACTIVE",
        "profile": { "login": "owner@own.example" } });
    org.emulator.import_user(&owner).unwrap();
    org.emulator.import_api_token(&token).unwrap();
    let shown = org
        .get("/api/v1/api-tokens/00TAnother1Org2Token3")
        .await
        .expect(200);
    assert_eq!(
        (shown.text("name"), shown.text("expiresAt")),
        ("theirs".to_owned(), "2026-02-01T00:00:00.000Z".to_owned())
    );

    let entry = json!({ "name": "ours_of_the_catalog", "category": "SOCIAL" });
    let roles = "/api/v1/users/00uAnother1Org2Owner3/roles";
    let role = org
        .post(roles, json!({ "type": "APP_ADMIN" }))
        .await
        .expect(201)
        .id();
    let targets = format!("{roles}/{role}/targets/catalog/apps");
    let target = format!("{targets}/ours_of_the_catalog");
    assert_eq!(org.put(&target, Value::Null).await.error().1, "E0000007");
    org.emulator.import_catalog_application(&entry).unwrap();
    org.put(&target, Value::Null).await.expect(204);
    assert_eq!(org.get(&targets).await.expect(200).body[0]["category"], "SOCIAL");
}

#[tokio::test]
async fn what_is_made_after_an_import_is_younger() {
    let org = Org::new(empty());
    let user = json!({ "id": "00uzImport1ed2User3x", "status": "ACTIVE",
        "profile": { "login": "older@own.example", "lastName": "Doe" } });
    org.emulator.import_user(&user).unwrap();
    let younger = org.active_user("younger@own.example").await;
    assert!(younger.as_str() > "00uzImport1ed2User3x", "{younger}");
    let search = "/api/v1/users?limit=1&search=profile.lastName+eq+%22Doe%22";
    assert_eq!(org.get(search).await.expect(200).ids(), ["00uzImport1ed2User3x"]);
}
