//! Objects of one kind in the order of their ids, and what `search` still sees of them.
//!
//! Okta answers `search` from an index that follows the objects after a while, and a read by id or with
//! `filter` from the objects themselves (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/listUsers>).
//! Every change goes through [`Store::get_mut`], [`Store::insert`] or [`Store::remove`], which keep what was
//! there before for as long as the index lags; without a lag nothing is kept.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids;
use crate::ready_text::ReadyText;
use crate::sequence::Sequence;

/// An object that knows its id.
pub(crate) trait Stored: Clone {
    fn id(&self) -> &str;

    /// Its text in lists, where one is kept.
    fn ready_text(&mut self) -> Option<&mut ReadyText> {
        None
    }
}

/// The texts of a store's objects take no more than this together, which is what those of some 100,000 users take.
/// Objects beyond that are written anew for each answer.
const MOST_TEXT: usize = 80 << 20;

/// Objects by id. Ids grow with time, so a new object comes last and the order is that of creation.
///
/// A sorted list: hardly a byte beside the objects themselves, where a tree would leave a third of its room empty.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Store<T> {
    objects: Sequence<T>,
    lag: SignedDuration,
    now: Timestamp,
    /// What was there before each change that the index does not show yet, oldest first.
    changes: VecDeque<Change<T>>,
    /// The bytes of the texts that are kept.
    #[serde(skip)]
    text: Cell<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Change<T> {
    at: Timestamp,
    id: String,
    /// None where the change made the object.
    before: Option<Box<T>>,
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self {
            objects: Sequence::default(),
            lag: SignedDuration::ZERO,
            now: Timestamp::UNIX_EPOCH,
            changes: VecDeque::new(),
            text: Cell::new(0),
        }
    }
}

impl<T: Stored> Store<T> {
    /// How far the index is behind.
    pub(crate) fn set_lag(&mut self, lag: SignedDuration) {
        self.lag = lag;
    }

    /// The moment of the changes to come; forgets what the index has caught up with.
    pub(crate) fn set_now(&mut self, now: Timestamp) {
        self.now = now;
        if self.changes.is_empty() {
            return;
        }
        let seen = self.index_time();
        while self.changes.front().is_some_and(|change| change.at <= seen) {
            let known = self.changes.pop_front();
            if let Some(mut before) = known.and_then(|change| change.before) {
                forget_text(&self.text, &mut *before);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }

    /// The object at a place of the order.
    pub(crate) fn nth(&self, place: usize) -> Option<&T> {
        self.objects.get(place)
    }

    /// The object at a place of the order, to be changed where no index has seen it yet.
    pub(crate) fn nth_mut(&mut self, place: usize) -> Option<&mut T> {
        let object = self.objects.get_mut(place)?;
        forget_text(&self.text, object);
        Some(object)
    }

    /// The place of an object in the order.
    pub(crate) fn place_of(&self, id: &str) -> Option<usize> {
        self.place(id).ok()
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.place(id).ok().map(|place| &self.objects[place])
    }

    pub(crate) fn contains_key(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    /// The object, to be changed.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let place = self.place(id).ok()?;
        if self.is_lagging() {
            let before = self.objects[place].clone();
            self.remember(id.to_owned(), Some(Box::new(before)));
        }
        self.nth_mut(place)
    }

    pub(crate) fn insert(&mut self, id: String, object: T) -> Option<T> {
        match self.place(&id) {
            Ok(place) => {
                let mut before = std::mem::replace(&mut self.objects[place], object);
                forget_text(&self.text, &mut before);
                if self.is_lagging() {
                    self.remember(id, Some(Box::new(before.clone())));
                }
                Some(before)
            }
            Err(place) => {
                self.objects.insert(place, object);
                if self.is_lagging() {
                    self.remember(id, None);
                }
                None
            }
        }
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let place = self.place(id).ok()?;
        let mut removed = self.objects.remove(place);
        forget_text(&self.text, &mut removed);
        if self.is_lagging() {
            self.remember(id.to_owned(), Some(Box::new(removed.clone())));
        }
        Some(removed)
    }

    /// Whether more texts can be kept.
    pub(crate) fn has_room_for_texts(&self) -> bool {
        self.text.get() < MOST_TEXT
    }

    #[cfg(test)]
    pub(crate) fn text_bytes(&self) -> usize {
        self.text.get()
    }

    /// Keeps the text of one of the objects until the object is changed, where there is room for it.
    pub(crate) fn keep_text(&self, of: &ReadyText, text: &[u8]) {
        if self.has_room_for_texts() {
            self.text.set(self.text.get() + of.keep(text));
        }
    }

    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.objects.iter().map(T::id)
    }

    /// The objects with their ids.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &T)> {
        self.objects.iter().map(|object| (object.id(), object))
    }

    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.objects.iter()
    }

    /// The objects from a bound on, as they are now.
    pub(crate) fn range(
        &self,
        (start, end): (Bound<String>, Bound<String>),
    ) -> impl DoubleEndedIterator<Item = (&str, &T)> {
        let from = self.first_after(&start);
        let to = match &end {
            Bound::Unbounded => self.objects.len(),
            Bound::Included(id) => self.objects.partition_point(|object| object.id() <= id.as_str()),
            Bound::Excluded(id) => self.objects.partition_point(|object| object.id() < id.as_str()),
        };
        self.objects
            .range(from..to.max(from))
            .map(|object| (object.id(), object))
    }

    /// The objects from a bound on, in the order of their ids, as the index of `search` shows them.
    pub(crate) fn indexed(&self, start: &Bound<String>) -> Box<dyn Iterator<Item = &T> + '_> {
        let current = self.objects.range(self.first_after(start)..self.objects.len());
        let seen = self.index_time();
        let mut former: BTreeMap<&str, Option<&T>> = BTreeMap::new();
        for change in self.changes.iter().filter(|change| change.at > seen) {
            former.entry(&change.id).or_insert(change.before.as_deref());
        }
        if former.is_empty() {
            return Box::new(current);
        }
        // Only the objects that are gone have to be put back into their places.
        let mut gone: Vec<&T> = former
            .iter()
            .filter(|(id, _)| !self.contains_key(id) && is_behind(id, start))
            .filter_map(|(_, before)| *before)
            .collect();
        let shown = current.filter_map(move |object| match former.get(object.id()) {
            Some(before) => *before,
            None => Some(object),
        });
        if gone.is_empty() {
            return Box::new(shown);
        }
        gone.extend(shown);
        gone.sort_by(|left, right| left.id().cmp(right.id()));
        Box::new(gone.into_iter())
    }

    fn index_time(&self) -> Timestamp {
        self.now.checked_sub(self.lag).unwrap_or(Timestamp::MIN)
    }

    fn is_lagging(&self) -> bool {
        self.lag > SignedDuration::ZERO
    }

    fn remember(&mut self, id: String, before: Option<Box<T>>) {
        let at = self.now;
        self.changes.push_back(Change { at, id, before });
    }

    /// The place of an object, or the one where it would be put; a new id's is at the end.
    ///
    /// Ids count up, so where one lies can be guessed from those at both ends. A million objects are found by some
    /// four looks instead of twenty, each of which waits for the memory.
    fn place(&self, id: &str) -> Result<usize, usize> {
        let known = |place: usize| self.objects[place].id();
        let (mut from, mut to) = (0, self.objects.len());
        match self.objects.last().map(|last| last.id().cmp(id)) {
            Some(Ordering::Less) => return Err(to),
            Some(Ordering::Equal) => return Ok(to - 1),
            _ => {}
        }
        for round in 0..GUESSES {
            if to - from < FEW {
                break;
            }
            let steps = to - from - 1;
            let guess = if round == 0 {
                // What is made in one go counts up by one, and an administrator that was made much later than all
                // others is last and makes the share too small.
                from + apart(id, known(from)).min(steps)
            } else {
                from + share(id, known(from), known(to - 1), steps)
            };
            match known(guess).cmp(id) {
                Ordering::Equal => return Ok(guess),
                Ordering::Less => from = guess + 1,
                Ordering::Greater => to = guess,
            }
        }
        while from < to {
            let middle = from.midpoint(to);
            match known(middle).cmp(id) {
                Ordering::Equal => return Ok(middle),
                Ordering::Less => from = middle + 1,
                Ordering::Greater => to = middle,
            }
        }
        Err(from)
    }

    fn first_after(&self, start: &Bound<String>) -> usize {
        match start {
            Bound::Unbounded => 0,
            Bound::Included(id) => self.place(id).unwrap_or_else(|place| place),
            Bound::Excluded(id) => self.place(id).map_or_else(|place| place, |place| place + 1),
        }
    }
}

/// Forgets the text of an object, of so many bytes that are kept.
fn forget_text(kept: &Cell<usize>, object: &mut impl Stored) {
    let freed = object.ready_text().map_or(0, ReadyText::forget);
    kept.set(kept.get() - freed);
}

/// After so many guesses the rest is halved again and again, and so it is when it is short.
const GUESSES: usize = 8;
const FEW: usize = 8;

/// How many ids lie between two, if none was left out.
fn apart(id: &str, first: &str) -> usize {
    usize::try_from(count(id).saturating_sub(count(first))).unwrap_or(usize::MAX)
}

/// How many of so many steps an id lies behind the first one, if those up to the last one are even.
fn share(id: &str, first: &str, last: &str, steps: usize) -> usize {
    let (id, first, last) = (count(id), count(first), count(last));
    let (Some(way), Some(whole)) = (id.checked_sub(first), last.checked_sub(first)) else {
        return 0;
    };
    let place = way
        .saturating_mul(steps as u64)
        .checked_div(whole)
        .unwrap_or_default();
    usize::try_from(place).unwrap_or(steps).min(steps)
}

/// The number in the middle of an id, which grows with time.
fn count(id: &str) -> u64 {
    let bytes = id.as_bytes();
    let digits = bytes.get(3..10).or(bytes.get(3..)).unwrap_or_default();
    digits
        .iter()
        .copied()
        .fold(0, |count, digit| count * 62 + u64::from(ids::worth(digit)))
}

fn is_behind(id: &str, start: &Bound<String>) -> bool {
    match start {
        Bound::Unbounded => true,
        Bound::Included(start) => id >= start.as_str(),
        Bound::Excluded(start) => id > start.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Thing(String, u8);

    impl Stored for Thing {
        fn id(&self) -> &str {
            &self.0
        }
    }

    fn indexed(store: &Store<Thing>) -> Vec<(&str, u8)> {
        let things = store.indexed(&Bound::Unbounded);
        things.map(|thing| (thing.0.as_str(), thing.1)).collect()
    }

    #[test]
    fn an_object_is_found_where_it_lies_whatever_its_id_is() {
        let mut ids = crate::ids::Ids::new(7);
        let mut known: Vec<String> = Vec::new();
        for index in 0..3_000_usize {
            known.push(match index % 100 {
                0 => format!("odd {}", ids.text(index % 7)),
                1 => ids.text(20),
                _ => ids.next("00u"),
            });
        }
        let mut store = Store::default();
        for id in &known {
            store.insert(id.clone(), Thing(id.clone(), 1));
        }
        known.sort();
        known.dedup();
        assert!(store.keys().eq(known.iter()));
        for id in &known {
            assert_eq!(store.get(id).map(|thing| &thing.0), Some(id));
            let missing = format!("{id} ");
            assert_eq!(store.place(&missing), known.binary_search(&missing));
            assert_eq!(
                store.place(&id[..id.len() / 2]),
                known.binary_search(&id[..id.len() / 2].to_owned())
            );
        }
    }

    #[test]
    fn the_index_shows_each_object_as_it_was_before_the_lag() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut store = Store::default();
        for id in ["a", "b", "c"] {
            store.insert(id.to_owned(), Thing(id.to_owned(), 0));
        }
        store.set_lag(SignedDuration::from_secs(10));
        store.set_now(at(100));
        store.get_mut("b").unwrap().1 = 1;
        store.remove("a");
        store.set_now(at(105));
        store.get_mut("b").unwrap().1 = 2;
        store.insert("d".to_owned(), Thing("d".to_owned(), 9));
        assert_eq!(indexed(&store), [("a", 0), ("b", 0), ("c", 0)]);
        store.set_now(at(110));
        assert_eq!(indexed(&store), [("b", 1), ("c", 0)]);
        store.set_now(at(115));
        assert_eq!(indexed(&store), [("b", 2), ("c", 0), ("d", 9)]);
        assert!(store.changes.is_empty());
    }
}
