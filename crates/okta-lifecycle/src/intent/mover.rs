//! [`Mover`]: somebody changes from one role to another.

use okta_models::UserKey;
use serde::{Deserialize, Serialize};

use super::RoleTemplate;

/// Somebody changes from one role to another: what only the new role gives is given first, then what only the old one
/// gave is taken.
///
/// What neither role names is left alone. An attribute that the old role sets and the new one does not is cleared, where
/// it still has the old role's value.
///
/// ```
/// use okta_lifecycle::{Mover, RoleTemplate};
///
/// let engineer = RoleTemplate::named("Engineer").group("Engineering").attribute("department", "Engineering");
/// let manager = RoleTemplate::named("Manager").group("Managers").attribute("department", "Engineering");
/// let mover = Mover::of("00u1").from(engineer).to(manager);
/// # let _ = mover;
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mover {
    #[serde(with = "super::leaver::key")]
    pub(crate) user: UserKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<RoleTemplate>,
    #[serde(default)]
    pub(crate) to: RoleTemplate,
}

impl Mover {
    /// This person, by id or login.
    pub fn of(user: impl Into<UserKey>) -> Self {
        Self {
            user: user.into(),
            from: None,
            to: RoleTemplate::default(),
        }
    }

    /// Sets the role that the person leaves. Without it nothing is taken.
    pub fn from(mut self, role: RoleTemplate) -> Self {
        self.from = Some(role);
        self
    }

    /// Sets the role that the person comes into.
    pub fn to(mut self, role: RoleTemplate) -> Self {
        self.to = role;
        self
    }
}
