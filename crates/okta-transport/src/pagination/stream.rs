//! A listing as a stream of its records.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use okta_models::{ItemError, ListOperation};

use super::Pages;
use crate::error::{Error, Result};

/// The records of all pages. The next page is read ahead from the second record on, and is waited for when the one
/// before is used up.
pub(crate) struct Records<Op: ListOperation> {
    pages: Pages<Op>,
    current: std::vec::IntoIter<std::result::Result<Op::Item, ItemError>>,
    is_first: bool,
}

impl<Op: ListOperation> Records<Op> {
    pub(crate) fn new(pages: Pages<Op>) -> Self {
        Self {
            pages,
            current: Vec::new().into_iter(),
            is_first: true,
        }
    }
}

/// Nothing in it is pinned.
impl<Op: ListOperation> Unpin for Records<Op> {}

impl<Op: ListOperation> Stream for Records<Op> {
    type Item = Result<Op::Item>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.current.len() > 0 {
                if !this.is_first {
                    ready!(this.pages.poll_read_on(context));
                }
                this.is_first = false;
                let record = this.current.next();
                return Poll::Ready(
                    record.map(|record| {
                        record.map_err(|problem| Error::unreadable_item(Op::METADATA, problem))
                    }),
                );
            }
            match ready!(this.pages.poll_next(context)) {
                Some(Ok(page)) => this.current = page.into_iter(),
                Some(Err(problem)) => return Poll::Ready(Some(Err(problem))),
                None => return Poll::Ready(None),
            }
        }
    }
}
