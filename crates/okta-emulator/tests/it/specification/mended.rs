//! Where the specification contradicts itself, so that no answer could be as it says.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// What `getUser` answers is a `User` and has a list of blocks embedded; a `User` has objects alone embedded. Blocks are
/// let in as the list that they are.
///
/// Fails when the specification does not contradict itself any more.
pub(super) fn mend(specification: &Path) {
    let mut whole: Value = serde_json::from_slice(&fs::read(specification).unwrap()).unwrap();
    let schemas = &mut whole["components"]["schemas"];
    let answered = &schemas["UserGetSingleton"]["allOf"][1]["properties"];
    let blocks = answered["_embedded"]["properties"]["blocks"].clone();
    assert_eq!(blocks["type"], "array");
    let embedded = &mut schemas["User"]["properties"]["_embedded"];
    assert_eq!(embedded["additionalProperties"]["type"], "object");
    embedded["properties"]["blocks"] = blocks;
    fs::write(specification, whole.to_string()).unwrap();
}
