//! [`State`]: what is known of a person, when planning and when running.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use okta_models::{
    AppId, GroupId, UserId,
    application_users::{AppUser, AppUserScope},
    users::{User, UserStatus},
};
use serde_json::Value;

use super::{AppRecord, Attributes, Condition, StepAction};

/// What is known of a person; `None` where it was not read, or may have changed since.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The inner `None` is for a person without an account.
    #[expect(clippy::option_option, reason = "not known, known not to be there, and there")]
    pub(crate) user: Option<Option<Account>>,
    pub(crate) groups: Option<BTreeSet<GroupId>>,
    /// By app; the inner `None` is for an app that the person has not.
    pub(crate) apps: BTreeMap<AppId, Option<Assignment>>,
    /// Whether an app that is not in `apps` is one that the person has not.
    pub(crate) all_apps: bool,
    pub(crate) factors: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: Option<UserId>,
    pub(crate) status: UserStatus,
    pub(crate) transitioning_to: Option<UserStatus>,
    pub(crate) since: Option<Timestamp>,
    pub(crate) profile: Attributes,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Assignment {
    /// Assigned as a person, and not through a group.
    pub(crate) own: bool,
    pub(crate) user_name: Option<String>,
    pub(crate) profile: Attributes,
}

/// A part of the state that one call reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    User,
    Groups,
    App(AppId),
    Factors,
}

impl Aspect {
    /// The operation that reads it.
    pub(crate) const fn operation_id(&self) -> &'static str {
        match self {
            Self::User => "getUser",
            Self::Groups => "listUserGroups",
            Self::App(_) => "getApplicationUser",
            Self::Factors => "listFactors",
        }
    }
}

impl Account {
    pub(crate) fn of(user: &User) -> Self {
        let profile = user
            .profile
            .as_ref()
            .and_then(|profile| serde_json::to_value(profile).ok());
        let profile = match profile {
            Some(Value::Object(profile)) => profile.into(),
            _ => Attributes::default(),
        };
        Self {
            id: Some(user.id.clone()),
            // An answer without a status is of no status that a step expects.
            status: user
                .status
                .clone()
                .unwrap_or_else(|| UserStatus::Unknown(String::new())),
            transitioning_to: user.transitioning_to_status.clone(),
            since: user.status_changed.or(user.last_updated),
            profile,
        }
    }
}

impl Assignment {
    pub(crate) fn of(user: &AppUser) -> Self {
        Self {
            own: user.scope != Some(AppUserScope::Group),
            user_name: user.user_name().map(str::to_owned),
            profile: user.profile.clone().unwrap_or_default().into(),
        }
    }

    /// What a change to a record would change, as it is and as it is to be; `None` where it is so.
    pub(crate) fn change_to(&self, wanted: &AppRecord) -> Option<(AppRecord, AppRecord)> {
        if self.is_as(wanted) {
            return None;
        }
        let nothing = || AppRecord::new(&wanted.id, &wanted.label);
        let (mut from, mut to) = (nothing(), nothing());
        if wanted.user_name.is_some() && wanted.user_name != self.user_name {
            from.user_name.clone_from(&self.user_name);
            to.user_name.clone_from(&wanted.user_name);
        }
        for (name, value) in wanted.profile.iter() {
            let held = self.profile.get(name);
            if held != value {
                from.profile.insert(name, held.clone());
                to.profile.insert(name, value.clone());
            }
        }
        Some((from, to))
    }

    /// Whether what a change names is as it was before, or as it is to be.
    fn is_between(&self, are: &AppRecord, or: &AppRecord) -> bool {
        let named =
            or.user_name.is_none() || self.user_name == or.user_name || self.user_name == are.user_name;
        named
            && or.profile.iter().all(|(name, value)| {
                let held = self.profile.get(name);
                held == value || held == are.profile.get(name)
            })
    }

    /// Whether it is what was recorded, as far as that goes. What an app adds to the profile is its own.
    fn is_as(&self, record: &AppRecord) -> bool {
        let named = record.user_name.is_none() || self.user_name == record.user_name;
        named
            && record
                .profile
                .iter()
                .all(|(name, value)| self.profile.get(name) == value)
    }
}

impl Condition {
    /// What must be read to tell whether it holds.
    pub(crate) fn aspect(&self) -> Option<Aspect> {
        match self {
            Self::Exists
            | Self::Absent
            | Self::HasProfile { .. }
            | Self::Status { .. }
            | Self::StatusOtherThan { .. }
            | Self::Attributes { .. } => Some(Aspect::User),
            Self::Member { .. } => Some(Aspect::Groups),
            Self::OwnsNoApp { app } => Some(Aspect::App(app.clone())),
            Self::HasApp { app } | Self::OwnsApp { app } | Self::AppUser { or: app, .. } => {
                Some(Aspect::App(app.id.clone()))
            }
            Self::Factors { .. } => Some(Aspect::Factors),
            Self::Unreadable => None,
        }
    }
}

impl State {
    pub(crate) fn account(&self) -> Option<&Account> {
        self.user.as_ref()?.as_ref()
    }

    pub(crate) fn knows(&self, aspect: &Aspect) -> bool {
        match aspect {
            Aspect::User => self.user.is_some(),
            Aspect::Groups => self.groups.is_some(),
            Aspect::App(app) => self.all_apps || self.apps.contains_key(app),
            Aspect::Factors => self.factors.is_some(),
        }
    }

    pub(crate) fn assignment(&self, app: &AppId) -> Option<&Assignment> {
        self.apps.get(app)?.as_ref()
    }

    /// Whether a condition holds. What is not known does not hold.
    pub(crate) fn holds(&self, condition: &Condition) -> bool {
        let account = self.account();
        let profile_has = |wanted: &Attributes| {
            account.is_some_and(|account| {
                wanted
                    .iter()
                    .all(|(name, value)| same(account.profile.get(name), value))
            })
        };
        match condition {
            Condition::Exists => account.is_some(),
            // Who is not there has nothing that could be read elsewhere.
            Condition::Absent | Condition::Unreadable => matches!(self.user, Some(None)),
            Condition::HasProfile { profile } => profile_has(profile),
            Condition::Status { any_of } => account.is_some_and(|account| any_of.contains(&account.status)),
            Condition::StatusOtherThan { status } => account.is_some_and(|account| account.status != *status),
            Condition::Attributes { are, or } => account.is_some_and(|account| {
                are.iter().all(|(name, value)| {
                    let found = account.profile.get(name);
                    same(found, value) || or.as_ref().is_some_and(|or| same(found, or.get(name)))
                })
            }),
            Condition::Member { group, is } => self
                .groups
                .as_ref()
                .is_some_and(|groups| groups.contains(group) == *is),
            Condition::HasApp { app } => self
                .assignment(&app.id)
                .is_some_and(|assignment| assignment.is_as(app)),
            Condition::AppUser { are, or } => self
                .assignment(&or.id)
                .is_some_and(|assignment| assignment.is_between(are, or)),
            Condition::OwnsApp { app } => self
                .assignment(&app.id)
                .is_some_and(|assignment| assignment.own && assignment.is_as(app)),
            Condition::OwnsNoApp { app } => {
                self.knows(&Aspect::App(app.clone()))
                    && !self.assignment(app).is_some_and(|assignment| assignment.own)
            }
            Condition::Factors { enrolled } => self.factors.is_some_and(|factors| (factors > 0) == *enrolled),
        }
    }

    /// Whether Okta is on the way to a status in the background.
    pub(crate) fn is_on_the_way_to(&self, condition: &Condition) -> bool {
        let Condition::Status { any_of } = condition else {
            return false;
        };
        let to = self
            .account()
            .and_then(|account| account.transitioning_to.as_ref());
        to.is_some_and(|to| any_of.contains(to))
    }

    /// What the state is after an action, as far as the action itself goes.
    pub(crate) fn apply(&mut self, action: &StepAction, now: Timestamp) {
        match action {
            StepAction::CreateUser { profile } => {
                self.user = Some(Some(Account {
                    id: None,
                    status: UserStatus::Staged,
                    transitioning_to: None,
                    since: Some(now),
                    profile: profile.clone(),
                }));
            }
            // Without a password that is known of.
            StepAction::ActivateUser { .. } => self.set_status(UserStatus::Provisioned, now),
            StepAction::SuspendUser => self.set_status(UserStatus::Suspended, now),
            StepAction::UnsuspendUser => self.set_status(UserStatus::Active, now),
            StepAction::UpdateUser { to, .. } => {
                if let Some(Some(account)) = &mut self.user {
                    for (name, value) in to.iter() {
                        account.profile.insert(name, value.clone());
                    }
                }
            }
            StepAction::AssignUserToGroup { group } => {
                self.groups.get_or_insert_default().insert(group.id.clone());
            }
            StepAction::UnassignUserFromGroup { group } => {
                self.groups.get_or_insert_default().remove(&group.id);
            }
            StepAction::AssignUserToApplication { app } => {
                let assignment = Assignment {
                    own: true,
                    user_name: app.user_name.clone(),
                    profile: app.profile.clone(),
                };
                self.apps.insert(app.id.clone(), Some(assignment));
            }
            StepAction::UpdateApplicationUser { to, .. } => {
                if let Some(Some(assignment)) = self.apps.get_mut(&to.id) {
                    if to.user_name.is_some() {
                        assignment.user_name.clone_from(&to.user_name);
                    }
                    for (name, value) in to.profile.iter() {
                        assignment.profile.insert(name, value.clone());
                    }
                }
            }
            StepAction::UnassignUserFromApplication { app } => {
                self.apps.insert(app.id.clone(), None);
            }
            StepAction::ResetFactors { .. } => self.factors = Some(0),
            StepAction::DeactivateUser { .. } => {
                self.set_status(UserStatus::Deprovisioned, now);
                self.apps.clear();
                self.factors = Some(0);
            }
            StepAction::DeleteUser => self.user = Some(None),
            StepAction::RevokeUserSessions { .. } => {}
        }
    }

    /// Forgets what an action may change, so that it is read anew.
    pub(crate) fn forget_after(&mut self, action: &StepAction) {
        match action {
            StepAction::RevokeUserSessions { .. } => {}
            StepAction::SuspendUser | StepAction::UnsuspendUser => self.user = None,
            StepAction::AssignUserToGroup { .. } | StepAction::UnassignUserFromGroup { .. } => {
                self.groups = None;
                self.forget_apps();
            }
            StepAction::AssignUserToApplication { app }
            | StepAction::UpdateApplicationUser { to: app, .. }
            | StepAction::UnassignUserFromApplication { app } => {
                self.apps.remove(&app.id);
            }
            StepAction::ResetFactors { .. } => self.factors = None,
            // Group rules look at the account, and deactivation takes apps and factors.
            StepAction::CreateUser { .. }
            | StepAction::ActivateUser { .. }
            | StepAction::UpdateUser { .. }
            | StepAction::DeactivateUser { .. }
            | StepAction::DeleteUser => *self = Self::default(),
        }
    }

    pub(crate) fn forget(&mut self, aspect: &Aspect) {
        match aspect {
            Aspect::User => self.user = None,
            Aspect::Groups => self.groups = None,
            Aspect::App(app) => {
                self.all_apps = false;
                self.apps.remove(app);
            }
            Aspect::Factors => self.factors = None,
        }
    }

    fn forget_apps(&mut self) {
        self.apps.clear();
        self.all_apps = false;
    }

    fn set_status(&mut self, status: UserStatus, now: Timestamp) {
        if let Some(Some(account)) = &mut self.user {
            account.status = status;
            account.since = Some(now);
            account.transitioning_to = None;
        }
    }
}

/// Okta keeps an empty text as none.
pub(crate) fn same(found: &Value, wanted: &Value) -> bool {
    let empty = |value: &Value| value.is_null() || value.as_str() == Some("");
    found == wanted || empty(found) && empty(wanted)
}
