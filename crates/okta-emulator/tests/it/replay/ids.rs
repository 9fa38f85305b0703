//! Ids of the recording and those that the emulator gave to the same objects.

use std::collections::HashMap;

use serde_json::Value;

use super::lists;

#[derive(Default)]
pub(super) struct Ids {
    emulated: HashMap<String, String>,
    recorded: HashMap<String, String>,
}

impl Ids {
    pub(super) fn knows(&self, recorded: &str) -> bool {
        self.emulated.contains_key(recorded)
    }

    pub(super) fn emulated(&self, recorded: &str) -> Option<&str> {
        self.emulated.get(recorded).map(String::as_str)
    }

    pub(super) fn recorded(&self, emulated: &str) -> Option<&str> {
        self.recorded.get(emulated).map(String::as_str)
    }

    /// The first pairing stays: it is the one that requests were sent with.
    pub(super) fn pair(&mut self, recorded: &str, emulated: &str) {
        if !self.knows(recorded) && !self.recorded.contains_key(emulated) {
            self.emulated.insert(recorded.to_owned(), emulated.to_owned());
            self.recorded.insert(emulated.to_owned(), recorded.to_owned());
        }
    }

    /// Walks two answers in parallel and pairs the ids in the same places.
    pub(super) fn learn(&mut self, recorded: &Value, emulated: &Value) {
        match (recorded, emulated) {
            (Value::Object(recorded), Value::Object(emulated)) => {
                for (member, value) in recorded {
                    let Some(other) = emulated.get(member) else {
                        continue;
                    };
                    match (value, other) {
                        (Value::String(one), Value::String(other)) if member == "id" => self.pair(one, other),
                        _ => self.learn(value, other),
                    }
                }
            }
            (Value::Array(recorded), Value::Array(emulated)) => {
                let pairs = lists::pairs(recorded, emulated, self);
                for (one, other) in pairs.matched {
                    self.learn(one, other);
                }
            }
            (Value::String(recorded), Value::String(emulated)) => self.learn_text(recorded, emulated),
            _ => {}
        }
    }

    /// Pairs two strings that are ids, or the ids in the same places of two addresses.
    fn learn_text(&mut self, recorded: &str, emulated: &str) {
        let (ones, others): (Vec<&str>, Vec<&str>) =
            (recorded.split('/').collect(), emulated.split('/').collect());
        if ones.len() != others.len() {
            return;
        }
        for (one, other) in ones.into_iter().zip(others) {
            if looks_like_an_id(one) && looks_like_an_id(other) && one[..3] == other[..3] {
                self.pair(one, other);
            }
        }
    }

    /// A text with every recorded id in it replaced; percent escapes are left alone.
    pub(super) fn translate(&self, text: &str) -> String {
        let mut translated = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = if first == '%' && rest.is_char_boundary(3.min(rest.len())) {
                3.min(rest.len())
            } else {
                let end = rest.find(|character: char| !character.is_ascii_alphanumeric());
                end.unwrap_or(rest.len()).max(first.len_utf8())
            };
            let (word, after) = rest.split_at(length);
            translated.push_str(self.emulated(word).unwrap_or(word));
            rest = after;
        }
        translated
    }

    /// A body with every recorded id in its strings replaced.
    pub(super) fn translate_body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => Value::String(self.translate(text)),
            Value::Array(items) => items.iter().map(|item| self.translate_body(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.clone(), self.translate_body(value)))
                .collect(),
            other => other.clone(),
        }
    }
}

/// Okta's ids have 20 letters and digits, of which the first three say what the object is.
pub(super) fn looks_like_an_id(text: &str) -> bool {
    text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
