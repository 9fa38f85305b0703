//! Activation by a link that the caller hands over, and sending the activation again.

use okta_models::{
    Secret, UserKey,
    user_lifecycle::{ActivateUser, ReactivateUser, UserActivationToken},
    users::{User, UserStatus},
};

use super::{Lifecycle, already, status::is_activated};
use crate::{Action, Error, Outcome, Proof};

/// An activation.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// let activation = lifecycle.activate_user_by_link("ada@example.com").await?;
/// if let Some(link) = activation.link() {
///     hand_over(link.expose());
/// }
/// # fn hand_over(_: &str) {}
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Activation {
    outcome: Outcome,
    link: Option<Secret>,
}

impl Activation {
    /// What was found, done and proved.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The link with which the user sets a password, where it was asked for and the answer arrived.
    pub fn link(&self) -> Option<&Secret> {
        self.link.as_ref()
    }

    fn new(outcome: Outcome, token: Option<UserActivationToken>) -> Self {
        let link = token.and_then(|token| token.activation_url);
        Self { outcome, link }
    }
}

impl Lifecycle {
    /// Activates a STAGED or DEPROVISIONED user without a mail: the link comes back, to be handed over in another way.
    ///
    /// # Errors
    ///
    /// As [`activate_user`](Lifecycle::activate_user).
    pub async fn activate_user_by_link(&self, user: impl Into<UserKey>) -> Result<Activation, Error> {
        let action = Action::ActivateUser;
        let user = self.read(action, user).await?;
        if !needs_activation(action, &user)? {
            return Ok(Activation::new(already(action, user), None));
        }
        let activate = ActivateUser::new(&user.id).send_email(false);
        let (outcome, token) = self.reach(action, user, activate, is_activated).await?;
        Ok(Activation::new(outcome, token))
    }

    /// Sends the activation again to a user who has not chosen a password yet, by mail or as a link.
    ///
    /// Okta shows nothing of it, so the outcome is [`Proof::Accepted`], and every call sends. A user who can sign in has
    /// no need of it, which is [`AlreadyHeld`](crate::Change::AlreadyHeld).
    ///
    /// # Errors
    ///
    /// When the user is neither PROVISIONED nor in RECOVERY, or a call fails.
    pub async fn reactivate_user(
        &self,
        user: impl Into<UserKey>,
        hand_over_link: bool,
    ) -> Result<Activation, Error> {
        let action = Action::ReactivateUser;
        let user = self.read(action, user).await?;
        let advice = match &user.status {
            Some(UserStatus::Provisioned | UserStatus::Recovery) => None,
            Some(UserStatus::Active) => return Ok(Activation::new(already(action, user), None)),
            Some(UserStatus::Staged | UserStatus::Deprovisioned) => Some("activate the user instead"),
            Some(UserStatus::Suspended) => Some("unsuspend the user instead"),
            Some(UserStatus::LockedOut) => Some("unlock the user instead"),
            _ => Some("only users who wait for a password can be sent the activation again"),
        };
        if let Some(advice) = advice {
            return Err(Error::wrong_status(action, user.status.as_ref(), advice));
        }
        let reactivate = ReactivateUser::new(&user.id).send_email(!hand_over_link);
        let token = self
            .client
            .send(reactivate)
            .await
            .map_err(|error| Error::transport_of(action, error))?;
        let before = user.status.clone();
        let outcome = Outcome::of_user(action, crate::Change::Made, Proof::Accepted, before, user);
        Ok(Activation::new(outcome, Some(token)))
    }
}

/// Whether the user is yet to be activated; an error where activation is not what helps.
pub(super) fn needs_activation(action: Action, user: &User) -> Result<bool, Error> {
    match &user.status {
        Some(UserStatus::Staged | UserStatus::Deprovisioned) => Ok(true),
        Some(status) if is_activated(status) => Ok(false),
        Some(UserStatus::Suspended) => Err(Error::wrong_status(
            action,
            user.status.as_ref(),
            "unsuspend the user instead",
        )),
        status => Err(Error::wrong_status(
            action,
            status.as_ref(),
            "only STAGED and DEPROVISIONED users can be activated",
        )),
    }
}
