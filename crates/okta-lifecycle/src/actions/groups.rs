//! Actions on a user's groups: add, remove.

use super::{Lifecycle, already};
use crate::{Action, Error, ErrorKind, Outcome};
use futures_util::StreamExt as _;
use okta_models::{
    GroupId, UserKey,
    groups::{AssignUserToGroup, GetGroup, GroupType, UnassignUserFromGroup},
    user_resources::ListUserGroups,
    users::User,
};

impl Lifecycle {
    /// Adds a user to a group.
    ///
    /// # Errors
    ///
    /// When the group is not Okta's to edit (an APP_GROUP belongs to its application, `Everyone` to Okta), or a call fails.
    pub async fn add_user_to_group(
        &self,
        user: impl Into<UserKey>,
        group: impl Into<GroupId>,
    ) -> Result<Outcome, Error> {
        self.set_membership(Action::AddUserToGroup, user.into(), group.into(), true)
            .await
    }

    /// Removes a user from a group.
    ///
    /// Of a member whom a group rule added, Okta notes an exclusion in the rule (it holds 100 at most).
    ///
    /// # Errors
    ///
    /// As [`add_user_to_group`](Lifecycle::add_user_to_group).
    pub async fn remove_user_from_group(
        &self,
        user: impl Into<UserKey>,
        group: impl Into<GroupId>,
    ) -> Result<Outcome, Error> {
        self.set_membership(Action::RemoveUserFromGroup, user.into(), group.into(), false)
            .await
    }

    async fn set_membership(
        &self,
        action: Action,
        user: UserKey,
        group: GroupId,
        member: bool,
    ) -> Result<Outcome, Error> {
        let user = self.read(action, user).await?;
        let owner = self
            .client
            .send(GetGroup::new(&group))
            .await
            .map_err(|error| Error::transport_of(action, error))?;
        if self.is_member(action, &user, &group).await? == member {
            return Ok(already(action, user));
        }
        match owner.group_type {
            Some(GroupType::AppGroup) => {
                return Err(not_ours(action, "an application; change the membership there"));
            }
            Some(GroupType::BuiltIn) => return Err(not_ours(action, "Okta, which decides on its members")),
            _ => {}
        }
        let sent = if member {
            self.client.send(AssignUserToGroup::new(&group, &user.id)).await
        } else {
            self.client
                .send(UnassignUserFromGroup::new(&group, &user.id))
                .await
        };
        self.prove(action, user, sent, async |user| {
            Ok(self.is_member(action, user, &group).await? == member)
        })
        .await
    }

    /// The user's side is read: people are in few groups, and a group may have a hundred thousand members.
    async fn is_member(&self, action: Action, user: &User, group: &GroupId) -> Result<bool, Error> {
        let mut groups = self.client.stream(ListUserGroups::new(&user.id));
        while let Some(found) = groups.next().await {
            if found.map_err(|error| Error::transport_of(action, error))?.id == *group {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn not_ours(action: Action, owner: &str) -> Error {
    Error::new(
        action,
        ErrorKind::OwnedElsewhere,
        format!("the group belongs to {owner}"),
    )
}
