//! What the owner of the calling token may do: the matrix of Okta's help page "Standard administrator roles
//! and permissions".
//!
//! Targets of a role and the protection of administrators from lesser ones are not looked at yet: every role
//! has the whole org, as a role without targets has.

use serde_json::Value;

use crate::call::Caller;
use crate::errors::{Outcome, Refusal};
use crate::state::{Org, RoleAssignment};

/// Refuses with `403 E0000006` what none of the caller's roles allows.
pub(crate) fn check(
    org: &Org,
    caller: &Caller,
    operation: &str,
    first_parameter: Option<&str>,
    body: &[u8],
) -> Outcome<()> {
    if first_parameter == Some("me") && okta_facts::NO_ROLE_FOR_ME.contains(&operation) {
        return Ok(());
    }
    let roles = roles_of(org, caller);
    let further = further_actions(operation, body);
    let allowed = roles.iter().any(|assignment| {
        allows(assignment.role, operation)
            && further
                .iter()
                .all(|action| allows_action(assignment.role, action))
    });
    if allowed {
        Ok(())
    } else {
        Err(Refusal::of("E0000006"))
    }
}

/// The roles of the token's owner, or of the service app that the token was given to.
fn roles_of<'org>(org: &'org Org, caller: &Caller) -> &'org [RoleAssignment] {
    let roles = match &caller.client {
        Some(client) => org
            .client(&client.application)
            .map(|known| known.roles.as_slice()),
        None => org.users.get(&caller.user_id).map(|owner| owner.roles.as_slice()),
    };
    roles.unwrap_or_default()
}

/// Whether a standard role allows an operation, whatever its body. What nobody says (`None` in the matrix) is
/// refused: an emulator that allowed it would let a program pass that a real org may stop.
pub(crate) fn allows(role: &str, operation: &str) -> bool {
    // "Everything" is the help page's own word for a super administrator, so operations without a row are
    // theirs.
    if role == "SUPER_ADMIN" {
        return true;
    }
    match okta_facts::action_of(operation) {
        Some(action) => allows_action(role, action),
        // Where the specification itself lists the roles, it decides.
        None => okta_facts::operation(operation).is_some_and(|known| known.iam_admin_roles.contains(&role)),
    }
}

fn allows_action(role: &str, action: &str) -> bool {
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
