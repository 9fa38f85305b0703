//! [`Needs`]: how each operation of a profile can be had.

use std::fmt;

use okta_facts::{Half, ResourceKind};

use super::combination::{Combination, by_role, combinations};
use super::enough::roles_are_enough;
use super::extent::Extent;
use super::{JoinedRole, choose};
use crate::{Assignment, CustomRole, Permission, Requirement, ResourceSet, StandardRole};

/// How the operations of a profile can be had.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// Those that take a role at all.
    pub(super) operations: Vec<&'static str>,
    pub(super) permissions: Vec<Permission>,
    pub(super) joined: Vec<JoinedRole>,
    pub(super) left_out: Vec<LeftOut>,
}

/// An operation for which nothing is known to be enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    operation: &'static str,
    obstacle: Obstacle,
}

/// Why no custom role is known to reach an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// No permission of a custom role allows it.
    NoPermission,
    /// No source says which permissions allow it.
    NotSettled,
    /// A permission allows it, and no source shows how a resource set names what the permission is for.
    ResourceNotKnown(ResourceKind),
    /// A custom role reaches it on the whole org alone, not on some groups or apps.
    WholeOrgOnly,
    /// This version knows no such operation.
    UnknownOperation,
}

impl LeftOut {
    /// The operation, by operationId.
    pub fn operation_id(&self) -> &'static str {
        self.operation
    }

    /// Why no custom role is known to reach it. Nor does a standard role but that of a super administrator, as far as is
    /// known, or one that is not for the groups and apps that were asked for.
    pub fn obstacle(&self) -> Obstacle {
        self.obstacle
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.operation, self.obstacle)
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPermission => formatter.write_str("no permission of a custom role allows it"),
            Self::NotSettled => {
                formatter.write_str("no source says which permissions or standard roles allow it")
            }
            Self::ResourceNotKnown(kind) => {
                write!(formatter, "no source shows how a resource set names {kind}")
            }
            Self::WholeOrgOnly => formatter.write_str("it takes the whole org, not some groups or apps"),
            Self::UnknownOperation => formatter.write_str("this version knows no such operation"),
        }
    }
}

impl Needs {
    pub(super) fn of(operations: &[&'static str], extent: &Extent) -> Self {
        let mut needs = Self::default();
        let (mut by_custom, mut by_standard) = (Vec::new(), Vec::new());
        for id in operations {
            if roles_are_enough(&[], id, extent) {
                continue;
            }
            needs.operations.push(id);
            match (obstacle(id, extent), Requirement::of_id(id)) {
                (None, Some(requirement)) => by_custom.push((*id, requirement.halves().unwrap_or_default())),
                (Some(obstacle), _) if !joins(id, obstacle, extent) => needs.left_out.push(LeftOut {
                    operation: id,
                    obstacle,
                }),
                _ => by_standard.push(*id),
            }
        }
        // Of all roles that would do, those that allow least else.
        let best = combinations(&by_standard, operations, extent).into_iter().next();
        let roles: Vec<StandardRole> = best.iter().flat_map(Combination::roles).copied().collect();
        by_custom.retain(|(id, _)| !roles.iter().any(|role| by_role(*role, id, extent)));
        needs.permissions = choose::permissions(by_custom.iter().flat_map(|(_, halves)| *halves));
        needs.joined = roles
            .into_iter()
            .map(|role| JoinedRole {
                role,
                targets: extent.targets(role),
                operations: by_standard
                    .iter()
                    .filter(|id| by_role(role, id, extent))
                    .copied()
                    .collect(),
            })
            .collect();
        needs
    }
}

/// Whether a standard role is to join for what no custom role reaches: one is known, and it would not be for more of the
/// org than was asked for.
fn joins(operation_id: &str, obstacle: Obstacle, extent: &Extent) -> bool {
    obstacle != Obstacle::WholeOrgOnly
        && okta_facts::roles_that_allow(operation_id).next().is_some()
        && StandardRole::all().any(|role| by_role(role, operation_id, extent))
}

/// Why no custom role is known to reach an operation; `None` where one does.
fn obstacle(operation_id: &str, extent: &Extent) -> Option<Obstacle> {
    let Some(requirement) = Requirement::of_id(operation_id) else {
        return Some(Obstacle::UnknownOperation);
    };
    let Some(halves) = requirement.halves() else {
        return Some(Obstacle::NotSettled);
    };
    if halves.iter().any(|half| half.any_of.is_empty()) {
        return Some(Obstacle::NoPermission);
    }
    let unnamed = halves.iter().find(|half| extent.resources(half.on).is_empty());
    if let Some(half) = unnamed {
        return Some(Obstacle::ResourceNotKnown(half.on));
    }
    let reached = |extent: &Extent| roles_are_enough(&[narrowest(halves, extent)], operation_id, extent);
    if reached(extent) {
        None
    } else if reached(&Extent::default()) {
        Some(Obstacle::WholeOrgOnly)
    } else {
        Some(Obstacle::NotSettled)
    }
}

/// A custom role with the narrowest permissions that fill these halves.
fn narrowest(halves: &[Half], extent: &Extent) -> Assignment {
    let labels = halves.iter().filter_map(|half| half.any_of.first());
    let permissions: Vec<Permission> = labels.map(|label| Permission::known(label)).collect();
    let kinds = permissions.iter().filter_map(Permission::resource_kind);
    let resources = kinds.flat_map(|kind| extent.resources(kind));
    let set = resources.fold(ResourceSet::new(""), ResourceSet::resource);
    let role = permissions
        .iter()
        .cloned()
        .fold(CustomRole::new(""), CustomRole::permission);
    Assignment::custom(role, set)
}
