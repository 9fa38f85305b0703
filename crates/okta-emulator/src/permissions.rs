//! What the owner of the calling token may do: the matrix of Okta's help page "Standard administrator roles
//! and permissions".
//!
//! What a role is narrowed to, custom roles, and the protection of administrators from lesser ones are in `iam`.

use okta_facts::Operation;
use serde_json::Value;

use crate::call::Caller;
use crate::errors::{Outcome, Refusal};
use crate::iam::{Access, Kind};
use crate::state::Org;

/// Refuses with `403 E0000006` what none of the caller's roles allows, and with `404 E0000007` what names an
/// object outside their targets and resource sets: it is invisible, as if it were not there. What the caller
/// may see and not change is `403`.
pub(crate) fn check(
    org: &Org,
    caller: &Caller,
    operation: &'static Operation,
    parameters: &[String],
    body: &[u8],
) -> Outcome<Access> {
    let principal = caller.principal();
    if parameters.first().is_some_and(|first| first == "me")
        && okta_facts::NO_ROLE_FOR_ME.contains(&operation.id)
    {
        return Ok(Access::everything());
    }
    let forbidden = || Refusal::of("E0000006");
    let access =
        Access::of(org, principal, operation, &further_actions(operation.id, body)).ok_or_else(forbidden)?;
    if access.is_everything() {
        return Ok(access);
    }
    let assignee = assignee(operation.id, body);
    let in_body = assignee.as_deref().map(|id| (Kind::User, id));
    for (kind, id) in named_objects(operation, parameters).chain(in_body) {
        let (reached, view, class) = match kind {
            Kind::User => {
                let id = if id == "me" { principal } else { id };
                let user = org.find_user(id).and_then(|id| org.users.get(id));
                let sees = |access: &Access| user.is_none_or(|user| access.sees_user(org, user));
                (
                    reached(org, principal, &access, "getUser", &sees),
                    operation.id == "getUser",
                    "User",
                )
            }
            Kind::Group => {
                let group = org.groups.get(id);
                let sees = |access: &Access| group.is_none_or(|group| access.sees_group(org, group));
                (
                    reached(org, principal, &access, "getGroup", &sees),
                    operation.id == "getGroup",
                    "UserGroup",
                )
            }
            _ => {
                let application = org.applications.get(id);
                let sees = |access: &Access| application.is_none_or(|found| access.sees_application(found));
                let reached = reached(org, principal, &access, "getApplication", &sees);
                (reached, operation.id == "getApplication", "AppInstance")
            }
        };
        match reached {
            Reached::Yes => {}
            Reached::Visible if !view => return Err(forbidden()),
            Reached::Visible | Reached::No => return Err(Refusal::not_found(id, class)),
        }
    }
    if operation.id == "createUser" {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let groups = body["groupIds"].as_array().map(Vec::as_slice).unwrap_or_default();
        let groups: Vec<&str> = groups.iter().filter_map(Value::as_str).collect();
        if !access.creates_in(org, &groups) {
            return Err(forbidden());
        }
    }
    Ok(access)
}

enum Reached {
    Yes,
    /// The operation does not reach it, and reading does.
    Visible,
    No,
}

fn reached(
    org: &Org,
    principal: &str,
    access: &Access,
    reading: &str,
    sees: &dyn Fn(&Access) -> bool,
) -> Reached {
    if sees(access) {
        return Reached::Yes;
    }
    let reading = okta_facts::operation(reading).and_then(|reading| Access::of(org, principal, reading, &[]));
    if reading.is_some_and(|reading| sees(&reading)) {
        Reached::Visible
    } else {
        Reached::No
    }
}

/// The users, groups and apps that the path names.
fn named_objects<'call>(
    operation: &'static Operation,
    parameters: &'call [String],
) -> impl Iterator<Item = (Kind, &'call str)> {
    let mut before = "";
    let kinds = operation.path.split('/').filter_map(move |segment| {
        let list = std::mem::replace(&mut before, segment);
        segment.starts_with('{').then_some(match list {
            "users" => Some(Kind::User),
            "groups" => Some(Kind::Group),
            "apps" => Some(Kind::Application),
            _ => None,
        })
    });
    kinds
        .zip(parameters)
        .filter_map(|(kind, id)| Some((kind?, id.as_str())))
}

/// The user whom a body assigns to an app: the other ways to assign one name it in the path.
fn assignee(operation: &str, body: &[u8]) -> Option<String> {
    (operation == "assignUserToApplication").then_some(())?;
    let body: Value = serde_json::from_slice(body).ok()?;
    body["id"].as_str().map(str::to_owned)
}

/// Whether a standard role allows an operation, whatever its body. What nobody says (`None` in the matrix) is
/// refused: an emulator that allowed it would let a program pass that a real org may stop.
pub(crate) fn allows(role: &str, operation: &str) -> bool {
    // "Everything" is the help page's own word for a super administrator, so operations without a row are
    // theirs.
    if role == "SUPER_ADMIN" {
        return true;
    }
    if okta_facts::told_roles(operation).contains(&role) {
        return true;
    }
    if let Some(action) = okta_facts::action_of(operation) {
        return allows_action(role, action);
    }
    // Where the specification itself lists the roles, it decides.
    okta_facts::operation(operation).is_some_and(|known| known.iam_admin_roles.contains(&role))
}

pub(crate) fn allows_action(role: &str, action: &str) -> bool {
    let cell = okta_facts::role_action(action).and_then(|action| action.cell(role));
    cell.is_some_and(|cell| cell.allow == Some(true))
}

/// The rows of the matrix that the body brings in: a password set or a type changed with the profile, and an
/// OpenID Connect app among apps.
fn further_actions(operation: &str, body: &[u8]) -> Vec<&'static str> {
    let described = || serde_json::from_slice::<Value>(body).unwrap_or_default();
    match operation {
        "updateUser" | "replaceUser" => {
            let body = described();
            let mut actions = Vec::new();
            let password = &body["credentials"]["password"];
            if ["value", "hash", "hook"]
                .iter()
                .any(|form| password.get(form).is_some())
            {
                actions.push("reset_password");
            }
            if body.get("type").is_some() {
                actions.push("change_user_type");
            }
            actions
        }
        "createApplication" if described()["signOnMode"] == "OPENID_CONNECT" => vec!["create_oidc_app"],
        _ => Vec::new(),
    }
}
