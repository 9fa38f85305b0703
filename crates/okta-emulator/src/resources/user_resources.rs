//! What hangs on a user: groups, app links, clients, devices.

use serde_json::{Value, json};

use super::groups;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::paging;

/// All groups of a user, `Everyone` first, on one page. The recorded `self` link says `limit=200`; the list
/// is not paged (Okta's specification).
pub(super) fn list_user_groups(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let user = call
        .org
        .users
        .get(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    let ids = std::iter::once(call.org.everyone_id.as_str()).chain(user.groups.iter());
    let found: Vec<Value> = ids
        .filter_map(|id| call.org.groups.get(id))
        .filter(|group| call.access.sees_group(call.org, group))
        .map(|group| groups::shown(call.org, group, &call.base, false))
        .collect();
    Ok(paging::answer(call, found, 200, None))
}

/// One link for each link of each active app that the user has.
pub(super) fn list_app_links(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let assigned = call
        .org
        .applications
        .values()
        .filter(|app| app.active && app.users.contains_key(id.as_str()));
    let links: Vec<Value> = assigned
        .enumerate()
        .map(|(order, app)| {
            let assignment = app.id.replacen("0oa", "0ua", 1);
            json!({
                "id": assignment.replacen("0ua", "00u", 1),
                "label": app.text("label"),
                "linkUrl": format!("{}/home/{}/{}", call.base, app.text("name"), app.id),
                "logoUrl": format!("{}/assets/logos/{}.png", call.base, app.text("name")),
                "appName": app.text("name"),
                "appInstanceId": app.id,
                "appAssignmentId": assignment,
                "credentialsSetup": false,
                "hidden": false,
                "sortOrder": order,
            })
        })
        .collect();
    Ok(Answer::ok(Value::Array(links)))
}

/// The emulator issues no OAuth 2.0 tokens, so no client holds one of the user's.
pub(super) fn list_user_clients(call: &mut Call<'_>) -> Outcome<Answer> {
    call.user_id(0)?;
    Ok(Answer::ok(json!([])))
}

/// The emulator enrols no devices.
pub(super) fn list_user_devices(call: &mut Call<'_>) -> Outcome<Answer> {
    call.user_id(0)?;
    Ok(Answer::ok(json!([])))
}
