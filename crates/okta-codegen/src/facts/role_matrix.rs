//! `ROLE_MATRIX`: what each standard role may do.

use std::path::Path;

use serde_json::Value;

use crate::input::{self, Error, flag, list, optional_string, string, unexpected};
use crate::literal::{Row, optional, table, text};
use crate::output::File;

/// Reads standard_roles.json.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let roles = input::json(folder, "standard_roles.json")?;
    let types: Result<Vec<&str>, Error> = list(&roles, "role_types")?
        .iter()
        .map(|role| string(role, "type"))
        .collect();
    let types = types?;
    let Some(matrix) = roles["matrix"].as_object() else {
        return Err(unexpected("matrix", "an object"));
    };
    let rows: Result<Vec<Row>, Error> = matrix
        .iter()
        .map(|(action, cells)| row(action, cells, &types))
        .collect();
    let body = table(
        "What each standard role may do: one row an action, sorted by action, one cell a role.\n\n\
         Find a row with [`role_action`](crate::role_action()).",
        "ROLE_MATRIX",
        "RoleAction",
        rows?,
    );
    let imports = "use crate::knowledge::Knowledge;\nuse crate::role::{Cell, RoleAction, Scope};";
    Ok(File::new("role_matrix.rs", "standard_roles.json", imports, &body))
}

fn row(action: &str, cells: &Value, types: &[&str]) -> Result<Row, Error> {
    let known = cells.as_object().into_iter().flat_map(|cells| cells.keys());
    if let Some(unknown) = known
        .into_iter()
        .find(|role| *role != "_notes" && !types.contains(&role.as_str()))
    {
        return Err(unexpected(format!("{action}: {unknown}"), "a role of role_types"));
    }
    let mut literals = String::new();
    for role in types {
        if !cells[role].is_null() {
            literals.push_str(&cell(role, &cells[role])?.finish(3));
        }
    }
    Ok(Row::new("RoleAction")
        .field("action", text(action))
        .field("cells", format!("&[\n{literals}        ]")))
}

fn cell(role: &str, cell: &Value) -> Result<Row, Error> {
    let scope = match optional_string(cell, "scope")? {
        None => None,
        Some("managed groups only (all when no group target)") => Some("Scope::ManagedGroups"),
        Some(other) => {
            return Err(unexpected(
                format!("{role}: scope {other}"),
                "the scope of managed groups",
            ));
        }
    };
    Ok(Row::new("Cell")
        .field("role", text(role))
        .field("allow", optional(cell["allow"].as_bool()))
        .field("knowledge", knowledge(string(cell, "status")?)?)
        .field("scope", optional(scope))
        .field("also_on_super_admins", flag(cell, "also_on_super_admins")?)
        .field("limited", flag(cell, "limited")?))
}

fn knowledge(status: &str) -> Result<String, Error> {
    if status == "unverified" {
        return Ok("Knowledge::Unverified".to_owned());
    }
    match status.split_once(':') {
        Some(("source", source)) => Ok(format!("Knowledge::Source({})", text(source.trim()))),
        Some(("derived", source)) => Ok(format!("Knowledge::Derived({})", text(source.trim()))),
        _ => Err(unexpected(
            format!("status {status}"),
            "source:…, derived:… or unverified",
        )),
    }
}
