//! `PATCH` of an app's group: a list of changes to its priority and profile
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationGroups/>).

use serde_json::Value;

use super::application_group_order::make_room;
use super::application_groups::{PRIORITIES, answer, priority_of, put, record};
use super::applications;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::GroupAssignment;

/// `200` with the assignment. Nothing changes where one of the changes cannot be made.
pub(super) fn update_group_assignment_to_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let changes: Vec<Value> = serde_json::from_slice(&call.body).map_err(|_| Refusal::of("E0000003"))?;
    let (application, group) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    applications::find(call.org, &application)?;
    let missing = || Refusal::not_found(&group, "ApplicationGroupAssignment");
    let assignments = match call.org.applications.get_mut(&application) {
        Some(known) => &mut known.groups,
        None => return Err(missing()),
    };
    let assignment = assignments.get(&group).ok_or_else(missing)?;
    let mut patched = GroupAssignment {
        priority: assignment.priority,
        last_updated: assignment.last_updated,
        profile: assignment.profile.clone(),
    };
    for change in &changes {
        apply(&mut patched, change)?;
    }
    patched.last_updated = crate::clock::whole_second(call.now);
    make_room(assignments, &group, patched.priority, *PRIORITIES.end());
    put(assignments, &group, patched);
    record(call, "group.application_assignment.update", &application, &group);
    answer(call)
}

/// No recording has such a change; the refusal's words are ours.
fn apply(assignment: &mut GroupAssignment, change: &Value) -> Outcome<()> {
    let (operation, path) = (
        change["op"].as_str().unwrap_or_default(),
        change["path"].as_str().unwrap_or_default(),
    );
    let refused = || {
        let cause = format!("The change '{operation}' of '{path}' can't be made.");
        Refusal::validation("patch", cause)
    };
    let value = &change["value"];
    match (operation, path.strip_prefix('/').ok_or_else(refused)?) {
        ("replace" | "add", "priority") => {
            assignment.priority = priority_of(Some(value))?.ok_or_else(refused)?;
        }
        ("replace" | "add", "profile") => {
            assignment.profile = value.as_object().cloned().ok_or_else(refused)?;
        }
        ("remove", "profile") => assignment.profile.clear(),
        (operation, path) => {
            let name = path.strip_prefix("profile/").ok_or_else(refused)?;
            match operation {
                "replace" | "add" => {
                    assignment.profile.insert(name.to_owned(), value.clone());
                }
                "remove" => {
                    assignment.profile.remove(name);
                }
                _ => return Err(refused()),
            }
        }
    }
    Ok(())
}
