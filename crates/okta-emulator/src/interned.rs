//! Texts of a small vocabulary, such as `ACTIVE` or `SUPER_ADMIN`, that are kept once and live as long as the
//! program.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use serde::{Deserialize, Deserializer};

/// A text of such a vocabulary. The name keeps serde from borrowing it from what it reads.
pub(crate) type Interned = &'static str;

static KNOWN: LazyLock<Mutex<HashSet<Interned>>> = LazyLock::new(Mutex::default);

/// The one copy of the text.
pub(crate) fn interned(text: &str) -> Interned {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = known.get(text) {
        return same;
    }
    let kept: Interned = Box::leak(text.to_owned().into_boxed_str());
    known.insert(kept);
    kept
}

/// For `#[serde(deserialize_with)]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Interned, D::Error> {
    String::deserialize(deserializer).map(|text| interned(&text))
}
