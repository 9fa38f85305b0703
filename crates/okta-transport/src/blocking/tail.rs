//! [`LogTail`]: the log as it grows, as an iterator.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use okta_models::system_log::LogEvent;

use super::runtime::Runtime;
use crate::error::Result;
use crate::system_log::{LogPosition, TailStopper};

/// An endless tail of the System Log; [`crate::LogTail`] says how it behaves. Its iterator ends when the tail is stopped, by
/// its [stopper](LogTail::stopper) from another thread, or its cursor is refused.
///
/// ```no_run
/// # fn run(okta: okta_transport::blocking::Client, since: jiff::Timestamp) {
/// use okta_models::system_log::TailLogEvents;
///
/// let mut tail = okta.tail(TailLogEvents::since(since));
/// while let Some(event) = tail.next() {
///     match event {
///         Ok(event) => println!("{:?}", event.event_type),
///         Err(problem) => eprintln!("{problem}"), // and the tail goes on
///     }
/// }
/// # }
/// ```
pub struct LogTail {
    runtime: Arc<Runtime>,
    tail: crate::LogTail,
    is_refused: bool,
}

impl LogTail {
    pub(super) fn new(runtime: Arc<Runtime>, tail: crate::LogTail) -> Self {
        Self {
            runtime,
            tail,
            is_refused: false,
        }
    }

    /// As [`crate::LogTail::pause`].
    pub fn pause(self, first: Duration, longest: Duration) -> Self {
        Self {
            tail: self.tail.pause(first, longest),
            ..self
        }
    }

    /// As [`crate::LogTail::remember`].
    pub fn remember(self, events: usize) -> Self {
        Self {
            tail: self.tail.remember(events),
            ..self
        }
    }

    /// As [`crate::LogTail::skipping`].
    pub fn skipping(self, former: &LogPosition) -> Self {
        Self {
            tail: self.tail.skipping(former),
            ..self
        }
    }

    /// As [`crate::LogTail::position`].
    pub fn position(&self) -> Option<LogPosition> {
        self.tail.position()
    }

    /// As [`crate::LogTail::left_of_page`].
    pub fn left_of_page(&self) -> usize {
        self.tail.left_of_page()
    }

    /// As [`crate::LogTail::stopper`].
    pub fn stopper(&self) -> TailStopper {
        self.tail.stopper()
    }
}

impl Iterator for LogTail {
    type Item = Result<LogEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_refused {
            return None;
        }
        self.runtime.wait_for(self.tail.next()).unwrap_or_else(|refused| {
            self.is_refused = true;
            Some(Err(refused))
        })
    }
}

impl fmt::Debug for LogTail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tail.fmt(formatter)
    }
}
