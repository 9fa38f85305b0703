//! [`Step`]: one operation of a plan, with all that is known about it beforehand.

use std::collections::BTreeMap;

use jiff::Timestamp;
use okta_facts::Operation;
use okta_models::users::UserStatus;
use okta_permissions::{Requirement, StandardRole};
use serde::{Deserialize, Serialize};

use super::{Condition, Reversal, StepAction};

/// One operation of a plan.
///
/// As JSON it brings what follows from its action, too: method, path, precondition, result, what a token needs, side
/// effects, whether it can be undone, calls by bucket. Of these only the action, its place and its wait are read back.
///
/// ```
/// use okta_lifecycle::Step;
///
/// let step: Step = serde_json::from_str(r#"{"id": 1, "action": {"operation": "suspendUser"}}"#)?;
/// assert_eq!(step.operation().path, "/api/v1/users/{id}/lifecycle/suspend");
/// assert!(step.requirement().standard_roles().any(|role| role.role_type() == "USER_ADMIN"));
/// assert_eq!(serde_json::to_value(&step)?["precondition"], "status ACTIVE");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Shown")]
pub struct Step {
    id: u32,
    action: StepAction,
    after: Vec<u32>,
    waits: Option<Wait>,
    calls: BTreeMap<String, u32>,
}

/// What a step waits for: that the person has been in a status so long, by Okta's `statusChanged`.
///
/// ```
/// # fn example(plan: &okta_lifecycle::Plan) {
/// let due = plan.steps().iter().filter_map(|step| step.waits()?.due);
/// if let Some(next) = due.min() {
///     println!("run it again after {next}");
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Wait {
    /// The status. In another one the step is not for the person any more.
    pub in_status: UserStatus,
    /// How long, in seconds.
    pub seconds: u64,
    /// From when on the step is due, as far as it could be told when the plan was made.
    pub due: Option<Timestamp>,
}

impl Wait {
    /// When the wait is over for somebody who came into the status then.
    pub(crate) fn due_from(&self, since: Timestamp) -> Timestamp {
        let seconds = i64::try_from(self.seconds).unwrap_or(i64::MAX);
        since
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX)
    }
}

impl Step {
    pub(crate) fn new(id: u32, action: StepAction, after: Vec<u32>, waits: Option<Wait>) -> Self {
        Self {
            id,
            action,
            after,
            waits,
            calls: BTreeMap::new(),
        }
    }

    /// Its number in the plan, from 1.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it sends.
    pub fn action(&self) -> &StepAction {
        &self.action
    }

    /// The numbers of the steps that must have succeeded.
    pub fn after(&self) -> &[u32] {
        &self.after
    }

    /// What it waits for, where it is not due at once.
    pub fn waits(&self) -> Option<&Wait> {
        self.waits.as_ref()
    }

    /// The operation that it sends: method, path template, scopes.
    pub fn operation(&self) -> &'static Operation {
        self.requirement().operation()
    }

    /// What the caller must have to send it.
    pub fn requirement(&self) -> Requirement {
        requirement(self.action.operation_id())
    }

    /// The state that it needs.
    pub fn precondition(&self) -> Condition {
        self.action.precondition()
    }

    /// The state that it leaves.
    pub fn result(&self) -> Condition {
        self.action.result()
    }

    /// What it does beside what it is asked for.
    pub fn side_effects(&self) -> Vec<String> {
        self.action.side_effects()
    }

    /// Whether it can be undone.
    pub fn reversal(&self) -> Reversal {
        self.action.reversal()
    }

    /// How many calls it makes when all goes well, by operationId: the read before, where an earlier step's read does not
    /// serve, the write, and the read after.
    pub fn calls(&self) -> &BTreeMap<String, u32> {
        &self.calls
    }

    /// The same by rate-limit bucket; `other` for calls that no known bucket counts.
    pub fn calls_by_bucket(&self) -> BTreeMap<&'static str, u32> {
        let mut buckets = BTreeMap::new();
        for (operation, calls) in &self.calls {
            *buckets.entry(bucket_of(operation)).or_default() += calls;
        }
        buckets
    }

    pub(crate) fn set_calls(&mut self, calls: BTreeMap<String, u32>) {
        self.calls = calls;
    }
}

/// The requirement of an operation that a step can send; all of them are in the facts.
pub(crate) fn requirement(operation_id: &str) -> Requirement {
    Requirement::of_id(operation_id).unwrap_or_else(Requirement::of::<okta_models::users::GetUser>)
}

/// The rate-limit bucket that counts an operation.
pub(crate) fn bucket_of(operation_id: &str) -> &'static str {
    okta_facts::operation(operation_id)
        .and_then(|operation| okta_facts::bucket(operation.method.as_str(), operation.path))
        .unwrap_or("other")
}

/// What is read back of a step, and kept of it in a journal.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    id: u32,
    action: StepAction,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    after: Vec<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waits: Option<Wait>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    calls: BTreeMap<String, u32>,
}

impl From<Step> for Kept {
    fn from(step: Step) -> Self {
        Self {
            id: step.id,
            action: step.action,
            after: step.after,
            waits: step.waits,
            calls: step.calls,
        }
    }
}

impl From<Kept> for Step {
    fn from(kept: Kept) -> Self {
        Self {
            id: kept.id,
            action: kept.action,
            after: kept.after,
            waits: kept.waits,
            calls: kept.calls,
        }
    }
}

/// What is written of a step.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    id: u32,
    action: StepAction,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waits: Option<Wait>,
    calls: BTreeMap<String, u32>,
    method: &'static str,
    path: &'static str,
    precondition: String,
    result: String,
    scopes: &'static [&'static str],
    permissions: Option<Vec<String>>,
    standard_roles: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    side_effects: Vec<String>,
    reversal: String,
    calls_by_bucket: BTreeMap<&'static str, u32>,
}

impl From<Step> for Shown {
    fn from(step: Step) -> Self {
        let requirement = step.requirement();
        let permissions = requirement.permissions();
        Self {
            method: step.operation().method.as_str(),
            path: step.operation().path,
            precondition: step.precondition().to_string(),
            result: step.result().to_string(),
            scopes: requirement.scopes(),
            permissions: permissions.map(|all| all.iter().map(ToString::to_string).collect()),
            standard_roles: requirement
                .standard_roles()
                .map(StandardRole::role_type)
                .collect(),
            side_effects: step.side_effects(),
            reversal: step.reversal().to_string(),
            calls_by_bucket: step.calls_by_bucket(),
            id: step.id,
            action: step.action,
            after: step.after,
            waits: step.waits,
            calls: step.calls,
        }
    }
}
