//! Listings as iterators.

use std::fmt;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::StreamExt;
use okta_models::{ListOperation, Page};

use super::runtime::Runtime;
use crate::error::Result;
use crate::pagination::Cursor;

/// A listing page by page, from [`Client::pages`](super::Client::pages). An error is its last item;
/// [`cursor`](Pages::cursor) then names the page that failed.
pub struct Pages<Op: ListOperation> {
    runtime: Arc<Runtime>,
    inner: crate::Pages<Op>,
    is_refused: bool,
}

impl<Op: ListOperation> Pages<Op> {
    pub(super) fn new(runtime: Arc<Runtime>, pages: crate::Pages<Op>) -> Self {
        Self {
            runtime,
            inner: pages,
            is_refused: false,
        }
    }

    /// The page that comes next; as [`crate::Pages::cursor`].
    pub fn cursor(&self) -> Option<&Cursor> {
        self.inner.cursor()
    }
}

impl<Op: ListOperation> Iterator for Pages<Op> {
    type Item = Result<Page<Op::Item>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_refused {
            return None;
        }
        self.runtime
            .wait_for(self.inner.next())
            .unwrap_or_else(|refused| {
                self.is_refused = true;
                Some(Err(refused))
            })
    }
}

impl<Op: ListOperation> fmt::Debug for Pages<Op> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

/// A listing record by record, from [`Client::list`](super::Client::list). A record that cannot be read is one `Err`, and the
/// listing goes on; a page that cannot be read is the last item.
pub struct Records<'op, T> {
    runtime: Arc<Runtime>,
    inner: Box<dyn Stream<Item = Result<T>> + Send + Unpin + 'op>,
    is_refused: bool,
}

impl<'op, T> Records<'op, T> {
    pub(super) fn new(
        runtime: Arc<Runtime>,
        records: impl Stream<Item = Result<T>> + Send + Unpin + 'op,
    ) -> Self {
        Self {
            runtime,
            inner: Box::new(records),
            is_refused: false,
        }
    }
}

impl<T> Iterator for Records<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_refused {
            return None;
        }
        self.runtime
            .wait_for(self.inner.next())
            .unwrap_or_else(|refused| {
                self.is_refused = true;
                Some(Err(refused))
            })
    }
}

impl<T> fmt::Debug for Records<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Records").finish_non_exhaustive()
    }
}
