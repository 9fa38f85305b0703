//! Actions that give a user a password: set one, give a temporary one.

use okta_models::{
    Secret, UserKey,
    user_credentials::{ExpirePasswordWithTempPassword, UserCredentialsUpdate},
    users::{UpdateUser, UpdateUserRequest, User, UserStatus},
};

use super::{Lifecycle, Sent, credentials::has_own_password};
use crate::{Action, Error, Outcome, Proof};

/// A temporary password.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// let given = lifecycle.give_temporary_password("ada@example.com", true).await?;
/// if let Some(password) = given.password() {
///     hand_over(password.expose());
/// }
/// # fn hand_over(_: &str) {}
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TemporaryPassword {
    outcome: Outcome,
    password: Option<Secret>,
}

impl TemporaryPassword {
    /// What was found, done and proved.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The password; `None` when the answer that held it got lost. The user then has one that nobody knows: give another.
    pub fn password(&self) -> Option<&Secret> {
        self.password.as_ref()
    }
}

impl Lifecycle {
    /// Gives a user a password that works once, to be changed at the next sign-in: the user is PASSWORD_EXPIRED.
    ///
    /// Every call makes another password.
    ///
    /// # Errors
    ///
    /// When the password belongs to a directory, the user has no password to replace, or a call fails.
    pub async fn give_temporary_password(
        &self,
        user: impl Into<UserKey>,
        revoke_sessions: bool,
    ) -> Result<TemporaryPassword, Error> {
        let action = Action::GiveTemporaryPassword;
        let user = self.read(action, user).await?;
        has_own_password(action, &user)?;
        let give = ExpirePasswordWithTempPassword::new(&user.id).revoke_sessions(revoke_sessions);
        let is_expired = |status: &UserStatus| *status == UserStatus::PasswordExpired;
        let (outcome, given) = self.reach(action, user, give, is_expired).await?;
        Ok(TemporaryPassword {
            outcome,
            password: given.and_then(|given| given.temp_password),
        })
    }

    /// Sets a user's password. A user who waits for one (PROVISIONED, RECOVERY, PASSWORD_EXPIRED) becomes ACTIVE.
    ///
    /// The proof is that `passwordChanged` moved; where Okta accepted the password and it did not, within one second of
    /// the change before for instance, the outcome is [`Proof::Accepted`]. Every call sends.
    ///
    /// # Errors
    ///
    /// When the password belongs to a directory, the user is DEPROVISIONED, Okta refuses the password (E0000080, policy), or a
    /// call fails.
    pub async fn set_password(
        &self,
        user: impl Into<UserKey>,
        password: impl Into<Secret>,
    ) -> Result<Outcome, Error> {
        let action = Action::SetPassword;
        let user = self.read(action, user).await?;
        is_settable(action, &user)?;
        let credentials = UserCredentialsUpdate::with_password(password);
        let request = UpdateUserRequest::new().credentials(credentials);
        let (_, sent) = self.change(action, UpdateUser::new(&user.id, request)).await?;
        let after = self.read(action, &user.id).await;
        let has_moved = after.as_ref().is_ok_and(|after| {
            after.password_changed.is_some() && after.password_changed != user.password_changed
        });
        let (held, proof) = match sent {
            Sent::Accepted if !has_moved => (Ok(true), Proof::Accepted),
            _ => (Ok(has_moved), Proof::ReadBack),
        };
        let (held, after) = match after {
            Ok(after) => (held, after),
            Err(error) => (Err(error), user.clone()),
        };
        let change = sent.conclude(action, held)?;
        Ok(Outcome::of_user(action, change, proof, user.status, after))
    }
}

/// Okta takes a password for this user.
fn is_settable(action: Action, user: &User) -> Result<(), Error> {
    super::credentials::is_okta_s_own(action, user)?;
    match &user.status {
        Some(UserStatus::Deprovisioned) => Err(Error::wrong_status(
            action,
            user.status.as_ref(),
            "activate the user first",
        )),
        _ => Ok(()),
    }
}
