//! [`Preflight`]: the answer, by capability.

use std::fmt;

use okta_models::{UserId, role_assignments::RoleAssignment, users::User};

use crate::{Capability, Profile};

/// Whether something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// It can, perhaps within limits that the reason names.
    Granted,
    /// It cannot; the reason names what is missing.
    Denied,
    /// It cannot be told; the reason says why.
    Unknown,
}

impl Verdict {
    /// `granted`, `denied` or `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// What a token can do of what a profile wants.
///
/// `Display` prints a line for each capability, aligned.
#[derive(Clone, Debug)]
pub struct Preflight {
    profile: Profile,
    owner: User,
    roles: Option<Vec<RoleAssignment>>,
    capabilities: Vec<CapabilityReport>,
}

impl Preflight {
    pub(super) fn new(
        profile: Profile,
        owner: User,
        roles: Option<Vec<RoleAssignment>>,
        capabilities: Vec<CapabilityReport>,
    ) -> Self {
        Self {
            profile,
            owner,
            roles,
            capabilities,
        }
    }

    /// The profile that was checked.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The id of the token's owner.
    pub fn owner_id(&self) -> &UserId {
        &self.owner.id
    }

    /// The token's owner.
    pub fn owner(&self) -> &User {
        &self.owner
    }

    /// The owner's active roles; `None` where the token may not read them.
    pub fn roles(&self) -> Option<&[RoleAssignment]> {
        self.roles.as_deref()
    }

    /// The capabilities, in the profile's order.
    pub fn capabilities(&self) -> &[CapabilityReport] {
        &self.capabilities
    }

    /// The capabilities with this verdict.
    pub fn with_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &CapabilityReport> {
        self.capabilities
            .iter()
            .filter(move |capability| capability.verdict() == verdict)
    }

    /// Whether every capability is granted.
    pub fn is_granted(&self) -> bool {
        self.capabilities
            .iter()
            .all(|capability| capability.verdict() == Verdict::Granted)
    }
}

impl fmt::Display for Preflight {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .capabilities
            .iter()
            .map(|report| report.capability.name().len())
            .max()
            .unwrap_or_default();
        for report in &self.capabilities {
            let (verdict, name, reason) = (report.verdict(), report.capability.name(), report.reason());
            writeln!(formatter, "{verdict:8} {name:width$}  {reason}")?;
        }
        Ok(())
    }
}

/// Whether one capability can be used.
#[derive(Clone, Debug)]
pub struct CapabilityReport {
    capability: Capability,
    operations: Vec<OperationReport>,
}

impl CapabilityReport {
    pub(super) fn new(capability: Capability, judge: impl Fn(&'static str) -> (Verdict, String)) -> Self {
        let operations = capability.operations().iter().map(|operation_id| {
            let (verdict, reason) = judge(operation_id);
            OperationReport {
                operation_id,
                verdict,
                reason,
            }
        });
        Self {
            capability,
            operations: operations.collect(),
        }
    }

    /// The capability.
    pub fn capability(&self) -> &Capability {
        &self.capability
    }

    /// Its operations, one by one.
    pub fn operations(&self) -> &[OperationReport] {
        &self.operations
    }

    /// Denied when one of its operations is, unknown when one of them is, or else granted.
    pub fn verdict(&self) -> Verdict {
        self.deciding().map_or(Verdict::Granted, OperationReport::verdict)
    }

    /// Why.
    pub fn reason(&self) -> &str {
        self.deciding().map_or("", OperationReport::reason)
    }

    fn deciding(&self) -> Option<&OperationReport> {
        let first = |verdict| {
            self.operations
                .iter()
                .find(move |operation| operation.verdict == verdict)
        };
        first(Verdict::Denied)
            .or_else(|| first(Verdict::Unknown))
            .or_else(|| self.operations.first())
    }
}

/// Whether one operation can be sent.
#[derive(Clone, Debug)]
pub struct OperationReport {
    operation_id: &'static str,
    verdict: Verdict,
    reason: String,
}

impl OperationReport {
    /// The operation.
    pub fn operation_id(&self) -> &'static str {
        self.operation_id
    }

    /// Whether it can be sent.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
