//! What an assignment of a standard role is narrowed to: groups, apps, or all apps of a type in the catalog.

use serde_json::{Value, json};

use super::{client_roles, groups, roles};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::{Assignee, Resource, groups_of};
use crate::paging::{self, Sizes};
use crate::state::RoleAssignment;

/// The specification says 200 at most; a recorded `limit=200` came back as 20.
const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 20,
};

/// Okta has a limit, `E0000093`, and does not say which; this is the one of resources in a resource set.
const MOST: usize = 1_000;

/// Apps of the catalog that may be targets although the org has none of them: Okta's catalog has thousands,
/// this is what the emulator has of it.
const CATALOG: [&str; 12] = [
    "bookmark",
    "facebook",
    "github_enterprise",
    "google",
    "office365",
    "oidc_client",
    "salesforce",
    "slack",
    "template_basic_auth",
    "template_swa",
    "template_wsfed",
    "zoomus",
];

type Holder = fn(&Call<'_>) -> Outcome<Assignee>;
type Named = fn(&Call<'_>) -> Outcome<Resource>;

macro_rules! target_operations {
    ($holder:path: $list_groups:ident, $add_group:ident, $remove_group:ident, $list_apps:ident, $add_app:ident,
     $remove_app:ident, $add_instance:ident, $remove_instance:ident) => {
        pub(super) fn $list_groups(call: &mut Call<'_>) -> Outcome<Answer> {
            list(call, $holder, "groups")
        }
        pub(super) fn $add_group(call: &mut Call<'_>) -> Outcome<Answer> {
            add(call, $holder, group)
        }
        pub(super) fn $remove_group(call: &mut Call<'_>) -> Outcome<Answer> {
            remove(call, $holder, group)
        }
        pub(super) fn $list_apps(call: &mut Call<'_>) -> Outcome<Answer> {
            list(call, $holder, "apps")
        }
        pub(super) fn $add_app(call: &mut Call<'_>) -> Outcome<Answer> {
            add(call, $holder, named)
        }
        pub(super) fn $remove_app(call: &mut Call<'_>) -> Outcome<Answer> {
            remove(call, $holder, named)
        }
        pub(super) fn $add_instance(call: &mut Call<'_>) -> Outcome<Answer> {
            add(call, $holder, instance)
        }
        pub(super) fn $remove_instance(call: &mut Call<'_>) -> Outcome<Answer> {
            remove(call, $holder, instance)
        }
    };
}

target_operations!(roles::user:
    list_group_targets_for_role, assign_group_target_to_user_role, unassign_group_target_from_user_admin_role,
    list_application_targets_for_user, assign_app_target_for_user, unassign_app_target_for_user,
    assign_app_instance_target_for_user, unassign_app_instance_target_for_user);

target_operations!(roles::group:
    list_group_targets_for_group_role, assign_group_target_to_group_admin_role,
    unassign_group_target_from_group_admin_role, list_application_targets_for_group, assign_app_target_for_group,
    unassign_app_target_for_group, assign_app_instance_target_for_group,
    unassign_app_instance_target_for_group);

target_operations!(client_roles::client:
    list_group_targets_for_client, assign_group_target_for_client, unassign_group_target_for_client,
    list_application_targets_for_client, assign_app_target_for_client, unassign_app_target_for_client,
    assign_app_instance_target_for_client, unassign_app_instance_target_for_client);

/// `200`: takes the targets away, so that the role is for all apps again. The one way there but a new
/// assignment.
pub(super) fn assign_all_apps_as_target_to_role_for_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let holder = roles::user(call)?;
    let assignment = assignment(call, &holder)?;
    require(assignment, "apps")?;
    if let Some(assignment) = assignment_mut(call, &holder) {
        assignment.targets.clear();
    }
    roles::record(call, &holder, true);
    Ok(Answer::ok(json!({})))
}

/// All targets of a role of a user, by names, with those of the same role that its groups hold.
pub(super) fn get_role_targets_by_user_id_and_role_id(call: &mut Call<'_>) -> Outcome<Answer> {
    let holder = roles::user(call)?;
    let wanted = call.parameter(1);
    let groups = call.org.users.get(holder.id()).into_iter();
    let inherited = groups
        .flat_map(|user| groups_of(call.org, user))
        .map(|id| Assignee::Group(id.to_owned()));
    let mut found = Vec::new();
    let mut held = false;
    for holder in std::iter::once(holder.clone()).chain(inherited) {
        let kind = if matches!(holder, Assignee::User(_)) {
            "USER"
        } else {
            "GROUP"
        };
        for assignment in call.org.standard_roles(&holder) {
            if assignment.id != wanted && assignment.role != wanted {
                continue;
            }
            held = true;
            if call
                .query
                .filled("assignmentType")
                .is_none_or(|asked| asked == kind)
            {
                let targets = assignment.targets.named.iter();
                found.extend(targets.map(|(cursor, target)| (format!("{kind}{cursor}"), kind, target)));
            }
        }
    }
    if !held {
        return Err(roles::not_found(call));
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let limit = paging::limit(call, SIZES)?;
    let following = after(call, found, |(cursor, _, _)| cursor.clone());
    let (targets, next) = paging::page(following.into_iter(), limit, |(cursor, _, _)| cursor.clone());
    let items = targets.iter().map(|(_, kind, target)| {
        json!({
            "orn": target.orn(call.org),
            "assignmentType": kind,
            "_links": { "self": { "href": target.url(&call.base) } },
        })
    });
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

/// `_embedded.targets` of an assignment, for `expand=targets/groups` and `expand=targets/catalog/apps`.
pub(super) fn embedded(call: &Call<'_>, assignment: &RoleAssignment) -> Option<Value> {
    let expand = call.query.filled("expand")?;
    let targets = || {
        assignment
            .targets
            .named
            .values()
            .filter_map(|target| shown(call, target))
    };
    match expand {
        "targets/groups" => Some(json!({ "groups": targets().collect::<Vec<Value>>() })),
        "targets/catalog/apps" => Some(json!({ "catalog": { "apps": targets().collect::<Vec<Value>>() } })),
        _ => None,
    }
}

fn list(call: &mut Call<'_>, holder: Holder, kind: &str) -> Outcome<Answer> {
    let holder = holder(call)?;
    let assignment = assignment(call, &holder)?;
    require(assignment, kind)?;
    let limit = paging::limit(call, SIZES)?;
    let targets = assignment.targets.named.iter().collect();
    let following = after(call, targets, |(cursor, _)| (*cursor).clone());
    // A target whose object was deleted is not shown.
    let shown = following
        .into_iter()
        .filter_map(|(cursor, target)| Some((cursor, shown(call, target)?)));
    let (targets, next) = paging::page(shown, limit, |(cursor, _)| (*cursor).clone());
    let items = targets.into_iter().map(|(_, target)| target).collect();
    Ok(paging::answer(call, items, limit, next.as_deref()))
}

/// `204`, also where it is a target already. The first target narrows a role that was for the whole org; all
/// apps of a type take the place of single ones.
fn add(call: &mut Call<'_>, holder: Holder, named: Named) -> Outcome<Answer> {
    let holder = holder(call)?;
    let held = assignment(call, &holder)?;
    let target = named(call)?;
    require(held, kind_of(&target))?;
    let cursor = cursor(&target);
    if held.targets.named.len() >= MOST && !held.targets.named.contains_key(&cursor) {
        return Err(Refusal::of("E0000093"));
    }
    let replaced: Vec<String> = match &target {
        Resource::ApplicationsNamed(name) => instances(call, held, name),
        _ => Vec::new(),
    };
    let now = call.second();
    if let Some(assignment) = assignment_mut(call, &holder) {
        for single in &replaced {
            assignment.targets.remove(single);
        }
        assignment.targets.add(cursor, target, now);
    }
    roles::record(call, &holder, true);
    Ok(Answer::no_content())
}

/// `204`. The last target can't be removed, since that would widen the role to the whole org (Okta's
/// specification, which does not name the error).
fn remove(call: &mut Call<'_>, holder: Holder, named: Named) -> Outcome<Answer> {
    let holder = holder(call)?;
    let held = assignment(call, &holder)?;
    let target = named(call)?;
    require(held, kind_of(&target))?;
    let cursor = cursor(&target);
    if !held.targets.named.contains_key(&cursor) {
        return Err(Refusal::not_found(&cursor, "RoleTarget"));
    }
    if held.targets.named.len() == 1 {
        let cause = "The last target of a role assignment can't be removed; remove the assignment instead.";
        return Err(Refusal::validation("target", cause));
    }
    if let Some(assignment) = assignment_mut(call, &holder) {
        assignment.targets.remove(&cursor);
    }
    roles::record(call, &holder, true);
    Ok(Answer::no_content())
}

fn assignment<'call>(call: &'call Call<'_>, holder: &Assignee) -> Outcome<&'call RoleAssignment> {
    let wanted = call.parameter(1);
    let mut held = call.org.standard_roles(holder).iter();
    held.find(|held| held.id == wanted)
        .ok_or_else(|| roles::not_found(call))
}

fn assignment_mut<'call>(call: &'call mut Call<'_>, holder: &Assignee) -> Option<&'call mut RoleAssignment> {
    let wanted = call.parameter(1).to_owned();
    let mut held = call.org.standard_roles_mut(holder)?.iter_mut();
    held.find(|held| held.id == wanted)
}

/// `E0000091` where a role does not take targets of this kind.
fn require(assignment: &RoleAssignment, kind: &str) -> Outcome<()> {
    let takes = okta_facts::standard_role(assignment.role).map(|known| known.targets);
    if takes.is_some_and(|takes| takes.contains(&kind)) {
        Ok(())
    } else {
        Err(Refusal::of("E0000091"))
    }
}

fn group(call: &Call<'_>) -> Outcome<Resource> {
    groups::find(call.org, call.parameter(2)).map(|group| Resource::Group(group.id.clone()))
}

fn named(call: &Call<'_>) -> Outcome<Resource> {
    let name = call.parameter(2);
    let mut apps = call.org.applications.values();
    let imported = call.org.directory.catalog.contains_key(name);
    if CATALOG.contains(&name) || imported || apps.any(|app| app.text("name") == name) {
        Ok(Resource::ApplicationsNamed(name.to_owned()))
    } else {
        Err(Refusal::not_found(name, "App"))
    }
}

fn instance(call: &Call<'_>) -> Outcome<Resource> {
    let (name, id) = (call.parameter(2), call.parameter(3));
    let app = call.org.applications.get(id);
    app.filter(|app| app.text("name") == name)
        .map(|app| Resource::Application(app.id.clone()))
        .ok_or_else(|| Refusal::not_found(id, "AppInstance"))
}

fn kind_of(target: &Resource) -> &'static str {
    if matches!(target, Resource::Group(_)) {
        "groups"
    } else {
        "apps"
    }
}

/// What names a target among those of its assignment.
pub(crate) fn cursor(target: &Resource) -> String {
    match target {
        Resource::Group(id) | Resource::Application(id) | Resource::ApplicationsNamed(id) => id.clone(),
        _ => String::new(),
    }
}

/// The targets that are single apps of a type.
fn instances(call: &Call<'_>, assignment: &RoleAssignment, name: &str) -> Vec<String> {
    let of_type = |target: &Resource| {
        let Resource::Application(id) = target else {
            return false;
        };
        let app = call.org.applications.get(id);
        app.is_some_and(|app| app.text("name") == name)
    };
    let named = assignment.targets.named.iter();
    named
        .filter(|(_, target)| of_type(target))
        .map(|(cursor, _)| cursor.clone())
        .collect()
}

/// What follows the cursor of the request; the items are in the order of their cursors.
fn after<T>(call: &Call<'_>, all: Vec<T>, cursor: impl Fn(&T) -> String) -> Vec<T> {
    let Some(start) = call.query.filled("after") else {
        return all;
    };
    all.into_iter()
        .filter(|item| cursor(item).as_str() > start)
        .collect()
}

fn shown(call: &Call<'_>, target: &Resource) -> Option<Value> {
    match target {
        Resource::Group(id) => {
            let group = call.org.groups.get(id)?;
            Some(groups::shown(call.org, group, &call.base, false))
        }
        // An app shows its label as `name`, and its id; a type of the catalog has no id (recorded).
        Resource::Application(id) => {
            let app = call.org.applications.get(id)?;
            Some(json!({
                "name": app.text("label"),
                "status": app.status(),
                "id": app.id,
                "_links": { "self": { "href": format!("{}/api/v1/apps/{id}", call.base) } },
            }))
        }
        Resource::ApplicationsNamed(name) => {
            if let Some(entry) = call.org.directory.catalog.get(name) {
                let mut entry = entry.clone();
                entry["_links"]["self"]["href"] = json!(format!("{}/api/v1/catalog/apps/{name}", call.base));
                return Some(entry);
            }
            let mut apps = call.org.applications.values();
            let app = apps.find(|app| app.text("name") == name);
            let mode = app.map_or("BROWSER_PLUGIN", |app| app.text("signOnMode"));
            let own = format!("{}/api/v1/catalog/apps/{name}", call.base);
            let logo = format!("{}/assets/logos/{name}.png", call.base);
            Some(json!({
                "name": name,
                "displayName": name,
                "description": format!("The app {name} of the catalog"),
                "status": "ACTIVE",
                "lastUpdated": wire(call.org.created),
                "category": "APPLICATION",
                "verificationStatus": "OKTA_VERIFIED",
                "website": format!("https://{name}.example/"),
                "signOnModes": [mode],
                "_links": {
                    "logo": [{ "name": "medium", "href": logo, "type": "image/png" }],
                    "self": { "href": own },
                },
            }))
        }
        _ => None,
    }
}
