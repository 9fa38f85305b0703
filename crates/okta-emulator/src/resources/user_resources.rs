//! What hangs on a user: groups, app links, clients, devices.

use serde_json::{Value, json};

use super::groups;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::oauth::client_setting;
use crate::paging;
use crate::state::Application;

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

/// The clients of the apps at which the user has refresh tokens or grants, on one page.
pub(super) fn list_user_clients(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    let applications = call.org.directory.app_sign_ins.applications_of(&user, call.now);
    let clients = applications
        .into_iter()
        .filter_map(|id| call.org.applications.get(id))
        .map(|application| client(call, &user, application));
    Ok(Answer::ok(clients.collect()))
}

/// A client without an address or a logo is shown without: the specification's example has null there, which its schema
/// does not allow, and no recording decides.
fn client(call: &Call<'_>, user: &str, application: &Application) -> Value {
    let client_id = client_setting(application, "client_id").unwrap_or(&application.id);
    let own = format!("{}/api/v1/users/{user}/clients/{client_id}", call.base);
    let mut value = json!({
        "client_id": client_id,
        "client_name": application.text("label"),
        "_links": {
            "grants": { "href": format!("{own}/grants") },
            "tokens": { "href": format!("{own}/tokens") },
        },
    });
    let settings = application.settings.get("settings");
    for member in ["client_uri", "logo_uri"] {
        let said = settings.map(|settings| &settings["oauthClient"][member]);
        if let Some(said) = said.filter(|said| said.is_string()) {
            value[member] = said.clone();
        }
    }
    value
}

/// The emulator enrols no devices.
pub(super) fn list_user_devices(call: &mut Call<'_>) -> Outcome<Answer> {
    call.user_id(0)?;
    Ok(Answer::ok(json!([])))
}
