//! [`Outcome`]: what an action found, did and proved.

use std::fmt;

use okta_models::{
    UserId,
    users::{User, UserStatus},
};

/// One of the thirteen actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Activates a user.
    ActivateUser,
    /// Deactivates a user.
    DeactivateUser,
    /// Suspends a user.
    SuspendUser,
    /// Gives a suspended user access again.
    UnsuspendUser,
    /// Unlocks a user.
    UnlockUser,
    /// Adds a user to a group.
    AddUserToGroup,
    /// Removes a user from a group.
    RemoveUserFromGroup,
    /// Assigns an application to a user.
    AssignApp,
    /// Takes an application from a user.
    RevokeApp,
    /// Ends a user's sessions.
    ClearSessions,
    /// Makes a user choose a new password.
    ExpirePassword,
    /// Starts a password reset.
    ResetPassword,
    /// Reads a user.
    GetUser,
}

impl Action {
    /// The action in words, `suspend user`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ActivateUser => "activate user",
            Self::DeactivateUser => "deactivate user",
            Self::SuspendUser => "suspend user",
            Self::UnsuspendUser => "unsuspend user",
            Self::UnlockUser => "unlock user",
            Self::AddUserToGroup => "add user to group",
            Self::RemoveUserFromGroup => "remove user from group",
            Self::AssignApp => "assign app",
            Self::RevokeApp => "revoke app",
            Self::ClearSessions => "clear sessions",
            Self::ExpirePassword => "expire password",
            Self::ResetPassword => "reset password",
            Self::GetUser => "get user",
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
    /// Okta said yes, and offers nothing to read: sessions cannot be listed.
    Accepted,
    /// Okta works on it in the background: the user is on the way to the status (`transitioningToStatus`).
    InProgress,
}

/// What an action found, did and proved.
#[derive(Clone, Debug)]
#[must_use]
pub struct Outcome {
    action: Action,
    change: Change,
    proof: Proof,
    before: Option<UserStatus>,
    user: User,
}

impl Outcome {
    pub(crate) fn new(
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
            before,
            user,
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

    /// The user's status before.
    pub fn status_before(&self) -> Option<&UserStatus> {
        self.before.as_ref()
    }

    /// The user's status as it was last read.
    pub fn status(&self) -> Option<&UserStatus> {
        self.user.status.as_ref()
    }

    /// The user's id.
    pub fn user_id(&self) -> &UserId {
        &self.user.id
    }

    /// The user as last read.
    pub fn user(&self) -> &User {
        &self.user
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
        write!(formatter, "{} {}: {change}", self.action, self.user.id)?;
        match (&self.before, self.status()) {
            (Some(before), Some(after)) if before != after => write!(formatter, ", {before} -> {after}")?,
            (_, Some(status)) => write!(formatter, ", {status}")?,
            _ => {}
        }
        formatter.write_str(match self.proof {
            Proof::ReadBack => ", read back",
            Proof::Accepted => ", accepted",
            Proof::InProgress => ", in progress",
        })
    }
}
