//! [`Runner`]: runs plans, one person after the other or many at once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use okta_transport::{Client, Lane};

use super::execute::{Before, let_settle};
use super::live::Live;
use super::observer::Nobody;
use super::{Cancellation, Event, Observer, RunReport, SkipReason, StepOutcome, StepReport};
use crate::journal::{Journal, Record, RunHistory, RunId};
use crate::plan::{Plan, State, Step, StepAction};
use crate::{Error, ErrorKind};

/// Runs plans.
///
/// Each step reads what it needs, sends nothing when it is so already or when somebody changed things since, and reads the
/// result back; an answer that got lost is settled by reading. A step that fails stops those that need it, and no other.
///
/// ```no_run
/// use okta_lifecycle::{JsonLines, Leaver, Planner, Runner};
///
/// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
/// let plan = Planner::new(okta).plan(Leaver::of("ada@example.com")).await?;
/// let runner = Runner::new(okta).journal(JsonLines::open("leavers.jsonl")?);
/// let report = runner.run(&plan).await?;
/// print!("{report}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Runner {
    client: Client,
    journal: Option<Arc<dyn Journal>>,
    observer: Arc<dyn Observer>,
    cancellation: Cancellation,
    at_once: usize,
    settle: Duration,
}

impl Runner {
    /// A runner that sends with this client, in the interactive lane, and records nothing.
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.lane(Lane::Interactive),
            journal: None,
            observer: Arc::new(Nobody),
            cancellation: Cancellation::default(),
            at_once: 4,
            settle: Duration::from_secs(2),
        }
    }

    /// Records runs in a journal, which resuming and undoing need.
    pub fn journal(mut self, journal: impl Journal + 'static) -> Self {
        self.journal = Some(Arc::new(journal));
        self
    }

    /// Tells an observer how runs get on.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Arc::new(observer);
        self
    }

    /// Lets runs be cancelled.
    pub fn cancellation(mut self, cancellation: &Cancellation) -> Self {
        self.cancellation = cancellation.clone();
        self
    }

    /// Sets the lane in which calls wait for the rate limits: [`Lane::Bulk`] for a job that has time.
    pub fn lane(mut self, lane: Lane) -> Self {
        self.client = self.client.lane(lane);
        self
    }

    /// Sets how many people are worked on at once, 4 unless set. The client's governor paces the calls in any case.
    pub fn at_once(mut self, people: usize) -> Self {
        self.at_once = people.max(1);
        self
    }

    /// Sets how old a change must be that was sent when a process ended, before it is believed that it did not arrive: 2
    /// seconds unless set. Resuming waits until then before it sends such a change again.
    pub fn settle_after(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }

    /// Runs a plan.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when the journal cannot be written, which stops the run. What fails at Okta is in
    /// the report.
    pub async fn run(&self, plan: &Plan) -> Result<RunReport, Error> {
        self.begin(plan, None).await
    }

    pub(crate) async fn begin(&self, plan: &Plan, row: Option<&str>) -> Result<RunReport, Error> {
        let run = RunId::random();
        self.record(|| Record::Begun {
            run: run.clone(),
            at: self.client.now(),
            row: row.map(str::to_owned),
            plan: Box::new(plan.clone()),
        })?;
        self.go_on(&run, plan, None).await
    }

    /// Runs plans of many people, [so many](Self::at_once) at once, and gives each report as it comes. Plans are taken from
    /// the stream as there is room, so that it may be longer than the memory.
    ///
    /// ```no_run
    /// # async fn example(okta: &okta_transport::Client, plans: Vec<okta_lifecycle::Plan>) -> Result<(), okta_lifecycle::Error> {
    /// use futures_util::{StreamExt as _, TryStreamExt as _, stream};
    ///
    /// let runner = okta_lifecycle::Runner::new(okta).at_once(8);
    /// let mut reports = std::pin::pin!(runner.run_all(stream::iter(plans)));
    /// while let Some(report) = reports.try_next().await? {
    ///     print!("{report}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn run_all<'a>(
        &'a self,
        plans: impl Stream<Item = Plan> + 'a,
    ) -> impl Stream<Item = Result<RunReport, Error>> + 'a {
        plans
            .map(async |plan| self.run(&plan).await)
            .buffer_unordered(self.at_once)
    }

    /// Goes on with a run that its journal knows: one that was killed or cancelled, failed in part, or had steps that were
    /// not due. What is done is not done again; a change that was about to be sent is settled by reading. Of
    /// `revokeUserSessions` nothing can be read, so that it alone is sent again: it ends what began in between, too.
    ///
    /// ```no_run
    /// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
    /// use std::sync::Arc;
    /// use okta_lifecycle::{Journal, JsonLines, Runner};
    ///
    /// let journal = Arc::new(JsonLines::open("leavers.jsonl")?);
    /// let runner = Runner::new(okta).journal(Arc::clone(&journal));
    /// for history in journal.unfinished()? {
    ///     print!("{}", runner.resume(&history).await?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`run`](Self::run).
    pub async fn resume(&self, history: &RunHistory) -> Result<RunReport, Error> {
        self.go_on(history.run_id(), history.plan(), Some(history)).await
    }

    /// Ends a run whose rest is not wanted any more, once a change that was about to be sent has had its time.
    pub(crate) async fn give_up(&self, history: &RunHistory) -> Result<(), Error> {
        let open = history
            .open_steps()
            .filter_map(|step| history.open_since(step.id()));
        if let Some(since) = open.max() {
            let_settle(&self.client, since, self.settle).await;
        }
        self.record(|| Record::Ended {
            run: history.run_id().clone(),
            at: self.client.now(),
            complete: false,
        })
    }

    async fn go_on(
        &self,
        run: &RunId,
        plan: &Plan,
        history: Option<&RunHistory>,
    ) -> Result<RunReport, Error> {
        self.observer.event(&Event::RunBegun { run, plan });
        let mut live = Live {
            client: &self.client,
            state: State::default(),
            user: plan.user_id().or(history.and_then(RunHistory::created)).cloned(),
            login: login(plan),
        };
        let mut reports: Vec<StepReport> = Vec::new();
        for step in plan.steps() {
            let known = history.and_then(|history| history.outcome(step.id()));
            let outcome = match known {
                Some(outcome) if outcome.is_so() => outcome.clone(),
                _ => self.step(run, step, history, &mut live, &reports).await?,
            };
            reports.push(StepReport::new(step.id(), step.action().clone(), outcome));
        }
        let report = RunReport::new(run.clone(), plan.intent(), live.user.clone(), reports);
        if !was_cancelled(&report) {
            self.record(|| Record::Ended {
                run: run.clone(),
                at: self.client.now(),
                complete: report.is_complete(),
            })?;
        }
        self.observer.event(&Event::RunEnded { report: &report });
        Ok(report)
    }

    async fn step(
        &self,
        run: &RunId,
        step: &Step,
        history: Option<&RunHistory>,
        live: &mut Live<'_>,
        reports: &[StepReport],
    ) -> Result<StepOutcome, Error> {
        if self.cancellation.is_cancelled() {
            let because = SkipReason::Cancelled;
            return Ok(StepOutcome::Skipped { because });
        }
        self.observer.event(&Event::StepBegun { run, step });
        let open = reports.iter().filter(|report| !report.outcome().is_so());
        let mut needed = open.filter(|report| step.after().contains(&report.step()));
        let created = live.user.is_some();
        let outcome = if let Some(first) = needed.next() {
            let because = SkipReason::After { step: first.step() };
            StepOutcome::Skipped { because }
        } else {
            let before = Before {
                open_since: history.and_then(|history| history.open_since(step.id())),
            };
            let sending = || {
                self.record(|| Record::Sending {
                    run: run.clone(),
                    at: self.client.now(),
                    step: step.id(),
                })
            };
            live.execute(step, before, self.settle, sending).await?
        };
        self.record(|| Record::Outcome {
            run: run.clone(),
            at: self.client.now(),
            step: step.id(),
            outcome: outcome.clone(),
            user: live.user.clone().filter(|_| !created),
        })?;
        let event = Event::StepEnded {
            run,
            step,
            outcome: &outcome,
        };
        self.observer.event(&event);
        Ok(outcome)
    }

    fn record(&self, record: impl FnOnce() -> Record) -> Result<(), Error> {
        match &self.journal {
            Some(journal) => journal.append(&record()),
            None => Ok(()),
        }
    }

    pub(crate) fn journal_of(&self) -> Result<&Arc<dyn Journal>, Error> {
        self.journal.as_ref().ok_or_else(|| {
            let message = "the runner has no journal; a bulk job needs one";
            Error::of_kind(ErrorKind::Journal, message)
        })
    }

    pub(crate) fn people_at_once(&self) -> usize {
        self.at_once
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }
}

fn was_cancelled(report: &RunReport) -> bool {
    let cancelled = StepOutcome::Skipped {
        because: SkipReason::Cancelled,
    };
    report.steps().iter().any(|step| *step.outcome() == cancelled)
}

/// The login of the account that a plan creates.
fn login(plan: &Plan) -> Option<String> {
    plan.steps().iter().find_map(|step| match step.action() {
        StepAction::CreateUser { profile } => profile.text("login").map(str::to_owned),
        _ => None,
    })
}

impl fmt::Debug for Runner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Runner")
            .field("client", &self.client)
            .field("at_once", &self.at_once)
            .field("settle", &self.settle)
            .finish_non_exhaustive()
    }
}
