//! [`RunHistory`]: what a run was to do, and how far it came.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use okta_models::UserId;

use super::{Journal, Record, RunId};
use crate::Error;
use crate::plan::{Plan, Step};
use crate::run::StepOutcome;

/// What a run was to do, and how far it came, as its journal tells.
///
/// ```
/// # fn example(journal: &dyn okta_lifecycle::Journal) -> Result<(), okta_lifecycle::Error> {
/// for run in journal.unfinished()? {
///     println!("{}: {} of {} steps", run.run_id(), run.done_steps().count(), run.plan().steps().len());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RunHistory {
    run: RunId,
    begun: Timestamp,
    row: Option<String>,
    plan: Plan,
    created: Option<UserId>,
    outcomes: BTreeMap<u32, StepOutcome>,
    open: BTreeMap<u32, Timestamp>,
    ended: Option<bool>,
}

impl RunHistory {
    /// The run.
    pub fn run_id(&self) -> &RunId {
        &self.run
    }

    /// When it began.
    pub fn begun(&self) -> Timestamp {
        self.begun
    }

    /// What it was to do.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The person, also where the run created the account.
    pub fn user_id(&self) -> Option<&UserId> {
        self.plan.user_id().or(self.created.as_ref())
    }

    /// The last outcome of a step; `None` where it has none.
    pub fn outcome(&self, step: u32) -> Option<&StepOutcome> {
        self.outcomes.get(&step)
    }

    /// The steps whose change was about to be sent and that have no outcome: only Okta's state tells.
    pub fn open_steps(&self) -> impl Iterator<Item = &Step> {
        self.open.keys().filter_map(|step| self.plan.step(*step))
    }

    /// The steps that the run did itself, in the order of the plan.
    pub fn done_steps(&self) -> impl Iterator<Item = &Step> {
        let steps = self.plan.steps().iter();
        steps.filter(|step| self.outcome(step.id()).is_some_and(StepOutcome::is_done))
    }

    /// Whether the run ended by itself.
    pub fn is_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether it ended with all of the plan as it should be.
    pub fn is_complete(&self) -> bool {
        self.ended == Some(true)
    }

    pub(crate) fn row(&self) -> Option<&str> {
        self.row.as_deref()
    }

    pub(crate) fn created(&self) -> Option<&UserId> {
        self.created.as_ref()
    }

    /// When a change without an outcome was about to be sent.
    pub(crate) fn open_since(&self, step: u32) -> Option<Timestamp> {
        self.open.get(&step).copied()
    }

    fn add(&mut self, record: Record) {
        match record {
            Record::Begun { .. } => {}
            Record::Sending { step, at, .. } => {
                self.open.insert(step, at);
                self.ended = None;
            }
            Record::Outcome {
                step, outcome, user, ..
            } => {
                if !outcome.may_have_been_done() {
                    self.open.remove(&step);
                }
                self.outcomes.insert(step, outcome);
                self.created = user.or(self.created.take());
                self.ended = None;
            }
            Record::Ended { complete, .. } => self.ended = Some(complete),
        }
    }
}

/// The runs that have not ended.
pub(super) fn open_runs<J: Journal + ?Sized>(journal: &J) -> Result<BTreeSet<RunId>, Error> {
    let mut open = BTreeSet::new();
    journal.read(&mut |record| {
        match &record {
            Record::Ended { run, .. } => open.remove(run),
            other => open.insert(other.run().clone()),
        };
    })?;
    Ok(open)
}

/// Reads a journal through and keeps the histories of the runs that are wanted. Those that turn out not to be are dropped
/// as soon as they ended, so that only what is kept takes memory.
pub(super) fn collect<J: Journal + ?Sized>(
    journal: &J,
    wants_run: &dyn Fn(&RunId, &Plan) -> bool,
    keeps: &dyn Fn(&RunHistory) -> bool,
) -> Result<Vec<RunHistory>, Error> {
    let mut histories: BTreeMap<RunId, (usize, RunHistory)> = BTreeMap::new();
    let mut count = 0;
    journal.read(&mut |record| {
        let run = record.run().clone();
        if let Record::Begun { at, row, plan, .. } = record {
            if wants_run(&run, &plan) {
                let history = RunHistory {
                    run: run.clone(),
                    begun: at,
                    row,
                    plan: *plan,
                    created: None,
                    outcomes: BTreeMap::new(),
                    open: BTreeMap::new(),
                    ended: None,
                };
                count += 1;
                histories.insert(run, (count, history));
            }
            return;
        }
        if let Some((_, history)) = histories.get_mut(&run) {
            history.add(record);
            if history.is_complete() && !keeps(history) {
                histories.remove(&run);
            }
        }
    })?;
    let mut kept: Vec<(usize, RunHistory)> = histories
        .into_values()
        .filter(|(_, history)| keeps(history))
        .collect();
    kept.sort_by_key(|(place, _)| *place);
    Ok(kept.into_iter().map(|(_, history)| history).collect())
}
