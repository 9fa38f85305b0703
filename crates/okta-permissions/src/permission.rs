//! [`Permission`]: one entry of what a custom role may hold.

use std::{borrow::Cow, fmt};

use okta_facts::{Knowledge, ResourceKind};

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
/// assert_eq!(Permission::catalogue().count(), 76);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission(Cow<'static, str>);

impl Permission {
    /// The permission with this label.
    pub fn new(label: impl Into<String>) -> Self {
        let label = label.into();
        // A label of the catalogue needs no memory of its own.
        match okta_facts::permission(&label).and_then(|known| known.label) {
            Some(known) => Self(Cow::Borrowed(known)),
            None => Self(Cow::Owned(label)),
        }
    }

    pub(crate) const fn known(label: &'static str) -> Self {
        Self(Cow::Borrowed(label))
    }

    /// Every permission whose label is known, in the order of Okta's own list.
    pub fn catalogue() -> impl Iterator<Item = Self> {
        let labels = okta_facts::PERMISSIONS.iter().filter_map(|known| known.label);
        labels.map(Self::known)
    }

    /// The label, `okta.users.read`.
    pub fn label(&self) -> &str {
        &self.0
    }

    /// What is known of the permission, with the sources; `None` for a label that this version does not know.
    pub fn facts(&self) -> Option<&'static okta_facts::Permission> {
        okta_facts::permission(self.label())
    }

    /// The kind of resource that it takes effect on: without such a resource in the resource set it has none.
    pub fn resource_kind(&self) -> Option<ResourceKind> {
        okta_facts::resource_kind_of(self.label())
    }

    /// The permissions that it grants along with itself, as far as is known, each with how that is known; those of
    /// which nobody knows for sure have [`Knowledge::Unverified`]. Okta's API never lists them.
    pub fn included(&self) -> impl Iterator<Item = (Self, Knowledge)> {
        let facts = self.facts();
        let labels = facts.map_or(&[][..], |facts| facts.includes);
        labels.iter().map(move |label| {
            let known = facts.filter(|facts| !facts.unverified_includes.contains(label));
            let knowledge = known.map_or(Knowledge::Unverified, |facts| facts.includes_knowledge);
            (Self::known(label), knowledge)
        })
    }

    /// Whether holding this permission is holding the other, as far as is known: an inclusion that is a guess does not
    /// count.
    pub fn includes(&self, other: &Permission) -> bool {
        self == other
            || self
                .included()
                .any(|(included, knowledge)| included == *other && !knowledge.is_unverified())
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.label())
    }
}

impl From<&str> for Permission {
    fn from(label: &str) -> Self {
        Self::new(label)
    }
}
