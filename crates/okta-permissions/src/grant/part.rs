//! [`Part`]: a part of the org that an assignment reaches, and whether it covers the object of a call.

use std::fmt;

use okta_facts::ResourceKind;

use super::Principal;
use crate::{Call, Resource, Standing};

/// A part of the org.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part<'a> {
    /// All users.
    Users,
    /// The users in a group.
    MembersOf(&'a str),
    /// The owner of the token.
    Itself,
    /// All groups.
    Groups,
    /// All groups but `Everyone`, which Okta does not show to group administrators.
    GroupsButEveryone,
    /// One group.
    Group(&'a str),
    /// One group, unless it is `Everyone`.
    GroupUnlessEveryone(&'a str),
    /// All apps.
    Apps,
    /// The OpenID Connect apps.
    OpenIdConnectApps,
    /// All apps of a type.
    AppsNamed(&'a str),
    /// One app.
    App(&'a str),
    /// Something else.
    Other(&'a Resource),
    /// A part that is not known: targets or resources that were not read, or a limit that a call does not tell.
    Unsettled(&'static str),
}

/// Whether something is reached, from no to yes: what two halves need is the lesser, what two roles give the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cover {
    No,
    /// No source settles it.
    Unsettled,
    /// It depends on the object.
    Depends,
    Yes,
}

/// Whether protected principals are out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// There is nothing to protect.
    None,
    /// They are.
    Refused,
    /// No source settles it.
    Unsettled,
}

impl<'a> Part<'a> {
    #[inline]
    pub(crate) fn of(resource: &'a Resource) -> Self {
        match resource {
            Resource::Users => Self::Users,
            Resource::MembersOf(group) => Self::MembersOf(group.as_str()),
            Resource::Groups => Self::Groups,
            Resource::Group(group) => Self::Group(group.as_str()),
            Resource::Apps => Self::Apps,
            Resource::AppsNamed(name) => Self::AppsNamed(name),
            Resource::App { id, .. } => Self::App(id.as_str()),
            other => Self::Other(other),
        }
    }

    /// Whether it is all of a kind.
    #[inline]
    pub(crate) fn is_whole(self) -> bool {
        matches!(self, Self::Users | Self::Groups | Self::Apps)
    }

    #[inline]
    pub(crate) fn covers_user(self, call: &Call<'_>, principal: &Principal) -> Cover {
        match self {
            Self::Users => Cover::Yes,
            Self::MembersOf(group) => match call.about_user.groups {
                Some(groups) => Cover::when(groups.iter().any(|held| held.as_str() == group)),
                None => Cover::Depends,
            },
            Self::Itself => call
                .user()
                .map_or(Cover::Depends, |user| Cover::when(principal.is(user))),
            Self::Other(resource) if resource.may_hold(ResourceKind::Users) => Cover::Unsettled,
            Self::Unsettled(_) => Cover::Unsettled,
            _ => Cover::No,
        }
    }

    #[inline]
    pub(crate) fn covers_group(self, call: &Call<'_>) -> Cover {
        let is = |group: &str| {
            call.group
                .map_or(Cover::Depends, |named| Cover::when(named == group))
        };
        let not_everyone = call
            .about_group
            .everyone
            .map_or(Cover::Depends, |everyone| Cover::when(!everyone));
        match self {
            Self::Groups => Cover::Yes,
            Self::GroupsButEveryone => not_everyone,
            Self::Group(group) => is(group),
            Self::GroupUnlessEveryone(group) => is(group).min(not_everyone),
            Self::Other(resource) if resource.may_hold(ResourceKind::Groups) => Cover::Unsettled,
            Self::Unsettled(_) => Cover::Unsettled,
            _ => Cover::No,
        }
    }

    #[inline]
    pub(crate) fn covers_app(self, call: &Call<'_>) -> Cover {
        let app = &call.about_app;
        match self {
            Self::Apps => Cover::Yes,
            Self::OpenIdConnectApps => app.openid_connect.map_or(Cover::Depends, Cover::when),
            Self::AppsNamed(name) => app
                .name
                .map_or(Cover::Depends, |named| Cover::when(named == name)),
            Self::App(id) => call.app.map_or(Cover::Depends, |named| Cover::when(named == id)),
            Self::Other(resource) if resource.may_hold(ResourceKind::Applications) => Cover::Unsettled,
            Self::Unsettled(_) => Cover::Unsettled,
            _ => Cover::No,
        }
    }
}

impl Cover {
    pub(crate) fn when(covered: bool) -> Self {
        if covered { Self::Yes } else { Self::No }
    }

    pub(crate) fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Yes => Self::No,
            same => same,
        }
    }
}

impl Guard {
    /// Whether a user of this standing is not behind the guard.
    #[inline]
    pub(crate) fn lets_user(self, standing: Standing) -> Cover {
        match (self, standing) {
            (Self::None, _) | (_, Standing::Ordinary) => Cover::Yes,
            (_, Standing::Unknown) => Cover::Depends,
            (Self::Refused, Standing::Protected) => Cover::No,
            _ => Cover::Unsettled,
        }
    }

    /// Whether a group that holds a role, or does not, is not behind the guard.
    #[inline]
    pub(crate) fn lets_group(self, holds_role: Option<bool>) -> Cover {
        match (self, holds_role) {
            (Self::None, _) | (_, Some(false)) => Cover::Yes,
            (_, None) => Cover::Depends,
            (Self::Refused, Some(true)) => Cover::No,
            (Self::Unsettled, Some(true)) => Cover::Unsettled,
        }
    }
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Users => formatter.write_str("all users"),
            Self::MembersOf(group) => write!(formatter, "users in group {group}"),
            Self::Itself => formatter.write_str("the token's owner"),
            Self::Groups => formatter.write_str("all groups"),
            Self::GroupsButEveryone => formatter.write_str("all groups but Everyone"),
            Self::Group(group) | Self::GroupUnlessEveryone(group) => write!(formatter, "group {group}"),
            Self::Apps => formatter.write_str("all apps"),
            Self::OpenIdConnectApps => formatter.write_str("OpenID Connect apps"),
            Self::AppsNamed(name) => write!(formatter, "{name} apps"),
            Self::App(app) => write!(formatter, "app {app}"),
            Self::Other(Resource::IdentityAndAccess) => formatter.write_str("roles and admin assignments"),
            Self::Other(Resource::Other(text)) => formatter.write_str(text),
            Self::Other(_) => formatter.write_str("another resource"),
            Self::Unsettled(why) => write!(formatter, "a part that is not known ({why})"),
        }
    }
}
