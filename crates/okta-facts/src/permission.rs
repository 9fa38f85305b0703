//! Permissions of custom roles.

use crate::knowledge::Knowledge;
use crate::tables::PERMISSIONS;

/// A permission that a custom role can hold
/// (<https://developer.okta.com/docs/api/openapi/okta-management/guides/permissions/>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permission {
    /// The label that the API uses, such as `"okta.users.read"`. One permission of Okta's help pages has no label
    /// that is known.
    pub label: Option<&'static str>,
    /// The label of Okta's help page "Role permissions", where it lists the permission.
    pub help_label: Option<&'static str>,
    /// The kinds of resource that it takes effect on.
    pub resources: &'static [&'static str],
    /// The labels of the permissions that it grants along with itself. Okta's API never lists them: a role's
    /// permissions are only those that were granted to it.
    pub includes: &'static [&'static str],
    /// How [`includes`](Self::includes) is known. It is unverified when no included permission is known, which
    /// does not mean that there is none.
    pub includes_knowledge: Knowledge,
    /// Those of [`includes`](Self::includes) that are a guess all the same.
    pub unverified_includes: &'static [&'static str],
    /// What else has to be granted for it to be of use, for people to read.
    pub related: &'static [&'static str],
    /// Whether its grant can be narrowed by conditions.
    pub supports_conditions: bool,
    /// Whether a custom role can hold it; some exist inside standard roles only.
    pub usable_in_custom_roles: bool,
    /// Whether what it shows of a user is no more than name, login, primary email and mobile phone.
    pub minimal_profile_view: bool,
    /// The operations that it allows, by `operationId` (derived from its description).
    pub operations: &'static [&'static str],
    /// The labels of the sources that list it.
    pub sources: &'static [&'static str],
}

/// The permission with this label, or `None` when it is not known.
///
/// ```
/// let manage = okta_facts::permission("okta.users.manage").unwrap();
/// assert!(manage.includes.contains(&"okta.users.read"));
/// ```
pub fn permission(label: &str) -> Option<&'static Permission> {
    PERMISSIONS
        .iter()
        .find(|permission| permission.label == Some(label))
}
