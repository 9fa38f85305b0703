//! Passwords, codes and links come back once, to the caller alone.

use okta_lifecycle::{Change, ErrorKind, Proof, TemporaryAccessCodeOptions};
use okta_models::{
    Secret,
    user_factors::{EnrollFactor, FactorType, UserFactorProfileUpdate, UserFactorRequest},
    users::UserStatus,
};

use crate::org::{Org, answer, client_with_answers};

#[tokio::test]
async fn a_temporary_password_comes_back_and_is_not_shown() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let given = org
        .lifecycle()
        .give_temporary_password(&user, true)
        .await
        .unwrap();
    let password = given.password().unwrap().expose();
    assert!(!password.is_empty() && !format!("{given:?}").contains(password));
    assert_eq!(given.outcome().status(), Some(&UserStatus::PasswordExpired));
    let another = org
        .lifecycle()
        .give_temporary_password(&user, false)
        .await
        .unwrap();
    assert_ne!(
        another.password(),
        given.password(),
        "every call makes another one"
    );
}

#[tokio::test]
async fn a_password_that_is_set_ends_the_wait_for_one() {
    let org = Org::embedded();
    for (status, after) in [
        (UserStatus::Provisioned, UserStatus::Active),
        (UserStatus::Recovery, UserStatus::Active),
        (UserStatus::PasswordExpired, UserStatus::Active),
        (UserStatus::Staged, UserStatus::Staged),
    ] {
        let user = org.user(&status).await.unwrap();
        let outcome = org
            .lifecycle()
            .set_password(&user, "Difference-1822!")
            .await
            .unwrap();
        assert_eq!(
            (outcome.change(), outcome.status()),
            (Change::Made, Some(&after)),
            "{status}"
        );
    }
    let user = org.user(&UserStatus::Active).await.unwrap();
    let error = org.lifecycle().set_password(&user, "short").await.unwrap_err();
    assert_eq!(
        error.transport().unwrap().okta().unwrap().code(),
        "E0000001",
        "the policy decides"
    );
    assert!(!error.to_string().contains("short"), "{error}");
}

#[tokio::test]
async fn an_activation_link_comes_back_where_it_was_asked_for() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let staged = org.user(&UserStatus::Staged).await.unwrap();
    let activated = lifecycle.activate_user_by_link(&staged).await.unwrap();
    let link = activated.link().unwrap().expose();
    assert!(!format!("{activated:?}").contains(link));
    let waiting = org.user(&UserStatus::Provisioned).await.unwrap();
    let again = lifecycle.reactivate_user(&waiting, true).await.unwrap();
    assert_eq!(
        (again.outcome().proof(), again.link().is_some()),
        (Proof::Accepted, true)
    );
    assert!(
        lifecycle
            .reactivate_user(&waiting, false)
            .await
            .unwrap()
            .link()
            .is_none(),
        "it went by mail"
    );
}

#[tokio::test]
async fn a_temporary_access_code_comes_back_once() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let options = TemporaryAccessCodeOptions::new().minutes(60).multi_use(false);
    let given = org
        .lifecycle()
        .give_temporary_access_code(&user, options)
        .await
        .unwrap();
    let code = given.code().map(Secret::expose).unwrap();
    assert!(!code.is_empty() && !format!("{given:?}").contains(code));
    assert!(given.expires_at().is_some());
}

#[tokio::test]
async fn an_org_without_temporary_access_codes_is_known_before_anything_is_sent() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let writes = org.writes();
    for (listed, said) in [
        ("[]", "has no authenticator for temporary access codes"),
        (
            r#"[{"id": "aut1", "key": "okta_email", "status": "ACTIVE"}]"#,
            "has no authenticator",
        ),
        (
            r#"[{"id": "aut1", "key": "tac", "status": "INACTIVE"}]"#,
            "activate it first",
        ),
    ] {
        let client = client_with_answers(org.emulator.as_ref().unwrap(), move |request| {
            let is_listing = request.uri().path() == "/api/v1/authenticators";
            if is_listing { answer(200, listed) } else { None }
        });
        let error = okta_lifecycle::Lifecycle::new(&client)
            .give_temporary_access_code(&user, TemporaryAccessCodeOptions::new())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.to_string().contains(said), "{error}");
    }
    assert_eq!(org.writes(), writes);
}

#[tokio::test]
async fn factors_are_listed_and_reset_one_by_one() {
    let org = Org::embedded();
    let lifecycle = org.lifecycle();
    let user = org.user(&UserStatus::Active).await.unwrap();
    assert_eq!(lifecycle.list_factors(&user).await.unwrap(), []);
    let answer = UserFactorProfileUpdate::new()
        .question("disliked_food")
        .answer(Secret::new("mushy peas"));
    let question = UserFactorRequest::new()
        .factor_type(FactorType::Question)
        .provider("OKTA")
        .profile(answer);
    let factor = org
        .client
        .send(EnrollFactor::new(&user, question))
        .await
        .unwrap()
        .id;
    let factors = lifecycle.list_factors(&user).await.unwrap();
    assert_eq!(
        factors.iter().map(|factor| &factor.id).collect::<Vec<_>>(),
        [&factor]
    );
    let reset = lifecycle.reset_factor(&user, &factor).await.unwrap();
    assert_eq!((reset.change(), reset.proof()), (Change::Made, Proof::ReadBack));
    // Nothing is listed, which is no proof that there was nothing.
    let all = lifecycle.reset_factors(&user).await.unwrap();
    assert_eq!((all.change(), all.proof()), (Change::Made, Proof::Accepted));
}
