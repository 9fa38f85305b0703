//! [`BudgetStore`]: how the clients of one org divide a bucket between them.

use std::fmt;

use jiff::Timestamp;

/// Divides the budget of an org between processes. It is asked before every request, so it answers from what it
/// knows: one that talks to a server does so in a task of its own.
///
/// ```
/// use okta_transport::{BudgetStore, Usage};
///
/// /// Two processes that never speak to each other take half each.
/// #[derive(Debug)]
/// struct Half;
///
/// impl BudgetStore for Half {
///     fn part(&self, usage: &Usage) -> u32 {
///         usage.allowance() / 2
///     }
/// }
/// # let _ = okta_transport::Governing::default().store(Half);
/// ```
pub trait BudgetStore: fmt::Debug + Send + Sync {
    /// How many requests this process may send in the window. More than the allowance counts as the allowance, and
    /// none as one: without any request nothing is learnt.
    fn part(&self, usage: &Usage) -> u32;
}

/// The budget of one process alone: it may use all of the allowance.
#[derive(Clone, Copy, Debug, Default)]
pub struct InProcess;

impl BudgetStore for InProcess {
    fn part(&self, usage: &Usage) -> u32 {
        usage.allowance
    }
}

/// What this process wants of a bucket, and has used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    bucket: &'static str,
    reset: Option<Timestamp>,
    allowance: u32,
    used: u32,
}

impl Usage {
    pub(super) fn new(bucket: &'static str, reset: Option<i64>, allowance: u32, used: u32) -> Self {
        Self {
            bucket,
            reset: reset.and_then(|seconds| Timestamp::from_second(seconds).ok()),
            allowance,
            used,
        }
    }

    /// The bucket's name in [`okta_facts::bucket`].
    pub fn bucket(&self) -> &'static str {
        self.bucket
    }

    /// When the window ends, by Okta's clock; `None` before an answer named it. It tells one window from another.
    pub fn reset(&self) -> Option<Timestamp> {
        self.reset
    }

    /// How many requests the governors of all processes together may send in the window.
    pub fn allowance(&self) -> u32 {
        self.allowance
    }

    /// How many this process may have sent in the window, with those that are under way.
    pub fn used(&self) -> u32 {
        self.used
    }
}
