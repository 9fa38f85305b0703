//! Errors have Okta's bodies.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use crate::org::{Org, empty, profile, read, with_password};

#[tokio::test]
async fn a_missing_wrong_or_foreign_token_is_refused() {
    let org = Org::new(empty());
    let bearer = format!("Bearer {}", org.token.expose());
    for authorization in [None, Some("SSWS"), Some("SSWS nobody"), Some(bearer.as_str())] {
        let mut request = Request::get("/api/v1/users/me");
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        let reply = read(org.emulator.handle(request.body(Bytes::new()).unwrap()).await);
        let (status, code, summary, _) = reply.error();
        assert_eq!(
            (status, code.as_str(), summary.as_str()),
            (401, "E0000011", "Invalid token provided")
        );
        // An API token is no access token: whoever sends it as one is told so in the terms of OAuth 2.0.
        let challenge = reply.headers["www-authenticate"].to_str().unwrap();
        if authorization == Some(bearer.as_str()) {
            assert!(challenge.starts_with("Bearer authorization_uri="), "{challenge}");
            assert!(challenge.contains("error=\"invalid_token\""), "{challenge}");
        } else {
            assert_eq!(challenge, "SSWS");
        }
    }
}

#[tokio::test]
async fn an_error_body_has_five_members() {
    let org = Org::new(empty());
    let reply = org.get("/api/v1/users/nobody").await;
    let members: Vec<&String> = reply.body.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["errorCauses", "errorCode", "errorId", "errorLink", "errorSummary"]
    );
    assert_eq!(reply.text("errorId").len(), 25);
    assert_eq!(reply.headers["content-type"], "application/json");
    assert_eq!(reply.headers["cache-control"], "no-cache, no-store");
}

#[tokio::test]
async fn what_is_missing_is_named_with_its_class() {
    let org = Org::new(empty());
    let app = org.app("Wiki").await;
    for (path, class) in [
        ("/api/v1/users/nobody".to_owned(), "User"),
        ("/api/v1/groups/nobody".to_owned(), "UserGroup"),
        ("/api/v1/apps/nobody".to_owned(), "AppInstance"),
        ("/api/v1/users/me/roles/nobody".to_owned(), "RoleAssignment"),
        (
            format!("/api/v1/apps/{app}/groups/nobody"),
            "ApplicationGroupAssignment",
        ),
    ] {
        let (status, code, summary, _) = org.get(&path).await.error();
        assert_eq!((status, code.as_str()), (404, "E0000007"));
        assert_eq!(
            summary,
            format!("Not found: Resource not found: nobody ({class})")
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_not_well_formed() {
    let org = Org::new(empty());
    for (kind, body, code) in [
        ("application/json", "{", "E0000003"),
        ("application/json", "[1]", "E0000003"),
        ("application/json", "", "E0000003"),
        ("application/json", "{\"profile\":7}", "E0000003"),
        ("text/plain", "{}", "E0000019"),
    ] {
        let request = Request::post("/api/v1/users")
            .header("authorization", format!("SSWS {}", org.token.expose()))
            .header("content-type", kind)
            .body(Bytes::from_static(body.as_bytes()))
            .unwrap();
        let (status, found, ..) = read(org.emulator.handle(request).await).error();
        assert_eq!((status, found.as_str()), (400, code), "{body}");
    }
}

#[tokio::test]
async fn a_text_in_the_place_of_an_object_is_not_well_formed() {
    let org = Org::new(empty());
    let ada = org.active_user("ada@people.example").await;
    for (member, value) in [
        ("profile", json!("Ada")),
        ("credentials", json!("Passw0rd-of-mine")),
        ("credentials", json!({ "password": "Passw0rd-of-mine" })),
        ("credentials", json!({ "recovery_question": "Who?" })),
        ("credentials", json!({ "provider": ["OKTA"] })),
        ("groupIds", json!("00g1")),
    ] {
        let mut body = with_password("new@people.example");
        body[member] = value;
        for path in ["/api/v1/users".to_owned(), format!("/api/v1/users/{ada}")] {
            let (status, code, ..) = org.post(&path, body.clone()).await.error();
            assert_eq!((status, code.as_str()), (400, "E0000003"), "{path} {body}");
        }
    }
    let app = org.app("Wiki").await;
    let users = format!("/api/v1/apps/{app}/users");
    for member in ["profile", "credentials"] {
        let assigned = org.post(&users, json!({ "id": ada, member: "ada" })).await;
        assert_eq!(assigned.error().1, "E0000003", "{member}");
    }
    assert!(org.get(&users).await.expect(200).ids().is_empty());
}

#[tokio::test]
async fn a_profile_that_does_not_fit_is_refused_in_the_recorded_form() {
    let org = Org::new(empty().custom_attribute("badge"));
    org.active_user("taken@people.example").await;
    let without = |name: &str| {
        let mut profile = profile("new@people.example");
        profile.as_object_mut().unwrap().remove(name);
        profile
    };
    let with = |name: &str, value: Value| {
        let mut profile = profile("new@people.example");
        profile[name] = value;
        profile
    };
    for (profile, subject, cause) in [
        (
            profile("Taken@people.example"),
            "login",
            "login: An object with this field already exists in the current organization",
        ),
        (
            with("shoeSize", json!(44)),
            "newUser",
            "Property name 'shoeSize' is not defined in profile",
        ),
        (without("email"), "email", "email: The field cannot be left blank"),
        (
            without("lastName"),
            "lastName",
            "lastName: The field cannot be left blank",
        ),
        (
            with("login", json!("pat")),
            "login",
            "login: Username must be in the form of an email address",
        ),
    ] {
        let (status, code, summary, causes) = org
            .post("/api/v1/users", json!({ "profile": profile }))
            .await
            .error();
        assert_eq!((status, code.as_str()), (400, "E0000001"));
        assert_eq!(summary, format!("Api validation failed: {subject}"));
        assert_eq!(causes, [cause]);
    }
    org.post("/api/v1/users", json!({ "profile": with("badge", json!("7")) }))
        .await
        .expect(200);
    let (_, _, summary, causes) = org.post("/api/v1/users", json!({ "profile": {} })).await.error();
    assert_eq!(summary, "Api validation failed: login");
    assert_eq!(
        causes,
        [
            "login: The field cannot be left blank",
            "firstName: The field cannot be left blank",
            "lastName: The field cannot be left blank",
            "email: The field cannot be left blank",
            "login: Username must be in the form of an email address",
        ]
    );
}

#[tokio::test]
async fn a_weak_password_is_refused() {
    let org = Org::new(empty());
    let mut body = with_password("pat@people.example");
    body["credentials"]["password"]["value"] = json!("short");
    assert_eq!(
        org.post("/api/v1/users", body).await.error().2,
        "Api validation failed: password"
    );
}

#[tokio::test]
async fn a_second_group_of_the_same_name_is_refused() {
    let org = Org::new(empty());
    org.group("Staff").await;
    let (status, code, summary, _) = org
        .post("/api/v1/groups", json!({ "profile": { "name": "Staff" } }))
        .await
        .error();
    assert_eq!(
        (status, code.as_str(), summary.as_str()),
        (400, "E0000001", "Api validation failed: name")
    );
    assert_eq!(
        org.post("/api/v1/groups", json!({ "profile": {} }))
            .await
            .error()
            .0,
        400
    );
}

#[tokio::test]
async fn unknown_paths_methods_and_operations_are_told_apart() {
    let org = Org::new(empty());
    let reply = org.get("/api/v1/no/such/path").await;
    assert_eq!(
        (reply.status, reply.body),
        (404, json!({ "status": 404, "message": "Resource not found" }))
    );
    assert_eq!(
        org.send("PATCH", "/api/v1/users", None).await.error().1,
        "E0000022"
    );
    let (status, code, _, causes) = org.get("/api/v1/behaviors").await.error();
    assert_eq!((status, code.as_str()), (501, "E0000060"));
    assert_eq!(
        causes,
        ["The emulator does not answer listBehaviorDetectionRules yet."]
    );
}
