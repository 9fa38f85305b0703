//! A JSON object in one piece of memory.
//!
//! A million users have eleven million profile attributes. As a tree of values each user's take more than a
//! kilobyte; in one text, each as `{length}:{name}{kind}{length}:{value}`, they take a quarter of that, and a
//! text among them can still be borrowed.

use std::fmt::Write as _;

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::state::Object;

/// The members of an object, in the order they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packed(Box<str>);

/// A value is a text as it is, or anything else as JSON.
const TEXT: char = 't';
const JSON: char = 'j';

struct Member<'a> {
    name: &'a str,
    is_text: bool,
    value: &'a str,
}

impl Packed {
    /// The value of a member; a null is there, too.
    pub(crate) fn get(&self, name: &str) -> Option<Value> {
        self.member(name).map(|member| member.value())
    }

    /// The value of a member that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let member = self.member(name)?;
        member.is_text.then_some(member.value)
    }

    pub(crate) fn to_object(&self) -> Object {
        let members = self.members();
        members
            .map(|member| (member.name.to_owned(), member.value()))
            .collect()
    }

    fn member(&self, name: &str) -> Option<Member<'_>> {
        self.members().find(|member| member.name == name)
    }

    fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (name, behind) = counted(rest)?;
            let is_text = behind.starts_with(TEXT);
            let (value, behind) = counted(behind.get(1..)?)?;
            rest = behind;
            Some(Member { name, is_text, value })
        })
    }
}

impl Member<'_> {
    fn value(&self) -> Value {
        if self.is_text {
            Value::String(self.value.to_owned())
        } else {
            serde_json::from_str(self.value).unwrap_or_default()
        }
    }
}

/// What `{length}:` announces, and what is behind it.
fn counted(text: &str) -> Option<(&str, &str)> {
    let (length, text) = text.split_once(':')?;
    text.split_at_checked(length.parse().ok()?)
}

impl From<&Object> for Packed {
    fn from(object: &Object) -> Self {
        let mut packed = String::new();
        for (name, value) in object {
            // Writing to a text cannot fail.
            let _ = match value {
                Value::String(text) => write!(packed, "{}:{name}{TEXT}{}:{text}", name.len(), text.len()),
                other => {
                    let json = other.to_string();
                    write!(packed, "{}:{name}{JSON}{}:{json}", name.len(), json.len())
                }
            };
        }
        Self(packed.into_boxed_str())
    }
}

impl From<Object> for Packed {
    fn from(object: Object) -> Self {
        Self::from(&object)
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for member in self.members() {
            if member.is_text {
                map.serialize_entry(member.name, member.value)?;
            } else {
                map.serialize_entry(member.name, &member.value())?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Object::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_comes_out_as_it_went_in() {
        let object = serde_json::json!({
            "": "", "text": "3:ü\u{0}\"", "null": null, "list": ["1:a", 2], "number": 1.5, "a:b": { "c": true },
        });
        let object = object.as_object().unwrap();
        let packed = Packed::from(object);
        assert_eq!(packed.to_object(), *object);
        assert_eq!(packed.text("text"), Some("3:ü\u{0}\""));
        assert_eq!(
            (packed.text("number"), packed.get("number")),
            (None, Some(1.5.into()))
        );
        assert_eq!(
            (packed.get("null"), packed.get("nothing")),
            (Some(Value::Null), None)
        );
        assert_eq!(serde_json::to_value(&packed).unwrap().as_object(), Some(object));
    }
}
