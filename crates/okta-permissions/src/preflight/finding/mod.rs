//! [`Finding`]: a trap that what was read leads into, beside what is granted and denied.

mod custom_roles;
mod roles;
mod scopes;

use std::fmt;

use serde::Serialize;

use super::evidence::Evidence;
use super::verdict::OperationReport;
use super::wanted::Wanted;
use crate::{Assignment, Held, Principal};

/// A trap that what was read leads into, beside what is granted and denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    kind: FindingKind,
    capabilities: Vec<String>,
    text: String,
}

/// Which trap it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FindingKind {
    /// The roles may not be read, so that lists were tried.
    RolesNotReadable,
    /// A service app has scopes and no role: Okta answers its lists with `200 []`.
    ScopeWithoutRole,
    /// The scopes were not told: those that the app was granted were taken for them.
    ScopesAssumed,
    /// The scope to read roles is there, and the role or permission is not.
    RolesScopeWithoutRole,
    /// A group administrator is not shown the group `Everyone`.
    EveryoneHidden,
    /// Groups that hold a role, and their members, are the super administrators' to manage.
    AdministratorsProtected,
    /// Super administrators are shown to super administrators alone.
    SuperAdministratorsHidden,
    /// The roles of the owner cannot make API tokens: the token cannot be renewed as it was made.
    TokenNotRenewable,
    /// A role became narrower with its first target.
    NarrowedByTargets,
    /// A group administrator cannot create groups or assign apps.
    GroupAdministratorLimits,
    /// No permission of a custom role opens the System Log.
    LogTakesStandardRole,
    /// A permission whose resource set holds no resource of its kind has no effect.
    PermissionWithoutResource,
    /// Users are shown for a permission to act on them, which shows their names and little more.
    ProfilesInPart,
    /// A permission has conditions, so that profiles come without some attributes.
    AttributesHidden,
    /// The permission to manage API tokens does not create one by itself.
    TokenPermissionAlone,
    /// Suspending a user keeps groups and apps.
    SuspendKeepsAccess,
    /// Taking a member out whom a group rule brought in makes the rule skip the member from then on.
    RuleManagedMembers,
    /// The client's clock is off.
    ClockDiffers,
}

impl Finding {
    fn new(kind: FindingKind, capabilities: Vec<String>, text: impl Into<String>) -> Self {
        Self {
            kind,
            capabilities,
            text: text.into(),
        }
    }

    /// Which trap it is.
    pub fn kind(&self) -> FindingKind {
        self.kind
    }

    /// The capabilities that it concerns; empty where it concerns all of them.
    pub fn capabilities(&self) -> &[String] {
        &self.capabilities
    }

    /// What it is about and what to do, in words.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)?;
        if !self.capabilities.is_empty() {
            write!(formatter, " (concerns: {})", self.capabilities.join(", "))?;
        }
        Ok(())
    }
}

/// What findings rest on.
pub(super) struct Scene<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) wanted: &'a Wanted,
    pub(super) operations: &'a [OperationReport],
}

impl<'a> Scene<'a> {
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        scopes::find(self, &mut findings);
        roles::find(self, &mut findings);
        custom_roles::find(self, &mut findings);
        self.of_operations(&mut findings);
        findings
    }

    /// What an operation does beside what it is asked for, where it can be sent.
    fn of_operations(&self, findings: &mut Vec<Finding>) {
        if self.is_able("suspendUser") {
            findings.push(Finding::new(
                FindingKind::SuspendKeepsAccess,
                self.wanted.capabilities_with(&["suspendUser"]),
                "suspending a user keeps group memberships and app assignments: who must lose them is deactivated, or \
                 taken out of each; memberships that a group rule gives outlast deactivation, too",
            ));
        }
        if self.is_able("unassignUserFromGroup") {
            findings.push(Finding::new(
                FindingKind::RuleManagedMembers,
                self.wanted.capabilities_with(&["unassignUserFromGroup"]),
                "taking a member out of a group whom a group rule brought in puts the user on the rule's list of \
                 exceptions, which takes 100: the rule does not bring the user back before it is edited",
            ));
        }
    }

    fn active(&self) -> impl Iterator<Item = &'a Assignment> {
        let assignments = self.evidence.grant.assignments().iter();
        assignments.filter(|assignment| assignment.is_active())
    }

    fn holds(&self, role: &str) -> bool {
        self.active().any(|assignment| is_role(assignment, role))
    }

    /// Whether what the principal holds is known, and no super administrator is among it.
    fn is_lesser(&self) -> bool {
        self.evidence.roles_read && self.evidence.grant.is_complete() && !self.holds("SUPER_ADMIN")
    }

    fn is_client(&self) -> bool {
        matches!(self.evidence.grant.principal(), Principal::Client { .. })
    }

    fn operation(&self, operation_id: &str) -> Option<&'a OperationReport> {
        let mut operations = self.operations.iter();
        operations.find(|report| report.operation_id() == operation_id)
    }

    /// Whether an operation is wanted and can be sent.
    fn is_able(&self, operation_id: &str) -> bool {
        self.operation(operation_id)
            .is_some_and(|report| report.verdict().is_able())
    }
}

fn is_role(assignment: &Assignment, wanted: &str) -> bool {
    matches!(assignment.held(), Held::Standard { role, .. } if role.role_type() == wanted)
}
