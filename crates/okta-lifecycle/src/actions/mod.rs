//! [`Lifecycle`]: the actions, and what they share.

mod activation;
mod applications;
mod creation;
mod credentials;
mod factors;
mod group_applications;
mod groups;
mod identity;
mod known_group;
mod passwords;
mod profile;
mod removal;
mod schema;
mod status;
mod tokens;

pub use activation::Activation;
pub use applications::AppAssignment;
pub use creation::{NewUser, UserCreation};
pub use credentials::{PasswordReset, ResetPasswordOptions};
pub use factors::{TemporaryAccessCode, TemporaryAccessCodeOptions};
pub use group_applications::GroupAppAssignment;
pub use groups::{GroupCreation, MembershipOptions};
pub use identity::Identity;
pub(crate) use known_group::has_admin_privilege;
pub use known_group::{GroupTarget, KnownGroup};
pub use passwords::TemporaryPassword;
pub use profile::ProfileChange;
pub use schema::ProfileSchema;

use okta_models::{
    Operation, UserId, UserKey,
    user_credentials::AuthenticationProviderType,
    users::{GetUser, User, UserStatus},
};
use okta_transport::{Client, WasSent};

use crate::{Action, Change, Error, ErrorKind, Outcome, Proof, Subject};

/// The actions on one org. Cheap to make and to clone.
///
/// Users are named by id or login; every write goes to the id that was read, so that a login that changes hands meanwhile
/// does no harm. A user who is named by a [`UserId`] is not looked up by actions that need no more than the id.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    pub(crate) client: Client,
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

    pub(crate) async fn read(&self, action: Action, user: impl Into<UserKey>) -> Result<User, Error> {
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
                    Outcome::of_user(action, Change::FoundAfterwards, proof, before.status, after),
                    None,
                ));
            }
            (Err(error), None) => return Err(error),
            (Err(_), Some(failure)) => return Err(Error::transport_of(action, failure)),
        };
        let proof = proof(&after, &holds).ok_or_else(|| not_proven(action, &after))?;
        Ok((
            Outcome::of_user(action, Change::Made, proof, before.status, after),
            output,
        ))
    }

    /// The user's id, which is read where the user is named by login.
    pub(crate) async fn resolve(&self, action: Action, user: impl Into<UserKey>) -> Result<UserId, Error> {
        let user = user.into();
        match user.as_id() {
            Some(id) => Ok(id),
            None => Ok(self.read(action, user).await?.id),
        }
    }

    /// Sends a change that is not one of status.
    async fn change<O: Operation>(
        &self,
        action: Action,
        operation: O,
    ) -> Result<(Option<O::Output>, Sent), Error> {
        match self.client.send(operation).await {
            Ok(output) => Ok((Some(output), Sent::Accepted)),
            Err(error) if error.was_sent() == WasSent::No => Err(Error::transport_of(action, error)),
            // Okta did it and answered with something that cannot be read.
            Err(error) if error.is_accepted() => Ok((None, Sent::Accepted)),
            Err(error) => Ok((None, Sent::Failed(error))),
        }
    }
}

/// What became of a request that was sent.
enum Sent {
    Accepted,
    /// No verdict yet: another caller may have been faster, or the request arrived and the answer got lost.
    Failed(okta_transport::Error),
}

impl Sent {
    /// What is known once it was read whether things are as they should be.
    ///
    /// When the call failed and the state cannot be read either, the call's error is the one that is passed on.
    fn conclude(self, action: Action, holds: Result<bool, Error>) -> Result<Change, Error> {
        match (holds, self) {
            (Ok(true), Self::Accepted) => Ok(Change::Made),
            (Ok(true), Self::Failed(_)) => Ok(Change::FoundAfterwards),
            (_, Self::Failed(error)) => Err(Error::transport_of(action, error)),
            (Ok(false), Self::Accepted) => Err(unchanged(action)),
            (Err(error), Self::Accepted) => Err(error),
        }
    }
}

/// `None` where Okta does not know what was asked for, which is of this class of its own.
///
/// Okta answers 404 both for a missing assignment and for a missing application; its summary ends with the class of what is
/// missing, `Not found: Resource not found: 00u1 (User)`. Where it names another class than those that are known, `around`
/// asks for what the object belongs to.
async fn found<T>(
    action: Action,
    answer: Result<T, okta_transport::Error>,
    class: &str,
    around: impl AsyncFnOnce() -> Result<(), okta_transport::Error>,
) -> Result<Option<T>, Error> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_not_found() => match missing_class(&error) {
            Some(missing) if missing == class => Ok(None),
            Some("User" | "AppInstance" | "UserGroup") => Err(Error::transport_of(action, error)),
            _ => match around().await {
                Ok(()) => Ok(None),
                Err(error) => Err(Error::transport_of(action, error)),
            },
        },
        Err(error) => Err(Error::transport_of(action, error)),
    }
}

/// The class that stands in brackets at the end of the summary.
fn missing_class(error: &okta_transport::Error) -> Option<&str> {
    let summary = error.okta()?.summary().trim_end().strip_suffix(')')?;
    Some(summary.rsplit_once('(')?.1)
}

/// An outcome for which nothing was sent, of an action that need not read the user.
fn already_of(action: Action, subject: Subject) -> Outcome {
    Outcome::of(action, Change::AlreadyHeld, Proof::ReadBack, subject)
}

/// An outcome for which nothing was sent.
fn already(action: Action, user: User) -> Outcome {
    Outcome::of_user(
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
