//! [`Pages`]: a listing, page by page.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use okta_models::{ListOperation, Page};

use super::cursor::Cursor;
use super::next::next_page;
use super::reading::{Read, Reading};
use super::seen::Seen;
use super::stream::Records;
use super::{page_size, path};
use crate::client::Client;
use crate::error::{Error, Result};

/// How often the caller's task steps back after a request ahead was begun: once for the task that sends it, once for the
/// one that holds the connection. The request is then on its way also where one thread runs all of them and the caller
/// works on the page without awaiting anything.
const STEPS_BACK: u8 = 2;

/// A listing that is read page by page, one request for each.
///
/// An error ends it; [`cursor`](Pages::cursor) then names the page that failed, and
/// [`Client::resume`] goes on there.
///
/// ```
/// use okta_models::users::ListUsers;
/// use okta_transport::{Client, Result};
///
/// # async fn run(client: Client) -> Result<()> {
/// let mut pages = client.pages(ListUsers::new());
/// while let Some(page) = pages.next().await {
///     println!("{} users", page?.len());
///     // Keep `pages.cursor()` to go on from here after a crash.
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Reading ahead
///
/// While the caller works on a page, the next one is read by a task of its own: one page ahead and never more, held as
/// the text that Okta sent. It begins once the caller has shown that he reads on, by asking for a second page or, in a
/// [stream](Client::stream), for a second record; so whoever takes one page pays for one. Who stops later may have paid
/// for one page that he did not take. Dropping the listing ends the request.
///
/// The task runs on the tokio runtime of the caller, or [where the client is told](crate::ClientBuilder::spawner);
/// without either, and with [`Client::read_ahead`] set to `false`, a page is read when it is wanted.
///
/// # Page size
///
/// Unless the operation says `limit`, the first page asks for the most that Okta gives. A page that does not come in
/// time (no answer within the backend's time, or 504), or is larger than the backend accepts, is asked for again at half its size, as often as the
/// [`RetryPolicy`](crate::RetryPolicy) allows another attempt, and the listing goes on with that size. It goes on from
/// the same place, so no record is lost or doubled. Where the attempts are used up, the cursor names the smaller page.
pub struct Pages<Op: ListOperation> {
    client: Client,
    operation: Op,
    /// Path and query of the first page.
    first: String,
    /// The page to read next.
    cursor: Option<Cursor>,
    /// The pages that were read.
    seen: Seen,
    /// An error that ends the listing when it is asked for the next page: the page before it was read and
    /// is not lost.
    problem: Option<Error>,
    ended: bool,
    /// Whether a page was handed over.
    begun: bool,
    /// Whether the caller wants more than the first page.
    reads_on: bool,
    /// The page at `cursor`, on its way.
    reading: Option<Reading>,
    /// A page that is read and not yet handed over, and its own cursor.
    held: Option<(Page<Op::Item>, Cursor)>,
    steps_back: u8,
}

impl<Op: ListOperation> Pages<Op> {
    pub(crate) fn new(client: Client, operation: Op) -> Self {
        let first = first_page(&operation);
        let cursor = first.as_ref().ok().cloned();
        Self::start(client, operation, first, cursor)
    }

    pub(crate) fn resume(client: Client, operation: Op, cursor: Cursor) -> Self {
        let expected = Op::METADATA.operation_id();
        let first = first_page(&operation).and_then(|first| {
            let what = if cursor.operation_id() != expected {
                format!("the cursor is of {}, not of {expected}", cursor.operation_id())
            } else if !path::is_same(first.listing(), cursor.listing()) {
                "the cursor is of a listing at another path".to_owned()
            } else if !path::is_page_of(Op::METADATA, first.listing(), cursor.path()) {
                "the cursor names a page of another path than the listing's".to_owned()
            } else {
                return Ok(first);
            };
            Err(Error::pagination(
                Op::METADATA,
                what,
                "Nothing was sent. Resume with the operation, and the path parameters, that the cursor came from.",
            ))
        });
        Self::start(client, operation, first, Some(cursor))
    }

    fn start(client: Client, operation: Op, first: Result<Cursor>, cursor: Option<Cursor>) -> Self {
        let (first, problem) = match first {
            Ok(first) => (first.page().to_owned(), None),
            Err(problem) => (String::new(), Some(problem)),
        };
        Self {
            client,
            operation,
            first,
            cursor,
            seen: Seen::default(),
            problem,
            ended: false,
            begun: false,
            reads_on: false,
            reading: None,
            held: None,
            steps_back: 0,
        }
    }

    /// Reads the next page; `None` after the last one, or after an error.
    ///
    /// Its future may be dropped before it is done: the page goes on being read when `next` is called again, and
    /// nothing is lost or asked for twice.
    pub async fn next(&mut self) -> Option<Result<Page<Op::Item>>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// The page that [`next`](Pages::next) reads; `None` when the listing was read to its end. After an
    /// error it is the page that failed.
    pub fn cursor(&self) -> Option<&Cursor> {
        match &self.held {
            Some((_, cursor)) => Some(cursor),
            None => self.cursor.as_ref(),
        }
    }

    /// The rest of the listing record by record, as [`Client::stream`] gives it from the first: this is how a stream
    /// goes on from a stored cursor.
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    /// use okta_models::users::ListUsers;
    /// use okta_transport::{Client, Cursor, Result};
    ///
    /// # async fn run(client: Client, cursor: Cursor) -> Result<()> {
    /// let mut users = client.resume(ListUsers::new(), cursor).into_records();
    /// while let Some(user) = users.try_next().await? {
    ///     println!("{}", user.id.as_str());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn into_records(self) -> impl Stream<Item = Result<Op::Item>> + Send + Unpin + use<Op> {
        Records::new(self)
    }

    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<Op::Item>>>> {
        self.reads_on = self.reads_on || self.begun;
        while self.held.is_none() {
            if self.ended {
                return Poll::Ready(None);
            }
            if let Some(problem) = self.problem.take() {
                self.ended = true;
                return Poll::Ready(Some(Err(problem)));
            }
            let Some(cursor) = self.cursor.clone() else {
                self.ended = true;
                return Poll::Ready(None);
            };
            if let Err(problem) = ready!(self.poll_page(cursor, context)) {
                self.ended = true;
                return Poll::Ready(Some(Err(problem)));
            }
            if self.reads_on {
                self.read_ahead();
            }
        }
        ready!(self.poll_step_back(context));
        self.begun = true;
        Poll::Ready(self.held.take().map(|(page, _)| Ok(page)))
    }

    /// Begins to read ahead, if it has not begun: the caller wants more than one record.
    pub(crate) fn poll_read_on(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.reads_on {
            self.reads_on = true;
            self.read_ahead();
        }
        self.poll_step_back(context)
    }

    fn poll_step_back(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(left) = self.steps_back.checked_sub(1) else {
            return Poll::Ready(());
        };
        self.steps_back = left;
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn read_ahead(&mut self) {
        let Some(cursor) = &self.cursor else { return };
        let wanted = self.client.reads_ahead() && !self.ended && self.problem.is_none();
        if !wanted || self.reading.is_some() {
            return;
        }
        // A request that cannot be written fails when the page is wanted.
        if let Ok(request) = self.client.page_request(&self.operation, cursor.page()) {
            self.reading = Some(Reading::ahead(&self.client, Op::METADATA, request));
            self.steps_back = STEPS_BACK;
        }
    }

    /// Reads the page at `cursor`, and holds it.
    fn poll_page(&mut self, cursor: Cursor, context: &mut Context<'_>) -> Poll<Result<()>> {
        let read = loop {
            let reading = match &mut self.reading {
                Some(reading) => reading,
                none => {
                    let request = self.client.page_request(&self.operation, cursor.page())?;
                    none.insert(Reading::here(&self.client, Op::METADATA, request))
                }
            };
            let read = ready!(reading.poll(context));
            self.reading = None;
            if let Some(read) = read {
                break read;
            }
        };
        Poll::Ready(self.take(cursor, read))
    }

    fn take(&mut self, mut cursor: Cursor, read: Read) -> Result<()> {
        if read.page != cursor.page() {
            cursor = self.smaller(&cursor, &read.page)?;
        }
        let exchange = read.exchange?;
        let (org, page) = (self.client.org(), cursor.page());
        let next = next_page(Op::METADATA, org, &self.first, page, exchange.response());
        let page = exchange.decode(&self.operation)?;
        match next {
            Ok(next) => self.advance(&cursor, next),
            Err(problem) => self.problem = Some(problem),
        }
        self.held = Some((page, cursor));
        Ok(())
    }

    /// The page was halved: what is put back into links is the new size as well.
    fn smaller(&mut self, cursor: &Cursor, page: &str) -> Result<Cursor> {
        let smaller = Cursor::new(cursor.operation_id(), cursor.listing(), page);
        let smaller = smaller
            .map_err(|problem| Error::pagination(Op::METADATA, format!("the halved page {problem}"), ""))?;
        if let Some(limit) = page_size::limit(page) {
            self.first = page_size::with_limit(&self.first, limit);
        }
        self.cursor = Some(smaller.clone());
        Ok(smaller)
    }

    fn advance(&mut self, read: &Cursor, next: Option<Cursor>) {
        if let Some(next) = &next {
            self.seen.insert(read.page());
            if self.seen.contains(next.page()) {
                self.problem = Some(Error::pagination(
                    Op::METADATA,
                    "the link to the next page names a page that was read before",
                    "The listing was stopped, since it would never end; it is incomplete.",
                ));
                return;
            }
        }
        self.cursor = next;
    }
}

impl<Op: ListOperation> fmt::Debug for Pages<Op> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("operation", &Op::METADATA.operation_id())
            .field("cursor", &self.cursor())
            .finish_non_exhaustive()
    }
}

fn first_page<Op: ListOperation>(operation: &Op) -> Result<Cursor> {
    let metadata = Op::METADATA;
    let request = operation
        .request()
        .map_err(|problem| Error::request(metadata, problem))?;
    let page = request
        .uri()
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str);
    let largest = page_size::with_largest(metadata, page);
    let page = largest.as_deref().unwrap_or(page);
    Cursor::new(metadata.operation_id(), path::without_query(page), page)
        .map_err(|problem| Error::pagination(metadata, format!("the path of the listing {problem}"), ""))
}
