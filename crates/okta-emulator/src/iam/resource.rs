//! What a resource of a resource set, or the target of a standard role, covers.
//!
//! Resources are named by an Okta Resource Name or by the address of the object or list
//! (<https://developer.okta.com/docs/api/openapi/okta-management/guides/roles/>, "Supported resources").

use crate::state::{Application, Group, GroupKind, Org, User};

/// A resource. What the emulator does not know the contents of (policies, devices, workflows and more) is
/// kept by its name and covers nothing.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Resource {
    Users,
    /// One person; no resource set can hold it, it stands for the owner of a token itself.
    User(String),
    Groups,
    /// What a group administrator without targets has: Okta does not show `Everyone` to one.
    GroupsButEveryone,
    Group(String),
    /// The users in a group: `contained_resources`.
    MembersOf(String),
    Applications,
    /// What an API access management administrator has of the apps; no resource set can hold it.
    OpenIdConnectApplications,
    /// All apps of a type, by the type's name in the catalog.
    ApplicationsNamed(String),
    Application(String),
    /// Roles, resource sets and assignments. The resource exists and the form of its ORN is not known, so every
    /// ORN of the service `iam` is taken for it, and so is the address `/api/v1/iam`.
    IdentityAndAccess,
    Other(String),
}

impl Resource {
    /// The resource that an ORN or an address names; none if it is neither, or names a group or an app that
    /// the org does not have.
    pub(crate) fn parse(org: &Org, text: &str) -> Option<Self> {
        let resource = if text.starts_with("orn:") {
            Self::of_orn(text)?
        } else {
            Self::of_url(text)?
        };
        let exists = match &resource {
            Self::Group(id) | Self::MembersOf(id) => org.groups.contains_key(id),
            Self::Application(id) => org.applications.contains_key(id),
            _ => true,
        };
        exists.then_some(resource)
    }

    fn of_orn(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["orn", _partition, service, _org, rest @ ..] = parts.as_slice() else {
            return None;
        };
        let owned = |id: &&str| (*id).to_owned();
        Some(match (*service, rest) {
            ("directory", ["users"]) => Self::Users,
            ("directory", ["groups"]) => Self::Groups,
            ("directory", ["groups", id]) => Self::Group(owned(id)),
            ("directory", ["groups", id, "contained_resources"]) => Self::MembersOf(owned(id)),
            ("idp", ["apps"]) => Self::Applications,
            // The specification's example of an exclusion names an app without its type.
            ("idp", ["apps", id]) if id.starts_with("0oa") => Self::Application(owned(id)),
            ("idp", ["apps", name]) => Self::ApplicationsNamed(owned(name)),
            ("idp", ["apps", _, id]) => Self::Application(owned(id)),
            ("iam", _) => Self::IdentityAndAccess,
            (_, [_, ..]) => Self::Other(text.to_owned()),
            _ => return None,
        })
    }

    fn of_url(text: &str) -> Option<Self> {
        let (_, path) = text.split_once("/api/v1/")?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let owned = |id: &&str| (*id).to_owned();
        Some(match segments.as_slice() {
            ["users"] => Self::Users,
            ["groups"] => Self::Groups,
            ["groups", id] => Self::Group(owned(id)),
            ["groups", id, "users"] => Self::MembersOf(owned(id)),
            ["apps"] if query.is_empty() => Self::Applications,
            ["apps"] => Self::ApplicationsNamed(name_in_filter(query)?),
            ["apps", id] => Self::Application(owned(id)),
            ["iam", ..] => Self::IdentityAndAccess,
            [_, ..] => Self::Other(text.to_owned()),
            [] => return None,
        })
    }

    /// The Okta Resource Name.
    pub(crate) fn orn(&self, org: &Org) -> String {
        let directory = format!("orn:okta:directory:{}", org.id);
        let identity = format!("orn:okta:idp:{}", org.id);
        match self {
            Self::Users => format!("{directory}:users"),
            Self::User(id) => format!("{directory}:users:{id}"),
            Self::Groups | Self::GroupsButEveryone => format!("{directory}:groups"),
            Self::Group(id) => format!("{directory}:groups:{id}"),
            Self::MembersOf(id) => format!("{directory}:groups:{id}:contained_resources"),
            Self::Applications | Self::OpenIdConnectApplications => format!("{identity}:apps"),
            Self::ApplicationsNamed(name) => format!("{identity}:apps:{name}"),
            Self::Application(id) => {
                let name = org.applications.get(id).map_or("", |app| app.text("name"));
                format!("{identity}:apps:{name}:{id}")
            }
            Self::IdentityAndAccess => format!("orn:okta:iam:{}:contained_resources", org.id),
            Self::Other(text) => text.clone(),
        }
    }

    /// The address of the object or list.
    pub(crate) fn url(&self, base: &str) -> Option<String> {
        let path = match self {
            Self::Users => "users".to_owned(),
            Self::User(id) => format!("users/{id}"),
            Self::Groups | Self::GroupsButEveryone => "groups".to_owned(),
            Self::Group(id) => format!("groups/{id}"),
            Self::MembersOf(id) => format!("groups/{id}/users"),
            Self::Applications | Self::OpenIdConnectApplications => "apps".to_owned(),
            Self::ApplicationsNamed(name) => format!("apps?filter=name+eq+%22{name}%22"),
            Self::Application(id) => format!("apps/{id}"),
            Self::IdentityAndAccess => "iam".to_owned(),
            Self::Other(text) if text.starts_with("http") => return Some(text.clone()),
            Self::Other(_) => return None,
        };
        Some(format!("{base}/api/v1/{path}"))
    }

    pub(crate) fn covers_user(&self, org: &Org, user: &User) -> bool {
        match self {
            Self::Users => true,
            Self::User(id) => *id == user.id,
            Self::MembersOf(group) => *group == org.everyone_id || user.groups.contains(group),
            _ => false,
        }
    }

    pub(crate) fn covers_group(&self, group: &Group) -> bool {
        match self {
            Self::Groups => true,
            Self::GroupsButEveryone => group.kind != GroupKind::BuiltIn,
            Self::Group(id) => *id == group.id,
            _ => false,
        }
    }

    pub(crate) fn covers_application(&self, application: &Application) -> bool {
        match self {
            Self::Applications => true,
            Self::OpenIdConnectApplications => application.text("signOnMode") == "OPENID_CONNECT",
            Self::ApplicationsNamed(name) => *name == application.text("name"),
            Self::Application(id) => *id == application.id,
            _ => false,
        }
    }
}

/// The name in `filter=name+eq+"{name}"`, encoded or not.
fn name_in_filter(query: &str) -> Option<String> {
    let (_, filter) = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "filter")?;
    let name = filter.strip_prefix("name eq ")?.trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate_limits::{Preset, RateLimits};

    #[test]
    fn an_address_and_a_name_of_the_same_resource_are_the_same() {
        let org = Org::new(
            7,
            jiff::Timestamp::UNIX_EPOCH,
            RateLimits::new(Preset::Unlimited, 50),
        );
        let everyone = &org.everyone_id;
        let pairs = [
            ("/api/v1/users".to_owned(), "directory:O:users".to_owned()),
            ("/api/v1/groups".to_owned(), "directory:O:groups".to_owned()),
            (
                format!("/api/v1/groups/{everyone}"),
                format!("directory:O:groups:{everyone}"),
            ),
            (
                format!("/api/v1/groups/{everyone}/users"),
                format!("directory:O:groups:{everyone}:contained_resources"),
            ),
            ("/api/v1/apps".to_owned(), "idp:O:apps".to_owned()),
            (
                "/api/v1/apps/?filter=name+eq+%22slack%22".to_owned(),
                "idp:O:apps:slack".to_owned(),
            ),
        ];
        for (path, name) in pairs {
            let address = Resource::parse(&org, &format!("https://o.example{path}")).unwrap();
            let named = Resource::parse(&org, &format!("orn:okta:{name}")).unwrap();
            assert_eq!(address, named);
            assert_eq!(Resource::parse(&org, &named.orn(&org)), Some(named.clone()));
            assert_eq!(
                Resource::parse(&org, &named.url("https://o.example").unwrap()),
                Some(named)
            );
        }
        for wrong in [
            "",
            "orn:",
            "orn:okta:directory",
            "orn:okta:directory:O:groups:00gnone",
            "https://o.example/api/v1/apps/0oanone",
            "/x",
        ] {
            assert_eq!(Resource::parse(&org, wrong), None, "{wrong}");
        }
    }
}
