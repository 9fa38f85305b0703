//! What a permission of a custom role takes effect on.

use std::fmt;

/// A kind of resource of a resource set
/// (<https://developer.okta.com/docs/api/openapi/okta-management/guides/roles/>, "Supported resources").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ResourceKind {
    /// Users: all of them, or those in a group.
    Users,
    /// Groups: all of them, or one.
    Groups,
    /// Apps: all of them, those of a type, or one.
    Applications,
    /// Roles, resource sets and admin assignments.
    IdentityAndAccess,
    /// Authorization servers: all of them, or one.
    AuthorizationServers,
    /// Brands and their customizations.
    Customizations,
    /// Identity providers.
    IdentityProviders,
    /// Devices.
    Devices,
    /// Realms.
    Realms,
    /// Policies.
    Policies,
    /// Agents.
    Agents,
    /// Delegated flows.
    Workflows,
    /// Support cases that the administrator opened.
    SupportCases,
    /// Something else, or of a form that no source gives.
    Other,
}

impl ResourceKind {
    /// In words, plural: `users`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Applications => "apps",
            Self::IdentityAndAccess => "identity and access management",
            Self::AuthorizationServers => "authorization servers",
            Self::Customizations => "customizations",
            Self::IdentityProviders => "identity providers",
            Self::Devices => "devices",
            Self::Realms => "realms",
            Self::Policies => "policies",
            Self::Agents => "agents",
            Self::Workflows => "delegated flows",
            Self::SupportCases => "support cases",
            Self::Other => "the org",
        }
    }
}

impl fmt::Display for ResourceKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// The kind of resource that a permission takes effect on, by its label; `None` for a label that is not known. What
/// [`Permission::resources`](crate::Permission::resources) says for people to read.
///
/// ```
/// use okta_facts::{ResourceKind, resource_kind_of};
///
/// assert_eq!(resource_kind_of("okta.users.read"), Some(ResourceKind::Users));
/// // A user is created in a group.
/// assert_eq!(resource_kind_of("okta.users.create"), Some(ResourceKind::Groups));
/// ```
pub fn resource_kind_of(label: &str) -> Option<ResourceKind> {
    crate::permission(label)?;
    let family = label.split('.').nth(1)?;
    Some(match (family, label) {
        (_, "okta.users.create") => ResourceKind::Groups,
        (_, "okta.apps.manageFirstPartyApps") => ResourceKind::Other,
        ("users", _) => ResourceKind::Users,
        ("groups", _) => ResourceKind::Groups,
        ("apps" | "profilesources" | "directories", _) => ResourceKind::Applications,
        ("iam", _) => ResourceKind::IdentityAndAccess,
        ("authzServers", _) => ResourceKind::AuthorizationServers,
        ("customizations", _) => ResourceKind::Customizations,
        ("identityProviders", _) => ResourceKind::IdentityProviders,
        ("devices", _) => ResourceKind::Devices,
        ("realms", _) => ResourceKind::Realms,
        ("policies", _) => ResourceKind::Policies,
        ("agents", _) => ResourceKind::Agents,
        ("workflows", _) => ResourceKind::Workflows,
        ("support", _) => ResourceKind::SupportCases,
        _ => ResourceKind::Other,
    })
}
