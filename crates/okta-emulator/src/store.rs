//! Objects of one kind in the order of their ids, and what `search` still sees of them.
//!
//! Okta answers `search` from an index that follows the objects after a while, and a read by id or with
//! `filter` from the objects themselves (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/User/#tag/User/operation/listUsers>).
//! Every change goes through [`Store::get_mut`], [`Store::insert`] or [`Store::remove`], which keep what was
//! there before for as long as the index lags; without a lag nothing is kept.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An object that knows its id.
pub(crate) trait Stored: Clone {
    fn id(&self) -> &String;
}

/// Objects by id. Ids grow with time, so a new object comes last and the order is that of creation.
///
/// A sorted vector of boxes: eight bytes an object beside the object itself, where a tree would leave a
/// third of its room empty.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Store<T> {
    objects: Vec<Box<T>>,
    lag: SignedDuration,
    now: Timestamp,
    /// What was there before each change that the index does not show yet, oldest first.
    changes: VecDeque<Change<T>>,
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
            objects: Vec::new(),
            lag: SignedDuration::ZERO,
            now: Timestamp::UNIX_EPOCH,
            changes: VecDeque::new(),
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
        let seen = self.index_time();
        while self.changes.front().is_some_and(|change| change.at <= seen) {
            self.changes.pop_front();
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.objects.len()
    }

    /// The object at a place of the order.
    pub(crate) fn nth(&self, place: usize) -> Option<&T> {
        self.objects.get(place).map(|object| &**object)
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.place(id).ok().map(|place| &*self.objects[place])
    }

    pub(crate) fn get_key_value(&self, id: &str) -> Option<(&String, &T)> {
        self.get(id).map(|object| (object.id(), object))
    }

    pub(crate) fn contains_key(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    /// The object, to be changed.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let place = self.place(id).ok()?;
        if self.is_lagging() {
            let before = self.objects[place].clone();
            self.remember(id.to_owned(), Some(before));
        }
        Some(&mut self.objects[place])
    }

    pub(crate) fn insert(&mut self, id: String, object: T) -> Option<T> {
        let boxed = Box::new(object);
        match self.place(&id) {
            Ok(place) => {
                let before = std::mem::replace(&mut self.objects[place], boxed);
                if self.is_lagging() {
                    self.remember(id, Some(before.clone()));
                }
                Some(*before)
            }
            Err(place) => {
                self.objects.insert(place, boxed);
                if self.is_lagging() {
                    self.remember(id, None);
                }
                None
            }
        }
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let place = self.place(id).ok()?;
        let removed = self.objects.remove(place);
        if self.is_lagging() {
            self.remember(id.to_owned(), Some(removed.clone()));
        }
        Some(*removed)
    }

    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &String> {
        self.objects.iter().map(|object| object.id())
    }

    /// The objects with their ids.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&String, &T)> {
        self.objects.iter().map(|object| (object.id(), &**object))
    }

    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.objects.iter().map(|object| &**object)
    }

    /// The objects from a bound on, as they are now.
    pub(crate) fn range(
        &self,
        (start, end): (Bound<String>, Bound<String>),
    ) -> impl DoubleEndedIterator<Item = (&String, &T)> {
        let from = self.first_after(&start);
        let to = match &end {
            Bound::Unbounded => self.objects.len(),
            Bound::Included(id) => self.objects.partition_point(|object| object.id() <= id),
            Bound::Excluded(id) => self.objects.partition_point(|object| object.id() < id),
        };
        self.objects[from..to.max(from)]
            .iter()
            .map(|object| (object.id(), &**object))
    }

    /// The objects from a bound on, in the order of their ids, as the index of `search` shows them.
    pub(crate) fn indexed(&self, start: &Bound<String>) -> Box<dyn Iterator<Item = &T> + '_> {
        let current = self.objects[self.first_after(start)..]
            .iter()
            .map(|object| &**object);
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
        let shown = current.filter_map(move |object| match former.get(object.id().as_str()) {
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

    /// Where the object lies, or where one with this id belongs. Most new objects belong at the end.
    fn place(&self, id: &str) -> Result<usize, usize> {
        match self.objects.last() {
            Some(last) if last.id().as_str() < id => Err(self.objects.len()),
            _ => self
                .objects
                .binary_search_by(|object| object.id().as_str().cmp(id)),
        }
    }

    fn first_after(&self, start: &Bound<String>) -> usize {
        self.objects
            .partition_point(|object| !is_behind(object.id(), start))
    }
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
        fn id(&self) -> &String {
            &self.0
        }
    }

    fn indexed(store: &Store<Thing>) -> Vec<(&str, u8)> {
        let things = store.indexed(&Bound::Unbounded);
        things.map(|thing| (thing.0.as_str(), thing.1)).collect()
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
