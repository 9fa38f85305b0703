//! A listing as a stream of its records.

use futures_core::Stream;
use futures_util::stream;
use okta_models::{ItemError, ListOperation};

use super::Pages;
use crate::error::{Error, Result};

type Records<T> = std::vec::IntoIter<std::result::Result<T, ItemError>>;

/// The records of all pages. The next page is read when the one before is used up.
///
/// It is boxed so that callers need not pin it; one allocation is nothing beside a request.
pub(crate) fn records<Op>(pages: Pages<Op>) -> impl Stream<Item = Result<Op::Item>> + Send + Unpin
where
    Op: ListOperation,
{
    let none: Records<Op::Item> = Vec::new().into_iter();
    Box::pin(stream::unfold(
        (pages, none),
        |(mut pages, mut records)| async move {
            loop {
                if let Some(record) = records.next() {
                    let record = record.map_err(|problem| Error::unreadable_item(Op::METADATA, problem));
                    return Some((record, (pages, records)));
                }
                match pages.next().await? {
                    Ok(page) => records = page.into_iter(),
                    Err(problem) => return Some((Err(problem), (pages, records))),
                }
            }
        },
    ))
}
