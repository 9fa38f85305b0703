//! The shapes of packed objects: which members they have, and of which kind each is.
//!
//! Most of a million users have the same attributes, and the same of them empty. What is the same in their JSON is put
//! together once for each shape, so that an object is written by copying its values between ready texts.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::json::is_plain;
use crate::names::key_of;
use crate::state::Object;

/// Objects of more shapes than these, or of shapes whose texts take more than so many bytes together, say for each
/// member what it is: a program that writes new names for ever must not fill the memory.
const MOST: usize = 1_024;
const MOST_BYTES: usize = 4 << 20;
/// What a member adds to a shape beside its name, about.
const MEMBER: usize = 64;

/// How a member's value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text that JSON writes as it is.
    Plain,
    /// A text in which JSON escapes something.
    Text,
    Null,
    /// Anything else, as JSON.
    Json,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Plain, Self::Text, Self::Null, Self::Json];

    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::String(text) if is_plain(text.as_bytes()) => Self::Plain,
            Value::String(_) => Self::Text,
            _ => Self::Json,
        }
    }
}

pub(crate) struct Shape {
    /// In the order of the object.
    pub(crate) members: Vec<(Box<str>, Kind)>,
    /// What stands before each value that is not null, with the nulls before it; then what stands at the end.
    pub(crate) between: Vec<Fixed>,
    /// The bytes of these together.
    pub(crate) length: usize,
    /// Whether a value is written otherwise than by copying it.
    pub(crate) is_escaped: bool,
}

/// A text with spaces behind it, for copies of a fixed length.
pub(crate) struct Fixed {
    pub(crate) padded: Box<[u8]>,
    pub(crate) length: usize,
}

impl From<String> for Fixed {
    fn from(mut text: String) -> Self {
        let length = text.len();
        text.push_str(&" ".repeat(length.next_multiple_of(32) - length));
        Self {
            padded: text.into_bytes().into(),
            length,
        }
    }
}

impl Shape {
    fn new(members: Vec<(Box<str>, Kind)>) -> Self {
        let (mut between, mut text) = (Vec::new(), "{".to_owned());
        for (place, (name, kind)) in members.iter().enumerate() {
            text.push_str(if place == 0 { "" } else { "," });
            text.push_str(&key_of(name));
            let (before, behind) = match kind {
                Kind::Null => {
                    text.push_str("null");
                    continue;
                }
                Kind::Plain | Kind::Text => ("\"", "\""),
                Kind::Json => ("", ""),
            };
            text.push_str(before);
            between.push(Fixed::from(std::mem::replace(&mut text, behind.to_owned())));
        }
        text.push('}');
        between.push(Fixed::from(text));
        Self {
            length: between.iter().map(|fixed| fixed.padded.len()).sum(),
            is_escaped: members.iter().any(|(_, kind)| *kind == Kind::Text),
            between,
            members,
        }
    }
}

/// The numbers of the shapes, by their names and kinds.
#[derive(Default)]
struct Numbers {
    by_members: HashMap<Box<[u8]>, u16>,
    bytes: usize,
}

static SHAPES: [OnceLock<Shape>; MOST] = [const { OnceLock::new() }; MOST];
static NUMBERS: LazyLock<Mutex<Numbers>> = LazyLock::new(Mutex::default);

/// The shape that has the number. What reads it takes no lock.
#[inline]
pub(crate) fn shape_of(number: u16) -> Option<&'static Shape> {
    SHAPES.get(usize::from(number))?.get()
}

/// The number of the shape of an object; none when there are too many.
pub(crate) fn number_of(object: &Object) -> Option<u16> {
    let mut key = Vec::with_capacity(256);
    for (name, value) in object {
        key.extend_from_slice(name.as_bytes());
        // No byte of a text is so large, so that no two shapes have the same key.
        key.push(u8::MAX - Kind::of(value) as u8);
    }
    let mut numbers = NUMBERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = numbers.by_members.get(key.as_slice()) {
        return Some(*number);
    }
    let number = numbers.by_members.len();
    let place = SHAPES.get(number)?;
    // The number only grows: what is refused once is refused for good, so that an object has one form only.
    let bytes = numbers.bytes + key.len() + object.len() * MEMBER;
    if bytes > MOST_BYTES {
        return None;
    }
    numbers.bytes = bytes;
    let members = object
        .iter()
        .map(|(name, value)| (name.as_str().into(), Kind::of(value)));
    place.set(Shape::new(members.collect())).ok()?;
    let number = u16::try_from(number).ok()?;
    numbers.by_members.insert(key.into_boxed_slice(), number);
    Some(number)
}
