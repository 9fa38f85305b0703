//! [`End`]: why a job ends before its rows do.

use std::sync::{Mutex, PoisonError};

use super::Row;
use crate::Error;

/// What ends a job before its rows do. What is worked on then is finished.
#[derive(Default)]
pub(super) struct End(Mutex<Option<Error>>);

impl End {
    /// The first reason counts.
    pub(super) fn comes(&self, error: Error) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(error);
    }

    fn has_come(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// The rows until one cannot be read, or the end has come.
    pub(super) fn until(
        &self,
        rows: impl IntoIterator<Item = Result<Row, Error>>,
    ) -> impl Iterator<Item = Row> {
        let mut rows = rows.into_iter();
        std::iter::from_fn(move || {
            if self.has_come() {
                return None;
            }
            rows.next()?.map_err(|error| self.comes(error)).ok()
        })
    }

    pub(super) fn reason(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
