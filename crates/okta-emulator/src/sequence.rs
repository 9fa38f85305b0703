//! A long list that lies in the memory piece by piece.

use std::ops::{Index, IndexMut, Range};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// So many elements a piece at most.
const PIECE: usize = 256;

/// A list whose elements lie one behind the other, so that reading on waits for the memory once and not for each
/// element; what is put in or taken out in the middle moves those of one piece only.
#[derive(Clone, Debug)]
pub(crate) struct Sequence<T> {
    /// None is empty.
    pieces: Vec<Vec<T>>,
    /// The place of each piece's first element.
    starts: Vec<usize>,
    length: usize,
}

impl<T> Default for Sequence<T> {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            starts: Vec::new(),
            length: 0,
        }
    }
}

impl<T> Sequence<T> {
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn get(&self, place: usize) -> Option<&T> {
        let (piece, within) = self.piece_of(place);
        self.pieces.get(piece)?.get(within)
    }

    pub(crate) fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        let (piece, within) = self.piece_of(place);
        self.pieces.get_mut(piece)?.get_mut(within)
    }

    pub(crate) fn last(&self) -> Option<&T> {
        self.pieces.last()?.last()
    }

    /// The elements of some places.
    pub(crate) fn range(&self, places: Range<usize>) -> impl DoubleEndedIterator<Item = &T> {
        let end = self.piece_of(places.end).0 + 1;
        let end = end.min(self.pieces.len());
        let first = self.piece_of(places.start).0.min(end);
        let pieces = self.pieces[first..end].iter().zip(&self.starts[first..end]);
        pieces.flat_map(move |(piece, start)| {
            let within = |place: usize| place.saturating_sub(*start).min(piece.len());
            let from = within(places.start);
            piece[from..within(places.end).max(from)].iter()
        })
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.pieces.iter().flatten()
    }

    /// The first place whose element is not as those before it are.
    pub(crate) fn partition_point(&self, is_before: impl Fn(&T) -> bool) -> usize {
        let piece = self
            .pieces
            .partition_point(|piece| piece.last().is_some_and(&is_before));
        let Some(elements) = self.pieces.get(piece) else {
            return self.length;
        };
        self.starts[piece] + elements.partition_point(is_before)
    }

    /// Puts an element at a place, before the one that is there; behind the end it is put at the end.
    pub(crate) fn insert(&mut self, place: usize, element: T) {
        let (mut piece, mut within) = self.piece_of(place.min(self.length));
        if self.pieces.get(piece).is_some_and(|full| full.len() == PIECE) {
            // Most lists grow at the end: nothing is moved for that, and every piece is full.
            let rest = self.pieces[piece].split_off(if within == PIECE { PIECE } else { PIECE / 2 });
            self.pieces.insert(piece + 1, rest);
            self.starts
                .insert(piece + 1, self.starts[piece] + self.pieces[piece].len());
            if let Some(behind) = within.checked_sub(self.pieces[piece].len()) {
                (piece, within) = (piece + 1, behind);
            }
        } else if self.pieces.is_empty() {
            self.pieces.push(Vec::new());
            self.starts.push(0);
        }
        self.pieces[piece].insert(within, element);
        for start in &mut self.starts[piece + 1..] {
            *start += 1;
        }
        self.length += 1;
    }

    pub(crate) fn remove(&mut self, place: usize) -> T {
        let (piece, within) = self.piece_of(place);
        let removed = self.pieces[piece].remove(within);
        for start in &mut self.starts[piece + 1..] {
            *start -= 1;
        }
        if self.pieces[piece].is_empty() {
            self.pieces.remove(piece);
            self.starts.remove(piece);
        }
        self.length -= 1;
        removed
    }

    /// The piece of a place, and the place within it. What is behind the end is behind the end of the last one.
    fn piece_of(&self, place: usize) -> (usize, usize) {
        // Where all pieces before are full.
        let guess = place / PIECE;
        let is_there = self.starts.get(guess) == Some(&(guess * PIECE));
        let piece = if is_there && self.starts.get(guess + 1).is_none_or(|next| place < *next) {
            guess
        } else {
            let behind = self.starts.partition_point(|start| *start <= place);
            behind.saturating_sub(1)
        };
        let start = self.starts.get(piece).copied().unwrap_or_default();
        (piece, place - start)
    }
}

impl<T> Index<usize> for Sequence<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        let (piece, within) = self.piece_of(place);
        &self.pieces[piece][within]
    }
}

impl<T> IndexMut<usize> for Sequence<T> {
    fn index_mut(&mut self, place: usize) -> &mut T {
        let (piece, within) = self.piece_of(place);
        &mut self.pieces[piece][within]
    }
}

impl<T> FromIterator<T> for Sequence<T> {
    fn from_iter<Elements: IntoIterator<Item = T>>(elements: Elements) -> Self {
        let mut sequence = Self::default();
        for element in elements {
            sequence.insert(sequence.length, element);
        }
        sequence
    }
}

impl<T: Serialize> Serialize for Sequence<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pieces.iter().flatten())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Sequence<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_list_like_any_other(
            changes in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..2_000),
            (from, to) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            grown in 0..1_000_usize,
        ) {
            let mut sequence: Sequence<usize> = (0..grown).collect();
            let mut list: Vec<usize> = (0..grown).collect();
            for (element, (adds, place)) in changes.into_iter().enumerate() {
                if adds || list.is_empty() {
                    let place = place.index(list.len() + 1);
                    list.insert(place, element);
                    sequence.insert(place, element);
                } else {
                    let place = place.index(list.len());
                    prop_assert_eq!(sequence.remove(place), list.remove(place));
                }
            }
            prop_assert_eq!(sequence.len(), list.len());
            prop_assert_eq!(sequence.last(), list.last());
            prop_assert!(sequence.iter().eq(&list));
            for place in 0..list.len() + 2 {
                prop_assert_eq!(sequence.get(place), list.get(place));
                prop_assert_eq!(sequence.get_mut(place), list.get_mut(place));
            }
            let (from, to) = (from.index(list.len() + 1), to.index(list.len() + 1));
            let (from, to) = (from.min(to), from.max(to));
            prop_assert!(sequence.range(from..to).eq(&list[from..to]));
            prop_assert!(sequence.range(from..to).rev().eq(list[from..to].iter().rev()));
            let written = serde_json::to_string(&sequence).unwrap();
            prop_assert_eq!(&written, &serde_json::to_string(&list).unwrap());
            prop_assert!(serde_json::from_str::<Sequence<usize>>(&written).unwrap().iter().eq(&list));
            list.sort_unstable();
            let sorted: Sequence<usize> = list.iter().copied().collect();
            let than = list.get(from).copied().unwrap_or_default();
            let is_before = |element: &usize| *element < than;
            prop_assert_eq!(sorted.partition_point(is_before), list.partition_point(is_before));
        }
    }
}
