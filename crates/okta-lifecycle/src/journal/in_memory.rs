//! [`InMemory`]: a journal that ends with the process.

use std::sync::{Mutex, PoisonError};

use super::{Journal, Record};
use crate::Error;

/// A journal that ends with the process: for tests, and for undoing a run within it.
///
/// ```
/// use std::sync::Arc;
/// use okta_lifecycle::{InMemory, Runner};
///
/// # fn example(okta: &okta_transport::Client) {
/// let journal = Arc::new(InMemory::default());
/// let runner = Runner::new(okta).journal(Arc::clone(&journal));
/// # let _ = runner;
/// # }
/// ```
#[derive(Debug, Default)]
pub struct InMemory(Mutex<Vec<Record>>);

impl Journal for InMemory {
    fn append(&self, record: &Record) -> Result<(), Error> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(record.clone());
        Ok(())
    }

    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        let records = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        records.into_iter().for_each(visit);
        Ok(())
    }
}
