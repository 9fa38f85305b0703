//! The second reading of an answer that did not decode: a member of another form than documented is kept as it is.
//!
//! The first reading is strict and fast. Only when it fails is the object read again, each optional member on its own,
//! so that one odd member costs itself and not the object. The mode is one of the thread, since decoding happens in one
//! call without waiting, and a `Deserialize` implementation cannot be handed a setting.

use std::cell::Cell;

use serde::{
    Deserialize,
    de::{DeserializeOwned, MapAccess},
};
use serde_json::Value;

thread_local! {
    static LENIENT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `decode` leniently.
pub(crate) fn leniently<T>(decode: impl FnOnce() -> T) -> T {
    /// Restores the mode also when decoding panics.
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            LENIENT.set(self.0);
        }
    }
    let _restore = Restore(LENIENT.replace(true));
    decode()
}

/// What Okta sent for an optional member.
pub(crate) enum Sent<T> {
    Null,
    Value(T),
    /// Something of another form, in lenient reading alone.
    Other(Value),
}

impl<T: DeserializeOwned> Sent<T> {
    pub(crate) fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        if !LENIENT.get() {
            return Ok(map.next_value::<Option<T>>()?.map_or(Self::Null, Self::Value));
        }
        let value: Value = map.next_value()?;
        Ok(match Option::<T>::deserialize(&value) {
            Ok(read) => read.map_or(Self::Null, Self::Value),
            Err(_) => Self::Other(value),
        })
    }
}
