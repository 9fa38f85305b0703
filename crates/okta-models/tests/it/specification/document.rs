//! Okta's specification, read into one tree, and what its schemas say.

use std::{cell::Cell, collections::BTreeMap};

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value, json};

/// What a text of the specification's is in a sample, where it is no enumeration and no time.
pub(super) const TEXT: &str = "hunter2";

pub(super) struct Document(Value);

impl Document {
    pub(super) fn read(yaml: &str) -> Self {
        Self(tree(yaml))
    }

    /// The operation with this operationId.
    pub(super) fn operation(&self, id: &str) -> &Value {
        let methods = self.0["paths"].as_object().unwrap().values();
        methods
            .flat_map(|methods| methods.as_object().unwrap().values())
            .find(|operation| operation["operationId"] == id)
            .unwrap()
    }

    /// The schemas of what an operation answers with when it succeeds.
    pub(super) fn answers(&self, id: &str) -> Vec<&Value> {
        let answers = self.operation(id)["responses"].as_object().unwrap();
        answers
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
            .filter_map(|(_, answer)| self.resolved(answer)["content"].as_object())
            .flat_map(|content| content.values().map(|content| &content["schema"]))
            .collect()
    }

    /// The schema of this name, or that of the body of the operation of this name.
    pub(super) fn written(&self, name: &str) -> &Value {
        let schema = &self.0["components"]["schemas"][name];
        if schema.is_null() {
            &self.resolved(&self.operation(name)["requestBody"])["content"]["application/json"]["schema"]
        } else {
            schema
        }
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let mut schema = schema;
        while let Some(reference) = schema["$ref"].as_str() {
            schema = self.0.pointer(reference.trim_start_matches('#')).unwrap();
        }
        schema
    }

    /// The members of an object, those of all its parts and alternatives among them.
    pub(super) fn members<'a>(&'a self, schema: &'a Value) -> BTreeMap<&'a str, &'a Value> {
        let mut members = BTreeMap::new();
        self.collect(schema, &mut Vec::new(), &mut members);
        members
    }

    fn collect<'a>(
        &'a self,
        schema: &'a Value,
        seen: &mut Vec<&'a Value>,
        members: &mut BTreeMap<&'a str, &'a Value>,
    ) {
        let schema = self.resolved(schema);
        if seen.iter().any(|other| std::ptr::eq(*other, schema)) {
            return;
        }
        seen.push(schema);
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            members.entry(name).or_insert(member);
        }
        for part in self.parts(schema) {
            self.collect(part, seen, members);
        }
    }

    fn parts<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        let mut parts: Vec<&Value> = ["allOf", "oneOf", "anyOf"]
            .into_iter()
            .filter_map(|kind| schema[kind].as_array())
            .flatten()
            .collect();
        let kinds = schema["discriminator"]["mapping"]
            .as_object()
            .into_iter()
            .flatten();
        let kinds = kinds.filter_map(|(_, kind)| self.0.pointer(kind.as_str()?.trim_start_matches('#')));
        parts.extend(kinds);
        parts
    }

    /// Whether nobody may write what has this schema.
    pub(super) fn is_read_only(&self, schema: &Value) -> bool {
        schema["readOnly"] == true || self.resolved(schema)["readOnly"] == true
    }

    fn values<'a>(&'a self, schema: &'a Value) -> Vec<&'a Value> {
        let schema = self.resolved(schema);
        let mut values: Vec<&Value> = schema["enum"].as_array().into_iter().flatten().collect();
        for kind in ["allOf", "oneOf", "anyOf"] {
            let parts = schema[kind].as_array().into_iter().flatten();
            values.extend(parts.flat_map(|part| self.values(part)));
        }
        values
    }

    /// A value that has all members that a schema knows, and of each enumeration the value whose turn it is. `turns` is how
    /// many the longest one takes.
    pub(super) fn sample(&self, schema: &Value, turn: usize, turns: &Cell<usize>) -> Value {
        self.sample_at(schema, turn, turns, 0)
    }

    fn sample_at(&self, schema: &Value, turn: usize, turns: &Cell<usize>, depth: usize) -> Value {
        // Deeper than any object of this crate is typed; some schemas hold themselves.
        const DEEPEST: usize = 9;
        let schema = self.resolved(schema);
        if depth > DEEPEST {
            return Value::Null;
        }
        let within = |schema| self.sample_at(schema, turn, turns, depth + 1);
        let values = self.values(schema);
        if !values.is_empty() {
            turns.set(turns.get().max(values.len()));
            return values[turn % values.len()].clone();
        }
        let members = self.members(schema);
        if !members.is_empty() {
            let members = members
                .into_iter()
                .map(|(name, member)| (name.to_owned(), within(member)));
            return Value::Object(members.collect());
        }
        let part = self.parts(schema).into_iter().next();
        match (schema["type"].as_str(), schema["format"].as_str(), part) {
            (Some("array"), ..) => json!([within(&schema["items"])]),
            (Some("object"), ..) if schema["additionalProperties"].is_object() => {
                json!({ "anyName": within(&schema["additionalProperties"]) })
            }
            (Some("object"), ..) => json!({}),
            (Some("integer" | "number"), ..) => json!(7),
            (Some("boolean"), ..) => json!(true),
            (_, Some("date-time"), _) => json!("2026-01-02T03:04:05.000Z"),
            (None, _, Some(part)) => within(part),
            _ => json!(TEXT),
        }
    }
}

/// A YAML document as a tree, by the rules of JSON's schema: plain scalars are numbers, flags and `null` where they look so.
fn tree(yaml: &str) -> Value {
    let mut open: Vec<(Value, Option<String>)> = vec![(Value::Array(Vec::new()), None)];
    for event in Parser::new_from_str(yaml) {
        let value = match event.unwrap().0 {
            Event::MappingStart(..) => {
                open.push((Value::Object(Map::new()), None));
                continue;
            }
            Event::SequenceStart(..) => {
                open.push((Value::Array(Vec::new()), None));
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => open.pop().unwrap().0,
            Event::Scalar(text, style, ..) => {
                if let Some((Value::Object(_), key @ None)) = open.last_mut() {
                    *key = Some(text.into_owned());
                    continue;
                }
                let plain = style == ScalarStyle::Plain;
                let number = || plain.then(|| serde_json::from_str(&text).ok()).flatten();
                number().unwrap_or_else(|| Value::String(text.to_string()))
            }
            _ => continue,
        };
        match open.last_mut().unwrap() {
            (Value::Array(items), _) => items.push(value),
            (Value::Object(members), key) => {
                members.insert(key.take().unwrap(), value);
            }
            _ => unreachable!("only what holds something is open"),
        }
    }
    open.pop().unwrap().0[0].take()
}
