//! A factor is verified by what its person knows, gets and taps, and by nothing else.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, ask, empty};

/// A generated user's factor of this type, by its path.
async fn generated(org: &Org, kind: &str) -> (String, String) {
    for user in org.get("/api/v1/users?limit=200").await.expect(200).ids() {
        let path = format!("/api/v1/users/{user}/factors");
        let factors = org.get(&path).await.expect(200).body;
        let found = factors
            .as_array()
            .unwrap()
            .iter()
            .find(|factor| factor["factorType"] == kind && factor["status"] == "ACTIVE");
        if let Some(found) = found
            && org.status(&user).await == "ACTIVE"
        {
            let id = found["id"].as_str().unwrap();
            return (format!("{path}/{id}"), id.to_owned());
        }
    }
    panic!("nobody has {kind}");
}

fn populated() -> Org {
    Org::new(empty().users(200))
}

fn other(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_question_takes_its_answer() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let factors = format!("/api/v1/users/{pat}/factors");
    let body = json!({ "factorType": "question", "provider": "OKTA",
        "profile": { "question": "disliked_food", "answer": "Meatball" } });
    let factor = org.post(&factors, body).await.expect(200).id();
    assert_eq!(org.emulator.verification_response(&factor).unwrap(), "Meatball");
    let verify = format!("{factors}/{factor}/verify");
    let right = org
        .post(&verify, json!({ "answer": "meatball" }))
        .await
        .expect(200);
    assert_eq!(right.body, json!({ "factorResult": "SUCCESS" }));
    assert_eq!(
        org.events().await.last().unwrap(),
        "user.authentication.auth_via_mfa"
    );
    let (status, code, summary, causes) = org.post(&verify, json!({ "answer": "lentils" })).await.error();
    assert_eq!(
        (status, code.as_str(), summary.as_str()),
        (403, "E0000068", "Invalid Passcode/Answer")
    );
    assert_eq!(
        causes,
        ["Your answer doesn't match our records. Please try again."]
    );
    assert_eq!(org.post(&verify, json!({})).await.error().1, "E0000001");
    let unknown = format!("{factors}/ufs0/verify");
    assert_eq!(org.post(&unknown, json!({})).await.error().0, 404);
}

#[tokio::test]
async fn five_wrong_answers_in_a_row_lock_the_user() {
    let org = populated();
    let (path, factor) = generated(&org, "question").await;
    let (user, verify) = (path.split('/').nth(4).unwrap(), format!("{path}/verify"));
    let answer = org.emulator.verification_response(&factor).unwrap();
    let wrong = json!({ "answer": "nothing of that" });
    for _ in 0..4 {
        assert_eq!(org.post(&verify, wrong.clone()).await.error().1, "E0000068");
    }
    org.post(&verify, json!({ "answer": answer })).await.expect(200);
    for _ in 0..4 {
        assert_eq!(org.post(&verify, wrong.clone()).await.error().1, "E0000068");
    }
    let (status, code, summary, _) = org.post(&verify, wrong).await.error();
    assert_eq!(
        (status, code.as_str(), summary.as_str()),
        (403, "E0000069", "User Locked")
    );
    assert_eq!(org.status(user).await, "LOCKED_OUT");
    assert_eq!(org.events().await.last().unwrap(), "user.account.lock");
    let right = json!({ "answer": answer });
    assert_eq!(org.post(&verify, right.clone()).await.error().1, "E0000069");
    let unlock = format!("/api/v1/users/{user}/lifecycle/unlock");
    org.act(&unlock).await.expect(200);
    org.post(&verify, right).await.expect(200);
}

#[tokio::test]
async fn an_app_shows_a_code_that_works_for_its_time() {
    let org = populated();
    let (path, factor) = generated(&org, "token:software:totp").await;
    let verify = format!("{path}/verify");
    let code = org.emulator.verification_response(&factor).unwrap();
    org.post(&verify, json!({ "passCode": code })).await.expect(200);
    org.emulator.advance(Duration::from_secs(90));
    assert_ne!(org.emulator.verification_response(&factor).unwrap(), code);
    let (_, error, _, causes) = org.post(&verify, json!({ "passCode": code })).await.error();
    assert_eq!(error, "E0000068");
    assert_eq!(
        causes,
        ["Your passcode doesn't match our records. Please try again."]
    );
}

#[tokio::test]
async fn an_enrolled_app_is_activated_and_verified_by_its_codes() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let factors = format!("/api/v1/users/{pat}/factors");
    let body = json!({ "factorType": "token:software:totp", "provider": "GOOGLE", "profile": {} });
    let pending = org.post(&factors, body).await.expect(200);
    let secret = pending.body["_embedded"]["activation"]["sharedSecret"]
        .as_str()
        .unwrap();
    assert!(
        secret.len() == 16
            && secret
                .bytes()
                .all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'))
    );
    let (path, id) = (format!("{factors}/{}", pending.id()), pending.id());
    assert_eq!(org.emulator.verification_response(&id), None);
    let early = org
        .post(&format!("{path}/verify"), json!({ "passCode": "1" }))
        .await;
    assert_eq!(early.error().1, "E0000001");
    let code = org.emulator.pass_code(&id).unwrap();
    let activate = format!("{path}/lifecycle/activate");
    org.post(&activate, json!({ "passCode": code })).await.expect(200);
    let code = org.emulator.verification_response(&id).unwrap();
    org.post(&format!("{path}/verify"), json!({ "passCode": code }))
        .await
        .expect(200);
}

#[tokio::test]
async fn a_sent_code_works_once_and_for_as_long_as_was_asked() {
    let org = populated();
    for (kind, event) in [
        ("sms", "system.sms.send_factor_verify_message"),
        ("email", "system.email.send_factor_verify_message"),
    ] {
        let (path, factor) = generated(&org, kind).await;
        let verify = format!("{path}/verify");
        let nothing_sent = org.post(&verify, json!({ "passCode": "000000" })).await;
        assert_eq!(nothing_sent.error().1, "E0000068");
        let asked = org
            .post(&format!("{verify}?tokenLifetimeSeconds=60"), json!({}))
            .await;
        assert_eq!(asked.expect(200).text("factorResult"), "CHALLENGE");
        assert_eq!(org.events().await.last().unwrap(), event);
        let code = org.emulator.verification_response(&factor).unwrap();
        let wrong = org.post(&verify, json!({ "passCode": other(&code) })).await;
        assert_eq!(wrong.error().1, "E0000068");
        let right = json!({ "passCode": code });
        org.post(&verify, right.clone()).await.expect(200);
        assert_eq!(org.post(&verify, right).await.error().1, "E0000068");
        org.act(&format!("{verify}?tokenLifetimeSeconds=60"))
            .await
            .expect(200);
        org.emulator.advance(Duration::from_secs(60));
        assert_eq!(org.emulator.verification_response(&factor), None);
        let odd = org.act(&format!("{verify}?tokenLifetimeSeconds=0")).await;
        assert_eq!(odd.error().1, "E0000001");
    }
}

#[tokio::test]
async fn a_push_waits_until_it_is_tapped_or_for_five_minutes() {
    let org = populated();
    let (path, _) = generated(&org, "push").await;
    let verify = format!("{path}/verify");
    let push = async |body: Value| -> (String, String) {
        let waiting = org.post(&verify, body).await.expect(201);
        assert_eq!(waiting.text("factorResult"), "WAITING");
        let poll = waiting.body["_links"]["poll"]["href"]
            .as_str()
            .unwrap()
            .to_owned();
        let polled = org.get(&poll).await.expect(200).body;
        assert!(polled["profile"]["credentialId"].is_string() && waiting.body.get("profile").is_none());
        for member in ["factorResult", "expiresAt", "_links", "_embedded"] {
            assert_eq!(polled[member], waiting.body[member], "{member}");
        }
        let id = poll.rsplit('/').next().unwrap().to_owned();
        (poll, id)
    };
    let (poll, id) = push(json!({})).await;
    assert!(org.emulator.tap_push(&id, true));
    assert!(!org.emulator.tap_push(&id, false), "it is tapped once");
    assert_eq!(
        org.get(&poll).await.expect(200).body,
        json!({ "factorResult": "SUCCESS" })
    );
    assert_eq!(
        org.events().await.last().unwrap(),
        "user.authentication.auth_via_mfa"
    );

    let (poll, id) = push(json!({ "useNumberMatchingChallenge": true })).await;
    let number = &org.get(&poll).await.body["_embedded"]["challenge"]["correctAnswer"];
    assert!((10..100).contains(&number.as_u64().unwrap()));
    assert!(org.emulator.tap_push(&id, false));
    assert_eq!(org.get(&poll).await.expect(200).text("factorResult"), "REJECTED");

    let (poll, id) = push(json!({})).await;
    org.emulator.advance(Duration::from_secs(299));
    assert_eq!(org.get(&poll).await.expect(200).text("factorResult"), "WAITING");
    org.emulator.advance(Duration::from_secs(1));
    assert_eq!(org.get(&poll).await.expect(200).text("factorResult"), "TIMEOUT");
    assert!(!org.emulator.tap_push(&id, true));
    let unknown = org.get(&format!("{path}/transactions/v2mst.none")).await;
    assert_eq!(unknown.error().1, "E0000007");
}

#[tokio::test]
async fn a_security_key_is_challenged_and_nobody_holds_it() {
    let org = populated();
    let (path, _) = generated(&org, "webauthn").await;
    let verify = format!("{path}/verify");
    let challenge = org.post(&verify, json!({})).await.expect(200);
    assert_eq!(challenge.text("factorResult"), "CHALLENGE");
    assert!(challenge.body["_embedded"]["challenge"]["challenge"].is_string());
    let assertion = json!({ "clientData": "e30", "authenticatorData": "e30", "signatureData": "e30" });
    assert_eq!(org.post(&verify, assertion).await.error().1, "E0000068");
}

#[tokio::test]
async fn a_code_that_activates_is_sent_again_after_a_while() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let factors = format!("/api/v1/users/{pat}/factors");
    for (kind, profile, seconds, too_soon) in [
        ("sms", json!({ "phoneNumber": "+15554151337" }), 30, "E0000109"),
        ("email", json!({ "email": "pat@people.example" }), 5, "E0000118"),
    ] {
        let body = json!({ "factorType": kind, "provider": "OKTA", "profile": profile });
        let pending = org.post(&factors, body.clone()).await.expect(200);
        let path = format!("{factors}/{}", pending.id());
        let resend = format!("{path}/resend");
        let code = org.emulator.pass_code(&pending.id()).unwrap();
        let (status, code_of_error, ..) = org.post(&resend, body.clone()).await.error();
        assert_eq!((status, code_of_error.as_str()), (429, too_soon));
        org.emulator.advance(Duration::from_secs(seconds));
        let again = org.post(&resend, body.clone()).await.expect(200);
        assert_eq!(again.text("status"), "PENDING_ACTIVATION");
        assert_eq!(org.post(&resend, body.clone()).await.error().1, too_soon);
        let fresh = org.emulator.pass_code(&pending.id()).unwrap();
        assert_ne!(fresh, code);
        let activate = format!("{path}/lifecycle/activate");
        org.post(&activate, json!({ "passCode": fresh }))
            .await
            .expect(200);
        assert_eq!(org.post(&resend, body).await.error().1, "E0000001");
    }
}

#[tokio::test]
async fn who_may_not_manage_users_verifies_nothing() {
    let org = populated();
    let (path, _) = generated(&org, "question").await;
    let reader = org.emulator.api_token("READ_ONLY_ADMIN");
    let body = Some(json!({ "answer": "x" }));
    let refused = ask(
        &org.emulator,
        Some(&reader),
        "POST",
        &format!("{path}/verify"),
        body,
    )
    .await;
    assert_eq!(refused.error().1, "E0000006");
}
