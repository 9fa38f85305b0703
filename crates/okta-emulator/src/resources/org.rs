//! The org's own settings: read, change some, replace all
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/OrgSettingGeneral/>).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::Object;

/// The members that can be written.
const WRITABLE: [&str; 11] = [
    "address1",
    "address2",
    "city",
    "companyName",
    "country",
    "endUserSupportHelpURL",
    "phoneNumber",
    "postalCode",
    "state",
    "supportPhoneNumber",
    "website",
];

/// The writable members that are texts even where nobody wrote them.
const CONTACTS: [&str; 4] = [
    "endUserSupportHelpURL",
    "phoneNumber",
    "supportPhoneNumber",
    "website",
];

/// What was written, and when.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct OrgSettings {
    written: Object,
    last_updated: Option<jiff::Timestamp>,
}

#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn get_org_settings(call: &mut Call<'_>) -> Outcome<Answer> {
    Ok(answer(call))
}

/// `POST`: changes what is named.
pub(super) fn update_org_settings(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    write(call, body)
}

/// `PUT`: what is absent is cleared; the company must have a name.
pub(super) fn replace_org_settings(call: &mut Call<'_>) -> Outcome<Answer> {
    let mut body = call.json()?;
    for name in WRITABLE {
        body.entry(name).or_insert(Value::Null);
    }
    write(call, body)
}

/// What cannot be written is ignored. Okta's catalog of event types (2026.08.1) has none for it, so nothing is logged.
fn write(call: &mut Call<'_>, body: Object) -> Outcome<Answer> {
    let blank = |name: &Value| name.as_str().is_none_or(|name| name.trim().is_empty());
    if body.get("companyName").is_some_and(blank) {
        let cause = "companyName: The field cannot be left blank";
        return Err(Refusal::validation("companyName", cause));
    }
    let now = call.second();
    let settings = &mut call.org.directory.org_settings;
    settings.last_updated = Some(now);
    let writable = body
        .into_iter()
        .filter(|(name, _)| WRITABLE.contains(&name.as_str()));
    settings.written.extend(writable);
    Ok(answer(call))
}

/// The members are those that Okta's Python SDK recorded (`TestOrgResource.test_setting_update`): of what nobody wrote, a
/// contact is an empty text, and so is what was cleared, and an address is null, as the logo is of an org that has none
/// (recorded of Okta's Terraform provider, `TestAccOktaOrgConfiguration`).
fn answer(call: &Call<'_>) -> Answer {
    let settings = &call.org.directory.org_settings;
    let link = |path: &str| json!({ "href": format!("{}/api/v1/org/{path}", call.base) });
    let mut upload = link("logo");
    upload["hints"] = json!({ "allow": ["POST"] });
    let mut shown = json!({
        "id": call.org.id,
        "companyName": "Okta Emulator",
        "subdomain": "emulator",
        "status": "ACTIVE",
        "expiresAt": null,
        "created": wire(call.org.created),
        "lastUpdated": wire(settings.last_updated.unwrap_or(call.org.created)),
        "_links": {
            "contacts": link("contacts"),
            "logo": null,
            "oktaCommunication": link("privacy/oktaCommunication"),
            "oktaSupport": link("privacy/oktaSupport"),
            "preferences": link("preferences"),
            "uploadLogo": upload,
        },
    });
    for name in WRITABLE {
        let blank = if CONTACTS.contains(&name) {
            json!("")
        } else {
            Value::Null
        };
        let written = settings.written.get(name).filter(|value| !value.is_null());
        if name != "companyName" || written.is_some() {
            shown[name] = written.cloned().unwrap_or(blank);
        }
    }
    Answer::ok(shown)
}
