//! Where a user's role comes from, if governance granted it. The emulator has no governance, so every role was
//! assigned by an administrator and no grant exists.

use serde_json::json;

use super::roles;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};

pub(super) fn get_user_assigned_role_governance(call: &mut Call<'_>) -> Outcome<Answer> {
    roles::get_user_assigned_role(call)?;
    let own = format!("{}{}", call.base, call.path);
    let assignee = roles::user(call)?.url(&call.base);
    Ok(Answer::ok(json!({
        "grants": [],
        "_links": { "self": { "href": own }, "assignee": { "href": assignee } },
    })))
}

pub(super) fn get_role_assignment_governance_grant(call: &mut Call<'_>) -> Outcome<Answer> {
    roles::get_user_assigned_role(call)?;
    Err(Refusal::not_found(call.parameter(2), "RoleGovernanceSource"))
}
