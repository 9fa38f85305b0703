//! Who has an app, and why: assigned to the person (`USER`) or through a group (`GROUP`).

use std::ops::Bound;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{app_sign_ins, applications, schema_checks, user_view};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::paging::{self, Sizes};
use crate::state::{Application, ApplicationUser, Object, Org, Status, User};
use crate::system_log::Target;

const SIZES: Sizes = Sizes {
    default: 50,
    maximum: 500,
};

/// An app user as the wire shows it; none if the user has not got the app.
pub(super) fn shown(call: &Call<'_>, application: &Application, user_id: &str) -> Option<Value> {
    let assigned = application.users.get(user_id)?;
    let known_as = application.known_as(call.org.users.get(user_id)?, assigned);
    let scope = if assigned.direct { "USER" } else { "GROUP" };
    let mut links = json!({
        "app": { "href": format!("{}/api/v1/apps/{}", call.base, application.id) },
        "user": { "href": format!("{}/api/v1/users/{user_id}", call.base) },
    });
    if !assigned.direct {
        let groups = call
            .org
            .users
            .get(user_id)
            .map(|user| groups_that_assign(call.org, application, user));
        if let Some(group) = groups.unwrap_or_default().first() {
            links["group"] =
                json!({ "name": group.1, "href": format!("{}/api/v1/groups/{}", call.base, group.0) });
        }
    }
    Some(json!({
        "id": user_id,
        "externalId": null,
        "created": wire(assigned.created),
        "lastUpdated": wire(assigned.last_updated),
        "scope": scope,
        "status": "ACTIVE",
        "statusChanged": wire(assigned.created),
        "passwordChanged": null,
        "syncState": "DISABLED",
        "credentials": { "userName": known_as.user_name },
        "profile": known_as.profile,
        "_links": links,
    }))
}

pub(super) fn list_application_users(call: &mut Call<'_>) -> Outcome<Answer> {
    let application = applications::find(call.org, call.parameter(0))?;
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "00u")?;
    let q = call.query.filled("q").map(str::to_lowercase);
    let start = start.as_ref().map(String::as_str);
    let following = application.users.range::<str, _>((start, Bound::Unbounded));
    let kept = following.filter(|(id, assigned)| {
        q.as_ref().is_none_or(|q| {
            let starts = |text: &str| text.to_lowercase().starts_with(q);
            call.org.users.get(id).is_some_and(|user| {
                let texts = ["firstName", "lastName", "email"].map(|name| user.text(name));
                texts.into_iter().any(starts) || starts(&application.known_as(user, assigned).user_name)
            })
        })
    });
    let (found, next) = paging::page(kept.map(|(id, _)| id), limit, ToString::to_string);
    let embed = call.query.get("expand") == Some("user");
    let items = found.into_iter().filter_map(|id| {
        let mut item = shown(call, application, id)?;
        if let Some(user) = call.org.users.get(id).filter(|_| embed) {
            item["_embedded"] = json!({ "user": user_view::list_item(call.org, user, &call.base) });
        }
        Some(item)
    });
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

pub(super) fn get_application_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(1)?;
    answer(call, call.parameter(0), &user)
}

/// `200` with the app user. Who has the app already keeps it, with what the body says: the documented
/// `E0000062` is in no recording, and an assignment that comes from a group becomes the user's own this way.
pub(super) fn assign_user_to_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let application = call.parameter(0).to_owned();
    applications::find(call.org, &application)?;
    let body = call.json()?;
    let named = body.get("id").and_then(Value::as_str).unwrap_or_default();
    if named.is_empty() {
        return Err(Refusal::validation("id", "id: The field cannot be left blank"));
    }
    let user_id = call
        .org
        .find_user(named)
        .map(str::to_owned)
        .ok_or_else(|| Refusal::not_found(named, "User"))?;
    if call
        .org
        .users
        .get(&user_id)
        .is_some_and(|user| user.status == Status::Deprovisioned)
    {
        return Err(Refusal::of("E0000117"));
    }
    check(call.org, &application, &body)?;
    let had = assigned(call.org, &application, &user_id).is_some();
    put(call, &application, &user_id, true);
    apply(call, &application, &user_id, &body);
    let event_type = if had {
        "application.user_membership.update"
    } else {
        "application.user_membership.add"
    };
    record(call, event_type, &application, &user_id);
    answer(call, &application, &user_id)
}

pub(super) fn update_application_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let application = call.parameter(0).to_owned();
    let user_id = call.user_id(1)?;
    require(call, &application, &user_id)?;
    let body = call.json()?;
    check(call.org, &application, &body)?;
    apply(call, &application, &user_id, &body);
    if body.get("credentials").is_some_and(Value::is_object) {
        begin_anew(call, &application, &user_id);
    }
    record(call, "application.user_membership.update", &application, &user_id);
    answer(call, &application, &user_id)
}

/// A change of the credentials makes the assignment anew, so that `created` and `statusChanged` are its time: recorded by
/// Okta's Terraform provider, `TestAccResourceOktaAppUser_crud`, and by Okta's Python SDK,
/// `TestApplicationsResource.test_app_update_assigned_user`. The specification's example keeps the time of the assignment.
fn begin_anew(call: &mut Call<'_>, application: &str, user_id: &str) {
    let now = call.second();
    let application = call.org.applications.get_mut(application);
    if let Some(assigned) = application.and_then(|application| application.users.get_mut(user_id)) {
        assigned.created = now.into();
    }
}

/// `204`, unless a group of the user assigns the app, whether or not the user is also assigned it alone: met by users of
/// two clients of Okta, `articulate/terraform-provider-okta` (issue 120, the cause) and `gravitational/teleport` (issue 53947).
pub(super) fn unassign_user_from_application(call: &mut Call<'_>) -> Outcome<Answer> {
    let application = call.parameter(0).to_owned();
    let user_id = call.user_id(1)?;
    require(call, &application, &user_id)?;
    let pair = call
        .org
        .applications
        .get(&application)
        .zip(call.org.users.get(&user_id));
    if pair.is_some_and(|(application, user)| !groups_that_assign(call.org, application, user).is_empty()) {
        let cause = "The application cannot be unassigned from the user while their group memberships grant them access";
        return Err(Refusal::of("E0000046").cause(cause));
    }
    take(call, &application, &user_id);
    Ok(Answer::no_content())
}

/// Gives the user the apps of its groups, and takes those of groups that it is not in any more.
pub(super) fn reconcile(call: &mut Call<'_>, user_id: &str) {
    let Some(user) = call.org.users.get(user_id) else {
        return;
    };
    let alive = user.status != Status::Deprovisioned;
    let differences: Vec<(String, bool)> = call
        .org
        .applications
        .values()
        .filter_map(|application| {
            let by_group = alive && !groups_that_assign(call.org, application, user).is_empty();
            match application.users.get(user_id) {
                None if by_group => Some((application.id.clone(), true)),
                Some(assigned) if !by_group && !assigned.direct => Some((application.id.clone(), false)),
                _ => None,
            }
        })
        .collect();
    for (application, assign) in differences {
        if assign {
            put(call, &application, user_id, false);
            record(call, "application.user_membership.add", &application, user_id);
        } else {
            take(call, &application, user_id);
        }
    }
}

/// Deactivation takes every app away (SPEC `deactivateUser`).
pub(super) fn unassign_everywhere(call: &mut Call<'_>, user_id: &str) {
    let assigned = call
        .org
        .applications
        .values()
        .filter(|application| application.users.contains_key(user_id));
    let ids: Vec<String> = assigned.map(|application| application.id.clone()).collect();
    for application in ids {
        take(call, &application, user_id);
    }
}

/// The groups of the user that assign the app, by id and name, in the order of their priority.
fn groups_that_assign(org: &Org, application: &Application, user: &User) -> Vec<(String, String)> {
    let own = application
        .groups
        .iter()
        .filter(|(id, _)| **id == org.everyone_id || user.groups.contains(id));
    let mut ranked: Vec<_> = own.map(|(id, assignment)| (assignment.priority, id)).collect();
    ranked.sort();
    let name = |id: &String| {
        org.groups
            .get(id)
            .and_then(|group| group.profile.get("name"))
            .and_then(Value::as_str)
    };
    ranked
        .into_iter()
        .map(|(_, id)| (id.clone(), name(id).unwrap_or_default().to_owned()))
        .collect()
}

fn take(call: &mut Call<'_>, application: &str, user_id: &str) {
    record(call, "application.user_membership.remove", application, user_id);
    if let Some(application) = call.org.applications.get_mut(application) {
        application.users.remove(user_id);
    }
    app_sign_ins::end_of_user(call, user_id, Some(application));
}

fn put(call: &mut Call<'_>, application: &str, user_id: &str, direct: bool) {
    let now = call.second();
    call.org.assign(application, user_id, direct, now);
}

impl Org {
    /// Makes the user an app user, or an assignment by a group the user's own.
    pub(crate) fn assign(&mut self, application: &str, user_id: &str, direct: bool, now: Timestamp) {
        let (Some(application), Some(user)) =
            (self.applications.get_mut(application), self.users.get(user_id))
        else {
            return;
        };
        let new = || ApplicationUser {
            direct,
            created: now.into(),
            last_updated: now.into(),
            known_as: None,
        };
        let assigned = application
            .users
            .entry(user.id.as_str().into())
            .or_insert_with(new);
        assigned.direct |= direct;
        assigned.last_updated = now.into();
    }
}

/// Refuses a body whose profile the schema of the app's users does not allow.
fn check(org: &Org, application: &str, body: &Object) -> Outcome<()> {
    Call::object(body, "credentials")?;
    match Call::object(body, "profile")? {
        Some(profile) => schema_checks::check_application_user(org, application, profile),
        None => Ok(()),
    }
}

/// Writes what a body says about credentials and profile.
fn apply(call: &mut Call<'_>, application: &str, user_id: &str, body: &Object) {
    let now = call.second();
    let pair = call.org.applications.get_mut(application);
    let Some((application, user)) = pair.zip(call.org.users.get(user_id)) else {
        return;
    };
    application.settle(user);
    let Some(assigned) = application.users.get_mut(user_id) else {
        return;
    };
    let Some(known_as) = &mut assigned.known_as else {
        return;
    };
    if let Some(name) = body
        .get("credentials")
        .and_then(|credentials| credentials["userName"].as_str())
    {
        name.clone_into(&mut known_as.user_name);
    }
    if let Some(profile) = body.get("profile").and_then(Value::as_object) {
        let mut merged = known_as.profile.to_object();
        merged.extend(profile.clone());
        known_as.profile = merged.into();
    }
    assigned.last_updated = now.into();
}

fn assigned<'org>(org: &'org Org, application: &str, user_id: &str) -> Option<&'org ApplicationUser> {
    org.applications.get(application)?.users.get(user_id)
}

fn require<'call>(
    call: &'call Call<'_>,
    application: &str,
    user_id: &str,
) -> Outcome<&'call ApplicationUser> {
    let application = applications::find(call.org, application)?;
    application
        .users
        .get(user_id)
        .ok_or_else(|| Refusal::not_found(user_id, "AppUser"))
}

fn record(call: &mut Call<'_>, event_type: &str, application: &str, user_id: &str) {
    let pair = call
        .org
        .applications
        .get(application)
        .zip(call.org.users.get(user_id));
    let targets = pair
        .map(|(application, user)| Target::application_user(application, user))
        .unwrap_or_default();
    call.record(event_type, targets);
}

fn answer(call: &Call<'_>, application: &str, user_id: &str) -> Outcome<Answer> {
    let application = applications::find(call.org, application)?;
    shown(call, application, user_id)
        .map(Answer::ok)
        .ok_or_else(|| Refusal::not_found(user_id, "AppUser"))
}
