//! [`Journal`]: what was meant to be done and what was, written before and after each step.
//!
//! `record.rs` is what is written, `json_lines.rs` and `sqlite.rs` are where to, and `history.rs` is what a run was.

mod history;
mod in_memory;
mod json_lines;
mod record;
mod restoration;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::sync::Arc;

pub use history::RunHistory;
pub use in_memory::InMemory;
pub use json_lines::{Durability, JsonLines};
use okta_models::UserId;
pub use record::{Record, RunId};
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;

use crate::Error;

/// Where runs are recorded: append-only, and read from the beginning.
///
/// A run appends a [`Record`] when it begins, before each change that it sends, after each step, and when it ends. A run
/// that was killed is told from that: [`interrupted`](Self::interrupted) lists such runs, and
/// [`Runner::resume`](crate::Runner::resume) goes on with one. A change that was about to be sent and has no outcome is
/// settled by reading Okta's state.
///
/// # What is in it
///
/// Ids, the names of groups and apps, times, outcomes, Okta's words about failures without personal values. Of profiles:
/// the attributes that a step changes, with the value before, which undoing it needs, and the value after, which resuming
/// needs; the profile of an account that a joiner creates; user name and own attributes
/// of an app assignment that is taken or changed, with what a change leaves.
/// Nothing else of a profile, and never a password, a token or a link: no step has room for one, and attributes whose names
/// look like a secret are left out.
///
/// ```
/// use okta_lifecycle::{InMemory, Journal};
///
/// let journal = InMemory::default();
/// assert!(journal.unfinished()?.is_empty());
/// # Ok::<(), okta_lifecycle::Error>(())
/// ```
pub trait Journal: Send + Sync {
    /// Writes a record behind all others. When it returns, the record outlives the end of the process; whether it outlives
    /// a power failure is the journal's to say.
    ///
    /// # Errors
    ///
    /// [`Journal`](crate::ErrorKind::Journal) when it cannot be written. A run stops then: what is not journalled is not
    /// sent.
    fn append(&self, record: &Record) -> Result<(), Error>;

    /// Shows each record, the first that was written first.
    ///
    /// # Errors
    ///
    /// [`Journal`](crate::ErrorKind::Journal) when it cannot be read.
    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error>;

    /// What one run was, and how far it came; `None` when the journal does not know it.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn run(&self, run: &RunId) -> Result<Option<RunHistory>, Error> {
        let mut histories = history::collect(self, &|found, _| found == run, &|_| true)?;
        Ok(histories.pop())
    }

    /// The runs that did not end: their process was killed, or they were cancelled.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn interrupted(&self) -> Result<Vec<RunHistory>, Error> {
        // Which they are shows at the end alone, so that the journal is read twice and no other run is kept meanwhile.
        let open = history::open_runs(self)?;
        history::collect(self, &|run, _| open.contains(run), &|history| !history.is_ended())
    }

    /// The runs that did not do all of their plan: interrupted, failed in part, or with steps that were not due.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn unfinished(&self) -> Result<Vec<RunHistory>, Error> {
        history::collect(self, &|_, _| true, &|history| !history.is_complete())
    }

    /// The runs about one person, the first first.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn runs_of(&self, user: &UserId) -> Result<Vec<RunHistory>, Error> {
        history::collect(self, &|_, _| true, &|history| history.user_id() == Some(user))
    }
}

impl<J: Journal + ?Sized> Journal for Arc<J> {
    fn append(&self, record: &Record) -> Result<(), Error> {
        (**self).append(record)
    }

    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        (**self).read(visit)
    }
}
