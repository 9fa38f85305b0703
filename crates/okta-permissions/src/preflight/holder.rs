//! Who holds a role, and where its roles and targets are read.

use okta_models::{
    ClientId, GroupId, RoleAssignmentId, UserId,
    groups::Group,
    role_assignments::{ListAssignedRolesForUser, ListRolesForClient, RoleAssignment, RoleAssignmentType},
    role_targets::{
        CatalogApplication, ListAppTargetRoleToClient,
        ListApplicationTargetsForApplicationAdministratorRoleForGroup,
        ListApplicationTargetsForApplicationAdministratorRoleForUser, ListGroupTargetRoleForClient,
        ListGroupTargetsForGroupRole, ListGroupTargetsForRole,
    },
};
use okta_transport::Error;

use super::calls::{Calls, Listed, Reply};

/// As many targets on a page as Okta's specification allows; real orgs were seen to give 20 all the same.
const TARGETS_A_PAGE: u32 = 200;

/// Who holds a role.
#[derive(Clone, Debug)]
pub(super) enum Holder {
    User(UserId),
    Group(GroupId),
    Client(ClientId),
}

impl Holder {
    /// Who holds an assignment of this principal: itself, or a group of its, which the link of the assignment names.
    /// `None` where it is a group's and Okta does not tell which.
    pub(super) fn of(assignment: &RoleAssignment, principal: &Holder) -> Option<Self> {
        match group_in_link(assignment) {
            Some(group) => Some(Self::Group(group)),
            None if assignment.assignment_type == Some(RoleAssignmentType::Group) => None,
            None => Some(principal.clone()),
        }
    }

    /// The roles of a user, those of its groups among them, or of a client.
    pub(super) async fn roles(&self, calls: &mut Calls<'_>) -> Result<Reply<Listed<RoleAssignment>>, Error> {
        match self {
            Self::User(user) => {
                let list = ListAssignedRolesForUser::new(user);
                calls.list(list, "the roles of the token's owner").await
            }
            Self::Client(client) => {
                let list = ListRolesForClient::new(client);
                calls.list(list, "the roles of the service app").await
            }
            // A group's roles are read as its members'.
            Self::Group(_) => Ok(Reply::Unread),
        }
    }

    pub(super) async fn group_targets(
        &self,
        calls: &mut Calls<'_>,
        id: RoleAssignmentId,
    ) -> Result<Reply<Listed<Group>>, Error> {
        let about = "the groups that a role is for";
        match self {
            Self::User(user) => {
                let list = ListGroupTargetsForRole::new(user, id);
                calls.list(list.limit(TARGETS_A_PAGE), about).await
            }
            Self::Group(group) => {
                let list = ListGroupTargetsForGroupRole::new(group, id);
                calls.list(list.limit(TARGETS_A_PAGE), about).await
            }
            Self::Client(client) => {
                let list = ListGroupTargetRoleForClient::new(client, id);
                calls.list(list.limit(TARGETS_A_PAGE), about).await
            }
        }
    }

    pub(super) async fn app_targets(
        &self,
        calls: &mut Calls<'_>,
        id: RoleAssignmentId,
    ) -> Result<Reply<Listed<CatalogApplication>>, Error> {
        let about = "the apps that a role is for";
        match self {
            Self::User(user) => {
                let list = ListApplicationTargetsForApplicationAdministratorRoleForUser::new(user, id);
                calls.list(list.limit(TARGETS_A_PAGE), about).await
            }
            Self::Group(group) => {
                let list = ListApplicationTargetsForApplicationAdministratorRoleForGroup::new(group, id);
                calls.list(list.limit(TARGETS_A_PAGE), about).await
            }
            Self::Client(client) => {
                let list = ListAppTargetRoleToClient::new(client, id);
                calls.list(list.limit(TARGETS_A_PAGE), about).await
            }
        }
    }
}

/// The group of `_links.assignee`, `https://{org}/api/v1/groups/{id}`.
fn group_in_link(assignment: &RoleAssignment) -> Option<GroupId> {
    let link = assignment.links.as_ref()?.pointer("/assignee/href").ok()??;
    let (_, rest) = link.as_str()?.split_once("/groups/")?;
    let id = rest.split(['/', '?']).next()?;
    (!id.is_empty()).then(|| GroupId::from(id))
}
