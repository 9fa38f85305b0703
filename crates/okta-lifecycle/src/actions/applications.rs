//! Actions on a user's applications: assign, revoke.

use super::{Lifecycle, already};
use crate::{Action, Error, ErrorKind, Outcome};
use okta_models::{
    AppId, UserKey,
    application_users::{
        AppUser, AppUserScope, AssignUserToApplication, GetApplicationUser, UnassignUserFromApplication,
    },
    applications::GetApplication,
    users::User,
};

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
        let (action, app) = (Action::AssignApp, app.into());
        let user = self.read(action, user).await?;
        if self.app_user(action, &user, &app).await?.is_some() {
            return Ok(already(action, user));
        }
        let sent = self
            .client
            .send(AssignUserToApplication::new(&app, &user.id))
            .await
            .map(drop);
        self.prove(action, user, sent, async |user| {
            Ok(self.app_user(action, user, &app).await?.is_some())
        })
        .await
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
        let user = self.read(action, user).await?;
        let Some(app_user) = self.app_user(action, &user, &app).await? else {
            return Ok(already(action, user));
        };
        if app_user.scope == Some(AppUserScope::Group) {
            let message = "the user has the app through a group; remove the user from the group";
            return Err(Error::new(action, ErrorKind::AssignedThroughGroup, message));
        }
        let sent = self
            .client
            .send(UnassignUserFromApplication::new(&app, &user.id))
            .await;
        self.prove(action, user, sent, async |user| {
            Ok(self.app_user(action, user, &app).await?.is_none())
        })
        .await
    }

    /// The assignment, if there is one. Okta answers 404 both for a missing assignment and for a missing application, so
    /// the application is asked for then.
    async fn app_user(&self, action: Action, user: &User, app: &AppId) -> Result<Option<AppUser>, Error> {
        match self.client.send(GetApplicationUser::new(app, &user.id)).await {
            Ok(app_user) => Ok(Some(app_user)),
            Err(error) if error.is_not_found() => {
                let app = self.client.send(GetApplication::new(app)).await;
                app.map(|_| None)
                    .map_err(|error| Error::transport_of(action, error))
            }
            Err(error) => Err(Error::transport_of(action, error)),
        }
    }
}
