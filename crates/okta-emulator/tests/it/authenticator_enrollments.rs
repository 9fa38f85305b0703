//! Authenticators of users are another view of their factors, with a password and a temporary access code beside them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::org::{Org, ask, empty};

fn keys(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|enrolled| enrolled["key"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_phone_is_a_factor_from_its_enrolment_to_its_removal() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/authenticator-enrollments");
    assert_eq!(keys(&org.get(&path).await.expect(200).body), ["okta_password"]);
    let body = json!({ "authenticatorId": "aut1", "profile": { "phoneNumber": "+14086673418" } });
    let phone = org.post(&format!("{path}/phone"), body.clone()).await.expect(200);
    assert_eq!(phone.text("status"), "ACTIVE");
    assert_eq!(phone.body["profile"]["phoneNumber"], "+1 XXX-XXX-3418");
    let own = format!("{path}/{}", phone.id());
    let disclosed = org
        .get(&format!("{own}?discloseIdentifiers=phone"))
        .await
        .expect(200);
    assert_eq!(disclosed.body["profile"]["phoneNumber"], "+14086673418");
    let factor = org
        .get(&format!("/api/v1/users/{pat}/factors/{}", phone.id()))
        .await;
    assert_eq!(factor.expect(200).text("factorType"), "sms");
    assert_eq!(
        keys(&org.get(&path).await.expect(200).body),
        ["okta_password", "phone_number"]
    );
    let again = org.post(&format!("{path}/phone"), body).await;
    assert_eq!(again.error().1, "E0000001");
    org.delete(&own).await.expect(204);
    assert_eq!(org.delete(&own).await.error().1, "E0000007");
    assert_eq!(org.get(&own).await.error().1, "E0000007");
    let events = org.events().await;
    assert_eq!(
        events[events.len() - 2..],
        ["user.mfa.factor.activate", "user.mfa.factor.deactivate"]
    );
    let password = org.get(&path).await.expect(200).ids().remove(0);
    assert_eq!(org.delete(&format!("{path}/{password}")).await.error().0, 400);
}

#[tokio::test]
async fn every_generated_factor_is_an_authenticator() {
    let org = Org::new(empty().users(100));
    let mut seen = std::collections::BTreeSet::new();
    for user in org.get("/api/v1/users?limit=200").await.expect(200).ids() {
        let factors = org
            .get(&format!("/api/v1/users/{user}/factors"))
            .await
            .expect(200);
        let path = format!("/api/v1/users/{user}/authenticator-enrollments");
        let enrolled = org.get(&path).await.expect(200);
        let ids = enrolled.ids();
        assert!(factors.ids().iter().all(|factor| ids.contains(factor)));
        seen.extend(keys(&enrolled.body));
        for id in ids {
            let one = org.get(&format!("{path}/{id}")).await.expect(200);
            assert!(enrolled.body.as_array().unwrap().contains(&one.body));
            let told = match one.text("key").as_str() {
                "okta_email" => "email",
                "phone_number" => "phoneNumber",
                _ => continue,
            };
            let members: Vec<&String> = one.body["profile"].as_object().unwrap().keys().collect();
            assert_eq!(members, [told]);
        }
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        [
            "google_otp",
            "okta_email",
            "okta_password",
            "okta_verify",
            "phone_number",
            "security_question",
            "webauthn"
        ]
    );
}

#[tokio::test]
async fn a_temporary_access_code_is_told_once_and_ends() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/authenticator-enrollments");
    let tac = format!("{path}/tac");
    let body = json!({ "authenticatorId": "aut1", "profile": { "ttl": "60", "multiUse": true } });
    let first = org.post(&tac, body).await.expect(200);
    assert_eq!(first.body["profile"]["multiUse"], true);
    assert_eq!(first.body["profile"]["expiresAt"], "2026-01-15T13:00:00.000Z");
    let code = first.body["profile"]["tac"].as_str().unwrap().to_owned();
    let second = org
        .post(&tac, json!({ "authenticatorId": "aut1" }))
        .await
        .expect(200);
    assert_ne!(second.body["profile"]["tac"], code);
    assert_eq!(second.body["profile"]["expiresAt"], "2026-01-15T14:00:00.000Z");
    let listed = org.get(&path).await.expect(200).body;
    assert_eq!(keys(&listed), ["okta_password", "tac"]);
    assert_eq!(listed[1]["id"], second.id());
    let read = org.get(&format!("{path}/{}", second.id())).await.expect(200);
    assert_eq!(read.body, listed[1]);
    assert!(
        !listed
            .to_string()
            .contains(second.body["profile"]["tac"].as_str().unwrap())
    );
    org.emulator.advance(Duration::from_secs(2 * 3_600));
    assert_eq!(keys(&org.get(&path).await.expect(200).body), ["okta_password"]);
    assert_eq!(
        org.delete(&format!("{path}/{}", second.id())).await.error().0,
        404
    );

    let third = org
        .post(
            &tac,
            json!({ "authenticatorId": "aut1", "profile": { "ttl": 10 } }),
        )
        .await;
    org.delete(&format!("{path}/{}", third.expect(200).id()))
        .await
        .expect(204);
    for wrong in [
        json!({ "profile": {} }),
        json!({ "authenticatorId": "aut1", "profile": { "ttl": "9" } }),
        json!({ "authenticatorId": "aut1", "profile": { "ttl": "14401" } }),
        json!({ "authenticatorId": "aut1", "profile": { "ttl": "soon" } }),
    ] {
        assert_eq!(org.post(&tac, wrong).await.error().1, "E0000001");
    }
    let help_desk = org.emulator.api_token("READ_ONLY_ADMIN");
    let body = Some(json!({ "authenticatorId": "aut1" }));
    let refused = ask(&org.emulator, Some(&help_desk), "POST", &tac, body).await;
    assert_eq!(refused.error().1, "E0000006");
}

#[tokio::test]
async fn a_deactivated_user_has_no_authenticator_and_gets_none() {
    let org = Org::new(empty());
    let pat = org.active_user("pat@people.example").await;
    let path = format!("/api/v1/users/{pat}/authenticator-enrollments");
    let tac = json!({ "authenticatorId": "aut1" });
    org.post(&format!("{path}/tac"), tac.clone()).await.expect(200);
    let deactivate = format!("/api/v1/users/{pat}/lifecycle/deactivate");
    org.act(&deactivate).await.expect(200);
    assert_eq!(org.get(&path).await.expect(200).body, json!([]));
    assert_eq!(org.post(&format!("{path}/tac"), tac).await.error().1, "E0000038");
    let phone = json!({ "authenticatorId": "aut1", "profile": { "phoneNumber": "+14086673418" } });
    assert_eq!(
        org.post(&format!("{path}/phone"), phone).await.error().1,
        "E0000038"
    );
    let unknown = "/api/v1/users/nobody/authenticator-enrollments";
    assert_eq!(org.get(unknown).await.error().0, 404);
}
