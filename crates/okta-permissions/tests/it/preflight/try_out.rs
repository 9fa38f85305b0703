//! Performs operations on ordinary objects of the embedded org, to compare what happens with what was said.

use okta_emulator::Emulator;
use okta_models::{
    AppId, GroupId, Operation, UserId,
    api_tokens::ListApiTokens,
    application_groups::ListApplicationGroupAssignments,
    application_users::{AppUserAssignRequest, AssignUserToApplication, ListApplicationUsers},
    applications::{GetApplication, ListApplications},
    custom_roles::ListRoles,
    groups::{AddGroup, AssignUserToGroup, GetGroup, GroupProfileUpdate, ListGroupUsers, ListGroups},
    resource_sets::ListResourceSets,
    role_assignments::{ListAssignedRolesForUser, ListGroupAssignedRoles, ListUsersWithRoleAssignments},
    system_log::ListLogEvents,
    user_credentials::ExpirePassword,
    user_resources::ListUserGroups,
    users::{GetUser, ListUserBlocks, ListUsers},
};
use okta_transport::Client;

use crate::org;

/// What came of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// It was done, or failed for another reason than a permission.
    Allowed,
    Forbidden,
    Hidden,
}

/// Objects that hold no role.
pub(super) struct Org {
    user: UserId,
    /// Not in the group.
    stranger: UserId,
    group: GroupId,
    app: AppId,
}

impl Org {
    pub(super) async fn of(emulator: &Emulator) -> Self {
        let super_admin = org::client(emulator, "SUPER_ADMIN");
        let group = org::group(emulator, "Pilots").await;
        let users = super_admin.send(ListUsers::new()).await.unwrap();
        let mut users = users.into_iter().flatten();
        // The generated users are the org's first; administrators of tests come after them.
        let (user, stranger) = (users.next().unwrap().id, users.next().unwrap().id);
        let apps = super_admin.send(ListApplications::new()).await.unwrap();
        let app = apps.into_iter().flatten().next().unwrap().id;
        super_admin
            .send(AssignUserToGroup::new(&group, &user))
            .await
            .unwrap();
        Self {
            user,
            stranger,
            group,
            app,
        }
    }

    /// The group that the user is in.
    pub(super) fn group(&self) -> &str {
        self.group.as_str()
    }

    /// Reads a user who is not in the group.
    pub(super) async fn perform_on_a_stranger(&self, client: &Client) -> Tried {
        send(client, GetUser::new(&self.stranger)).await
    }

    /// Performs an operation; `None` for one that this module does not know.
    pub(super) async fn perform(&self, client: &Client, operation_id: &str) -> Option<Tried> {
        let (user, group, app) = (&self.user, &self.group, &self.app);
        Some(match operation_id {
            "listUsers" => send(client, ListUsers::new()).await,
            "getUser" => send(client, GetUser::new(user)).await,
            "listUserGroups" => send(client, ListUserGroups::new(user)).await,
            "listUserBlocks" => send(client, ListUserBlocks::new(user)).await,
            "listGroups" => send(client, ListGroups::new()).await,
            "getGroup" => send(client, GetGroup::new(group)).await,
            "listGroupUsers" => send(client, ListGroupUsers::new(group)).await,
            "listApplications" => send(client, ListApplications::new()).await,
            "getApplication" => send(client, GetApplication::new(app)).await,
            "listApplicationUsers" => send(client, ListApplicationUsers::new(app)).await,
            "listApplicationGroupAssignments" => {
                send(client, ListApplicationGroupAssignments::new(app)).await
            }
            "listLogEvents" => send(client, ListLogEvents::new()).await,
            "listApiTokens" => send(client, ListApiTokens::new()).await,
            "listAssignedRolesForUser" => send(client, ListAssignedRolesForUser::new(user)).await,
            "listGroupAssignedRoles" => send(client, ListGroupAssignedRoles::new(group)).await,
            "listUsersWithRoleAssignments" => send(client, ListUsersWithRoleAssignments::new()).await,
            "listRoles" => send(client, ListRoles::new()).await,
            "listResourceSets" => send(client, ListResourceSets::new()).await,
            // Changes that can be made again and again.
            "addGroup" => send(client, AddGroup::new(GroupProfileUpdate::new().name("Pilots"))).await,
            "assignUserToGroup" => send(client, AssignUserToGroup::new(group, user)).await,
            "assignUserToApplication" => {
                let request = AppUserAssignRequest::new().id(user.as_str());
                send(client, AssignUserToApplication::new(app, request)).await
            }
            "expirePassword" => send(client, ExpirePassword::new(user)).await,
            _ => return None,
        })
    }
}

async fn send<O: Operation>(client: &Client, operation: O) -> Tried {
    match client.send(operation).await {
        // A feature that the org does not have says nothing about permissions.
        Err(error) if error.okta().is_some_and(|okta| okta.code() == "E0000015") => Tried::Allowed,
        Err(error) if error.is_forbidden() => Tried::Forbidden,
        Err(error) if error.is_not_found() => Tried::Hidden,
        _ => Tried::Allowed,
    }
}
