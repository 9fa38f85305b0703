//! Whose passwords expire soon: pages instead of people.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use okta_models::{
    GroupId, PolicyId, UserId, filter,
    groups::{Group, ListGroupUsers, ListGroups},
    users::ListUsers,
};

use super::{PasswordExpiry, PasswordPolicies, UnknownExpiry, of_record};
use crate::{Action, Error, Lifecycle};

/// A password that expires soon, or should have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExpiringPassword {
    /// Whose it is.
    pub user: UserId,
    /// When it expires; past where Okta notices at the next sign-in.
    pub time: Timestamp,
    /// Whole days until then, rounded down.
    pub days_left: i64,
    /// The policy that says so.
    pub policy: PolicyId,
}

/// Whose passwords expire soon, and of whom it cannot be told.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// let soon = lifecycle.passwords_expiring_within(14).await?;
/// for password in &soon.expiring {
///     println!("{} in {} days", password.user, password.days_left);
/// }
/// if let Some(reason) = soon.undecided {
///     println!("nobody was looked at: {reason:?}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExpiringPasswords {
    /// The soonest first.
    pub expiring: Vec<ExpiringPassword>,
    /// Of whom it cannot be told, and why.
    pub unknown: Vec<(UserId, UnknownExpiry)>,
    /// Why it cannot be told of anybody; nobody was read then.
    pub undecided: Option<UnknownExpiry>,
    /// How many users were looked at.
    pub users: u64,
}

impl Lifecycle {
    /// Whose passwords expire within so many days from now, by the client's clock.
    ///
    /// It costs pages and not people: one call for the policies, one for the groups that are Okta's own, one for every
    /// 1,000 members of a group that a policy names, one for every 200 users.
    ///
    /// # Errors
    ///
    /// When a call fails, or Okta lists a record that cannot be read; that the token may not read policies is
    /// [`ExpiringPasswords::undecided`].
    pub async fn passwords_expiring_within(&self, days: u32) -> Result<ExpiringPasswords, Error> {
        let (action, now) = (Action::ReadPasswordExpiry, self.client.now());
        let failed = |error| Error::transport_of(action, error);
        let undecided = |reason| ExpiringPasswords {
            undecided: Some(reason),
            ..ExpiringPasswords::default()
        };
        let policies = match self.password_policies().await {
            Ok(policies) => policies,
            Err(error) if error.is_forbidden() => return Ok(undecided(UnknownExpiry::PoliciesUnreadable)),
            Err(error) => return Err(error),
        };
        let built_in: Vec<Group> = self
            .client
            .stream(ListGroups::new().filter(filter("type").eq("BUILT_IN")))
            .try_collect()
            .await
            .map_err(failed)?;
        // `Everyone` is one of them; who does not see it sees no group's members in full.
        if built_in.is_empty() {
            return Ok(undecided(UnknownExpiry::GroupsHidden));
        }
        let built_in: BTreeSet<GroupId> = built_in.into_iter().map(|group| group.id).collect();
        let members = self.members(action, &policies, &built_in).await?;
        let mut result = ExpiringPasswords::default();
        let mut users = self.client.stream(ListUsers::new().limit(200));
        while let Some(user) = users.next().await {
            let user = user.map_err(failed)?;
            result.users += 1;
            let expiry = match of_record(&user) {
                Ok(changed) => members.expiry(&policies, &user.id, changed),
                Err(decided) => decided,
            };
            match &expiry {
                PasswordExpiry::Unknown(reason) => result.unknown.push((user.id, *reason)),
                PasswordExpiry::At { time, policy } => {
                    let days_left = expiry.days_left(now).unwrap_or_default();
                    if days_left < i64::from(days) {
                        let (time, policy) = (*time, policy.clone());
                        let user = user.id;
                        result.expiring.push(ExpiringPassword {
                            user,
                            time,
                            days_left,
                            policy,
                        });
                    }
                }
                _ => {}
            }
        }
        result
            .expiring
            .sort_by(|one, other| (one.time, &one.user).cmp(&(other.time, &other.user)));
        Ok(result)
    }

    /// The members of the groups that policies name.
    async fn members(
        &self,
        action: Action,
        policies: &PasswordPolicies,
        built_in: &BTreeSet<GroupId>,
    ) -> Result<Members, Error> {
        let mut members = Members {
            everyone: built_in.clone(),
            ..Members::default()
        };
        for group in policies.groups() {
            if built_in.contains(&group) {
                continue;
            }
            let number = members.groups.len();
            members.groups.push(group.clone());
            let mut users = self.client.stream(ListGroupUsers::new(&group).limit(1000));
            loop {
                match users.next().await {
                    None => break,
                    Some(Ok(user)) => members.of.entry(user.id).or_default().push(number),
                    // A group that is gone has no members; one that is hidden says the same.
                    Some(Err(error)) if error.is_not_found() || error.is_forbidden() => {
                        members.hidden.insert(group);
                        break;
                    }
                    Some(Err(error)) => return Err(Error::transport_of(action, error)),
                }
            }
        }
        Ok(members)
    }
}

/// Who is in which of the groups that matter.
#[derive(Default)]
struct Members {
    everyone: BTreeSet<GroupId>,
    groups: Vec<GroupId>,
    of: BTreeMap<UserId, Vec<usize>>,
    hidden: BTreeSet<GroupId>,
}

impl Members {
    fn expiry(&self, policies: &PasswordPolicies, user: &UserId, changed: Timestamp) -> PasswordExpiry {
        let mine = self.of.get(user).map(Vec::as_slice).unwrap_or_default();
        let is_in = |group: &GroupId| {
            let is_mine = mine.iter().any(|number| self.groups.get(*number) == Some(group));
            if is_mine || self.everyone.contains(group) {
                Some(true)
            } else {
                (!self.hidden.contains(group)).then_some(false)
            }
        };
        match policies.applying(user, is_in) {
            Ok(policy) => policy.expiry(changed),
            Err(reason) => PasswordExpiry::Unknown(reason),
        }
    }
}
