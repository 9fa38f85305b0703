//! The order of the groups that have an app: no two are given one place.
//!
//! Recorded by Okta's Terraform provider, `TestAccResourceOktaAppGroupAssignments_crud`, of two groups that change places: who
//! stood where a group is put makes room, and keeps the time of its last change. That it goes by one as in a list, where
//! more than two are there, and how a group that is new makes room are not recorded.

use std::collections::BTreeMap;

use crate::state::GroupAssignment;

/// Moves whoever is in the way when the group is put at this priority. Nobody goes behind the `last` place.
pub(super) fn make_room(
    assignments: &mut BTreeMap<String, GroupAssignment>,
    group: &str,
    wanted: i64,
    last: i64,
) {
    let is_taken = |assignments: &BTreeMap<String, GroupAssignment>, place: i64| {
        assignments
            .iter()
            .any(|(id, other)| id != group && other.priority == place)
    };
    if !is_taken(assignments, wanted) {
        return;
    }
    let (between, step) = match assignments.get(group).map(|own| own.priority) {
        Some(own) if own < wanted => (own..=wanted, -1),
        Some(own) => (wanted..=own, 1),
        None => {
            let free = (wanted..=last).find(|place| !is_taken(assignments, *place));
            (wanted..=free.unwrap_or(last), 1)
        }
    };
    let others = assignments.iter_mut().filter(|(id, _)| *id != group);
    for (_, other) in others.filter(|(_, other)| between.contains(&other.priority)) {
        other.priority = (other.priority + step).min(last);
    }
}
