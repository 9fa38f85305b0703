//! [`Assignment`]: one role of a principal, and what it is for.

use std::fmt;

use okta_facts::ResourceKind;
use okta_models::GroupId;

use crate::compiled::{self, SUPER_ADMIN};
use crate::{Binding, CustomRole, ResourceSet, RoleType, StandardRole, Targets};

/// One role of a principal, and what it is for.
///
/// ```
/// use okta_permissions::{Assignment, RoleType, Targets};
///
/// let through = Assignment::standard(&RoleType::HelpDeskAdmin, Targets::groups(["00g1"])).through("00g7");
/// assert_eq!(through.to_string(), "Help Desk Administrator for 1 group, through group 00g7");
/// ```
#[derive(Clone, Debug)]
pub struct Assignment {
    pub(super) held: Held,
    id: Option<String>,
    through: Option<GroupId>,
    active: bool,
    /// Bits of the permissions of a custom role.
    pub(crate) permissions: u128,
    /// Those that it holds with conditions alone.
    pub(crate) conditional: u128,
    /// The kinds of resource of the permissions that this version does not know.
    pub(crate) unknown_on: Vec<ResourceKind>,
    /// Whether there is one of which not even that can be told.
    pub(crate) unknown_on_any: bool,
    /// Whether what a custom role gives is told by ids alone.
    pub(super) is_plain: bool,
    /// The place of a standard role.
    pub(crate) place: usize,
}

/// What is assigned.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Held {
    /// A standard role.
    Standard {
        /// The role.
        role: StandardRole,
        /// What it is narrowed to.
        targets: Targets,
    },
    /// A custom role, bound to a resource set.
    Custom {
        /// The role; `None` where its permissions could not be read.
        role: Option<CustomRole>,
        /// The resource set; `None` where its resources could not be read.
        resources: Option<ResourceSet>,
    },
    /// A role of a type that this version does not know, or that Okta did not tell.
    Other(Option<RoleType>),
}

impl Assignment {
    /// A standard role; for a type that is none ([`RoleType::Custom`], or one that this version does not know) a role of
    /// which nothing is known.
    pub fn standard(role: &RoleType, targets: Targets) -> Self {
        match StandardRole::of(role) {
            Some(role) => Self::new(Held::Standard { role, targets }),
            None if *role == RoleType::Custom => Self::custom_unread(None, None),
            None => Self::new(Held::Other(Some(role.clone()))),
        }
    }

    /// A custom role, bound to a resource set.
    pub fn custom(role: CustomRole, resources: ResourceSet) -> Self {
        Self::custom_unread(Some(role), Some(resources))
    }

    /// A custom role of which the permissions or the resources could not be read: what it allows is then unknown, not
    /// denied.
    pub fn custom_unread(role: Option<CustomRole>, resources: Option<ResourceSet>) -> Self {
        let (mut permissions, mut unconditional) = (0, 0);
        let mut unknown_on = Vec::new();
        let mut unknown_on_any = false;
        for granted in role.iter().flat_map(CustomRole::permissions) {
            let label = granted.permission().label();
            match (compiled::bit(label), kind_of_family(label)) {
                (Some(bit), _) => {
                    permissions |= bit;
                    if granted.conditions().is_none() {
                        unconditional |= bit;
                    }
                }
                (None, Some(kind)) => unknown_on.push(kind),
                (None, None) => unknown_on_any = true,
            }
        }
        let mut assignment = Self {
            permissions,
            conditional: permissions & !unconditional,
            unknown_on,
            unknown_on_any,
            ..Self::new(Held::Custom { role, resources })
        };
        assignment.is_plain = assignment.is_plain_custom();
        assignment
    }

    /// A role whose type Okta did not tell.
    pub fn of_unknown_type() -> Self {
        Self::new(Held::Other(None))
    }

    /// The custom role of a binding for one of its members; `None` where the binding is of another role or set.
    pub fn of_binding(binding: &Binding, role: &CustomRole, resources: &ResourceSet) -> Option<Self> {
        let is = |named: &str, id: Option<&str>, label: &str| named == label || Some(named) == id;
        let matches = is(binding.role(), role.role_id(), role.label())
            && is(binding.resource_set(), resources.set_id(), resources.label());
        matches.then(|| Self::custom(role.clone(), resources.clone()))
    }

    fn new(held: Held) -> Self {
        let place = match &held {
            Held::Standard { role, .. } => compiled::place_of_role(role.role_type()),
            _ => compiled::ROLES - 1,
        };
        Self {
            held,
            id: None,
            through: None,
            active: true,
            permissions: 0,
            conditional: 0,
            unknown_on: Vec::new(),
            unknown_on_any: false,
            is_plain: false,
            place,
        }
    }

    /// Names the assignment as Okta does. The id is unique together with the assignee only.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Says that the principal has it as a member of a group.
    pub fn through(mut self, group: impl Into<GroupId>) -> Self {
        self.through = Some(group.into());
        self
    }

    /// Says that its status is not `ACTIVE`: it then counts for nothing.
    pub fn inactive(mut self) -> Self {
        self.active = false;
        self
    }

    /// What is assigned.
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// Okta's id of the assignment, where it is known.
    pub fn assignment_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The group by which the principal has it; `None` where it is the principal's own.
    pub fn group(&self) -> Option<&GroupId> {
        self.through.as_ref()
    }

    /// Whether it counts.
    pub fn is_active(&self) -> bool {
        self.active
    }

    pub(crate) fn is_super_admin(&self) -> bool {
        let role = match &self.held {
            Held::Standard { role, .. } => role.role_type(),
            _ => "",
        };
        self.active && role == SUPER_ADMIN
    }
}

/// The kind of resource of a permission that is not in the catalogue, by its second word.
fn kind_of_family(label: &str) -> Option<ResourceKind> {
    match label.split('.').nth(1)? {
        "users" => Some(ResourceKind::Users),
        "groups" => Some(ResourceKind::Groups),
        "apps" => Some(ResourceKind::Applications),
        "iam" => Some(ResourceKind::IdentityAndAccess),
        _ => None,
    }
}

impl fmt::Display for Assignment {
    /// `Help Desk Administrator for 2 groups, through group 00g7`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |formatter: &mut fmt::Formatter<'_>, count: usize, what: &str| {
            write!(
                formatter,
                " for {count} {what}{}",
                if count == 1 { "" } else { "s" }
            )
        };
        match &self.held {
            Held::Standard { role, targets } => {
                formatter.write_str(role.label())?;
                match targets {
                    Targets::WholeOrg => {}
                    Targets::Groups(groups) => counted(formatter, groups.len(), "group")?,
                    Targets::Apps(apps) => counted(formatter, apps.len(), "app target")?,
                    Targets::Unread => formatter.write_str(" for targets that were not read")?,
                }
            }
            Held::Custom { role, resources } => {
                match role {
                    Some(role) => write!(formatter, "custom role {:?}", role.label())?,
                    None => formatter.write_str("a custom role that was not read")?,
                }
                match resources {
                    Some(resources) => write!(formatter, " on {:?}", resources.label())?,
                    None => formatter.write_str(" on resources that were not read")?,
                }
            }
            Held::Other(Some(role)) => write!(formatter, "a role of type {role}")?,
            Held::Other(None) => formatter.write_str("a role whose type Okta did not tell")?,
        }
        if let Some(group) = &self.through {
            write!(formatter, ", through group {group}")?;
        }
        if !self.active {
            formatter.write_str(", not active")?;
        }
        Ok(())
    }
}
