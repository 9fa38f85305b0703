//! Factors of users: list, read, take away.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::user_lifecycle::{status, target, wrong_status};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::ids::Ids;
use crate::state::{Factor, Status};

/// Type, provider and vendor of the factors that users are generated with, with the prefix of their ids.
pub(crate) const FACTOR_KINDS: [(&str, &str, &str, &str); 7] = [
    ("question", "OKTA", "OKTA", "ufs"),
    ("sms", "OKTA", "OKTA", "mbl"),
    ("email", "OKTA", "OKTA", "emf"),
    ("push", "OKTA", "OKTA", "opf"),
    ("token:software:totp", "GOOGLE", "GOOGLE", "uft"),
    ("token:software:totp", "OKTA", "OKTA", "ost"),
    ("webauthn", "FIDO", "FIDO", "fwf"),
];

/// A factor of one of [`FACTOR_KINDS`], active.
pub(crate) fn new_factor(ids: &mut Ids, kind: usize, login: &str, now: Timestamp) -> Factor {
    let (factor_type, provider, vendor_name, prefix) = FACTOR_KINDS[kind % FACTOR_KINDS.len()];
    let profile = match factor_type {
        "question" => Some(json!({
            "question": "disliked_food",
            "questionText": "What is the food you least liked as a child?",
        })),
        "sms" => Some(json!({ "phoneNumber": "+15550100" })),
        "email" => Some(json!({ "email": login })),
        "push" => Some(json!({
            "credentialId": login, "deviceType": "SmartPhone_IPhone", "keys": [], "name": "Phone",
            "platform": "IOS", "version": "17.0",
        })),
        "webauthn" => {
            Some(json!({ "credentialId": "emulated", "authenticatorName": "Security key", "appId": null }))
        }
        _ => Some(json!({ "credentialId": login })),
    };
    let id = ids.next(prefix);
    Factor {
        id: id.into(),
        kind: factor_type,
        provider,
        vendor_name,
        status: "ACTIVE",
        created: now.into(),
        last_updated: now.into(),
        profile: profile.as_ref().and_then(Value::as_object).map(Into::into),
    }
}

pub(super) fn list_factors(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let factors = call
        .org
        .users
        .get(&id)
        .map(|user| user.factors.as_slice())
        .unwrap_or_default();
    Ok(Answer::ok(Value::Array(
        factors
            .iter()
            .map(|factor| shown(&call.base, &id, factor))
            .collect(),
    )))
}

pub(super) fn get_factor(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let factors = call
        .org
        .users
        .get(&id)
        .map(|user| user.factors.as_slice())
        .unwrap_or_default();
    let factor = factors.iter().find(|factor| factor.id == call.parameter(1));
    factor
        .map(|factor| Answer::ok(shown(&call.base, &id, factor)))
        .ok_or_else(|| not_found(call))
}

/// `204`. Okta Verify is one enrolment: who loses push also loses its codes (SPEC `unenrollFactor`).
pub(super) fn unenroll_factor(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    // Not on a deactivated user (SPEC `unenrollFactor`); the error is not verified.
    if status(call, &id)? == Status::Deprovisioned {
        return Err(wrong_status());
    }
    let wanted = call.parameter(1).to_owned();
    let missing = not_found(call);
    let now = call.second();
    let user = call
        .org
        .users
        .get_mut(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    let taken = user
        .factors
        .iter()
        .find(|factor| factor.id == wanted)
        .ok_or(missing)?;
    let whole_of_verify = matches!(taken.kind, "push" | "signed_nonce");
    let of_verify = |factor: &Factor| {
        factor.provider == "OKTA" && matches!(factor.kind, "push" | "signed_nonce" | "token:software:totp")
    };
    user.factors
        .retain(|factor| factor.id != wanted && !(whole_of_verify && of_verify(factor)));
    user.last_updated = now.into();
    let target = target(call, &id);
    call.record("user.mfa.factor.deactivate", target);
    Ok(Answer::no_content())
}

fn not_found(call: &Call<'_>) -> Refusal {
    Refusal::not_found(call.parameter(1), "UserFactor")
}

/// The links of an ACTIVE question are recorded, and those of a code by text message that was not activated yet (by Okta's
/// Python SDK, `TestFactorsResource.test_delete_factor`): `self` allows reading alone, and yet it can be deleted, and
/// `resend` is an array, where the specification has an object. A mail is taken to be alike.
pub(super) fn shown(base: &str, user: &str, factor: &Factor) -> Value {
    let owner = format!("{base}/api/v1/users/{user}");
    let own = format!("{owner}/factors/{}", factor.id);
    let link = |href: String, allow: &[&str]| json!({ "href": href, "hints": { "allow": allow } });
    let mut links = json!({ "user": link(owner.clone(), &["GET"]) });
    if factor.status == super::factor_enrolment::PENDING {
        links["self"] = link(own.clone(), &["GET"]);
        links["activate"] = link(format!("{own}/lifecycle/activate"), &["POST"]);
        if matches!(factor.kind, "sms" | "email") {
            let mut resend = link(format!("{own}/resend"), &["POST"]);
            resend["name"] = json!(factor.kind);
            links["resend"] = json!([resend]);
        }
    } else {
        links["self"] = link(own.clone(), &["GET", "DELETE"]);
        match factor.kind {
            "question" => links["questions"] = link(format!("{owner}/factors/questions"), &["GET"]),
            _ => links["verify"] = link(format!("{own}/verify"), &["POST"]),
        }
    }
    let mut value = json!({
        "id": factor.id,
        "factorType": factor.kind,
        "provider": factor.provider,
        "vendorName": factor.vendor_name,
        "status": factor.status,
        "created": wire(factor.created),
        "lastUpdated": wire(factor.last_updated),
        "_links": links,
    });
    if let Some(profile) = &factor.profile {
        value["profile"] = Value::Object(profile.to_object());
    }
    value
}
