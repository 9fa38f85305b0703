//! [`Seen`]: whom a job has come to.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use okta_models::UserId;

use super::row::Digest;

/// Which rows and which people a job has come to. A row may be named as its person is.
#[derive(Default)]
pub(super) struct Seen {
    rows: Mutex<HashSet<Digest>>,
    people: Mutex<HashSet<Digest>>,
}

impl Seen {
    pub(super) fn is_new_row(&self, row: Digest) -> bool {
        self.rows
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(row)
    }

    pub(super) fn is_new_person(&self, user: &UserId) -> bool {
        let digest = Digest::of(user.as_str());
        self.people
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(digest)
    }
}
