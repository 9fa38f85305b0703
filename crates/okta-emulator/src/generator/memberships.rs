//! Who is in which group.

use super::{about, float, groups_of};
use crate::org_shape::{GroupSizes, OrgShape};
use crate::state::Org;

/// Who is drawn for a group that he is in already is drawn again, so many times.
const TRIES: usize = 16;

pub(super) fn join_groups(org: &mut Org, shape: &OrgShape) {
    let groups = groups_of(org);
    if groups.is_empty() || org.users.len() == 0 {
        return;
    }
    // By the places of the users: a list of a million ids would be as large as their part of the org.
    let members = match shape.group_sizes {
        GroupSizes::Fixed(size) => fixed(org, groups.len(), size),
        GroupSizes::Even => drawn(org, groups.len(), shape, |_| 1.0),
        GroupSizes::Falling => drawn(org, groups.len(), shape, |rank| float(groups.len()) - rank),
        GroupSizes::Zipf { exponent } => drawn(org, groups.len(), shape, |rank| (rank + 1.0).powf(-exponent)),
    };
    for (group, members) in groups.iter().zip(members) {
        for place in &members {
            if let Some(user) = org.users.nth_mut(*place as usize) {
                user.groups.insert(group);
            }
        }
        let ids = members.iter().filter_map(|place| org.users.nth(*place as usize));
        // They are in order, so that the set is made without a gap.
        let ids = ids.map(|user| user.id.as_str().into()).collect();
        if let Some(group) = org.groups.get_mut(group) {
            group.members = ids;
        }
    }
}

/// The members of each group, where each user draws its groups by these weights.
fn drawn(org: &mut Org, groups: usize, shape: &OrgShape, weight: impl Fn(f64) -> f64) -> Vec<Vec<u32>> {
    // What the groups up to each one weigh together.
    let mut sums: Vec<f64> = Vec::with_capacity(groups);
    for rank in 0..groups {
        let before = sums.last().copied().unwrap_or_default();
        sums.push(before + weight(float(rank)));
    }
    let whole = sums.last().copied().unwrap_or_default();
    let mut members = vec![Vec::new(); groups];
    for place in 0..u32::try_from(org.users.len()).unwrap_or(u32::MAX) {
        let random = org.ids.random();
        for _ in 0..about(shape.groups_per_user, random).min(groups) {
            for _ in 0..TRIES {
                let mark = random.f64() * whole;
                let group = sums.partition_point(|sum| *sum <= mark).min(groups - 1);
                if members[group].last() != Some(&place) {
                    members[group].push(place);
                    break;
                }
            }
        }
    }
    members
}

/// The members of each group, where all groups are equally large.
fn fixed(org: &mut Org, groups: usize, size: usize) -> Vec<Vec<u32>> {
    let users = org.users.len();
    let draw = |_| {
        let places = org.ids.random().choose_multiple(0..users, size.min(users));
        let places = places.into_iter().filter_map(|place| u32::try_from(place).ok());
        let mut members: Vec<u32> = places.collect();
        members.sort_unstable();
        members
    };
    (0..groups).map(draw).collect()
}
