//! [`Permission`]: one entry of what a custom role may hold.

use std::{borrow::Cow, fmt};

/// A permission of a custom role, by its label.
///
/// Okta adds permissions, so any label is accepted; [`facts`](Permission::facts) tells what is known of it.
///
/// ```
/// use okta_permissions::Permission;
///
/// let manage = Permission::new("okta.users.manage");
/// assert!(manage.includes(&Permission::new("okta.users.lifecycle.suspend")));
/// assert!(Permission::new("okta.future.read").facts().is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(Cow<'static, str>);

impl Permission {
    /// The permission with this label.
    pub fn new(label: impl Into<String>) -> Self {
        Self(Cow::Owned(label.into()))
    }

    pub(crate) const fn known(label: &'static str) -> Self {
        Self(Cow::Borrowed(label))
    }

    /// The label, `okta.users.read`.
    pub fn label(&self) -> &str {
        &self.0
    }

    /// What is known of the permission, with the sources; `None` for a label that this version does not know.
    pub fn facts(&self) -> Option<&'static okta_facts::Permission> {
        okta_facts::permission(self.label())
    }

    /// Whether holding this permission is holding the other, as far as is known.
    ///
    /// Okta never says so itself: the API lists what was granted and not what that includes.
    pub fn includes(&self, other: &Permission) -> bool {
        self == other
            || self
                .facts()
                .is_some_and(|facts| facts.includes.contains(&other.label()))
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.label())
    }
}
