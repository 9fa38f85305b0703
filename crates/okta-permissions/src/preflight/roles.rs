//! The role assignments of a principal, with what each is for.

use std::collections::BTreeMap;

use okta_models::{
    ResourceSetId, RoleId,
    custom_roles::{ListRolePermissions, PermissionConditions, RolePermission, USER_PROFILE},
    policies::LifecycleStatus,
    resource_sets::{ListResourceSetResources, ResourceSetResource},
    role_assignments::RoleAssignment,
    role_targets::{CatalogApplication, ListGroupTargetsForRole},
};
use okta_transport::Error;

use super::calls::{Calls, Listed};
use super::holder::Holder;
use super::unread::WhyUnread;
use crate::{
    AppTarget, Assignment, Conditions, CustomRole, Resource, ResourceSet, RoleType, StandardRole, Targets,
};

/// Reads what assignments are for: targets, permissions and resources. Custom roles and resource sets that several
/// assignments share are read once.
#[derive(Default)]
pub(super) struct RoleReader {
    roles: BTreeMap<RoleId, Option<CustomRole>>,
    sets: BTreeMap<ResourceSetId, Option<ResourceSet>>,
}

impl RoleReader {
    pub(super) async fn read(
        &mut self,
        calls: &mut Calls<'_>,
        wire: &RoleAssignment,
        principal: &Holder,
    ) -> Result<Assignment, Error> {
        let holder = Holder::of(wire, principal);
        let mut assignment = match &wire.role_type {
            None => Assignment::of_unknown_type(),
            Some(RoleType::Custom) => self.custom(calls, wire).await?,
            Some(role_type) => {
                let targets = targets(calls, wire, role_type, holder.as_ref()).await?;
                Assignment::standard(role_type, targets)
            }
        };
        if let Some(id) = &wire.id {
            assignment = assignment.id(id.as_str());
        }
        if let Some(Holder::Group(group)) = &holder {
            assignment = assignment.through(group);
        }
        if wire
            .status
            .as_ref()
            .is_some_and(|status| *status != LifecycleStatus::Active)
        {
            assignment = assignment.inactive();
        }
        Ok(assignment)
    }

    async fn custom(&mut self, calls: &mut Calls<'_>, wire: &RoleAssignment) -> Result<Assignment, Error> {
        let role = match &wire.role {
            Some(id) => self.role(calls, id, wire.label.as_deref()).await?,
            None => None,
        };
        let resources = match &wire.resource_set {
            Some(id) => self.resources(calls, id).await?,
            None => None,
        };
        Ok(match (role, resources) {
            (Some(role), Some(resources)) => Assignment::custom(role, resources),
            (role, resources) => Assignment::custom_unread(role, resources),
        })
    }

    async fn role(
        &mut self,
        calls: &mut Calls<'_>,
        id: &RoleId,
        label: Option<&str>,
    ) -> Result<Option<CustomRole>, Error> {
        if let Some(known) = self.roles.get(id) {
            return Ok(known.clone());
        }
        let about = format!("the permissions of role {id}");
        let reply = calls.list(ListRolePermissions::new(id), &about).await?;
        let role = whole(reply.answered()).map(|permissions| {
            let empty = CustomRole::new(label.unwrap_or(id.as_str())).id(id.as_str());
            permissions.into_iter().try_fold(empty, with_permission)
        });
        if role == Some(None) {
            calls.note::<ListRolePermissions>(&about, WhyUnread::Odd);
        }
        let role = role.flatten();
        self.roles.insert(id.clone(), role.clone());
        Ok(role)
    }

    async fn resources(
        &mut self,
        calls: &mut Calls<'_>,
        id: &ResourceSetId,
    ) -> Result<Option<ResourceSet>, Error> {
        if let Some(known) = self.sets.get(id) {
            return Ok(known.clone());
        }
        let list = ListResourceSetResources::new(id);
        let about = format!("the resources of resource set {id}");
        let reply = calls.list(list, &about).await?;
        // Its label would cost one more call; the id names it as well.
        let empty = ResourceSet::new(id.as_str()).id(id.as_str());
        let set = whole(reply.answered()).map(|resources| resources.iter().try_fold(empty, with_resource));
        if set == Some(None) {
            calls.note::<ListResourceSetResources>(&about, WhyUnread::Odd);
        }
        let set = set.flatten();
        self.sets.insert(id.clone(), set.clone());
        Ok(set)
    }
}

/// `None` for a permission that Okta did not name, or that is limited in a way that is not known: it may be good for
/// less than its label says.
fn with_permission(role: CustomRole, granted: RolePermission) -> Option<CustomRole> {
    let label = granted.label?;
    if says_more(&granted.extra, "conditions") {
        return None;
    }
    let limits = granted.conditions.unwrap_or_default();
    Some(match conditions(&limits).ok()? {
        Some(conditions) => role.permission_with(label.as_str(), conditions),
        None => role.permission(label.as_str()),
    })
}

/// Whether a member is there, and of a form that could not be read.
fn says_more(unread: &serde_json::Map<String, serde_json::Value>, member: &str) -> bool {
    unread.get(member).is_some_and(|value| !value.is_null())
}

/// A condition that is not on profile attributes.
struct OtherCondition;

/// `include` counts where both are there.
fn conditions(wire: &PermissionConditions) -> Result<Option<Conditions>, OtherCondition> {
    let lists = [wire.include.as_ref(), wire.exclude.as_ref()];
    let known =
        |list: &serde_json::Map<String, serde_json::Value>| list.keys().all(|key| key == USER_PROFILE);
    if !lists.into_iter().flatten().all(known) || wire.extra.values().any(|value| !value.is_null()) {
        return Err(OtherCondition);
    }
    let attributes =
        |list: &serde_json::Map<String, serde_json::Value>| -> Result<Vec<String>, OtherCondition> {
            let Some(names) = list.get(USER_PROFILE) else {
                return Ok(Vec::new());
            };
            let names = names.as_array().ok_or(OtherCondition)?.iter();
            let name = |name: &serde_json::Value| name.as_str().map(str::to_owned).ok_or(OtherCondition);
            names.map(name).collect()
        };
    Ok(match (&wire.include, &wire.exclude) {
        (Some(include), _) => Some(Conditions::include(attributes(include)?)),
        (None, Some(exclude)) if !exclude.is_empty() => Some(Conditions::exclude(attributes(exclude)?)),
        _ => None,
    })
}

/// `None` for a resource that Okta named in no way, or that is limited in a way that is not known: the set may reach less
/// than its resources say.
fn with_resource(set: ResourceSet, held: &ResourceSetResource) -> Option<ResourceSet> {
    let named = held.orn.clone().or_else(|| held.url())?;
    let limits = held.conditions.clone().unwrap_or_default();
    let excluded = limits.exclude.clone().unwrap_or_default();
    let unread = limits.extra.values().chain(excluded.extra.values());
    if says_more(&held.extra, "conditions") || unread.into_iter().any(|value| !value.is_null()) {
        return None;
    }
    let excluded = excluded.orns.as_deref().unwrap_or_default();
    Some(set.resource_without(
        resource(&named),
        excluded.iter().map(|excluded| resource(excluded)),
    ))
}

fn resource(named: &str) -> Resource {
    named
        .parse()
        .unwrap_or_else(|_| Resource::Other(named.to_owned()))
}

/// Reads the targets of a standard role that takes some.
async fn targets(
    calls: &mut Calls<'_>,
    wire: &RoleAssignment,
    role_type: &RoleType,
    holder: Option<&Holder>,
) -> Result<Targets, Error> {
    let role = StandardRole::of(role_type).filter(|role| role.takes_targets());
    let Some(role) = role else {
        return Ok(Targets::WholeOrg);
    };
    let (Some(holder), Some(id)) = (holder, wire.id.clone()) else {
        calls.note::<ListGroupTargetsForRole>("the targets of a role", WhyUnread::Untold);
        return Ok(Targets::Unread);
    };
    Ok(if role.takes_groups() {
        whole(holder.group_targets(calls, id).await?.answered()).map_or(Targets::Unread, |groups| {
            Targets::groups(groups.into_iter().map(|group| group.id))
        })
    } else {
        let apps = whole(holder.app_targets(calls, id).await?.answered());
        let named = apps.and_then(|apps| apps.into_iter().map(app_target).collect::<Option<Vec<_>>>());
        named.map_or(Targets::Unread, Targets::apps)
    })
}

/// A list that was not read to its end would make a role look narrower than it is.
fn whole<T>(listed: Option<Listed<T>>) -> Option<Vec<T>> {
    listed.filter(|listed| listed.whole).map(|listed| listed.items)
}

fn app_target(app: CatalogApplication) -> Option<AppTarget> {
    match (app.id, app.name) {
        (Some(id), _) => Some(AppTarget::App(id)),
        (None, Some(name)) => Some(AppTarget::Named(name.as_str().to_owned())),
        (None, None) => None,
    }
}
