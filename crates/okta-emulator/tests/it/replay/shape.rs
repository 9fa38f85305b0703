//! Whether two answers have one shape: keys, types, enum values, error codes.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ids::Ids;
use super::lists;
use super::tolerances;

/// One way in which an answer differs, without any value that could be personal.
pub(super) type Difference = String;

/// What a comparison found.
#[derive(Default)]
pub(super) struct Found {
    pub(super) differences: Vec<Difference>,
    /// The reasons of those that are none.
    pub(super) tolerated: BTreeSet<&'static str>,
}

/// The differences between two bodies, by the path of the place: `_links.self.href`, `[].profile`.
pub(super) fn compare(recorded: &Value, emulated: &Value, ids: &Ids) -> Found {
    let mut comparison = Comparison {
        ids,
        found: Found::default(),
    };
    comparison.values("", recorded, emulated);
    comparison.found
}

struct Comparison<'ids> {
    ids: &'ids Ids,
    found: Found,
}

impl Comparison<'_> {
    fn values(&mut self, path: &str, recorded: &Value, emulated: &Value) {
        match (recorded, emulated) {
            (Value::Object(ones), Value::Object(others)) if tolerances::has_names_for_keys(path) => {
                let of = |map: &serde_json::Map<String, Value>| map.values().cloned().collect::<Vec<_>>();
                self.arrays(path, &of(ones), &of(others));
            }
            (Value::Object(ones), Value::Object(others)) => {
                for (member, value) in ones {
                    let place = joined(path, member);
                    match others.get(member) {
                        Some(other) => self.values(&place, value, other),
                        None => self.report(&place, "is missing"),
                    }
                }
                for member in others.keys().filter(|member| !ones.contains_key(*member)) {
                    self.report(&joined(path, member), "is not in the recording");
                }
            }
            (Value::Array(ones), Value::Array(others)) => self.arrays(path, ones, others),
            (Value::String(one), Value::String(other)) => {
                if one != other && is_constant(one) && !is_data(path) {
                    let shown = if is_constant(other) { other } else { "another text" };
                    self.report(path, &format!("is {shown}, recorded {one}"));
                }
            }
            _ if kind(recorded) == kind(emulated) => {}
            _ => self.report(
                path,
                &format!("is {}, recorded {}", kind(emulated), kind(recorded)),
            ),
        }
    }

    fn arrays(&mut self, path: &str, recorded: &[Value], emulated: &[Value]) {
        let place = format!("{path}[]");
        let constants = |list: &[Value]| -> BTreeSet<String> {
            let texts = list
                .iter()
                .filter_map(Value::as_str)
                .filter(|text| is_constant(text));
            texts.map(str::to_owned).collect()
        };
        if recorded.iter().chain(emulated).all(Value::is_string) {
            if constants(recorded) != constants(emulated) {
                self.report(&place, "has other constants");
            }
            if recorded.is_empty() != emulated.is_empty() {
                self.report(
                    &place,
                    if recorded.is_empty() {
                        "is not empty"
                    } else {
                        "is empty"
                    },
                );
            }
            return;
        }
        let pairs = lists::pairs(recorded, emulated, self.ids);
        for (one, other) in pairs.matched {
            self.values(&place, one, other);
        }
        if !pairs.missing.is_empty() {
            self.report(&place, "lacks an element");
        }
        // Objects that only this org has, such as the owner of its token, are in no recording.
        let known = |item: &&Value| {
            item["id"]
                .as_str()
                .is_none_or(|id| self.ids.recorded(id).is_some())
        };
        if pairs.surplus.iter().any(known) {
            self.report(&place, "has an element that is not in the recording");
        }
    }

    fn report(&mut self, path: &str, what: &str) {
        match tolerances::of(path, what) {
            Some(reason) => drop(self.found.tolerated.insert(reason)),
            None => self.found.differences.push(format!("{path} {what}")),
        }
    }
}

fn joined(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}.{member}")
    }
}

/// What stands in a profile is what people wrote, however it is spelt.
fn is_data(path: &str) -> bool {
    path.split('.').any(|member| member == "profile")
}

/// Strings such as `PASSWORD_EXPIRED`, and error codes.
fn is_constant(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with(|character: char| character.is_ascii_uppercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
