//! [`Cancellation`]: stops runs at the next step.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Stops runs at the next border between two steps. Clones are the same switch.
///
/// A step that has begun is carried through, with its read back, so that no run stops with an open question.
///
/// ```
/// use okta_lifecycle::Cancellation;
///
/// let cancellation = Cancellation::default();
/// let switch = cancellation.clone();
/// switch.cancel();
/// assert!(cancellation.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// Stops what runs with it, for good.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
