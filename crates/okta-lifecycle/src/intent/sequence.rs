//! [`Sequence`]: steps of one's own.

use okta_models::UserKey;
use serde::{Deserialize, Serialize};

use super::{AppTemplate, GroupName};
use crate::plan::Attributes;

/// Steps of one's own for a person, in the order given: each waits for those before it, and a failure stops the rest.
///
/// What cannot be undone must stand behind what can, or the planner refuses it; [`in_given_order`](Self::in_given_order)
/// says that the order is meant.
///
/// ```
/// use okta_lifecycle::{Sequence, Wanted};
///
/// let to_contractor = Sequence::of("00u1")
///     .then(Wanted::SetAttributes { attributes: [("userType", "Contractor")].into_iter().collect() })
///     .then(Wanted::AssignUserToGroup { group: "Contractors".into() })
///     .then(Wanted::RevokeUserSessions { oauth_tokens: true });
/// let json = serde_json::to_value(&to_contractor)?;
/// assert_eq!(json["steps"][1]["operation"], "assignUserToGroup");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    #[serde(with = "super::leaver::key")]
    pub(crate) user: UserKey,
    pub(crate) steps: Vec<Wanted>,
    #[serde(default)]
    pub(crate) in_given_order: bool,
}

/// What a step of a [`Sequence`] is to do, by the name of Okta's operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Wanted {
    /// Activates a STAGED or DEPROVISIONED user.
    ActivateUser {
        /// Whether the person gets the link by mail.
        #[serde(default = "yes")]
        send_email: bool,
    },
    /// Suspends an ACTIVE user.
    SuspendUser,
    /// Gives a SUSPENDED user access again.
    UnsuspendUser,
    /// Ends the sessions at Okta.
    RevokeUserSessions {
        /// Whether OAuth tokens end too.
        #[serde(default)]
        oauth_tokens: bool,
    },
    /// Sets profile attributes; `null` clears one.
    #[serde(rename = "updateUser")]
    SetAttributes {
        /// The attributes, by Okta's name.
        attributes: Attributes,
    },
    /// Puts the user into a group.
    AssignUserToGroup {
        /// The group.
        group: GroupName,
    },
    /// Takes the user out of a group.
    UnassignUserFromGroup {
        /// The group.
        group: GroupName,
    },
    /// Gives the user an app.
    AssignUserToApplication {
        /// The app.
        app: AppTemplate,
    },
    /// Takes an app from the user that is assigned to the user, and not through a group.
    UnassignUserFromApplication {
        /// The app.
        app: AppTemplate,
    },
    /// Takes all factors from the user.
    ResetFactors,
    /// Deactivates the user.
    DeactivateUser,
    /// Deletes a DEPROVISIONED user.
    DeleteUser,
}

impl Sequence {
    /// No steps yet, for this person, by id or login.
    pub fn of(user: impl Into<UserKey>) -> Self {
        Self {
            user: user.into(),
            steps: Vec::new(),
            in_given_order: false,
        }
    }

    /// Adds a step.
    pub fn then(mut self, wanted: Wanted) -> Self {
        self.steps.push(wanted);
        self
    }

    /// Says that what cannot be undone may stand before what can.
    pub fn in_given_order(mut self) -> Self {
        self.in_given_order = true;
        self
    }
}

fn yes() -> bool {
    true
}
