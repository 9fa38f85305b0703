//! Temporary access codes: what lets a person in who has lost the phone
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserAuthenticatorEnrollments/>).

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::authenticator_enrollments::{about, authenticator_of, may_enroll};
use super::authenticators;
use super::user_lifecycle::target;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};

/// Minutes that a code works when the request does not say, and the fewest and most that it may say (SPEC, the settings
/// of the authenticator).
const DEFAULT_TTL: i64 = 120;
const TTL: std::ops::RangeInclusive<i64> = 10..=14_400;
const LENGTH: usize = 16;

/// The one of each user, by the user's id. The code itself is told once and kept nowhere: nobody signs in here.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct TemporaryAccessCodes(HashMap<String, AccessCode>);

#[derive(Serialize, Deserialize)]
struct AccessCode {
    id: String,
    created: Timestamp,
    expires: Timestamp,
    multi_use: bool,
}

impl TemporaryAccessCodes {
    pub(crate) fn forget_user(&mut self, user: &str) {
        self.0.remove(user);
    }
}

/// `200` with the code, which nothing tells again. It takes the place of the one before.
pub(super) fn create_tac_authenticator_enrollment(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    let body = call.json()?;
    may_enroll(call, &user)?;
    if authenticator_of(&body)? != authenticators::id(call.org, "tac") {
        // Not verified: no source has the refusal.
        let cause = "authenticatorId: The authenticator is not one for temporary access codes.";
        return Err(Refusal::validation("authenticatorId", cause));
    }
    let profile = body.get("profile").unwrap_or(&Value::Null);
    let minutes = ttl(&profile["ttl"])?;
    let multi_use = profile["multiUse"].as_bool().unwrap_or(false);
    let created = call.second();
    let code = AccessCode {
        id: call.org.ids.next("tac"),
        created,
        expires: created
            .saturating_add(SignedDuration::from_mins(minutes))
            .unwrap_or(Timestamp::MAX),
        multi_use,
    };
    let mut answer = shown(call, &user, &code);
    answer["profile"]["tac"] = json!(call.org.ids.text(LENGTH));
    let codes = &mut call.org.directory.temporary_access_codes.0;
    codes.insert(user.clone(), code);
    let targets = target(call, &user);
    call.record("user.mfa.factor.activate", targets);
    Ok(Answer::ok(answer))
}

/// Minutes, which the specification has as text and its example as a number.
fn ttl(asked: &Value) -> Outcome<i64> {
    let minutes = match asked {
        Value::Null => Some(DEFAULT_TTL),
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    };
    minutes.filter(|minutes| TTL.contains(minutes)).ok_or_else(|| {
        let cause = format!("ttl: Must be between {} and {} minutes.", TTL.start(), TTL.end());
        Refusal::validation("ttl", cause)
    })
}

/// The user's code, without what it is, while it works.
pub(super) fn current(call: &Call<'_>, user: &str) -> Option<Value> {
    let code = call.org.directory.temporary_access_codes.0.get(user)?;
    (call.now < code.expires).then(|| shown(call, user, code))
}

/// Takes the code with this id from the user; false when there is none.
pub(super) fn take(call: &mut Call<'_>, user: &str, id: &str) -> bool {
    let (now, codes) = (call.now, &mut call.org.directory.temporary_access_codes.0);
    let is_it = codes
        .get(user)
        .is_some_and(|code| code.id == id && now < code.expires);
    if is_it {
        codes.remove(user);
    }
    is_it
}

fn shown(call: &Call<'_>, user: &str, code: &AccessCode) -> Value {
    let times = (code.created, code.created);
    let mut shown = about(
        call,
        user,
        (&code.id, "tac", "tac", "Temporary Access Code"),
        times,
    );
    shown["profile"] = json!({ "multiUse": code.multi_use, "expiresAt": wire(code.expires) });
    shown
}
