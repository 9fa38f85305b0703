//! An answer that got lost is no verdict: the state is read, and a change is never sent twice.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use http::{Method, Request};
use okta_lifecycle::{Change, ErrorKind, Lifecycle};
use okta_models::users::UserStatus;
use okta_transport::{BackendError, BackendErrorKind, Client, RetryPolicy, WasSent};

use crate::{
    org::{Org, answer, client_with_answers, settings},
    verbs::{ALL, Scene},
};

/// A client whose changes arrive, or not, and whose answers to them get lost.
fn client_that_loses_answers(org: &Org, arrive: bool) -> (Client, Arc<AtomicBool>) {
    let emulator = org.emulator.as_ref().unwrap();
    let lost = Arc::new(AtomicBool::new(false));
    let (handle, flag) = (emulator.clone(), Arc::clone(&lost));
    let backend = move |request: Request<Bytes>| {
        let (emulator, lost) = (handle.clone(), Arc::clone(&flag));
        async move {
            if request.method() == Method::GET {
                return Ok(emulator.handle(request).await);
            }
            lost.store(true, Ordering::Relaxed);
            if arrive {
                emulator.handle(request).await;
            }
            Err(BackendError::new(
                BackendErrorKind::Timeout,
                WasSent::Maybe,
                "no answer within 30 s",
            ))
        }
    };
    (
        settings(emulator)
            .backend(backend)
            .retry(RetryPolicy::never())
            .build()
            .unwrap(),
        lost,
    )
}

#[tokio::test]
async fn a_change_that_arrived_is_found_and_not_sent_again() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let group = org.group().await;
    let (client, lost) = client_that_loses_answers(&org, true);
    let lifecycle = Lifecycle::new(&client);
    let writes = org.writes().unwrap();

    let suspended = lifecycle.suspend_user(&user).await.unwrap();
    assert_eq!(
        (suspended.change(), suspended.status()),
        (Change::FoundAfterwards, Some(&UserStatus::Suspended))
    );
    assert!(lost.load(Ordering::Relaxed), "an answer was lost");
    assert_eq!(org.writes(), Some(writes + 1), "suspendUser was sent once");

    let added = lifecycle.add_user_to_group(&user, &group).await.unwrap();
    assert_eq!(added.change(), Change::FoundAfterwards);
}

#[tokio::test]
async fn a_change_that_did_not_arrive_is_an_error() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let (client, _) = client_that_loses_answers(&org, false);
    let error = Lifecycle::new(&client).suspend_user(&user).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.transport().unwrap().was_sent(), WasSent::Maybe);
    assert_eq!(
        org.lifecycle().get_user(&user).await.unwrap().status,
        Some(UserStatus::Active)
    );
}

/// The state cannot be read either, so the refusal of the change is what the caller must hear.
#[tokio::test]
async fn a_refused_change_keeps_its_error_when_reading_back_fails() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let group = org.group().await;
    let refused = AtomicBool::new(false);
    let client = client_with_answers(org.emulator.as_ref().unwrap(), move |request| {
        if request.method() == Method::PUT {
            refused.store(true, Ordering::Relaxed);
            answer(
                403,
                r#"{"errorCode": "E0000006", "errorSummary": "No permission"}"#,
            )
        } else if refused.load(Ordering::Relaxed) {
            answer(500, r#"{"errorCode": "E0000009", "errorSummary": "Internal"}"#)
        } else {
            None
        }
    });
    let error = Lifecycle::new(&client)
        .add_user_to_group(&user, &group)
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
}

/// Okta did it and answered with nothing where a user was promised: the change is proven and reported as made.
#[tokio::test]
async fn an_accepted_change_with_an_unreadable_answer_is_made() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let emulator = org.emulator.clone().unwrap();
    let backend = move |request: Request<Bytes>| {
        let emulator = emulator.clone();
        async move {
            let is_change = request.method() == Method::POST;
            let mut response = emulator.handle(request).await;
            if is_change {
                *response.body_mut() = Bytes::new();
            }
            response
        }
    };
    let client = settings(org.emulator.as_ref().unwrap())
        .backend(backend)
        .build()
        .unwrap();
    let outcome = Lifecycle::new(&client).expire_password(&user).await.unwrap();
    assert_eq!(
        (outcome.change(), outcome.status()),
        (Change::Made, Some(&UserStatus::PasswordExpired))
    );
}

/// The connection breaks after Okta acted: for every verb, what is reported is what is true, found by reading.
#[tokio::test]
async fn every_verb_whose_answer_is_lost_is_settled_by_reading() {
    for verb in ALL {
        let org = Org::embedded();
        let scene = Scene::set(&org, verb).await;
        let (client, lost) = client_that_loses_answers(&org, true);
        let writes = org.writes().unwrap();
        let result = scene.play(&Lifecycle::new(&client), verb).await;
        assert!(lost.load(Ordering::Relaxed), "{verb:?} sent no change");
        assert_eq!(
            org.writes().unwrap() - writes,
            verb.writes(),
            "{verb:?} was sent again"
        );
        if verb.leaves_no_trace() {
            let error = result.unwrap_err();
            assert_eq!(error.transport().unwrap().was_sent(), WasSent::Maybe, "{verb:?}");
        } else {
            assert_eq!(result.unwrap().change(), Change::FoundAfterwards, "{verb:?}");
        }
    }
}

/// The connection breaks before Okta acted: no verb calls that a success.
#[tokio::test]
async fn every_verb_whose_change_did_not_arrive_is_an_error() {
    for verb in ALL {
        let org = Org::embedded();
        let scene = Scene::set(&org, verb).await;
        let (client, _) = client_that_loses_answers(&org, false);
        let writes = org.writes().unwrap();
        let error = scene.play(&Lifecycle::new(&client), verb).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{verb:?}");
        assert_eq!(error.transport().unwrap().was_sent(), WasSent::Maybe, "{verb:?}");
        assert_eq!(org.writes().unwrap(), writes, "{verb:?}");
    }
}
