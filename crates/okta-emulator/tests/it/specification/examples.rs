//! The answers that the specification gives as examples, as if they had been recorded.
//!
//! Its own schemas refuse some of them. What Okta gives as its answer counts for more than how a schema describes it, as
//! long as no recording says either.

use std::collections::BTreeMap;
use std::fs;

use okta_emulator::Emulator;
use serde_json::{Value, json};

use super::deviation::Seen;
use crate::checker::Checker;

const FOLDER: &str = "specification/";

/// Whether an exchange of this source is an example.
pub(super) fn is_one(source: &str) -> bool {
    source.starts_with(FOLDER)
}

/// Every example of an answer to what the emulator serves, by operation and name.
pub(super) fn of(checker: &Checker) -> BTreeMap<Seen, Value> {
    let file = checker
        .patched("management-minimal", &["--keep-examples"])
        .unwrap();
    let specification: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let mut exchanges = BTreeMap::new();
    let served = okta_facts::OPERATIONS.iter();
    for operation in served.filter(|operation| Emulator::serves(operation.id)) {
        let method = operation.method.as_str();
        let described = &specification["paths"][operation.path][method.to_lowercase()];
        let path = operation.path.replace(['{', '}'], "");
        for (status, response) in members(&described["responses"]) {
            let content = &referred(&specification, response)["content"]["application/json"];
            for (_, example) in members(&content["examples"]) {
                let name = name(example);
                let value = &referred(&specification, example)["value"];
                let answers = match value.as_array() {
                    Some(items) if content["schema"]["type"] != "array" => answers_of(items),
                    _ => vec![value.clone()],
                };
                for (index, body) in answers.iter().enumerate() {
                    let source = format!("{FOLDER}{}/{name}", operation.id);
                    let exchange = json!({ "source": source, "index": index, "operation": operation.id, "method": method,
                        "path": path, "status": status.parse::<u64>().unwrap(), "response_body": body });
                    exchanges.insert((source, u64::try_from(index).unwrap()), exchange);
                }
            }
        }
    }
    exchanges
}

/// A list where the schema has one object, the list with the ids of its items alone, and the items, each alone: the
/// checker quotes what it refuses, and cuts off the reason where that is long.
fn answers_of(items: &[Value]) -> Vec<Value> {
    let ids = items.iter().map(|item| json!({ "id": item["id"] }));
    let lists = [Value::from(items), ids.collect()];
    lists.into_iter().chain(items.iter().cloned()).collect()
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

/// The last part of a reference.
fn name(reference: &Value) -> &str {
    let reference = reference["$ref"].as_str().unwrap_or_default();
    reference.rsplit('/').next().unwrap_or_default()
}

/// What a reference names, or what stands there in its place.
pub(super) fn referred<'value>(specification: &'value Value, value: &'value Value) -> &'value Value {
    match value["$ref"].as_str() {
        Some(reference) => specification
            .pointer(reference.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("nothing is at {reference}")),
        None => value,
    }
}
