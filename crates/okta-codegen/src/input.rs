//! Reads the fact files and says where a value is missing or of another type than expected.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// What can go wrong while the generated files are written or checked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file could not be read or written.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not JSON.
    #[error("{path} is not JSON: {source}", path = .path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A value is absent or not what the generator knows how to write.
    #[error("{place}: expected {expected}")]
    Unexpected {
        /// The file's row and field.
        place: String,
        /// What was expected there.
        expected: &'static str,
    },
    /// rustfmt could not be run or refused the text.
    #[error("rustfmt: {0}")]
    Rustfmt(String),
    /// With `--check`: these files differ from what would be written.
    #[error("not up to date: {}\nrun the same command without --check", .0.join(", "))]
    Differs(Vec<String>),
}

/// Reads a JSON file of the folder.
pub(crate) fn json(folder: &Path, name: &str) -> Result<Value, Error> {
    let path = folder.join(name);
    let text = text(folder, name)?;
    serde_json::from_str(&text).map_err(|source| Error::Json { path, source })
}

/// Reads a text file of the folder.
pub(crate) fn text(folder: &Path, name: &str) -> Result<String, Error> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|source| Error::File { path, source })
}

/// Reads the rows of a tab-separated file, without its comment lines; every row must have `columns` fields.
pub(crate) fn rows(folder: &Path, name: &str, columns: usize) -> Result<Vec<Vec<String>>, Error> {
    text(folder, name)?
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| {
            let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if fields.len() == columns {
                Ok(fields)
            } else {
                Err(unexpected(
                    format!("{name}: row {line:?}"),
                    "another number of columns",
                ))
            }
        })
        .collect()
}

/// The text under `key`.
pub(crate) fn string<'a>(row: &'a Value, key: &str) -> Result<&'a str, Error> {
    row[key]
        .as_str()
        .ok_or_else(|| unexpected(place(row, key), "a text"))
}

/// The text under `key`, or `None` when it is null or absent.
pub(crate) fn optional_string<'a>(row: &'a Value, key: &str) -> Result<Option<&'a str>, Error> {
    if row[key].is_null() {
        Ok(None)
    } else {
        string(row, key).map(Some)
    }
}

/// The truth value under `key`.
pub(crate) fn boolean(row: &Value, key: &str) -> Result<bool, Error> {
    row[key]
        .as_bool()
        .ok_or_else(|| unexpected(place(row, key), "true or false"))
}

/// The truth value under `key`, `false` when it is null or absent.
pub(crate) fn flag(row: &Value, key: &str) -> Result<bool, Error> {
    if row[key].is_null() {
        Ok(false)
    } else {
        boolean(row, key)
    }
}

/// The whole number under `key`, or `None` when it is null or absent.
pub(crate) fn optional_number(row: &Value, key: &str) -> Result<Option<i64>, Error> {
    if row[key].is_null() {
        return Ok(None);
    }
    row[key]
        .as_i64()
        .map(Some)
        .ok_or_else(|| unexpected(place(row, key), "a whole number"))
}

/// The whole number under `key`.
pub(crate) fn number(row: &Value, key: &str) -> Result<i64, Error> {
    optional_number(row, key)?.ok_or_else(|| unexpected(place(row, key), "a whole number"))
}

/// The list under `key`.
pub(crate) fn list<'a>(row: &'a Value, key: &str) -> Result<&'a [Value], Error> {
    row[key]
        .as_array()
        .map(Vec::as_slice)
        .ok_or_else(|| unexpected(place(row, key), "a list"))
}

/// The list of texts under `key`, empty when it is null or absent.
pub(crate) fn strings(row: &Value, key: &str) -> Result<Vec<String>, Error> {
    if row[key].is_null() {
        return Ok(Vec::new());
    }
    list(row, key)?
        .iter()
        .map(|item| {
            item.as_str()
                .map(str::to_owned)
                .ok_or_else(|| unexpected(place(row, key), "a list of texts"))
        })
        .collect()
}

/// An [`Error::Unexpected`].
pub(crate) fn unexpected(place: impl Into<String>, expected: &'static str) -> Error {
    Error::Unexpected {
        place: place.into(),
        expected,
    }
}

fn place(row: &Value, key: &str) -> String {
    let name = [
        "operationId",
        "permission",
        "help_label",
        "errorCode",
        "code",
        "type",
        "bucket",
    ]
    .iter()
    .find_map(|name| row[*name].as_str())
    .unwrap_or("a row");
    format!("{name}: {key}")
}
