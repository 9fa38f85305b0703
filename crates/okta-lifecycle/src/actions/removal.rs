//! Leaving for good: deactivation in the background, and deletion.

use std::time::Duration;

use okta_models::{
    Prefer, UserKey,
    user_lifecycle::DeactivateUser,
    users::{DeleteUser, GetUser, User, UserStatus},
};

use super::{Lifecycle, Sent, already};
use crate::{Action, Change, Error, ErrorKind, Outcome, Proof, Subject};

/// How long to wait between two looks at a user whom Okta deactivates in the background.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

impl Lifecycle {
    /// Deactivates a user in the background, as Okta advises for users with many apps, and waits until it is done, for as
    /// long as `at_most`; a wait of zero looks once.
    ///
    /// At the deadline the outcome is [`Proof::InProgress`] where Okta says that it is working on it
    /// (`transitioningToStatus`).
    ///
    /// # Errors
    ///
    /// When a call fails, or Okta accepted the change and shows no sign of it.
    pub async fn deactivate_user_in_background(
        &self,
        user: impl Into<UserKey>,
        at_most: Duration,
    ) -> Result<Outcome, Error> {
        let action = Action::DeactivateUser;
        let user = self.read(action, user).await?;
        let (is_on_the_way, before) = (is_leaving(&user), user.status.clone());
        let mut outcome = if user.status == Some(UserStatus::Deprovisioned) {
            return Ok(already(action, user));
        } else if is_on_the_way {
            Outcome::of_user(
                action,
                Change::AlreadyHeld,
                Proof::InProgress,
                before.clone(),
                user,
            )
        } else {
            let deactivate = DeactivateUser::new(&user.id).prefer(Prefer::RespondAsync);
            let is_gone = |status: &UserStatus| *status == UserStatus::Deprovisioned;
            self.reach(action, user, deactivate, is_gone).await?.0
        };
        let mut waited = Duration::ZERO;
        while outcome.proof() == Proof::InProgress && waited < at_most {
            let pause = LOOK_AGAIN.min(at_most.saturating_sub(waited));
            self.client.sleep(pause).await;
            waited = waited.saturating_add(pause);
            let change = outcome.change();
            let Subject::User(id) = outcome.subject() else {
                break;
            };
            let user = self.read(action, id).await?;
            let proof = match user.status {
                Some(UserStatus::Deprovisioned) => Proof::ReadBack,
                _ if is_leaving(&user) => Proof::InProgress,
                _ => return Err(super::not_proven(action, &user)),
            };
            outcome = Outcome::of_user(action, change, proof, before.clone(), user);
        }
        Ok(outcome)
    }

    /// Deletes a user: deactivates, deletes, and proves that Okta knows the id no more. Nothing brings the user back.
    ///
    /// A user who is named by a [`UserId`](okta_models::UserId) that Okta does not know is gone already. Okta says the same
    /// to a token that may not see the user; [`Proof::Gone`] is no stronger than that. A login that nobody has is an error,
    /// since it may be misspelt.
    ///
    /// # Errors
    ///
    /// When there is no such login, or a call fails.
    pub async fn delete_user(&self, user: impl Into<UserKey>) -> Result<Outcome, Error> {
        let (action, key) = (Action::DeleteUser, user.into());
        let known_id = key.as_id();
        let user = match (self.client.send(GetUser::new(key)).await, known_id) {
            (Ok(user), _) => user,
            (Err(error), Some(id)) if error.is_not_found() => {
                return Ok(Outcome::of(
                    action,
                    Change::AlreadyHeld,
                    Proof::Gone,
                    Subject::User(id),
                ));
            }
            (Err(error), _) => return Err(Error::transport_of(action, error)),
        };
        if user.status != Some(UserStatus::Deprovisioned) {
            self.deactivate_first(action, &user).await?;
        }
        let (_, sent) = self.change(action, DeleteUser::new(&user.id)).await?;
        let is_gone = match self.client.send(GetUser::new(&user.id)).await {
            Ok(_) => Ok(false),
            Err(error) if error.is_not_found() => Ok(true),
            Err(error) => Err(Error::transport_of(action, error)),
        };
        let change = sent.conclude(action, is_gone)?;
        Ok(Outcome::of(action, change, Proof::Gone, Subject::User(user.id)))
    }

    /// The first `DELETE` of a user who is not DEPROVISIONED deactivates; so that one `DELETE` means one thing, it is done
    /// by its own name, and looked at when its answer got lost.
    async fn deactivate_first(&self, action: Action, user: &User) -> Result<(), Error> {
        let (_, sent) = self.change(action, DeactivateUser::new(&user.id)).await?;
        let Sent::Failed(error) = sent else {
            return Ok(());
        };
        match self.read(action, &user.id).await {
            Ok(after) if after.status == Some(UserStatus::Deprovisioned) => Ok(()),
            Ok(after) if is_leaving(&after) => {
                let message = "Okta is still deactivating the user; delete the user later";
                Err(Error::new(action, ErrorKind::NotProven, message))
            }
            _ => Err(Error::transport_of(action, error)),
        }
    }
}

fn is_leaving(user: &User) -> bool {
    user.transitioning_to_status == Some(UserStatus::Deprovisioned)
}
