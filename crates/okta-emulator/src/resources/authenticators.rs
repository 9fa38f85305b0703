//! What the org lets people sign in with
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Authenticator/>).
//!
//! An org of Identity Engine with the authenticators that its factors come from, and one for temporary access codes. They are
//! listed as recorded; none is created, changed or switched off.

use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::Outcome;
use crate::state::Org;

/// Key, type and name of each, in the order of their ids.
const ALL: [(&str, &str, &str); 8] = [
    ("okta_password", "password", "Password"),
    ("phone_number", "phone", "Phone"),
    ("okta_email", "email", "Email"),
    ("security_question", "security_question", "Security Question"),
    ("webauthn", "security_key", "Security Key or Biometric"),
    ("google_otp", "app", "Google Authenticator"),
    ("okta_verify", "app", "Okta Verify"),
    ("tac", "tac", "Temporary Access Code"),
];

#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn list_authenticators(call: &mut Call<'_>) -> Outcome<Answer> {
    let items = ALL.iter().map(|authenticator| shown(call, *authenticator));
    Ok(Answer::ok(items.collect()))
}

/// The id of the org's authenticator of this key; that of Okta Verify for a key that is none of its own.
pub(super) fn id(org: &Org, key: &str) -> String {
    let verify = ALL.len() - 2;
    let place = ALL.iter().position(|(known, ..)| *known == key).unwrap_or(verify);
    format!("aut{}{}", org.id.get(3..19).unwrap_or_default(), place + 1)
}

fn shown(call: &Call<'_>, (key, kind, name): (&str, &str, &str)) -> Value {
    let id = id(call.org, key);
    let own = format!("{}/api/v1/authenticators/{id}", call.base);
    let mut shown = json!({
        "type": kind,
        "id": id,
        "key": key,
        "status": "ACTIVE",
        "name": name,
        "created": wire(call.org.created),
        "lastUpdated": wire(call.org.created),
        "_links": {
            "self": { "href": own, "hints": { "allow": ["GET", "PUT"] } },
            "methods": { "href": format!("{own}/methods"), "hints": { "allow": ["GET"] } },
        },
    });
    // The password is always in use (recorded).
    if key != "okta_password" {
        let deactivate = format!("{own}/lifecycle/deactivate");
        shown["_links"]["deactivate"] = json!({ "href": deactivate, "hints": { "allow": ["POST"] } });
    }
    match key {
        "phone_number" | "security_question" => shown["settings"] = json!({ "allowedFor": "any" }),
        "okta_email" => shown["settings"] = json!({ "allowedFor": "any", "tokenLifetimeInMinutes": 5 }),
        "tac" => shown["provider"] = temporary_access_code(),
        _ => {}
    }
    shown
}

/// The bounds that `createTacAuthenticatorEnrollment` keeps to (SPEC, the settings of the authenticator).
fn temporary_access_code() -> Value {
    json!({
        "type": "tac",
        "configuration": {
            "minTtl": 10,
            "maxTtl": 14_400,
            "defaultTtl": 120,
            "length": 16,
            "complexity": { "numbers": true, "letters": true, "specialCharacters": false },
            "multiUseAllowed": true,
        },
    })
}
