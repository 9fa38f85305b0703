//! The permissions that a custom role needs: as few as there can be, and none wider than it must be.

use okta_facts::Half;

use crate::Permission;

/// Bits of permissions: those that were granted, with what they are known to include, and with what they may include.
#[derive(Clone, Copy, Debug, Default)]
struct Choice {
    granted: u128,
    held: u128,
    perhaps_held: u128,
}

impl Choice {
    /// Less is better: first what may be held in the end, then what is granted for it.
    fn cost(self) -> (u32, u32, u128) {
        let (held, granted) = (self.perhaps_held.count_ones(), self.granted.count_ones());
        (held, granted, self.granted)
    }
}

/// The permissions that fill all these halves. Any label of [`Half::any_of`] fills one, and so does what includes it; of
/// all choices the one that holds least, by an exact search.
pub(super) fn permissions<'a>(halves: impl Iterator<Item = &'a Half>) -> Vec<Permission> {
    let mut wanted: Vec<Vec<u128>> = Vec::new();
    for half in halves {
        let options: Vec<u128> = half
            .any_of
            .iter()
            .filter_map(|label| crate::compiled::bit(label))
            .collect();
        if !options.is_empty() && !wanted.contains(&options) {
            wanted.push(options);
        }
    }
    // What leaves no choice comes first and settles most of the rest.
    wanted.sort_by_key(Vec::len);
    let mut best = None;
    search(&wanted, Choice::default(), &mut best);
    let chosen = best.map_or(0, |best: Choice| best.granted);
    bits(chosen)
        .filter(|place| {
            // What another one brings along is not granted by itself.
            let bit = 1 << place;
            !bits(chosen & !bit).any(|other| with_included(other, false) & bit != 0)
        })
        .filter_map(|place| okta_facts::PERMISSIONS.get(place)?.label)
        .map(Permission::known)
        .collect()
}

fn search(wanted: &[Vec<u128>], choice: Choice, best: &mut Option<Choice>) {
    if best.is_some_and(|best| best.cost() <= choice.cost()) {
        return;
    }
    let Some((options, rest)) = wanted.split_first() else {
        *best = Some(choice);
        return;
    };
    if options.iter().any(|option| choice.held & option != 0) {
        return search(rest, choice, best);
    }
    for option in options {
        let place = option.trailing_zeros() as usize;
        let more = Choice {
            granted: choice.granted | option,
            held: choice.held | with_included(place, false),
            perhaps_held: choice.perhaps_held | with_included(place, true),
        };
        search(rest, more, best);
    }
}

/// A permission and what it includes, as bits; with what it may include, where `perhaps`.
fn with_included(place: usize, perhaps: bool) -> u128 {
    let known = okta_facts::PERMISSIONS.get(place);
    let included = known.into_iter().flat_map(|known| {
        let counts = move |label: &&&str| perhaps || !known.unverified_includes.contains(*label);
        known.includes.iter().filter(counts)
    });
    included
        .filter_map(|label| crate::compiled::bit(label))
        .fold(1 << place, |held, bit| held | bit)
}

fn bits(set: u128) -> impl Iterator<Item = usize> {
    (0..128).filter(move |place| set & (1 << place) != 0)
}
