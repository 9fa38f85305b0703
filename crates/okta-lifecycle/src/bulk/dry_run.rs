//! [`DryRun`]: what a job would do, and what it would cost.

use std::collections::BTreeMap;
use std::fmt;

use okta_transport::{Client, Forecast};

use crate::Error;
use crate::plan::{Plan, forecast_of};

/// What a bulk job would do, and what it would cost. It is as large for ten rows as for ten thousand.
///
/// `Display` prints totals, and minutes by rate-limit bucket.
///
/// ```
/// # fn example(dry_run: &okta_lifecycle::DryRun) {
/// println!("{} of {} cannot be processed", dry_run.cannot(), dry_run.people());
/// if let Some(cost) = dry_run.cost() {
///     println!("{} calls in {:?}", cost.calls(), cost.duration());
/// }
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct DryRun {
    to_do: u64,
    nothing: u64,
    cannot: u64,
    incomplete: u64,
    steps: BTreeMap<&'static str, u64>,
    calls: BTreeMap<String, u64>,
    forecast: Option<Forecast>,
}

impl DryRun {
    pub(super) fn add(&mut self, plan: &Result<Plan, Error>) {
        let Ok(plan) = plan else {
            self.cannot += 1;
            return;
        };
        if plan.is_empty() {
            self.nothing += 1;
        } else {
            self.to_do += 1;
        }
        self.incomplete += u64::from(!plan.unread().is_empty());
        for step in plan.steps() {
            *self.steps.entry(step.action().operation_id()).or_default() += 1;
        }
        for (operation, calls) in plan.calls() {
            *self.calls.entry(operation.to_owned()).or_default() += u64::from(calls);
        }
    }

    pub(super) fn forecast(&mut self, client: &Client) {
        let calls = self
            .calls
            .iter()
            .map(|(operation, calls)| (operation.as_str(), *calls));
        self.forecast = Some(forecast_of(client, calls));
    }

    /// How many people were looked at.
    pub fn people(&self) -> u64 {
        self.to_do + self.nothing + self.cannot
    }

    /// For how many there is something to do.
    pub fn to_do(&self) -> u64 {
        self.to_do
    }

    /// For how many everything is so already.
    pub fn nothing_to_do(&self) -> u64 {
        self.nothing
    }

    /// How many cannot be processed; the reasons went to the closure.
    pub fn cannot(&self) -> u64 {
        self.cannot
    }

    /// For how many something could not be read, so that their plans are not all of it.
    pub fn not_all_read(&self) -> u64 {
        self.incomplete
    }

    /// The steps, by operationId.
    pub fn steps(&self) -> &BTreeMap<&'static str, u64> {
        &self.steps
    }

    /// The calls that running makes when all goes well, by operationId.
    pub fn calls(&self) -> &BTreeMap<String, u64> {
        &self.calls
    }

    /// The calls and minutes by rate-limit bucket, as far as the client has learnt the limits.
    pub fn cost(&self) -> Option<&Forecast> {
        self.forecast.as_ref()
    }
}

impl fmt::Display for DryRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{} people: {} with something to do, {} without, {} that cannot be processed",
            self.people(),
            self.to_do,
            self.nothing,
            self.cannot
        )?;
        if self.incomplete > 0 {
            writeln!(formatter, "{} of them were not read whole", self.incomplete)?;
        }
        for (operation, steps) in &self.steps {
            writeln!(formatter, "{steps:7}  {operation}")?;
        }
        match &self.forecast {
            Some(forecast) => write!(formatter, "{forecast}"),
            None => Ok(()),
        }
    }
}
