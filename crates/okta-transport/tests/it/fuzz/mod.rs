//! Whatever comes in, nothing panics, nothing goes to another origin, and no secret comes out.
//!
//! Each test spoils an entry of a corpus of our own (`corpus/`, entries between lines of `%%`) with a few edits. More cases:
//! `PROPTEST_CASES=20000`.

mod answers;
mod settings;

use proptest::prelude::*;

/// The entries of a corpus.
fn entries(corpus: &'static str) -> Vec<&'static str> {
    corpus
        .split("\n%%\n")
        .map(|entry| entry.strip_suffix('\n').unwrap_or(entry))
        .collect()
}

#[derive(Clone, Debug)]
enum Edit {
    Remove {
        length: usize,
    },
    Put(Vec<u8>),
    /// Some bytes of another entry.
    Splice {
        entry: prop::sample::Index,
        length: usize,
    },
    Repeat {
        length: usize,
        times: usize,
    },
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (1_usize..20).prop_map(|length| Edit::Remove { length }),
        prop::collection::vec(any::<u8>(), 1..4).prop_map(Edit::Put),
        prop::sample::select(vec![
            "\"", "<", ">", "\\", ",", ";", "/", "..", "@", "#", "%2f", "\r\n", "\u{e9}", "0"
        ])
        .prop_map(|text| Edit::Put(text.as_bytes().to_vec())),
        (any::<prop::sample::Index>(), 1_usize..40)
            .prop_map(|(entry, length)| Edit::Splice { entry, length }),
        (1_usize..8, 2_usize..300).prop_map(|(length, times)| Edit::Repeat { length, times }),
    ]
}

/// An entry of the corpus after a few edits, or none.
fn spoilt(corpus: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let entries = entries(corpus);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), edit()), 0..5);
    (prop::sample::select(entries.clone()), edits).prop_map(move |(entry, edits)| {
        let mut bytes = entry.as_bytes().to_vec();
        for (at, edit) in edits {
            let at = at.index(bytes.len() + 1);
            let end = |length: usize| (at + length).min(bytes.len());
            match edit {
                Edit::Remove { length } => drop(bytes.drain(at..end(length))),
                Edit::Put(new) => drop(bytes.splice(at..at, new)),
                Edit::Splice { entry, length } => {
                    let other = entries[entry.index(entries.len())].as_bytes();
                    let from = at.min(other.len());
                    let new = other[from..(from + length).min(other.len())].to_vec();
                    bytes.splice(at..at, new);
                }
                Edit::Repeat { length, times } => {
                    let new = bytes[at..end(length)].repeat(times);
                    bytes.splice(at..at, new);
                }
            }
        }
        bytes
    })
}

/// The result of a future that waits for nothing outside of this process, and that no timer wakes.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(future).expect("it waits for nothing")
}
