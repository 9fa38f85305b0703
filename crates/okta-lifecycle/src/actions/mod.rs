//! [`Lifecycle`]: the thirteen actions, and what they share.

mod applications;
mod credentials;
mod groups;
mod status;

pub use credentials::{PasswordReset, ResetPasswordOptions};

use okta_models::{
    Operation, UserKey,
    user_credentials::AuthenticationProviderType,
    users::{GetUser, User, UserStatus},
};
use okta_transport::{Client, WasSent};

use crate::{Action, Change, Error, ErrorKind, Outcome, Proof};

/// The thirteen actions on one org. Cheap to make and to clone.
///
/// Users are named by id or login; every write goes to the id that was read, so that a login that changes hands meanwhile
/// does no harm.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    client: Client,
}

impl Lifecycle {
    /// The actions, sent with this client.
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
        }
    }

    /// Reads a user.
    ///
    /// # Errors
    ///
    /// When there is no such user, or the call fails.
    pub async fn get_user(&self, user: impl Into<UserKey>) -> Result<User, Error> {
        self.read(Action::GetUser, user).await
    }

    async fn read(&self, action: Action, user: impl Into<UserKey>) -> Result<User, Error> {
        self.client
            .send(GetUser::new(user))
            .await
            .map_err(|error| Error::transport_of(action, error))
    }

    /// Sends a change of status, and proves it.
    ///
    /// An error is no verdict yet: another caller may have been faster, or our request may have arrived and the answer got
    /// lost. So, unless nothing was sent, the state is read before the error is passed on.
    async fn reach<O: Operation>(
        &self,
        action: Action,
        before: User,
        operation: O,
        holds: impl Fn(&UserStatus) -> bool,
    ) -> Result<(Outcome, Option<O::Output>), Error> {
        let (output, failure) = match self.client.send(operation).await {
            Ok(output) => (Some(output), None),
            Err(error) if error.was_sent() == WasSent::No => return Err(Error::transport_of(action, error)),
            // Okta did it and answered with something that cannot be read.
            Err(error) if error.is_accepted() => (None, None),
            Err(error) => (None, Some(error)),
        };
        let after = match (self.read(action, &before.id).await, failure) {
            (Ok(after), None) => after,
            // Where it held before, that it holds now says nothing about what was sent.
            (Ok(_), Some(failure)) if before.status.as_ref().is_some_and(&holds) => {
                return Err(Error::transport_of(action, failure));
            }
            (Ok(after), Some(failure)) => {
                let proof = proof(&after, &holds).ok_or_else(|| Error::transport_of(action, failure))?;
                return Ok((
                    Outcome::new(action, Change::FoundAfterwards, proof, before.status, after),
                    None,
                ));
            }
            (Err(error), None) => return Err(error),
            (Err(_), Some(failure)) => return Err(Error::transport_of(action, failure)),
        };
        let proof = proof(&after, &holds).ok_or_else(|| not_proven(action, &after))?;
        Ok((
            Outcome::new(action, Change::Made, proof, before.status, after),
            output,
        ))
    }

    /// Proves a change that is not one of status: `holds` reads whether things are as they should be.
    ///
    /// When the call failed and the state cannot be read either, the call's error is the one that is passed on.
    async fn prove(
        &self,
        action: Action,
        user: User,
        sent: Result<(), okta_transport::Error>,
        holds: impl AsyncFnOnce(&User) -> Result<bool, Error>,
    ) -> Result<Outcome, Error> {
        let failure = match sent {
            Err(error) if error.was_sent() == WasSent::No => return Err(Error::transport_of(action, error)),
            Err(error) if !error.is_accepted() => Some(error),
            _ => None,
        };
        let change =
            |change| Outcome::new(action, change, Proof::ReadBack, user.status.clone(), user.clone());
        match (holds(&user).await, failure) {
            (Ok(true), None) => Ok(change(Change::Made)),
            (Ok(true), Some(_)) => Ok(change(Change::FoundAfterwards)),
            (_, Some(failure)) => Err(Error::transport_of(action, failure)),
            (Ok(false), None) => Err(unchanged(action)),
            (Err(error), None) => Err(error),
        }
    }
}

/// An outcome for which nothing was sent.
fn already(action: Action, user: User) -> Outcome {
    Outcome::new(
        action,
        Change::AlreadyHeld,
        Proof::ReadBack,
        user.status.clone(),
        user,
    )
}

fn proof(user: &User, holds: impl Fn(&UserStatus) -> bool) -> Option<Proof> {
    if user.status.as_ref().is_some_and(&holds) {
        Some(Proof::ReadBack)
    } else if user.transitioning_to_status.as_ref().is_some_and(&holds) {
        Some(Proof::InProgress)
    } else {
        None
    }
}

fn not_proven(action: Action, after: &User) -> Error {
    let status = after
        .status
        .as_ref()
        .map_or("without a status", UserStatus::as_str);
    let message =
        format!("Okta accepted it, but the user is still {status}; read the user again, then the System Log");
    Error::new(action, ErrorKind::NotProven, message)
}

fn unchanged(action: Action) -> Error {
    let message = "Okta accepted it, but things are as they were; a group or a rule may hold the user there";
    Error::new(action, ErrorKind::NotProven, message)
}

/// The directory that owns the user's password, where it is not Okta.
fn password_owner(user: &User) -> Option<AuthenticationProviderType> {
    let credentials = user.credentials()?.ok()?;
    let provider = credentials.provider?.provider_type?;
    let is_okta_s = matches!(
        provider,
        AuthenticationProviderType::Okta | AuthenticationProviderType::Import
    );
    (!is_okta_s).then_some(provider)
}
