//! A verb needs no more calls than one read, its writes, and one read.
//!
//! That holds for users and groups that are named by id or known already. A login costs one call more, which finds the id;
//! a group that is not known costs one more, which finds its type; tokens are revoked client by client.

use okta_lifecycle::Change;
use okta_models::users::{UserProfileUpdate, UserStatus};

use crate::{
    org::Org,
    verbs::{ALL, Scene, Verb},
};

/// How many requests were made so far.
fn calls(org: &Org) -> usize {
    org.emulator.as_ref().unwrap().requests().len()
}

#[tokio::test]
async fn every_verb_needs_one_read_its_writes_and_one_read() {
    for verb in ALL {
        let org = Org::embedded();
        let scene = Scene::set(&org, verb).await;
        let lifecycle = org.lifecycle();
        let before = calls(&org);
        let outcome = scene.play(&lifecycle, verb).await.unwrap();
        assert_eq!(outcome.change(), Change::Made, "{verb:?}: {outcome}");
        let made = calls(&org) - before;
        let most = match verb {
            // The list of clients, and then as every verb for the one client that there is.
            Verb::RevokeTokens => 1 + 3,
            _ => 1 + verb.writes() + 1,
        };
        assert!(made <= most, "{verb:?} made {made} calls");
        println!("{made} calls for {outcome}");
    }
}

#[tokio::test]
async fn what_holds_already_costs_reads_alone() {
    for verb in ALL.into_iter().filter(|verb| !verb.never_holds()) {
        let org = Org::embedded();
        let scene = Scene::set(&org, verb).await;
        let lifecycle = org.lifecycle();
        drop(scene.play(&lifecycle, verb).await.unwrap());
        let (before, writes) = (calls(&org), org.writes());
        let outcome = scene.play(&lifecycle, verb).await.unwrap();
        assert_eq!(outcome.change(), Change::AlreadyHeld, "{verb:?}: {outcome}");
        assert_eq!(org.writes(), writes, "{verb:?}");
        let most = match verb {
            // Of a user who is not locked out, whether unknown devices are blocked is asked; and the list of clients still has
            // the one that keeps the user's consent, whose tokens are listed.
            Verb::UnlockUser | Verb::RevokeTokens => 2,
            _ => 1,
        };
        assert!(calls(&org) - before <= most, "{verb:?}");
    }
}

#[tokio::test]
async fn a_login_or_an_unknown_group_costs_one_call_more() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let group = org.group().await;
    let lifecycle = org.lifecycle();
    let login = lifecycle
        .get_user(&user)
        .await
        .unwrap()
        .login()
        .unwrap()
        .to_owned();
    let before = calls(&org);
    let _ = lifecycle.add_user_to_group(&user, &group).await.unwrap();
    assert_eq!(calls(&org) - before, 4);
    let before = calls(&org);
    let _ = lifecycle.remove_user_from_group(login, &group).await.unwrap();
    assert_eq!(calls(&org) - before, 4);
}

#[tokio::test]
async fn a_temporary_access_code_costs_one_call_more_where_its_authenticator_is_not_named() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let lifecycle = org.lifecycle();
    let before = calls(&org);
    let options = okta_lifecycle::TemporaryAccessCodeOptions::new();
    let given = lifecycle
        .give_temporary_access_code(&user, options)
        .await
        .unwrap();
    assert_eq!(
        (given.outcome().change(), calls(&org) - before),
        (Change::Made, 4)
    );
}

#[tokio::test]
async fn a_schema_that_was_read_before_is_not_read_again() {
    let org = Org::with_attribute("badge").await;
    let user = org.user(&UserStatus::Active).await.unwrap();
    let lifecycle = org.lifecycle();
    let schema = lifecycle.profile_schema("default").await.unwrap();
    let change =
        |badge: &str| okta_lifecycle::ProfileChange::new(UserProfileUpdate::new().member("badge", badge));
    let before = calls(&org);
    let _ = lifecycle
        .update_profile(&user, change("7").checked_against(&schema))
        .await
        .unwrap();
    assert_eq!(calls(&org) - before, 3);
    let before = calls(&org);
    let _ = lifecycle.update_profile(&user, change("8")).await.unwrap();
    assert_eq!(calls(&org) - before, 4);
}
