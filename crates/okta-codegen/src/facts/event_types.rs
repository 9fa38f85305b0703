//! `EVENT_TYPES`: the System Log's catalog of event types.

use std::collections::BTreeMap;
use std::path::Path;

use crate::input::{self, Error, unexpected};
use crate::literal::{Row, table, text, texts};
use crate::output::File;

/// Reads event_types.tsv.
pub(super) fn file(folder: &Path) -> Result<File, Error> {
    let mut rows = BTreeMap::new();
    for row in input::rows(folder, "event_types.tsv", 3)? {
        let eligible = match row[1].as_str() {
            "yes" => true,
            "no" => false,
            other => return Err(unexpected(format!("{}: {other}", row[0]), "yes or no")),
        };
        let targets: Vec<&str> = row[2]
            .split(',')
            .map(str::trim)
            .filter(|target| !target.is_empty())
            .collect();
        let literal = Row::new("EventType")
            .field("name", text(&row[0]))
            .field("event_hook_eligible", eligible)
            .field("targets", texts(&targets));
        rows.insert(row[0].clone(), literal);
    }
    let body = table(
        "Every event type of the System Log (catalog of release 2026.08.1), sorted by name.\n\n\
         Find one with [`event_type`](crate::event_type()).",
        "EVENT_TYPES",
        "EventType",
        rows.into_values(),
    );
    Ok(File::new(
        "event_types.rs",
        "event_types.tsv",
        "use crate::event_type::EventType;",
        &body,
    ))
}
