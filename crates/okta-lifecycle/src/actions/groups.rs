//! Actions on groups: add a member, remove one, create.

use futures_util::StreamExt as _;
use okta_models::{
    UserId, UserKey,
    groups::{
        AddGroup, AssignUserToGroup, GetGroup, Group, GroupProfileUpdate, GroupType, ListGroups,
        UnassignUserFromGroup,
    },
    search,
    user_resources::ListUserGroups,
};

use super::{GroupTarget, KnownGroup, Lifecycle, already_of};
use crate::{Action, Change, Error, ErrorKind, Outcome, Proof, Subject};

/// How a membership is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MembershipOptions {
    exclude_from_rules: bool,
    change_admins: bool,
}

impl MembershipOptions {
    /// A [`KnownGroup`] that a rule manages loses no member, and one that holds an admin role is not changed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Removes also a member whom a group rule may have added; Okta then notes an exclusion in the rule, which holds 100
    /// at most.
    pub fn exclude_from_rules(mut self) -> Self {
        self.exclude_from_rules = true;
        self
    }

    /// Changes also a group that holds an admin role, which takes a super administrator's token.
    pub fn change_admins(mut self) -> Self {
        self.change_admins = true;
        self
    }
}

/// A group that was created, or was there.
#[derive(Clone, Debug)]
#[must_use]
pub struct GroupCreation {
    outcome: Outcome,
    group: Group,
}

impl GroupCreation {
    /// What was found, done and proved.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The group.
    pub fn group(&self) -> &Group {
        &self.group
    }
}

impl Lifecycle {
    /// Adds a user to a group.
    ///
    /// # Errors
    ///
    /// When the group is not Okta's to edit (an APP_GROUP belongs to its application, `Everyone` to Okta), a
    /// [`KnownGroup`] holds an admin role, or a call fails.
    pub async fn add_user_to_group(
        &self,
        user: impl Into<UserKey>,
        group: impl Into<GroupTarget>,
    ) -> Result<Outcome, Error> {
        self.add_user_to_group_with(user, group, MembershipOptions::new())
            .await
    }

    /// Adds a user to a group, as the options say.
    ///
    /// # Errors
    ///
    /// As [`add_user_to_group`](Lifecycle::add_user_to_group).
    pub async fn add_user_to_group_with(
        &self,
        user: impl Into<UserKey>,
        group: impl Into<GroupTarget>,
        options: MembershipOptions,
    ) -> Result<Outcome, Error> {
        let (action, group) = (Action::AddUserToGroup, group.into());
        let user = self.resolve(action, user).await?;
        if self.membership(action, &user, &group).await?.is_some() {
            return Ok(already_of(action, Subject::User(user)));
        }
        let group_type = self.type_of(action, &group).await?;
        check(action, group_type.as_ref(), &group, options)?;
        let (_, sent) = self
            .change(action, AssignUserToGroup::new(group.id(), &user))
            .await?;
        let after = self.membership(action, &user, &group).await;
        let change = sent.conclude(action, after.map(|after| after.is_some()))?;
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// Removes a user from a group.
    ///
    /// Of a member whom a group rule added, Okta notes an exclusion in the rule (it holds 100 at most).
    ///
    /// # Errors
    ///
    /// As [`add_user_to_group`](Lifecycle::add_user_to_group), and when a rule puts members into a [`KnownGroup`].
    pub async fn remove_user_from_group(
        &self,
        user: impl Into<UserKey>,
        group: impl Into<GroupTarget>,
    ) -> Result<Outcome, Error> {
        self.remove_user_from_group_with(user, group, MembershipOptions::new())
            .await
    }

    /// Removes a user from a group, as the options say.
    ///
    /// # Errors
    ///
    /// As [`remove_user_from_group`](Lifecycle::remove_user_from_group).
    pub async fn remove_user_from_group_with(
        &self,
        user: impl Into<UserKey>,
        group: impl Into<GroupTarget>,
        options: MembershipOptions,
    ) -> Result<Outcome, Error> {
        let (action, group) = (Action::RemoveUserFromGroup, group.into());
        let user = self.resolve(action, user).await?;
        let Some(member_of) = self.membership(action, &user, &group).await? else {
            // That a group which does not exist has no such member is not what was meant.
            self.type_of(action, &group).await?;
            return Ok(already_of(action, Subject::User(user)));
        };
        check(action, member_of.group_type.as_ref(), &group, options)?;
        if let GroupTarget::Known(KnownGroup {
            rules: Some(rules), ..
        }) = &group
            && !rules.is_empty()
            && !options.exclude_from_rules
        {
            let rules: Vec<&str> = rules.iter().map(AsRef::as_ref).collect();
            let message = format!(
                "the group's members follow from the group rule {}",
                rules.join(", ")
            );
            return Err(Error::new(action, ErrorKind::RuleManaged, message));
        }
        let (_, sent) = self
            .change(action, UnassignUserFromGroup::new(group.id(), &user))
            .await?;
        let after = self.membership(action, &user, &group).await;
        let change = sent.conclude(action, after.map(|after| after.is_none()))?;
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// Creates a group of type OKTA_GROUP, unless there is one of this name.
    ///
    /// Okta finds groups by name in an index that lags behind changes by seconds; a name that is taken meanwhile is refused
    /// by Okta, and the group is then looked for again.
    ///
    /// # Errors
    ///
    /// When the profile has no name, or a call fails.
    pub async fn create_group(&self, profile: GroupProfileUpdate) -> Result<GroupCreation, Error> {
        let action = Action::CreateGroup;
        let Some(name) = profile.name.as_set().cloned() else {
            let problem = ("name".to_owned(), "is missing".to_owned());
            return Err(Error::invalid_attributes(action, vec![problem]));
        };
        let outcome = |change, group: &Group| {
            Outcome::of(action, change, Proof::ReadBack, Subject::Group(group.id.clone()))
        };
        if let Some(group) = self.group_named(action, &name).await? {
            let outcome = outcome(Change::AlreadyHeld, &group);
            return Ok(GroupCreation { outcome, group });
        }
        let (created, sent) = self.change(action, AddGroup::new(profile)).await?;
        let after = match created {
            Some(created) => {
                let read = self.client.send(GetGroup::new(&created.id)).await;
                read.map(Some).map_err(|error| Error::transport_of(action, error))
            }
            None => self.group_named(action, &name).await,
        };
        let (holds, group) = match after {
            Ok(group) => (Ok(group.is_some()), group),
            Err(error) => (Err(error), None),
        };
        let change = sent.conclude(action, holds)?;
        // Where it holds there is a group; the error is for the compiler.
        let group = group.ok_or_else(|| super::unchanged(action))?;
        let outcome = outcome(change, &group);
        Ok(GroupCreation { outcome, group })
    }

    async fn group_named(&self, action: Action, name: &str) -> Result<Option<Group>, Error> {
        let mut groups = self
            .client
            .stream(ListGroups::new().search(search("profile.name").eq(name)));
        while let Some(group) = groups.next().await {
            let group = group.map_err(|error| Error::transport_of(action, error))?;
            if group.group_type == Some(GroupType::OktaGroup) && group.name() == Some(name) {
                return Ok(Some(group));
            }
        }
        Ok(None)
    }

    /// The group as one of the user's. The user's side is read: people are in few groups, and a group may have a hundred
    /// thousand members.
    async fn membership(
        &self,
        action: Action,
        user: &UserId,
        group: &GroupTarget,
    ) -> Result<Option<Group>, Error> {
        let mut groups = self.client.stream(ListUserGroups::new(user));
        while let Some(found) = groups.next().await {
            let found = found.map_err(|error| Error::transport_of(action, error))?;
            if found.id == *group.id() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn type_of(&self, action: Action, group: &GroupTarget) -> Result<Option<GroupType>, Error> {
        match group {
            GroupTarget::Known(group) => Ok(group.group_type.clone()),
            GroupTarget::Id(id) => match self.client.send(GetGroup::new(id)).await {
                Ok(group) => Ok(group.group_type),
                Err(error) => Err(Error::transport_of(action, error)),
            },
        }
    }
}

/// Whether the group's members are ours to change.
fn check(
    action: Action,
    group_type: Option<&GroupType>,
    group: &GroupTarget,
    options: MembershipOptions,
) -> Result<(), Error> {
    match group_type {
        Some(GroupType::AppGroup) => {
            return Err(not_ours(action, "an application; change the membership there"));
        }
        Some(GroupType::BuiltIn) => return Err(not_ours(action, "Okta, which decides on its members")),
        _ => {}
    }
    match group {
        GroupTarget::Known(group) if group.is_admin == Some(true) && !options.change_admins => {
            let message = "the group holds an admin role, so a super administrator decides on its members";
            Err(Error::new(action, ErrorKind::AdminGroup, message))
        }
        _ => Ok(()),
    }
}

fn not_ours(action: Action, owner: &str) -> Error {
    Error::new(
        action,
        ErrorKind::OwnedElsewhere,
        format!("the group belongs to {owner}"),
    )
}
