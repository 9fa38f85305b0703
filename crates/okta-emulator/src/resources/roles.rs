//! Admin roles of users, groups and service apps: standard ones, and custom ones as members of a binding.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::role_targets::embedded;
use super::{bindings, groups, user_lifecycle};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::{Assignee, Member, Targets, groups_of};
use crate::ids::Ids;
use crate::state::{GroupKind, Org, RoleAssignment};
use crate::system_log::Target;

pub(super) fn list_assigned_roles_for_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = user(call)?;
    Ok(list(call, &assignee))
}

pub(super) fn list_group_assigned_roles(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = group(call)?;
    Ok(list(call, &assignee))
}

pub(super) fn get_user_assigned_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = user(call)?;
    get(call, &assignee)
}

pub(super) fn get_group_assigned_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = group(call)?;
    get(call, &assignee)
}

pub(super) fn assign_role_to_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = user(call)?;
    assign(call, &assignee)
}

pub(super) fn assign_role_to_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = group(call)?;
    require_grantable(call.org, assignee.id())?;
    assign(call, &assignee)
}

pub(super) fn unassign_role_from_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = user(call)?;
    unassign(call, &assignee)
}

pub(super) fn unassign_role_from_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let assignee = group(call)?;
    unassign(call, &assignee)
}

/// The user that a path names.
pub(super) fn user(call: &Call<'_>) -> Outcome<Assignee> {
    call.user_id(0).map(Assignee::User)
}

/// The group that a path names.
pub(super) fn group(call: &Call<'_>) -> Outcome<Assignee> {
    groups::find(call.org, call.parameter(0)).map(|group| Assignee::Group(group.id.clone()))
}

/// A role of an assignee, or of a group that it is in.
enum Held<'org> {
    Standard(Assignee, &'org RoleAssignment),
    Custom(&'org Member),
}

/// Refuses a group that can hold no role, with the codes that Okta has for it: of what it names there is no example, so
/// it is the group's name. A group from a directory can; which of the groups of other apps count as such follows from
/// their app.
pub(super) fn require_grantable(org: &Org, id: &str) -> Outcome<()> {
    const MOST_USERS: usize = 5_000;
    const DIRECTORIES: [&str; 2] = ["active_directory", "ldap"];
    let group = groups::find(org, id)?;
    let source = group
        .source
        .as_ref()
        .and_then(|source| org.applications.get(source));
    let from_directory =
        source.is_some_and(|app| DIRECTORIES.iter().any(|name| app.text("name").starts_with(name)));
    let name = group.profile.get("name").and_then(Value::as_str);
    let refused = |code| Err(Refusal::naming(code, name.unwrap_or_default()));
    match group.kind {
        GroupKind::BuiltIn => refused("E0000211"),
        GroupKind::App if !from_directory => refused("E0000194"),
        _ if org.directory.group_rules.assign(id) => refused("E0000192"),
        _ if group.members.len() > MOST_USERS => refused("E0000193"),
        _ => Ok(()),
    }
}

/// All that an assignee holds: what it was given itself, then what its groups were given, which Okta shows
/// with `assignmentType` GROUP (Okta's specification, the example of both in one list). Of the standard roles of one
/// holder those come first that can have targets (recorded by the Terraform provider, `TestAccDataSourceOktaUser_NoSkips`).
fn held<'org>(org: &'org Org, assignee: &'org Assignee) -> Vec<Held<'org>> {
    let groups = match assignee {
        Assignee::User(id) => org.users.get(id),
        _ => None,
    };
    let groups = groups.into_iter().flat_map(|user| groups_of(org, user));
    let inherited = groups.map(|id| Assignee::Group(id.to_owned()));
    let mut found = Vec::new();
    for holder in std::iter::once(assignee.clone()).chain(inherited) {
        let custom = org
            .iam
            .members
            .values()
            .filter(|member| member.assignee == holder);
        found.extend(custom.map(Held::Custom));
        let mut standard: Vec<&RoleAssignment> = org.standard_roles(&holder).iter().collect();
        standard.sort_by_key(|assignment| !is_targetable(assignment.role));
        found.extend(
            standard
                .into_iter()
                .map(|role| Held::Standard(holder.clone(), role)),
        );
    }
    // Standard roles first, as in the specification's example; within them and custom ones, its own first.
    found.sort_by_key(|held| matches!(held, Held::Custom(_)));
    found
}

pub(super) fn list(call: &Call<'_>, assignee: &Assignee) -> Answer {
    let roles = held(call.org, assignee);
    let shown = roles.iter().map(|role| shown(call, role));
    Answer::ok(Value::Array(shown.collect()))
}

pub(super) fn get(call: &Call<'_>, assignee: &Assignee) -> Outcome<Answer> {
    let wanted = call.parameter(1);
    let roles = held(call.org, assignee);
    let found = roles.iter().find(|held| match held {
        Held::Standard(_, role) => role.id == wanted,
        Held::Custom(member) => member.id == wanted,
    });
    found
        .map(|held| Answer::ok(shown(call, held)))
        .ok_or_else(|| not_found(call))
}

/// `201` with the assignment (recorded). A user's other roles that can have targets and have none are as new as the
/// last of them (recorded by the Terraform provider, `TestAccResourceOktaUserAdminRoles_crud`), a group's are not
/// (`TestAccResourceOktaGroupRole_admin_crud`).
pub(super) fn assign(call: &mut Call<'_>, assignee: &Assignee) -> Outcome<Answer> {
    let body = call.json()?;
    let text = |member: &str| body.get(member).and_then(Value::as_str).unwrap_or_default();
    let wanted = text("type");
    let known = okta_facts::standard_role(wanted)
        .ok_or_else(|| Refusal::validation("type", "type: The role type is not valid."))?;
    if known.role == "CUSTOM" {
        let set = bindings::resource_set(call, text("resource-set"))?;
        let role = bindings::role(call, text("role"))?;
        if call
            .org
            .iam
            .members_of(&set, &role)
            .any(|member| member.assignee == *assignee)
        {
            return Err(Refusal::of("E0000090"));
        }
        let id = bindings::add_member(call, &set, &role, assignee);
        let member = call.org.iam.members.get(&id).ok_or_else(|| not_found(call))?;
        return Ok(Answer::created(shown(call, &Held::Custom(member))));
    }
    let now = call.second();
    let mut assignment = new_assignment(&mut call.org.ids, known.role, now);
    if matches!(assignee, Assignee::Group(_)) {
        // `gra1` where a user's starts with `ra1` (Okta's specification).
        if assignment.id.starts_with("ra1") {
            assignment.id = call.org.ids.next("gra");
        }
    }
    let answer = shown(call, &Held::Standard(assignee.clone(), &assignment));
    let roles = call
        .org
        .standard_roles_mut(assignee)
        .ok_or_else(|| Refusal::not_found(assignee.id(), "User"))?;
    if roles.iter().any(|held| held.role == known.role) {
        // The words are those of a real org, in <https://github.com/okta/terraform-provider-okta/issues/448>.
        return Err(Refusal::of("E0000090"));
    }
    if matches!(assignee, Assignee::User(_)) && is_targetable(known.role) {
        for other in roles.iter_mut().filter(|other| is_targetable(other.role)) {
            other.created = now;
        }
    }
    roles.push(assignment);
    record(call, assignee, true);
    Ok(Answer::created(answer))
}

/// Takes a role back that the assignee itself holds; one of a group is taken from the group.
pub(super) fn unassign(call: &mut Call<'_>, assignee: &Assignee) -> Outcome<Answer> {
    let wanted = call.parameter(1).to_owned();
    let member = call.org.iam.members.get(&wanted);
    if member.is_some_and(|member| member.assignee == *assignee) {
        bindings::remove_member(call, &wanted);
        return Ok(Answer::no_content());
    }
    let missing = not_found(call);
    let roles = call.org.standard_roles_mut(assignee);
    let Some(roles) = roles.filter(|roles| roles.iter().any(|role| role.id == wanted)) else {
        return Err(missing);
    };
    roles.retain(|role| role.id != wanted);
    record(call, assignee, false);
    Ok(Answer::no_content())
}

/// Writes that an assignee's privileges changed.
pub(super) fn record(call: &mut Call<'_>, assignee: &Assignee, granted: bool) {
    let (event, targets) = match (assignee, granted) {
        (Assignee::User(id), true) => ("user.account.privilege.grant", user_lifecycle::target(call, id)),
        (Assignee::User(id), false) => ("user.account.privilege.revoke", user_lifecycle::target(call, id)),
        (Assignee::Group(id), true) => ("group.privilege.grant", groups::target(call, id)),
        (Assignee::Group(id), false) => ("group.privilege.revoke", groups::target(call, id)),
        (Assignee::Client(id), granted) => {
            let event = if granted {
                "app.oauth2.client.privilege.grant"
            } else {
                "app.oauth2.client.privilege.revoke"
            };
            let app = call.org.application_of_client(id).map(Target::application);
            (event, app.into_iter().collect())
        }
    };
    call.record(event, targets);
}

/// An assignment of a role. Where the role can have targets, the id is the role's name in base 32, so that it
/// is the same for every assignee; other ids start with `ra1` (recorded).
pub(crate) fn new_assignment(ids: &mut Ids, role: &'static str, created: Timestamp) -> RoleAssignment {
    let id = if is_targetable(role) {
        base32(role)
    } else {
        ids.next("ra1")
    };
    RoleAssignment {
        id,
        role,
        created,
        targets: Targets::default(),
    }
}

fn is_targetable(role: &str) -> bool {
    okta_facts::standard_role(role).is_some_and(|known| !known.targets.is_empty())
}

fn assignment_type(assignee: &Assignee) -> &'static str {
    match assignee {
        Assignee::User(_) => "USER",
        Assignee::Group(_) => "GROUP",
        Assignee::Client(_) => "CLIENT",
    }
}

fn shown(call: &Call<'_>, held: &Held<'_>) -> Value {
    match held {
        Held::Standard(assignee, assignment) => {
            // A role with targets was created with the first of them that is left, and updated with the last (recorded by
            // the Terraform provider, `TestAccResourceOktaAdminRoleTargets_crud`).
            let own = (assignment.created, assignment.created);
            let (created, last_updated) = assignment.targets.times().unwrap_or(own);
            let mut value = json!({
                "id": assignment.id,
                "label": okta_facts::standard_role(assignment.role).map(|role| role.label),
                "type": assignment.role,
                "status": "ACTIVE",
                "created": wire(created),
                "lastUpdated": wire(last_updated),
                "assignmentType": assignment_type(assignee),
                "_links": { "assignee": { "href": assignee.url(&call.base) } },
            });
            if let Some(targets) = embedded(call, assignment) {
                value["_embedded"] = json!({ "targets": targets });
            }
            value
        }
        Held::Custom(member) => {
            let iam = format!("{}/api/v1/iam", call.base);
            let (role, set) = (&member.role, &member.resource_set);
            let own = format!("{iam}/resource-sets/{set}");
            json!({
                "id": member.id,
                "role": role,
                "label": call.org.iam.roles.get(role).map(|role| &role.label),
                "type": "CUSTOM",
                "status": "ACTIVE",
                "created": wire(member.created),
                "lastUpdated": wire(member.created),
                "assignmentType": assignment_type(&member.assignee),
                "resource-set": set,
                "_links": {
                    "assignee": { "href": member.assignee.url(&call.base) },
                    "resource-set": { "href": own },
                    "member": { "href": format!("{own}/bindings/{role}/members/{}", member.id) },
                    "permissions": { "href": format!("{iam}/roles/{role}/permissions") },
                    "role": { "href": format!("{iam}/roles/{role}") },
                },
            })
        }
    }
}

pub(super) fn not_found(call: &Call<'_>) -> Refusal {
    Refusal::not_found(call.parameter(1), "RoleAssignment")
}

/// RFC 4648 without padding.
fn base32(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = text
        .bytes()
        .flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1))
        .collect();
    let digit = |five: &[u8]| five.iter().fold(0_u8, |value, bit| value << 1 | bit) << (5 - five.len());
    bits.chunks(5)
        .map(|five| char::from(ALPHABET[usize::from(digit(five))]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_assignment_id_of_a_role_with_targets_is_its_name_in_base_32() {
        // The examples of Okta's own documentation.
        assert_eq!(base32("APP_ADMIN"), "IFIFAX2BIRGUSTQ");
        assert_eq!(base32("USER_ADMIN"), "KVJUKUS7IFCE2SKO");
    }
}
