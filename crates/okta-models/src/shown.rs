//! What `Debug` shows: ids, enumerations, numbers and times, and that there is text, but not which.
//!
//! Most text that Okta keeps is about people. A program that wants to see it writes the object as JSON.

use std::{collections::BTreeMap, fmt};

use serde_json::{Map, Value};

/// A value that knows what of itself may be shown.
pub(crate) trait Shown {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// `Debug` of what may be shown.
pub(crate) struct Show<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Shown + ?Sized> fmt::Debug for Show<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.shown(formatter)
    }
}

/// For types whose `Debug` shows nothing that is personal or secret.
macro_rules! shown_by_debug {
    ($($kind:ty),* $(,)?) => {
        $(
            impl $crate::shown::Shown for $kind {
                fn shown(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Debug::fmt(self, formatter)
                }
            }
        )*
    };
}

pub(crate) use shown_by_debug;

shown_by_debug!(
    bool,
    i64,
    u32,
    u64,
    jiff::Timestamp,
    crate::RawJson,
    crate::Secret,
    crate::Expression,
    crate::UserKey
);

impl Shown for String {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

impl Shown for Value {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

/// The names of the members.
impl Shown for Map<String, Value> {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.keys()).finish()
    }
}

/// The names, which are those of attributes.
impl<T> Shown for BTreeMap<String, T> {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.keys()).finish()
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter().map(Show)).finish()
    }
}

impl<T: Shown> Shown for crate::Patch<T> {
    fn shown(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keep => formatter.write_str("Keep"),
            Self::Clear => formatter.write_str("Clear"),
            Self::Set(value) => value.shown(formatter),
        }
    }
}
