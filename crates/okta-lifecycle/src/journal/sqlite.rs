//! [`Sqlite`]: a journal in an SQLite database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags};

use super::{Journal, Record, RunHistory, RunId, history};
use crate::{Error, ErrorKind};

/// A journal in an SQLite database, for those who want to ask it questions: a table `records` with a row a record, by run.
///
/// Every record is on the disk when it is written (`synchronous = FULL`, in a write-ahead log), so that it outlives a power
/// failure. The database is locked while it is open, and its owner alone may read it (on Unix). A process that is killed leaves no torn record; SQLite sees to that.
///
/// ```
/// use okta_lifecycle::{Journal, Sqlite};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("leavers.db");
/// let journal = Sqlite::open(&path)?;
/// assert!(journal.interrupted()?.is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Sqlite {
    path: PathBuf,
    connection: Mutex<Connection>,
}

const TABLE: &str = "
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS records (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        run TEXT NOT NULL,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS records_by_run ON records (run);
    BEGIN EXCLUSIVE; COMMIT;";

impl Sqlite {
    /// Opens a journal, or makes one.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when the file cannot be opened, is no database, or another process has it open.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_path_buf();
        make(&path).map_err(|error| {
            let message = format!("the journal {} cannot be made: {error}", path.display());
            Error::of_kind(ErrorKind::Journal, message)
        })?;
        let open = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_CREATE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(&path, flags)?;
            connection.execute_batch(TABLE)?;
            Ok(connection)
        };
        let connection = open().map_err(|error: rusqlite::Error| failure(&path, "opened", &error))?;
        Ok(Self {
            path,
            connection: Mutex::new(connection),
        })
    }

    fn rows(&self, query: &str, parameter: &str, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        let unread = |error: rusqlite::Error| failure(&self.path, "read", &error);
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = connection.prepare(query).map_err(unread)?;
        let mut rows = statement.query([parameter]).map_err(unread)?;
        while let Some(row) = rows.next().map_err(unread)? {
            let text: String = row.get(0).map_err(unread)?;
            let record = serde_json::from_str(&text).map_err(|error| {
                let message = format!(
                    "a row of the journal {} is no record: {error}",
                    self.path.display()
                );
                Error::of_kind(ErrorKind::Journal, message)
            })?;
            visit(record);
        }
        Ok(())
    }
}

impl Journal for Sqlite {
    fn append(&self, record: &Record) -> Result<(), Error> {
        let text = serde_json::to_string(record).map_err(|error| {
            let message = format!("a record cannot be written as JSON: {error}");
            Error::of_kind(ErrorKind::Journal, message)
        })?;
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        connection
            .prepare("INSERT INTO records (run, record) VALUES (?1, ?2)")
            .and_then(|mut statement| statement.execute([record.run().as_str(), &text]))
            .map_err(|error| failure(&self.path, "written", &error))?;
        Ok(())
    }

    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        self.rows(
            "SELECT record FROM records WHERE ?1 = '' ORDER BY number",
            "",
            visit,
        )
    }

    fn run(&self, run: &RunId) -> Result<Option<RunHistory>, Error> {
        let one = OneRun { journal: self, run };
        let mut histories = history::collect(&one, &|_, _| true, &|_| true)?;
        Ok(histories.pop())
    }
}

/// The records of one run, by the index.
struct OneRun<'a> {
    journal: &'a Sqlite,
    run: &'a RunId,
}

impl Journal for OneRun<'_> {
    fn append(&self, record: &Record) -> Result<(), Error> {
        self.journal.append(record)
    }

    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        let query = "SELECT record FROM records WHERE run = ?1 ORDER BY number";
        self.journal.rows(query, self.run.as_str(), visit)
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sqlite")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Makes a database that its owner alone may read (on Unix), which SQLite's own files beside it follow. One that is there is
/// not opened here: closing it would end the locks that this process has on it.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn failure(path: &Path, what: &str, error: &rusqlite::Error) -> Error {
    let is_busy = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy);
    let path = path.display();
    let message = if is_busy {
        format!("the journal {path} is in use by another process")
    } else {
        format!("the journal {path} cannot be {what}: {error}")
    };
    Error::of_kind(ErrorKind::Journal, message)
}
