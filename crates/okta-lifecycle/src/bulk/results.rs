//! [`Results`]: the file with a result for each row.

use std::collections::HashSet;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use okta_models::UserId;

use super::row::{Digest, in_one_line};
use super::{not_whole, only_waits};
use crate::lines::{LineFile, Unopened};
use crate::plan::Plan;
use crate::run::{RunReport, SkipReason, StepOutcome};
use crate::{Error, ErrorKind, RunId};

/// What came of a row.
///
/// ```
/// assert_eq!(okta_lifecycle::RowOutcome::Cannot.name(), "cannot be processed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RowOutcome {
    /// All of the plan is so, or there was nothing to do.
    Done,
    /// All that is due is so; some steps are not due.
    Waiting,
    /// Something failed, or was skipped.
    Failed,
    /// No plan can be made.
    Cannot,
    /// The job was cancelled.
    Cancelled,
    /// An earlier row of the job is about the same person; nothing was done for this one.
    Repeated,
}

impl RowOutcome {
    /// As the file of results has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Cannot => "cannot be processed",
            Self::Cancelled => "cancelled",
            Self::Repeated => "repeated",
        }
    }
}

impl fmt::Display for RowOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// The result of a row.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct RowResult {
    /// The row's key.
    pub row: String,
    /// The person.
    pub user: Option<UserId>,
    /// What came of it.
    pub outcome: RowOutcome,
    /// How many steps the run did.
    pub steps_done: usize,
    /// How many steps are not so.
    pub steps_not_done: usize,
    /// Why not all is done, without a personal value.
    pub reason: String,
    /// The run, as the journal knows it.
    pub run: Option<RunId>,
    /// When the row was begun.
    pub at: Timestamp,
}

impl RowResult {
    pub(super) fn new(row: &str, at: Timestamp, outcome: RowOutcome, reason: String) -> Self {
        Self {
            row: row.to_owned(),
            user: None,
            outcome,
            steps_done: 0,
            steps_not_done: 0,
            reason,
            run: None,
            at,
        }
    }

    pub(super) fn of(row: &str, at: Timestamp, report: &RunReport, plan: &Plan) -> Self {
        let cancelled = StepOutcome::Skipped {
            because: SkipReason::Cancelled,
        };
        let not_whole = not_whole(plan);
        let outcome = if report.is_complete() && not_whole.is_none() {
            RowOutcome::Done
        } else if report.steps().iter().any(|step| *step.outcome() == cancelled) {
            RowOutcome::Cancelled
        } else if !report.is_complete() && only_waits(report) {
            RowOutcome::Waiting
        } else {
            RowOutcome::Failed
        };
        let reasons = report
            .not_done()
            .map(|step| format!("{}: {}", step.action().operation_id(), step.outcome()))
            .chain(not_whole);
        Self {
            user: report.user_id().cloned(),
            steps_done: report.done().count(),
            steps_not_done: report.not_done().count(),
            run: Some(report.run_id().clone()),
            ..Self::new(row, at, outcome, reasons.collect::<Vec<_>>().join("; "))
        }
    }
}

/// The row's key may be a login.
impl fmt::Debug for RowResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RowResult")
            .field("user", &self.user)
            .field("outcome", &self.outcome)
            .field("reason", &self.reason)
            .field("run", &self.run)
            .finish_non_exhaustive()
    }
}

const HEADER: [&str; 8] = [
    "row",
    "user",
    "outcome",
    "steps_done",
    "steps_not_done",
    "reason",
    "run",
    "at",
];

/// The file with a result for each row, as CSV, to which a job appends.
///
/// A row that is tried again gets a line more; the last one counts. A line that a killed process left unfinished is ended
/// and passed over: its row is worked on again, and finds things done. The file is locked while it is open, and its owner
/// alone may read it (on Unix): it names people by what the rows name them by.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("results.csv");
/// let results = okta_lifecycle::Results::open(&path)?;
/// assert_eq!(results.rows_done(), 0);
/// # Ok(())
/// # }
/// ```
pub struct Results {
    path: PathBuf,
    file: LineFile,
    done: HashSet<Digest>,
}

impl Results {
    /// Opens a file of results, or makes one.
    ///
    /// # Errors
    ///
    /// [`Journal`](ErrorKind::Journal) when it cannot be opened or read, another process has it open, or it is another file.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_path_buf();
        let failure = |error: std::io::Error| failure(&path, &error.to_string());
        let mut file = LineFile::open(&path).map_err(|unopened| match unopened {
            Unopened::InUse => failure(std::io::Error::other("it is in use by another process")),
            Unopened::Failed(_, error) => failure(error),
        })?;
        let mut done = HashSet::new();
        if is_empty(file.read_from_start().map_err(failure)?).map_err(failure)? {
            file.clear().map_err(failure)?;
            write_record(&mut file, &HEADER).map_err(failure)?;
        } else {
            done = read_done(&path, file.read_from_start().map_err(failure)?)?;
        }
        Ok(Self { path, file, done })
    }

    /// How many rows are done.
    pub fn rows_done(&self) -> usize {
        self.done.len()
    }

    pub(super) fn done_rows(&self) -> HashSet<Digest> {
        self.done.clone()
    }

    pub(super) fn add_done(&mut self, rows: HashSet<Digest>) {
        self.done.extend(rows);
    }

    pub(super) fn write(&mut self, result: &RowResult) -> Result<(), Error> {
        let fields = [
            result.row.as_str(),
            result.user.as_ref().map_or("", UserId::as_str),
            result.outcome.name(),
            &result.steps_done.to_string(),
            &result.steps_not_done.to_string(),
            &result.reason,
            result.run.as_ref().map_or("", RunId::as_str),
            &result.at.to_string(),
        ];
        write_record(&mut self.file, &fields).map_err(|error| failure(&self.path, &error.to_string()))
    }
}

impl fmt::Debug for Results {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Results")
            .field("path", &self.path)
            .field("rows_done", &self.rows_done())
            .finish_non_exhaustive()
    }
}

/// Whether nothing is in it, or no more than a part of the header, whose writing did not come to its end.
fn is_empty(file: &File) -> std::io::Result<bool> {
    let header = HEADER.join(",");
    let mut begin = Vec::new();
    let more_than_header = u64::try_from(header.len()).unwrap_or(u64::MAX).saturating_add(2);
    file.take(more_than_header).read_to_end(&mut begin)?;
    let begin = begin.strip_suffix(b"\n").unwrap_or(&begin);
    Ok(begin.len() < header.len() && header.as_bytes().starts_with(begin))
}

/// Writes a line by one call.
fn write_record(file: &mut LineFile, fields: &[&str]) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A line is a record, so that one that was left unfinished spoils no other.
    let flat = fields.iter().map(|field| in_one_line(field));
    writer.write_record(flat)?;
    let line = writer
        .into_inner()
        .map_err(|error| std::io::Error::other(error.to_string()))?;
    file.append(&line)
}

fn read_done(path: &Path, file: &File) -> Result<HashSet<Digest>, Error> {
    // Quotes that a torn line left open must not swallow the next.
    let mut lines = std::io::BufReader::new(file);
    let mut done = HashSet::new();
    let mut line = Vec::new();
    let mut number = 0_u64;
    loop {
        line.clear();
        let read = std::io::BufRead::read_until(&mut lines, b'\n', &mut line);
        if read.map_err(|error| failure(path, &error.to_string()))? == 0 {
            return Ok(done);
        }
        number += 1;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&line[..]);
        let fields: Vec<String> = match reader.records().next() {
            Some(Ok(record)) => record.iter().map(str::to_owned).collect(),
            _ => continue,
        };
        if number == 1 {
            if fields != HEADER {
                return Err(failure(path, "its first line is not that of a file of results"));
            }
            continue;
        }
        if fields.len() != HEADER.len() {
            continue;
        }
        let row = Digest::of(&fields[0]);
        if fields[2] == RowOutcome::Done.name() {
            done.insert(row);
        } else if fields[2] != RowOutcome::Repeated.name() {
            done.remove(&row);
        }
    }
}

fn failure(path: &Path, why: &str) -> Error {
    let message = format!("the file of results {} cannot be used: {why}", path.display());
    Error::of_kind(ErrorKind::Journal, message)
}
