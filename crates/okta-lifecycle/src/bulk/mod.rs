//! [`Bulk`]: one intent a row, for as many rows as there are.
//!
//! `row.rs` is what a row is and how a CSV file gives them, `results.rs` the file of results that makes a job safe to run
//! again, `dry_run.rs` what a job would do and cost. `known.rs` is what the journal knows of rows, `seen.rs` whom a job has
//! come to, `end.rs` what ends it before its rows do.

mod dry_run;
mod end;
mod known;
mod results;
mod row;
mod seen;

use std::collections::HashSet;
use std::fmt;

use futures_util::{StreamExt as _, stream};
use okta_models::UserId;
use okta_transport::{Client, Lane};

pub use dry_run::DryRun;
pub use results::{Results, RowOutcome, RowResult};
pub use row::{Row, leavers_from_csv};

use crate::journal::Journal;
use crate::plan::{Plan, Planner};
use crate::run::{Cancellation, Observer, Runner, SkipReason, StepOutcome};
use crate::{Error, ErrorKind};
use end::End;
use known::Known;
use row::Digest;
use seen::Seen;

/// Plans and runs an intent a row, a bounded number at once, in the bulk lane: the client's governor paces it, and calls
/// that somebody waits for go first.
///
/// A row takes memory while it is worked on, and 32 bytes once it is done. The job is safe to run again after whatever
/// ended it: rows that the file of results says are done are passed over, a run that was killed is gone on with from the
/// journal, unless the row wants something else now, and everything else is planned from today's state. A person is worked
/// on once in a job, by the first row that names them.
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
///
/// ```
/// let summary = okta_lifecycle::BulkSummary::default();
/// assert!(summary.to_string().starts_with("0 done, 0 waiting, 0 failed"));
/// ```
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
    /// An earlier row of the job is about the same person.
    pub repeated: u64,
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
    /// When a row cannot be read: no further row is then taken. What fails for one row is that row's reason.
    pub async fn dry_run(
        &self,
        rows: impl IntoIterator<Item = Result<Row, Error>>,
        mut row: impl FnMut(&str, &Result<crate::Plan, Error>),
    ) -> Result<DryRun, Error> {
        let mut dry_run = DryRun::default();
        let end = End::default();
        let planned = stream::iter(end.until(rows)).map(async |next| {
            let plan = self.planner.plan(&next.intent).await;
            (next.key, plan)
        });
        let mut planned = std::pin::pin!(planned.buffer_unordered(self.runner.people_at_once()));
        while let Some((key, plan)) = planned.next().await {
            dry_run.add(&plan);
            row(&key, &plan);
        }
        dry_run.forecast(&self.client);
        end.reason().map_or(Ok(dry_run), Err)
    }

    /// Plans and runs every row, and writes a result for each.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when there is no journal, or the journal or the results cannot be written;
    /// [`InvalidInput`](ErrorKind::InvalidInput) when a row cannot be read. No further row is then taken, and those that are
    /// worked on are finished. What fails at Okta is the row's result.
    pub async fn run(
        &self,
        rows: impl IntoIterator<Item = Result<Row, Error>>,
        results: &mut Results,
    ) -> Result<BulkSummary, Error> {
        let known = Known::of(&**self.runner.journal_of()?)?;
        let passed = results.done_rows();
        let (mut summary, end) = (BulkSummary::default(), End::default());
        let mut written = HashSet::new();
        {
            let (passed, known, seen) = (&passed, &known, &Seen::default());
            let worked = stream::iter(end.until(rows)).map(async |row| {
                if passed.contains(&row.digest()) {
                    return Ok(None);
                }
                self.work_on(row, known, seen).await.map(Some)
            });
            let mut worked = std::pin::pin!(worked.buffer_unordered(self.runner.people_at_once()));
            while let Some(result) = worked.next().await {
                let result = match result {
                    Ok(Some(result)) => result,
                    Ok(None) => {
                        summary.passed_over += 1;
                        continue;
                    }
                    Err(error) => {
                        end.comes(error);
                        continue;
                    }
                };
                summary.count(result.outcome);
                if result.outcome != RowOutcome::Cancelled
                    && let Err(error) = results.write(&result)
                {
                    end.comes(error);
                    continue;
                }
                if result.outcome == RowOutcome::Done {
                    written.insert(Digest::of(&result.row));
                }
            }
        }
        results.add_done(written);
        end.reason().map_or(Ok(summary), Err)
    }

    async fn work_on(&self, row: Row, known: &Known, seen: &Seen) -> Result<RowResult, Error> {
        let (now, mark) = (self.client.now(), row.mark());
        let result = |outcome, reason: &str| RowResult::new(&row.key, now, outcome, reason.to_owned());
        if self.runner.is_cancelled() {
            return Ok(result(RowOutcome::Cancelled, ""));
        }
        if !seen.is_new_row(mark.row) {
            return Ok(result(RowOutcome::Repeated, "an earlier row has the same key"));
        }
        let repeated = |user: &UserId| RowResult {
            user: Some(user.clone()),
            ..result(RowOutcome::Repeated, "an earlier row is about the same person")
        };
        if let Some((intent, history)) = known.interrupted.get(&mark.row) {
            if let Some(user) = history.user_id().filter(|user| !seen.is_new_person(user)) {
                return Ok(repeated(user));
            }
            if *intent == mark.intent {
                let report = self.runner.resume(history).await?;
                return Ok(RowResult::of(&row.key, now, &report, history.plan()));
            }
            // What was to become of the person has changed since: the rest of that run is not wanted any more.
            self.runner.give_up(history).await?;
            return self.plan_and_run(&row, known, |_| None).await;
        }
        let is_repeated = |user: &UserId| (!seen.is_new_person(user)).then(|| repeated(user));
        self.plan_and_run(&row, known, is_repeated).await
    }

    async fn plan_and_run(
        &self,
        row: &Row,
        known: &Known,
        is_repeated: impl Fn(&UserId) -> Option<RowResult>,
    ) -> Result<RowResult, Error> {
        let (now, mark) = (self.client.now(), row.mark());
        let result = |outcome, reason: String| RowResult::new(&row.key, now, outcome, reason);
        let plan = match self.planner.plan(&row.intent).await {
            Ok(plan) => plan,
            Err(error) if error.is_not_found() && known.deleted.contains(&mark.row) => {
                return Ok(result(RowOutcome::Done, "deleted by an earlier run".to_owned()));
            }
            Err(error) if error.kind() == ErrorKind::Transport => {
                return Ok(result(RowOutcome::Failed, error.to_string()));
            }
            Err(error) => return Ok(result(RowOutcome::Cannot, error.to_string())),
        };
        if let Some(repeated) = plan.user_id().and_then(&is_repeated) {
            return Ok(repeated);
        }
        if plan.is_empty() {
            let (outcome, reason) = match not_whole(&plan) {
                None => (RowOutcome::Done, "nothing to do".to_owned()),
                Some(reason) => (RowOutcome::Failed, reason),
            };
            let user = plan.user_id().cloned();
            return Ok(RowResult {
                user,
                ..result(outcome, reason)
            });
        }
        let report = self.runner.begin(&plan, Some(&mark.to_string())).await?;
        Ok(RowResult::of(&row.key, now, &report, &plan))
    }
}

/// Why a plan does not speak of all of the person, where it does not: a row is then not done, whatever its run did.
fn not_whole(plan: &Plan) -> Option<String> {
    let unread: Vec<&str> = plan.unread_state().collect();
    (!unread.is_empty()).then(|| format!("not all of the person could be read: {}", unread.join(", ")))
}

impl BulkSummary {
    fn count(&mut self, outcome: RowOutcome) {
        match outcome {
            RowOutcome::Done => self.done += 1,
            RowOutcome::Waiting => self.waiting += 1,
            RowOutcome::Failed => self.failed += 1,
            RowOutcome::Cannot => self.cannot += 1,
            RowOutcome::Cancelled => self.cancelled += 1,
            RowOutcome::Repeated => self.repeated += 1,
        }
    }
}

impl fmt::Display for BulkSummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{} done, {} waiting, {} failed, {} that cannot be processed, {} passed over, {} cancelled, {} repeated",
            self.done,
            self.waiting,
            self.failed,
            self.cannot,
            self.passed_over,
            self.cancelled,
            self.repeated
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
