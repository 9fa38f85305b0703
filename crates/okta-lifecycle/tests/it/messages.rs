//! What a person reads when an action cannot be done.

use okta_models::{AppId, GroupId, users::UserStatus};

use crate::org::Org;

#[tokio::test]
async fn a_wrong_status_is_named_with_what_to_do() {
    let org = Org::of_the_environment();
    let staged = org.user(&UserStatus::Staged).await.unwrap();
    assert_eq!(
        org.lifecycle()
            .suspend_user(&staged)
            .await
            .unwrap_err()
            .to_string(),
        "cannot suspend user: the user is STAGED; only ACTIVE users can be suspended; deactivate others"
    );
    assert_eq!(
        org.lifecycle()
            .expire_password(&staged)
            .await
            .unwrap_err()
            .to_string(),
        "cannot expire password: the user is STAGED; activate the user first"
    );
    org.tidy().await;
}

#[tokio::test]
async fn an_unknown_user_group_or_app_is_named_by_its_kind_and_never_by_its_login() {
    let org = Org::of_the_environment();
    let error = org
        .lifecycle()
        .suspend_user("nobody@example.com")
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert!(
        error
            .to_string()
            .starts_with("cannot suspend user: GET /api/v1/users/{id}"),
        "{error}"
    );
    assert!(!error.to_string().contains("nobody"), "{error}");

    let user = org.user(&UserStatus::Active).await.unwrap();
    let error = org
        .lifecycle()
        .add_user_to_group(&user, GroupId::new("00g0"))
        .await
        .unwrap_err();
    assert!(
        error.is_not_found() && error.to_string().contains("/api/v1/groups/{groupId}"),
        "{error}"
    );
    let error = org
        .lifecycle()
        .assign_app(&user, AppId::new("0oa0"))
        .await
        .unwrap_err();
    assert!(
        error.is_not_found() && error.to_string().contains("/api/v1/apps/{appId}"),
        "{error}"
    );
    org.tidy().await;
}

#[test]
fn an_error_is_small() {
    assert_eq!(size_of::<okta_lifecycle::Error>(), size_of::<usize>());
}
