//! The org's own settings.

use serde_json::json;

use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::Outcome;

/// `GET /api/v1/org`. No recording has it; the members are those of Okta's specification (`OrgSetting`).
#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn get_org_settings(call: &mut Call<'_>) -> Outcome<Answer> {
    let contacts = |kind: &str| json!({ "href": format!("{}/api/v1/org/contacts/{kind}", call.base) });
    Ok(Answer::ok(json!({
        "id": call.org.id,
        "companyName": "Okta Emulator",
        "subdomain": "emulator",
        "status": "ACTIVE",
        "website": null,
        "phoneNumber": null,
        "supportPhoneNumber": null,
        "endUserSupportHelpURL": null,
        "address1": null,
        "address2": null,
        "city": null,
        "state": null,
        "country": null,
        "postalCode": null,
        "created": wire(call.org.created),
        "lastUpdated": wire(call.org.created),
        "expiresAt": null,
        "_links": {
            "contacts": { "href": format!("{}/api/v1/org/contacts", call.base) },
            "billing": contacts("billing"),
            "technical": contacts("technical"),
            "preferences": { "href": format!("{}/api/v1/org/preferences", call.base) },
        },
    })))
}
