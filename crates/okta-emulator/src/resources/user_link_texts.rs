//! The texts of a user's `_links` between what differs from user to user.
//!
//! A status offers up to ten links, whose names, paths and methods are always the same: they are put together once,
//! with holes where a user's own address goes.

use std::sync::LazyLock;

use super::user_view::links_of;
use crate::state::{Status, User};

/// What belongs behind a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hole {
    /// The address of the user, to which the text behind it adds a path.
    Own,
    /// The address of the schema of the user's type.
    Schema,
    /// The address of the user's type.
    Type,
}

/// Texts with what belongs behind each, and the text at the end.
type Texts = (Vec<(String, Hole)>, String);

const STATUSES: [Status; 8] = [
    Status::Staged,
    Status::Provisioned,
    Status::Active,
    Status::Recovery,
    Status::PasswordExpired,
    Status::LockedOut,
    Status::Suspended,
    Status::Deprovisioned,
];

static TEXTS: LazyLock<[Texts; 8]> = LazyLock::new(|| STATUSES.map(texts));

/// The texts of the links that the user's status allows.
pub(super) fn link_texts(user: &User) -> (&'static [(String, Hole)], &'static str) {
    let (texts, end) = &TEXTS[user.status as usize];
    (texts, end)
}

fn texts(status: Status) -> Texts {
    let mut links = links_of(status);
    links.extend([("schema", ""), ("self", ""), ("type", "")]);
    links.sort_unstable_by_key(|(name, _)| *name);
    let (mut texts, mut text) = (Vec::new(), String::new());
    let mut before = '{';
    for (name, path) in links {
        text.push(before);
        before = ',';
        text.push_str(&[r#"""#, name, r#"":{"href":""#].concat());
        let (hole, end) = match name {
            "schema" => (Hole::Schema, r#""}"#),
            "type" => (Hole::Type, r#""}"#),
            "self" => (Hole::Own, r#""}"#),
            "delete" => (Hole::Own, r#"","method":"DELETE"}"#),
            _ => (Hole::Own, r#"","method":"POST"}"#),
        };
        texts.push((std::mem::take(&mut text), hole));
        text.push_str(path);
        text.push_str(end);
    }
    text.push('}');
    (texts, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_own_texts() {
        for (place, status) in STATUSES.into_iter().enumerate() {
            assert_eq!(place, status as usize);
            let holes = TEXTS[place].0.iter().map(|(_, hole)| *hole);
            assert_eq!(holes.filter(|hole| *hole != Hole::Own).count(), 2);
        }
    }
}
