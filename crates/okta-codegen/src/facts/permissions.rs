//! `PERMISSIONS`: the permissions that a custom role can hold.

use std::path::Path;

use serde_json::Value;

use crate::input::{self, Error, flag, list, optional_string, strings, unexpected};
use crate::literal::{Row, optional_text, table, text, texts};
use crate::output::File;

/// Reads permissions.json.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let permissions = input::json(folder, "permissions.json")?;
    let rows: Result<Vec<Row>, Error> = list(&permissions, "permissions")?.iter().map(row).collect();
    let body = table(
        "Every permission that is known, in the order of Okta's own list.\n\n\
         Find one with [`permission`](crate::permission()).",
        "PERMISSIONS",
        "Permission",
        rows?,
    );
    let imports = "use crate::knowledge::Knowledge;\nuse crate::permission::Permission;";
    Ok(File::new("permissions.rs", "permissions.json", imports, &body))
}

fn row(permission: &Value) -> Result<Row, Error> {
    let included = strings(permission, "included")?;
    let sources = strings(permission, "source")?;
    let status = optional_string(permission, "included_status")?.unwrap_or("none known");
    Ok(Row::new("Permission")
        .field("label", optional_text(optional_string(permission, "permission")?))
        .field(
            "help_label",
            optional_text(optional_string(permission, "help_label")?),
        )
        .field("resources", texts(&strings(permission, "applicable_resources")?))
        .field("includes", texts(&included))
        .field("includes_knowledge", knowledge(status, &sources)?)
        .field("unverified_includes", texts(&unverified(status, &included)))
        .field("related", texts(&strings(permission, "related_also_needed")?))
        .field("supports_conditions", flag(permission, "supports_conditions")?)
        .field(
            "usable_in_custom_roles",
            flag(permission, "usable_in_custom_roles")?,
        )
        .field(
            "minimal_profile_view",
            flag(permission, "grants_only_minimal_profile_view")?,
        )
        .field(
            "operations",
            texts(&strings(permission, "operation_ids_derived")?),
        )
        .field("sources", texts(&sources)))
}

/// How the list of included permissions is known. A bare "derived" is derived from the row's sources.
fn knowledge(status: &str, sources: &[String]) -> Result<String, Error> {
    if status == "none known" {
        return Ok("Knowledge::Unverified".to_owned());
    }
    if let Some(source) = status.strip_prefix("VERIFIED verbatim in ") {
        return Ok(format!("Knowledge::Source({})", text(source)));
    }
    let Some(reason) = status.strip_prefix("derived") else {
        return Err(unexpected(
            status,
            "none known, VERIFIED verbatim in … or derived…",
        ));
    };
    let reason = reason.trim_start_matches([':', ';', ' ']);
    let reason = if reason.is_empty() {
        sources.join(", ")
    } else {
        reason.to_owned()
    };
    Ok(format!("Knowledge::Derived({})", text(&reason)))
}

/// The included permissions that the status names as unverified: "… X UNVERIFIED" or "unverified for X".
fn unverified<'a>(status: &str, included: &'a [String]) -> Vec<&'a String> {
    let words: Vec<&str> = status
        .split([' ', ';', '(', ')'])
        .map(|word| word.trim_start_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut named = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if *word == "UNVERIFIED" && index > 0 {
            named.push(words[index - 1]);
        }
        if *word == "unverified" && words.get(index + 1) == Some(&"for") {
            named.extend(words.get(index + 2));
        }
    }
    included
        .iter()
        .filter(|label| named.iter().any(|name| label.ends_with(&format!(".{name}"))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_permissions_that_a_status_calls_unverified_are_found() {
        let included = [
            "okta.apps.read".to_owned(),
            "okta.apps.clientCredentials.read".to_owned(),
        ];
        assert_eq!(
            unverified("derived; clientCredentials.read UNVERIFIED", &included),
            [&included[1]]
        );
        let included = ["okta.users.apitokens.clear".to_owned()];
        assert_eq!(
            unverified("derived (unverified for .clear)", &included),
            [&included[0]]
        );
        assert!(unverified("derived", &included).is_empty());
    }
}
