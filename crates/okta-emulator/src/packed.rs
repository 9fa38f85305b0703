//! A JSON object in one piece of memory.
//!
//! A million users have eleven million profile attributes. As a tree of values each user's take more than a
//! kilobyte; one behind the other, each as its length and its value, and all that is the same in many objects as the
//! number of their shape, they take a fifth of that, a text among them can still be borrowed, and all of them are
//! written as JSON by copying.

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::json;
use crate::names;
use crate::shapes::{self, Kind, Shape};
use crate::state::Object;

/// The members of an object, in the order they were given: the number of its shape, and its values but the nulls. One
/// whose shape has no number has the name and the kind before each value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Packed(Box<[u8]>);

/// What stands in the place of a number before what is spelled out.
const SPELLED_OUT: u16 = u16::MAX;

struct Member<'a> {
    name: &'a str,
    kind: Kind,
    value: &'a [u8],
}

impl Default for Packed {
    fn default() -> Self {
        Self::from(&Object::new())
    }
}

impl Packed {
    /// What the object lies in.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
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
            .map(|member| (member.name.to_owned(), member.value()))
            .collect()
    }

    /// Appends the object as JSON.
    pub(crate) fn write(&self, json: &mut Vec<u8>) {
        match self.shape() {
            (Some(shape), values) if !shape.is_escaped => copy(shape, values, json),
            _ => self.write_by_member(json),
        }
    }

    fn write_by_member(&self, json: &mut Vec<u8>) {
        let mut before = b'{';
        for member in self.members() {
            json.push(before);
            before = b',';
            json.extend_from_slice(names::key_of(member.name).as_bytes());
            match member.kind {
                Kind::Plain | Kind::Text => json::push_text(json, member.text().unwrap_or_default()),
                Kind::Null => json.extend_from_slice(b"null"),
                Kind::Json => json.extend_from_slice(member.value),
            }
        }
        json.extend_from_slice(if before == b'{' { b"{}" } else { b"}" });
    }

    /// The shape, if it has one, and what stands behind its number.
    #[inline]
    fn shape(&self) -> (Option<&'static Shape>, &[u8]) {
        let Some((number, values)) = self.0.split_first_chunk() else {
            return (None, &[]);
        };
        (shapes::shape_of(u16::from_le_bytes(*number)), values)
    }

    fn member(&self, name: &str) -> Option<Member<'_>> {
        self.members().find(|member| member.name == name)
    }

    fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let (shape, mut rest) = self.shape();
        let mut known = shape.into_iter().flat_map(|shape| &shape.members);
        std::iter::from_fn(move || {
            let (name, kind) = if shape.is_some() {
                let (name, kind) = known.next()?;
                (&**name, *kind)
            } else {
                let (name, behind) = spelled_name(rest)?;
                let (kind, behind) = behind.split_first()?;
                rest = behind;
                (name, *Kind::ALL.get(usize::from(*kind))?)
            };
            let mut value: &[u8] = &[];
            if kind != Kind::Null {
                (value, rest) = counted(rest)?;
            }
            Some(Member { name, kind, value })
        })
    }
}

/// Copies values between the texts of their shape.
#[inline]
fn copy(shape: &Shape, mut values: &[u8], json: &mut Vec<u8>) {
    let start = json.len();
    // Room for the longest copies: what they copy too much of is overwritten by the next one, or cut off.
    json.resize(start + shape.length + values.len() + json::STEP, 0);
    let (room, mut at) = (&mut json[start..], 0);
    for fixed in &shape.between {
        json::put_beginning(room, &mut at, &fixed.padded, fixed.length);
        if let Some((value, behind)) = counted(values) {
            json::put_beginning(
                room,
                &mut at,
                &values[values.len() - behind.len() - value.len()..],
                value.len(),
            );
            values = behind;
        }
    }
    json.truncate(start + at);
}

impl<'a> Member<'a> {
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
}

/// What a length announces, and what is behind it.
#[inline]
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, behind) = bytes.split_first()?;
    if *first < LONG {
        return behind.split_at_checked(usize::from(*first));
    }
    let (length, behind) = behind.split_first_chunk()?;
    behind.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// A name that stands before its value: as a number, or spelled out where there are too many.
fn spelled_name(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (number, behind) = bytes.split_first_chunk()?;
    let number = u16::from_le_bytes(*number);
    if number != SPELLED_OUT {
        return Some((names::name_of(number)?, behind));
    }
    let (name, behind) = counted(behind)?;
    Some((std::str::from_utf8(name).ok()?, behind))
}

fn push_name(packed: &mut Vec<u8>, name: &str) {
    if let Some(number) = names::number_of(name) {
        packed.extend_from_slice(&number.to_le_bytes());
    } else {
        packed.extend_from_slice(&SPELLED_OUT.to_le_bytes());
        push_counted(packed, name.as_bytes());
    }
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
        let (mut packed, number) = (Vec::new(), shapes::number_of(object));
        packed.extend_from_slice(&number.unwrap_or(SPELLED_OUT).to_le_bytes());
        for (name, value) in object {
            let kind = Kind::of(value);
            if number.is_none() {
                push_name(&mut packed, name);
                packed.push(kind as u8);
            }
            match value {
                Value::Null => {}
                Value::String(text) => push_counted(&mut packed, text.as_bytes()),
                other => push_counted(&mut packed, other.to_string().as_bytes()),
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
                Some(text) => map.serialize_entry(member.name, text)?,
                None => map.serialize_entry(member.name, &member.value())?,
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
    fn what_came_too_late_is_spelled_out() {
        // More than there are numbers for shapes, and then for names.
        for number in 0..5_000 {
            let mut object = Object::new();
            object.insert(format!("attribute \"{number}\""), number.into());
            object.insert("text".to_owned(), "a".into());
            object.insert("null".to_owned(), Value::Null);
            let packed = Packed::from(&object);
            assert_eq!(packed, Packed::from(&object));
            assert_eq!(packed.to_object(), object);
            assert_eq!(packed.text("text"), Some("a"));
            let mut written = Vec::new();
            packed.write(&mut written);
            assert_eq!(
                String::from_utf8(written).unwrap(),
                Value::from(object).to_string()
            );
        }
        assert_eq!(Packed::default().to_object(), Object::new());
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
