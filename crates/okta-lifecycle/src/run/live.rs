//! [`Live`]: a person while a run is under way.

use futures_util::StreamExt as _;
use okta_models::{
    UserId, application_users::GetApplicationUser, user_factors::ListFactors, user_resources::ListUserGroups,
    users::GetUser,
};
use okta_transport::{Client, Error};

use crate::logins::user_with_login;
use crate::plan::{Account, Aspect, Assignment, State, is_enrolled};

/// A person while a run is under way: what was read since the last change that may have touched it.
pub(super) struct Live<'a> {
    pub(super) client: &'a Client,
    pub(super) state: State,
    /// `None` until the account is created.
    pub(super) user: Option<UserId>,
    /// By which an account is looked for that has no id yet.
    pub(super) login: Option<String>,
}

impl Live<'_> {
    /// Reads a part of the state, unless it is known.
    pub(super) async fn know(&mut self, aspect: &Aspect) -> Result<(), Error> {
        if self.state.knows(aspect) {
            return Ok(());
        }
        match aspect {
            Aspect::User => self.read_user().await,
            Aspect::Groups => {
                let Some(user) = &self.user else { return Ok(()) };
                let mut listed = self.client.stream(ListUserGroups::new(user));
                let mut groups = std::collections::BTreeSet::new();
                while let Some(group) = listed.next().await {
                    match group {
                        Ok(group) => drop(groups.insert(group.id)),
                        Err(error) => return self.unless_gone(error),
                    }
                }
                self.state.groups = Some(groups);
                Ok(())
            }
            Aspect::App(app) => {
                let Some(user) = &self.user else { return Ok(()) };
                // Okta answers 404 for an app that is not there, too; the change then says so.
                let assigned = match self.client.send(GetApplicationUser::new(app, user)).await {
                    Ok(assigned) => Some(Assignment::of(&assigned)),
                    Err(error) if error.is_not_found() => None,
                    Err(error) => return Err(error),
                };
                self.state.apps.insert(app.clone(), assigned);
                Ok(())
            }
            Aspect::Factors => {
                let Some(user) = &self.user else { return Ok(()) };
                let mut listed = self.client.stream(ListFactors::new(user));
                let mut enrolled = 0;
                while let Some(factor) = listed.next().await {
                    match factor {
                        Ok(factor) => enrolled += usize::from(is_enrolled(factor.status.as_ref())),
                        Err(error) => return self.unless_gone(error),
                    }
                }
                self.state.factors = Some(enrolled);
                Ok(())
            }
        }
    }

    /// Who was deleted is in no group and has no factor.
    fn unless_gone(&mut self, error: Error) -> Result<(), Error> {
        if !error.is_not_found() {
            return Err(error);
        }
        self.state = State {
            user: Some(None),
            groups: Some(std::collections::BTreeSet::new()),
            factors: Some(0),
            all_apps: true,
            ..State::default()
        };
        Ok(())
    }

    async fn read_user(&mut self) -> Result<(), Error> {
        let found = match (&self.user, &self.login) {
            (Some(user), _) => match self.client.send(GetUser::new(user)).await {
                Ok(user) => Some(user),
                Err(error) if error.is_not_found() => None,
                Err(error) => return Err(error),
            },
            (None, Some(login)) => user_with_login(self.client, login).await?,
            (None, None) => return Ok(()),
        };
        self.state.user = Some(found.as_ref().map(Account::of));
        Ok(())
    }
}
