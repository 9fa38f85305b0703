//! Verifying factors: an answer, a code or a tap on the phone
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/>).
//!
//! Nothing is sent, and nobody has a phone: what the person would answer is asked of the emulator, and it taps.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::factor_enrolment::PENDING;
use super::push_transactions;
use super::totp;
use super::user_lifecycle::{move_to, status, target, wrong_status};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Factor, Object, Org, Status};
use crate::system_log::Happened;

/// The answer to every security question that no test has enrolled.
const GENERATED_ANSWER: &str = "emulated answer";
/// Wrong answers in a row that lock the user. That it is this many is not verified.
const MOST_MISSED: u32 = 5;
/// Seconds that a code works when the request does not say (SPEC `tokenLifetimeSeconds`).
const LIFETIME: i64 = 300;
/// Seconds between two text messages and between two mails (Okta's list of error codes, `E0000109` and `E0000118`).
const BETWEEN_MESSAGES: i64 = 30;
const BETWEEN_MAILS: i64 = 5;

/// What persons know and were sent, by the factor's id.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Verification {
    answers: HashMap<String, String>,
    challenges: HashMap<String, Challenge>,
    /// When a code was sent again that activates a factor.
    resent: HashMap<String, Timestamp>,
    /// Wrong answers in a row, by the user's id.
    missed: HashMap<String, u32>,
}

#[derive(Serialize, Deserialize)]
struct Challenge {
    code: String,
    expires: Timestamp,
}

impl Verification {
    pub(crate) fn forget_user(&mut self, user: &str) {
        self.missed.remove(user);
    }

    /// Keeps what an enrolled question is answered with.
    pub(super) fn know_answer(&mut self, factor: &str, answer: &str) {
        self.answers.insert(factor.to_owned(), answer.to_owned());
    }

    fn answer(&self, factor: &str) -> &str {
        self.answers.get(factor).map_or(GENERATED_ANSWER, String::as_str)
    }

    fn code(&self, factor: &str, now: Timestamp) -> Option<&str> {
        let sent = self.challenges.get(factor).filter(|sent| now < sent.expires)?;
        Some(&sent.code)
    }
}

/// What the person would send for an active factor at this moment: the answer to the question, the code that the app
/// shows, or the one that was sent last.
pub(crate) fn response_of(org: &Org, factor: &str, now: Timestamp) -> Option<String> {
    let mut factors = org.users.values().flat_map(|user| &user.factors);
    let factor = factors.find(|held| held.id == factor && held.status != PENDING)?;
    let known = &org.directory.verification;
    match factor.kind {
        "question" => Some(known.answer(&factor.id).to_owned()),
        "token:software:totp" => Some(totp::code(&factor.id, now)),
        _ => known.code(&factor.id, now).map(str::to_owned),
    }
}

/// `200` with `SUCCESS` or, where something is sent first, `CHALLENGE`; `201` with `WAITING` for a push. A wrong
/// answer is `403 E0000068`, and one of a locked user `403 E0000069`, as the list of error codes has them.
pub(super) fn verify_factor(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json_or_empty()?;
    let factor = factor_of(call, &id)?;
    match status(call, &id)? {
        Status::LockedOut => return Err(Refusal::of("E0000069")),
        // Not verified: no source says how Okta refuses it.
        Status::Suspended | Status::Deprovisioned => return Err(wrong_status()),
        _ => {}
    }
    if factor.status == PENDING {
        return Err(invalid("The factor is not active yet."));
    }
    let given = |name: &str| text(&body, name);
    match factor.kind {
        "push" => Ok(push_transactions::begin(call, &id, &factor, &body)),
        "sms" | "email" if given("passCode").is_none() => challenge(call, &id, &factor),
        "webauthn" if given("clientData").is_none() => Ok(assertion_wanted(call, &id, &factor)),
        "question" => {
            let right = call.org.directory.verification.answer(&factor.id);
            let answer = given("answer").ok_or_else(|| invalid("answer: The field cannot be left blank"))?;
            let is_right = answer.trim().eq_ignore_ascii_case(right.trim());
            tried(call, &id, &factor, is_right)
        }
        "token:software:totp" => {
            let code =
                given("passCode").ok_or_else(|| invalid("passCode: The field cannot be left blank"))?;
            let is_right = totp::is_right(&factor.id, code, call.now);
            tried(call, &id, &factor, is_right)
        }
        // Nobody holds the key of an emulated security key, so no assertion is signed by it.
        "webauthn" => tried(call, &id, &factor, false),
        _ => {
            let sent = call.org.directory.verification.code(&factor.id, call.now);
            let is_right = sent.is_some() && sent == given("passCode");
            tried(call, &id, &factor, is_right)
        }
    }
}

/// `200` with the factor, which waits for a new code in place of the one before. A text message follows the one before
/// after thirty seconds and a mail after five.
pub(super) fn resend_enroll_factor(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    let factor = factor_of(call, &id)?;
    if factor.status != PENDING || !matches!(factor.kind, "sms" | "email") {
        return Err(invalid("The factor does not wait for a code that was sent."));
    }
    if text(&body, "factorType").is_some_and(|kind| kind != factor.kind) {
        return Err(invalid("factorType: The factor is of another type."));
    }
    let now = call.now;
    let (between, too_soon) = match factor.kind {
        "sms" => (BETWEEN_MESSAGES, "E0000109"),
        _ => (BETWEEN_MAILS, "E0000118"),
    };
    let known = &mut call.org.directory.verification;
    let sent = known.resent.get(factor.id.as_str()).copied();
    let sent = sent.unwrap_or_else(|| factor.created.into());
    if now.duration_since(sent) < SignedDuration::from_secs(between) {
        return Err(Refusal::of(too_soon));
    }
    known.resent.insert(factor.id.to_string(), now);
    super::factor_enrolment::send_code(call.org, &factor.id);
    Ok(Answer::ok(super::factors::shown(&call.base, &id, &factor)))
}

fn factor_of(call: &Call<'_>, user: &str) -> Outcome<Factor> {
    let wanted = call.parameter(1);
    let user = call.org.users.get(user);
    let factor = user.and_then(|user| user.factors.iter().find(|factor| factor.id == wanted));
    factor
        .cloned()
        .ok_or_else(|| Refusal::not_found(wanted, "UserFactor"))
}

fn challenge(call: &mut Call<'_>, user: &str, factor: &Factor) -> Outcome<Answer> {
    let seconds = match call.query.integer("tokenLifetimeSeconds")? {
        None => LIFETIME,
        Some(seconds @ 1..=86_400) => seconds,
        Some(_) => return Err(invalid("tokenLifetimeSeconds: Must be between 1 and 86400.")),
    };
    let expires = call.now.saturating_add(SignedDuration::from_secs(seconds));
    let expires = expires.unwrap_or(Timestamp::MAX);
    let code = format!("{:06}", call.org.ids.random().u32(0..1_000_000));
    let sent = Challenge { code, expires };
    let known = &mut call.org.directory.verification;
    known.challenges.insert(factor.id.to_string(), sent);
    let event_type = match factor.kind {
        "sms" => "system.sms.send_factor_verify_message",
        _ => "system.email.send_factor_verify_message",
    };
    let targets = target(call, user);
    call.record(event_type, targets);
    let mut shown = asked(call, user, factor, "CHALLENGE");
    shown["expiresAt"] = json!(wire(expires));
    Ok(Answer::ok(shown))
}

fn assertion_wanted(call: &mut Call<'_>, user: &str, factor: &Factor) -> Answer {
    let mut shown = asked(call, user, factor, "CHALLENGE");
    let nonce = call.org.ids.text(20);
    shown["_embedded"] = json!({ "challenge": { "challenge": nonce, "extensions": {} } });
    Answer::ok(shown)
}

/// A result with what the specification's examples tell of the factor's profile, and where to go on.
pub(super) fn asked(call: &Call<'_>, user: &str, factor: &Factor, result: &str) -> Value {
    let own = format!("{}/api/v1/users/{user}/factors/{}", call.base, factor.id);
    let mut shown = json!({
        "factorResult": result,
        "_links": {
            "verify": { "href": format!("{own}/verify"), "hints": { "allow": ["POST"] } },
            "factor": { "href": own, "hints": { "allow": ["GET", "DELETE"] } },
        },
    });
    let told: &[&str] = match factor.kind {
        "sms" => &["phoneNumber"],
        "webauthn" => &["credentialId", "authenticatorName"],
        "push" => &["credentialId"],
        _ => &[],
    };
    if let Some(profile) = factor.profile.as_ref().filter(|_| !told.is_empty()) {
        let mut profile = profile.to_object();
        profile.retain(|name, _| told.contains(&name.as_str()));
        shown["profile"] = Value::Object(profile);
    }
    shown
}

fn tried(call: &mut Call<'_>, user: &str, factor: &Factor, is_right: bool) -> Outcome<Answer> {
    let known = &mut call.org.directory.verification;
    if is_right {
        known.missed.remove(user);
        // A code that was sent works once.
        known.challenges.remove(factor.id.as_str());
        verified(call, user);
        return Ok(Answer::ok(json!({ "factorResult": "SUCCESS" })));
    }
    let missed = known.missed.entry(user.to_owned()).or_default();
    *missed += 1;
    if *missed >= MOST_MISSED {
        known.missed.remove(user);
        lock(call, user);
        return Err(Refusal::of("E0000069"));
    }
    let what = if factor.kind == "question" {
        "answer"
    } else {
        "passcode"
    };
    let cause = format!("Your {what} doesn't match our records. Please try again.");
    Err(Refusal::of("E0000068").cause(cause))
}

/// Writes down that the user proved a factor.
pub(super) fn verified(call: &mut Call<'_>, user: &str) {
    let targets = target(call, user);
    call.record("user.authentication.auth_via_mfa", targets);
}

fn lock(call: &mut Call<'_>, user: &str) {
    let (now, moment) = (call.second(), call.now);
    if let Some(user) = call.org.users.get_mut(user) {
        move_to(user, Status::LockedOut, now);
    }
    let targets = target(call, user);
    call.org
        .log(moment, Happened::by_the_org("user.account.lock", targets));
}

fn text<'body>(body: &'body Object, name: &str) -> Option<&'body str> {
    body.get(name).and_then(Value::as_str)
}

fn invalid(cause: &str) -> Refusal {
    Refusal::validation("factorVerifyRequest", cause)
}
