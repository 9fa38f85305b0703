//! What the assignment of a group is on the wire, and what may be written of one.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{GroupId, RawJson, shown::shown_by_debug, wire_struct::wire_struct, write_struct::write_struct};

wire_struct! {
    /// A group's assignment to an application.
    pub struct ApplicationGroupAssignment {
        required {
            /// Okta's id of the group.
            id: GroupId = "id",
        }
        optional {
            /// Which assignment wins for a user who is in several groups; 0 is first.
            priority: i64 = "priority",
            /// Attributes that members get in the application.
            profile: Map<String, Value> = "profile",
            /// What was asked for with `expand=group`.
            embedded: RawJson = "_embedded",
            /// What may be read about the assignment.
            links: RawJson = "_links",
        }
        times {
            /// When the assignment was last changed.
            last_updated = "lastUpdated",
        }
    }
}

write_struct! {
    /// What a write makes of a group's assignment.
    pub struct ApplicationGroupAssignmentUpdate {
        /// Which assignment wins for a user who is in several groups; 0 is first.
        priority: i64 = "priority",
        /// Attributes that members get in the application.
        profile: Map<String, Value> = "profile",
    }
}

/// One step of a JSON patch (RFC 6902). `Debug` shows the place and not the value.
#[derive(Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "lowercase")]
#[non_exhaustive]
pub enum JsonPatchOperation {
    /// Adds a value.
    Add {
        /// JSON pointer to the place.
        path: String,
        /// The value.
        value: Value,
    },
    /// Removes a value.
    Remove {
        /// JSON pointer to the place.
        path: String,
    },
    /// Replaces a value.
    Replace {
        /// JSON pointer to the place.
        path: String,
        /// The value.
        value: Value,
    },
}

impl fmt::Debug for JsonPatchOperation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, path) = match self {
            Self::Add { path, .. } => ("add", path),
            Self::Remove { path } => ("remove", path),
            Self::Replace { path, .. } => ("replace", path),
        };
        write!(formatter, "{name} {path}")
    }
}

shown_by_debug!(JsonPatchOperation);
