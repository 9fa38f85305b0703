//! The operation of Okta's tag `SystemLog`, and its two uses.

use jiff::{SignedDuration, Timestamp};

use super::{LogEvent, LogSortOrder};
use crate::operation::operation;
use crate::{DecodeError, Expression, ListOperation, Metadata, Operation, Page, RequestError};

operation! {
    /// One page of log events of the last 90 days.
    ///
    /// With `until` the pages are finite and ordered by `published`, and may miss events that arrive late: that is
    /// [`QueryLogEvents`]. Without it, and ascending, they never end: every event comes in the order in which Okta stored
    /// it, each page has a next one, and an empty page says that there is nothing new yet: that is [`TailLogEvents`].
    pub struct ListLogEvents = Reads "SystemLog" "listLogEvents" => page LogEvent {
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

/// As many events a page as Okta gives: the log's rate limit is small.
const MOST_A_PAGE: u32 = 1000;

/// Okta keeps events for 90 days (<https://developer.okta.com/docs/reference/system-log-query/>).
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The log events between two moments: a listing that ends by itself.
///
/// Events are ordered by when they happened (`published`). Okta stores some of them late, so those of the last minutes
/// may be missing: let `until` lie some minutes back, or follow the log with [`TailLogEvents`].
///
/// ```
/// use okta_models::{Operation, filter, system_log::QueryLogEvents};
///
/// let (day, next) = ("2026-01-14T00:00:00Z".parse()?, "2026-01-15T00:00:00Z".parse()?);
/// let suspensions = QueryLogEvents::between(day, next).filter(filter("eventType").eq("user.lifecycle.suspend"));
/// assert!(suspensions.request()?.uri().query().unwrap().contains("until=2026-01-15"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Okta's operation [`listLogEvents`](ListLogEvents).
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an operation does nothing until it is sent"]
pub struct QueryLogEvents(ListLogEvents);

impl QueryLogEvents {
    /// The events from `since` on and before `until`, 1000 a page.
    pub fn between(since: Timestamp, until: Timestamp) -> Self {
        Self(ListLogEvents::new().since(since).until(until).limit(MOST_A_PAGE))
    }

    /// Finds events by any member but `published`.
    pub fn filter(self, filter: impl Into<Expression>) -> Self {
        Self(self.0.filter(filter))
    }

    /// Finds events that hold all of these words, ten at most.
    pub fn q(self, q: impl Into<String>) -> Self {
        Self(self.0.q(q))
    }

    /// Events a page, 1000 at most.
    pub fn limit(self, limit: u32) -> Self {
        Self(self.0.limit(limit))
    }

    /// Oldest first unless set.
    pub fn sort_order(self, order: impl Into<LogSortOrder>) -> Self {
        Self(self.0.sort_order(order))
    }

    /// The moment before which events are missing, when `since` lies before it: Okta keeps 90 days, and answers a
    /// question about older ones with the newer part alone, without a word. (It refuses one that begins over 180 days ago.)
    ///
    /// ```
    /// use okta_models::system_log::QueryLogEvents;
    ///
    /// let year = QueryLogEvents::between("2025-01-01T00:00:00Z".parse()?, "2026-01-01T00:00:00Z".parse()?);
    /// let missing_before = year.missing_before("2026-01-15T00:00:00Z".parse()?).unwrap();
    /// assert_eq!(missing_before.to_string(), "2025-10-17T00:00:00Z");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn missing_before(&self, now: Timestamp) -> Option<Timestamp> {
        missing_before(&self.0, now)
    }
}

impl Operation for QueryLogEvents {
    type Output = Page<LogEvent>;

    const METADATA: Metadata = ListLogEvents::METADATA;

    fn request(&self) -> Result<http::Request<Vec<u8>>, RequestError> {
        self.0.request()
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Output, DecodeError> {
        self.0.decode(body)
    }
}

impl ListOperation for QueryLogEvents {
    type Item = LogEvent;
}

/// Where a tail of the log begins, and which events it brings: all of them, in the order in which Okta stored them, late
/// ones too, and those to come.
///
/// It is no operation, since no answer is its last. A transport reads it; the first page is [`ListLogEvents`].
///
/// ```
/// use okta_models::{Operation, system_log::{ListLogEvents, TailLogEvents}};
///
/// let tail = TailLogEvents::since("2026-01-14T00:00:00Z".parse()?);
/// assert!(!ListLogEvents::from(tail).request()?.uri().query().unwrap().contains("until"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a tail does nothing until it is read"]
pub struct TailLogEvents(ListLogEvents);

impl TailLogEvents {
    /// From what was stored at this moment on, 1000 events a page.
    pub fn since(since: Timestamp) -> Self {
        Self(ListLogEvents::new().since(since).limit(MOST_A_PAGE))
    }

    /// Finds events by any member but `published`.
    pub fn filter(self, filter: impl Into<Expression>) -> Self {
        Self(self.0.filter(filter))
    }

    /// Finds events that hold all of these words, ten at most.
    pub fn q(self, q: impl Into<String>) -> Self {
        Self(self.0.q(q))
    }

    /// Events a page, from 1 to 1000; what lies outside counts as the nearest.
    pub fn limit(self, limit: u32) -> Self {
        Self(self.0.limit(limit.clamp(1, MOST_A_PAGE)))
    }

    /// The moment before which events are missing; see [`QueryLogEvents::missing_before`].
    pub fn missing_before(&self, now: Timestamp) -> Option<Timestamp> {
        missing_before(&self.0, now)
    }
}

impl From<TailLogEvents> for ListLogEvents {
    /// The tail's first page.
    fn from(tail: TailLogEvents) -> Self {
        tail.0
    }
}

fn missing_before(list: &ListLogEvents, now: Timestamp) -> Option<Timestamp> {
    let kept_from = now.checked_sub(KEPT).ok()?;
    list.since.filter(|since| *since < kept_from).map(|_| kept_from)
}
