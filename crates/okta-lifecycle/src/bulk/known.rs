//! [`Known`]: what the journal knows of rows.

use std::collections::{HashMap, HashSet};

use super::row::{Digest, Mark};
use crate::Error;
use crate::journal::{Journal, RunHistory};
use crate::plan::StepAction;

/// What the journal knows of rows.
#[derive(Default)]
pub(super) struct Known {
    /// With what was to become of the person.
    pub(super) interrupted: HashMap<Digest, (Digest, RunHistory)>,
    /// Rows whose account a run deleted: it is not found any more.
    pub(super) deleted: HashSet<Digest>,
}

impl Known {
    pub(super) fn of(journal: &dyn Journal) -> Result<Self, Error> {
        let mut known = Self::default();
        let mut deleting: HashMap<crate::RunId, (Digest, u32)> = HashMap::new();
        journal.read(&mut |record| match record {
            crate::Record::Begun {
                run,
                row: Some(row),
                plan,
                ..
            } => {
                let last = plan.steps().last();
                if let (Some(mark), Some(last)) = (Mark::parse(&row), last)
                    && *last.action() == StepAction::DeleteUser
                {
                    deleting.insert(run, (mark.row, last.id()));
                }
            }
            crate::Record::Outcome {
                run, step, outcome, ..
            } => {
                if let Some((digest, last)) = deleting.get(&run)
                    && step == *last
                    && outcome.is_so()
                {
                    known.deleted.insert(*digest);
                }
            }
            crate::Record::Ended { run, .. } => {
                deleting.remove(&run);
            }
            _ => {}
        })?;
        for history in journal.interrupted()? {
            if let Some(mark) = history.row().and_then(Mark::parse) {
                known.interrupted.insert(mark.row, (mark.intent, history));
            }
        }
        Ok(known)
    }
}
