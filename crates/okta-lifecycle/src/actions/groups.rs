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

use super::{GroupTarget, KnownGroup, Lifecycle, already_of, has_admin_privilege};
use crate::{Action, Change, Error, ErrorKind, Outcome, Proof, Subject};

/// How a membership is changed.
///
/// ```
/// use okta_lifecycle::MembershipOptions;
///
/// let whatever_fills_it = MembershipOptions::new().exclude_from_rules();
/// assert_ne!(whatever_fills_it, MembershipOptions::new());
/// ```
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
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// use okta_models::groups::GroupProfileUpdate;
///
/// let chess = lifecycle.create_group(GroupProfileUpdate::new().name("Chess")).await?;
/// println!("{}", chess.group().id);
/// # Ok(())
/// # }
/// ```
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
    /// When the group is not Okta's to edit (an APP_GROUP belongs to its application, `Everyone` to Okta), or a call fails.
    /// When it holds an admin role ([`AdminGroup`](ErrorKind::AdminGroup)): of a [`KnownGroup`] before anything is sent, of
    /// another once Okta has refused it.
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
        let known = match &group {
            GroupTarget::Known(known) => known.clone(),
            GroupTarget::Id(id) => match self.client.send(GetGroup::new(id)).await {
                Ok(group) => KnownGroup::without_rules(group),
                Err(error) => return Err(Error::transport_of(action, error)),
            },
        };
        check(action, &known, options)?;
        let (_, sent) = self
            .change(action, AssignUserToGroup::new(group.id(), &user))
            .await?;
        let after = self.membership(action, &user, &group).await;
        match sent.conclude(action, after.map(|after| after.is_some())) {
            Ok(change) => Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user))),
            Err(error) => Err(self.explained(action, &known, error).await),
        }
    }

    /// Removes a user from a group.
    ///
    /// Of a member whom a group rule added, Okta notes an exclusion in the rule (it holds 100 at most). Which groups rules
    /// fill takes the list of all rules to tell, so it is looked at for a [`KnownGroup`] alone.
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
            if let GroupTarget::Id(id) = &group {
                let found = self.client.send(GetGroup::new(id)).await;
                found.map_err(|error| Error::transport_of(action, error))?;
            }
            return Ok(already_of(action, Subject::User(user)));
        };
        let known = match group.clone() {
            GroupTarget::Known(known) => known,
            GroupTarget::Id(_) => KnownGroup::without_rules(member_of),
        };
        check(action, &known, options)?;
        if let Some(rules) = known.rules()
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
        match sent.conclude(action, after.map(|after| after.is_none())) {
            Ok(change) => Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user))),
            Err(error) => Err(self.explained(action, &known, error).await),
        }
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

    /// Why Okta refused a change of members, where it is that the group holds an admin role. Of a group that was not known
    /// before that is asked once the refusal has come, so that it costs nothing where there is none.
    async fn explained(&self, action: Action, group: &KnownGroup, error: Error) -> Error {
        if !error.is_forbidden() || group.is_admin().is_some() {
            return error;
        }
        match self.listed_group(action, group.id()).await {
            Ok(listed) if has_admin_privilege(&listed) == Some(true) => error.of_admin_group(ADMIN_GROUP),
            _ => error,
        }
    }
}

const ADMIN_GROUP: &str = "the group holds an admin role, so a super administrator decides on its members";

/// Whether the group's members are ours to change.
fn check(action: Action, group: &KnownGroup, options: MembershipOptions) -> Result<(), Error> {
    match group.group_type() {
        Some(GroupType::AppGroup) => {
            return Err(not_ours(action, "an application; change the membership there"));
        }
        Some(GroupType::BuiltIn) => return Err(not_ours(action, "Okta, which decides on its members")),
        _ => {}
    }
    if group.is_admin() == Some(true) && !options.change_admins {
        return Err(Error::new(action, ErrorKind::AdminGroup, ADMIN_GROUP));
    }
    Ok(())
}

fn not_ours(action: Action, owner: &str) -> Error {
    Error::new(
        action,
        ErrorKind::OwnedElsewhere,
        format!("the group belongs to {owner}"),
    )
}
