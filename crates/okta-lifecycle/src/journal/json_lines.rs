//! [`JsonLines`]: a journal in a file, a line of JSON a record.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Journal, Record};
use crate::lines::{LineFile, Unopened};
use crate::{Error, ErrorKind};

/// A journal in a file, a line of JSON a record.
///
/// A record is written whole, by one call, before anything else happens, so that it outlives the end of the process. With
/// [`Durability::PowerFailure`], which is the default, the records that resuming needs (that a run begins, that a change is
/// about to be sent) are on the disk before the call leaves; outcomes follow with the next one, and an outcome that a power
/// failure took is settled by reading.
///
/// A process that is killed while it writes, or a disk that is full, leaves a torn line. What is written next begins a line
/// of its own, and reading passes over the torn one: [`torn_lines`](Self::torn_lines) says so. A line is torn when it is no JSON; one that is JSON and no record is
/// an error. The file is locked while it is open, so that no two processes run from one journal, and its owner alone may
/// read it (on Unix).
///
/// ```no_run
/// use okta_lifecycle::{JsonLines, Journal};
///
/// # fn main() -> Result<(), okta_lifecycle::Error> {
/// let journal = JsonLines::open("leavers.jsonl")?;
/// for history in journal.interrupted()? {
///     println!("{} did not end", history.run_id());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct JsonLines {
    path: PathBuf,
    file: Mutex<LineFile>,
    durability: Durability,
    torn: u64,
}

/// What a record outlives once it is written.
///
/// ```no_run
/// # async fn example() -> Result<(), okta_lifecycle::Error> {
/// use okta_lifecycle::{Durability, JsonLines};
///
/// let quick = JsonLines::open("leavers.jsonl")?.durability(Durability::EndOfProcess);
/// # let _ = quick;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Durability {
    /// The machine's power failure, too, for the records that resuming needs: they are synchronised to the disk (`fdatasync`)
    /// before a change is sent.
    #[default]
    PowerFailure,
    /// The end of the process, however sudden. The operating system writes to the disk when it likes.
    EndOfProcess,
}

impl JsonLines {
    /// Opens a journal, or makes one.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when the file cannot be opened or read, or another process has it open.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_path_buf();
        let file = LineFile::open(&path).map_err(|unopened| match unopened {
            Unopened::InUse => {
                let message = format!("the journal {} is in use by another process", path.display());
                Error::of_kind(ErrorKind::Journal, message)
            }
            Unopened::Failed(what, error) => failure(&path, what, &error),
        })?;
        let torn = read(&path, &mut |_| {})?;
        Ok(Self {
            path,
            file: Mutex::new(file),
            durability: Durability::default(),
            torn,
        })
    }

    /// Sets what a record outlives.
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// How many lines were torn, by processes that ended while they wrote, when the journal was opened.
    pub fn torn_lines(&self) -> u64 {
        self.torn
    }

    /// Shows each record of a journal without opening it for writing, which works while a process runs from it. Gives how
    /// many lines were torn.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when the file cannot be read, or a line is JSON and no record.
    pub fn read_file(path: impl AsRef<Path>, visit: &mut dyn FnMut(Record)) -> Result<u64, Error> {
        read(path.as_ref(), visit)
    }
}

impl Journal for JsonLines {
    fn append(&self, record: &Record) -> Result<(), Error> {
        let unwritten = |error: std::io::Error| failure(&self.path, "written", &error);
        let mut line = serde_json::to_vec(record).map_err(|error| unwritten(error.into()))?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.append(&line).map_err(unwritten)?;
        if self.durability == Durability::PowerFailure && record.is_needed_to_resume() {
            file.sync().map_err(unwritten)?;
        }
        Ok(())
    }

    fn read(&self, visit: &mut dyn FnMut(Record)) -> Result<(), Error> {
        read(&self.path, visit).map(drop)
    }
}

fn read(path: &Path, visit: &mut dyn FnMut(Record)) -> Result<u64, Error> {
    let file = File::open(path).map_err(|error| failure(path, "opened", &error))?;
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    let (mut torn, mut number) = (0, 0_u64);
    loop {
        line.clear();
        number += 1;
        let length = lines
            .read_until(b'\n', &mut line)
            .map_err(|error| failure(path, "read", &error))?;
        if length == 0 {
            return Ok(torn);
        }
        match serde_json::from_slice::<Record>(&line) {
            Ok(record) => visit(record),
            Err(error) if error.is_data() => {
                let message = format!(
                    "line {number} of the journal {} is no record: {error}",
                    path.display()
                );
                return Err(Error::of_kind(ErrorKind::Journal, message));
            }
            Err(_) if line == b"\n" => {}
            Err(_) => torn += 1,
        }
    }
}

fn failure(path: &Path, what: &str, error: &std::io::Error) -> Error {
    let message = format!("the journal {} cannot be {what}: {error}", path.display());
    Error::of_kind(ErrorKind::Journal, message)
}
