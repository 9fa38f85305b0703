//! Which user has a login, or the part of one before its last `@`.
//!
//! The index holds a hash of the login and the user's id, 28 bytes a user, and not the text: whoever looks
//! something up compares the logins of the few users that it names.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// An id of 20 characters, as every user's is.
type Id = [u8; 20];

/// Ids by a text.
#[derive(Debug, Default)]
pub(crate) struct Index(BTreeSet<(u64, Id)>);

impl Index {
    pub(crate) fn insert(&mut self, text: &str, id: &str) {
        self.0.insert((hash(text), packed(id)));
    }

    pub(crate) fn remove(&mut self, text: &str, id: &str) {
        self.0.remove(&(hash(text), packed(id)));
    }

    /// The ids that were inserted under the text, and seldom another whose text has the same hash.
    pub(crate) fn candidates(&self, text: &str) -> impl Iterator<Item = &str> {
        let hash = hash(text);
        let among = self.0.range((hash, [0; 20])..=(hash, [u8::MAX; 20]));
        among.map(|(_, id)| std::str::from_utf8(id).unwrap_or_default())
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn packed(id: &str) -> Id {
    let mut packed = [0; 20];
    for (place, byte) in packed.iter_mut().zip(id.bytes()) {
        *place = byte;
    }
    packed
}
