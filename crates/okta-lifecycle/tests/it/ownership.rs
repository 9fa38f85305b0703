//! What is not ours to change is refused before anything is sent.

use okta_lifecycle::ErrorKind;
use okta_models::{
    application_groups::{ApplicationGroupAssignmentUpdate, AssignGroupToApplication},
    applications::ListApplications,
    groups::{GroupType, ListGroups},
    users::UserStatus,
};

use crate::org::Org;

#[tokio::test]
async fn nobody_is_added_to_or_removed_from_everyone() {
    let org = Org::of_the_environment();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let groups = org.client.send(ListGroups::new()).await.unwrap();
    let everyone = groups
        .into_iter()
        .flatten()
        .find(|group| group.group_type == Some(GroupType::BuiltIn))
        .unwrap();
    let writes = org.writes();
    // A member already: nothing to do.
    let added = org
        .lifecycle()
        .add_user_to_group(&user, &everyone.id)
        .await
        .unwrap();
    assert_eq!(added.change(), okta_lifecycle::Change::AlreadyHeld);
    let error = org
        .lifecycle()
        .remove_user_from_group(&user, &everyone.id)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OwnedElsewhere);
    assert_eq!(
        error.to_string(),
        "cannot remove user from group: the group belongs to Okta, which decides on its members"
    );
    assert_eq!(org.writes(), writes);
    org.tidy().await;
}

#[tokio::test]
async fn an_app_that_comes_through_a_group_is_revoked_there() {
    let org = Org::embedded();
    let user = org.user(&UserStatus::Active).await.unwrap();
    let group = org.group().await;
    let apps = org.client.send(ListApplications::new()).await.unwrap();
    let app = apps
        .into_iter()
        .flatten()
        .find(|app| {
            app.label
                .as_deref()
                .is_some_and(|label| label.starts_with("Wiki"))
        })
        .unwrap();
    let assignment = ApplicationGroupAssignmentUpdate::new();
    org.client
        .send(AssignGroupToApplication::new(&app.id, &group, assignment))
        .await
        .unwrap();
    let _ = org.lifecycle().add_user_to_group(&user, &group).await.unwrap();

    let assigned = org.lifecycle().assign_app(&user, &app.id).await.unwrap();
    assert_eq!(
        assigned.change(),
        okta_lifecycle::Change::AlreadyHeld,
        "through the group"
    );
    let error = org.lifecycle().revoke_app(&user, &app.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AssignedThroughGroup);

    let _ = org
        .lifecycle()
        .remove_user_from_group(&user, &group)
        .await
        .unwrap();
    let revoked = org.lifecycle().revoke_app(&user, &app.id).await.unwrap();
    assert_eq!(
        revoked.change(),
        okta_lifecycle::Change::AlreadyHeld,
        "it went with the group"
    );
}
