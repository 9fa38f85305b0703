//! What a principal holds: standard roles and custom ones, its own and those of its groups.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{CustomRole, Resource, ResourceSet};
use crate::state::{Org, RoleAssignment, User};

/// One role of a principal, with what it is for.
pub(super) enum Grant<'org> {
    Standard(&'org RoleAssignment),
    Custom {
        role: &'org CustomRole,
        resource_set: &'org ResourceSet,
    },
}

/// Privileges add up: standard and custom roles, held by the principal itself and by its groups (Okta's page
/// "Role assignments", "Custom versus standard").
pub(super) fn of<'org>(org: &'org Org, principal: &'org str) -> Vec<Grant<'org>> {
    let user = org.users.get(principal);
    let mut grants: Vec<Grant<'org>> = own(org, principal).iter().map(Grant::Standard).collect();
    let assignees = std::iter::once(principal).chain(user.into_iter().flat_map(|user| groups_of(org, user)));
    for assignee in assignees {
        let standard = org.iam.group_roles.get(assignee).into_iter().flatten();
        grants.extend(standard.map(Grant::Standard));
        for member in org.iam.memberships(assignee) {
            let role = org.iam.roles.get(&member.role);
            let resource_set = org.iam.resource_sets.get(&member.resource_set);
            if let (Some(role), Some(resource_set)) = (role, resource_set) {
                grants.push(Grant::Custom { role, resource_set });
            }
        }
    }
    grants
}

/// Whether a principal holds any role, standard or custom, its own or of its groups.
pub(crate) fn holds_any_role(org: &Org, principal: &str) -> bool {
    !of(org, principal).is_empty()
}

/// The standard roles of a user itself, or of a service app, which is named by its client id.
pub(super) fn own<'org>(org: &'org Org, principal: &str) -> &'org [RoleAssignment] {
    let user = org.users.get(principal).map(|user| &user.roles);
    user.or_else(|| org.client_named(principal).map(|client| &client.roles))
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// The groups of a user, `Everyone` first.
pub(crate) fn groups_of<'org>(org: &'org Org, user: &'org User) -> impl Iterator<Item = &'org str> {
    std::iter::once(org.everyone_id.as_str()).chain(user.groups.iter())
}

/// Whether a group holds a role, standard or custom.
pub(crate) fn holds_role(org: &Org, group: &str) -> bool {
    org.iam
        .group_roles
        .get(group)
        .is_some_and(|roles| !roles.is_empty())
        || org.iam.memberships(group).next().is_some()
}

/// Whether a user is a super administrator, or in a group that holds a role: only super administrators manage
/// those (Okta's help page "Standard administrator roles and permissions"). `Everyone` with a role would make
/// it true of all, so it counts for super administrators alone.
pub(crate) fn is_protected(org: &Org, user: &User) -> bool {
    let everyone = org.iam.group_roles.get(&org.everyone_id);
    has_super_admin(&user.roles)
        || everyone.is_some_and(|roles| has_super_admin(roles))
        || user.groups.iter().any(|group| holds_role(org, group))
}

pub(super) fn has_super_admin(roles: &[RoleAssignment]) -> bool {
    roles.iter().any(|held| held.role == "SUPER_ADMIN")
}

impl Grant<'_> {
    pub(super) fn standard(&self) -> Option<&'static str> {
        match self {
            Self::Standard(assignment) => Some(assignment.role),
            Self::Custom { .. } => None,
        }
    }
}

/// What an assignment of a standard role is narrowed to; nothing where it is for the whole org.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Targets {
    /// By the target's cursor: a group's id, an app's id, or the name of all apps of a type. A target whose
    /// object was deleted stays, so that its end does not widen the role to the whole org.
    pub(crate) named: BTreeMap<String, Resource>,
    /// When those were added that were not there from the start, by cursor.
    #[serde(default)]
    added: BTreeMap<String, Timestamp>,
}

impl Targets {
    pub(crate) fn add(&mut self, cursor: String, target: Resource, now: Timestamp) {
        self.named.insert(cursor.clone(), target);
        self.added.entry(cursor).or_insert(now);
    }

    pub(crate) fn remove(&mut self, cursor: &str) {
        self.named.remove(cursor);
        self.added.remove(cursor);
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// When the first and the last of the targets were added that are still there.
    pub(crate) fn times(&self) -> Option<(Timestamp, Timestamp)> {
        let first = self.added.values().min()?;
        let last = self.added.values().max()?;
        Some((*first, *last))
    }

    /// Everything that the role has within these targets. A group administrator has the members of `Everyone`
    /// when that is its target, and still does not see the group.
    pub(super) fn resources(&self, org: &Org, role: &str) -> Vec<Resource> {
        let takes = okta_facts::standard_role(role)
            .map(|known| known.targets)
            .unwrap_or_default();
        let narrowed = !self.named.is_empty();
        let mut resources = Vec::new();
        if narrowed && takes.contains(&"groups") {
            for target in self.named.values() {
                let Resource::Group(id) = target else { continue };
                resources.push(Resource::MembersOf(id.clone()));
                if role != "USER_ADMIN" || *id != org.everyone_id {
                    resources.push(target.clone());
                }
            }
        } else {
            resources.push(Resource::Users);
            resources.push(if role == "USER_ADMIN" {
                Resource::GroupsButEveryone
            } else {
                Resource::Groups
            });
        }
        if narrowed && takes.contains(&"apps") {
            resources.extend(self.named.values().cloned());
        } else {
            resources.push(Resource::Applications);
        }
        resources
    }
}
