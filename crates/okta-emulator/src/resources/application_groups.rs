//! Groups that have an app, with a priority that decides whose profile wins.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::application_group_order::make_room;
use super::{application_users, applications, groups};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::paging::{self, Sizes};
use crate::state::{Application, GroupAssignment};
use crate::system_log::Target;

const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

/// 0 is the highest. The bounds are those of Okta's reference of the Apps API before it became an OpenAPI document, in
/// its table of an assigned group's properties; the specification has none.
pub(super) const PRIORITIES: RangeInclusive<i64> = 0..=100;

pub(super) fn list_application_group_assignments(call: &mut Call<'_>) -> Outcome<Answer> {
    let application = applications::find(call.org, call.parameter(0))?;
    let limit = paging::limit(call, SIZES)?;
    paging::start(call, "00g")?;
    let q = call.query.filled("q").map(str::to_lowercase);
    // In the order of priority, as recorded; the cursor is a group of the list.
    let mut ranked: Vec<(&String, &GroupAssignment)> = application.groups.iter().collect();
    ranked.sort_by_key(|(id, assignment)| (assignment.priority, *id));
    let from = match call.query.filled("after") {
        None => 0,
        Some(cursor) => {
            ranked
                .iter()
                .position(|(id, _)| *id == cursor)
                .ok_or_else(paging::invalid_cursor)?
                + 1
        }
    };
    let kept = ranked.into_iter().skip(from).map(|(id, _)| id).filter(|id| {
        let name = call
            .org
            .groups
            .get(id)
            .and_then(|group| group.profile.get("name"))
            .and_then(Value::as_str);
        q.as_ref()
            .is_none_or(|q| name.unwrap_or_default().to_lowercase().starts_with(q))
    });
    let (found, next) = paging::page(kept, limit, |id| (*id).clone());
    let embed = call.query.get("expand") == Some("group");
    let items = found.into_iter().filter_map(|id| {
        let mut item = shown(call, application, id)?;
        if let Some(group) = call.org.groups.get(id).filter(|_| embed) {
            item["_embedded"] = json!({ "group": groups::shown(call.org, group, &call.base, false) });
        }
        Some(item)
    });
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

pub(super) fn get_application_group_assignment(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call)
}

/// `200` with the assignment; a second `PUT` writes its priority and profile.
pub(super) fn assign_group_to_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json_or_empty()?;
    let (application, group) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    let known = applications::find(call.org, &application)?;
    groups::find(call.org, &group)?;
    let new = !known.groups.contains_key(&group);
    // The first assignment of an app has priority 0 (recorded); one without a wish goes last. Where the last place is
    // taken, the two share it: what Okta does there is not verified.
    let last = known
        .groups
        .values()
        .map(|assignment| assignment.priority + 1)
        .max()
        .map_or(0, |last| last.min(*PRIORITIES.end()));
    let current = known
        .groups
        .get(&group)
        .map_or(last, |assignment| assignment.priority);
    let wanted = priority_of(body.get("priority"))?;
    let assignment = GroupAssignment {
        priority: wanted.unwrap_or(current),
        last_updated: call.second(),
        profile: body
            .get("profile")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
    };
    if let Some(application) = call.org.applications.get_mut(&application) {
        if let Some(wanted) = wanted {
            make_room(&mut application.groups, &group, wanted, *PRIORITIES.end());
        }
        put(&mut application.groups, &group, assignment);
    }
    let event_type = if new {
        "group.application_assignment.add"
    } else {
        "group.application_assignment.update"
    };
    record(call, event_type, &application, &group);
    reconcile_members(call, &group);
    answer(call)
}

/// One that says what is there already keeps the time of the last change (recorded by Okta's Terraform provider,
/// `TestAccResourceOktaAppGroupAssignments_crud`).
pub(super) fn put(assignments: &mut BTreeMap<String, GroupAssignment>, group: &str, new: GroupAssignment) {
    let differs = |old: &GroupAssignment| old.priority != new.priority || old.profile != new.profile;
    if assignments.get(group).is_none_or(differs) {
        assignments.insert(group.to_owned(), new);
    }
}

/// The priority that a body asks for, if it does. Which words Okta refuses another with is not verified.
pub(super) fn priority_of(wanted: Option<&Value>) -> Outcome<Option<i64>> {
    let Some(wanted) = wanted.filter(|wanted| !wanted.is_null()) else {
        return Ok(None);
    };
    // What is no integer is nothing that Okta's reader takes.
    let Some(priority) = wanted.as_i64() else {
        return Err(Refusal::of("E0000003"));
    };
    if PRIORITIES.contains(&priority) {
        return Ok(Some(priority));
    }
    let (least, most) = (PRIORITIES.start(), PRIORITIES.end());
    let cause = format!("priority: The field must be between {least} and {most}");
    Err(Refusal::validation("priority", cause))
}

pub(super) fn unassign_application_from_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let (application, group) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    applications::find(call.org, &application)?;
    let removed = call
        .org
        .applications
        .get_mut(&application)
        .and_then(|known| known.groups.remove(&group));
    if removed.is_none() {
        return Err(Refusal::not_found(&group, "ApplicationGroupAssignment"));
    }
    record(call, "group.application_assignment.remove", &application, &group);
    reconcile_members(call, &group);
    Ok(Answer::no_content())
}

fn reconcile_members(call: &mut Call<'_>, group: &str) {
    let group = call.org.groups.get(group);
    let members: Vec<String> = group
        .map(|group| groups::members(call.org, group).map(str::to_owned).collect())
        .unwrap_or_default();
    for member in members {
        application_users::reconcile(call, &member);
    }
}

fn shown(call: &Call<'_>, application: &Application, group: &str) -> Option<Value> {
    let assignment = application.groups.get(group)?;
    let app = format!("{}/api/v1/apps/{}", call.base, application.id);
    Some(json!({
        "id": group,
        "lastUpdated": wire(assignment.last_updated),
        "priority": assignment.priority,
        "profile": assignment.profile,
        "_links": {
            "app": { "href": app },
            "self": { "href": format!("{app}/groups/{group}") },
            "group": { "href": format!("{}/api/v1/groups/{group}", call.base) },
        },
    }))
}

pub(super) fn record(call: &mut Call<'_>, event_type: &str, application: &str, group: &str) {
    let mut targets: Vec<Target> = groups::target(call, group);
    targets.extend(applications::target(call, application));
    call.record(event_type, targets);
}

pub(super) fn answer(call: &Call<'_>) -> Outcome<Answer> {
    let application = applications::find(call.org, call.parameter(0))?;
    let group = call.parameter(1);
    shown(call, application, group)
        .map(Answer::ok)
        .ok_or_else(|| Refusal::not_found(group, "ApplicationGroupAssignment"))
}
