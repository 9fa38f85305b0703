//! [`Identity`]: a user by what is known about the person.

use okta_models::{
    Expression, search,
    users::{ListUsers, User},
};

use super::Lifecycle;
use crate::{Action, Error, ErrorKind};

/// What is known about a person.
///
/// ```
/// use okta_lifecycle::Identity;
///
/// let by_number = Identity::employee_number("1843");
/// // What is known about a person is personal, so it is not shown.
/// assert_eq!(format!("{by_number:?}"), "Identity(profile.employeeNumber)");
/// ```
#[derive(Clone)]
pub struct Identity {
    attribute: String,
    find: Find,
}

#[derive(Clone)]
enum Find {
    Login(String),
    Search(Expression),
}

impl Identity {
    /// The name with which the person signs in.
    pub fn login(login: impl Into<String>) -> Self {
        Self {
            attribute: "profile.login".to_owned(),
            find: Find::Login(login.into()),
        }
    }

    /// The primary e-mail address, which several users may share.
    ///
    /// Okta's `filter` would find it at once, and not when the case of a letter differs, so it is searched like any
    /// [`attribute`](Identity::attribute).
    pub fn email(email: impl Into<String>) -> Self {
        Self::attribute("email", email)
    }

    /// The number that the company gave the person.
    pub fn employee_number(number: impl Into<String>) -> Self {
        Self::attribute("employeeNumber", number)
    }

    /// Any attribute of the profile, Okta's or the org's own. Okta finds it, whatever
    /// the case of its letters, in an index that lags behind changes by seconds.
    pub fn attribute(name: impl AsRef<str>, value: impl Into<String>) -> Self {
        let attribute = format!("profile.{}", name.as_ref());
        let find = Find::Search(search(attribute.as_str()).eq(value.into()));
        Self { attribute, find }
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Identity({})", self.attribute)
    }
}

impl Lifecycle {
    /// Finds the one user of whom this is known, DEPROVISIONED ones included.
    ///
    /// # Errors
    ///
    /// When nobody fits ([`NotFound`](ErrorKind::NotFound)), several do ([`Ambiguous`](ErrorKind::Ambiguous): the error
    /// lists their ids, [`Error::candidates`]), the attribute has a name that is none, or the call fails.
    pub async fn identify_user(&self, identity: &Identity) -> Result<User, Error> {
        let action = Action::IdentifyUser;
        let list = match &identity.find {
            Find::Login(login) => {
                let user = self.user_with_login(action, login).await?;
                return user.ok_or_else(|| nobody(action, identity));
            }
            Find::Search(expression) => ListUsers::new().search(expression.clone()),
        };
        let page = self.client.send(list.limit(200)).await;
        let page = page.map_err(|error| Error::transport_of(action, error))?;
        let mut users = Vec::new();
        for user in page {
            let user = user.map_err(|_| {
                Error::new(
                    action,
                    ErrorKind::NotProven,
                    "Okta lists a user that cannot be read",
                )
            })?;
            users.push(user);
        }
        match (users.pop(), users.is_empty()) {
            (Some(user), true) => Ok(user),
            (None, _) => Err(nobody(action, identity)),
            (Some(user), false) => {
                users.push(user);
                let candidates = users.into_iter().map(|user| user.id).collect();
                Err(Error::ambiguous(action, candidates))
            }
        }
    }
}

fn nobody(action: Action, identity: &Identity) -> Error {
    let message = format!("nobody has this {}", identity.attribute);
    Error::new(action, ErrorKind::NotFound, message)
}
