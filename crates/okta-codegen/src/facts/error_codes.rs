//! `ERROR_CODES`: every documented error code.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::input::{self, Error, boolean, list, number, string};
use crate::literal::{Row, table, text};
use crate::output::File;

/// Reads error_codes_full.json and, for what was observed, errors.json.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let codes = input::json(folder, "error_codes_full.json")?;
    let observations = input::json(folder, "errors.json")?;
    let mut observed = BTreeMap::new();
    for code in list(&observations, "key_codes")? {
        observed.insert(string(code, "code")?, statuses(&code["observed_status_counts"]));
    }
    let mut rows = BTreeMap::new();
    for error in list(&codes, "errors")? {
        let code = string(error, "errorCode")?;
        let row = Row::new("ErrorCode")
            .field("code", text(code))
            .field("status", number(error, "statusCode")?)
            .field("summary", text(string(error, "errorSummary")?))
            .field("title", text(string(error, "title")?))
            .field("includes_message", boolean(error, "includesExceptionMessage")?)
            .field(
                "observed",
                format!(
                    "&[{}]",
                    observed.get(code).cloned().unwrap_or_default().join(", ")
                ),
            );
        rows.insert(code, row);
    }
    let doc = format!(
        "Every error code that Okta documents (release {}), sorted by code.\n\n\
         Find one with [`error_code`](crate::error_code()).",
        string(&codes, "release")?
    );
    let body = table(&doc, "ERROR_CODES", "ErrorCode", rows.into_values());
    let imports = "use crate::error_code::ErrorCode;";
    Ok(File::new(
        "error_codes.rs",
        "error_codes_full.json and errors.json",
        imports,
        &body,
    ))
}

fn statuses(counts: &Value) -> Vec<String> {
    counts
        .as_object()
        .map(|counts| counts.keys().cloned().collect())
        .unwrap_or_default()
}
