//! [`PreflightReport`]: the answer, by capability.

use std::collections::BTreeMap;

use okta_models::UserId;
use serde::Serialize;

use super::clock::ClockDifference;
use super::evidence::{Evidence, ScopesFrom};
use super::finding::{Finding, Scene};
use super::health::TokenHealth;
use super::held_role::HeldRole;
use super::rate_share::RateShare;
use super::remedy::Remedy;
use super::unread::Unread;
use super::verdict::{Judge, OperationReport, Verdict};
use super::wanted::{Wanted, WantedCapability};
use crate::{Grant, Principal};

/// What a token can do of what a profile wants, how the token is, and what to look out for.
///
/// `Display` prints a table for terminals, [`to_json`](Self::to_json) and `Serialize` give it to programs, and
/// [`exit_code`](Self::exit_code) to scripts. It names people by id alone, and holds no secret.
#[derive(Clone, Debug, Serialize)]
pub struct PreflightReport {
    profile: String,
    verdict: Verdict,
    principal: String,
    capabilities: Vec<CapabilityReport>,
    token: TokenHealth,
    roles: Option<Vec<HeldRole>>,
    scopes: Option<Vec<String>>,
    findings: Vec<Finding>,
    rate_share: RateShare,
    clock: Option<ClockDifference>,
    unread: Vec<Unread>,
    calls: CallsMade,
    #[serde(skip)]
    grant: Grant,
}

/// What the preflight sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallsMade {
    sent: u32,
    at_most: u32,
    by_operation: BTreeMap<&'static str, u32>,
}

impl CallsMade {
    /// How many calls were made. All of them read.
    pub fn sent(&self) -> u32 {
        self.sent
    }

    /// How many the forecast allowed.
    pub fn at_most(&self) -> u32 {
        self.at_most
    }

    /// How many of each operation, by operationId.
    pub fn by_operation(&self) -> &BTreeMap<&'static str, u32> {
        &self.by_operation
    }
}

impl PreflightReport {
    pub(super) fn new(wanted: &Wanted, evidence: Evidence, at_most: u32) -> Self {
        let judge = Judge {
            grant: &evidence.grant,
            trials: &evidence.trials,
            roles_read: evidence.roles_read,
            scopes_known: evidence.scopes_from != ScopesFrom::Unknown,
        };
        let capabilities = wanted.capabilities.iter();
        let capabilities: Vec<CapabilityReport> = capabilities
            .map(|capability| CapabilityReport::new(capability, &judge))
            .collect();
        let operations: Vec<OperationReport> = capabilities
            .iter()
            .flat_map(|capability| capability.operations.iter().cloned())
            .collect();
        let scene = Scene {
            evidence: &evidence,
            wanted,
            operations: &operations,
        };
        let findings = scene.findings();
        let roles = evidence.grant.assignments().iter().map(HeldRole::of).collect();
        let scopes = evidence.grant.scopes();
        Self {
            profile: wanted.profile.clone(),
            verdict: worst(capabilities.iter().map(CapabilityReport::verdict)),
            principal: evidence.grant.principal().id().to_owned(),
            capabilities,
            token: evidence.health,
            roles: evidence.roles_read.then_some(roles),
            scopes: scopes.map(|scopes| scopes.iter().map(ToString::to_string).collect()),
            findings,
            rate_share: evidence.share,
            clock: evidence.clock,
            unread: evidence.unread,
            calls: CallsMade {
                sent: evidence.sent.values().sum(),
                at_most,
                by_operation: evidence.sent,
            },
            grant: evidence.grant,
        }
    }

    /// The name of the profile that was checked.
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// The verdict on all capabilities together: the worst of them, where denied is worse than unknown, unknown worse than
    /// scoped, and scoped worse than granted.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether every capability can be used, on all of the org or on a part of it.
    pub fn is_granted(&self) -> bool {
        self.verdict.is_able()
    }

    /// For the shell: 0 where every capability can be used, on all of the org or on a part of it; 1 where one is denied; 2
    /// where none is denied and one is unknown. A program has 3 for an error of the preflight itself.
    pub fn exit_code(&self) -> u8 {
        match self.verdict {
            Verdict::Granted | Verdict::Scoped => 0,
            Verdict::Denied => 1,
            Verdict::Unknown => 2,
        }
    }

    /// The capabilities, in the profile's order.
    pub fn capabilities(&self) -> &[CapabilityReport] {
        &self.capabilities
    }

    /// The capability of this name.
    pub fn capability(&self, name: &str) -> Option<&CapabilityReport> {
        self.capabilities
            .iter()
            .find(|capability| capability.name == name)
    }

    /// The capabilities with this verdict.
    pub fn with_verdict(&self, verdict: Verdict) -> impl Iterator<Item = &CapabilityReport> {
        self.capabilities
            .iter()
            .filter(move |capability| capability.verdict == verdict)
    }

    /// What to look out for.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the credentials work, for how long, and what may end them.
    pub fn health(&self) -> &TokenHealth {
        &self.token
    }

    /// What the principal holds, which answers about any other operation without a further call:
    /// [`allows`](Grant::allows). It is [incomplete](Grant::is_complete) where something could not be read.
    pub fn grant(&self) -> &Grant {
        &self.grant
    }

    /// The role assignments; `None` where the token may not read them.
    pub fn roles(&self) -> Option<&[HeldRole]> {
        self.roles.as_deref()
    }

    /// The id of the token's owner; `None` for a service app.
    pub fn owner_id(&self) -> Option<&UserId> {
        match self.grant.principal() {
            Principal::User { id, .. } => Some(id),
            Principal::Client { .. } => None,
        }
    }

    /// How much of the org's rate limits the credentials may use.
    pub fn rate_share(&self) -> &RateShare {
        &self.rate_share
    }

    /// How far the client's clock is from Okta's; `None` where no answer bore a date.
    pub fn clock(&self) -> Option<ClockDifference> {
        self.clock
    }

    /// What could not be read; what depends on it is unknown.
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// What was sent, and how much the forecast allowed.
    pub fn calls(&self) -> &CallsMade {
        &self.calls
    }

    /// The report as JSON, indented.
    ///
    #[doc = include_str!("report.md")]
    ///
    /// # Errors
    ///
    /// None that is known: every member can be written as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

/// What the principal holds, for whoever asks about it.
impl AsRef<Grant> for PreflightReport {
    fn as_ref(&self) -> &Grant {
        &self.grant
    }
}

/// Whether one capability can be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapabilityReport {
    name: String,
    verdict: Verdict,
    reason: String,
    operations: Vec<OperationReport>,
}

impl CapabilityReport {
    fn new(capability: &WantedCapability, judge: &Judge<'_>) -> Self {
        let operations: Vec<OperationReport> = capability
            .operations
            .iter()
            .map(|operation_id| judge.judge(operation_id))
            .collect();
        let verdict = worst(operations.iter().map(OperationReport::verdict));
        let reason = operations.iter().find(|report| report.verdict() == verdict);
        Self {
            name: capability.name.clone(),
            verdict,
            reason: reason
                .map(|report| report.reason().to_owned())
                .unwrap_or_default(),
            operations,
        }
    }

    /// What is done, in words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The worst of its operations' verdicts: denied, unknown, scoped, granted.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Its operations, one by one.
    pub fn operations(&self) -> &[OperationReport] {
        &self.operations
    }

    /// Where it is denied, what would help with the first operation that is.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.operations.iter().find_map(OperationReport::remedy)
    }
}

/// Nothing to do can be done.
fn worst(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    verdicts.max().unwrap_or(Verdict::Granted)
}
