//! [`Targets`]: what an assignment of a standard role is narrowed to.

use okta_models::{AppId, GroupId};

/// What an assignment of a standard role is narrowed to
/// (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleBTargetAdmin/>).
///
/// An assignment without targets is for the whole org; its first target narrows it, and the last one cannot be removed.
///
/// ```
/// use okta_permissions::Targets;
///
/// assert_eq!(Targets::groups(["00g1"]).len(), Some(1));
/// assert_eq!(Targets::groups(Vec::<&str>::new()), Targets::WholeOrg);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Targets {
    /// None: the assignment is for the whole org.
    #[default]
    WholeOrg,
    /// Groups, and the users in them: of `USER_ADMIN`, `HELP_DESK_ADMIN` and `GROUP_MEMBERSHIP_ADMIN`.
    Groups(Vec<GroupId>),
    /// Apps: of `APP_ADMIN`.
    Apps(Vec<AppTarget>),
    /// They could not be read: how far the assignment reaches is not known.
    Unread,
}

/// An app target.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AppTarget {
    /// All apps of a type, by its name in the catalog: `slack`.
    Named(String),
    /// One app.
    App(AppId),
}

impl Targets {
    /// These groups; the whole org when there are none.
    pub fn groups<I: Into<GroupId>>(groups: impl IntoIterator<Item = I>) -> Self {
        let groups: Vec<GroupId> = groups.into_iter().map(Into::into).collect();
        if groups.is_empty() {
            Self::WholeOrg
        } else {
            Self::Groups(groups)
        }
    }

    /// These apps; the whole org when there are none.
    pub fn apps(apps: impl IntoIterator<Item = AppTarget>) -> Self {
        let apps: Vec<AppTarget> = apps.into_iter().collect();
        if apps.is_empty() {
            Self::WholeOrg
        } else {
            Self::Apps(apps)
        }
    }

    /// How many there are; `None` where they were not read.
    pub fn len(&self) -> Option<usize> {
        match self {
            Self::WholeOrg => Some(0),
            Self::Groups(groups) => Some(groups.len()),
            Self::Apps(apps) => Some(apps.len()),
            Self::Unread => None,
        }
    }

    /// Whether the assignment is for the whole org.
    pub fn is_empty(&self) -> bool {
        *self == Self::WholeOrg
    }
}
