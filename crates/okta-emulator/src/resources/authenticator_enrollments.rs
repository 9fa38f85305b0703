//! What users sign in with, as authenticators
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserAuthenticatorEnrollments/>).
//!
//! Factors and authenticators are two views of the same: a phone that is enrolled here is a factor that `listFactors`
//! shows. The org's authenticators themselves are not emulated, so their ids are not checked.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::temporary_access_codes;
use super::user_lifecycle::{status, target, wrong_status};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Factor, Object, Status, User};

/// A list, as the specification's example is; its schema has one enrolment alone.
pub(super) fn list_authenticator_enrollments(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    Ok(Answer::ok(Value::Array(enrollments(call, &id))))
}

pub(super) fn get_authenticator_enrollment(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let wanted = call.parameter(1);
    let mut all = enrollments(call, &id).into_iter();
    let found = all.find(|enrollment| enrollment["id"] == wanted);
    found
        .map(Answer::ok)
        .ok_or_else(|| Refusal::not_found(wanted, "AuthenticatorEnrollment"))
}

/// `200` with the phone, which works at once.
pub(super) fn create_authenticator_enrollment(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    may_enroll(call, &id)?;
    authenticator_of(&body)?;
    let number = body.get("profile").and_then(|profile| profile.get("phoneNumber"));
    let number = number.and_then(Value::as_str).unwrap_or_default().trim();
    if number.chars().filter(char::is_ascii_digit).count() < 7 {
        return Err(Refusal::validation(
            "phoneNumber",
            "phoneNumber: Invalid Phone Number.",
        ));
    }
    let held = call.org.users.get(&id).map(|user| user.factors.as_slice());
    let has_phone = |factor: &Factor| factor.kind == "sms" && factor.status == "ACTIVE";
    if held.is_some_and(|held| held.iter().any(has_phone)) {
        let cause = "A factor of this type is already set up.";
        return Err(Refusal::validation("authenticatorEnrollment", cause));
    }
    let now = call.second();
    let factor = Factor {
        id: call.org.ids.next("sms").into(),
        kind: "sms",
        provider: "OKTA",
        vendor_name: "OKTA",
        status: "ACTIVE",
        created: now.into(),
        last_updated: now.into(),
        profile: json!({ "phoneNumber": number }).as_object().map(Into::into),
    };
    let shown = of_factor(call, &id, &factor);
    if let Some(user) = call.org.users.get_mut(&id) {
        // One that was never finished is begun anew.
        user.factors.retain(|held| held.kind != "sms");
        user.factors.push(factor);
        user.last_updated = now.into();
    }
    let targets = target(call, &id);
    call.record("user.mfa.factor.activate", targets);
    Ok(Answer::ok(shown))
}

/// `204`. A password is taken by no one here: how Okta answers that is not verified.
pub(super) fn delete_authenticator_enrollment(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    if status(call, &id)? == Status::Deprovisioned {
        return Err(wrong_status());
    }
    let wanted = call.parameter(1).to_owned();
    if call
        .org
        .users
        .get(&id)
        .is_some_and(|user| password_id(user) == wanted)
    {
        let cause = "A password can't be removed.";
        return Err(Refusal::validation("authenticatorEnrollment", cause));
    }
    if temporary_access_codes::take(call, &id, &wanted) {
        let targets = target(call, &id);
        call.record("user.mfa.factor.deactivate", targets);
        return Ok(Answer::no_content());
    }
    let held = call.org.users.get(&id).map(|user| user.factors.as_slice());
    if !held.is_some_and(|held| {
        held.iter()
            .any(|factor| factor.id == wanted && factor.status == "ACTIVE")
    }) {
        return Err(Refusal::not_found(&wanted, "AuthenticatorEnrollment"));
    }
    super::factors::unenroll_factor(call)
}

/// A deactivated or suspended user is enrolled in nothing; how Okta refuses it is not verified.
pub(super) fn may_enroll(call: &Call<'_>, user: &str) -> Outcome<()> {
    match status(call, user)? {
        Status::Deprovisioned | Status::Suspended => Err(wrong_status()),
        _ => Ok(()),
    }
}

/// Which authenticator a request names; it must name one.
pub(super) fn authenticator_of(body: &Object) -> Outcome<&str> {
    let named = body.get("authenticatorId").and_then(Value::as_str);
    named.filter(|named| !named.is_empty()).ok_or_else(|| {
        let cause = "authenticatorId: The field cannot be left blank";
        Refusal::validation("authenticatorId", cause)
    })
}

fn enrollments(call: &Call<'_>, id: &str) -> Vec<Value> {
    let Some(user) = call.org.users.get(id) else {
        return Vec::new();
    };
    let password = user.password.as_ref().map(|_| {
        let since = user.password_changed.unwrap_or(user.created).into();
        let mut shown = about(
            call,
            id,
            (&password_id(user), "password", "okta_password", "Password"),
            (since, since),
        );
        link_authenticator(call, &mut shown);
        shown
    });
    let active = user.factors.iter().filter(|factor| factor.status == "ACTIVE");
    let factors = active.map(|factor| of_factor(call, id, factor));
    let code = temporary_access_codes::current(call, id);
    password.into_iter().chain(factors).chain(code).collect()
}

/// Of its own form, and always the same for a user.
fn password_id(user: &User) -> String {
    format!("lae{}", user.id.get(3..).unwrap_or_default())
}

fn of_factor(call: &Call<'_>, user: &str, factor: &Factor) -> Value {
    let (kind, key, name) = match (factor.kind, factor.provider) {
        ("sms", _) => ("phone", "phone_number", "Phone"),
        ("email", _) => ("email", "okta_email", "Email"),
        ("question", _) => ("security_question", "security_question", "Security Question"),
        ("webauthn", _) => ("security_key", "webauthn", "Security Key or Biometric"),
        (_, "GOOGLE") => ("app", "google_otp", "Google Authenticator"),
        _ => ("app", "okta_verify", "Okta Verify"),
    };
    let times = (factor.created.into(), factor.last_updated.into());
    let mut shown = about(call, user, (&factor.id, kind, key, name), times);
    link_authenticator(call, &mut shown);
    // Of the others the specification has no profile.
    let told = match factor.kind {
        "sms" => Some("phoneNumber"),
        "email" => Some("email"),
        _ => None,
    };
    if let Some((name, profile)) = told.zip(factor.profile.as_ref())
        && let Some(value) = profile.text(name)
    {
        let is_disclosed = call.query.get("discloseIdentifiers") == Some("phone");
        let value = if factor.kind == "email" || is_disclosed {
            value.to_owned()
        } else {
            hidden(value)
        };
        shown["profile"] = json!({ name: value });
    }
    shown
}

/// A number of which the last four digits are told: `+1 XXX-XXX-6065`.
fn hidden(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let (rest, last) = digits.split_at(digits.len().saturating_sub(4));
    let country = rest.len().saturating_sub(6);
    format!("+{} XXX-XXX-{last}", rest.get(..country).unwrap_or_default())
}

/// What every enrolment tells: id, type, key and name, and when it was made and changed.
pub(super) fn about(
    call: &Call<'_>,
    user: &str,
    (id, kind, key, name): (&str, &str, &str, &str),
    (created, last_updated): (Timestamp, Timestamp),
) -> Value {
    let owner = format!("{}/api/v1/users/{user}", call.base);
    let own = format!("{owner}/authenticator-enrollments/{id}");
    json!({
        "id": id,
        "type": kind,
        "key": key,
        "name": name,
        "status": "ACTIVE",
        "created": wire(created),
        "lastUpdated": wire(last_updated),
        "_links": {
            "self": { "href": own, "hints": { "allow": ["GET", "DELETE"] } },
            "user": { "href": owner, "hints": { "allow": ["GET"] } },
        },
    })
}

/// Where the org's authenticator would be: each org has one of a key.
fn link_authenticator(call: &Call<'_>, shown: &mut Value) {
    let place = match shown["key"].as_str().unwrap_or_default() {
        "okta_password" => 1,
        "phone_number" => 2,
        "okta_email" => 3,
        "security_question" => 4,
        "webauthn" => 5,
        "google_otp" => 6,
        _ => 7,
    };
    let org = call.org.id.get(3..19).unwrap_or_default();
    let href = format!("{}/api/v1/authenticators/aut{org}{place}", call.base);
    shown["_links"]["authenticator"] = json!({ "href": href, "hints": { "allow": ["GET"] } });
}
