//! [`KnownGroup`]: a group that was looked into once, for many changes of its members.

use futures_util::TryStreamExt as _;
use okta_models::{
    GroupId, GroupRuleId, filter,
    group_rules::{GroupRuleStatus, ListGroupRules},
    groups::{Group, GroupType, ListGroups},
};

use super::Lifecycle;
use crate::{Action, Error, ErrorKind};

/// A group, and what stands in the way of changing its members: for the same change on many people.
///
/// It is as old as its reading: read it again when a run takes hours. Plans and bulk jobs look every group up themselves,
/// once for all people.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle, people: Vec<okta_models::UserId>) -> Result<(), okta_lifecycle::Error> {
/// let chess = lifecycle.group("00g1a2b3c4d5e6f7g8h9").await?;
/// assert_ne!(chess.is_admin(), Some(true), "its members are the super administrators' to change");
/// for person in people {
///     println!("{}", lifecycle.add_user_to_group(person, &chess).await?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct KnownGroup {
    pub(super) id: GroupId,
    pub(super) group_type: Option<GroupType>,
    pub(super) is_admin: Option<bool>,
    pub(super) rules: Option<Vec<GroupRuleId>>,
}

/// Whether a group that was listed with its statistics holds an admin role, where Okta tells.
pub(crate) fn has_admin_privilege(group: &Group) -> Option<bool> {
    let stats = group.stats().and_then(Result::ok)?;
    stats.has_admin_privilege.or(stats.has_admin_privlege)
}

impl KnownGroup {
    pub(super) fn without_rules(group: Group) -> Self {
        Self {
            is_admin: has_admin_privilege(&group),
            id: group.id,
            group_type: group.group_type,
            rules: None,
        }
    }

    /// The group's id.
    pub fn id(&self) -> &GroupId {
        &self.id
    }

    /// Where the group comes from, and so who may change its members.
    pub fn group_type(&self) -> Option<&GroupType> {
        self.group_type.as_ref()
    }

    /// Whether the group holds an admin role, so that super administrators alone decide on its members; `None` where Okta
    /// does not tell. Older releases tell it wrongly of custom roles (OKTA-1094903).
    pub fn is_admin(&self) -> Option<bool> {
        self.is_admin
    }

    /// The active group rules that put members into the group; `None` where the token may not read rules.
    pub fn rules(&self) -> Option<&[GroupRuleId]> {
        self.rules.as_deref()
    }
}

/// A group whose members are to be changed: by its id, or known already.
///
/// Of a group that is named by id its type is read each time. Neither its rules nor its roles are looked at beforehand; that
/// it holds an admin role is told when Okta refuses the change for that.
///
/// ```
/// use okta_lifecycle::GroupTarget;
///
/// assert!(matches!(GroupTarget::from("00g1"), GroupTarget::Id(_)));
/// ```
#[derive(Clone, Debug)]
pub enum GroupTarget {
    /// By id.
    Id(GroupId),
    /// Known already, from [`Lifecycle::group`].
    Known(KnownGroup),
}

impl GroupTarget {
    pub(super) fn id(&self) -> &GroupId {
        match self {
            Self::Id(id) => id,
            Self::Known(group) => &group.id,
        }
    }
}

impl From<KnownGroup> for GroupTarget {
    fn from(group: KnownGroup) -> Self {
        Self::Known(group)
    }
}

impl From<&KnownGroup> for GroupTarget {
    fn from(group: &KnownGroup) -> Self {
        Self::Known(group.clone())
    }
}

impl From<GroupId> for GroupTarget {
    fn from(id: GroupId) -> Self {
        Self::Id(id)
    }
}

impl From<&GroupId> for GroupTarget {
    fn from(id: &GroupId) -> Self {
        Self::Id(id.clone())
    }
}

impl From<&str> for GroupTarget {
    fn from(id: &str) -> Self {
        Self::Id(id.into())
    }
}

impl Lifecycle {
    /// A group as the list of groups tells it, with its statistics.
    pub(super) async fn listed_group(&self, action: Action, id: &GroupId) -> Result<Group, Error> {
        let list = ListGroups::new().filter(filter("id").eq(id)).expand("stats");
        let listed = self.client.stream(list).try_next().await;
        let listed = listed.map_err(|error| Error::transport_of(action, error))?;
        listed.filter(|group| group.id == *id).ok_or_else(|| {
            let message = "there is no such group, or the token may not see it";
            Error::new(action, ErrorKind::NotFound, message)
        })
    }

    /// Looks into a group once, so that many changes of its members know what stands in their way: two calls, and one more
    /// for every 200 group rules of the org.
    ///
    /// # Errors
    ///
    /// When there is no such group, or a call fails; that rules may not be read is no error, see [`KnownGroup::rules`].
    pub async fn group(&self, group: impl Into<GroupId>) -> Result<KnownGroup, Error> {
        let (action, id) = (Action::ReadGroup, group.into());
        let failed = |error| Error::transport_of(action, error);
        let known = KnownGroup::without_rules(self.listed_group(action, &id).await?);
        let rules: Result<Vec<_>, _> = self
            .client
            .stream(ListGroupRules::new().limit(200))
            .try_collect()
            .await;
        let rules = match rules {
            Ok(rules) => Some(rules),
            Err(error) if error.is_forbidden() => None,
            Err(error) => return Err(failed(error)),
        };
        let rules = rules.map(|rules| {
            let active = rules
                .into_iter()
                .filter(|rule| rule.status == Some(GroupRuleStatus::Active));
            active
                .filter(|rule| rule.groups().contains(&id))
                .map(|rule| rule.id)
                .collect()
        });
        Ok(KnownGroup { rules, ..known })
    }
}
