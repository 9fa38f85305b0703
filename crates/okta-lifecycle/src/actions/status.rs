//! Actions on a user's status: activate, deactivate, suspend, unsuspend, unlock.

use okta_models::{
    UserKey,
    user_lifecycle::{ActivateUser, DeactivateUser, SuspendUser, UnlockUser, UnsuspendUser},
    users::{ListUserBlocks, User, UserStatus},
};

use super::{Lifecycle, activation::needs_activation, already, password_owner};
use crate::{Action, Error, ErrorKind, Outcome, Proof};

impl Lifecycle {
    /// Activates a STAGED or DEPROVISIONED user, who gets the link by mail.
    ///
    /// A user without a password becomes PROVISIONED and is ACTIVE once a password is chosen.
    ///
    /// # Errors
    ///
    /// When the user is SUSPENDED (unsuspend instead), or a call fails.
    pub async fn activate_user(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::ActivateUser;
        let user = self.read(action, user).await?;
        if !needs_activation(action, &user)? {
            return Ok(already(action, user));
        }
        let activate = ActivateUser::new(&user.id).send_email(true);
        Ok(self.reach(action, user, activate, is_activated).await?.0)
    }

    /// Deactivates a user of any status. App assignments, password and factors are lost for good; groups are kept.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn deactivate_user(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::DeactivateUser;
        let user = self.read(action, user).await?;
        if user.status == Some(UserStatus::Deprovisioned) {
            return Ok(already(action, user));
        }
        let deactivate = DeactivateUser::new(&user.id);
        Ok(self
            .reach(action, user, deactivate, |status| {
                *status == UserStatus::Deprovisioned
            })
            .await?
            .0)
    }

    /// Suspends an ACTIVE user: sessions end, groups and apps are kept.
    ///
    /// # Errors
    ///
    /// When the user has another status than ACTIVE or SUSPENDED, or a call fails.
    pub async fn suspend_user(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::SuspendUser;
        let user = self.read(action, user).await?;
        match &user.status {
            Some(UserStatus::Suspended) => Ok(already(action, user)),
            Some(UserStatus::Active) => {
                let suspend = SuspendUser::new(&user.id);
                Ok(self
                    .reach(action, user, suspend, |status| *status == UserStatus::Suspended)
                    .await?
                    .0)
            }
            status => Err(Error::wrong_status(
                action,
                status.as_ref(),
                "only ACTIVE users can be suspended; deactivate others",
            )),
        }
    }

    /// Gives a SUSPENDED user access again.
    ///
    /// What the user was before the suspension may come back, an expired password for instance, so every status of an
    /// activated user but SUSPENDED is what this action wants.
    ///
    /// # Errors
    ///
    /// When the user is not activated, or a call fails.
    pub async fn unsuspend_user(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::UnsuspendUser;
        let user = self.read(action, user).await?;
        match &user.status {
            Some(UserStatus::Suspended) => {
                let unsuspend = UnsuspendUser::new(&user.id);
                Ok(self.reach(action, user, unsuspend, is_activated).await?.0)
            }
            Some(status) if is_activated(status) => Ok(already(action, user)),
            status => Err(Error::wrong_status(
                action,
                status.as_ref(),
                "activate the user instead",
            )),
        }
    }

    /// Unlocks a LOCKED_OUT user, or an ACTIVE one who is blocked on unknown devices.
    ///
    /// # Errors
    ///
    /// When the user is locked in a directory (unlock there), has a status that is not about locks, is blocked still, or a
    /// call fails.
    pub async fn unlock_user(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let action = Action::UnlockUser;
        let user = self.read(action, user).await?;
        match &user.status {
            Some(UserStatus::LockedOut) => {
                if let Some(owner) = password_owner(&user) {
                    let message = format!("the user's password belongs to {owner}; unlock the user there");
                    return Err(Error::new(action, ErrorKind::OwnedElsewhere, message));
                }
            }
            Some(UserStatus::Active) if self.is_blocked(action, &user).await? => {
                return self.unblock(action, user).await;
            }
            Some(UserStatus::Active) => return Ok(already(action, user)),
            status => {
                return Err(Error::wrong_status(
                    action,
                    status.as_ref(),
                    "only LOCKED_OUT users can be unlocked",
                ));
            }
        }
        let unlock = UnlockUser::new(&user.id);
        Ok(self
            .reach(action, user, unlock, |status| *status == UserStatus::Active)
            .await?
            .0)
    }

    /// Unlocks an ACTIVE user, whose status tells nothing: the blocks are read before and after.
    async fn unblock(&self, action: Action, user: User) -> Result<Outcome, Error> {
        let (_, sent) = self.change(action, UnlockUser::new(&user.id)).await?;
        let is_blocked = self.is_blocked(action, &user).await;
        let change = sent.conclude(action, is_blocked.map(|is_blocked| !is_blocked))?;
        let before = user.status.clone();
        Ok(Outcome::of_user(action, change, Proof::ReadBack, before, user))
    }

    /// Whether an ACTIVE user is blocked somewhere. An org without the feature says so, and has no such blocks.
    async fn is_blocked(&self, action: Action, user: &User) -> Result<bool, Error> {
        match self.client.send(ListUserBlocks::new(&user.id)).await {
            Ok(blocks) => Ok(!blocks.is_empty()),
            Err(error)
                if error
                    .okta()
                    .is_some_and(|okta| okta.code() == FEATURE_NOT_ENABLED) =>
            {
                Ok(false)
            }
            Err(error) => Err(Error::transport_of(action, error)),
        }
    }
}

/// What `GET /users/{id}/blocks` answers in an org without device blocks (recorded).
const FEATURE_NOT_ENABLED: &str = "E0000015";

/// Activated, though perhaps without a password yet, or with an expired or locked one.
pub(super) fn is_activated(status: &UserStatus) -> bool {
    matches!(
        status,
        UserStatus::Active
            | UserStatus::Provisioned
            | UserStatus::Recovery
            | UserStatus::PasswordExpired
            | UserStatus::LockedOut
    )
}
