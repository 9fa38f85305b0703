//! [`StepOutcome`]: what came of a step.

use std::fmt;

use jiff::Timestamp;
use okta_transport::WasSent;
use serde::{Deserialize, Serialize};

/// What came of a step.
///
/// ```
/// use okta_lifecycle::{Proven, StepOutcome};
///
/// let outcome = StepOutcome::Done { proven: Proven::ReadBack };
/// assert!(outcome.is_done() && outcome.is_so());
/// assert_eq!(serde_json::to_string(&outcome)?, r#"{"outcome":"done","proven":"read_back"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
pub enum StepOutcome {
    /// The run did it.
    Done {
        /// How that is known.
        proven: Proven,
    },
    /// It was so already; nothing was sent.
    AlreadySo,
    /// Nothing was sent, and it is not so.
    Skipped {
        /// Why.
        because: SkipReason,
    },
    /// It failed.
    Failed {
        /// Why.
        because: Failure,
    },
}

/// How it is known that a step did what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Proven {
    /// It was read from Okta afterwards.
    ReadBack,
    /// It was sent, the answer got lost or the process ended, and reading showed that it was done.
    FoundAfterwards,
    /// Okta said yes, and offers nothing to read.
    Accepted,
    /// Okta works on it in the background.
    InProgress,
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SkipReason {
    /// It is not due yet.
    NotDue {
        /// From when on it is; `None` where what it waits for has not begun.
        due: Option<Timestamp>,
    },
    /// A step that must come first has not succeeded.
    After {
        /// That step.
        step: u32,
    },
    /// Somebody changed things since the plan was made.
    StateChanged {
        /// What the step needs, in words.
        expected: String,
    },
    /// The run was cancelled.
    Cancelled,
}

/// Why a step failed, and what would help.
///
/// ```
/// # fn example(report: &okta_lifecycle::RunReport) {
/// for failure in report.failed().filter_map(|step| step.outcome().failure()) {
///     println!("{:?}: {}", failure.kind, failure.message);
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Failure {
    /// What sort of failure.
    pub kind: FailureKind,
    /// What happened, without a personal value.
    pub message: String,
    /// Whether it may have been done all the same: reading could not settle it. Resuming the run looks again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_have_been_done: bool,
    /// What the caller lacks, where Okta refused for that.
    #[serde(default, skip_serializing_if = "Missing::is_nothing")]
    pub missing: Missing,
    /// Okta's id of the failed request, as in the System Log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What sort of failure ended a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// The token may not do it: a permission, role or scope is missing.
    Forbidden,
    /// The account, group or app is not there, or hidden from the token.
    NotFound,
    /// Okta refused it for another reason.
    Refused,
    /// A rate limit would make it wait longer than its lane allows. Nothing was sent.
    RateLimited,
    /// The call got no answer, or none that can be read.
    NoAnswer,
    /// Okta accepted it, and reading back shows that it is not so.
    NotProven,
}

/// What a caller lacks: any of the roles would do, or all of the permissions in a custom role; or all of the scopes.
///
/// ```
/// # fn example(report: &okta_lifecycle::RunReport) {
/// if !report.missing().is_nothing() {
///     println!("the token needs {}", report.missing());
/// }
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Missing {
    /// Permissions that a custom role needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// Standard roles of which each would do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// OAuth scopes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
}

impl StepOutcome {
    /// Whether the run did it.
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    /// Whether it is so now.
    pub const fn is_so(&self) -> bool {
        matches!(self, Self::Done { .. } | Self::AlreadySo)
    }

    /// Whether it may have been done although it is not known.
    pub const fn may_have_been_done(&self) -> bool {
        matches!(self, Self::Failed { because } if because.may_have_been_done)
    }

    /// Why it failed.
    pub const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed { because } => Some(because),
            _ => None,
        }
    }
}

impl Missing {
    /// Whether nothing is known to be missing.
    pub fn is_nothing(&self) -> bool {
        self.permissions.is_empty() && self.roles.is_empty() && self.scopes.is_empty()
    }

    pub(super) fn add(&mut self, other: &Self) {
        let join = |all: &mut Vec<String>, more: &[String]| {
            for name in more {
                if !all.contains(name) {
                    all.push(name.clone());
                }
            }
        };
        join(&mut self.permissions, &other.permissions);
        join(&mut self.roles, &other.roles);
        join(&mut self.scopes, &other.scopes);
    }
}

impl Failure {
    pub(super) fn not_proven(message: &str) -> Self {
        Self {
            kind: FailureKind::NotProven,
            message: message.to_owned(),
            may_have_been_done: false,
            missing: Missing::default(),
            request_id: None,
        }
    }

    pub(super) fn of(error: &okta_transport::Error) -> Self {
        use okta_transport::ErrorKind;
        let kind = match error.kind() {
            ErrorKind::Forbidden | ErrorKind::Unauthenticated => FailureKind::Forbidden,
            ErrorKind::NotFound => FailureKind::NotFound,
            ErrorKind::RateLimited => FailureKind::RateLimited,
            ErrorKind::Conflict
            | ErrorKind::InvalidInput
            | ErrorKind::InvalidRequest
            | ErrorKind::InvalidConfiguration
            | ErrorKind::Rejected => FailureKind::Refused,
            _ => FailureKind::NoAnswer,
        };
        let owned = |names: Vec<&'static str>| names.into_iter().map(str::to_owned).collect();
        Self {
            kind,
            message: error.to_string(),
            may_have_been_done: error.was_sent() != WasSent::No && error.may_have_been_done(),
            missing: Missing {
                permissions: owned(error.required_permissions()),
                roles: owned(error.allowing_roles()),
                scopes: error.required_scopes().to_vec(),
            },
            request_id: error.request_id().map(str::to_owned),
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut ways = Vec::new();
        if !self.scopes.is_empty() {
            ways.push(format!("the scope {}", self.scopes.join(" and ")));
        }
        if !self.roles.is_empty() {
            ways.push(self.roles.join(" or "));
        }
        if !self.permissions.is_empty() {
            ways.push(format!("a custom role with {}", self.permissions.join(" and ")));
        }
        formatter.write_str(&ways.join(", or "))
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDue { due: Some(due) } => write!(formatter, "not due before {due}"),
            Self::NotDue { due: None } => formatter.write_str("what it waits for has not begun"),
            Self::After { step } => write!(formatter, "step {step} has not succeeded"),
            Self::StateChanged { expected } => {
                write!(
                    formatter,
                    "somebody changed things since it was planned: it needs {expected}"
                )
            }
            Self::Cancelled => formatter.write_str("cancelled"),
        }
    }
}

impl fmt::Display for StepOutcome {
    /// `done, read back`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done { proven } => formatter.write_str(match proven {
                Proven::ReadBack => "done, read back",
                Proven::FoundAfterwards => "done, found afterwards",
                Proven::Accepted => "done, accepted",
                Proven::InProgress => "done, in progress",
            }),
            Self::AlreadySo => formatter.write_str("already so"),
            Self::Skipped { because } => write!(formatter, "skipped: {because}"),
            Self::Failed { because } => write!(formatter, "failed: {}", because.message),
        }
    }
}
