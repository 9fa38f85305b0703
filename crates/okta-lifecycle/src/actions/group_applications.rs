//! Actions on a group's applications: assign, revoke.

use std::fmt;

use okta_models::{
    AppId, GroupId,
    application_groups::{
        ApplicationGroupAssignment, ApplicationGroupAssignmentUpdate, AssignGroupToApplication,
        GetApplicationGroupAssignment, UnassignApplicationFromGroup,
    },
    applications::GetApplication,
    groups::GetGroup,
};
use serde_json::{Map, Value};

use super::{
    Lifecycle, already_of,
    applications::{Names, contains},
    found,
};
use crate::{Action, Error, Outcome, Proof, Subject};

/// What members of a group are in an application. `Debug` shows no value of an attribute.
///
/// ```
/// use okta_lifecycle::GroupAppAssignment;
///
/// let readers = GroupAppAssignment::new().priority(2).attribute("role", "reader");
/// # let _ = readers;
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct GroupAppAssignment {
    priority: Option<i64>,
    profile: Map<String, Value>,
}

impl fmt::Debug for GroupAppAssignment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GroupAppAssignment")
            .field("priority", &self.priority)
            .field("profile", &Names(&self.profile))
            .finish()
    }
}

impl GroupAppAssignment {
    /// What the application's mappings make of them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Which assignment wins for a user who is in several groups; 0 is first.
    pub fn priority(mut self, priority: i64) -> Self {
        self.priority = Some(priority);
        self
    }

    /// An attribute that members get in the application.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.insert(name.into(), value.into());
        self
    }

    /// The whole assignment: Okta puts it in the place of the one that is there, of which what is not named is kept.
    fn request(&self, held: Option<&ApplicationGroupAssignment>) -> ApplicationGroupAssignmentUpdate {
        let mut request = ApplicationGroupAssignmentUpdate::new();
        if let Some(priority) = self.priority.or_else(|| held?.priority) {
            request = request.priority(priority);
        }
        let mut profile = held.and_then(|held| held.profile.clone()).unwrap_or_default();
        profile.extend(self.profile.clone());
        if !profile.is_empty() {
            request = request.profile(profile);
        }
        request
    }

    /// Whether an assignment has what is asked for.
    fn is_in(&self, assignment: &ApplicationGroupAssignment) -> bool {
        let has_priority = self.priority.is_none() || self.priority == assignment.priority;
        has_priority && contains(assignment.profile.as_ref(), &self.profile)
    }
}

impl Lifecycle {
    /// Assigns an application to a group: its members become users of the application.
    ///
    /// Where it is assigned already, with another priority or other attributes, they are changed, and what is not named is
    /// kept.
    ///
    /// # Errors
    ///
    /// When a call fails, or Okta kept another priority or attribute.
    pub async fn assign_app_to_group(
        &self,
        group: impl Into<GroupId>,
        app: impl Into<AppId>,
        assignment: GroupAppAssignment,
    ) -> Result<Outcome, Error> {
        let (action, group, app) = (Action::AssignAppToGroup, group.into(), app.into());
        let before = self.group_assignment(action, &group, &app).await?;
        if before.as_ref().is_some_and(|before| assignment.is_in(before)) {
            return Ok(already_of(action, Subject::Group(group)));
        }
        let assign = AssignGroupToApplication::new(&app, &group, assignment.request(before.as_ref()));
        let (_, sent) = self.change(action, assign).await?;
        let after = self.group_assignment(action, &group, &app).await;
        let holds = after.map(|after| after.is_some_and(|after| assignment.is_in(&after)));
        let change = sent.conclude(action, holds)?;
        Ok(Outcome::of(
            action,
            change,
            Proof::ReadBack,
            Subject::Group(group),
        ))
    }

    /// Takes an application from a group: members who have it through this group alone lose it.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn revoke_app_from_group(
        &self,
        group: impl Into<GroupId>,
        app: impl Into<AppId>,
    ) -> Result<Outcome, Error> {
        let (action, group, app) = (Action::RevokeAppFromGroup, group.into(), app.into());
        if self.group_assignment(action, &group, &app).await?.is_none() {
            return Ok(already_of(action, Subject::Group(group)));
        }
        let (_, sent) = self
            .change(action, UnassignApplicationFromGroup::new(&app, &group))
            .await?;
        let after = self.group_assignment(action, &group, &app).await;
        let change = sent.conclude(action, after.map(|after| after.is_none()))?;
        Ok(Outcome::of(
            action,
            change,
            Proof::ReadBack,
            Subject::Group(group),
        ))
    }

    async fn group_assignment(
        &self,
        action: Action,
        group: &GroupId,
        app: &AppId,
    ) -> Result<Option<ApplicationGroupAssignment>, Error> {
        let answer = self
            .client
            .send(GetApplicationGroupAssignment::new(app, group))
            .await;
        let around = async || {
            self.client.send(GetApplication::new(app)).await?;
            self.client.send(GetGroup::new(group)).await.map(drop)
        };
        found(action, answer, "ApplicationGroupAssignment", around).await
    }
}
