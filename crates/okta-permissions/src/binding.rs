//! [`Binding`]: who holds a custom role, and on what.

use okta_models::{GroupId, UserId};

/// The binding of a custom role to a resource set, with its members
/// (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleDResourceSetBinding/>).
///
/// ```
/// use okta_permissions::{Binding, Member};
///
/// let binding = Binding::new("cr01", "iam1").member(Member::Group("00g1".into()));
/// let addresses: Vec<String> = binding.members().iter().map(|member| member.url("https://acme.okta.com")).collect();
/// assert_eq!(addresses, ["https://acme.okta.com/api/v1/groups/00g1"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    role: String,
    resource_set: String,
    members: Vec<Member>,
}

/// Who can hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Member {
    /// A user.
    User(UserId),
    /// Everyone in a group.
    Group(GroupId),
    /// A service app, by its client id.
    Client(String),
}

impl Binding {
    /// A binding without members, of a role and a resource set, each by id or label.
    pub fn new(role: impl Into<String>, resource_set: impl Into<String>) -> Self {
        Self {
            role: role.into(),
            resource_set: resource_set.into(),
            members: Vec::new(),
        }
    }

    /// Adds a member.
    pub fn member(mut self, member: Member) -> Self {
        self.members.push(member);
        self
    }

    /// The role, by id or label.
    pub fn role(&self) -> &str {
        &self.role
    }

    /// The resource set, by id or label.
    pub fn resource_set(&self) -> &str {
        &self.resource_set
    }

    /// Who holds the role.
    pub fn members(&self) -> &[Member] {
        &self.members
    }
}

impl Member {
    /// The address by which a request names the member; bindings take addresses alone, no Okta Resource Names.
    pub fn url(&self, org: &str) -> String {
        let org = org.trim_end_matches('/');
        match self {
            Self::User(id) => format!("{org}/api/v1/users/{id}"),
            Self::Group(id) => format!("{org}/api/v1/groups/{id}"),
            Self::Client(id) => format!("{org}/oauth2/v1/clients/{id}"),
        }
    }

    /// The member that an address names; `None` where it names something else.
    pub fn from_url(url: &str) -> Option<Self> {
        let mut segments = url.trim_end_matches('/').rsplit('/');
        let (id, kind) = (segments.next()?, segments.next()?);
        match kind {
            "users" => Some(Self::User(id.into())),
            "groups" => Some(Self::Group(id.into())),
            "clients" => Some(Self::Client(id.to_owned())),
            _ => None,
        }
    }
}
