//! The events that were delivered last, by uuid, in bounded memory.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

/// Okta gives no more events a page, and a page may be read again from its beginning.
const FEWEST: usize = 1000;

#[derive(Debug)]
pub(super) struct Recent {
    most: usize,
    in_order: VecDeque<Arc<str>>,
    known: HashSet<Arc<str>>,
}

impl Recent {
    pub(super) fn new() -> Self {
        Self {
            most: 2 * FEWEST,
            in_order: VecDeque::new(),
            known: HashSet::new(),
        }
    }

    /// How many are known at most. Fewer than a page would deliver an event twice.
    pub(super) fn remember(&mut self, most: usize) {
        self.most = most.max(FEWEST);
        self.forget();
    }

    /// Whether the event was not known; it is from now on.
    pub(super) fn is_new(&mut self, uuid: &str) -> bool {
        if self.known.contains(uuid) {
            return false;
        }
        let uuid: Arc<str> = uuid.into();
        self.in_order.push_back(Arc::clone(&uuid));
        self.known.insert(uuid);
        self.forget();
        true
    }

    /// The uuids, the one that was delivered longest ago first.
    pub(super) fn uuids(&self) -> impl Iterator<Item = &str> {
        self.in_order.iter().map(|uuid| &**uuid)
    }

    fn forget(&mut self) {
        while self.in_order.len() > self.most {
            if let Some(uuid) = self.in_order.pop_front() {
                self.known.remove(&uuid);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn memory_is_bounded_and_an_event_is_new_once(uuids in prop::collection::vec(0_u16..4_000, 0..6_000)) {
            let mut recent = Recent::new();
            recent.remember(0);
            let mut last = std::collections::HashMap::new();
            for (at, uuid) in uuids.iter().enumerate() {
                let is_new = recent.is_new(&uuid.to_string());
                // What came among the last thousand is known, whatever came in between.
                if let Some(before) = last.get(uuid) {
                    prop_assert!(!is_new || at - before >= FEWEST);
                } else {
                    prop_assert!(is_new);
                }
                if is_new {
                    last.insert(*uuid, at);
                }
                prop_assert!(recent.in_order.len() <= FEWEST);
                prop_assert_eq!(recent.in_order.len(), recent.known.len());
            }
        }
    }
}
