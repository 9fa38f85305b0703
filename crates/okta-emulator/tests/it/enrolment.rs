//! Users are enrolled in factors, and a factor works from when its code was given.

use serde_json::{Value, json};

use crate::org::{Org, empty};

fn factor(kind: &str, provider: &str, profile: &Value) -> Value {
    json!({ "factorType": kind, "provider": provider, "profile": profile })
}

#[tokio::test]
async fn a_security_question_is_active_at_once() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/factors");
    let questions = org.get(&format!("{path}/questions")).await.expect(200).body;
    let question = questions[0]["question"].clone();
    let body = factor(
        "question",
        "OKTA",
        &json!({ "question": question, "answer": "meatball" }),
    );
    let reply = org.post(&path, body.clone()).await.expect(200);
    assert_eq!(
        (reply.text("status"), &reply.body["profile"]["question"]),
        ("ACTIVE".to_owned(), &question)
    );
    assert!(!reply.body.to_string().contains("meatball"));
    let (_, code, summary, causes) = org.post(&path, body).await.error();
    assert_eq!(
        (code.as_str(), summary.as_str()),
        ("E0000001", "Api validation failed: factorEnrollRequest")
    );
    assert_eq!(causes, ["A factor of this type is already set up."]);
    let catalog = org.get(&format!("{path}/catalog")).await.expect(200).body;
    let status = |kind: &str| {
        let known = catalog
            .as_array()
            .unwrap()
            .iter()
            .find(|known| known["factorType"] == kind);
        known.unwrap()["status"].clone()
    };
    assert_eq!(
        (status("question"), status("sms")),
        (json!("ACTIVE"), json!("NOT_SETUP"))
    );
}

#[tokio::test]
async fn the_others_wait_for_their_code() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/factors");
    for (kind, provider, profile) in [
        ("sms", "OKTA", json!({ "phoneNumber": "+15554151337" })),
        ("email", "OKTA", json!({ "email": "pat@people.example" })),
        ("token:software:totp", "GOOGLE", json!({})),
        ("token:software:totp", "OKTA", json!({})),
    ] {
        let pending = org
            .post(&path, factor(kind, provider, &profile))
            .await
            .expect(200);
        assert_eq!(pending.text("status"), "PENDING_ACTIVATION");
        assert_eq!(
            pending.body["_embedded"]["activation"].is_object(),
            kind.starts_with("token")
        );
        let links = &pending.body["_links"];
        assert_eq!(links["self"]["hints"]["allow"], json!(["GET"]));
        let sent = (provider == "OKTA" && !kind.starts_with("token")).then(|| {
            let href = links["self"]["href"].as_str().unwrap();
            let hints = json!({ "allow": ["POST"] });
            json!([{ "name": kind, "href": format!("{href}/resend"), "hints": hints }])
        });
        assert_eq!(links.get("resend"), sent.as_ref());
        let activate = links["activate"]["href"].as_str().unwrap();
        let code = org.emulator.pass_code(&pending.id()).unwrap();
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let (status, error, ..) = org.post(activate, json!({ "passCode": wrong })).await.error();
        assert_eq!((status, error.as_str()), (403, "E0000068"));
        let active = org.post(activate, json!({ "passCode": code })).await.expect(200);
        assert_eq!(active.text("status"), "ACTIVE");
        let links = &active.body["_links"];
        assert_eq!(links["self"]["hints"]["allow"], json!(["GET", "DELETE"]));
        assert_eq!(links.get("resend"), None);
        assert_eq!(org.emulator.pass_code(&pending.id()), None);
        assert_eq!(
            org.post(activate, json!({ "passCode": code })).await.error().1,
            "E0000001"
        );
    }
    assert_eq!(org.get(&path).await.expect(200).ids().len(), 4);
}

#[tokio::test]
async fn activation_can_be_part_of_the_enrolment_of_a_phone() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/factors?activate=true");
    let body = factor("sms", "OKTA", &json!({ "phoneNumber": "+15554151337" }));
    assert_eq!(org.post(&path, body).await.expect(200).text("status"), "ACTIVE");
    for (kind, provider, profile) in [
        ("sms", "OKTA", json!({ "phoneNumber": "none" })),
        (
            "question",
            "OKTA",
            json!({ "question": "unknown", "answer": "meatball" }),
        ),
        (
            "question",
            "OKTA",
            json!({ "question": "disliked_food", "answer": "pea" }),
        ),
        ("webauthn", "FIDO", json!({})),
        ("carrier-pigeon", "OKTA", json!({})),
    ] {
        assert_eq!(
            org.post(&path, factor(kind, provider, &profile)).await.error().1,
            "E0000001"
        );
    }
}
