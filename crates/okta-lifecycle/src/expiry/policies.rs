//! [`PasswordPolicies`]: which policy about passwords applies to whom.

use std::collections::BTreeSet;

use okta_models::{
    GroupId, PolicyId, UserId,
    policies::{
        LifecycleStatus, PasswordPolicyAuthenticationProviderType, Policy, PolicyConditions,
        PolicyPeopleCondition,
    },
    users::User,
};
use serde_json::Value;

use super::{PasswordExpiry, UnknownExpiry, after, of_record};

/// The org's policies about passwords, in the order in which Okta asks them.
///
/// They are as old as their reading, [`Lifecycle::password_policies`](crate::Lifecycle::password_policies).
#[derive(Clone, Debug)]
pub struct PasswordPolicies {
    policies: Vec<Known>,
}

/// What matters of a policy.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: PolicyId,
    pub(super) max_age_days: Option<u64>,
    pub(super) people: People,
}

/// To whom a policy applies.
#[derive(Clone, Debug)]
pub(super) enum People {
    Everyone,
    Some {
        groups: BTreeSet<GroupId>,
        without_groups: BTreeSet<GroupId>,
        users: BTreeSet<UserId>,
        without_users: BTreeSet<UserId>,
    },
    /// It has conditions that this version does not know.
    NotUnderstood,
}

impl From<Vec<Policy>> for PasswordPolicies {
    /// Policies that are not in force, or are about passwords of a directory, are left out.
    fn from(mut policies: Vec<Policy>) -> Self {
        policies
            .retain(|policy| policy.status != Some(LifecycleStatus::Inactive) && is_about_okta_s_own(policy));
        // Okta's own policy is asked last, whatever its number says.
        policies.sort_by_key(|policy| (policy.system == Some(true), policy.priority));
        let policies = policies.into_iter().map(|policy| Known {
            people: people_of(&policy),
            max_age_days: policy.max_age_days(),
            id: policy.id,
        });
        Self {
            policies: policies.collect(),
        }
    }
}

impl PasswordPolicies {
    /// When the password of a user who is in these groups expires.
    ///
    /// `groups` are all of the user's groups, `Everyone` among them.
    pub fn expiry_of(&self, user: &User, groups: &[GroupId]) -> PasswordExpiry {
        let changed = match of_record(user) {
            Ok(changed) => changed,
            Err(decided) => return decided,
        };
        let is_in = |group: &GroupId| Some(groups.contains(group));
        match self.applying(&user.id, is_in) {
            Ok(policy) => policy.expiry(changed),
            Err(unknown) => PasswordExpiry::Unknown(unknown),
        }
    }

    /// The policy that applies to a user who is in the groups for which `is_in` says so; `None` where that is hidden.
    ///
    /// # Errors
    ///
    /// When none does, or one may of which it cannot be told.
    pub(super) fn applying(
        &self,
        user: &UserId,
        is_in: impl Fn(&GroupId) -> Option<bool>,
    ) -> Result<&Known, UnknownExpiry> {
        for policy in &self.policies {
            if policy.people.contain(user, &is_in)? {
                return Ok(policy);
            }
        }
        Err(UnknownExpiry::NoPolicy)
    }

    /// The groups that the conditions name, as far as they can matter.
    pub(super) fn groups(&self) -> BTreeSet<GroupId> {
        let mut named = BTreeSet::new();
        for policy in &self.policies {
            match &policy.people {
                People::Some {
                    groups,
                    without_groups,
                    ..
                } => named.extend(groups.union(without_groups).cloned()),
                // No policy behind this one is ever asked.
                People::Everyone | People::NotUnderstood => break,
            }
        }
        named
    }
}

impl Known {
    pub(super) fn expiry(&self, changed: jiff::Timestamp) -> PasswordExpiry {
        match self.max_age_days {
            Some(days) => after(changed, days, &self.id),
            None => PasswordExpiry::Unknown(UnknownExpiry::AgeNotTold),
        }
    }
}

impl People {
    fn contain(
        &self,
        user: &UserId,
        is_in: &impl Fn(&GroupId) -> Option<bool>,
    ) -> Result<bool, UnknownExpiry> {
        match self {
            Self::Everyone => Ok(true),
            Self::NotUnderstood => Err(UnknownExpiry::PolicyNotUnderstood),
            Self::Some {
                groups,
                without_groups,
                users,
                without_users,
            } => {
                if without_users.contains(user) {
                    return Ok(false);
                }
                let by_name = users.contains(user);
                let by_group = in_any(groups, is_in);
                let included = match (groups.is_empty(), users.is_empty()) {
                    (true, true) => Ok(true),
                    (true, false) => Ok(by_name),
                    (false, true) => by_group.ok_or(UnknownExpiry::GroupsHidden),
                    // No source says whether one of the two is enough; where both agree it does not matter.
                    (false, false) => match by_group {
                        Some(by_group) if by_group == by_name => Ok(by_group),
                        Some(_) => Err(UnknownExpiry::PolicyNotUnderstood),
                        None => Err(UnknownExpiry::GroupsHidden),
                    },
                };
                match (in_any(without_groups, is_in), included) {
                    (Some(true), _) | (_, Ok(false)) => Ok(false),
                    (Some(false), included) => included,
                    (None, _) => Err(UnknownExpiry::GroupsHidden),
                }
            }
        }
    }
}

/// Whether one is in any of these groups; `None` where a group that decides is hidden.
fn in_any(groups: &BTreeSet<GroupId>, is_in: &impl Fn(&GroupId) -> Option<bool>) -> Option<bool> {
    let mut result = Some(false);
    for group in groups {
        match is_in(group) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}

fn is_about_okta_s_own(policy: &Policy) -> bool {
    let provider = policy
        .conditions
        .as_ref()
        .and_then(|conditions| conditions.auth_provider.as_ref()?.provider.as_ref());
    !matches!(
        provider,
        Some(
            PasswordPolicyAuthenticationProviderType::ActiveDirectory
                | PasswordPolicyAuthenticationProviderType::Ldap
        )
    )
}

fn people_of(policy: &Policy) -> People {
    let is_system = policy.system == Some(true);
    if policy.status != Some(LifecycleStatus::Active) || !is_system && policy.priority.is_none() {
        return People::NotUnderstood;
    }
    if is_system {
        return People::Everyone;
    }
    let Some(conditions) = &policy.conditions else {
        return People::NotUnderstood;
    };
    some_people(conditions).unwrap_or(People::NotUnderstood)
}

/// `None` where a condition is not understood.
fn some_people(conditions: &PolicyConditions) -> Option<People> {
    let provider = conditions
        .auth_provider
        .as_ref()
        .and_then(|condition| condition.provider.as_ref());
    let is_known = matches!(
        provider,
        None | Some(
            PasswordPolicyAuthenticationProviderType::Okta | PasswordPolicyAuthenticationProviderType::Any
        )
    );
    let nothing = PolicyPeopleCondition::default();
    let people = conditions.people.as_ref().unwrap_or(&nothing);
    let (groups, users) = (people.groups.as_ref(), people.users.as_ref());
    let says_more = [
        Some(&conditions.extra),
        Some(&people.extra),
        groups.map(|groups| &groups.extra),
        users.map(|users| &users.extra),
    ];
    let says_more = says_more
        .into_iter()
        .flatten()
        .flat_map(|extra| extra.values())
        .any(says_something);
    if !is_known || conditions.network.is_some() || says_more {
        return None;
    }
    let set = |ids: Option<&Vec<GroupId>>| ids.into_iter().flatten().cloned().collect();
    let user_set = |ids: Option<&Vec<UserId>>| ids.into_iter().flatten().cloned().collect();
    Some(People::Some {
        groups: set(groups.and_then(|groups| groups.include.as_ref())),
        without_groups: set(groups.and_then(|groups| groups.exclude.as_ref())),
        users: user_set(users.and_then(|users| users.include.as_ref())),
        without_users: user_set(users.and_then(|users| users.exclude.as_ref())),
    })
}

/// Whether a condition that this version does not know could leave somebody out.
fn says_something(condition: &Value) -> bool {
    match condition {
        Value::Null => false,
        Value::Array(values) => !values.is_empty(),
        Value::Object(members) => members.values().any(says_something),
        _ => true,
    }
}
