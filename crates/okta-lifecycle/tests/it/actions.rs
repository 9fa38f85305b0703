//! Every action changes what it should, and a second time is no error and sends nothing.

use okta_lifecycle::{Change, Lifecycle, Outcome, Proof, ResetPasswordOptions};
use okta_models::{UserId, applications::ListApplications, users::UserStatus};

use crate::org::Org;

/// Runs an action twice: the first changes, the second finds it so.
async fn twice<F, A>(org: &Org, action: F) -> Outcome
where
    F: Fn(Lifecycle) -> A,
    A: Future<Output = Outcome>,
{
    let first = action(org.lifecycle()).await;
    assert_eq!(
        (first.change(), first.proof()),
        (Change::Made, Proof::ReadBack),
        "{first}"
    );
    let writes = org.writes();
    let second = action(org.lifecycle()).await;
    assert_eq!(
        (second.change(), second.proof()),
        (Change::AlreadyHeld, Proof::ReadBack),
        "{second}"
    );
    assert_eq!(org.writes(), writes, "the second time sent a change");
    first
}

async fn user(org: &Org, status: UserStatus) -> UserId {
    org.user(&status).await.unwrap()
}

#[tokio::test]
async fn activate() {
    let org = Org::of_the_environment();
    let staged = user(&org, UserStatus::Staged).await;
    let outcome = twice(&org, |lifecycle| {
        let user = staged.clone();
        async move { lifecycle.activate_user(&user).await.unwrap() }
    })
    .await;
    assert_eq!(outcome.status(), Some(&UserStatus::Active));
    let gone = user(&org, UserStatus::Deprovisioned).await;
    let outcome = org.lifecycle().activate_user(&gone).await.unwrap();
    // Deactivation took the password, so the user must choose one.
    assert_eq!(outcome.status(), Some(&UserStatus::Provisioned));
    org.tidy().await;
}

#[tokio::test]
async fn deactivate() {
    let org = Org::of_the_environment();
    let active = user(&org, UserStatus::Active).await;
    let outcome = twice(&org, |lifecycle| {
        let user = active.clone();
        async move { lifecycle.deactivate_user(&user).await.unwrap() }
    })
    .await;
    assert_eq!(outcome.status(), Some(&UserStatus::Deprovisioned));
    org.tidy().await;
}

#[tokio::test]
async fn suspend_and_unsuspend() {
    let org = Org::of_the_environment();
    let active = user(&org, UserStatus::Active).await;
    let outcome = twice(&org, |lifecycle| {
        let user = active.clone();
        async move { lifecycle.suspend_user(&user).await.unwrap() }
    })
    .await;
    assert_eq!(
        (outcome.status_before(), outcome.status()),
        (Some(&UserStatus::Active), Some(&UserStatus::Suspended))
    );
    let outcome = twice(&org, |lifecycle| {
        let user = active.clone();
        async move { lifecycle.unsuspend_user(&user).await.unwrap() }
    })
    .await;
    assert_eq!(outcome.status(), Some(&UserStatus::Active));
    org.tidy().await;
}

#[tokio::test]
async fn unlock() {
    let org = Org::embedded();
    let locked = user(&org, UserStatus::LockedOut).await;
    let outcome = twice(&org, |lifecycle| {
        let user = locked.clone();
        async move { lifecycle.unlock_user(&user).await.unwrap() }
    })
    .await;
    assert_eq!(outcome.status(), Some(&UserStatus::Active));
}

#[tokio::test]
async fn add_to_a_group_and_remove_from_it() {
    let org = Org::of_the_environment();
    let (active, group) = (user(&org, UserStatus::Active).await, org.group().await);
    let (member, team) = (&active, &group);
    let added = twice(&org, |lifecycle| async move {
        lifecycle.add_user_to_group(member, team).await.unwrap()
    })
    .await;
    assert_eq!(added.user_id(), Some(&active));
    let removed = twice(&org, |lifecycle| async move {
        lifecycle.remove_user_from_group(member, team).await.unwrap()
    })
    .await;
    assert_eq!(removed.user_id(), Some(&active));
    org.tidy().await;
}

#[tokio::test]
async fn assign_an_app_and_revoke_it() {
    let org = Org::embedded();
    let active = user(&org, UserStatus::Active).await;
    let apps = org.client.send(ListApplications::new()).await.unwrap();
    let app = apps
        .into_iter()
        .flatten()
        .find(|app| {
            app.label
                .as_deref()
                .is_some_and(|label| label.starts_with("Wiki"))
        })
        .unwrap()
        .id;
    let (person, tool) = (&active, &app);
    let assigned = twice(&org, |lifecycle| async move {
        lifecycle.assign_app(person, tool).await.unwrap()
    })
    .await;
    assert_eq!(assigned.user_id(), Some(&active));
    let revoked = twice(&org, |lifecycle| async move {
        lifecycle.revoke_app(person, tool).await.unwrap()
    })
    .await;
    assert_eq!(revoked.user_id(), Some(&active));
}

#[tokio::test]
async fn clear_sessions_is_accepted_every_time() {
    let org = Org::of_the_environment();
    let active = user(&org, UserStatus::Active).await;
    for _ in 0..2 {
        let outcome = org.lifecycle().clear_sessions(&active).await.unwrap();
        assert_eq!(
            (outcome.change(), outcome.proof()),
            (Change::Made, Proof::Accepted)
        );
    }
    org.tidy().await;
}

#[tokio::test]
async fn expire_a_password() {
    let org = Org::of_the_environment();
    let active = user(&org, UserStatus::Active).await;
    let outcome = twice(&org, |lifecycle| {
        let user = active.clone();
        async move { lifecycle.expire_password(&user).await.unwrap() }
    })
    .await;
    assert_eq!(outcome.status(), Some(&UserStatus::PasswordExpired));
    org.tidy().await;
}

#[tokio::test]
async fn reset_a_password_and_hand_over_the_link() {
    let org = Org::of_the_environment();
    let active = user(&org, UserStatus::Active).await;
    let options = ResetPasswordOptions::new().hand_over_link();
    let reset = org.lifecycle().reset_password(&active, options).await.unwrap();
    assert_eq!(reset.outcome().status(), Some(&UserStatus::Recovery));
    assert!(
        reset.link().unwrap().expose().contains("/reset_password/"),
        "a link"
    );
    assert!(
        !format!("{reset:?}").contains("/reset_password/"),
        "the link is shown"
    );
    let second = org.lifecycle().reset_password(&active, options).await.unwrap();
    assert_eq!(second.outcome().change(), Change::AlreadyHeld);
    assert!(second.link().is_none());
    // Whoever lost the mail asks for another: Okta's own answer decides, and nothing is made up.
    match org.lifecycle().reset_password(&active, options.again()).await {
        Ok(again) => assert!(
            again.outcome().change() == Change::Made && again.link().is_some(),
            "{again:?}"
        ),
        Err(error) => assert_eq!(error.transport().unwrap().okta().unwrap().code(), "E0000038"),
    }
    org.tidy().await;
}

#[tokio::test]
async fn get_a_user_by_login_and_by_id() {
    let org = Org::of_the_environment();
    let active = user(&org, UserStatus::Active).await;
    let by_id = org.lifecycle().get_user(&active).await.unwrap();
    let by_login = org.lifecycle().get_user(by_id.login().unwrap()).await.unwrap();
    assert_eq!(by_login.id, active);
    org.tidy().await;
}

/// Whoever asks for it after a theft must not be told that all is well while the sessions go on.
#[tokio::test]
async fn sessions_are_revoked_also_when_a_reset_is_under_way() {
    let org = Org::embedded();
    let recovering = user(&org, UserStatus::Recovery).await;
    let options = ResetPasswordOptions::new().revoke_sessions();
    let reset = org
        .lifecycle()
        .reset_password(&recovering, options)
        .await
        .unwrap();
    assert_eq!(
        (reset.outcome().change(), reset.outcome().proof()),
        (Change::Made, Proof::Accepted)
    );
    let requests = org.emulator.as_ref().unwrap().requests();
    let last = requests.last().unwrap();
    assert_eq!(
        (last.method.as_str(), last.path.ends_with("/sessions")),
        ("DELETE", true)
    );
}

#[tokio::test]
async fn an_action_may_run_on_another_thread() {
    fn crosses_threads<T: Send>(_: &T) {}
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    crosses_threads(&lifecycle.suspend_user("a"));
    crosses_threads(&lifecycle.unlock_user("a"));
    crosses_threads(&lifecycle.reset_password("a", ResetPasswordOptions::new()));
    crosses_threads(&lifecycle.add_user_to_group("a", "b"));
    crosses_threads(&lifecycle.revoke_app("a", "b"));
}
