//! [`Principal`]: who calls.

use std::fmt;

use okta_models::UserId;

/// Who calls: the owner of a token, or a service app.
///
/// ```
/// use okta_permissions::Principal;
///
/// let ada = Principal::user("00u1").named("ada@example.com");
/// assert!(ada.is("me") && ada.is("00u1") && ada.is("ada@example.com") && !ada.is("00u2"));
/// assert_eq!(format!("{ada:?}"), "User(00u1)"); // the login is a personal value
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Principal {
    /// A user.
    User {
        /// The id.
        id: UserId,
        /// The login, where it is known.
        login: Option<String>,
    },
    /// A service app, by its client id.
    Client {
        /// The client's id.
        id: String,
    },
}

impl fmt::Debug for Principal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_client() { "Client" } else { "User" };
        write!(formatter, "{kind}({})", self.id())
    }
}

impl Principal {
    /// A user, by id.
    pub fn user(id: impl Into<UserId>) -> Self {
        Self::User {
            id: id.into(),
            login: None,
        }
    }

    /// A service app, by its client id.
    pub fn client(id: impl Into<String>) -> Self {
        Self::Client { id: id.into() }
    }

    /// Adds a user's login, by which a path may name the user, too.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        if let Self::User { login, .. } = &mut self {
            *login = Some(name.into());
        }
        self
    }

    /// The id of the user or client.
    pub fn id(&self) -> &str {
        match self {
            Self::User { id, .. } => id.as_str(),
            Self::Client { id } => id,
        }
    }

    /// Whether this is a service app.
    pub fn is_client(&self) -> bool {
        matches!(self, Self::Client { .. })
    }

    /// Whether a user in a path, by id, login or `me`, is this one. Logins are the same in any case.
    pub fn is(&self, user: &str) -> bool {
        match self {
            Self::User { id, login } => {
                let login = login.as_deref();
                user == "me"
                    || user == id.as_str()
                    || login.is_some_and(|login| login.eq_ignore_ascii_case(user))
            }
            Self::Client { .. } => false,
        }
    }
}
