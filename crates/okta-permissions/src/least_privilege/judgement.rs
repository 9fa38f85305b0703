//! [`Judgement`]: whether an assignment is part of the least privilege, and what is not there yet.

use okta_facts::ResourceKind;

use super::LeastPrivilege;
use crate::{Assignment, CustomRole, Held, Permission, Resource, ResourceSet};

/// Whether an assignment is part of the least privilege.
pub(super) enum Judgement {
    Keep,
    Remove,
    RemovePermissions(Vec<Permission>),
    Unread,
}

pub(super) fn judge(least: &LeastPrivilege, assignment: &Assignment) -> Judgement {
    if !assignment.is_active() {
        return Judgement::Keep;
    }
    match assignment.held() {
        Held::Standard { role, targets } => {
            let joins = least.joined_roles().iter().any(|joined| joined.role() == *role);
            if !joins {
                Judgement::Remove
            } else if *targets == crate::Targets::Unread {
                Judgement::Unread
            } else if least.extent.has_targets(*role, targets) {
                Judgement::Keep
            } else {
                Judgement::Remove
            }
        }
        Held::Custom {
            role: Some(role),
            resources: Some(resources),
        } => judge_custom(least, role, resources),
        Held::Custom { .. } | Held::Other(_) => Judgement::Unread,
    }
}

fn judge_custom(least: &LeastPrivilege, role: &CustomRole, resources: &ResourceSet) -> Judgement {
    let needed = |permission: &Permission| {
        let mut needed = least.permissions().iter();
        needed.any(|needed| needed.includes(permission))
    };
    let permissions = role
        .permissions()
        .iter()
        .map(crate::GrantedPermission::permission);
    let (kept, surplus): (Vec<&Permission>, Vec<&Permission>) =
        permissions.partition(|permission| needed(permission));
    let kinds: Vec<ResourceKind> = kept.iter().filter_map(|kept| kept.resource_kind()).collect();
    let effective = |resource: &&Resource| kinds.contains(&resource.kind());
    let mut held = resources.resources().iter().map(crate::HeldResource::resource);
    if kept.is_empty() && surplus.is_empty() {
        Judgement::Keep
    } else if kept.is_empty() || held.any(|held| effective(&held) && !least.extent.has(held)) {
        Judgement::Remove
    } else if surplus.is_empty() {
        Judgement::Keep
    } else {
        Judgement::RemovePermissions(surplus.into_iter().cloned().collect())
    }
}

/// What has to be assigned beside these.
pub(super) fn missing(least: &LeastPrivilege, kept: &[Assignment]) -> Vec<Assignment> {
    let kept: Vec<&Assignment> = kept.iter().filter(|kept| kept.is_active()).collect();
    let holds = |needed: &Permission| {
        let Some(kind) = needed.resource_kind() else {
            return false;
        };
        least
            .extent
            .resources(kind)
            .iter()
            .all(|wanted| kept.iter().any(|kept| holds_on(kept, needed, wanted)))
    };
    let lacking: Vec<&Permission> = least
        .permissions()
        .iter()
        .filter(|needed| !holds(needed))
        .collect();
    let mut missing = Vec::new();
    if !lacking.is_empty() {
        let kinds: Vec<ResourceKind> = lacking
            .iter()
            .filter_map(|lacking| lacking.resource_kind())
            .collect();
        let role = lacking
            .into_iter()
            .cloned()
            .fold(CustomRole::new(&least.label), CustomRole::permission);
        let resources = least
            .resources()
            .into_iter()
            .filter(|resource| kinds.contains(&resource.kind()));
        let set = resources.fold(ResourceSet::new(&least.label), ResourceSet::resource);
        missing.push(Assignment::custom(role, set));
    }
    for joined in least.joined_roles() {
        let held = kept.iter().any(|kept| match kept.held() {
            Held::Standard { role, targets } => *role == joined.role() && targets == joined.targets(),
            _ => false,
        });
        if !held {
            missing.push(joined.role().assigned(joined.targets().clone()));
        }
    }
    missing
}

/// Whether an assignment holds a permission on a resource, without conditions.
fn holds_on(assignment: &Assignment, needed: &Permission, wanted: &Resource) -> bool {
    let Held::Custom {
        role: Some(role),
        resources: Some(resources),
    } = assignment.held()
    else {
        return false;
    };
    let mut permissions = role.permissions().iter();
    permissions.any(|held| held.conditions().is_none() && held.permission().includes(needed))
        && resources
            .resources()
            .iter()
            .any(|held| held.excluded().is_empty() && held.resource() == wanted)
}
