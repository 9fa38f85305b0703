//! [`Leaver`]: somebody goes.

use std::time::Duration;

use okta_models::UserKey;
use serde::{Deserialize, Serialize};

/// Somebody goes: access ends at once, what can be given back is taken, and what is lost for good comes last.
///
/// In this order: suspended, sessions and OAuth tokens ended, taken out of groups, apps revoked, factors reset,
/// deactivated, and deleted if that is asked for. With a [`grace`](Self::grace) what cannot be undone waits: a plan that is
/// made or run again later does what has become due since.
///
/// ```
/// use std::time::Duration;
/// use okta_lifecycle::Leaver;
///
/// const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// let ada = Leaver::of("ada@example.com").grace(7 * DAY).delete_after(30 * DAY);
/// # let _ = ada;
/// ```
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaver {
    #[serde(with = "key")]
    pub(crate) user: UserKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) grace_seconds: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delete_after_seconds: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) keep_groups: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) rule_managed_groups: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) list_owned: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) look_through_all_groups: bool,
}

impl Leaver {
    /// This person, by id or login.
    pub fn of(user: impl Into<UserKey>) -> Self {
        Self {
            user: user.into(),
            grace_seconds: None,
            delete_after_seconds: None,
            keep_groups: false,
            rule_managed_groups: false,
            list_owned: false,
            look_through_all_groups: false,
        }
    }

    /// Waits so long after the suspension before factors are reset and the account is deactivated. Okta's own
    /// `statusChanged` tells when the person was suspended. Only ACTIVE users can be suspended, so a person of another
    /// status cannot be planned with a grace.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace_seconds = Some(grace.as_secs());
        self
    }

    /// Deletes the account so long after it was deactivated. Without this it is kept, DEPROVISIONED.
    pub fn delete_after(mut self, delay: Duration) -> Self {
        self.delete_after_seconds = Some(delay.as_secs());
        self
    }

    /// Leaves the person in the groups. Deactivation takes nobody out of a group.
    pub fn keep_groups(mut self) -> Self {
        self.keep_groups = true;
        self
    }

    /// Takes the person out of groups that an active group rule fills, too. Okta then notes the person on the rule's list
    /// of exclusions, which holds 100: without this, such a membership stays, and the plan says so.
    pub fn rule_managed_groups(mut self) -> Self {
        self.rule_managed_groups = true;
        self
    }

    /// Lists what somebody else must take over: API tokens, administrator roles, people who have this person as manager by
    /// their profile or by a linked object, and groups that this person owns.
    ///
    /// It costs a call each for roles and managers, one for each kind of linked object, and one for each group that the
    /// person is in and of which no plan of this planner has asked yet; tokens and kinds of links are read once for all plans
    /// of a planner. Groups that the person owns and is not in are not found that way, which the plan says
    /// ([`Plan::unread`](crate::Plan::unread)).
    pub fn list_owned(mut self) -> Self {
        self.list_owned = true;
        self
    }

    /// As [`list_owned`](Self::list_owned), and asks every group of the org for its owners: a call for each group, once for
    /// all plans of a planner. [`Planner::forecast_group_owners`](crate::Planner::forecast_group_owners) tells the cost.
    pub fn look_through_all_groups(mut self) -> Self {
        self.list_owned = true;
        self.look_through_all_groups = true;
        self
    }

    /// The same for another person.
    pub fn user_is(mut self, user: impl Into<UserKey>) -> Self {
        self.user = user.into();
        self
    }

    /// Who goes.
    pub fn user(&self) -> &UserKey {
        &self.user
    }
}

/// A user's key as plain text.
pub(super) mod key {
    use okta_models::UserKey;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::intent) fn serialize<S: Serializer>(
        key: &UserKey,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(key.as_ref())
    }

    pub(in crate::intent) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<UserKey, D::Error> {
        Ok(UserKey::from(String::deserialize(deserializer)?))
    }
}
