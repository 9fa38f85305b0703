//! [`Extent`]: the part of the org that a plan is for.

use okta_facts::ResourceKind;
use okta_models::GroupId;

use crate::{AppTarget, Resource, StandardRole, Targets};

/// The part of the org that a plan is for: some groups with their users, some apps; all where none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) groups: Vec<GroupId>,
    pub(super) apps: Vec<AppTarget>,
}

impl Extent {
    /// The resources of a kind that permissions on that kind take; none where no source shows how a resource set names
    /// such.
    pub(super) fn resources(&self, kind: ResourceKind) -> Vec<Resource> {
        match kind {
            ResourceKind::Users if self.groups.is_empty() => vec![Resource::Users],
            ResourceKind::Users => self.groups.iter().cloned().map(Resource::MembersOf).collect(),
            ResourceKind::Groups if self.groups.is_empty() => vec![Resource::Groups],
            ResourceKind::Groups => self.groups.iter().cloned().map(Resource::Group).collect(),
            ResourceKind::Applications if self.apps.is_empty() => vec![Resource::Apps],
            ResourceKind::Applications => self.apps.iter().map(resource_of).collect(),
            ResourceKind::IdentityAndAccess => vec![Resource::IdentityAndAccess],
            _ => Vec::new(),
        }
    }

    /// What an assignment of a standard role is narrowed to; the role is for the whole org where it takes no such targets.
    pub(super) fn targets(&self, role: StandardRole) -> Targets {
        if role.takes_groups() {
            Targets::groups(self.groups.iter().cloned())
        } else if role.takes_targets() {
            Targets::apps(self.apps.iter().cloned())
        } else {
            Targets::WholeOrg
        }
    }

    /// Whether a resource is part of it.
    pub(super) fn has(&self, resource: &Resource) -> bool {
        let own = self.resources(resource.kind());
        let whole = [Resource::Users, Resource::Groups, Resource::Apps];
        let same = |own: &Resource| match (own, resource) {
            // An app is the same whether or not its type is written along with its id.
            (Resource::App { id: own, .. }, Resource::App { id, .. }) => own == id,
            (Resource::AppsNamed(own), Resource::App { name: Some(name), .. }) => own == name,
            _ => own == resource || whole.contains(own),
        };
        own.iter().any(same)
    }

    /// Whether targets are part of it.
    pub(super) fn has_targets(&self, role: StandardRole, targets: &Targets) -> bool {
        match (self.targets(role), targets) {
            (Targets::WholeOrg, targets) => *targets != Targets::Unread,
            (Targets::Groups(own), Targets::Groups(groups)) => groups.iter().all(|group| own.contains(group)),
            (Targets::Apps(own), Targets::Apps(apps)) => apps.iter().all(|app| own.contains(app)),
            _ => false,
        }
    }
}

fn resource_of(app: &AppTarget) -> Resource {
    match app {
        AppTarget::Named(name) => Resource::apps_named(name),
        AppTarget::App(id) => Resource::app(id.clone()),
    }
}
