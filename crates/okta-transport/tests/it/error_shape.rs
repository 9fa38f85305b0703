//! An error is small, can cross threads, and says what a caller needs to decide.

use okta_models::{
    groups::AssignUserToGroup, groups::ListGroups, users::CreateUser, users::GetUser,
    users::UserProfileUpdate,
};
use okta_transport::{Client, Error, ErrorKind, WasSent};

use crate::support::{Script, json, okta_error};

#[test]
fn an_error_is_one_pointer_wide_and_crosses_threads() {
    fn crosses_threads<T: Send + Sync + 'static>() {}
    crosses_threads::<Error>();
    crosses_threads::<Client>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

async fn failure(status: u16, code: &str) -> Error {
    let outcome = okta_error(status, code, "Words", &[("x-okta-request-id", "req-1")]);
    let client = Script::of([outcome])
        .builder()
        .retry(okta_transport::RetryPolicy::never())
        .build()
        .unwrap();
    client.send(GetUser::new("00u1")).await.unwrap_err()
}

#[tokio::test]
async fn every_refusal_of_okta_has_its_kind() {
    for (status, code, kind) in [
        (400, "E0000001", ErrorKind::InvalidInput),
        (401, "E0000011", ErrorKind::Unauthenticated),
        (401, "E0000015", ErrorKind::Forbidden),
        (403, "E0000005", ErrorKind::Unauthenticated),
        (403, "E0000006", ErrorKind::Forbidden),
        (404, "E0000007", ErrorKind::NotFound),
        (405, "E0000022", ErrorKind::Rejected),
        (409, "E0000055", ErrorKind::Conflict),
        (423, "E0000239", ErrorKind::Conflict),
        (429, "E0000047", ErrorKind::RateLimited),
        (500, "E0000009", ErrorKind::ServerError),
        (501, "E0000060", ErrorKind::Rejected),
        (503, "E0000010", ErrorKind::ServerError),
    ] {
        let error = failure(status, code).await;
        assert_eq!(error.kind(), kind, "{status} {code}");
        assert_eq!(error.okta().map(okta_transport::OktaError::code), Some(code));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.request_id(), Some("req-1"));
        assert_eq!(error.operation_id(), Some("getUser"));
        assert_eq!(error.was_sent(), WasSent::Yes);
    }
}

#[tokio::test]
async fn a_path_that_okta_does_not_route_says_nothing_about_a_user() {
    let script = Script::of([json(404, &[], r#"{"status":404,"message":"Resource not found"}"#)]);
    let error = script.client().send(GetUser::new("00u1")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotOkta);
    assert!(!error.is_not_found());
}

#[tokio::test]
async fn the_scopes_that_okta_asks_for_are_named() {
    let challenge = r#"Bearer realm="x", scope="okta.users.read", error="insufficient_scope""#;
    let script = Script::of([
        json(403, &[("www-authenticate", challenge)], ""),
        okta_error(403, "E0000006", "No", &[]),
    ]);
    let client = script.client();
    let named = client.send(ListGroups::new()).await.unwrap_err();
    assert_eq!(named.kind(), ErrorKind::Forbidden);
    assert_eq!(named.required_scopes(), ["okta.users.read"]);
    let known = client.send(ListGroups::new()).await.unwrap_err();
    assert_eq!(known.required_scopes(), ["okta.groups.read"]);
}

#[tokio::test]
async fn what_would_have_allowed_a_refused_call_is_known_without_asking() {
    let challenge = r#"Bearer realm="x", scope="okta.groups.manage", error="insufficient_scope""#;
    let script = Script::of([
        okta_error(403, "E0000006", "No", &[]),
        json(403, &[("www-authenticate", challenge)], ""),
        okta_error(404, "E0000007", "No", &[]),
    ]);
    let client = script.client();
    let add = || client.send(AssignUserToGroup::new("00g1", "00u1"));
    let refused = add().await.unwrap_err();
    let both_halves = ["okta.groups.members.manage", "okta.users.groupMembership.manage"];
    assert_eq!(refused.required_permissions(), both_halves);
    assert_eq!(refused.allowing_roles()[0], "GROUP_MEMBERSHIP_ADMIN");
    assert_eq!(refused.allowing_roles().last(), Some(&"SUPER_ADMIN"));
    // A role would not have helped where the scope is what is missing, and nothing is refused where nothing was found.
    for error in [add().await.unwrap_err(), add().await.unwrap_err()] {
        assert!(error.required_permissions().is_empty());
        assert!(error.allowing_roles().is_empty());
    }
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn a_change_whose_answer_cannot_be_read_is_known_to_be_made() {
    let script = Script::of([json(201, &[], ""), json(200, &[], r#"{"id": 7}"#)]);
    let client = script.client();
    for _ in 0..2 {
        let error = client
            .send(CreateUser::new(UserProfileUpdate::new().login("ada")))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.is_accepted());
        assert_eq!(error.was_sent(), WasSent::Yes);
    }
    assert_eq!(script.requests().len(), 2, "neither is sent again");
}

#[tokio::test]
async fn one_byte_order_mark_before_json_is_no_part_of_it() {
    let user = r#"{"id": "00u1"}"#;
    let error = r#"{"errorCode": "E0000007", "errorSummary": "Not found"}"#;
    let script = Script::of([
        json(200, &[], &format!("\u{feff}{user}")),
        json(404, &[], &format!("\u{feff}{error}")),
        json(200, &[], &format!("\u{feff}\u{feff}{user}")),
    ]);
    let client = script.client();
    assert_eq!(
        client.send(GetUser::new("00u1")).await.unwrap().id.as_str(),
        "00u1"
    );
    assert!(
        client
            .send(GetUser::new("00u1"))
            .await
            .unwrap_err()
            .is_not_found()
    );
    let twice = client.send(GetUser::new("00u1")).await.unwrap_err();
    assert_eq!(twice.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn an_unexpected_status_among_the_2xx_is_a_success() {
    let script = Script::of([json(202, &[], r#"{"id": "00u1"}"#)]);
    assert_eq!(
        script
            .client()
            .send(GetUser::new("00u1"))
            .await
            .unwrap()
            .id
            .as_str(),
        "00u1"
    );
}
