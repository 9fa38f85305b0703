//! A report names people by id alone and holds no secret, in whatever form it is shown.

use okta_models::users::GetUser;
use okta_permissions::{INTEGRATIONS, StandardRole, preflight};

use crate::org::{builder, emulator, let_read_roles};

#[tokio::test]
async fn no_form_of_a_report_shows_a_person_or_a_secret() {
    for role in StandardRole::all() {
        let emulator = emulator();
        let token = emulator.api_token(role.role_type());
        let client = builder(&emulator).api_token(token.expose()).build().unwrap();
        let_read_roles(&emulator, &client).await;
        let me = client.send(GetUser::new("me")).await.unwrap();
        let person = serde_json::to_value(&me).unwrap();
        let profile = person["profile"].as_object().unwrap();
        let values: Vec<&str> = profile.values().filter_map(serde_json::Value::as_str).collect();
        assert!(values.len() > 3, "the owner has a profile");
        for profile in INTEGRATIONS {
            let report = preflight(&client, &profile).await.unwrap();
            for shown in [
                report.to_string(),
                report.to_json().unwrap(),
                format!("{report:?}"),
            ] {
                assert!(!shown.contains(token.expose()));
                assert!(!shown.contains("Token 1"), "the token's name is a person's");
                let emails = values.iter().filter(|value| value.contains('@'));
                for value in emails {
                    assert!(!shown.contains(value), "{value} in {shown}");
                }
                assert!(shown.contains(me.id.as_str()) || !shown.starts_with('{'));
            }
        }
    }
}

#[tokio::test]
async fn json_holds_what_the_report_says() {
    let emulator = emulator();
    let client = crate::org::client(&emulator, "HELP_DESK_ADMIN");
    let report = preflight(&client, &INTEGRATIONS[0]).await.unwrap();
    let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(json["profile"], "Atomicwork");
    assert_eq!(json["verdict"], "denied");
    assert_eq!(json["roles"], serde_json::Value::Null);
    assert_eq!(json["token"]["colour"], "green");
    assert_eq!(
        json["capabilities"].as_array().unwrap().len(),
        report.capabilities().len()
    );
    let denied = json["capabilities"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "view apps")
        .unwrap();
    assert_eq!(denied["verdict"], "denied");
    assert_eq!(
        denied["operations"][0]["remedy"]["console"],
        "Security > Administrators > Admins"
    );
    assert_eq!(json["findings"][0]["kind"], "roles_not_readable");
    assert_eq!(json["calls"]["sent"], report.calls().sent());
}
