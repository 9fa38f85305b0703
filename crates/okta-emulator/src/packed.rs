//! A JSON object in one piece of memory.
//!
//! A million users have eleven million profile attributes. As a tree of values each user's take more than a
//! kilobyte; one behind the other, each as the number of its name, its kind, its length and its value, they take a
//! fifth of that, a text among them can still be borrowed, and all of them are written as JSON by copying.

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json;
use crate::names::{self, Name};
use crate::state::Object;

/// The members of an object, in the order they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Packed(Box<[u8]>);

/// What stands in the place of a number before a name that is spelled out.
const SPELLED_OUT: u16 = u16::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A text that JSON writes as it is.
    Plain,
    /// A text in which JSON escapes something.
    Text,
    Null,
    /// Anything else, as JSON.
    Json,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Plain, Self::Text, Self::Null, Self::Json];
}

enum NameOf<'a> {
    Known(&'static Name),
    SpelledOut(&'a str),
}

struct Member<'a> {
    name: NameOf<'a>,
    kind: Kind,
    value: &'a [u8],
    /// The value and what is behind it.
    from: &'a [u8],
}

impl Packed {
    /// Looks at one byte of each piece of memory that the object lies in.
    pub(crate) fn fetch(&self) -> u8 {
        self.0.iter().step_by(64).fold(0, |all, byte| all ^ byte)
    }

    /// The value of a member; a null is there, too.
    pub(crate) fn get(&self, name: &str) -> Option<Value> {
        self.member(name).map(|member| member.value())
    }

    /// The value of a member that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.member(name)?.text()
    }

    pub(crate) fn to_object(&self) -> Object {
        let members = self.members();
        members
            .map(|member| (member.name().to_owned(), member.value()))
            .collect()
    }

    /// Appends the object as JSON.
    pub(crate) fn write(&self, json: &mut Vec<u8>) {
        json.push(b'{');
        let (mut is_first, mut is_open) = (true, false);
        for member in self.members() {
            is_open = member.write(json, is_first, is_open);
            is_first = false;
        }
        if is_open {
            json.push(b'"');
        }
        json.push(b'}');
    }

    fn member(&self, name: &str) -> Option<Member<'_>> {
        self.members().find(|member| member.name() == name)
    }

    fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (number, behind) = rest.split_first_chunk()?;
            let number = u16::from_le_bytes(*number);
            let (name, behind) = if number == SPELLED_OUT {
                let (name, behind) = counted(behind)?;
                (NameOf::SpelledOut(std::str::from_utf8(name).ok()?), behind)
            } else {
                (NameOf::Known(names::name_of(number)?), behind)
            };
            let (kind, behind) = behind.split_first()?;
            let kind = *Kind::ALL.get(usize::from(*kind))?;
            let (value, behind) = if kind == Kind::Null {
                (&[][..], behind)
            } else {
                counted(behind)?
            };
            let from = rest.get(rest.len() - behind.len() - value.len()..)?;
            rest = behind;
            Some(Member {
                name,
                kind,
                value,
                from,
            })
        })
    }
}

impl<'a> Member<'a> {
    fn name(&self) -> &str {
        match self.name {
            NameOf::Known(name) => name.text,
            NameOf::SpelledOut(name) => name,
        }
    }

    fn text(&self) -> Option<&'a str> {
        matches!(self.kind, Kind::Plain | Kind::Text)
            .then(|| std::str::from_utf8(self.value).ok())
            .flatten()
    }

    fn value(&self) -> Value {
        match self.text() {
            Some(text) => Value::String(text.to_owned()),
            None => serde_json::from_slice(self.value).unwrap_or_default(),
        }
    }

    /// Appends the name and the value, but the quote behind a plain text: it comes with the next name in one piece.
    /// Says whether that quote is missing now; `is_open` says so of the member before.
    #[inline]
    fn write(&self, json: &mut Vec<u8>, is_first: bool, is_open: bool) -> bool {
        let opens = self.kind == Kind::Plain;
        match self.name {
            NameOf::Known(name) => {
                let skipped = if is_first { 2 } else { usize::from(!is_open) };
                let length = name.length - skipped - usize::from(!opens);
                json::push_beginning(json, &name.between[skipped..], length);
            }
            NameOf::SpelledOut(name) => {
                let before = if is_first {
                    ""
                } else if is_open {
                    "\","
                } else {
                    ","
                };
                json.extend_from_slice(before.as_bytes());
                json.extend_from_slice(names::key_of(name).as_bytes());
                json.extend_from_slice(if opens { b"\"" } else { b"" });
            }
        }
        match self.kind {
            Kind::Plain => json::push_beginning(json, self.from, self.value.len()),
            Kind::Text => json::push_text(json, self.text().unwrap_or_default()),
            Kind::Null => json.extend_from_slice(b"null"),
            Kind::Json => json.extend_from_slice(self.value),
        }
        opens
    }
}

/// What a length announces, and what is behind it.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, behind) = bytes.split_first()?;
    if *first < LONG {
        return behind.split_at_checked(usize::from(*first));
    }
    let (length, behind) = behind.split_first_chunk()?;
    behind.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// Stands before a length that one byte cannot hold.
const LONG: u8 = u8::MAX;

fn push_counted(packed: &mut Vec<u8>, bytes: &[u8]) {
    match u8::try_from(bytes.len()) {
        Ok(length) if length < LONG => packed.push(length),
        _ => {
            packed.push(LONG);
            packed.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        }
    }
    packed.extend_from_slice(bytes);
}

impl From<&Object> for Packed {
    fn from(object: &Object) -> Self {
        let mut packed = Vec::new();
        for (name, value) in object {
            if let Some(number) = names::number_of(name) {
                packed.extend_from_slice(&number.to_le_bytes());
            } else {
                packed.extend_from_slice(&SPELLED_OUT.to_le_bytes());
                push_counted(&mut packed, name.as_bytes());
            }
            match value {
                Value::Null => packed.push(Kind::Null as u8),
                Value::String(text) => {
                    let is_plain = json::is_plain(text.as_bytes());
                    packed.push(if is_plain { Kind::Plain } else { Kind::Text } as u8);
                    push_counted(&mut packed, text.as_bytes());
                }
                other => {
                    packed.push(Kind::Json as u8);
                    push_counted(&mut packed, other.to_string().as_bytes());
                }
            }
        }
        Self(packed.into_boxed_slice())
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
            match member.text() {
                Some(text) => map.serialize_entry(member.name(), text)?,
                None => map.serialize_entry(member.name(), &member.value())?,
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
    fn a_name_that_came_too_late_is_spelled_out() {
        let mut object = Object::new();
        for number in 0..3_000 {
            object.insert(format!("attribute \"{number}\""), number.into());
        }
        let packed = Packed::from(&object);
        assert_eq!(packed.to_object(), object);
        assert_eq!(packed.get("attribute \"2999\""), Some(2_999.into()));
        let mut written = Vec::new();
        packed.write(&mut written);
        assert_eq!(
            String::from_utf8(written).unwrap(),
            Value::from(object).to_string()
        );
    }

    #[test]
    fn an_object_comes_out_as_it_went_in() {
        let object = serde_json::json!({
            "": "", "long": "x".repeat(70_000), "text": "3:ü\u{0}\"", "null": null, "list": ["1:a", 2], "number": 1.5, "a:b": { "c": true },
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
        let mut written = Vec::new();
        packed.write(&mut written);
        assert_eq!(
            String::from_utf8(written).unwrap(),
            Value::from(object.clone()).to_string()
        );
    }
}
