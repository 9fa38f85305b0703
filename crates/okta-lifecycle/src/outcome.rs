//! [`Outcome`]: what an action found, did and proved.

use std::fmt;

use okta_models::{
    GroupId, UserId,
    users::{User, UserStatus},
};

/// One of the actions.
///
/// ```
/// assert_eq!(okta_lifecycle::Action::SuspendUser.to_string(), "suspend user");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Creates a user.
    CreateUser,
    /// Activates a user.
    ActivateUser,
    /// Sends a user the activation again.
    ReactivateUser,
    /// Deactivates a user.
    DeactivateUser,
    /// Deletes a user.
    DeleteUser,
    /// Suspends a user.
    SuspendUser,
    /// Gives a suspended user access again.
    UnsuspendUser,
    /// Unlocks a user.
    UnlockUser,
    /// Changes attributes of a user.
    UpdateProfile,
    /// Changes the name with which a user signs in.
    ChangeLogin,
    /// Gives a user another user type.
    ChangeUserType,
    /// Adds a user to a group.
    AddUserToGroup,
    /// Removes a user from a group.
    RemoveUserFromGroup,
    /// Creates a group.
    CreateGroup,
    /// Reads a group and what stands in the way of changing its members.
    ReadGroup,
    /// Assigns an application to a user.
    AssignApp,
    /// Takes an application from a user.
    RevokeApp,
    /// Assigns an application to a group.
    AssignAppToGroup,
    /// Takes an application from a group.
    RevokeAppFromGroup,
    /// Ends a user's sessions.
    ClearSessions,
    /// Revokes the OAuth tokens that clients hold for a user.
    RevokeTokens,
    /// Revokes what a user has consented to.
    RevokeGrants,
    /// Makes a user choose a new password.
    ExpirePassword,
    /// Starts a password reset.
    ResetPassword,
    /// Sets a user's password.
    SetPassword,
    /// Gives a user a password that works once.
    GiveTemporaryPassword,
    /// Lists a user's factors.
    ListFactors,
    /// Resets a factor of a user.
    ResetFactor,
    /// Resets all factors of a user.
    ResetFactors,
    /// Gives a user a temporary access code.
    GiveTemporaryAccessCode,
    /// Reads a user.
    GetUser,
    /// Finds a user by an attribute.
    IdentifyUser,
    /// Finds out when passwords expire.
    ReadPasswordExpiry,
    /// Reads which attributes users have.
    ReadSchema,
}

impl Action {
    /// The action in words, `suspend user`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CreateUser => "create user",
            Self::ActivateUser => "activate user",
            Self::ReactivateUser => "reactivate user",
            Self::DeactivateUser => "deactivate user",
            Self::DeleteUser => "delete user",
            Self::SuspendUser => "suspend user",
            Self::UnsuspendUser => "unsuspend user",
            Self::UnlockUser => "unlock user",
            Self::UpdateProfile => "update profile",
            Self::ChangeLogin => "change login",
            Self::ChangeUserType => "change user type",
            Self::AddUserToGroup => "add user to group",
            Self::RemoveUserFromGroup => "remove user from group",
            Self::CreateGroup => "create group",
            Self::ReadGroup => "read group",
            Self::AssignApp => "assign app",
            Self::RevokeApp => "revoke app",
            Self::AssignAppToGroup => "assign app to group",
            Self::RevokeAppFromGroup => "revoke app from group",
            Self::ClearSessions => "clear sessions",
            Self::RevokeTokens => "revoke tokens",
            Self::RevokeGrants => "revoke grants",
            Self::ExpirePassword => "expire password",
            Self::ResetPassword => "reset password",
            Self::SetPassword => "set password",
            Self::GiveTemporaryPassword => "give temporary password",
            Self::ListFactors => "list factors",
            Self::ResetFactor => "reset factor",
            Self::ResetFactors => "reset factors",
            Self::GiveTemporaryAccessCode => "give temporary access code",
            Self::GetUser => "get user",
            Self::IdentifyUser => "identify user",
            Self::ReadPasswordExpiry => "read password expiry",
            Self::ReadSchema => "read schema",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Whether an action changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// The change was made now.
    Made,
    /// Nothing was sent: the state already was as it should be.
    AlreadyHeld,
    /// The state became as it should be while the action ran, and who did it is not known: another caller, or a request
    /// of ours whose answer was lost.
    FoundAfterwards,
}

/// How it is known that the state is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Proof {
    /// It was read from Okta, by id.
    ReadBack,
    /// Okta said yes, and offers nothing to read that would show it: sessions cannot be listed.
    Accepted,
    /// Okta works on it in the background: the user is on the way to the status (`transitioningToStatus`).
    InProgress,
    /// Okta knows the id no more. It says the same to a token that may not see the object.
    Gone,
}

/// Whom or what an action was about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// A user.
    User(UserId),
    /// A group.
    Group(GroupId),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user) => user.fmt(formatter),
            Self::Group(group) => group.fmt(formatter),
        }
    }
}

/// What an action found, did and proved.
///
/// ```no_run
/// # async fn example(lifecycle: okta_lifecycle::Lifecycle) -> Result<(), okta_lifecycle::Error> {
/// use okta_lifecycle::{Change, Proof};
///
/// let outcome = lifecycle.deactivate_user("ada@example.com").await?;
/// let is_certain = outcome.proof() == Proof::ReadBack;
/// println!("{outcome}"); // deactivate user 00u1: done, ACTIVE -> DEPROVISIONED, read back
/// assert!(outcome.change() != Change::AlreadyHeld || is_certain);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Outcome {
    action: Action,
    change: Change,
    proof: Proof,
    subject: Subject,
    before: Option<UserStatus>,
    user: Option<Box<User>>,
}

impl Outcome {
    /// Of an action that has read the user.
    pub(crate) fn of_user(
        action: Action,
        change: Change,
        proof: Proof,
        before: Option<UserStatus>,
        user: User,
    ) -> Self {
        Self {
            action,
            change,
            proof,
            subject: Subject::User(user.id.clone()),
            before,
            user: Some(Box::new(user)),
        }
    }

    /// Of an action that need not read the user or group itself.
    pub(crate) fn of(action: Action, change: Change, proof: Proof, subject: Subject) -> Self {
        Self {
            action,
            change,
            proof,
            subject,
            before: None,
            user: None,
        }
    }

    /// What was done.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Whether anything changed.
    pub fn change(&self) -> Change {
        self.change
    }

    /// How the result is known.
    pub fn proof(&self) -> Proof {
        self.proof
    }

    /// Whom or what it was about.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The user's status before, where the action reads it.
    pub fn status_before(&self) -> Option<&UserStatus> {
        self.before.as_ref()
    }

    /// The user's status as it was last read, where the action reads it.
    pub fn status(&self) -> Option<&UserStatus> {
        self.user.as_ref()?.status.as_ref()
    }

    /// The user's id, where the action was about one.
    pub fn user_id(&self) -> Option<&UserId> {
        match &self.subject {
            Subject::User(user) => Some(user),
            Subject::Group(_) => None,
        }
    }

    /// The user as last read, where the action reads the user: one on membership reads the membership alone.
    pub fn user(&self) -> Option<&User> {
        self.user.as_deref()
    }
}

impl fmt::Display for Outcome {
    /// `suspend user 00u1: done, ACTIVE -> SUSPENDED, read back`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let change = match self.change {
            Change::Made => "done",
            Change::AlreadyHeld => "already so",
            Change::FoundAfterwards => "so by now",
        };
        write!(formatter, "{} {}: {change}", self.action, self.subject)?;
        match (&self.before, self.status()) {
            (Some(before), Some(after)) if before != after => write!(formatter, ", {before} -> {after}")?,
            (_, Some(status)) => write!(formatter, ", {status}")?,
            _ => {}
        }
        formatter.write_str(match self.proof {
            Proof::ReadBack => ", read back",
            Proof::Accepted => ", accepted",
            Proof::InProgress => ", in progress",
            Proof::Gone => ", gone",
        })
    }
}
