//! [`Scope`]: what an OAuth access token is for.

use std::{borrow::Cow, collections::BTreeSet, fmt, sync::OnceLock};

/// An OAuth 2.0 scope of the management API, `okta.users.read`.
///
/// Okta adds scopes, so any text is accepted. An operation takes the scopes that Okta's specification lists for it, all
/// of them where it lists two: `okta.users.manage` does not stand for `okta.users.read`
/// (<https://developer.okta.com/docs/api/oauth2/>; Okta's guide tells to use the one for `GET` and the other for `POST`,
/// `PUT` and `DELETE`).
///
/// ```
/// use okta_permissions::Scope;
///
/// let scope = Scope::new("okta.groups.manage");
/// assert!(scope.is_known());
/// assert!(scope.operations().any(|operation| operation.id == "assignUserToGroup"));
/// assert!(!Scope::new("okta.moon.read").is_known());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope(Cow<'static, str>);

impl Scope {
    /// The scope with this name.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        match position(&name).and_then(|index| catalogue().get(index)) {
            Some(known) => Self(Cow::Borrowed(known)),
            None => Self(Cow::Owned(name)),
        }
    }

    /// Every scope that an operation of the management API names, in alphabetical order.
    pub fn catalogue() -> impl Iterator<Item = Self> {
        catalogue().iter().map(|name| Self(Cow::Borrowed(name)))
    }

    /// The name as Okta writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an operation that this version knows names it.
    pub fn is_known(&self) -> bool {
        position(&self.0).is_some()
    }

    /// The operations that name it.
    pub fn operations(&self) -> impl Iterator<Item = &'static okta_facts::Operation> {
        okta_facts::OPERATIONS
            .iter()
            .filter(|operation| operation.scopes.contains(&self.as_str()))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl From<&str> for Scope {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

fn catalogue() -> &'static [&'static str] {
    static CATALOGUE: OnceLock<Vec<&'static str>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let scopes = okta_facts::OPERATIONS
            .iter()
            .flat_map(|operation| operation.scopes);
        scopes.copied().collect::<BTreeSet<_>>().into_iter().collect()
    })
}

pub(crate) fn position(name: &str) -> Option<usize> {
    catalogue().binary_search(&name).ok()
}

/// Scopes of the catalogue, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ScopeSet([u64; 4]);

impl ScopeSet {
    pub(crate) fn of<'name>(names: impl IntoIterator<Item = &'name str>) -> Self {
        let mut set = Self::default();
        for index in names.into_iter().filter_map(position) {
            if let Some(word) = set.0.get_mut(index / 64) {
                *word |= 1 << (index % 64);
            }
        }
        set
    }

    pub(crate) fn has_all(&self, needed: &Self) -> bool {
        self.0
            .iter()
            .zip(needed.0)
            .all(|(held, needed)| held & needed == needed)
    }
}

#[cfg(test)]
mod tests {
    use super::{ScopeSet, catalogue, position};

    #[test]
    fn every_scope_has_a_bit() {
        assert!(catalogue().len() <= 256, "{}", catalogue().len());
        for name in catalogue() {
            let one = ScopeSet::of([*name]);
            assert_ne!(one, ScopeSet::default(), "{name}");
            assert!(one.has_all(&one) && one.has_all(&ScopeSet::default()));
        }
        assert_eq!(position("okta.moon.read"), None);
    }
}
