//! [`StepAction`]: what a step sends.

use std::fmt;

use okta_models::{AppId, GroupId};
use serde::{Deserialize, Serialize};

use super::Attributes;

/// What a step sends, by the name of Okta's operation, with what undoing it would need.
///
/// No variant has room for a password, a token or a link: activation mails them.
///
/// ```
/// use okta_lifecycle::StepAction;
///
/// let action: StepAction = serde_json::from_str(r#"{"operation": "suspendUser"}"#)?;
/// assert_eq!(action, StepAction::SuspendUser);
/// assert_eq!(action.operation_id(), "suspendUser");
/// assert_eq!(action.precondition().to_string(), "status ACTIVE");
/// assert_eq!(action.result().to_string(), "status SUSPENDED");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum StepAction {
    /// Creates the account, STAGED and without a password.
    CreateUser {
        /// The profile.
        profile: Attributes,
    },
    /// Activates the account.
    ActivateUser {
        /// Whether the person gets the link by mail.
        send_email: bool,
    },
    /// Suspends the account.
    SuspendUser,
    /// Gives a suspended account access again.
    UnsuspendUser,
    /// Ends the sessions at Okta. They cannot be listed, so that this is sent whenever it is planned, and again by a run that
    /// is resumed when its answer was not written down: the one step that a run may send twice. What began in between ends
    /// too, and nothing else.
    RevokeUserSessions {
        /// Whether OAuth tokens end too.
        oauth_tokens: bool,
    },
    /// Changes profile attributes.
    UpdateUser {
        /// What they are before; `null` for one that is empty.
        from: Attributes,
        /// What they are to be; `null` clears.
        to: Attributes,
    },
    /// Puts the person into a group.
    AssignUserToGroup {
        /// The group.
        group: GroupRecord,
    },
    /// Takes the person out of a group.
    UnassignUserFromGroup {
        /// The group.
        group: GroupRecord,
    },
    /// Gives the person an app.
    AssignUserToApplication {
        /// The app, and what the person is to be there.
        app: AppRecord,
    },
    /// Changes the user name or attributes of a person who has an app.
    UpdateApplicationUser {
        /// What of it changes, as it is before; `null` for an attribute that is empty.
        from: AppRecord,
        /// The same as it is to be.
        to: AppRecord,
    },
    /// Takes an app from the person.
    UnassignUserFromApplication {
        /// The app, and what the person is there.
        app: AppRecord,
    },
    /// Takes all factors from the person.
    ResetFactors {
        /// How many are enrolled.
        enrolled: usize,
    },
    /// Deactivates the account.
    DeactivateUser {
        /// The person's own app assignments, which end.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ends: Vec<AppRecord>,
    },
    /// Deletes the deactivated account.
    DeleteUser,
}

/// A group as a plan knows it.
///
/// ```
/// let chess = okta_lifecycle::GroupRecord::new("00g1", "Chess");
/// assert_eq!((chess.id.as_str(), chess.name.as_str()), ("00g1", "Chess"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GroupRecord {
    /// The group.
    pub id: GroupId,
    /// Its name, for people.
    pub name: String,
    /// The active group rules that put people into it, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Whether it holds an administrator role, so that super administrators alone change its members; `None` where Okta
    /// does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_admin_privilege: Option<bool>,
}

/// An app as a plan knows it, and what the person is there. `Debug` shows neither the user name nor a value.
///
/// ```
/// let mut wiki = okta_lifecycle::AppRecord::new("0oa1", "Wiki");
/// wiki.user_name = Some("ada".to_owned());
/// assert!(!format!("{wiki:?}").contains("ada"));
/// ```
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AppRecord {
    /// The app.
    pub id: AppId,
    /// Its label, for people.
    pub label: String,
    /// The user name in the app; what the app's template makes, where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The attributes in the app.
    #[serde(default, skip_serializing_if = "Attributes::is_empty")]
    pub profile: Attributes,
}

impl GroupRecord {
    /// A group by id, with its name.
    pub fn new(id: impl Into<GroupId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            rules: Vec::new(),
            has_admin_privilege: None,
        }
    }
}

impl AppRecord {
    /// An app by id, with its label.
    pub fn new(id: impl Into<AppId>, label: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            user_name: None,
            profile: Attributes::default(),
        }
    }
}

/// The user name and the attributes are the person's; neither is shown.
impl fmt::Debug for AppRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AppRecord")
            .field("id", &self.id)
            .field("label", &self.label)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

impl StepAction {
    /// The operation that is sent, by operationId.
    pub const fn operation_id(&self) -> &'static str {
        match self {
            Self::CreateUser { .. } => "createUser",
            Self::ActivateUser { .. } => "activateUser",
            Self::SuspendUser => "suspendUser",
            Self::UnsuspendUser => "unsuspendUser",
            Self::RevokeUserSessions { .. } => "revokeUserSessions",
            Self::UpdateUser { .. } => "updateUser",
            Self::AssignUserToGroup { .. } => "assignUserToGroup",
            Self::UnassignUserFromGroup { .. } => "unassignUserFromGroup",
            Self::AssignUserToApplication { .. } => "assignUserToApplication",
            Self::UpdateApplicationUser { .. } => "updateApplicationUser",
            Self::UnassignUserFromApplication { .. } => "unassignUserFromApplication",
            Self::ResetFactors { .. } => "resetFactors",
            Self::DeactivateUser { .. } => "deactivateUser",
            Self::DeleteUser => "deleteUser",
        }
    }

    /// The group that it is about.
    pub fn group(&self) -> Option<&GroupRecord> {
        match self {
            Self::AssignUserToGroup { group } | Self::UnassignUserFromGroup { group } => Some(group),
            _ => None,
        }
    }

    /// The app that it is about.
    pub fn app(&self) -> Option<&AppRecord> {
        match self {
            Self::AssignUserToApplication { app }
            | Self::UpdateApplicationUser { to: app, .. }
            | Self::UnassignUserFromApplication { app } => Some(app),
            _ => None,
        }
    }

    /// Whether it can be undone, and what is lost otherwise.
    pub const fn reversal(&self) -> Reversal {
        match self {
            Self::CreateUser { .. } => Reversal::By(&["deactivateUser", "deleteUser"]),
            Self::ActivateUser { .. } => Reversal::By(&["deactivateUser"]),
            Self::SuspendUser => Reversal::By(&["unsuspendUser"]),
            Self::UnsuspendUser => Reversal::By(&["suspendUser"]),
            Self::UpdateUser { .. } => Reversal::By(&["updateUser"]),
            Self::AssignUserToGroup { .. } => Reversal::By(&["unassignUserFromGroup"]),
            Self::UnassignUserFromGroup { .. } => Reversal::By(&["assignUserToGroup"]),
            Self::AssignUserToApplication { .. } => Reversal::By(&["unassignUserFromApplication"]),
            Self::UpdateApplicationUser { .. } => Reversal::By(&["updateApplicationUser"]),
            Self::UnassignUserFromApplication { .. } => Reversal::By(&["assignUserToApplication"]),
            Self::RevokeUserSessions { .. } => Reversal::NotNeeded("the person signs in again"),
            Self::ResetFactors { .. } => Reversal::Lost("the person enrols the factors anew"),
            Self::DeactivateUser { .. } => {
                Reversal::Lost("password and factors; a rehire gives back status, groups and apps")
            }
            Self::DeleteUser => Reversal::Lost("the account with all that belongs to it"),
        }
    }

    /// What the operation does beside what it is asked for.
    pub fn side_effects(&self) -> Vec<String> {
        let mut effects = Vec::new();
        match self {
            Self::CreateUser { .. } => {
                effects.push("active group rules take the account into their groups".to_owned());
            }
            Self::ActivateUser { send_email: true } => {
                effects.push("Okta mails the person a link".to_owned());
            }
            Self::SuspendUser => {
                effects.push("sessions end; groups and apps are kept".to_owned());
            }
            Self::UpdateUser { .. } => {
                effects.push(
                    "group rules are evaluated anew, and apps that take the attributes are told".to_owned(),
                );
            }
            Self::RevokeUserSessions { .. } => {
                effects.push(
                    "a run that is resumed may send it again, which ends what began in between".to_owned(),
                );
            }
            Self::AssignUserToGroup { group } => {
                effects.push("the group's apps and administrator roles come with it".to_owned());
                effects.extend(admin_effect(group));
            }
            Self::UnassignUserFromGroup { group } => {
                effects.push("the group's apps and administrator roles go with it".to_owned());
                effects.extend(admin_effect(group));
                for rule in &group.rules {
                    effects.push(format!(
                        "if the group rule {rule:?} brought the person in, it notes an exclusion, of which it holds 100"
                    ));
                }
            }
            Self::AssignUserToApplication { .. } => {
                effects.push("with provisioning on, the app makes an account".to_owned());
            }
            Self::UpdateApplicationUser { .. } => {
                effects.push("with provisioning on, the account in the app is changed".to_owned());
                effects.push(
                    "an assignment through a group may become the person's own; Okta does not say".to_owned(),
                );
            }
            Self::UnassignUserFromApplication { .. } => {
                effects.push("with provisioning on, the account in the app is deactivated".to_owned());
            }
            Self::DeactivateUser { ends } => {
                effects
                    .push("password and factors are lost, API tokens of the person stop working".to_owned());
                if !ends.is_empty() {
                    let labels: Vec<&str> = ends.iter().map(|app| app.label.as_str()).collect();
                    effects.push(format!("these app assignments end: {}", labels.join(", ")));
                }
            }
            Self::ActivateUser { .. }
            | Self::UnsuspendUser
            | Self::ResetFactors { .. }
            | Self::DeleteUser => {}
        }
        effects
    }
}

/// What stands in the way of changing the members of a group that holds a role.
fn admin_effect(group: &GroupRecord) -> Option<String> {
    let words = "the group holds an administrator role: super administrators alone change its members";
    (group.has_admin_privilege == Some(true)).then(|| words.to_owned())
}

/// Whether a step can be undone.
///
/// ```
/// use okta_lifecycle::{Reversal, StepAction};
///
/// assert_eq!(StepAction::SuspendUser.reversal(), Reversal::By(&["unsuspendUser"]));
/// assert!(StepAction::DeleteUser.reversal().is_lost());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reversal {
    /// By these operations.
    By(&'static [&'static str]),
    /// There is nothing that anybody would want back.
    NotNeeded(&'static str),
    /// Not: this is lost.
    Lost(&'static str),
}

impl Reversal {
    /// Whether something is lost for good.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Lost(_))
    }
}

impl fmt::Display for Reversal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(operations) => write!(formatter, "undone by {}", operations.join(" and ")),
            Self::NotNeeded(why) => write!(formatter, "nothing to undo: {why}"),
            Self::Lost(what) => write!(formatter, "cannot be undone: {what}"),
        }
    }
}

impl fmt::Display for StepAction {
    /// `unassignUserFromGroup Engineering`: the operation and its object, without a value of a person's profile.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.operation_id())?;
        match self {
            Self::UpdateUser { to, .. } => {
                let names: Vec<&str> = to.names().collect();
                write!(formatter, " {}", names.join(", "))
            }
            Self::ResetFactors { enrolled } => write!(formatter, " ({enrolled} enrolled)"),
            Self::UpdateApplicationUser { to, .. } => {
                let user_name = to.user_name.as_ref().map(|_| "user name");
                let names: Vec<&str> = user_name.into_iter().chain(to.profile.names()).collect();
                write!(formatter, " {}: {}", to.label, names.join(", "))
            }
            Self::RevokeUserSessions { oauth_tokens: true } => formatter.write_str(" and OAuth tokens"),
            _ => match (self.group(), self.app()) {
                (Some(group), _) => write!(formatter, " {}", group.name),
                (_, Some(app)) => write!(formatter, " {}", app.label),
                _ => Ok(()),
            },
        }
    }
}
