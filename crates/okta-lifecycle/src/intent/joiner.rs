//! [`Joiner`]: somebody comes.

use serde::{Deserialize, Serialize};

use super::RoleTemplate;
use crate::plan::Attributes;

/// Somebody comes: the account is created, put into the groups and apps of a role, and activated last.
///
/// The account has no password: the person chooses one through the link that activation mails, so that no secret passes
/// through a template, a plan or a journal. Who has an account by that login already keeps it, and gets what is missing.
///
/// ```
/// use okta_lifecycle::{Joiner, RoleTemplate};
///
/// let ada = Joiner::new("ada@example.com", "Ada", "Lovelace")
///     .attribute("employeeNumber", "1815")
///     .role(RoleTemplate::named("Engineer").group("Engineering").app("Wiki"));
/// assert_eq!(ada.login(), "ada@example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joiner {
    pub(crate) profile: Attributes,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<RoleTemplate>,
    #[serde(default = "yes")]
    pub(crate) activate: bool,
    #[serde(default = "yes")]
    pub(crate) send_email: bool,
}

impl Joiner {
    /// Somebody with this login, which is the e-mail address too, and this name.
    pub fn new(
        login: impl Into<String>,
        first_name: impl Into<String>,
        last_name: impl Into<String>,
    ) -> Self {
        let login = login.into();
        let mut profile = Attributes::default();
        profile.insert("email", login.as_str());
        profile.insert("login", login);
        profile.insert("firstName", first_name.into());
        profile.insert("lastName", last_name.into());
        Self {
            profile,
            role: None,
            activate: true,
            send_email: true,
        }
    }

    /// Sets a profile attribute; those of the role come on top.
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.profile.insert(name, value);
        self
    }

    /// Sets the role.
    pub fn role(mut self, role: RoleTemplate) -> Self {
        self.role = Some(role);
        self
    }

    /// Leaves the account STAGED.
    pub fn staged(mut self) -> Self {
        self.activate = false;
        self
    }

    /// Activates without a mail; the link is not kept, and [`resetPassword`](crate::Lifecycle::reset_password) makes
    /// another.
    pub fn without_mail(mut self) -> Self {
        self.send_email = false;
        self
    }

    /// The login.
    pub fn login(&self) -> &str {
        self.profile.text("login").unwrap_or_default()
    }
}

fn yes() -> bool {
    true
}
