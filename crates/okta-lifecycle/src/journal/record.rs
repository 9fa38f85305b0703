//! [`Record`]: a line of a journal.

use std::fmt;

use jiff::Timestamp;
use okta_models::UserId;
use serde::{Deserialize, Serialize};

use crate::plan::Plan;
use crate::run::StepOutcome;

/// The name of a run: text without meaning, made when the run begins.
///
/// ```
/// assert_eq!(okta_lifecycle::RunId::new("run-1").to_string(), "run-1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(String);

impl RunId {
    /// A run by its name, as a report or a journal shows it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    pub(crate) fn random() -> Self {
        Self(format!(
            "run-{:016x}{:016x}",
            fastrand::u64(..),
            fastrand::u64(..)
        ))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// A line of a journal.
///
/// ```
/// use okta_lifecycle::Record;
///
/// let line = r#"{"record":"ended","run":"run-1","at":"2026-11-22T10:00:00Z","complete":true}"#;
/// let record: Record = serde_json::from_str(line)?;
/// assert_eq!(record.run().as_str(), "run-1");
/// assert_eq!(serde_json::to_string(&record)?, line);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Record {
    /// A run begins.
    Begun {
        /// The run.
        run: RunId,
        /// When, by the client's clock.
        at: Timestamp,
        /// The row of a bulk job, as a digest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<String>,
        /// What it is to do.
        #[serde(serialize_with = "crate::plan::short")]
        plan: Box<Plan>,
    },
    /// A change is about to be sent.
    Sending {
        /// The run.
        run: RunId,
        /// When.
        at: Timestamp,
        /// The step.
        step: u32,
    },
    /// A step has an outcome.
    Outcome {
        /// The run.
        run: RunId,
        /// When.
        at: Timestamp,
        /// The step.
        step: u32,
        /// The outcome.
        outcome: StepOutcome,
        /// The account that the step created.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<UserId>,
    },
    /// A run ended. Without this record it was interrupted.
    Ended {
        /// The run.
        run: RunId,
        /// When.
        at: Timestamp,
        /// Whether all of the plan is so.
        complete: bool,
    },
}

impl Record {
    /// The run that it belongs to.
    pub fn run(&self) -> &RunId {
        match self {
            Self::Begun { run, .. }
            | Self::Sending { run, .. }
            | Self::Outcome { run, .. }
            | Self::Ended { run, .. } => run,
        }
    }

    /// Whether it must be on the disk before the next call leaves.
    pub(crate) fn is_needed_to_resume(&self) -> bool {
        matches!(self, Self::Begun { .. } | Self::Sending { .. })
    }
}
