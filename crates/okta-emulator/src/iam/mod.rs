//! Who administers the org: roles of groups, custom roles, resource sets, bindings, API tokens and the share
//! of the rate limits that a principal has. Standard roles of users are kept with the user.
//!
//! `resource.rs` says what a resource covers, `grants.rs` what a principal holds, `access.rs` what it may do
//! and see with one operation.

mod access;
mod custom_permissions;
mod grants;
mod profile_view;
mod resource;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use access::{Access, Kind};
pub(crate) use grants::{Targets, groups_of, holds_any_role, holds_role, is_protected};
pub(crate) use profile_view::ProfileView;
pub(crate) use resource::Resource;
pub(crate) use tokens::TokenRecord;

use crate::state::{Org, RoleAssignment};

/// Everything that administration adds to the org.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Iam {
    /// By id.
    pub(crate) roles: BTreeMap<String, CustomRole>,
    /// By id.
    pub(crate) resource_sets: BTreeMap<String, ResourceSet>,
    /// By the member's id; a custom role of an assignee is one member.
    pub(crate) members: BTreeMap<String, Member>,
    /// Standard roles of groups, by the group's id.
    pub(crate) group_roles: BTreeMap<String, Vec<RoleAssignment>>,
    /// What is known of an API token beside its owner, by the token's id.
    pub(crate) tokens: BTreeMap<String, TokenRecord>,
    /// By id.
    pub(crate) principal_rate_limits: BTreeMap<String, PrincipalRateLimit>,
}

/// A custom role with the permissions that were granted to it, by label.
#[derive(Serialize, Deserialize)]
pub(crate) struct CustomRole {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    pub(crate) permissions: BTreeMap<String, GrantedPermission>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct GrantedPermission {
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    /// As the wire has them, or null.
    pub(crate) conditions: Value,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ResourceSet {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) description: String,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
    /// By id.
    pub(crate) resources: BTreeMap<String, ResourceSetResource>,
    /// Ids of the roles that are bound, some of them perhaps without members.
    pub(crate) bindings: BTreeSet<String>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ResourceSetResource {
    pub(crate) id: String,
    pub(crate) resource: Resource,
    /// What the condition `Exclude` takes out again.
    pub(crate) excluded: Vec<Resource>,
    pub(crate) created: Timestamp,
    pub(crate) last_updated: Timestamp,
}

/// A member of the binding of a role to a resource set.
#[derive(Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) assignee: Assignee,
    pub(crate) role: String,
    pub(crate) resource_set: String,
    pub(crate) created: Timestamp,
}

/// Who can hold a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Assignee {
    User(String),
    Group(String),
    /// A service app, by its client id.
    Client(String),
}

/// The share of each bucket that one API token or service app may use.
#[derive(Serialize, Deserialize)]
pub(crate) struct PrincipalRateLimit {
    pub(crate) id: String,
    pub(crate) principal_id: String,
    pub(crate) principal_type: String,
    pub(crate) percentage: i64,
    pub(crate) concurrency_percentage: i64,
    pub(crate) created: Timestamp,
    pub(crate) created_by: String,
    pub(crate) last_updated: Timestamp,
    pub(crate) last_updated_by: String,
}

impl Assignee {
    pub(crate) fn id(&self) -> &str {
        let (Self::User(id) | Self::Group(id) | Self::Client(id)) = self;
        id
    }

    /// The address of the assignee, as `_links` show it.
    pub(crate) fn url(&self, base: &str) -> String {
        match self {
            Self::User(id) => format!("{base}/api/v1/users/{id}"),
            Self::Group(id) => format!("{base}/api/v1/groups/{id}"),
            Self::Client(id) => format!("{base}/oauth2/v1/clients/{id}"),
        }
    }

    /// The assignee that an address names, if the org has it.
    pub(crate) fn named(org: &Org, url: &str) -> Option<Self> {
        let mut segments = url.trim_end_matches('/').rsplit('/');
        let (id, kind) = (segments.next()?.to_owned(), segments.next()?);
        match kind {
            "users" if org.users.contains_key(&id) => Some(Self::User(id)),
            "groups" if org.groups.contains_key(&id) => Some(Self::Group(id)),
            "clients" if org.application_of_client(&id).is_some() => Some(Self::Client(id)),
            _ => None,
        }
    }
}

impl Org {
    /// The standard roles of a user, group or service app itself.
    pub(crate) fn standard_roles(&self, assignee: &Assignee) -> &[RoleAssignment] {
        let roles = match assignee {
            Assignee::User(id) => self.users.get(id).map(|user| &user.roles),
            Assignee::Group(id) => self.iam.group_roles.get(id),
            Assignee::Client(id) => self.client_named(id).map(|client| &client.roles),
        };
        roles.map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn standard_roles_mut(&mut self, assignee: &Assignee) -> Option<&mut Vec<RoleAssignment>> {
        match assignee {
            Assignee::User(id) => self.users.get_mut(id).map(|user| &mut user.roles),
            Assignee::Group(id) => Some(self.iam.group_roles.entry(id.clone()).or_default()),
            Assignee::Client(id) => {
                let application = self.application_of_client(id)?.id.clone();
                self.client_mut(&application).map(|client| &mut client.roles)
            }
        }
    }
}

impl Iam {
    /// The custom role with this id or label.
    pub(crate) fn role(&self, named: &str) -> Option<&CustomRole> {
        let labelled = || self.roles.values().find(|role| role.label == named);
        self.roles.get(named).or_else(labelled)
    }

    /// The resource set with this id or label.
    pub(crate) fn resource_set(&self, named: &str) -> Option<&ResourceSet> {
        let labelled = || self.resource_sets.values().find(|set| set.label == named);
        self.resource_sets.get(named).or_else(labelled)
    }

    /// The custom roles of an assignee itself.
    pub(crate) fn memberships<'iam>(&'iam self, assignee: &'iam str) -> impl Iterator<Item = &'iam Member> {
        self.members
            .values()
            .filter(move |member| member.assignee.id() == assignee)
    }

    /// The members of one binding.
    pub(crate) fn members_of<'iam>(
        &'iam self,
        resource_set: &'iam str,
        role: &'iam str,
    ) -> impl Iterator<Item = &'iam Member> {
        self.members
            .values()
            .filter(move |member| member.resource_set == resource_set && member.role == role)
    }

    /// Forgets a user, group or app that was deleted: its roles and the tokens that it owned.
    pub(crate) fn forget(&mut self, id: &str) {
        self.members.retain(|_, member| member.assignee.id() != id);
        self.group_roles.remove(id);
        self.tokens.retain(|_, token| token.owner != id);
    }
}
