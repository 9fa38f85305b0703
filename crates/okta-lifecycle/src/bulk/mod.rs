//! [`Bulk`]: one intent a row, for as many rows as there are.
//!
//! `row.rs` is what a row is and how a CSV file gives them, `results.rs` the file of results that makes a job safe to run
//! again, `dry_run.rs` what a job would do and cost.

mod dry_run;
mod results;
mod row;

use std::collections::{HashMap, HashSet};
use std::fmt;

use futures_util::{StreamExt as _, stream};
use okta_transport::{Client, Lane};

pub use dry_run::DryRun;
pub use results::{Results, RowOutcome, RowResult};
pub use row::{Row, leavers_from_csv};

use crate::journal::{Journal, RunHistory};
use crate::plan::{Planner, StepAction};
use crate::run::{Cancellation, Observer, Runner, SkipReason, StepOutcome};
use crate::{Error, ErrorKind};
use row::Digest;

/// Plans and runs an intent a row, a bounded number at once, in the bulk lane: the client's governor paces it, and calls
/// that somebody waits for go first.
///
/// A row takes memory while it is worked on, and 16 bytes once it is done. The job is safe to run again after whatever
/// ended it: rows that the file of results says are done are passed over, a run that was killed is gone on with from the
/// journal, and everything else is planned from today's state.
///
/// ```no_run
/// use okta_lifecycle::{Bulk, JsonLines, Leaver, Results, leavers_from_csv};
///
/// # async fn example(okta: &okta_transport::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let like = Leaver::of(""); // what the file does not say
/// let rows = || Ok::<_, std::io::Error>(leavers_from_csv(std::fs::File::open("leavers.csv")?, like.clone()));
/// let bulk = Bulk::new(okta).journal(JsonLines::open("leavers.jsonl")?).at_once(8);
/// let dry_run = bulk.dry_run(rows()?, |row, plan| {
///     if let Err(reason) = plan {
///         println!("{row}: {reason}");
///     }
/// });
/// print!("{}", dry_run.await?); // totals, and minutes by bucket
/// print!("{}", bulk.run(rows()?, &mut Results::open("results.csv")?).await?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Bulk {
    client: Client,
    planner: Planner,
    runner: Runner,
}

/// How many rows came to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkSummary {
    /// All of the plan is so, or there was nothing to do.
    pub done: u64,
    /// All that is due is so; some steps are not due.
    pub waiting: u64,
    /// Something failed, or was skipped.
    pub failed: u64,
    /// No plan can be made.
    pub cannot: u64,
    /// The file of results said that the row is done.
    pub passed_over: u64,
    /// The job was cancelled before or while the row was worked on.
    pub cancelled: u64,
}

impl Bulk {
    /// A job that sends with this client. To be run it needs a [`journal`](Self::journal).
    pub fn new(client: &Client) -> Self {
        let client = client.lane(Lane::Bulk);
        Self {
            planner: Planner::new(&client),
            runner: Runner::new(&client).lane(Lane::Bulk),
            client,
        }
    }

    /// Records the runs in a journal.
    pub fn journal(mut self, journal: impl Journal + 'static) -> Self {
        self.runner = self.runner.journal(journal);
        self
    }

    /// Sets how many rows are worked on at once, 4 unless set.
    pub fn at_once(mut self, rows: usize) -> Self {
        self.runner = self.runner.at_once(rows);
        self
    }

    /// Tells an observer how the runs get on.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.runner = self.runner.observer(observer);
        self
    }

    /// Lets the job be cancelled, at the next border between two steps.
    pub fn cancellation(mut self, cancellation: &Cancellation) -> Self {
        self.runner = self.runner.cancellation(cancellation);
        self
    }

    /// As [`Runner::settle_after`].
    pub fn settle_after(mut self, settle: std::time::Duration) -> Self {
        self.runner = self.runner.settle_after(settle);
        self
    }

    /// Plans every row and runs nothing: what the job would do, what it would cost, and through `row` each row's plan or
    /// the reason why there is none.
    ///
    /// # Errors
    ///
    /// When a row cannot be read. What fails for one row is that row's reason.
    pub async fn dry_run(
        &self,
        rows: impl IntoIterator<Item = Result<Row, Error>>,
        mut row: impl FnMut(&str, &Result<crate::Plan, Error>),
    ) -> Result<DryRun, Error> {
        let mut dry_run = DryRun::default();
        let planned = stream::iter(rows).map(async |next| {
            let next = next?;
            let plan = self.planner.plan(&next.intent).await;
            Ok::<_, Error>((next.key, plan))
        });
        let mut planned = std::pin::pin!(planned.buffer_unordered(self.runner.people_at_once()));
        while let Some(planned) = planned.next().await {
            let (key, plan) = planned?;
            dry_run.add(&plan);
            row(&key, &plan);
        }
        dry_run.forecast(&self.client);
        Ok(dry_run)
    }

    /// Plans and runs every row, and writes a result for each.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when there is no journal, or the journal or the results cannot be written;
    /// [`InvalidInput`](ErrorKind::InvalidInput) when a row cannot be read. What fails at Okta is the row's result.
    pub async fn run(
        &self,
        rows: impl IntoIterator<Item = Result<Row, Error>>,
        results: &mut Results,
    ) -> Result<BulkSummary, Error> {
        let known = Known::of(&**self.runner.journal_of()?)?;
        let passed = results.done_rows();
        let mut summary = BulkSummary::default();
        let mut written = HashSet::new();
        {
            let passed = &passed;
            let known = &known;
            let worked = stream::iter(rows).map(async |row| {
                let row = row?;
                let digest = row.digest();
                if passed.contains(&digest) {
                    return Ok(None);
                }
                self.work_on(row, digest, known).await.map(Some)
            });
            let mut worked = std::pin::pin!(worked.buffer_unordered(self.runner.people_at_once()));
            while let Some(result) = worked.next().await {
                let Some(result) = result? else {
                    summary.passed_over += 1;
                    continue;
                };
                summary.count(result.outcome);
                if result.outcome != RowOutcome::Cancelled {
                    results.write(&result)?;
                }
                if result.outcome == RowOutcome::Done {
                    written.insert(Digest::of(&result.row));
                }
            }
        }
        results.add_done(written);
        Ok(summary)
    }

    async fn work_on(&self, row: Row, digest: Digest, known: &Known) -> Result<RowResult, Error> {
        let now = self.client.now();
        let result = |outcome, reason: String| RowResult::new(&row.key, now, outcome, reason);
        if self.runner.is_cancelled() {
            return Ok(result(RowOutcome::Cancelled, String::new()));
        }
        let report = match known.interrupted.get(&digest) {
            Some(history) => self.runner.resume(history).await?,
            None => match self.planner.plan(&row.intent).await {
                Ok(plan) if plan.is_empty() => {
                    let user = plan.user_id().cloned();
                    return Ok(RowResult {
                        user,
                        ..result(RowOutcome::Done, "nothing to do".to_owned())
                    });
                }
                Ok(plan) => self.runner.begin(&plan, Some(&digest.to_string())).await?,
                Err(error) if error.is_not_found() && known.deleted.contains(&digest) => {
                    return Ok(result(RowOutcome::Done, "deleted by an earlier run".to_owned()));
                }
                Err(error) if error.kind() == ErrorKind::Transport => {
                    return Ok(result(RowOutcome::Failed, error.to_string()));
                }
                Err(error) => return Ok(result(RowOutcome::Cannot, error.to_string())),
            },
        };
        Ok(RowResult::of(&row.key, now, &report))
    }
}

/// What the journal knows of rows.
#[derive(Default)]
struct Known {
    interrupted: HashMap<Digest, RunHistory>,
    /// Rows whose account a run deleted: it is not found any more.
    deleted: HashSet<Digest>,
}

impl Known {
    fn of(journal: &dyn Journal) -> Result<Self, Error> {
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
                if let (Some(digest), Some(last)) = (Digest::parse(&row), last)
                    && *last.action() == StepAction::DeleteUser
                {
                    deleting.insert(run, (digest, last.id()));
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
            if let Some(digest) = history.row().and_then(Digest::parse) {
                known.interrupted.insert(digest, history);
            }
        }
        Ok(known)
    }
}

impl BulkSummary {
    fn count(&mut self, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Done => self.done += 1,
            RowOutcome::Waiting => self.waiting += 1,
            RowOutcome::Failed => self.failed += 1,
            RowOutcome::Cannot => self.cannot += 1,
            RowOutcome::Cancelled => self.cancelled += 1,
        }
    }
}

impl fmt::Display for BulkSummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{} done, {} waiting, {} failed, {} that cannot be processed, {} passed over, {} cancelled",
            self.done, self.waiting, self.failed, self.cannot, self.passed_over, self.cancelled
        )
    }
}

impl fmt::Debug for Bulk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Bulk")
            .field("runner", &self.runner)
            .finish_non_exhaustive()
    }
}

/// Whether all that keeps a report from being complete is that steps are not due, or wait for such.
fn only_waits(report: &crate::RunReport) -> bool {
    report.not_done().all(|step| match step.outcome() {
        StepOutcome::Skipped { because } => match because {
            SkipReason::NotDue { .. } => true,
            SkipReason::After { step } => report.outcome(*step).is_some_and(|first| {
                matches!(
                    first,
                    StepOutcome::Skipped {
                        because: SkipReason::NotDue { .. }
                    }
                )
            }),
            _ => false,
        },
        _ => false,
    })
}
