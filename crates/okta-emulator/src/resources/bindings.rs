//! Bindings: which custom role applies to a resource set, and for whom.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::iam_lists::{self, with_self};
use super::resource_sets::{self, missing, target};
use super::{custom_roles, roles};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::{Assignee, Member};

/// How many administrators a role may have on a resource set (Okta's help page "Custom administrator roles").
const MOST: usize = 1_000;

/// The roles that are bound, without their members.
pub(super) fn list_bindings(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = resource_sets::id(call, 0)?;
    let own = format!("{}/api/v1/iam/resource-sets/{set}", call.base);
    let links = json!({
        "resource-set": { "href": own },
        "self": { "href": format!("{own}/bindings") },
    });
    let found = call
        .org
        .iam
        .resource_sets
        .get(&set)
        .ok_or_else(|| missing(&set))?;
    let shown = |role: &String| {
        json!({
            "id": role,
            "_links": {
                "self": { "href": format!("{}/api/v1/iam/roles/{role}", call.base) },
                "members": { "href": format!("{own}/bindings/{role}/members") },
            },
        })
    };
    let bindings = found.bindings.iter().map(|role| (role, role));
    iam_lists::answer(call, "roles", bindings, shown, links)
}

pub(super) fn get_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let (set, role) = binding(call)?;
    let own = format!("{}/api/v1/iam/resource-sets/{set}", call.base);
    let body = json!({
        "id": role,
        "_links": {
            "self": { "href": format!("{own}/bindings/{role}") },
            "members": { "href": format!("{own}/bindings/{role}/members") },
            "resource-set": { "href": own },
        },
    });
    Ok(with_self(call, Answer::ok(body)))
}

/// `200` with links alone. Where the role is bound to the set already, the members join the binding: the
/// specification speaks of one binding for a role and a set, and of no error for a second.
pub(super) fn create_resource_set_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = resource_sets::id(call, 0)?;
    let body = call.json()?;
    let role = role(call, body.get("role").and_then(Value::as_str).unwrap_or_default())?;
    let members = members(call, body.get("members"))?;
    require_room(call, &set, &role, members.len())?;
    if let Some(set) = call.org.iam.resource_sets.get_mut(&set) {
        set.bindings.insert(role.clone());
    }
    for member in members {
        add_member(call, &set, &role, &member);
    }
    Ok(edited(call, &set, &role))
}

/// `204`; its members lose the role on this set.
pub(super) fn delete_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let (set, role) = binding(call)?;
    let members: Vec<String> = call
        .org
        .iam
        .members_of(&set, &role)
        .map(|member| member.id.clone())
        .collect();
    for member in members {
        remove_member(call, &member);
    }
    if let Some(set) = call.org.iam.resource_sets.get_mut(&set) {
        set.bindings.remove(&role);
    }
    let mut target = target(call, &set);
    target.extend(custom_roles::target(call, &role));
    call.record("iam.resourceset.bindings.delete", target);
    Ok(Answer::no_content())
}

pub(super) fn list_members_of_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let (set, role) = binding(call)?;
    let own = format!("{}/api/v1/iam/resource-sets/{set}/bindings/{role}", call.base);
    let links = json!({
        "self": { "href": format!("{own}/members") },
        "binding": { "href": own },
    });
    let members = call
        .org
        .iam
        .members_of(&set, &role)
        .map(|member| (&member.id, member));
    iam_lists::answer(
        call,
        "members",
        members,
        |member| shown(member, &call.base),
        links,
    )
}

/// `PATCH` with `additions`; who is a member already stays one.
pub(super) fn add_members_to_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let (set, role) = binding(call)?;
    let body = call.json()?;
    let members = members(call, body.get("additions"))?;
    require_room(call, &set, &role, members.len())?;
    for member in members {
        add_member(call, &set, &role, &member);
    }
    Ok(edited(call, &set, &role))
}

pub(super) fn get_member_of_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let member = member(call)?;
    Ok(with_self(call, Answer::ok(shown(member, &call.base))))
}

pub(super) fn unassign_member_from_binding(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = member(call)?.id.clone();
    remove_member(call, &id);
    Ok(Answer::no_content())
}

/// The id of the resource set that a body names.
pub(super) fn resource_set(call: &Call<'_>, named: &str) -> Outcome<String> {
    let set = call.org.iam.resource_set(named);
    set.map(|set| set.id.clone()).ok_or_else(|| missing(named))
}

/// The id of the custom role that a body names.
pub(super) fn role(call: &Call<'_>, named: &str) -> Outcome<String> {
    let role = call.org.iam.role(named);
    role.map(|role| role.id.clone())
        .ok_or_else(|| Refusal::not_found(named, "CustomRole"))
}

/// Gives an assignee the role on the set, and gives the id of the member that it is then, or was before.
pub(super) fn add_member(call: &mut Call<'_>, set: &str, role: &str, assignee: &Assignee) -> String {
    let iam = &call.org.iam;
    if let Some(known) = iam
        .members_of(set, role)
        .find(|member| member.assignee == *assignee)
    {
        return known.id.clone();
    }
    let id = call.org.ids.next("irb");
    let member = Member {
        id: id.clone(),
        assignee: assignee.clone(),
        role: role.to_owned(),
        resource_set: set.to_owned(),
        created: call.second(),
    };
    if let Some(set) = call.org.iam.resource_sets.get_mut(set) {
        set.bindings.insert(role.to_owned());
    }
    call.org.iam.members.insert(id.clone(), member);
    record(call, set, role, "iam.resourceset.bindings.add");
    roles::record(call, assignee, true);
    id
}

pub(super) fn remove_member(call: &mut Call<'_>, id: &str) {
    let Some(member) = call.org.iam.members.remove(id) else {
        return;
    };
    record(
        call,
        &member.resource_set,
        &member.role,
        "iam.resourceset.bindings.delete",
    );
    roles::record(call, &member.assignee, false);
}

fn record(call: &mut Call<'_>, set: &str, role: &str, event: &str) {
    let mut targets = target(call, set);
    targets.extend(custom_roles::target(call, role));
    call.record(event, targets);
}

/// The ids of the resource set and the role that the path names and that are bound. The classes in the `404` of
/// bindings and members are ours: none was recorded.
fn binding(call: &Call<'_>) -> Outcome<(String, String)> {
    let set = resource_sets::id(call, 0)?;
    let role = custom_roles::id(call, 1)?;
    let bound = call.org.iam.resource_sets.get(&set);
    if bound.is_some_and(|set| set.bindings.contains(&role)) {
        Ok((set, role))
    } else {
        Err(Refusal::not_found(call.parameter(1), "ResourceSetBinding"))
    }
}

fn member<'call>(call: &'call Call<'_>) -> Outcome<&'call Member> {
    let (set, role) = binding(call)?;
    let id = call.parameter(2);
    let member = call.org.iam.members.get(id);
    member
        .filter(|member| member.resource_set == set && member.role == role)
        .ok_or_else(|| Refusal::not_found(id, "ResourceSetBindingMember"))
}

/// The members that a body names, by address.
fn members(call: &Call<'_>, list: Option<&Value>) -> Outcome<Vec<Assignee>> {
    let list = list
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let texts = list.iter().map(|item| item.as_str().unwrap_or_default());
    texts
        .map(|text| {
            let cause = format!("members: '{text}' isn't a user, a group or a client of this org.");
            let named = Assignee::named(call.org, text);
            let member = named.ok_or_else(|| Refusal::validation("members", cause))?;
            if let Assignee::Group(id) = &member {
                roles::require_grantable(call.org, id)?;
            }
            Ok(member)
        })
        .collect()
}

fn require_room(call: &Call<'_>, set: &str, role: &str, more: usize) -> Outcome<()> {
    if call.org.iam.members_of(set, role).count() + more > MOST {
        let cause = format!("members: A role can have {MOST} members on a resource set.");
        return Err(Refusal::validation("members", cause));
    }
    Ok(())
}

fn edited(call: &Call<'_>, set: &str, role: &str) -> Answer {
    let own = format!("{}/api/v1/iam/resource-sets/{set}", call.base);
    let body = json!({ "_links": {
        "self": { "href": format!("{own}/bindings/{role}") },
        "bindings": { "href": format!("{own}/bindings") },
        "resource-set": { "href": own },
    }});
    with_self(call, Answer::ok(body))
}

/// Of its times a member tells the day alone (recorded by the Terraform provider,
/// `TestAccOktaAdminRoleCustomAssignments`).
fn shown(member: &Member, base: &str) -> Value {
    const SECONDS: i64 = 24 * 60 * 60;
    let second = member.created.as_second();
    let day = Timestamp::from_second(second - second.rem_euclid(SECONDS)).unwrap_or(member.created);
    json!({
        "id": member.id,
        "created": wire(day),
        "lastUpdated": wire(day),
        "_links": { "self": { "href": member.assignee.url(base) } },
    })
}
