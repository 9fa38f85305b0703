//! [`TailStopper`]: ends a tail from elsewhere.

use std::sync::Arc;

use tokio::sync::watch;

/// Stops a [`LogTail`](super::LogTail), also while it waits. Clones stop the same tail.
#[derive(Clone, Debug)]
pub struct TailStopper(Arc<watch::Sender<bool>>);

impl TailStopper {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Ends the tail: it delivers nothing more, and a poll under way is given up. What was not delivered comes after its
    /// [position](super::LogTail::position).
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    pub(super) fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until somebody stops the tail.
    pub(super) async fn stopped(&self) {
        // The sender is this value's own, so it cannot be gone.
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}
