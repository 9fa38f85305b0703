//! When one person's password expires.

use futures_util::TryStreamExt as _;
use okta_models::{
    GroupId, UserKey,
    groups::{Group, GroupType},
    policies::{ListPolicies, Policy, PolicyType},
    user_resources::ListUserGroups,
};

use super::{PasswordExpiry, PasswordPolicies, UnknownExpiry, of_record};
use crate::{Action, Error, Lifecycle};

impl Lifecycle {
    /// Reads the org's policies about passwords: one call.
    ///
    /// # Errors
    ///
    /// When the token may not read them, or the call fails.
    pub async fn password_policies(&self) -> Result<PasswordPolicies, Error> {
        let policies: Result<Vec<Policy>, _> = self
            .client
            .stream(ListPolicies::new(PolicyType::Password))
            .try_collect()
            .await;
        policies
            .map(PasswordPolicies::from)
            .map_err(|error| Error::transport_of(Action::ReadPasswordExpiry, error))
    }

    /// When a user's password expires: three calls at most.
    ///
    /// ```no_run
    /// # async fn example(lifecycle: okta_lifecycle::Lifecycle, now: jiff::Timestamp) -> Result<(), okta_lifecycle::Error> {
    /// use okta_lifecycle::PasswordExpiry;
    ///
    /// match lifecycle.password_expiry("ada@example.com").await? {
    ///     PasswordExpiry::Unknown(reason) => println!("it cannot be told: {reason}"),
    ///     expiry => println!("{:?} days left", expiry.days_left(now)),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no such user, or a call fails; that policies may not be read is [`PasswordExpiry::Unknown`].
    pub async fn password_expiry(&self, user: impl Into<UserKey>) -> Result<PasswordExpiry, Error> {
        self.expiry(user.into(), None).await
    }

    /// When a user's password expires, with policies that were read before: two calls at most.
    ///
    /// # Errors
    ///
    /// As [`password_expiry`](Lifecycle::password_expiry).
    pub async fn password_expiry_with(
        &self,
        user: impl Into<UserKey>,
        policies: &PasswordPolicies,
    ) -> Result<PasswordExpiry, Error> {
        self.expiry(user.into(), Some(policies)).await
    }

    async fn expiry(
        &self,
        user: UserKey,
        policies: Option<&PasswordPolicies>,
    ) -> Result<PasswordExpiry, Error> {
        let action = Action::ReadPasswordExpiry;
        let user = self.read(action, user).await?;
        if let Err(decided) = of_record(&user) {
            return Ok(decided);
        }
        let read;
        let policies = match policies {
            Some(policies) => policies,
            None => match self.password_policies().await {
                Ok(policies) => {
                    read = policies;
                    &read
                }
                Err(error) if error.is_forbidden() => {
                    return Ok(PasswordExpiry::Unknown(UnknownExpiry::PoliciesUnreadable));
                }
                Err(error) => return Err(error),
            },
        };
        let groups: Result<Vec<Group>, _> = self
            .client
            .stream(ListUserGroups::new(&user.id))
            .try_collect()
            .await;
        let groups = groups.map_err(|error| Error::transport_of(action, error))?;
        // Everybody is in `Everyone`; who does not see that does not see all.
        if !groups
            .iter()
            .any(|group| group.group_type == Some(GroupType::BuiltIn))
        {
            return Ok(PasswordExpiry::Unknown(UnknownExpiry::GroupsHidden));
        }
        let groups: Vec<GroupId> = groups.into_iter().map(|group| group.id).collect();
        Ok(policies.expiry_of(&user, &groups))
    }
}
