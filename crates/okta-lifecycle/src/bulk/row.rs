//! [`Row`]: a person and what is to become of them.

use std::fmt;
use std::io::Read;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::{Error, ErrorKind, Intent, Leaver};

/// A row of a bulk job.
///
/// ```
/// use okta_lifecycle::{Leaver, Row};
///
/// let logins = ["ada@example.com", "grace@example.com"];
/// let rows = logins.map(|login| Ok::<_, okta_lifecycle::Error>(Row::new(login, Leaver::of(login))));
/// # let _ = rows;
/// ```
#[derive(Clone, PartialEq)]
pub struct Row {
    pub(super) key: String,
    pub(super) intent: Intent,
}

impl Row {
    /// A row by a key that tells it from all others of the job, such as a login, and its intent. The file of results names
    /// rows by this key; the journal holds a digest of it.
    pub fn new(key: impl Into<String>, intent: impl Into<Intent>) -> Self {
        Self {
            key: key.into(),
            intent: intent.into(),
        }
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn digest(&self) -> Digest {
        Digest::of(&self.key)
    }

    pub(super) fn mark(&self) -> Mark {
        // An intent is plain data, which JSON can always hold.
        let intent = serde_json::to_string(&self.intent).unwrap_or_default();
        Mark {
            row: self.digest(),
            intent: Digest::of(&intent),
        }
    }
}

/// The key may be a login.
impl fmt::Debug for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Row")
            .field("key", &self.digest().to_string())
            .field("intent", &self.intent.name())
            .finish()
    }
}

/// Rows of leavers from a CSV file with a header, one after the other as they are asked for.
///
/// The column `user` holds a login or an id. Columns `grace_days` and `delete_after_days` are taken where there are any;
/// what the file does not say is as in `like`. A line without any value is passed over, as spreadsheets leave them at the
/// end. A row that cannot be read is an error with its line.
///
/// ```
/// use okta_lifecycle::{Leaver, leavers_from_csv};
///
/// let file = "user,name,delete_after_days\nada@example.com,Ada,30\ngrace@example.com,Grace,\n";
/// let rows: Vec<_> = leavers_from_csv(file.as_bytes(), Leaver::of("")).collect::<Result<_, _>>()?;
/// assert_eq!(rows[1].key(), "grace@example.com");
/// # Ok::<(), okta_lifecycle::Error>(())
/// ```
pub fn leavers_from_csv<R: Read>(file: R, like: Leaver) -> impl Iterator<Item = Result<Row, Error>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let columns = reader.headers().map(Columns::of);
    let mut records = reader.into_records();
    let mut columns = Some(columns);
    let mut known = None;
    std::iter::from_fn(move || {
        if let Some(read) = columns.take() {
            match read {
                Ok(Some(found)) => known = Some(found),
                Ok(None) => return Some(Err(invalid("the CSV file has no column `user` in its header"))),
                Err(error) => return Some(Err(invalid(unread(&error)))),
            }
        }
        let known = known.as_ref()?;
        let record = records.find(|record| {
            let is_blank = |record: &csv::StringRecord| record.iter().all(str::is_empty);
            !record.as_ref().is_ok_and(is_blank)
        })?;
        Some(
            record
                .map_err(|error| invalid(unread(&error)))
                .and_then(|record| known.row(&record, &like)),
        )
    })
}

struct Columns {
    user: usize,
    grace_days: Option<usize>,
    delete_after_days: Option<usize>,
}

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

impl Columns {
    fn of(header: &csv::StringRecord) -> Option<Self> {
        // A byte order mark before the first name is Excel's.
        let place = |name: &str| {
            header
                .iter()
                .position(|column| column.trim_start_matches('\u{feff}') == name)
        };
        Some(Self {
            user: place("user")?,
            grace_days: place("grace_days"),
            delete_after_days: place("delete_after_days"),
        })
    }

    fn row(&self, record: &csv::StringRecord, like: &Leaver) -> Result<Row, Error> {
        let place = record.position().map_or(0, csv::Position::line);
        let user = record.get(self.user).unwrap_or_default();
        if user.is_empty() {
            return Err(invalid(format!("line {place} of the CSV file names no user")));
        }
        let days = |column: Option<usize>, name: &str| {
            let text = column.and_then(|column| record.get(column)).unwrap_or_default();
            if text.is_empty() {
                return Ok::<_, Error>(None);
            }
            let days: u64 = text.parse().map_err(|_| {
                invalid(format!(
                    "line {place} of the CSV file has no number of days in `{name}`"
                ))
            })?;
            Ok(Some(Duration::from_secs(days.saturating_mul(SECONDS_A_DAY))))
        };
        let mut leaver = like.clone().user_is(user);
        if let Some(grace) = days(self.grace_days, "grace_days")? {
            leaver = leaver.grace(grace);
        }
        if let Some(delay) = days(self.delete_after_days, "delete_after_days")? {
            leaver = leaver.delete_after(delay);
        }
        Ok(Row::new(user, leaver))
    }
}

fn unread(error: &csv::Error) -> String {
    format!("the CSV file cannot be read: {error}")
}

fn invalid(message: impl Into<String>) -> Error {
    Error::of_kind(ErrorKind::InvalidInput, message)
}

/// A row's key as 16 bytes that do not show it, of SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Digest(u128);

impl Digest {
    pub(super) fn of(key: &str) -> Self {
        // As the file of results has it.
        let hash = Sha256::digest(in_one_line(key).as_bytes());
        let bytes = hash.iter().take(16);
        Self(bytes.fold(0, |digest, byte| digest << 8 | u128::from(*byte)))
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        u128::from_str_radix(text, 16).ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

/// What the journal keeps of a row: whose it is, and what was to become of the person, neither of which it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) row: Digest,
    pub(super) intent: Digest,
}

impl Mark {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (row, intent) = text.split_once('-')?;
        Some(Self {
            row: Digest::parse(row)?,
            intent: Digest::parse(intent)?,
        })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.row, self.intent)
    }
}

/// A text as a line of the file of results can hold it.
pub(super) fn in_one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
