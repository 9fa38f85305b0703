//! What is made of answers.

use okta_models::user_factors::ListFactors;
use okta_models::users::{GetUser, ListUsers};
use okta_transport::ErrorKind;

use crate::support::{Script, json};

#[tokio::test]
async fn factors_of_every_type_are_read() {
    let body = r#"[
        {"id": "opf1", "factorType": "signed_nonce", "provider": "OKTA", "status": "ACTIVE", "profile": {"keys": []}},
        {"id": "xyz1", "factorType": "thought", "provider": "NOBODY", "profile": {"of": ["what"]}}
    ]"#;
    let script = Script::of([json(200, &[], body)]);
    let page = script.client().send(ListFactors::new("00u1")).await.unwrap();
    assert!(page.items().iter().all(Result::is_ok));
    let again: serde_json::Value = serde_json::to_value(&page).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(body).unwrap());
}

#[tokio::test]
async fn what_is_no_list_is_an_error_and_not_an_empty_one() {
    for body in [
        "{}",
        "null",
        "\"\"",
        "7",
        "",
        "[{\"id\": \"00u1\"}",
        r#"{"errorCode": "E0000001"}"#,
    ] {
        let script = Script::of([json(200, &[], body)]);
        let error = script.client().send(ListUsers::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn what_is_read_twice_is_asked_for_twice() {
    let user = |status: &str| json(200, &[], &format!(r#"{{"id": "00u1", "status": "{status}"}}"#));
    let script = Script::of([user("ACTIVE"), user("SUSPENDED")]);
    let client = script.client();
    let before = client.send(GetUser::new("00u1")).await.unwrap();
    let after = client.send(GetUser::new("00u1")).await.unwrap();
    assert_ne!(before.status, after.status);
    assert_eq!(script.requests().len(), 2);
}
