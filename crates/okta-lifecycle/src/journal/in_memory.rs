//! [`InMemory`]: a journal that ends with the process.

use std::sync::{Mutex, PoisonError};

use super::{Journal, Record};
use crate::Error;

/// A journal that ends with the process: for tests, and for undoing a run within it.
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
