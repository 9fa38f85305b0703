//! What is written is what was asked for: absent by default, `null` only on request, everything on a replacement.

use okta_models::{
    Operation, Patch,
    user_credentials::UserCredentialsUpdate,
    users::{CreateUser, CreateUserRequest, ReplaceUser, UpdateUser, User, UserProfileUpdate},
};
use serde_json::{Value, json};

fn body_of(operation: &impl Operation) -> Value {
    serde_json::from_slice(operation.request().unwrap().body()).unwrap()
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(
        body_of(&UpdateUser::new("00u1", UserProfileUpdate::new())),
        json!({"profile": {}})
    );
}

#[test]
fn a_member_can_be_cleared_and_false_can_be_sent() {
    let update = UserProfileUpdate::new()
        .mobile_phone(Patch::Clear)
        .member("isManager", false);
    assert_eq!(
        body_of(&UpdateUser::new("00u1", update)),
        json!({"profile": {"mobilePhone": null, "isManager": false}})
    );
    let create = CreateUser::new(UserProfileUpdate::new()).activate(false);
    assert_eq!(create.request().unwrap().uri().query(), Some("activate=false"));
}

#[test]
fn get_modify_put_keeps_every_attribute_and_sends_nothing_that_is_read_only() {
    let read = json!({
        "id": "00u1", "status": "ACTIVE", "lastUpdated": "2026-01-02T03:04:05.000Z",
        "profile": {"login": "ada@example.com", "mobilePhone": null, "badge": 7, "sites": ["a", "b"]}
    });
    let user: User = serde_json::from_value(read).unwrap();
    let profile = UserProfileUpdate::from(user.profile.as_ref().unwrap())
        .first_name("Ada")
        .login("ada@example.org");
    assert_eq!(
        body_of(&ReplaceUser::new(&user.id, profile)),
        json!({"profile": {
            "login": "ada@example.org", "firstName": "Ada", "mobilePhone": null, "badge": 7, "sites": ["a", "b"]
        }})
    );
}

#[test]
fn a_new_user_with_a_password_shows_it_in_the_body_alone() {
    let request = CreateUserRequest::from(UserProfileUpdate::new().login("ada@example.com"))
        .credentials(UserCredentialsUpdate::with_password("correct horse"))
        .group_ids(vec!["00g1".into()]);
    let create = CreateUser::new(request);
    assert!(!format!("{create:?}").contains("correct horse"));
    assert_eq!(
        body_of(&create)["credentials"]["password"]["value"],
        "correct horse"
    );
}
