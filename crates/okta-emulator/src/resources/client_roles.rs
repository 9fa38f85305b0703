//! Admin roles of service apps
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentClient/>).

use super::roles;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::iam::Assignee;

pub(super) fn list_roles_for_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let client = client(call)?;
    Ok(roles::list(call, &client))
}

pub(super) fn retrieve_client_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let client = client(call)?;
    roles::get(call, &client)
}

pub(super) fn assign_role_to_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let client = client(call)?;
    roles::assign(call, &client)
}

pub(super) fn delete_role_from_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let client = client(call)?;
    roles::unassign(call, &client)
}

/// The client that a path names.
pub(super) fn client(call: &Call<'_>) -> Outcome<Assignee> {
    let client_id = call.parameter(0);
    call.org
        .application_of_client(client_id)
        .map(|_| Assignee::Client(client_id.to_owned()))
        .ok_or_else(|| Refusal::not_found(client_id, "PublicClientApp"))
}
