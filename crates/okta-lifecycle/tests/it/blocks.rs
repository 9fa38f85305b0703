//! An ACTIVE user may be blocked on unknown devices: unlocking says so, proves it, and hides no error.

use std::sync::atomic::{AtomicBool, Ordering};

use http::Method;
use okta_lifecycle::{Change, ErrorKind, Lifecycle};
use okta_models::users::UserStatus;

use crate::org::{Org, answer, client_with_answers};

const BLOCKED: &str = r#"[{"type": "DEVICE_BASED", "appliesTo": "UNKNOWN_DEVICES"}]"#;

#[tokio::test]
async fn a_blocked_user_is_unlocked_and_read_back() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let unlocked = AtomicBool::new(false);
    let client = client_with_answers(org.emulator.as_ref().unwrap(), move |request| {
        match (request.method(), request.uri().path()) {
            (&Method::GET, path) if path.ends_with("/blocks") => answer(
                200,
                if unlocked.load(Ordering::Relaxed) {
                    "[]"
                } else {
                    BLOCKED
                },
            ),
            (_, path) if path.ends_with("/unlock") => {
                unlocked.store(true, Ordering::Relaxed);
                answer(200, "{}")
            }
            _ => None,
        }
    });
    let outcome = Lifecycle::new(&client).unlock_user(&user).await.unwrap();
    assert_eq!(outcome.change(), Change::Made);
    let again = Lifecycle::new(&client).unlock_user(&user).await.unwrap();
    assert_eq!(again.change(), Change::AlreadyHeld);
}

#[tokio::test]
async fn a_user_who_stays_blocked_is_not_called_unlocked() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let client = client_with_answers(org.emulator.as_ref().unwrap(), |request| {
        let path = request.uri().path();
        if path.ends_with("/blocks") {
            answer(200, BLOCKED)
        } else if path.ends_with("/unlock") {
            answer(200, "{}")
        } else {
            None
        }
    });
    let error = Lifecycle::new(&client).unlock_user(&user).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotProven);
}

#[tokio::test]
async fn an_org_without_the_feature_has_no_blocks_and_any_other_refusal_is_an_error() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    for (status, body, is_error) in [
        (
            401,
            r#"{"errorCode": "E0000015", "errorSummary": "Not enabled"}"#,
            false,
        ),
        (
            403,
            r#"{"errorCode": "E0000006", "errorSummary": "No permission"}"#,
            true,
        ),
        (
            500,
            r#"{"errorCode": "E0000009", "errorSummary": "Internal"}"#,
            true,
        ),
    ] {
        let client = client_with_answers(org.emulator.as_ref().unwrap(), move |request| {
            if request.uri().path().ends_with("/blocks") {
                answer(status, body)
            } else {
                None
            }
        });
        let result = Lifecycle::new(&client).unlock_user(&user).await;
        assert_eq!(result.is_err(), is_error, "{status}: {result:?}");
    }
}
