//! Who has which app: through a group, or alone.

use std::collections::BTreeMap;

use super::{about, float, founded, groups_of};
use crate::org_shape::OrgShape;
use crate::state::{ApplicationUser, GroupAssignment, Object, Org, Status};

/// Who has an app, by the user's place, and how.
#[derive(Clone, Copy, PartialEq)]
enum Assigned {
    Not,
    ThroughGroup,
    Alone,
}

pub(super) fn assign_applications(org: &mut Org, shape: &OrgShape) {
    let applications: Vec<String> = org.applications.keys().cloned().collect();
    let is_alive: Vec<bool> = org
        .users
        .values()
        .map(|user| user.status != Status::Deprovisioned)
        .collect();
    if applications.is_empty() {
        return;
    }
    let mut assigned = vec![vec![Assigned::Not; is_alive.len()]; applications.len()];
    let through_groups = shape.apps_through_groups.clamp(0.0, 1.0);
    let alive = is_alive.iter().filter(|alive| **alive).count();
    let wanted = through_groups * shape.apps_per_user.max(0.0) * float(alive);
    give_to_groups(org, &applications, &is_alive, &mut assigned, wanted);
    let alone = (1.0 - through_groups) * shape.apps_per_user;
    for place in (0..is_alive.len()).filter(|place| is_alive[*place]) {
        let random = org.ids.random();
        for _ in 0..about(alone, random).min(applications.len()) {
            // Who has the drawn app draws again, and gives up in time.
            let draws = (0..8).map(|_| random.usize(0..applications.len()));
            let mut free = draws.filter(|application| assigned[*application][place] == Assigned::Not);
            if let Some(application) = free.next() {
                assigned[application][place] = Assigned::Alone;
            }
        }
    }
    for (application, assigned) in applications.iter().zip(&assigned) {
        let has = assigned
            .iter()
            .enumerate()
            .filter(|(_, how)| **how != Assigned::Not);
        let users = has.filter_map(|(place, how)| {
            let user = org.users.nth(place)?;
            let assigned = ApplicationUser {
                direct: *how == Assigned::Alone,
                created: user.created,
                last_updated: user.created,
                known_as: None,
            };
            Some((user.id.as_str().into(), assigned))
        });
        // They are in order, so that the map is made without a gap.
        let users: BTreeMap<_, _> = users.collect();
        if let Some(application) = org.applications.get_mut(application) {
            application.users = users;
        }
    }
}

/// Gives groups to apps in turn until so many assignments follow.
fn give_to_groups(
    org: &mut Org,
    applications: &[String],
    is_alive: &[bool],
    assigned: &mut [Vec<Assigned>],
    wanted: f64,
) {
    let groups = groups_of(org);
    if groups.is_empty() {
        return;
    }
    let mut made = 0.0;
    // Every second app first: those that are given to people alone are there in every org.
    let turns = (0..applications.len())
        .step_by(2)
        .chain((1..applications.len()).step_by(2));
    let turns: Vec<usize> = turns.collect();
    for turn in 0..applications.len() * groups.len() {
        if made >= wanted {
            return;
        }
        let index = turns[turn % turns.len().div_ceil(2).max(1)];
        let group = &groups[org.ids.random().usize(0..groups.len())];
        let members = org.groups.get(group).map(|group| &group.members);
        let places: Vec<usize> = members
            .into_iter()
            .flatten()
            .filter_map(|member| org.users.place_of(member))
            .filter(|place| is_alive[*place] && assigned[index][*place] == Assigned::Not)
            .collect();
        // Half of a group too many is as far from what was asked for as half of it too few.
        if places.is_empty() || made + float(places.len()) / 2.0 > wanted {
            continue;
        }
        let Some(application) = org.applications.get_mut(&applications[index]) else {
            continue;
        };
        let priority = i64::try_from(application.groups.len()).unwrap_or_default();
        let assignment = GroupAssignment {
            priority,
            last_updated: founded(),
            profile: Object::new(),
        };
        application.groups.insert(group.clone(), assignment);
        made += float(places.len());
        for place in places {
            assigned[index][place] = Assigned::ThroughGroup;
        }
    }
}
