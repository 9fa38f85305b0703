//! [`Resource`]: what a resource set holds, as a name or as an address.

use std::{fmt, str::FromStr};

use okta_facts::ResourceKind;
use okta_models::{AppId, GroupId};

/// A resource of a resource set, named by an Okta Resource Name or by the address of the object or list
/// (<https://developer.okta.com/docs/api/openapi/okta-management/guides/roles/>, "Supported resources").
///
/// ```
/// use okta_permissions::Resource;
///
/// let members: Resource = "orn:okta:directory:00o1:groups:00g1:contained_resources".parse()?;
/// assert_eq!(members, Resource::members_of("00g1"));
/// assert_eq!("https://acme.okta.com/api/v1/groups/00g1/users".parse(), Ok(members.clone()));
/// assert_eq!(members.url("https://acme.okta.com").as_deref(), Some("https://acme.okta.com/api/v1/groups/00g1/users"));
/// # Ok::<(), okta_permissions::ParseResourceError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Resource {
    /// All users.
    Users,
    /// The users in a group: its `contained_resources`. Not the group itself.
    MembersOf(GroupId),
    /// All groups.
    Groups,
    /// One group; not the users in it.
    Group(GroupId),
    /// All apps.
    Apps,
    /// All apps of a type, by its name in the catalog: `slack`.
    AppsNamed(String),
    /// One app.
    App {
        /// Its type's name in the catalog, which its Okta Resource Name needs and its address does not have.
        name: Option<String>,
        /// Its id.
        id: AppId,
    },
    /// Roles, resource sets and admin assignments.
    IdentityAndAccess,
    /// Something else, as it was written: policies, devices, authorization servers and more.
    Other(String),
}

/// A text that names no resource: neither an Okta Resource Name nor an address under `/api/v1/`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseResourceError;

impl fmt::Display for ParseResourceError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "names no resource: give an Okta Resource Name (orn:okta:directory:{org}:groups:{id}) or an address \
             (https://{org}/api/v1/groups/{id})",
        )
    }
}

impl std::error::Error for ParseResourceError {}

impl Resource {
    /// The users in a group.
    pub fn members_of(group: impl Into<GroupId>) -> Self {
        Self::MembersOf(group.into())
    }

    /// One group.
    pub fn group(group: impl Into<GroupId>) -> Self {
        Self::Group(group.into())
    }

    /// One app, by its id alone.
    pub fn app(app: impl Into<AppId>) -> Self {
        Self::App {
            name: None,
            id: app.into(),
        }
    }

    /// All apps of a type.
    pub fn apps_named(name: impl Into<String>) -> Self {
        Self::AppsNamed(name.into())
    }

    /// The kind of resource that it is, on which permissions of that kind take effect.
    #[inline]
    pub fn kind(&self) -> ResourceKind {
        match self {
            Self::Users | Self::MembersOf(_) => ResourceKind::Users,
            Self::Groups | Self::Group(_) => ResourceKind::Groups,
            Self::Apps | Self::AppsNamed(_) | Self::App { .. } => ResourceKind::Applications,
            Self::IdentityAndAccess => ResourceKind::IdentityAndAccess,
            Self::Other(text) => kind_in(text),
        }
    }

    /// Whether it may hold objects of this kind, although no source shows its form: one user, the users of a realm, a new
    /// sort of resource of the directory, a resource of a service that is new.
    pub(crate) fn may_hold(&self, kind: ResourceKind) -> bool {
        use ResourceKind::{Applications, Groups, IdentityAndAccess, Users};
        let Self::Other(text) = self else {
            return false;
        };
        match word_in(text) {
            "users" => return kind == Users,
            "groups" => return matches!(kind, Users | Groups),
            "apps" => return kind == Applications,
            "iam" => return kind == IdentityAndAccess,
            "realms" if kind == Users => return true,
            _ if kind_in(text) != ResourceKind::Other => return false,
            _ => {}
        }
        match service_in(text) {
            Some("directory") => matches!(kind, Users | Groups),
            Some("idp") => kind == Applications,
            Some("iam") => kind == IdentityAndAccess,
            Some("workflow" | "governance") => false,
            Some(_) | None => matches!(kind, Users | Groups | Applications | IdentityAndAccess),
        }
    }

    /// The Okta Resource Name, `orn:{partition}:…`; the partition is `okta` or `oktapreview`. `None` for an app whose
    /// type is not known, and for what was not written so in the first place.
    ///
    /// The form for [`IdentityAndAccess`](Self::IdentityAndAccess) is what SpecterOps' OktaHound met in an org; Okta documents
    /// that the resource exists, and not its name.
    pub fn orn(&self, partition: &str, org_id: &str) -> Option<String> {
        let (service, rest) = match self {
            Self::Users => ("directory", "users".to_owned()),
            Self::MembersOf(group) => ("directory", format!("groups:{group}:contained_resources")),
            Self::Groups => ("directory", "groups".to_owned()),
            Self::Group(group) => ("directory", format!("groups:{group}")),
            Self::Apps => ("idp", "apps".to_owned()),
            Self::AppsNamed(name) => ("idp", format!("apps:{name}")),
            Self::App { name, id } => ("idp", format!("apps:{}:{id}", name.as_deref()?)),
            Self::IdentityAndAccess => ("iam", "contained_resources".to_owned()),
            Self::Other(text) => return text.starts_with("orn:").then(|| text.clone()),
        };
        Some(format!("orn:{partition}:{service}:{org_id}:{rest}"))
    }

    /// The address of the object or list in an org, `https://acme.okta.com`; `None` where it has none that is known.
    pub fn url(&self, org: &str) -> Option<String> {
        let path = match self {
            Self::Users => "users".to_owned(),
            Self::MembersOf(group) => format!("groups/{group}/users"),
            Self::Groups => "groups".to_owned(),
            Self::Group(group) => format!("groups/{group}"),
            Self::Apps => "apps".to_owned(),
            Self::AppsNamed(name) => format!("apps?filter=name+eq+%22{name}%22"),
            Self::App { id, .. } => format!("apps/{id}"),
            Self::IdentityAndAccess => return None,
            Self::Other(text) => return text.starts_with("http").then(|| text.clone()),
        };
        Some(format!("{}/api/v1/{path}", org.trim_end_matches('/')))
    }

    fn of_orn(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["orn", _partition, service, _org, rest @ ..] = parts.as_slice() else {
            return None;
        };
        if rest.iter().any(|part| part.is_empty()) {
            return None;
        }
        Some(match (*service, rest) {
            ("directory", ["users"]) => Self::Users,
            ("directory", ["groups"]) => Self::Groups,
            ("directory", ["groups", id]) => Self::group(*id),
            ("directory", ["groups", id, "contained_resources"]) => Self::members_of(*id),
            ("idp", ["apps"]) => Self::Apps,
            // The specification's example of an exclusion names an app without its type.
            ("idp", ["apps", id]) if id.starts_with("0oa") => Self::app(*id),
            ("idp", ["apps", name]) => Self::apps_named(*name),
            ("idp", ["apps", name, id]) => Self::App {
                name: Some((*name).to_owned()),
                id: AppId::new(*id),
            },
            ("iam", ["contained_resources"]) => Self::IdentityAndAccess,
            (_, [_, ..]) => Self::Other(text.to_owned()),
            _ => return None,
        })
    }

    fn of_url(text: &str) -> Option<Self> {
        let (_, path) = text.split_once("/api/v1/")?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        Some(match segments.as_slice() {
            // What a query leaves of a list, it is for Okta to say; of apps, it is documented to name a type.
            [_, ..] if !query.is_empty() && segments != ["apps"] => Self::Other(text.to_owned()),
            ["users"] => Self::Users,
            ["groups"] => Self::Groups,
            ["groups", id] => Self::group(*id),
            ["groups", id, "users"] => Self::members_of(*id),
            ["apps"] if query.is_empty() => Self::Apps,
            ["apps"] => match name_in_filter(query) {
                Some(name) => Self::AppsNamed(name),
                None => Self::Other(text.to_owned()),
            },
            ["apps", id] => Self::app(*id),
            ["iam"] => Self::IdentityAndAccess,
            [_, ..] => Self::Other(text.to_owned()),
            [] => return None,
        })
    }
}

impl FromStr for Resource {
    type Err = ParseResourceError;

    fn from_str(text: &str) -> Result<Self, ParseResourceError> {
        let parsed = if text.starts_with("orn:") {
            Self::of_orn(text)
        } else {
            Self::of_url(text)
        };
        parsed.ok_or(ParseResourceError)
    }
}

/// The name in `filter=name eq "{name}"`, encoded or not; `None` where the query says anything else.
fn name_in_filter(query: &str) -> Option<String> {
    let filter = query.strip_prefix("filter=")?;
    let filter = filter.replace('+', " ").replace("%20", " ").replace("%22", "\"");
    let name = filter.strip_prefix("name eq \"")?.strip_suffix('"')?;
    let is_name = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    (!name.is_empty() && name.chars().all(is_name)).then(|| name.to_owned())
}

/// The kind of what this version has no variant for, by the first word of its name or address.
fn kind_in(text: &str) -> ResourceKind {
    match word_in(text) {
        "authorization_servers" | "authorizationServers" => ResourceKind::AuthorizationServers,
        "customizations" => ResourceKind::Customizations,
        "flows" => ResourceKind::Workflows,
        // Of these the form of the name is not verified; the words are those of Okta's paths.
        "policies" => ResourceKind::Policies,
        "devices" => ResourceKind::Devices,
        "realms" => ResourceKind::Realms,
        "idps" | "identity_providers" => ResourceKind::IdentityProviders,
        "agents" | "agentPools" => ResourceKind::Agents,
        _ => ResourceKind::Other,
    }
}

/// The service of an Okta Resource Name, `directory`.
fn service_in(text: &str) -> Option<&str> {
    text.starts_with("orn:").then(|| text.split(':').nth(2)).flatten()
}

/// The word of a name or address that tells the sort of the resource.
fn word_in(text: &str) -> &str {
    let word = if text.starts_with("orn:") {
        text.split(':').nth(4)
    } else {
        let path = text.split_once("/api/v1/").map(|(_, path)| path);
        path.and_then(|path| path.split(['/', '?']).next())
    };
    word.unwrap_or_default()
}
