//! [`Observer`]: hears how runs get on.

use super::{RunReport, StepOutcome};
use crate::journal::RunId;
use crate::plan::{Plan, Step};

/// Hears how runs get on, for progress bars and logs. Any function of an [`Event`] is one.
///
/// It is called between calls to Okta, so it must not block for long.
///
/// ```
/// use okta_lifecycle::{Event, Runner};
///
/// # fn example(okta: &okta_transport::Client) {
/// let runner = Runner::new(okta).observer(|event: &Event<'_>| {
///     if let Event::StepEnded { step, outcome, .. } = event {
///         println!("{} {}: {outcome}", step.id(), step.action());
///     }
/// });
/// # let _ = runner;
/// # }
/// ```
pub trait Observer: Send + Sync {
    /// Something happened.
    fn event(&self, event: &Event<'_>);
}

/// Something that happened in a run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A run begins, or goes on.
    RunBegun {
        /// The run.
        run: &'a RunId,
        /// What it is to do.
        plan: &'a Plan,
    },
    /// A step begins.
    StepBegun {
        /// The run.
        run: &'a RunId,
        /// The step.
        step: &'a Step,
    },
    /// A step has an outcome.
    StepEnded {
        /// The run.
        run: &'a RunId,
        /// The step.
        step: &'a Step,
        /// The outcome.
        outcome: &'a StepOutcome,
    },
    /// A run ended.
    RunEnded {
        /// What came of it.
        report: &'a RunReport,
    },
}

impl<F: Fn(&Event<'_>) + Send + Sync> Observer for F {
    fn event(&self, event: &Event<'_>) {
        self(event);
    }
}

/// Hears nothing.
pub(super) struct Nobody;

impl Observer for Nobody {
    fn event(&self, _: &Event<'_>) {}
}
