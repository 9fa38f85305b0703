//! The names of profile attributes, each kept once and known by a number.
//!
//! For objects whose shape has no number of its own (`shapes`): they would else spell every name. What reads them
//! takes no lock.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use crate::interned::Interned;

/// A schema has some dozens of attributes; names beyond these, which a program that writes new names for ever
/// may send, are spelled out where they are used.
const MOST: usize = 2_048;

static NAMES: [OnceLock<Interned>; MOST] = [const { OnceLock::new() }; MOST];
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
    let number = u16::try_from(number).ok()?;
    place.set(text).ok()?;
    numbers.insert(text, number);
    Some(number)
}

/// The name that has the number.
pub(crate) fn name_of(number: u16) -> Option<Interned> {
    NAMES.get(usize::from(number))?.get().copied()
}

/// A name as the key of a JSON object, with its colon.
pub(crate) fn key_of(name: &str) -> String {
    format!("{}:", serde_json::Value::from(name))
}
