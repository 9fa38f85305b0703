//! `STANDARD_ROLES`: the standard administrator roles.

use std::path::Path;

use serde_json::Value;

use crate::input::{self, Error, boolean, list, string, strings};
use crate::literal::{Row, optional_text, table, text, texts};
use crate::output::File;

/// Reads standard_roles.json.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let roles = input::json(folder, "standard_roles.json")?;
    let rows: Result<Vec<Row>, Error> = list(&roles, "role_types")?.iter().map(row).collect();
    let body = table(
        "The role types, `CUSTOM` included.\n\nFind one with [`standard_role`](crate::standard_role).",
        "STANDARD_ROLES",
        "StandardRole",
        rows?,
    );
    Ok(File::new(
        "standard_roles.rs",
        "standard_roles.json",
        "use crate::role::StandardRole;",
        &body,
    ))
}

fn row(role: &Value) -> Result<Row, Error> {
    let (label, former) = labels(string(role, "label")?);
    // "apps (OIN app name or instance)": the kind of target is the first word.
    let targets = strings(role, "targets")?;
    let targets: Vec<&str> = targets
        .iter()
        .filter_map(|target| target.split(' ').next())
        .collect();
    Ok(Row::new("StandardRole")
        .field("role", text(string(role, "type")?))
        .field("label", text(label))
        .field("former_label", optional_text(former))
        .field("targets", texts(&targets))
        .field("in_specification", boolean(role, "in_spec_enum")?))
}

/// Splits `Group Administrator (2025 label; 2020: "User Administrator")` into the label and the one before it.
fn labels(label: &str) -> (&str, Option<&str>) {
    match label.split_once(" (") {
        Some((label, former)) if !label.is_empty() => (label, former.split('"').nth(1)),
        _ => (label, None),
    }
}
