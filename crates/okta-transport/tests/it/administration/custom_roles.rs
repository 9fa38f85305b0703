//! Custom roles, resource sets and what binds both to people.

use std::collections::BTreeSet;

use okta_models::custom_roles::*;
use okta_models::resource_set_bindings::*;
use okta_models::resource_sets::*;
use okta_models::role_assignments::*;
use okta_models::{ResourceSetId, RoleAssignmentId, RoleId};

use super::Administrator;

async fn reader(admin: &Administrator) -> RoleId {
    let request = CreateIamRoleRequest::new()
        .label("Reader")
        .description("Reads users")
        .permissions(["okta.users.read"]);
    admin.send(CreateRole::new(request)).await.id
}

#[tokio::test]
async fn a_custom_role_and_its_permissions() {
    let admin = Administrator::new();
    let role = reader(&admin).await;
    let read = admin.send(GetRole::new("Reader")).await;
    assert_eq!(read.id, role, "a label names it too");
    let update = UpdateIamRoleRequest::from(&read).description("Reads people");
    let replaced = admin.send(ReplaceRole::new(&role, update)).await;
    assert_eq!(
        (replaced.label.as_deref(), replaced.description.as_deref()),
        (Some("Reader"), Some("Reads people"))
    );
    assert_eq!(admin.list(ListRoles::new()).await, [replaced]);

    admin
        .send(CreateRolePermission::new(&role, "okta.groups.read"))
        .await;
    let conditions = PermissionConditionsUpdate::only_profile_attributes(["city"]);
    let replace =
        ReplaceRolePermission::new(&role, "okta.users.read", RolePermissionUpdate::from(conditions));
    admin.send(replace).await;
    let permission = admin.send(GetRolePermission::new(&role, "okta.users.read")).await;
    let include = permission.conditions.unwrap().include.unwrap();
    assert_eq!(include[USER_PROFILE], serde_json::json!(["city"]));

    admin
        .send(DeleteRolePermission::new(&role, "okta.users.read"))
        .await;
    let permissions = admin.list(ListRolePermissions::new(&role)).await;
    let labels: Vec<_> = permissions
        .into_iter()
        .filter_map(|permission| permission.label)
        .collect();
    assert_eq!(labels, ["okta.groups.read".into()]);
    admin.send(DeleteRole::new(&role)).await;
    assert_eq!(admin.list(ListRoles::new()).await, []);
    assert_eq!(admin.left(&["RoleECustom", "RoleECustomPermission"]), [""; 0]);
}

async fn everyone(admin: &Administrator) -> ResourceSetId {
    let request = CreateResourceSetRequest::new()
        .label("Everyone")
        .description("All users")
        .resources(vec![admin.url("/api/v1/users")]);
    admin.send(CreateResourceSet::new(request)).await.id
}

#[tokio::test]
async fn a_resource_set_and_its_resources() {
    let admin = Administrator::new();
    let set = everyone(&admin).await;
    let read = admin.send(GetResourceSet::new("Everyone")).await;
    assert_eq!(read.id, set, "a label names it too");
    let update = ResourceSetUpdate::from(&read).label("People");
    let replaced = admin.send(ReplaceResourceSet::new(&set, update)).await;
    assert_eq!(replaced.label.as_deref(), Some("People"));
    assert_eq!(admin.list(ListResourceSets::new()).await, [replaced]);

    let group = admin.groups().await.remove(0);
    let group = admin.url(&format!("/api/v1/groups/{group}"));
    let request = ResourceSetResourcePatchRequest::new().additions(vec![group.clone()]);
    assert_eq!(
        admin.send(AddResourceSetResources::new(&set, request)).await.id,
        set
    );
    let request = ResourceSetResourcePostRequest::new()
        .resource(admin.url("/api/v1/apps"))
        .conditions(ResourceConditionsUpdate::new());
    let apps = admin.send(AddResourceSetResource::new(&set, request)).await;
    let apps = apps.id.unwrap();
    let resource = admin.send(GetResourceSetResource::new(&set, &apps)).await;
    assert_eq!(resource.url(), Some(admin.url("/api/v1/apps")));

    let (_, app) = admin.apps().await.remove(0);
    let orn = resource.orn.unwrap();
    let excluded = format!("{orn}:bookmark:{app}");
    let update = ResourceSetResourceUpdate::new().conditions(ResourceConditionsUpdate::without([excluded]));
    let replaced = admin
        .send(ReplaceResourceSetResource::new(&set, &apps, update))
        .await;
    let exclusion = replaced.conditions.unwrap().exclude.unwrap();
    assert!(exclusion.orns.unwrap()[0].ends_with(app.as_str()));

    admin.send(DeleteResourceSetResource::new(&set, &apps)).await;
    let resources = admin.list(ListResourceSetResources::new(&set).limit(100)).await;
    let urls: BTreeSet<_> = resources.iter().filter_map(ResourceSetResource::url).collect();
    assert_eq!(urls, [admin.url("/api/v1/users"), group].into());
    admin.send(DeleteResourceSet::new(&set)).await;
    assert_eq!(admin.list(ListResourceSets::new()).await, []);
    assert_eq!(
        admin.left(&["RoleCResourceSet", "RoleCResourceSetResource"]),
        [""; 0]
    );
}

#[tokio::test]
async fn a_binding_and_its_members() {
    let admin = Administrator::new();
    let (role, set) = (reader(&admin).await, everyone(&admin).await);
    let (user, group) = (admin.users().await.pop().unwrap(), admin.groups().await.remove(0));
    let (user_url, group_url) = (
        admin.url(&format!("/api/v1/users/{user}")),
        admin.url(&format!("/api/v1/groups/{group}")),
    );
    let request = ResourceSetBindingCreateRequest::new()
        .role(&role)
        .members(vec![user_url.clone()]);
    admin.send(CreateResourceSetBinding::new(&set, request)).await;
    let request = ResourceSetBindingAddMembersRequest::new().additions(vec![group_url.clone()]);
    admin.send(AddMembersToBinding::new(&set, &role, request)).await;
    assert_eq!(
        admin.send(GetBinding::new(&set, &role)).await.id,
        Some(role.clone())
    );
    assert_eq!(admin.list(ListBindings::new(&set)).await.len(), 1);

    let members = admin.list(ListMembersOfBinding::new(&set, &role)).await;
    let urls: BTreeSet<_> = members.iter().filter_map(ResourceSetBindingMember::url).collect();
    assert_eq!(urls, [user_url.clone(), group_url].into());

    // What comes through a binding is among the holder's roles, with role and resource set.
    let roles = admin.list(ListAssignedRolesForUser::new(&user)).await;
    let custom = roles
        .iter()
        .find(|role| role.role_type == Some(RoleType::Custom))
        .unwrap();
    assert_eq!(
        (&custom.role, &custom.resource_set),
        (&Some(role.clone()), &Some(set.clone()))
    );

    let member = members
        .iter()
        .find(|member| member.url() == Some(user_url.clone()))
        .unwrap();
    let member = member.id.clone().unwrap();
    let read = admin.send(GetMemberOfBinding::new(&set, &role, &member)).await;
    assert_eq!(read.url(), Some(user_url));
    assert_eq!(
        custom.id.as_ref().map(RoleAssignmentId::as_str),
        Some(member.as_str())
    );
    admin
        .send(UnassignMemberFromBinding::new(&set, &role, &member))
        .await;
    assert_eq!(admin.list(ListMembersOfBinding::new(&set, &role)).await.len(), 1);
    admin.send(DeleteBinding::new(&set, &role)).await;
    assert_eq!(admin.list(ListBindings::new(&set)).await, []);

    let assign = AssignRoleToUser::new(&user, RoleAssignmentRequest::custom(&role, &set));
    admin.send(assign).await;
    assert_eq!(admin.list(ListMembersOfBinding::new(&set, &role)).await.len(), 1);
    assert_eq!(
        admin.left(&["RoleDResourceSetBinding", "RoleDResourceSetBindingMember"]),
        [""; 0]
    );
}
