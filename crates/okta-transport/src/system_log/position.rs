//! [`LogPosition`]: where a tail stands, to be kept and used again.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::pagination::Cursor;

/// The place of a [`LogTail`](super::LogTail): the page that it reads, and which events it delivered. Every event before it
/// was delivered, and none after it.
///
/// It may be stored as JSON and given to [`Client::resume_tail`](crate::Client::resume_tail) by another process; a tail that
/// is resumed asks for what the first one asked for. It holds the tail's filter, which may name people, and no origin:
/// `Debug` shows when the newest event happened, and no more.
///
/// # The stored form
///
/// - `page`: a [`Cursor`](crate::Cursor) of `listLogEvents`, with the link that Okta gave, verbatim; after a page that had to be
///   asked for with fewer events, with the `limit` of before.
/// - `delivered`: the uuids of the events that were delivered last, oldest first.
/// - `newest`: the latest `published` of all delivered events, where there are any.
///
/// ```
/// use okta_transport::LogPosition;
///
/// let stored = r#"{"page":{"operation":"listLogEvents","listing":"/api/v1/logs","page":"/api/v1/logs?after=1658862453660_1"},"delivered":["82a42325-f290-11ec-b1c2-078cc65ecd5e"],"newest":"2022-06-23T01:05:02.265Z"}"#;
/// let position: LogPosition = serde_json::from_str(stored).unwrap();
/// assert_eq!(serde_json::to_string(&position).unwrap(), stored);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPosition {
    pub(super) page: Cursor,
    #[serde(default)]
    pub(super) delivered: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) newest: Option<Timestamp>,
}

impl LogPosition {
    /// When the latest of the delivered events happened: where to begin anew if Okta refuses the cursor. Events that were
    /// stored late may have happened before it, so begin some minutes earlier, and
    /// [skip](super::LogTail::skipping) what was delivered.
    pub fn newest(&self) -> Option<Timestamp> {
        self.newest
    }
}

impl fmt::Debug for LogPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LogPosition")
            .field("newest", &self.newest)
            .finish_non_exhaustive()
    }
}
