//! Which user has a login, or the part of one before its last `@`.
//!
//! The index holds a hash of that part and the user's id, 28 bytes a user, and not the text: whoever looks
//! something up compares the logins of the few users that it names.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use smol_str::SmolStr;

use crate::state::{Org, User};

/// An id of 20 characters, as every user's is.
type Id = [u8; 20];

/// Ids by a text.
#[derive(Debug, Default)]
pub(crate) struct Index(BTreeSet<(Hash, Id)>);

/// In bytes, which lie close to those of the id.
type Hash = [u8; 8];

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

impl Org {
    /// The id of the user with this id or login, or with this short login if nobody else has it.
    pub(crate) fn find_user(&self, named: &str) -> Option<&str> {
        self.user_named(named).map(|user| user.id.as_str())
    }

    /// The user with this id or login, or with this short login if nobody else has it.
    pub(crate) fn user_named(&self, named: &str) -> Option<&User> {
        if let Some(user) = self.users.get(named) {
            return Some(user);
        }
        let lower = named.to_lowercase();
        if let Some(id) = self.with_login(&lower) {
            return self.users.get(id);
        }
        let candidates = self.logins.candidates(&lower).filter_map(|id| self.users.get(id));
        let mut alike = candidates.filter(|user| short(&user.login().to_lowercase()) == lower);
        let found = alike.next()?;
        alike.next().is_none().then_some(found)
    }

    /// The id of the user with this login in lower case.
    fn with_login(&self, lower: &str) -> Option<&str> {
        let mut candidates = self
            .logins
            .candidates(short(lower))
            .filter_map(|id| self.users.get(id));
        let found = candidates.find(|user| user.login().to_lowercase() == lower)?;
        Some(&found.id)
    }

    pub(crate) fn login_is_taken(&self, login: &str, except: Option<&str>) -> bool {
        self.with_login(&login.to_lowercase())
            .is_some_and(|id| Some(id) != except)
    }

    /// Makes the index of logins anew, for an org that was read from a file.
    pub(crate) fn index_logins(&mut self) {
        let logins: Vec<(SmolStr, String)> = self
            .users
            .values()
            .map(|user| (user.id.clone(), user.login().to_lowercase()))
            .collect();
        for (id, login) in logins {
            self.index_login(&id, &login);
        }
    }

    pub(crate) fn index_login(&mut self, id: &str, login: &str) {
        self.logins.insert(short(login), id);
    }

    pub(crate) fn forget_login(&mut self, id: &str, login: &str) {
        self.logins.remove(short(login), id);
    }
}

fn short(login: &str) -> &str {
    login.rsplit_once('@').map_or(login, |(before, _)| before)
}

fn hash(text: &str) -> Hash {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().to_ne_bytes()
}

fn packed(id: &str) -> Id {
    let mut packed = [0; 20];
    for (place, byte) in packed.iter_mut().zip(id.bytes()) {
        *place = byte;
    }
    packed
}
