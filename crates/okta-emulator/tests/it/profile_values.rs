//! What is written to a profile must be what its schema says, of users, groups and app users alike.

use serde_json::{Value, json};

use crate::org::{Org, Reply, empty, profile};

fn refused(reply: &Reply) -> Vec<String> {
    let (status, code, _, causes) = reply.error();
    assert_eq!((status, code.as_str()), (400, "E0000001"));
    causes
}

#[tokio::test]
async fn a_base_attribute_of_a_user_has_its_type_length_and_form() {
    let org = Org::new(empty());
    let user = org.active_user("a@people.example").await;
    let user = format!("/api/v1/users/{user}");
    for (name, value, cause) in [
        (
            "nickName",
            json!({ "first": "A" }),
            "nickName: The value must be of type string",
        ),
        ("title", json!(7), "title: The value must be of type string"),
        (
            "firstName",
            json!(5),
            "firstName: The value must be of type string",
        ),
        (
            "lastName",
            json!(["A"]),
            "lastName: The value must be of type string",
        ),
        ("login", json!(5), "login: The value must be of type string"),
        ("email", json!({}), "email: The value must be of type string"),
        (
            "countryCode",
            json!(true),
            "countryCode: The value must be of type string",
        ),
        (
            "department",
            json!(["A"]),
            "department: The value must be of type string",
        ),
        (
            "firstName",
            json!("a".repeat(51)),
            "firstName: The field is too long",
        ),
        ("login", json!("a@b."), "login: The field is too short"),
        (
            "mobilePhone",
            json!("5".repeat(101)),
            "mobilePhone: The field is too long",
        ),
        (
            "secondEmail",
            json!("nobody"),
            "secondEmail: Does not match required pattern",
        ),
    ] {
        let mut whole = profile("b@people.example");
        whole[name] = value.clone();
        let created = org.post("/api/v1/users", json!({ "profile": whole })).await;
        assert_eq!(refused(&created), [cause]);
        let replaced = org.put(&user, json!({ "profile": whole })).await;
        assert_eq!(refused(&replaced), [cause]);
        let updated = org.post(&user, json!({ "profile": { name: value } })).await;
        assert_eq!(refused(&updated), [cause]);
    }
    let cleared = json!({ "profile": { "nickName": null, "secondEmail": null } });
    org.post(&user, cleared).await.expect(200);
}

#[tokio::test]
async fn every_cause_is_told() {
    let org = Org::new(empty());
    let mut whole = profile("b@people.example");
    whole["nickName"] = json!(1);
    whole["title"] = json!(true);
    let created = org.post("/api/v1/users", json!({ "profile": whole })).await;
    assert_eq!(refused(&created).len(), 2);
}

#[tokio::test]
async fn a_group_has_texts_of_their_length() {
    let org = Org::new(empty());
    let group = org.group("G").await;
    for (profile, cause) in [
        (
            json!({ "name": "H", "description": 7 }),
            "description: The value must be of type string",
        ),
        (
            json!({ "name": "H", "description": "d".repeat(1025) }),
            "description: The field is too long",
        ),
        (json!({ "name": "h".repeat(256) }), "name: The field is too long"),
    ] {
        let body = json!({ "profile": profile });
        assert_eq!(refused(&org.post("/api/v1/groups", body.clone()).await), [cause]);
        assert_eq!(
            refused(&org.put(&format!("/api/v1/groups/{group}"), body).await),
            [cause]
        );
    }
}

#[tokio::test]
async fn an_app_user_has_what_the_schema_of_its_app_says() {
    let org = Org::new(empty());
    let user = org.active_user("a@people.example").await;
    let app = json!({ "label": "Web", "signOnMode": "OPENID_CONNECT", "name": "oidc_client" });
    let app = org.post("/api/v1/apps", app).await.expect(200).id();
    let badge = json!({ "title": "Badge", "type": "integer", "minimum": 10 });
    let schema = json!({ "definitions": { "custom": { "properties": { "badge": badge } } } });
    org.post(&format!("/api/v1/meta/schemas/apps/{app}/default"), schema)
        .await
        .expect(200);
    let users = format!("/api/v1/apps/{app}/users");
    let assign = |profile: Value| json!({ "id": user, "scope": "USER", "profile": profile });
    let wrong = org
        .post(&users, assign(json!({ "badge": 9, "nickname": 1 })))
        .await;
    assert_eq!(
        refused(&wrong),
        [
            "nickname: The value must be of type string",
            "badge: The value is out of range"
        ]
    );
    // What was refused has assigned nothing.
    org.get(&format!("{users}/{user}")).await.expect(404);
    org.post(&users, assign(json!({ "badge": 10 }))).await.expect(200);
    let wrong = json!({ "profile": { "badge": "ten" } });
    let wrong = org.post(&format!("{users}/{user}"), wrong).await;
    assert_eq!(refused(&wrong), ["badge: The value must be of type integer"]);
}

#[tokio::test]
async fn the_name_of_a_group_is_a_text() {
    let org = Org::new(empty());
    let group = format!("/api/v1/groups/{}", org.group("Sales").await);
    for (name, cause) in [
        (json!(5), "name: The value must be of type string"),
        (json!(["Sales"]), "name: The value must be of type string"),
        (json!(null), "name: The field cannot be left blank"),
        (json!(" "), "name: The field cannot be left blank"),
    ] {
        let body = json!({ "profile": { "name": name } });
        assert_eq!(refused(&org.post("/api/v1/groups", body.clone()).await), [cause]);
        assert_eq!(refused(&org.put(&group, body).await), [cause]);
    }
}
