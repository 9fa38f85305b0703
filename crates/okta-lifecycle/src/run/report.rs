//! [`RunReport`]: what came of a run.

use std::fmt;

use okta_models::UserId;
use serde::Serialize;

use super::{Missing, StepOutcome};
use crate::journal::RunId;
use crate::plan::StepAction;

/// What came of a run: what is done, what is not and why, and what the token lacks.
///
/// ```
/// # fn example(report: &okta_lifecycle::RunReport) {
/// for step in report.not_done() {
///     println!("{}: {}", step.action(), step.outcome());
/// }
/// if !report.missing().is_nothing() {
///     println!("the token needs {}", report.missing());
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct RunReport {
    run: RunId,
    intent: String,
    user: Option<UserId>,
    steps: Vec<StepReport>,
}

/// What came of a step.
///
/// ```
/// # fn example(report: &okta_lifecycle::RunReport) {
/// let open = report.steps().iter().filter(|step| step.outcome().may_have_been_done());
/// println!("{} steps are to be settled by resuming", open.count());
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepReport {
    step: u32,
    action: StepAction,
    #[serde(flatten)]
    outcome: StepOutcome,
}

impl RunReport {
    pub(super) fn new(run: RunId, intent: &str, user: Option<UserId>, steps: Vec<StepReport>) -> Self {
        Self {
            run,
            intent: intent.to_owned(),
            user,
            steps,
        }
    }

    /// The run, by which the journal knows it.
    pub fn run_id(&self) -> &RunId {
        &self.run
    }

    /// The name of the intent.
    pub fn intent(&self) -> &str {
        &self.intent
    }

    /// The person, also where the run created the account.
    pub fn user_id(&self) -> Option<&UserId> {
        self.user.as_ref()
    }

    /// Every step with its outcome, in the order of the plan.
    pub fn steps(&self) -> &[StepReport] {
        &self.steps
    }

    /// The outcome of a step.
    pub fn outcome(&self, step: u32) -> Option<&StepOutcome> {
        let found = self.steps.iter().find(|report| report.step == step);
        found.map(|report| &report.outcome)
    }

    /// Whether all of the plan is so now.
    pub fn is_complete(&self) -> bool {
        self.steps.iter().all(|step| step.outcome.is_so())
    }

    /// The steps that the run did.
    pub fn done(&self) -> impl Iterator<Item = &StepReport> {
        self.steps.iter().filter(|step| step.outcome.is_done())
    }

    /// The steps that are not so: skipped or failed.
    pub fn not_done(&self) -> impl Iterator<Item = &StepReport> {
        self.steps.iter().filter(|step| !step.outcome.is_so())
    }

    /// The steps that failed.
    pub fn failed(&self) -> impl Iterator<Item = &StepReport> {
        self.steps.iter().filter(|step| step.outcome.failure().is_some())
    }

    /// What the token lacks, of all steps that Okta refused for that.
    pub fn missing(&self) -> Missing {
        let mut missing = Missing::default();
        for failure in self.steps.iter().filter_map(|step| step.outcome.failure()) {
            missing.add(&failure.missing);
        }
        missing
    }
}

impl StepReport {
    pub(super) fn new(step: u32, action: StepAction, outcome: StepOutcome) -> Self {
        Self {
            step,
            action,
            outcome,
        }
    }

    /// The step's number in the plan.
    pub fn step(&self) -> u32 {
        self.step
    }

    /// What it was to send.
    pub fn action(&self) -> &StepAction {
        &self.action
    }

    /// What came of it.
    pub fn outcome(&self) -> &StepOutcome {
        &self.outcome
    }
}

impl fmt::Display for RunReport {
    /// A line a step, and what would help.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = self.user.as_ref().map_or("without an account", UserId::as_str);
        writeln!(formatter, "{} {user}, {}", self.intent, self.run)?;
        for step in &self.steps {
            writeln!(formatter, "{:3}  {}  {}", step.step, step.action, step.outcome)?;
        }
        let missing = self.missing();
        if !missing.is_nothing() {
            writeln!(formatter, "     the token needs {missing}")?;
        }
        Ok(())
    }
}
