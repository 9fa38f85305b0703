//! People come, change and go: creation, profile, login, type, deletion, and who is meant.

use std::time::Duration;

use okta_lifecycle::{Change, ErrorKind, Identity, NewUser, ProfileChange, Proof};
use okta_models::{
    Patch, UserId,
    user_credentials::AuthenticationProviderType,
    users::{User, UserProfileUpdate, UserStatus},
};

use crate::org::{Org, unique};

fn profile(login: &str) -> UserProfileUpdate {
    let profile = UserProfileUpdate::new().login(login).email(login);
    profile.first_name("Ada").last_name("Lovelace")
}

fn somebody() -> UserProfileUpdate {
    profile(&format!("{}@example.com", unique()))
}

#[tokio::test]
async fn a_new_user_is_what_was_asked_for() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let group = org.group().await;
    let password = || format!("Analytical-{}!", unique());
    for (new, status) in [
        (NewUser::new(somebody()), UserStatus::Staged),
        (NewUser::new(somebody()).password(password()), UserStatus::Staged),
        (NewUser::new(somebody()).active(), UserStatus::Provisioned),
        (
            NewUser::new(somebody()).active().password(password()),
            UserStatus::Active,
        ),
        (NewUser::new(somebody()).active().federated(), UserStatus::Active),
        (
            NewUser::new(somebody())
                .active()
                .password(password())
                .change_password_at_first_login(),
            UserStatus::PasswordExpired,
        ),
    ] {
        let created = lifecycle.create_user(new.clone().groups([&group])).await.unwrap();
        assert_eq!(created.outcome().change(), Change::Made, "{new:?}");
        assert_eq!(created.user().status, Some(status), "{new:?}");
        let joined = lifecycle
            .add_user_to_group(&created.user().id, &group)
            .await
            .unwrap();
        assert_eq!(joined.change(), Change::AlreadyHeld, "{new:?}");
        assert!(!format!("{new:?}").contains("Analytical"), "{new:?}");
    }
    let federated = lifecycle
        .create_user(NewUser::new(somebody()).active().federated())
        .await
        .unwrap();
    let credentials = federated.user().credentials().unwrap().unwrap();
    let provider = credentials.provider.unwrap().provider_type;
    assert_eq!(provider, Some(AuthenticationProviderType::Federation));
}

/// A login that is somebody else's is not taken for the person who was to be created.
#[tokio::test]
async fn somebody_else_with_the_login_is_not_the_new_user() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let login = format!("{}@example.com", unique());
    let first = lifecycle
        .create_user(NewUser::new(profile(&login)))
        .await
        .unwrap();
    let writes = org.writes();
    let other = NewUser::new(profile(&login).first_name("Augusta"));
    let error = lifecycle.create_user(other).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Exists);
    let expected = format!(
        "cannot create user: user {} has this login, and another firstName",
        first.user().id
    );
    assert_eq!(error.to_string(), expected);
    let error = lifecycle
        .create_user(NewUser::new(UserProfileUpdate::new()))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attributes()),
        (ErrorKind::InvalidAttribute, &["login".to_owned()][..])
    );
    assert_eq!(org.writes(), writes);
}

#[tokio::test]
async fn attributes_of_the_org_s_own_are_checked_before_anything_is_sent() {
    let org = Org::with_attribute("badge").await;
    let lifecycle = org.lifecycle();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let writes = org.writes();
    for (update, name, problem) in [
        (
            UserProfileUpdate::new().member("bagde", "7"),
            "bagde",
            "is no attribute of these users",
        ),
        (
            UserProfileUpdate::new().member("badge", 7),
            "badge",
            "is to be a text",
        ),
        (
            UserProfileUpdate::new().member("badge", "12345"),
            "badge",
            "is to have 4 characters at most",
        ),
    ] {
        let error = lifecycle.update_profile(&user, update).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attributes()),
            (ErrorKind::InvalidAttribute, &[name.to_owned()][..])
        );
        assert_eq!(
            error.to_string(),
            format!("cannot update profile: {name} {problem}")
        );
    }
    assert_eq!(org.writes(), writes);

    let update = UserProfileUpdate::new()
        .member("badge", "1843")
        .mobile_phone("+1-555-0100");
    let outcome = lifecycle.update_profile(&user, update).await.unwrap();
    let kept: Option<String> = outcome
        .user()
        .unwrap()
        .profile
        .as_ref()
        .unwrap()
        .attribute("badge")
        .transpose()
        .unwrap();
    assert_eq!((outcome.change(), kept.as_deref()), (Change::Made, Some("1843")));
    let cleared = UserProfileUpdate::new()
        .member("badge", serde_json::Value::Null)
        .mobile_phone(Patch::Clear);
    let outcome = lifecycle.update_profile(&user, cleared.clone()).await.unwrap();
    assert_eq!(outcome.change(), Change::Made);
    assert_eq!(
        outcome.user().unwrap().profile.as_ref().unwrap().mobile_phone,
        None
    );
    let again = lifecycle.update_profile(&user, cleared).await.unwrap();
    assert_eq!(
        again.change(),
        Change::AlreadyHeld,
        "cleared is as good as absent"
    );

    let schema = lifecycle.profile_schema("default").await.unwrap();
    let new = NewUser::new(somebody().member("bagde", "7")).checked_against(&schema);
    let error = lifecycle.create_user(new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidAttribute);
    let base = ProfileChange::new(UserProfileUpdate::new().login(Patch::Clear)).checked_against(&schema);
    let error = lifecycle.update_profile(&user, base).await.unwrap_err();
    assert!(error.to_string().contains("login is required"), "{error}");
}

/// Okta answers 200 to a change of such a profile and does not apply it.
#[tokio::test]
async fn the_profile_of_a_deactivated_user_is_not_changed_in_silence() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Deprovisioned).await.unwrap();
    let update = UserProfileUpdate::new().department("Engines");
    let error = org.lifecycle().update_profile(&user, update).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::WrongStatus, Some(&UserStatus::Deprovisioned))
    );
}

#[tokio::test]
async fn a_login_changes_hands_once() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let (one, other) = (
        org.user(&UserStatus::Active).await.unwrap(),
        org.user(&UserStatus::Active).await.unwrap(),
    );
    let login = format!("{}@example.org", unique());
    let changed = lifecycle.change_login(&one, login.as_str()).await.unwrap();
    assert_eq!(changed.user().unwrap().login(), Some(login.as_str()));
    let error = lifecycle.change_login(&other, login.as_str()).await.unwrap_err();
    assert_eq!(error.transport().unwrap().okta().unwrap().code(), "E0000001");
    assert!(!error.to_string().contains(&login), "{error}");
}

#[tokio::test]
async fn who_is_meant_is_one_person_or_an_error() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let twin = |login: &str| {
        let profile = profile(login).email("twins@example.com").employee_number(login);
        NewUser::new(profile.division("Engines"))
    };
    let (first, second) = (
        format!("{}@example.com", unique()),
        format!("{}@example.com", unique()),
    );
    let ada = lifecycle
        .create_user(twin(&first))
        .await
        .unwrap()
        .user()
        .id
        .clone();
    let augusta = lifecycle
        .create_user(twin(&second))
        .await
        .unwrap()
        .user()
        .id
        .clone();
    let id = |user: User| user.id;
    for identity in [
        Identity::login(first.as_str()),
        Identity::employee_number(first.as_str()),
    ] {
        assert_eq!(
            lifecycle.identify_user(&identity).await.map(id).unwrap(),
            ada,
            "{identity:?}"
        );
    }
    for identity in [
        Identity::email("Twins@example.com"),
        Identity::attribute("division", "Engines"),
    ] {
        let error = lifecycle.identify_user(&identity).await.unwrap_err();
        let mut candidates: Vec<&UserId> = error.candidates().iter().collect();
        candidates.sort();
        let mut both = [&ada, &augusta];
        both.sort();
        assert_eq!(
            (error.kind(), &candidates[..]),
            (ErrorKind::Ambiguous, &both[..]),
            "{identity:?}"
        );
        let told = error.to_string();
        assert!(
            told.contains(ada.as_str()) && !told.to_lowercase().contains("twins"),
            "{told}"
        );
    }
    for nobody in [
        Identity::login("nobody"),
        Identity::email("nobody@example.com"),
        Identity::login("a/b@example.com"),
    ] {
        let error = lifecycle.identify_user(&nobody).await.unwrap_err();
        assert!(
            error.kind() == ErrorKind::NotFound && error.is_not_found(),
            "{nobody:?}: {error}"
        );
    }
    // The id of somebody is nobody's login.
    let error = lifecycle
        .identify_user(&Identity::login(ada.as_str()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn who_is_deleted_is_gone_and_a_misspelt_login_is_an_error() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    for status in [UserStatus::Active, UserStatus::Staged, UserStatus::Deprovisioned] {
        let user = org.user(&status).await.unwrap();
        let gone = lifecycle.delete_user(&user).await.unwrap();
        assert_eq!(
            (gone.change(), gone.proof()),
            (Change::Made, Proof::Gone),
            "{status}"
        );
        assert!(lifecycle.get_user(&user).await.unwrap_err().is_not_found());
        let again = lifecycle.delete_user(&user).await.unwrap();
        assert_eq!(
            (again.change(), again.proof()),
            (Change::AlreadyHeld, Proof::Gone),
            "{status}"
        );
    }
    assert!(
        lifecycle
            .delete_user("nobody@example.com")
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn deactivation_in_the_background_is_waited_for_until_the_deadline() {
    let org = Org::slow(Duration::from_secs(30));
    let lifecycle = org.patient();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let outcome = lifecycle
        .deactivate_user_in_background(&user, Duration::from_secs(60))
        .await
        .unwrap();
    assert_eq!(
        (outcome.change(), outcome.proof()),
        (Change::Made, Proof::ReadBack)
    );
    assert_eq!(
        (outcome.status_before(), outcome.status()),
        (Some(&UserStatus::Active), Some(&UserStatus::Deprovisioned))
    );

    let slow = org.user(&UserStatus::Active).await.unwrap();
    let outcome = lifecycle
        .deactivate_user_in_background(&slow, Duration::from_secs(5))
        .await
        .unwrap();
    assert_eq!(
        (outcome.change(), outcome.proof()),
        (Change::Made, Proof::InProgress)
    );
    assert!(outcome.to_string().ends_with("ACTIVE, in progress"), "{outcome}");
    let writes = org.writes();
    let again = lifecycle
        .deactivate_user_in_background(&slow, Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(
        (again.change(), again.proof()),
        (Change::AlreadyHeld, Proof::InProgress)
    );
    assert_eq!(
        org.writes(),
        writes,
        "a change that is under way is not sent again"
    );
}
