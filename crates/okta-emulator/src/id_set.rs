//! A few ids in order, such as the groups of a user.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A sorted list of ids without room to spare: most users are in a few groups only, for which a tree would set
/// aside room for eleven.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IdSet(Vec<SmolStr>);

impl IdSet {
    /// Says whether the id was not there before.
    pub(crate) fn insert(&mut self, id: impl AsRef<str>) -> bool {
        match self.place(id.as_ref()) {
            Ok(_) => false,
            Err(place) => {
                self.0.reserve_exact(1);
                self.0.insert(place, SmolStr::new(id.as_ref()));
                true
            }
        }
    }

    /// Says whether the id was there.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.place(id).map(|place| self.0.remove(place)).is_ok()
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.place(id).is_ok()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(SmolStr::as_str)
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|known| known.as_str().cmp(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_order_and_once() {
        let mut set = IdSet::default();
        let new: Vec<bool> = ["c", "a", "c", "b"].map(|id| set.insert(id)).into();
        assert_eq!(new, [true, true, false, true]);
        assert_eq!(set.iter().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(set.contains("b") && set.remove("b") && !set.remove("b") && !set.contains("b"));
    }
}
