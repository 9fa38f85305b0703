//! [`Condition`]: what a step expects of a person, and what it leaves.

use std::fmt;

use okta_models::{AppId, GroupId, users::UserStatus};
use serde::{Deserialize, Serialize};

use super::{AppRecord, Attributes, StepAction};

/// A state of a person that can be read.
///
/// ```
/// use okta_lifecycle::{Condition, StepAction};
/// use okta_models::users::UserStatus;
///
/// let expected = Condition::Status { any_of: vec![UserStatus::Deprovisioned] };
/// assert_eq!(StepAction::DeleteUser.precondition(), expected);
/// assert_eq!(expected.to_string(), "status DEPROVISIONED");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Condition {
    /// The account is there, whatever its status.
    Exists,
    /// No account has the login, or the account is deleted.
    Absent,
    /// The account with this profile is there.
    HasProfile {
        /// The attributes that were asked for.
        profile: Attributes,
    },
    /// The status is one of these.
    Status {
        /// The statuses.
        any_of: Vec<UserStatus>,
    },
    /// The status is another.
    StatusOtherThan {
        /// The status that it is not.
        status: UserStatus,
    },
    /// Each attribute has the one or the other value.
    Attributes {
        /// The one.
        are: Attributes,
        /// The other, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        or: Option<Attributes>,
    },
    /// Is in a group, or not.
    Member {
        /// The group.
        group: GroupId,
        /// Whether.
        is: bool,
    },
    /// Has an app, in whatever way, with this user name and these attributes, as far as they are named.
    HasApp {
        /// The app.
        app: AppRecord,
    },
    /// Has an app, in whatever way, where user name and each attribute have the one or the other value.
    AppUser {
        /// The one.
        are: AppRecord,
        /// The other, which names what matters.
        or: AppRecord,
    },
    /// Has an app as a person, with this user name and these attributes, as far as they are recorded.
    OwnsApp {
        /// The app.
        app: AppRecord,
    },
    /// Has an app through a group at most.
    OwnsNoApp {
        /// The app.
        app: AppId,
    },
    /// Has factors enrolled, or none.
    Factors {
        /// Whether.
        enrolled: bool,
    },
    /// Cannot be read, but of an account that is not there any more.
    Unreadable,
}

/// Activated, though perhaps without a password yet, or with an expired or locked one.
pub(crate) const ACTIVATED: [UserStatus; 5] = [
    UserStatus::Active,
    UserStatus::Provisioned,
    UserStatus::Recovery,
    UserStatus::PasswordExpired,
    UserStatus::LockedOut,
];

impl StepAction {
    /// The state that the step needs. Where neither this nor [`result`](Self::result) holds, somebody changed things since
    /// the plan was made, and nothing is sent.
    pub fn precondition(&self) -> Condition {
        let statuses = |any_of: &[UserStatus]| Condition::Status {
            any_of: any_of.to_vec(),
        };
        match self {
            Self::CreateUser { .. } => Condition::Absent,
            Self::ActivateUser { .. } => statuses(&[UserStatus::Staged, UserStatus::Deprovisioned]),
            // ACTIVE alone (facts `user_lifecycle`, suspend).
            Self::SuspendUser => statuses(&[UserStatus::Active]),
            Self::UnsuspendUser => statuses(&[UserStatus::Suspended]),
            Self::RevokeUserSessions { .. } => Condition::Exists,
            Self::UpdateUser { from, to } => Condition::Attributes {
                are: from.clone(),
                or: Some(to.clone()),
            },
            Self::AssignUserToGroup { group } => Condition::Member {
                group: group.id.clone(),
                is: false,
            },
            Self::UnassignUserFromGroup { group } => Condition::Member {
                group: group.id.clone(),
                is: true,
            },
            // Who has it through a group gets an assignment of their own.
            Self::AssignUserToApplication { app } => Condition::OwnsNoApp { app: app.id.clone() },
            Self::UpdateApplicationUser { from, to } => Condition::AppUser {
                are: from.clone(),
                or: to.clone(),
            },
            Self::UnassignUserFromApplication { app } => Condition::OwnsApp { app: app.clone() },
            Self::ResetFactors { .. } => Condition::Factors { enrolled: true },
            Self::DeactivateUser { .. } => Condition::StatusOtherThan {
                status: UserStatus::Deprovisioned,
            },
            // Of any other status, Okta's deleteUser deactivates.
            Self::DeleteUser => statuses(&[UserStatus::Deprovisioned]),
        }
    }

    /// The state that the step leaves. Where it holds already, nothing is sent.
    pub fn result(&self) -> Condition {
        match self {
            Self::CreateUser { profile } => Condition::HasProfile {
                profile: profile.clone(),
            },
            Self::ActivateUser { .. } | Self::UnsuspendUser => Condition::Status {
                any_of: ACTIVATED.to_vec(),
            },
            Self::SuspendUser => Condition::Status {
                any_of: vec![UserStatus::Suspended],
            },
            Self::RevokeUserSessions { .. } => Condition::Unreadable,
            Self::UpdateUser { to, .. } => Condition::Attributes {
                are: to.clone(),
                or: None,
            },
            Self::AssignUserToGroup { group } => Condition::Member {
                group: group.id.clone(),
                is: true,
            },
            Self::UnassignUserFromGroup { group } => Condition::Member {
                group: group.id.clone(),
                is: false,
            },
            Self::AssignUserToApplication { app } | Self::UpdateApplicationUser { to: app, .. } => {
                Condition::HasApp { app: app.clone() }
            }
            Self::UnassignUserFromApplication { app } => Condition::OwnsNoApp { app: app.id.clone() },
            Self::ResetFactors { .. } => Condition::Factors { enrolled: false },
            Self::DeactivateUser { .. } => Condition::Status {
                any_of: vec![UserStatus::Deprovisioned],
            },
            Self::DeleteUser => Condition::Absent,
        }
    }
}

impl fmt::Display for Condition {
    /// In words, without a value of a person's profile.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => formatter.write_str("there is such an account"),
            Self::Absent => formatter.write_str("there is no such account"),
            Self::HasProfile { .. } => formatter.write_str("there is an account with this profile"),
            Self::Status { any_of } => {
                let names: Vec<&str> = any_of.iter().map(UserStatus::as_str).collect();
                write!(formatter, "status {}", names.join(" or "))
            }
            Self::StatusOtherThan { status } => write!(formatter, "another status than {status}"),
            Self::Attributes { are, or } => {
                let names: Vec<&str> = are.names().collect();
                let which = if or.is_some() {
                    "as planned from"
                } else {
                    "as planned"
                };
                write!(formatter, "{} {which}", names.join(", "))
            }
            Self::Member { group, is } => {
                write!(formatter, "{} group {group}", if *is { "in" } else { "not in" })
            }
            Self::HasApp { app } if app.user_name.is_none() && app.profile.is_empty() => {
                write!(formatter, "has app {}", app.id)
            }
            Self::HasApp { app } => write!(formatter, "has app {} as planned", app.id),
            Self::AppUser { or, .. } => write!(formatter, "has app {} as planned from", or.id),
            Self::OwnsApp { app } => write!(formatter, "has app {} as a person, as recorded", app.id),
            Self::OwnsNoApp { app } => write!(formatter, "has not app {app} as a person"),
            Self::Factors { enrolled } => formatter.write_str(if *enrolled {
                "factors enrolled"
            } else {
                "no factor enrolled"
            }),
            Self::Unreadable => formatter.write_str("nothing that can be read"),
        }
    }
}
