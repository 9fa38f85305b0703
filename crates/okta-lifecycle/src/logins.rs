//! The user who has a login, and nobody else.

use okta_models::{
    filter,
    users::{GetUser, ListUsers, User},
};
use okta_transport::{Client, Error};

/// Whether Okta finds a user of this login by a filter alone: it takes no `/` in a path.
pub(crate) fn needs_filter(login: &str) -> bool {
    login.contains('/')
}

/// The user with this login, if there is one.
pub(crate) async fn user_with_login(client: &Client, login: &str) -> Result<Option<User>, Error> {
    if needs_filter(login) {
        let list = ListUsers::new().filter(filter("profile.login").eq(login));
        let users = client.send(list).await?.into_iter().flatten();
        return Ok(users.into_iter().find(|user| user.login() == Some(login)));
    }
    match client.send(GetUser::new(login)).await {
        // The text of a login may be the id of somebody else, and a short login finds a user by its first part.
        Ok(user) => Ok(user
            .login()
            .is_some_and(|found| found.eq_ignore_ascii_case(login))
            .then_some(user)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
