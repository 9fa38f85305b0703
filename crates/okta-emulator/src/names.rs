//! The names of profile attributes, each kept once and known by a number.
//!
//! A million users of eleven attributes would else spell eleven million names. What reads them takes no lock.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use crate::interned::Interned;

/// A schema has some dozens of attributes; names beyond these, which a program that writes new names for ever
/// may send, are spelled out where they are used.
const MOST: usize = 2_048;

/// A name, and how it stands between two texts of a JSON object.
pub(crate) struct Name {
    pub(crate) text: Interned,
    /// `","city":"` with spaces behind it, for copies of a fixed length.
    pub(crate) between: &'static [u8],
    /// How long it is without the spaces.
    pub(crate) length: usize,
}

static NAMES: [OnceLock<Name>; MOST] = [const { OnceLock::new() }; MOST];
static NUMBERS: LazyLock<Mutex<HashMap<Interned, u16>>> = LazyLock::new(Mutex::default);

/// The number of a name; none when there are too many.
pub(crate) fn number_of(name: &str) -> Option<u16> {
    let mut numbers = NUMBERS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = numbers.get(name) {
        return Some(*number);
    }
    let number = numbers.len();
    let place = NAMES.get(number)?;
    let text: Interned = Box::leak(name.to_owned().into_boxed_str());
    let mut between = format!("\",{}\"", key_of(name));
    let length = between.len();
    between.push_str(&" ".repeat(32));
    let between: &'static [u8] = between.leak().as_bytes();
    let number = u16::try_from(number).ok()?;
    place
        .set(Name {
            text,
            between,
            length,
        })
        .ok()?;
    numbers.insert(text, number);
    Some(number)
}

/// The name that has the number.
pub(crate) fn name_of(number: u16) -> Option<&'static Name> {
    NAMES.get(usize::from(number))?.get()
}

/// A name as the key of a JSON object, with its colon.
pub(crate) fn key_of(name: &str) -> String {
    format!("{}:", serde_json::Value::from(name))
}
