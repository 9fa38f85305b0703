//! Groups and who is in them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use smol_str::SmolStr;

use super::{application_users, group_rule_effects, schema_checks, user_lifecycle};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Group, GroupKind, Object, Org};
use crate::system_log::Target;

/// A group as the wire shows it.
pub(super) fn shown(org: &Org, group: &Group, base: &str, with_stats: bool) -> Value {
    let own = format!("{base}/api/v1/groups/{}", group.id);
    let logo = |size: &str| {
        let image = format!("{base}/assets/groups/okta-{size}.png");
        json!({ "name": size, "href": image, "type": "image/png" })
    };
    let class = if group.kind == GroupKind::App {
        "okta:app_group"
    } else {
        "okta:user_group"
    };
    let mut value = json!({
        "id": group.id,
        "created": wire(group.created),
        "lastUpdated": wire(group.last_updated),
        "lastMembershipUpdated": wire(group.last_membership_updated),
        "objectClass": [class],
        "type": group.kind.as_str(),
        "profile": group.profile,
        "_links": {
            "logo": [logo("medium"), logo("large")],
            "owners": { "href": format!("{own}/owners") },
            "users": { "href": format!("{own}/users") },
            "apps": { "href": format!("{own}/apps") },
        },
    });
    if let Some(source) = &group.source {
        value["source"] = json!({ "id": source });
        value["_links"]["source"] = json!({ "href": format!("{base}/api/v1/apps/{source}") });
    }
    if with_stats {
        let apps = org
            .applications
            .values()
            .filter(|app| app.groups.contains_key(&group.id))
            .count();
        value["_embedded"] = json!({ "stats": {
            "usersCount": members(org, group).count(),
            "appsCount": apps,
            "groupPushMappingsCount": 0,
            "hasAdminPrivilege": crate::iam::holds_role(org, &group.id),
            "_links": {},
        }});
    }
    value
}

/// Who is in a group. `Everyone` has all users.
pub(super) fn members<'org>(
    org: &'org Org,
    group: &'org Group,
) -> Box<dyn Iterator<Item = &'org str> + 'org> {
    if group.id == org.everyone_id {
        Box::new(org.users.keys())
    } else {
        Box::new(group.members.iter().map(SmolStr::as_str))
    }
}

pub(super) fn find<'org>(org: &'org Org, id: &str) -> Outcome<&'org Group> {
    org.groups
        .get(id)
        .ok_or_else(|| Refusal::not_found(id, "UserGroup"))
}

pub(super) fn get_group(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call, call.parameter(0))
}

/// `200`, not 201 (recorded).
pub(super) fn add_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let profile = profile_of(call, None)?;
    let now = call.second();
    let group = Group {
        id: call.org.ids.next("00g"),
        kind: GroupKind::Okta,
        created: now,
        last_updated: now,
        last_membership_updated: now,
        profile,
        members: BTreeSet::new(),
        source: None,
    };
    let (id, target) = (group.id.clone(), vec![Target::group(&group)]);
    call.org.groups.insert(id.clone(), group);
    call.record("group.lifecycle.create", target);
    answer(call, &id)
}

pub(super) fn replace_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    require_editable(find(call.org, &id)?)?;
    let profile = profile_of(call, Some(&id))?;
    let now = call.second();
    if let Some(group) = call.org.groups.get_mut(&id) {
        group.profile = profile;
        group.last_updated = now;
    }
    let target = target(call, &id);
    call.record("group.profile.update", target);
    answer(call, &id)
}

/// `204`. A group of an app can be deleted too (SPEC `deleteGroup`).
pub(super) fn delete_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let group = find(call.org, &id)?;
    if group.kind != GroupKind::App {
        require_editable(group)?;
    }
    let target = target(call, &id);
    let Some(group) = call.org.groups.remove(&id) else {
        return Ok(Answer::no_content());
    };
    call.org.iam.forget(&id);
    call.org.directory.group_owners.forget(&id);
    for application in call.org.applications.values_mut() {
        application.groups.remove(&id);
    }
    for member in &group.members {
        if let Some(user) = call.org.users.get_mut(member) {
            user.groups.remove(&id);
        }
        application_users::reconcile(call, member);
    }
    call.record("group.lifecycle.delete", target);
    group_rule_effects::group_deleted(call, &id);
    for member in &group.members {
        group_rule_effects::evaluate(call, member);
    }
    Ok(Answer::no_content())
}

/// `204`, also where the user is in the group already; then nothing changes and nothing is logged.
pub(super) fn assign_user_to_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = call.parameter(0).to_owned();
    require_editable(find(call.org, &group)?)?;
    let user = call.user_id(1)?;
    add_member(call, &group, &user);
    application_users::reconcile(call, &user);
    group_rule_effects::evaluate(call, &user);
    Ok(Answer::no_content())
}

/// `204`, also where the user is not in the group. Who is there because of a rule is excluded from it.
pub(super) fn unassign_user_from_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = call.parameter(0).to_owned();
    require_editable(find(call.org, &group)?)?;
    let user = call.user_id(1)?;
    group_rule_effects::exclude(call, &group, &user)?;
    if change_membership(call, &group, &user, false) {
        application_users::reconcile(call, &user);
        group_rule_effects::evaluate(call, &user);
    }
    Ok(Answer::no_content())
}

pub(super) fn add_member(call: &mut Call<'_>, group: &str, user: &str) {
    change_membership(call, group, user, true);
}

pub(super) fn remove_member(call: &mut Call<'_>, group: &str, user: &str) {
    change_membership(call, group, user, false);
}

fn change_membership(call: &mut Call<'_>, group_id: &str, user_id: &str, add: bool) -> bool {
    let now = call.second();
    let (Some(group), Some(user)) = (call.org.groups.get_mut(group_id), call.org.users.get_mut(user_id))
    else {
        return false;
    };
    let changed = if add {
        user.groups.insert(group_id);
        group.members.insert(user_id.into())
    } else {
        user.groups.remove(group_id);
        group.members.remove(user_id)
    };
    if changed {
        group.last_membership_updated = now;
        let mut targets = user_lifecycle::target(call, user_id);
        targets.extend(target(call, group_id));
        call.record(
            if add {
                "group.user_membership.add"
            } else {
                "group.user_membership.remove"
            },
            targets,
        );
    }
    changed
}

/// Profile and members are changed of groups of type `OKTA_GROUP` alone (SPEC `replaceGroup`, `assignUserToGroup`). The
/// words for a member of `Everyone` are quoted in <https://github.com/okta/terraform-provider-okta/issues/903>, those for
/// a member of an app's group, which a super admin too is answered, in
/// <https://github.com/okta/terraform-provider-okta/pull/118>; that the profile is refused in the same words is not
/// verified.
fn require_editable(group: &Group) -> Outcome<()> {
    match group.kind {
        GroupKind::Okta => Ok(()),
        GroupKind::BuiltIn => Err(Refusal::of("E0000060")),
        GroupKind::App => Err(Refusal::of("E0000006")),
    }
}

/// The profile in a body, with a name that no other group of the org's own has. The text of the duplicate is
/// the recorded one of a user's login.
fn profile_of(call: &Call<'_>, own_id: Option<&str>) -> Outcome<Object> {
    let body = call.json()?;
    let profile = body
        .get("profile")
        .and_then(Value::as_object)
        .ok_or_else(|| Refusal::of("E0000003"))?;
    let name = profile.get("name").and_then(Value::as_str).unwrap_or_default();
    // What is no text is told so by the schema below.
    let is_text = profile
        .get("name")
        .is_none_or(|name| name.is_string() || name.is_null());
    if is_text && name.trim().is_empty() {
        return Err(Refusal::validation(
            "name",
            "name: The field cannot be left blank",
        ));
    }
    if let Some(unknown) = profile
        .keys()
        .find(|key| !call.org.directory.schemas.group_has(key))
    {
        return Err(Refusal::validation(
            "group",
            format!("Property name '{unknown}' is not defined in profile"),
        ));
    }
    schema_checks::check_group(call.org, profile)?;
    let taken = call.org.groups.values().any(|group| {
        let own = Some(group.id.as_str()) == own_id || group.kind == GroupKind::App;
        !own && group.profile.get("name").and_then(Value::as_str) == Some(name)
    });
    if taken {
        let cause = "name: An object with this field already exists in the current organization";
        return Err(Refusal::validation("name", cause));
    }
    let mut profile = profile.clone();
    profile.entry("description").or_insert(Value::Null);
    Ok(profile)
}

pub(super) fn target(call: &Call<'_>, id: &str) -> Vec<Target> {
    call.org.groups.get(id).map(Target::group).into_iter().collect()
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let with_stats = call
        .query
        .get("expand")
        .is_some_and(|expand| expand.split(',').any(|part| part == "stats"));
    Ok(Answer::ok(shown(
        call.org,
        find(call.org, id)?,
        &call.base,
        with_stats,
    )))
}
