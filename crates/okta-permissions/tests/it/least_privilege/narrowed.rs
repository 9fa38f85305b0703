//! Narrowed to groups and apps, the least privilege reaches these and nothing else.

use okta_models::{
    application_users::UnassignUserFromApplication,
    groups::{AssignUserToGroup, UnassignUserFromGroup},
    user_credentials::ResetPassword,
    user_lifecycle::UnlockUser,
    users::ListUsers,
};
use okta_permissions::{
    AppTarget, Decision, HAPPYFOX_WORKFLOWS, LeastPrivilege, MOVEWORKS, Member, Obstacle, OrgIdentity,
    Principal, Profile,
};

use super::world::World;
use crate::org::client_with;

#[tokio::test]
async fn inside_it_may_and_outside_it_may_not() {
    let world = World::new().await;
    let super_admin = client_with(&world.emulator, world.super_admin());
    let other = world.group("Others").await["id"].as_str().unwrap().to_owned();
    let (inside, outside) = (world.user(&[&world.group]).await, world.user(&[&other]).await);
    let least = LeastPrivilege::of(&MOVEWORKS)
        .within_groups([world.group.as_str()])
        .within_apps([AppTarget::App(world.app.as_str().into())]);
    assert_eq!(least.left_out(), []);
    let org = OrgIdentity::new(world.emulator.base_url());
    let role = super_admin.send(least.create_role().unwrap()).await.unwrap();
    let set = least.create_resource_set(&org).unwrap().unwrap();
    let set = super_admin.send(set).await.unwrap();
    let owner = world.user(&[]).await;
    let members = [Member::User(owner.as_str().into())];
    super_admin
        .send(least.bind(role.id, set.id, &members, &org))
        .await
        .unwrap();
    let secret = world.emulator.api_token_of(&owner).unwrap();
    let client = client_with(&world.emulator, secret.expose());
    let grant = least.grant(Principal::user(owner.as_str()));

    assert!(world.emulator.lock_out(&inside));
    assert!(client.send(UnlockUser::new(inside.as_str())).await.is_ok());
    assert!(
        client
            .send(ResetPassword::new(inside.as_str()).send_email(false))
            .await
            .is_ok()
    );
    assert!(
        client
            .send(ResetPassword::new(outside.as_str()).send_email(false))
            .await
            .is_err()
    );
    assert!(
        client
            .send(UnassignUserFromGroup::new(world.group.as_str(), inside.as_str()))
            .await
            .is_ok()
    );
    assert!(
        client
            .send(AssignUserToGroup::new(other.as_str(), outside.as_str()))
            .await
            .is_err()
    );
    let listed = client.send(ListUsers::new()).await.unwrap();
    assert_eq!(listed.into_iter().count(), 0, "the group has no member left");
    assert!(matches!(
        grant.allows(&AssignUserToGroup::new(other.as_str(), "00u1")),
        Decision::Denied(_)
    ));
    assert!(matches!(
        grant.allows(&UnassignUserFromApplication::new("0oa other", "00u1")),
        Decision::Denied(_)
    ));
    let inside_app = UnassignUserFromApplication::new(world.app.as_str(), "00u1");
    assert!(matches!(grant.allows(&inside_app), Decision::Scoped(_)));
}

#[test]
fn what_takes_the_whole_org_is_left_out_rather_than_widened() {
    let profile = Profile::of_operations("Groups", ["addGroup", "listGroups"]).unwrap();
    let least = LeastPrivilege::of(&profile).within_groups(["00g1"]);
    assert_eq!(least.left_out().len(), 1);
    assert_eq!(
        (least.left_out()[0].operation_id(), least.left_out()[0].obstacle()),
        ("addGroup", Obstacle::WholeOrgOnly)
    );
    assert_eq!(least.joined_roles(), []);
}

#[test]
fn standard_roles_are_narrowed_where_they_take_targets() {
    let least = LeastPrivilege::of(&HAPPYFOX_WORKFLOWS).within_groups(["00g1"]);
    let roles = least.standard_roles();
    let narrowed = roles.iter().flat_map(okta_permissions::Combination::assignments);
    assert!(
        narrowed
            .into_iter()
            .any(|role| role.to_string() == "Group Administrator for 1 group")
    );
}
