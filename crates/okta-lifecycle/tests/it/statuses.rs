//! For every action and status: done, already so, or refused before anything is sent with the status in the message.

use okta_lifecycle::{Change, Error, ErrorKind, Outcome, ResetPasswordOptions};
use okta_models::{
    UserId,
    users::UserStatus::{self, *},
};

use crate::org::Org;

#[derive(Debug, PartialEq)]
enum Expected {
    Done,
    Already,
    Refused,
}

use Expected::{Already, Done, Refused};

const STATUSES: [UserStatus; 8] = [
    Staged,
    Provisioned,
    Active,
    Recovery,
    PasswordExpired,
    LockedOut,
    Suspended,
    Deprovisioned,
];

/// What each action does with a user of each of [`STATUSES`].
const TABLE: [(&str, [Expected; 8]); 7] = [
    (
        "activate",
        [Done, Already, Already, Already, Already, Already, Refused, Done],
    ),
    ("deactivate", [Done, Done, Done, Done, Done, Done, Done, Already]),
    (
        "suspend",
        [
            Refused, Refused, Done, Refused, Refused, Refused, Already, Refused,
        ],
    ),
    (
        "unsuspend",
        [
            Refused, Already, Already, Already, Already, Already, Done, Refused,
        ],
    ),
    (
        "unlock",
        [
            Refused, Refused, Already, Refused, Refused, Done, Refused, Refused,
        ],
    ),
    (
        "expire password",
        [Refused, Done, Done, Done, Already, Done, Refused, Refused],
    ),
    (
        "reset password",
        [Refused, Done, Done, Already, Done, Done, Refused, Refused],
    ),
];

async fn run(org: &Org, action: &str, user: &UserId) -> Result<Outcome, Error> {
    let lifecycle = org.lifecycle();
    match action {
        "activate" => lifecycle.activate_user(user).await,
        "deactivate" => lifecycle.deactivate_user(user).await,
        "suspend" => lifecycle.suspend_user(user).await,
        "unsuspend" => lifecycle.unsuspend_user(user).await,
        "unlock" => lifecycle.unlock_user(user).await,
        "expire password" => lifecycle.expire_password(user).await,
        _ => lifecycle
            .reset_password(user, ResetPasswordOptions::new())
            .await
            .map(|reset| reset.outcome().clone()),
    }
}

#[tokio::test]
async fn every_action_treats_every_status_as_the_table_says() {
    let org = Org::embedded();
    for (action, row) in &TABLE {
        for (status, expected) in STATUSES.iter().zip(row) {
            let user = org.user(status).await.unwrap();
            let writes = org.writes();
            let result = run(&org, action, &user).await;
            let place = format!("{action} on {status}: {result:?}");
            match expected {
                Done => {
                    // No source settles in which further statuses Okta expires or resets a password, so its refusal is
                    // passed on there.
                    let unsettled =
                        action.ends_with("password") && matches!(status, Provisioned | Recovery | LockedOut);
                    match result {
                        Ok(outcome) => assert_eq!(outcome.change(), Change::Made, "{place}"),
                        Err(error) => assert!(unsettled && error.kind() == ErrorKind::Transport, "{place}"),
                    }
                }
                Already => {
                    assert_eq!(result.unwrap().change(), Change::AlreadyHeld, "{place}");
                    assert_eq!(org.writes(), writes, "{place} sent a change");
                }
                Refused => {
                    let error = result.unwrap_err();
                    assert_eq!(
                        (error.kind(), error.status()),
                        (ErrorKind::WrongStatus, Some(status)),
                        "{place}"
                    );
                    assert!(error.to_string().contains(status.as_str()), "{error}");
                    assert_eq!(org.writes(), writes, "{place} sent a change");
                }
            }
        }
    }
}
