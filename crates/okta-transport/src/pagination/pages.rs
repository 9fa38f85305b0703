//! [`Pages`]: a listing, page by page.

use std::collections::HashSet;
use std::fmt;

use okta_models::{ListOperation, Page};

use super::cursor::Cursor;
use super::next::next_page;
use super::path;
use crate::client::Client;
use crate::error::{Error, Result};

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
/// let mut pages = client.pages(ListUsers::new().limit(200));
/// while let Some(page) = pages.next().await {
///     println!("{} users", page?.len());
///     // Keep `pages.cursor()` to go on from here after a crash.
/// }
/// # Ok(())
/// # }
/// ```
pub struct Pages<Op> {
    client: Client,
    operation: Op,
    /// Path and query of the first page.
    first: String,
    /// The page to read next.
    cursor: Option<Cursor>,
    /// Path and query of the pages that were read.
    seen: HashSet<String>,
    /// An error that ends the listing when it is asked for the next page: the page before it was read and
    /// is not lost.
    problem: Option<Error>,
    ended: bool,
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
            seen: HashSet::new(),
            problem,
            ended: false,
        }
    }

    /// Reads the next page; `None` after the last one, or after an error.
    ///
    /// Its future may be dropped before it is done: the same page is read when `next` is called again, and
    /// nothing is lost.
    pub async fn next(&mut self) -> Option<Result<Page<Op::Item>>> {
        if self.ended {
            return None;
        }
        if let Some(problem) = self.problem.take() {
            self.ended = true;
            return Some(Err(problem));
        }
        let Some(cursor) = self.cursor.clone() else {
            self.ended = true;
            return None;
        };
        let page = self.read(cursor).await;
        self.ended = self.ended || page.is_err() || self.cursor.is_none();
        Some(page)
    }

    /// The page that [`next`](Pages::next) reads; `None` when the listing was read to its end. After an
    /// error it is the page that failed.
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    async fn read(&mut self, cursor: Cursor) -> Result<Page<Op::Item>> {
        let exchange = self.client.page(&self.operation, cursor.page()).await?;
        let (org, page) = (self.client.org(), cursor.page());
        let next = next_page(Op::METADATA, org, &self.first, page, exchange.response());
        let page = exchange.decode(&self.operation)?;
        match next {
            Ok(next) => self.advance(&cursor, next),
            Err(problem) => self.problem = Some(problem),
        }
        Ok(page)
    }

    fn advance(&mut self, read: &Cursor, next: Option<Cursor>) {
        if let Some(next) = &next {
            self.seen.insert(read.page().to_owned());
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
            .field("cursor", &self.cursor)
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
    Cursor::new(metadata.operation_id(), path::without_query(page), page)
        .map_err(|problem| Error::pagination(metadata, format!("the path of the listing {problem}"), ""))
}
