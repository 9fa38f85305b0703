//! Actions on a user's applications: assign, revoke.

use std::fmt;

use okta_models::{
    AppId, UserId, UserKey,
    application_users::{
        AppUser, AppUserAssignRequest, AppUserCredentialsUpdate, AppUserScope, AppUserUpdateRequest,
        AssignUserToApplication, GetApplicationUser, UnassignUserFromApplication, UpdateApplicationUser,
    },
    applications::GetApplication,
};
use serde_json::{Map, Value};

use super::{Lifecycle, already_of, found};
use crate::{Action, Error, ErrorKind, Outcome, Proof, Subject};

/// What a user is in an application, where its template and mappings are not to decide. `Debug` shows neither the user name
/// nor a value.
///
/// ```
/// use okta_lifecycle::AppAssignment;
///
/// let assignment = AppAssignment::new().user_name("ada").attribute("role", "reader");
/// assert_eq!(format!("{assignment:?}"), r#"AppAssignment { profile: {"role"}, .. }"#);
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct AppAssignment {
    user_name: Option<String>,
    profile: Map<String, Value>,
}

impl fmt::Debug for AppAssignment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AppAssignment")
            .field("profile", &Names(&self.profile))
            .finish_non_exhaustive()
    }
}

/// Attributes by their names; the values are the person's.
pub(super) struct Names<'a>(pub(super) &'a Map<String, Value>);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl AppAssignment {
    /// What the application's template and mappings make of the user.
    pub fn new() -> Self {
        Self::default()
    }

    /// The user's name in the application.
    pub fn user_name(mut self, user_name: impl Into<String>) -> Self {
        self.user_name = Some(user_name.into());
        self
    }

    /// An attribute of the user in the application.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.profile.insert(name.into(), value.into());
        self
    }

    fn request(&self, user: &UserId) -> AppUserAssignRequest {
        let mut request = AppUserAssignRequest::from(user);
        if let Some(user_name) = &self.user_name {
            request = request.credentials(AppUserCredentialsUpdate::new().user_name(user_name));
        }
        if !self.profile.is_empty() {
            request = request.profile(self.profile.clone());
        }
        request
    }

    /// What changes an assignment that is there. How it came about is not named: Okta then keeps it (`scope`).
    fn update(&self) -> AppUserUpdateRequest {
        let mut request = AppUserUpdateRequest::new();
        if let Some(user_name) = &self.user_name {
            request = request.credentials(AppUserCredentialsUpdate::new().user_name(user_name));
        }
        if !self.profile.is_empty() {
            request = request.profile(self.profile.clone());
        }
        request
    }

    /// Whether an assignment has what is asked for.
    fn is_in(&self, app_user: &AppUser) -> bool {
        let user_name = self.user_name.as_deref();
        let has_name = user_name.is_none() || user_name == app_user.user_name();
        has_name && contains(app_user.profile.as_ref(), &self.profile)
    }
}

/// Whether a profile has these attributes with these values; `null` is the same as absent.
pub(super) fn contains(profile: Option<&Map<String, Value>>, wanted: &Map<String, Value>) -> bool {
    wanted.iter().all(|(name, value)| {
        let kept = profile.and_then(|profile| profile.get(name));
        kept.unwrap_or(&Value::Null) == value
    })
}

impl Lifecycle {
    /// Assigns an application to a user, with the user name that the application's template makes.
    ///
    /// A user who has the application through a group has it already.
    ///
    /// # Errors
    ///
    /// When a call fails.
    pub async fn assign_app(
        &self,
        user: impl Into<UserKey>,
        app: impl Into<AppId>,
    ) -> Result<Outcome, Error> {
        self.assign_app_as(user, app, AppAssignment::new()).await
    }

    /// Assigns an application to a user, with a user name or attributes in the application.
    ///
    /// A user who has the application with these already, also through a group, is left alone. Where the assignment has
    /// others, they are changed in it, and what is not named is kept. Okta does not say whether an assignment through a group
    /// becomes a personal one by that; [`revoke_app`](Lifecycle::revoke_app) looks each time.
    ///
    /// # Errors
    ///
    /// When a call fails, or Okta kept another user name or attribute.
    pub async fn assign_app_as(
        &self,
        user: impl Into<UserKey>,
        app: impl Into<AppId>,
        assignment: AppAssignment,
    ) -> Result<Outcome, Error> {
        let (action, app) = (Action::AssignApp, app.into());
        let user = self.resolve(action, user).await?;
        let before = self.app_user(action, &user, &app).await?;
        let (_, sent) = match before {
            Some(held) if assignment.is_in(&held) => return Ok(already_of(action, Subject::User(user))),
            Some(_) => {
                let update = UpdateApplicationUser::new(&app, &user, assignment.update());
                self.change(action, update).await?
            }
            None => {
                let assign = AssignUserToApplication::new(&app, assignment.request(&user));
                self.change(action, assign).await?
            }
        };
        let after = self.app_user(action, &user, &app).await;
        let holds = after.map(|after| after.is_some_and(|app_user| assignment.is_in(&app_user)));
        let change = sent.conclude(action, holds)?;
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// Takes an application from a user. With provisioning on, the account there is deactivated.
    ///
    /// # Errors
    ///
    /// When the user has the application through a group, or a call fails.
    pub async fn revoke_app(
        &self,
        user: impl Into<UserKey>,
        app: impl Into<AppId>,
    ) -> Result<Outcome, Error> {
        let (action, app) = (Action::RevokeApp, app.into());
        let user = self.resolve(action, user).await?;
        let Some(app_user) = self.app_user(action, &user, &app).await? else {
            return Ok(already_of(action, Subject::User(user)));
        };
        if app_user.scope == Some(AppUserScope::Group) {
            let message = "the user has the app through a group; remove the user from the group";
            return Err(Error::new(action, ErrorKind::AssignedThroughGroup, message));
        }
        let (_, sent) = self
            .change(action, UnassignUserFromApplication::new(&app, &user))
            .await?;
        let after = self.app_user(action, &user, &app).await;
        let change = sent.conclude(action, after.map(|after| after.is_none()));
        let change = change.map_err(Error::or_assigned_through_group)?;
        Ok(Outcome::of(action, change, Proof::ReadBack, Subject::User(user)))
    }

    /// The assignment, if there is one.
    async fn app_user(&self, action: Action, user: &UserId, app: &AppId) -> Result<Option<AppUser>, Error> {
        let answer = self.client.send(GetApplicationUser::new(app, user)).await;
        let around = async || self.client.send(GetApplication::new(app)).await.map(drop);
        found(action, answer, "AppUser", around).await
    }
}
