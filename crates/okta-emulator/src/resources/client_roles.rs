//! Standard admin roles of service apps
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/RoleAssignmentClient/>).

use serde_json::{Value, json};

use super::applications;
use super::roles::new_assignment;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::RoleAssignment;

pub(super) fn list_roles_for_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = application(call)?;
    Ok(Answer::ok(
        held(call, &id).iter().map(|role| shown(call, role)).collect(),
    ))
}

pub(super) fn retrieve_client_role(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = application(call)?;
    let role = held(call, &id).iter().find(|role| role.id == call.parameter(1));
    role.map(|role| Answer::ok(shown(call, role)))
        .ok_or_else(|| not_found(call))
}

/// `201` with the assignment (recorded).
pub(super) fn assign_role_to_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = application(call)?;
    let body = call.json()?;
    let wanted = body.get("type").and_then(Value::as_str).unwrap_or_default();
    let role = okta_facts::standard_role(wanted)
        .filter(|role| role.role != "CUSTOM")
        .ok_or_else(|| Refusal::validation("type", "type: The role type is not valid."))?
        .role;
    if held(call, &id).iter().any(|held| held.role == role) {
        return Err(Refusal::of("E0000090"));
    }
    let now = call.second();
    let assignment = new_assignment(&mut call.org.ids, role, now);
    let answer = shown(call, &assignment);
    if let Some(client) = call.org.client_mut(&id) {
        client.roles.push(assignment);
    }
    let target = applications::target(call, &id);
    call.record("app.oauth2.client.privilege.grant", target);
    Ok(Answer::created(answer))
}

pub(super) fn delete_role_from_client(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = application(call)?;
    let wanted = call.parameter(1).to_owned();
    let missing = not_found(call);
    let roles = call.org.client_mut(&id).map(|client| &mut client.roles);
    let Some(roles) = roles.filter(|roles| roles.iter().any(|role| role.id == wanted)) else {
        return Err(missing);
    };
    roles.retain(|role| role.id != wanted);
    let target = applications::target(call, &id);
    call.record("app.oauth2.client.privilege.revoke", target);
    Ok(Answer::no_content())
}

/// The id of the app whose `client_id` is in the path.
fn application(call: &Call<'_>) -> Outcome<String> {
    let client_id = call.parameter(0);
    call.org
        .application_of_client(client_id)
        .map(|application| application.id.clone())
        .ok_or_else(|| Refusal::not_found(client_id, "PublicClientApp"))
}

fn held<'call>(call: &'call Call<'_>, id: &str) -> &'call [RoleAssignment] {
    call.org
        .client(id)
        .map(|client| client.roles.as_slice())
        .unwrap_or_default()
}

fn shown(call: &Call<'_>, assignment: &RoleAssignment) -> Value {
    json!({
        "id": assignment.id,
        "label": okta_facts::standard_role(assignment.role).map(|role| role.label),
        "type": assignment.role,
        "status": "ACTIVE",
        "created": wire(assignment.created),
        "lastUpdated": wire(assignment.created),
        "assignmentType": "CLIENT",
        "_links": {
            "assignee": { "href": format!("{}/oauth2/v1/clients/{}", call.base, call.parameter(0)) },
        },
    })
}

fn not_found(call: &Call<'_>) -> Refusal {
    Refusal::not_found(call.parameter(1), "RoleAssignment")
}
