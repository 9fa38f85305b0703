//! A custom attribute is valid in profiles once the schema has it, and the schema's limits hold.

use serde_json::{Value, json};

use crate::org::{Org, empty, profile};

const SCHEMA: &str = "/api/v1/meta/schemas/user/default";

fn custom(name: &str, described: &Value) -> Value {
    json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": { name: described } } } })
}

fn person(login: &str, name: &str, value: &Value) -> Value {
    let mut profile = profile(login);
    profile[name] = value.clone();
    json!({ "profile": profile })
}

#[tokio::test]
async fn an_attribute_is_valid_from_when_it_is_added_until_it_is_removed() {
    let org = Org::new(empty());
    let body = person("pat@people.example", "badge", &json!("B-7"));
    let (status, code, summary, causes) = org.post("/api/v1/users", body.clone()).await.error();
    assert_eq!(
        (status, code.as_str(), summary.as_str()),
        (400, "E0000001", "Api validation failed: newUser")
    );
    assert_eq!(causes, ["Property name 'badge' is not defined in profile"]);

    let given = json!({ "title": "Badge", "type": "string", "required": false });
    let schema = org.post(SCHEMA, custom("badge", &given)).await.expect(200);
    let stored = &schema.body["definitions"]["custom"]["properties"]["badge"];
    let expected = json!({
        "title": "Badge", "type": "string", "mutability": "READ_WRITE", "scope": "NONE",
        "permissions": [{ "principal": "SELF", "action": "READ_ONLY" }], "master": { "type": "PROFILE_MASTER" },
    });
    assert_eq!(*stored, expected);
    let user = org.post("/api/v1/users", body.clone()).await.expect(200);
    assert_eq!(user.body["profile"]["badge"], "B-7");

    let schema = org.post(SCHEMA, custom("badge", &Value::Null)).await.expect(200);
    assert_eq!(schema.body["definitions"]["custom"]["properties"], json!({}));
    let user = org.get(&format!("/api/v1/users/{}", user.id())).await.expect(200);
    assert!(user.body["profile"].get("badge").is_none());
    assert_eq!(org.post("/api/v1/users", body).await.error().1, "E0000001");
}

#[tokio::test]
async fn values_that_the_schema_does_not_allow_are_refused_by_name() {
    let org = Org::new(empty());
    for (described, good, bad) in [
        (
            json!({ "type": "string", "minLength": 2, "maxLength": 4 }),
            json!("abc"),
            json!("a"),
        ),
        (
            json!({ "type": "string", "enum": ["S", "M"] }),
            json!("S"),
            json!("L"),
        ),
        (
            json!({ "type": "integer", "minimum": 1, "maximum": 5 }),
            json!(5),
            json!(6),
        ),
        (json!({ "type": "boolean" }), json!(true), json!("true")),
        (
            json!({ "type": "array", "items": { "type": "string" } }),
            json!(["a"]),
            json!("a"),
        ),
    ] {
        let mut described = described;
        described["title"] = json!("Value");
        org.post(SCHEMA, custom("value", &described)).await.expect(200);
        let user = org
            .post("/api/v1/users", person("pat@people.example", "value", &good))
            .await
            .expect(200)
            .id();
        let path = format!("/api/v1/users/{user}");
        let reply = org.post(&path, json!({ "profile": { "value": bad } })).await;
        let (status, code, summary, causes) = reply.error();
        assert_eq!(
            (status, code.as_str(), summary.as_str()),
            (400, "E0000001", "Api validation failed: value")
        );
        assert!(causes[0].starts_with("value: "), "{causes:?}");
        let kept = org.get(&path).await.expect(200);
        assert_eq!(kept.body["profile"]["value"], good);
        for _ in 0..2 {
            org.delete(&path).await.expect(204);
        }
        org.post(SCHEMA, custom("value", &Value::Null)).await.expect(200);
    }
}

#[tokio::test]
async fn a_required_attribute_must_be_there_and_a_unique_one_be_the_only_one() {
    let org = Org::new(empty());
    let described =
        json!({ "title": "Badge", "type": "string", "required": true, "unique": "UNIQUE_VALIDATED" });
    let schema = org.post(SCHEMA, custom("badge", &described)).await.expect(200);
    assert_eq!(schema.body["definitions"]["custom"]["required"], json!(["badge"]));
    let without = json!({ "profile": profile("pat@people.example") });
    let causes = org.post("/api/v1/users", without).await.error().3;
    assert_eq!(causes, ["badge: The field cannot be left blank"]);
    org.post(
        "/api/v1/users",
        person("pat@people.example", "badge", &json!("7")),
    )
    .await
    .expect(200);
    let causes = org
        .post(
            "/api/v1/users",
            person("sam@people.example", "badge", &json!("7")),
        )
        .await
        .error()
        .3;
    assert_eq!(
        causes,
        ["badge: An object with this field already exists in the current organization"]
    );
    org.post(
        "/api/v1/users",
        person("sam@people.example", "badge", &json!("8")),
    )
    .await
    .expect(200);
}

#[tokio::test]
async fn an_attribute_that_no_schema_can_have_is_refused() {
    let org = Org::new(empty());
    for (name, described) in [
        ("has space", json!({ "title": "T", "type": "string" })),
        ("city", json!({ "title": "T", "type": "string" })),
        ("size", json!({ "title": "T", "type": "colour" })),
        ("size", json!({ "type": "string" })),
    ] {
        assert_eq!(
            org.post(SCHEMA, custom(name, &described)).await.error().1,
            "E0000001"
        );
    }
    org.post(SCHEMA, custom("size", &json!({ "title": "T", "type": "string" })))
        .await
        .expect(200);
    let other = custom("size", &json!({ "title": "T", "type": "integer" }));
    assert_eq!(org.post(SCHEMA, other).await.error().1, "E0000001");
}

#[tokio::test]
async fn each_user_type_has_a_schema_of_its_own() {
    let org = Org::new(empty());
    let types = "/api/v1/meta/types/user";
    let default = org.get(&format!("{types}/default")).await.expect(200);
    assert_eq!(default.body["default"], true);
    for name in ["a robot", "1robot", "robot!"] {
        let refused = org
            .post(types, json!({ "name": name, "displayName": "Robot" }))
            .await;
        assert_eq!(
            refused.expect(400).text("errorSummary"),
            "Api validation failed: name"
        );
    }
    let kind = org
        .post(types, json!({ "name": "robot", "displayName": "Robot" }))
        .await
        .expect(200);
    let schema = kind.body["_links"]["schema"]["href"].as_str().unwrap().to_owned();
    org.post(
        &schema,
        custom("serial", &json!({ "title": "Serial", "type": "string" })),
    )
    .await
    .expect(200);
    let mut body = person("r2@people.example", "serial", &json!("R2"));
    assert_eq!(
        org.post("/api/v1/users", body.clone()).await.error().1,
        "E0000001"
    );
    body["type"] = json!({ "id": kind.id() });
    let user = org.post("/api/v1/users", body).await.expect(200);
    assert_eq!(user.body["type"]["id"], json!(kind.id()));
    assert!(
        user.body["_links"]["schema"]["href"]
            .as_str()
            .unwrap()
            .ends_with(schema.rsplit('/').next().unwrap())
    );

    let path = format!("{types}/{}", kind.id());
    let renamed = org
        .post(&path, json!({ "displayName": "Machine" }))
        .await
        .expect(200);
    assert_eq!(
        (renamed.text("name"), renamed.text("displayName")),
        ("robot".to_owned(), "Machine".to_owned())
    );
    let (status, code, ..) = org.delete(&path).await.error();
    assert_eq!((status, code.as_str()), (403, "E0000142"));
    for _ in 0..2 {
        org.delete(&format!("/api/v1/users/{}", user.id()))
            .await
            .expect(204);
    }
    org.delete(&path).await.expect(204);
    let (_, _, summary, _) = org.get(&path).await.error();
    assert!(summary.ends_with(" (CVDType)"), "{summary}");
    assert_eq!(org.get(types).await.expect(200).ids().len(), 1);
    assert_eq!(
        org.delete(&format!("{types}/default")).await.error().1,
        "E0000142"
    );
}

#[tokio::test]
async fn groups_and_app_users_have_schemas_too() {
    let org = Org::new(empty());
    let path = "/api/v1/meta/schemas/group/default";
    let group = json!({ "profile": { "name": "Staff", "costCode": "7" } });
    assert_eq!(
        org.post("/api/v1/groups", group.clone()).await.error().1,
        "E0000001"
    );
    let before = org.get(path).await.expect(200);
    for attribute in ["name", "description"] {
        let own = &before.body["definitions"]["base"]["properties"][attribute];
        assert_eq!(own["description"], own["title"], "{attribute}");
        assert_eq!(own["permissions"][0]["action"], "READ_WRITE", "{attribute}");
    }
    let cost = custom("costCode", &json!({ "title": "Cost", "type": "string" }));
    let changed = org.post(path, cost).await.expect(200);
    // The answer does not know yet that it was changed.
    assert_eq!(changed.text("lastUpdated"), before.text("lastUpdated"));
    let after = org.get(path).await.expect(200);
    assert!(after.text("lastUpdated") > before.text("lastUpdated"));
    org.post("/api/v1/groups", group).await.expect(200);
    assert!(
        org.get(path).await.expect(200).body["definitions"]["custom"]["properties"]["costCode"].is_object()
    );

    let app = org.app("Wiki").await;
    let path = format!("/api/v1/meta/schemas/apps/{app}/default");
    let given =
        json!({ "title": "Seat", "type": "string", "union": "DISABLE", "master": { "type": "OKTA" } });
    let schema = org.post(&path, custom("seat", &given)).await.expect(200);
    let stored = &schema.body["definitions"]["custom"]["properties"]["seat"];
    assert_eq!(
        *stored,
        json!({ "title": "Seat", "type": "string", "scope": "NONE" })
    );
    assert_eq!(schema.text("title"), "Wiki User");
}

#[tokio::test]
async fn an_app_has_a_mapping_in_each_direction() {
    let org = Org::new(empty());
    let app = org.app("Wiki").await;
    let path = "/api/v1/mappings";
    assert_eq!(org.get(path).await.expect(200).ids().len(), 2);
    let reply = org
        .get(&format!("{path}?limit=200&sourceId={app}"))
        .await
        .expect(200);
    let (list, mapping) = (reply.body.clone(), format!("{path}/{}", reply.ids()[0]));
    assert_eq!(
        (&list[0]["source"]["type"], &list[0]["target"]["type"]),
        (&json!("appuser"), &json!("user"))
    );
    assert!(list[0].get("properties").is_none());
    let change = json!({ "properties": {
        "email": null, "title": { "expression": "appuser.title", "pushStatus": "PUSH" },
    }});
    let changed = org.post(&mapping, change).await.expect(200);
    assert_eq!(changed.body["properties"]["title"]["pushStatus"], "PUSH");
    assert!(changed.body["properties"].get("email").is_none());
    assert_eq!(org.get(&mapping).await.expect(200).body, changed.body);
    let unknown = json!({ "properties": {
        "email": { "expression": "appuser.email", "pushStatus": "PUSH" },
        "shoeSize": { "expression": "appuser.shoes", "pushStatus": "PUSH" },
    }});
    let (status, code, summary, causes) = org.post(&mapping, unknown.clone()).await.error();
    assert_eq!((status, code.as_str()), (400, "E0000001"));
    assert_eq!(summary, "Api validation failed: updateMapping");
    assert_eq!(causes, ["Invalid target field shoeSize"]);
    assert_eq!(org.get(&mapping).await.expect(200).body, changed.body);
    let shoes = custom("shoeSize", &json!({ "title": "Shoes", "type": "string" }));
    org.post("/api/v1/meta/schemas/user/default", shoes)
        .await
        .expect(200);
    org.post(&mapping, unknown).await.expect(200);
    let (_, _, summary, _) = org.get(&format!("{path}/prm-of-none")).await.error();
    assert_eq!(
        summary,
        "Not found: Resource not found: prm-of-none (ProfileMapping)"
    );
}
