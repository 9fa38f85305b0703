//! Standard roles of users, groups and OAuth clients, and what they are limited to.

use std::collections::BTreeSet;

use okta_models::role_assignments::*;
use okta_models::role_targets::*;
use okta_models::{AppId, AppName, RoleAssignmentId, UserKey};
use okta_transport::ErrorKind;

use super::Administrator;

fn names_and_ids(targets: Vec<CatalogApplication>) -> BTreeSet<(Option<AppName>, Option<AppId>)> {
    targets
        .into_iter()
        .map(|app| (app.catalog_name(), app.id))
        .collect()
}

/// The eight operations on targets, which each holder of a role has under names of its own.
macro_rules! targets_come_and_go {
    (
        $admin:ident, $holder:expr, $app_role:expr, $group_role:expr;
        $list_apps:ident $add_app:ident $remove_app:ident $add_instance:ident $remove_instance:ident
        $list_groups:ident $add_group:ident $remove_group:ident
    ) => {{
        let (apps, groups) = ($admin.apps().await, $admin.groups().await);
        let [(one, _), (other, instance), ..] = &apps[..] else {
            panic!("two applications of different names: {apps:?}")
        };
        $admin.send($add_app::new($holder, $app_role, one)).await;
        $admin
            .send($add_instance::new($holder, $app_role, other, instance))
            .await;
        let found = $admin.list($list_apps::new($holder, $app_role).limit(20)).await;
        assert_eq!(
            names_and_ids(found),
            [(Some(one.clone()), None), (None, Some(instance.clone()))].into()
        );
        $admin
            .send($remove_instance::new($holder, $app_role, other, instance))
            .await;
        $admin.send($add_app::new($holder, $app_role, other)).await;
        $admin.send($remove_app::new($holder, $app_role, one)).await;
        let found = $admin.list($list_apps::new($holder, $app_role)).await;
        assert_eq!(names_and_ids(found), [(Some(other.clone()), None)].into());
        // The last target stays.
        let error = $admin
            .client
            .send($remove_app::new($holder, $app_role, other))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");

        for group in &groups[..2] {
            $admin.send($add_group::new($holder, $group_role, group)).await;
        }
        let found = $admin
            .list($list_groups::new($holder, $group_role).limit(20))
            .await;
        let found: BTreeSet<_> = found.into_iter().map(|group| group.id).collect();
        assert_eq!(found, groups[..2].iter().cloned().collect());
        $admin
            .send($remove_group::new($holder, $group_role, &groups[0]))
            .await;
        let found = $admin.list($list_groups::new($holder, $group_role)).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id, groups[1]);
    }};
}

fn id(assignment: &RoleAssignment) -> RoleAssignmentId {
    assignment.id.clone().unwrap()
}

#[tokio::test]
async fn roles_of_a_user_and_their_targets() {
    let admin = Administrator::new();
    let user = UserKey::from(admin.users().await.pop().unwrap());
    let before = admin.list(ListAssignedRolesForUser::new(&user)).await.len();
    let app_role = id(&admin.send(AssignRoleToUser::new(&user, RoleType::AppAdmin)).await);
    let assign = AssignRoleToUser::new(&user, RoleType::UserAdmin).disable_notifications(true);
    let group_role = id(&admin.send(assign).await);

    targets_come_and_go!(admin, &user, &app_role, &group_role;
        ListApplicationTargetsForApplicationAdministratorRoleForUser AssignAppTargetToAdminRoleForUser
        UnassignAppTargetFromAppAdminRoleForUser AssignAppInstanceTargetToAppAdminRoleForUser
        UnassignAppInstanceTargetFromAdminRoleForUser ListGroupTargetsForRole AssignGroupTargetToUserRole
        UnassignGroupTargetFromUserAdminRole);

    let roles = admin
        .list(ListAssignedRolesForUser::new(&user).expand("targets/groups"))
        .await;
    let narrowed = roles
        .iter()
        .find(|role| role.role_type == Some(RoleType::UserAdmin))
        .unwrap();
    assert_eq!(narrowed.assignment_type, Some(RoleAssignmentType::User));
    assert_eq!(narrowed.group_targets().unwrap().unwrap().len(), 1);
    let roles = admin
        .list(ListAssignedRolesForUser::new(&user).expand("targets/catalog/apps"))
        .await;
    let narrowed = roles
        .iter()
        .find(|role| role.role_type == Some(RoleType::AppAdmin))
        .unwrap();
    assert_eq!(narrowed.app_targets().unwrap().unwrap().len(), 1);

    let targets = admin
        .list(GetRoleTargetsByUserIdAndRoleId::new(&user, &group_role).limit(20))
        .await;
    assert!(
        targets[0].orn.as_deref().unwrap().contains(":groups:"),
        "{targets:?}"
    );
    admin
        .send(AssignAllAppsAsTargetToRoleForUser::new(&user, &app_role))
        .await;
    let list = ListApplicationTargetsForApplicationAdministratorRoleForUser::new(&user, &app_role);
    assert_eq!(admin.list(list).await, []);

    let read = admin.send(GetUserAssignedRole::new(&user, &app_role)).await;
    assert_eq!(read.role_type, Some(RoleType::AppAdmin));
    assert_eq!(
        admin
            .list(GetUserAssignedRoleGovernance::new(&user, &app_role))
            .await,
        []
    );
    let holders = admin.list(ListUsersWithRoleAssignments::new()).await;
    assert!(holders.iter().any(|holder| holder.id.as_str() == user.as_str()));
    admin.send(UnassignRoleFromUser::new(&user, &app_role)).await;
    let after = admin.list(ListAssignedRolesForUser::new(&user)).await.len();
    assert_eq!(after, before + 1);

    // The emulated org has no Identity Governance, so no grant can be read there.
    assert_eq!(
        admin.left(&["RoleAssignmentAUser", "RoleBTargetAdmin"]),
        [
            "getRoleAssignmentGovernanceGrant",
            "getRoleAssignmentGovernanceGrantResources"
        ]
    );
}

#[tokio::test]
async fn roles_of_a_group_and_their_targets() {
    let admin = Administrator::new();
    let group = admin.groups().await.pop().unwrap();
    let app_role = id(&admin
        .send(AssignRoleToGroup::new(&group, RoleType::AppAdmin))
        .await);
    let assign = AssignRoleToGroup::new(&group, RoleType::HelpDeskAdmin).disable_notifications(false);
    let group_role = id(&admin.send(assign).await);

    targets_come_and_go!(admin, &group, &app_role, &group_role;
        ListApplicationTargetsForApplicationAdministratorRoleForGroup AssignAppTargetToAdminRoleForGroup
        UnassignAppTargetToAdminRoleForGroup AssignAppInstanceTargetToAppAdminRoleForGroup
        UnassignAppInstanceTargetToAppAdminRoleForGroup ListGroupTargetsForGroupRole AssignGroupTargetToGroupAdminRole
        UnassignGroupTargetFromGroupAdminRole);

    let read = admin.send(GetGroupAssignedRole::new(&group, &group_role)).await;
    assert_eq!(read.assignment_type, Some(RoleAssignmentType::Group));
    admin.send(UnassignRoleFromGroup::new(&group, &app_role)).await;
    let roles = admin
        .list(ListGroupAssignedRoles::new(&group).expand("targets/groups"))
        .await;
    assert_eq!(roles.len(), 1);
    assert_eq!(roles[0].group_targets().unwrap().unwrap().len(), 1);
    assert_eq!(
        admin.left(&["RoleAssignmentBGroup", "RoleBTargetBGroup"]),
        [""; 0]
    );
}

#[tokio::test]
async fn roles_of_a_client_and_their_targets() {
    let admin = Administrator::new();
    let client = admin.service_app(&[]);
    let app_role = id(&admin
        .send(AssignRoleToClient::new(&client, RoleType::AppAdmin))
        .await);
    let assign = AssignRoleToClient::new(&client, RoleType::GroupMembershipAdmin);
    let group_role = id(&admin.send(assign).await);

    targets_come_and_go!(admin, &client, &app_role, &group_role;
        ListAppTargetRoleToClient AssignAppTargetRoleToClient RemoveAppTargetRoleFromClient
        AssignAppTargetInstanceRoleForClient RemoveAppTargetInstanceRoleForClient ListGroupTargetRoleForClient
        AssignGroupTargetRoleForClient RemoveGroupTargetRoleFromClient);

    let read = admin.send(RetrieveClientRole::new(&client, &group_role)).await;
    assert_eq!(read.assignment_type, Some(RoleAssignmentType::Client));
    admin.send(DeleteRoleFromClient::new(&client, &app_role)).await;
    assert_eq!(admin.list(ListRolesForClient::new(&client)).await.len(), 1);
    assert_eq!(
        admin.left(&["RoleAssignmentClient", "RoleBTargetClient"]),
        [""; 0]
    );
}
