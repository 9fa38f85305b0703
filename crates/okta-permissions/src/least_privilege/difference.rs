//! [`Difference`]: what a grant has too little of, and too much.

use std::fmt;

use super::LeastPrivilege;
use super::judgement::{Judgement, judge, missing};
use crate::{Assignment, Call, Decision, Grant, Held, Permission, Scope};

/// What a grant has too little of for a profile, and too much, beside [`LeastPrivilege`].
///
/// Roles that do not count (inactive ones) are left aside, and so is what could not be read: [`unread`](Self::unread) lists
/// it.
///
/// ```
/// use okta_permissions::{ATOLIO, Assignment, Grant, LeastPrivilege, Principal, RoleType, Targets};
///
/// let least = LeastPrivilege::of(&ATOLIO);
/// let help_desk = Assignment::standard(&RoleType::HelpDeskAdmin, Targets::WholeOrg);
/// let grant = Grant::api_token(Principal::user("00u1")).with(help_desk);
/// let difference = least.difference(&grant);
/// assert!(difference.too_little().iter().any(|short| short.operation_id() == "listLogEvents"));
/// assert_eq!(difference.too_much()[0].to_string(), "Help Desk Administrator is not needed");
///
/// let better = difference.applied_to(&grant);
/// assert!(least.difference(&better).is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Difference {
    too_little: Vec<Shortfall>,
    other_token: Vec<&'static str>,
    too_much: Vec<Surplus>,
    unread: Vec<Assignment>,
    changes: Vec<Change>,
}

/// An operation of the profile for which a grant is not known to be enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    operation: &'static str,
    reason: String,
}

/// Something that a grant has and the profile does not need.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Surplus {
    /// A scope.
    Scope(Scope),
    /// A whole assignment: of a standard role, of a custom role none of whose permissions is needed, or on more than is
    /// needed.
    Assignment(Assignment),
    /// Permissions of a custom role.
    Permissions {
        /// The assignment of the role.
        assignment: Assignment,
        /// Those that are not needed.
        permissions: Vec<Permission>,
    },
}

/// One step from a grant to the least that is enough.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Change {
    /// Ask for a scope.
    AddScope(Scope),
    /// No longer ask for a scope.
    RemoveScope(Scope),
    /// Assign a role.
    Assign(Assignment),
    /// Take a role away.
    Unassign(Assignment),
    /// Take permissions from the custom role of an assignment, which may have other members.
    RemovePermissions {
        /// The assignment.
        assignment: Assignment,
        /// The permissions.
        permissions: Vec<Permission>,
    },
}

impl Difference {
    pub(super) fn new(least: &LeastPrivilege, grant: &Grant) -> Self {
        let mut difference = Self {
            too_little: too_little(least, grant),
            other_token: least.needs_other_token(grant),
            too_much: Vec::new(),
            unread: Vec::new(),
            changes: Vec::new(),
        };
        difference.compare_scopes(least, grant);
        let mut kept = Vec::new();
        for assignment in grant.assignments() {
            match judge(least, assignment) {
                Judgement::Unread => difference.unread.push(assignment.clone()),
                Judgement::Keep => kept.push(assignment.clone()),
                Judgement::Remove => {
                    difference.too_much.push(Surplus::Assignment(assignment.clone()));
                    difference.changes.push(Change::Unassign(assignment.clone()));
                }
                Judgement::RemovePermissions(permissions) => {
                    kept.push(without(assignment, &permissions));
                    let assignment = assignment.clone();
                    difference.too_much.push(Surplus::Permissions {
                        assignment: assignment.clone(),
                        permissions: permissions.clone(),
                    });
                    difference.changes.push(Change::RemovePermissions {
                        assignment,
                        permissions,
                    });
                }
            }
        }
        let more = missing(least, &kept).into_iter().map(Change::Assign);
        difference.changes.extend(more);
        difference
    }

    fn compare_scopes(&mut self, least: &LeastPrivilege, grant: &Grant) {
        let Some(held) = grant.scopes() else { return };
        let needed = least.scopes();
        for scope in held.iter().filter(|scope| !needed.contains(scope)) {
            self.too_much.push(Surplus::Scope(scope.clone()));
            self.changes.push(Change::RemoveScope(scope.clone()));
        }
        let missing = needed.into_iter().filter(|scope| !held.contains(scope));
        self.changes.extend(missing.map(Change::AddScope));
    }

    /// The operations of the profile for which the grant is not known to be enough, but for those that the least
    /// privilege [leaves out](LeastPrivilege::left_out).
    pub fn too_little(&self) -> &[Shortfall] {
        &self.too_little
    }

    /// The operations of the profile that take the other kind of token, an API token or an access token, by operationId:
    /// no role and no scope helps.
    pub fn other_token(&self) -> &[&'static str] {
        &self.other_token
    }

    /// What the grant has and the profile does not need. A standard role that is enough can be there: it allows more than
    /// a custom role would.
    pub fn too_much(&self) -> &[Surplus] {
        &self.too_much
    }

    /// The assignments of which it cannot be told, because their permissions, resources or targets were not read.
    pub fn unread(&self) -> &[Assignment] {
        &self.unread
    }

    /// The steps to the least that is enough. Assign before you take away, and the token works all the time.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Whether the grant has neither too little nor too much, as far as it was read and roles and scopes go.
    pub fn is_empty(&self) -> bool {
        self.too_little.is_empty() && self.too_much.is_empty()
    }

    /// What a grant is after the [changes](Self::changes). It must be the grant that was compared.
    pub fn applied_to(&self, grant: &Grant) -> Grant {
        let mut removed: Vec<&Assignment> = Vec::new();
        let mut narrowed: Vec<(&Assignment, &[Permission])> = Vec::new();
        let mut added: Vec<Assignment> = Vec::new();
        let mut scopes = grant.scopes().map(<[Scope]>::to_vec);
        for change in &self.changes {
            match change {
                Change::AddScope(scope) => scopes.iter_mut().for_each(|held| held.push(scope.clone())),
                Change::RemoveScope(scope) => scopes
                    .iter_mut()
                    .for_each(|held| held.retain(|held| held != scope)),
                Change::Assign(assignment) => added.push(assignment.clone()),
                Change::Unassign(assignment) => removed.push(assignment),
                Change::RemovePermissions {
                    assignment,
                    permissions,
                } => narrowed.push((assignment, permissions)),
            }
        }
        let mut changed = match scopes {
            Some(scopes) => Grant::access_token(grant.principal().clone(), scopes),
            None => Grant::api_token(grant.principal().clone()),
        };
        if !grant.is_complete() {
            changed = changed.incomplete();
        }
        for assignment in grant.assignments() {
            if removed.iter().any(|removed| same(removed, assignment)) {
                continue;
            }
            let fewer = narrowed.iter().find(|(narrowed, _)| same(narrowed, assignment));
            changed = changed.with(match fewer {
                Some((_, permissions)) => without(assignment, permissions),
                None => assignment.clone(),
            });
        }
        added.into_iter().fold(changed, Grant::with)
    }
}

impl Shortfall {
    /// The operation, by operationId.
    pub fn operation_id(&self) -> &'static str {
        self.operation
    }

    /// Why the grant is not enough, in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

fn too_little(least: &LeastPrivilege, grant: &Grant) -> Vec<Shortfall> {
    let mut aside = least.needs_other_token(grant);
    aside.extend(least.left_out().iter().map(super::LeftOut::operation_id));
    let operations = least.profile().operations().into_iter();
    operations
        .filter(|id| !aside.contains(id) && !least.is_enough(grant, id))
        .map(|operation| Shortfall {
            operation,
            reason: match Call::to(operation).map(|call| grant.decide(call)) {
                Some(decision @ (Decision::Denied(_) | Decision::Unknown(_))) => decision.to_string(),
                Some(Decision::Scoped(reach)) if !reach.is_nothing() => {
                    format!("{operation}: scoped to {reach}, which is not all that is needed")
                }
                Some(Decision::Scoped(_)) => format!("{operation}: nothing is reached"),
                _ => format!("{operation}: names alone, not users in full"),
            },
        })
        .collect()
}

impl LeastPrivilege {
    /// The operations that take another kind of token than a grant's.
    fn needs_other_token(&self, grant: &Grant) -> Vec<&'static str> {
        let takes = |operation: &okta_facts::Operation| match grant.scopes() {
            Some(_) => operation.oauth2 || !operation.api_token,
            None => operation.api_token || !operation.oauth2,
        };
        let operations = self.profile().operations().into_iter();
        operations
            .filter(|id| okta_facts::operation(id).is_some_and(|operation| !takes(operation)))
            .collect()
    }
}

fn without(assignment: &Assignment, permissions: &[Permission]) -> Assignment {
    let Held::Custom { role, resources } = assignment.held() else {
        return assignment.clone();
    };
    let kept = role
        .as_ref()
        .map(|role| role.only(|permission| !permissions.contains(permission)));
    Assignment::custom_unread(kept, resources.clone())
}

fn same(one: &Assignment, other: &Assignment) -> bool {
    one.held() == other.held()
        && one.group() == other.group()
        && one.is_active() == other.is_active()
        && one.assignment_id() == other.assignment_id()
}

impl fmt::Display for Shortfall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl fmt::Display for Surplus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scope(scope) => write!(formatter, "the scope {scope} is not needed"),
            Self::Assignment(assignment) => write!(formatter, "{assignment} is not needed"),
            Self::Permissions {
                assignment,
                permissions,
            } => {
                let labels: Vec<&str> = permissions.iter().map(Permission::label).collect();
                write!(formatter, "{assignment}: {} not needed", labels.join(", "))
            }
        }
    }
}
