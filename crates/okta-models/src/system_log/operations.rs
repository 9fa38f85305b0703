//! The operation of Okta's tag `SystemLog`.

use jiff::Timestamp;

use super::{LogEvent, LogSortOrder};
use crate::{Expression, operation::operation};

operation! {
    /// Lists log events of the last 90 days.
    ///
    /// With `until`, the list is finite and ordered by `published`, and may miss events that arrive late. Without it,
    /// and ascending, it never ends: every event comes in the order in which Okta stored it, each page has a next one,
    /// and an empty page says that there is nothing new yet.
    pub struct ListLogEvents = Reads "SystemLog" "listLogEvents" => list LogEvent {
        query {
            /// From when on; the last seven days unless set.
            since: Timestamp = "since",
            /// Until when.
            until: Timestamp = "until",
            /// Finds events by any member but `published`.
            filter: Expression = "filter",
            /// Finds events that hold all of these words, ten at most.
            q: String = "q",
            /// Events a page: 100 unless set, 1000 at most.
            limit: u32 = "limit",
            /// Oldest or newest first.
            sort_order: LogSortOrder = "sortOrder",
        }
    }
}
