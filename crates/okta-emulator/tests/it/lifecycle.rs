//! A user's status moves only along the documented machine.

use serde_json::json;

use crate::org::{Org, empty, profile, with_password};

/// Brings a fresh user into a status and gives the id.
async fn user_in(org: &Org, status: &str) -> String {
    let login = format!(
        "{}.{}@people.example",
        status.to_lowercase().replace('_', ""),
        org.emulator.requests_served()
    );
    match status {
        "STAGED" => {
            let body = json!({ "profile": profile(&login) });
            return org
                .post("/api/v1/users?activate=false", body)
                .await
                .expect(200)
                .id();
        }
        "PROVISIONED" => {
            let body = json!({ "profile": profile(&login) });
            return org
                .post("/api/v1/users?activate=true", body)
                .await
                .expect(200)
                .id();
        }
        _ => {}
    }
    let id = org.active_user(&login).await;
    let act = |name: &str| format!("/api/v1/users/{id}/lifecycle/{name}");
    match status {
        "RECOVERY" => drop(org.act(&act("reset_password?sendEmail=true")).await.expect(200)),
        "PASSWORD_EXPIRED" => drop(org.act(&act("expire_password")).await.expect(200)),
        "SUSPENDED" => drop(org.act(&act("suspend")).await.expect(200)),
        "DEPROVISIONED" => drop(org.act(&act("deactivate")).await.expect(200)),
        "LOCKED_OUT" => assert!(org.emulator.lock_out(&id)),
        _ => {}
    }
    assert_eq!(org.status(&id).await, status);
    id
}

#[tokio::test]
async fn a_refusal_says_what_okta_says() {
    let org = Org::new(empty());
    let id = user_in(&org, "STAGED").await;
    for (operation, code, summary, cause) in [
        (
            "suspend",
            "E0000001",
            "Api validation failed: suspendUser",
            Some("Cannot suspend a user that is not active"),
        ),
        (
            "unsuspend",
            "E0000001",
            "Api validation failed: suspendUser",
            Some("Cannot unsuspend a user that is not suspended"),
        ),
        (
            "unlock",
            "E0000032",
            "Unlock is not allowed for this user.",
            Some("The user is not locked out."),
        ),
        (
            "reactivate",
            "E0000038",
            "This operation is not allowed in the user's current status.",
            None,
        ),
    ] {
        let (_, found, text, causes) = org
            .act(&format!("/api/v1/users/{id}/lifecycle/{operation}"))
            .await
            .error();
        assert_eq!((found.as_str(), text.as_str()), (code, summary));
        assert_eq!(causes, cause.map(str::to_owned).into_iter().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn what_a_user_starts_as_depends_on_flags_and_password() {
    let org = Org::new(empty());
    let federated = json!({ "provider": { "type": "FEDERATION", "name": "FEDERATION" } });
    let password = with_password("x@people.example")["credentials"].clone();
    for (number, (query, credentials, status)) in [
        ("activate=false", json!({}), "STAGED"),
        ("activate=false", password.clone(), "STAGED"),
        ("", json!({}), "PROVISIONED"),
        ("activate=true", password.clone(), "ACTIVE"),
        (
            "activate=true&nextLogin=changePassword",
            password,
            "PASSWORD_EXPIRED",
        ),
        ("provider=true", federated, "ACTIVE"),
    ]
    .into_iter()
    .enumerate()
    {
        let body =
            json!({ "profile": profile(&format!("u{number}@people.example")), "credentials": credentials });
        let user = org
            .post(&format!("/api/v1/users?{query}"), body)
            .await
            .expect(200);
        assert_eq!(user.text("status"), status, "{query}");
        assert_eq!(user.body["activated"].is_null(), status == "STAGED", "{query}");
    }
    let body = json!({ "profile": profile("late@people.example") });
    let reply = org.post("/api/v1/users?nextLogin=changePassword", body).await;
    assert_eq!(reply.error().1, "E0000124");
    let reply = org
        .post(
            "/api/v1/users?activate=false&nextLogin=changePassword",
            with_password("l@p.example"),
        )
        .await;
    assert_eq!(reply.error().1, "E0000125");
}

#[tokio::test]
async fn a_staged_user_with_a_password_is_active_at_once() {
    let org = Org::new(empty());
    let id = org
        .post("/api/v1/users?activate=false", with_password("a@people.example"))
        .await
        .expect(200)
        .id();
    assert_eq!(
        org.act(&format!("/api/v1/users/{id}/lifecycle/activate"))
            .await
            .expect(200)
            .body,
        json!({})
    );
    assert_eq!(org.status(&id).await, "ACTIVE");
}

#[tokio::test]
async fn a_link_is_given_out_when_no_mail_is_sent() {
    let org = Org::new(empty());
    let id = user_in(&org, "STAGED").await;
    let reply = org
        .act(&format!("/api/v1/users/{id}/lifecycle/activate?sendEmail=false"))
        .await
        .expect(200);
    assert!(
        reply
            .text("activationUrl")
            .contains(&reply.text("activationToken"))
    );
    let id = user_in(&org, "ACTIVE").await;
    let forgot = format!("/api/v1/users/{id}/credentials/forgot_password?sendEmail=false");
    assert!(
        org.act(&forgot)
            .await
            .expect(200)
            .text("resetPasswordUrl")
            .contains("/signin/reset-password/")
    );
    let reset = format!("/api/v1/users/{id}/lifecycle/reset_password?sendEmail=false");
    assert!(
        org.act(&reset)
            .await
            .expect(200)
            .text("resetPasswordUrl")
            .contains("/reset_password/")
    );
}

#[tokio::test]
async fn a_changed_password_ends_recovery_and_expiry() {
    let org = Org::new(empty());
    let change = |old: &str| json!({ "oldPassword": { "value": old }, "newPassword": { "value": "An0ther-Passw0rd" } });
    for status in ["RECOVERY", "PASSWORD_EXPIRED", "ACTIVE"] {
        let id = user_in(&org, status).await;
        let path = format!("/api/v1/users/{id}/credentials/change_password");
        assert_eq!(
            org.post(&path, change("Wr0ng-of-course")).await.error().1,
            "E0000014"
        );
        let reply = org.post(&path, change("Passw0rd-of-mine")).await.expect(200);
        assert_eq!(reply.body["password"], json!({}));
        assert_eq!(org.status(&id).await, "ACTIVE", "{status}");
    }
    let id = user_in(&org, "SUSPENDED").await;
    let path = format!("/api/v1/users/{id}/credentials/change_password");
    assert_eq!(org.post(&path, change("Passw0rd-of-mine")).await.error().0, 403);
}

#[tokio::test]
async fn a_temporary_password_works() {
    let org = Org::new(empty());
    let id = user_in(&org, "ACTIVE").await;
    let path = format!("/api/v1/users/{id}/lifecycle/expire_password_with_temp_password");
    let temporary = org.act(&path).await.expect(200).text("tempPassword");
    let body =
        json!({ "oldPassword": { "value": temporary }, "newPassword": { "value": "An0ther-Passw0rd" } });
    org.post(&format!("/api/v1/users/{id}/credentials/change_password"), body)
        .await
        .expect(200);
    assert_eq!(org.status(&id).await, "ACTIVE");
}

#[tokio::test]
async fn the_recovery_question_opens_the_way_to_a_new_password() {
    let org = Org::new(empty());
    let id = user_in(&org, "ACTIVE").await;
    let credentials = format!("/api/v1/users/{id}/credentials");
    let question = json!({
        "password": { "value": "Passw0rd-of-mine" },
        "recovery_question": { "question": "Pet?", "answer": "Rex the dog" },
    });
    let reply = org
        .post(&format!("{credentials}/change_recovery_question"), question)
        .await
        .expect(200);
    assert_eq!(reply.body["recovery_question"], json!({ "question": "Pet?" }));
    let answer = |answer: &str| json!({ "password": { "value": "An0ther-Passw0rd" }, "recovery_question": { "answer": answer } });
    let path = format!("{credentials}/forgot_password_recovery_question");
    assert_eq!(org.post(&path, answer("Felix")).await.error().1, "E0000087");
    org.post(&path, answer("Rex the dog")).await.expect(200);
    // The way before there was a path of its own.
    let path = format!("{credentials}/forgot_password");
    let old = json!({ "password": { "value": "Th1rd-Passw0rd" }, "recovery_question": { "answer": "Rex the dog" } });
    let reply = org.post(&path, old).await.expect(200);
    assert_eq!(reply.body["recovery_question"], json!({ "question": "Pet?" }));
    let changed = json!({ "oldPassword": { "value": "Th1rd-Passw0rd" }, "newPassword": { "value": "F0urth-Passw0rd" } });
    org.post(&format!("{credentials}/change_password"), changed)
        .await
        .expect(200);
}

#[tokio::test]
async fn a_user_without_a_recovery_question_can_have_forgotten_the_password() {
    let org = Org::new(empty());
    let mut body = with_password("a@people.example");
    body["credentials"]
        .as_object_mut()
        .unwrap()
        .remove("recovery_question");
    let id = org
        .post("/api/v1/users?activate=true", body)
        .await
        .expect(200)
        .id();
    let user = format!("/api/v1/users/{id}");
    let link = &org.get(&user).await.expect(200).body["_links"]["forgotPassword"]["href"];
    let path = format!("{}?sendEmail=false", link.as_str().unwrap());
    let reply = org.act(&path).await.expect(200);
    assert!(reply.text("resetPasswordUrl").contains("/signin/reset-password/"));
    let answer =
        json!({ "password": { "value": "An0ther-Passw0rd" }, "recovery_question": { "answer": "none" } });
    let path = format!("{user}/credentials/forgot_password_recovery_question");
    let (status, code, _, causes) = org.post(&path, answer).await.error();
    assert_eq!((status, code.as_str()), (403, "E0000034"));
    assert_eq!(causes, ["Recovery credential not set."]);
}

#[tokio::test]
async fn the_answer_of_an_expiry_has_the_status_without_its_moment() {
    let org = Org::new(empty());
    let id = org.active_user("a@people.example").await;
    let user = format!("/api/v1/users/{id}");
    let before = org.get(&user).await.expect(200).text("statusChanged");
    org.emulator.advance(std::time::Duration::from_secs(8));
    let expire = format!("{user}/lifecycle/expire_password");
    let answered = org.act(&expire).await.expect(200);
    assert_eq!(
        (answered.text("status"), answered.text("statusChanged")),
        ("PASSWORD_EXPIRED".to_owned(), before.clone())
    );
    let after = org.get(&user).await.expect(200).text("statusChanged");
    assert!(after > before && after == answered.text("lastUpdated"));
    org.emulator.advance(std::time::Duration::from_secs(8));
    org.act(&expire).await.expect(200);
    assert_eq!(org.get(&user).await.expect(200).text("statusChanged"), after);
}

#[tokio::test]
async fn deactivation_takes_apps_password_and_factors_and_leaves_groups() {
    let org = Org::new(empty());
    let id = user_in(&org, "ACTIVE").await;
    let (app, group) = (org.app("Wiki").await, org.group("Staff").await);
    org.post(&format!("/api/v1/apps/{app}/users"), json!({ "id": id }))
        .await
        .expect(200);
    org.send("PUT", &format!("/api/v1/groups/{group}/users/{id}"), None)
        .await
        .expect(204);
    org.act(&format!("/api/v1/users/{id}/lifecycle/deactivate"))
        .await
        .expect(200);
    org.get(&format!("/api/v1/apps/{app}/users/{id}"))
        .await
        .expect(404);
    let user = org.get(&format!("/api/v1/users/{id}")).await;
    assert!(user.body["passwordChanged"].is_null() && user.body["credentials"].get("password").is_none());
    assert!(
        org.get(&format!("/api/v1/groups/{group}/users"))
            .await
            .ids()
            .contains(&id)
    );
}
