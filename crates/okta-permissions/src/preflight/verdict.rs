//! [`Verdict`], and how an operation comes to one.

use std::fmt;

use serde::Serialize;

use super::probes::{Trial, Trials};
use super::remedy::Remedy;
use crate::{Call, Decision, Explanation, Grant, Outcome, Part, Reach, Resource, Scope, Within};

/// Whether something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// It can, whatever the object.
    Granted,
    /// It can on a part of the org, which the reason names.
    Scoped,
    /// It cannot be told; the reason says why.
    Unknown,
    /// It cannot; the reason names what is missing.
    Denied,
}

impl Verdict {
    /// `granted`, `scoped`, `unknown` or `denied`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Scoped => "scoped",
            Self::Unknown => "unknown",
            Self::Denied => "denied",
        }
    }

    /// Whether it can be done, on all of the org or on a part of it.
    pub const fn is_able(self) -> bool {
        matches!(self, Self::Granted | Self::Scoped)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Whether one operation can be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OperationReport {
    operation: String,
    verdict: Verdict,
    reason: String,
    reach: Vec<String>,
    spares_administrators: bool,
    remedy: Option<Remedy>,
}

impl OperationReport {
    fn new(operation: &str, verdict: Verdict, reason: impl Into<String>) -> Self {
        Self {
            operation: operation.to_owned(),
            verdict,
            reason: reason.into(),
            reach: Vec::new(),
            spares_administrators: false,
            remedy: None,
        }
    }

    /// The operation, by operationId.
    pub fn operation_id(&self) -> &str {
        &self.operation
    }

    /// Whether it can be sent.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Why, in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Where it is [scoped](Verdict::Scoped), every part of the org that it reaches, in words with ids; empty where that
    /// is not known.
    pub fn reach(&self) -> &[String] {
        &self.reach
    }

    /// Whether super administrators, members of groups that hold a role, and such groups are out of reach, or not known to
    /// be in reach.
    pub fn spares_administrators(&self) -> bool {
        self.spares_administrators
    }

    /// Where it is [denied](Verdict::Denied), what would help.
    pub fn remedy(&self) -> Option<&Remedy> {
        self.remedy.as_ref()
    }
}

/// What verdicts rest on.
pub(super) struct Judge<'a> {
    pub(super) grant: &'a Grant,
    pub(super) trials: &'a Trials,
    pub(super) roles_read: bool,
    /// Whether the scopes of an access token are known, or it is an API token, which has none.
    pub(super) scopes_known: bool,
}

impl Judge<'_> {
    /// What was tried counts before what was worked out: the wire knows better than any table.
    pub(super) fn judge(&self, operation_id: &str) -> OperationReport {
        let Some(call) = Call::to(operation_id) else {
            let why = format!("this version knows no operation {operation_id}");
            return OperationReport::new(operation_id, Verdict::Unknown, why);
        };
        let takes_api_tokens = call.requirement().operation().api_token;
        let decision = self.grant.decide(call);
        match (decision, self.trials.get(operation_id)) {
            (Decision::Denied(_), None) if !self.scopes_known && !takes_api_tokens => {
                let why = "it takes an access token, and the scopes of this one are not known";
                OperationReport::new(operation_id, Verdict::Unknown, why)
            }
            (Decision::Denied(denial), None | Some(Trial::Refused | Trial::RefusedOnOne | Trial::Empty)) => {
                OperationReport {
                    remedy: Remedy::of(&denial, self.grant.principal()),
                    ..OperationReport::new(operation_id, Verdict::Denied, denial.to_string())
                }
            }
            (_, Some(Trial::Refused)) => self.refused(operation_id),
            (Decision::Granted | Decision::Scoped(_), None) if !self.scopes_known => {
                let why = "its roles allow it, and the scopes of the access token are not known";
                OperationReport::new(operation_id, Verdict::Unknown, why)
            }
            (Decision::Granted, _) => {
                OperationReport::new(operation_id, Verdict::Granted, self.granted_by(operation_id))
            }
            (Decision::Scoped(reach), _) if reach.is_nothing() => self.empty_handed(operation_id),
            (Decision::Scoped(reach), _) => scoped(operation_id, &reach),
            (_, Some(Trial::Answered)) => answered(operation_id),
            (_, Some(Trial::Empty)) => {
                let why = format!("{operation_id} answers an empty list, as where everything is hidden");
                OperationReport::new(operation_id, Verdict::Unknown, why)
            }
            (_, Some(Trial::RefusedOnOne)) => {
                let why =
                    format!("{operation_id} is refused on the one object that was tried; others may differ");
                OperationReport::new(operation_id, Verdict::Unknown, why)
            }
            (Decision::Unknown(_), None) if !self.roles_read => {
                let why = "the roles behind the credentials may not be read, and it was not tried";
                OperationReport::new(operation_id, Verdict::Unknown, why)
            }
            (Decision::Unknown(doubt), None) => {
                OperationReport::new(operation_id, Verdict::Unknown, doubt.to_string())
            }
        }
    }

    /// The assignment that allows it.
    fn granted_by(&self, operation_id: &str) -> String {
        let explanation = Call::to(operation_id).map(|call| self.grant.explain(&call));
        let lines = explanation.iter().flat_map(Explanation::lines);
        let mut allowing = lines.filter(|line| line.outcome() == Outcome::Allows);
        match allowing.next() {
            Some(line) => format!("by {}", line.assignment()),
            None => "by several roles together".to_owned(),
        }
    }

    /// Okta refused it: what a caller without any role lacks is what would help.
    fn refused(&self, operation_id: &str) -> OperationReport {
        let principal = self.grant.principal();
        let bare = match self.grant.scopes() {
            Some(scopes) => Grant::access_token(principal.clone(), scopes.iter().map(Scope::as_str)),
            None => Grant::api_token(principal.clone()),
        };
        let (why, remedy) = match Call::to(operation_id).map(|call| bare.decide(call)) {
            Some(Decision::Denied(denial)) => (denial.to_string(), Remedy::of(&denial, principal)),
            _ => (
                format!("Okta refuses {operation_id}"),
                Remedy::by_role(operation_id, principal),
            ),
        };
        OperationReport {
            remedy,
            ..OperationReport::new(operation_id, Verdict::Denied, why)
        }
    }

    /// Okta answers a service app that has the scope and no role with an empty list.
    fn empty_handed(&self, operation_id: &str) -> OperationReport {
        let why = format!("{operation_id} answers an empty list: the service app has the scope and no role");
        OperationReport {
            remedy: Remedy::by_role(operation_id, self.grant.principal()),
            ..OperationReport::new(operation_id, Verdict::Denied, why)
        }
    }
}

/// A list that was answered shows what the caller may see, and not whether that is all.
fn answered(operation_id: &str) -> OperationReport {
    // What is in the log depends on no object.
    if operation_id == "listLogEvents" {
        return OperationReport::new(operation_id, Verdict::Granted, "tried: Okta answers");
    }
    let why = "what Okta shows the token: one was tried, and how far it reaches cannot be told";
    OperationReport::new(operation_id, Verdict::Scoped, why)
}

/// How many parts a reason names; the report has all of them.
const PARTS_IN_WORDS: usize = 3;

fn scoped(operation_id: &str, reach: &Reach<'_>) -> OperationReport {
    let within = reach.parts();
    let mut parts: Vec<String> = Vec::new();
    for part in &within {
        let text = in_words(part.part(), part.excluded());
        if !parts.contains(&text) {
            parts.push(text);
        }
    }
    let mut reason = parts
        .iter()
        .take(PARTS_IN_WORDS)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if parts.len() > PARTS_IN_WORDS {
        let more = parts.len() - PARTS_IN_WORDS;
        reason = format!("{reason} and {more} more");
    }
    let spares_administrators = within.iter().any(Within::spares_administrators);
    if spares_administrators {
        reason.push_str(", except administrators");
    }
    if !reach.is_complete() {
        reason.push_str(", and perhaps more");
    }
    OperationReport {
        reach: parts,
        spares_administrators,
        ..OperationReport::new(operation_id, Verdict::Scoped, reason)
    }
}

/// A part of the org, and what is left out of it.
pub(super) fn in_words(part: Part<'_>, excluded: &[Resource]) -> String {
    let without: Vec<String> = excluded
        .iter()
        .map(|resource| Part::of(resource).to_string())
        .collect();
    if without.is_empty() {
        part.to_string()
    } else {
        format!("{part} but {}", without.join(", "))
    }
}
