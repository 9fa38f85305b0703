//! Enrolling users in factors: what there is, enrol, activate
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/>).
//!
//! Four kinds can be enrolled: security questions, codes by text message or mail, and codes of an authenticator
//! app. Nothing is sent: a program asks the emulator for the code that the person would get.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::factors::{FACTOR_KINDS, shown};
use super::totp;
use super::user_lifecycle::{status, target, wrong_status};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::{Factor, Object, Org, Status};

pub(super) const PENDING: &str = "PENDING_ACTIVATION";

/// The code that activates a factor, by the factor's id, while it is pending.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct PassCodes(HashMap<String, String>);

impl PassCodes {
    pub(crate) fn of(&self, factor: &str) -> Option<&str> {
        self.0.get(factor).map(String::as_str)
    }
}

/// Names of security questions that Okta knows (recorded), with the words that it asks them in where a factor
/// shows them; the words of those without are ours.
const QUESTIONS: [(&str, &str); 19] = [
    ("disliked_food", "What is the food you least liked as a child?"),
    ("name_of_first_plush_toy", "Which name had your first plush toy?"),
    ("first_award", "Which award was your first?"),
    (
        "favorite_security_question",
        "Which security question do you like best?",
    ),
    ("favorite_toy", "Which toy did you like best as a child?"),
    ("first_computer_game", "Which computer game was your first?"),
    ("favorite_movie_quote", "Which words of a film do you like best?"),
    (
        "first_sports_team_mascot",
        "Which mascot had your first sports team?",
    ),
    ("first_music_purchase", "Which music did you buy first?"),
    ("favorite_art_piece", "Which work of art do you like best?"),
    ("childhood_dream_job", "What did you want to become as a child?"),
    (
        "favorite_book_movie_character",
        "Which character of a book or a film do you like best?",
    ),
    (
        "favorite_speaker_actor",
        "Which speaker or actor do you like best?",
    ),
    (
        "favorite_sports_player",
        "Which player of a sport do you like best?",
    ),
    (
        "favorite_vacation_location",
        "Where do you like to be on vacation?",
    ),
    ("first_thing_cooked", "What did you cook first?"),
    (
        "grandmother_favorite_desert",
        "Which dessert did your grandmother like best?",
    ),
    (
        "new_years_two_thousand",
        "Where were you when the year 2000 began?",
    ),
    (
        "place_where_significant_other_was_met",
        "Where did you meet your partner?",
    ),
];

pub(super) fn list_supported_security_questions(call: &mut Call<'_>) -> Outcome<Answer> {
    call.user_id(0)?;
    let questions = QUESTIONS
        .iter()
        .map(|(name, text)| json!({ "question": name, "questionText": text }));
    Ok(Answer::ok(questions.collect()))
}

/// What can be enrolled, and whether the user has it.
pub(super) fn list_supported_factors(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let owner = format!("{}/api/v1/users/{id}/factors", call.base);
    let user = call
        .org
        .users
        .get(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    let supported = FACTOR_KINDS.iter().filter(|(kind, ..)| is_enrollable(kind));
    let items = supported.map(|(kind, provider, vendor, _)| {
        let has = |factor: &Factor| factor.kind == *kind && factor.provider == *provider;
        let held = user.factors.iter().find(|factor| has(factor));
        let mut links = json!({ "enroll": { "href": owner, "hints": { "allow": ["POST"] } } });
        if *kind == "question" {
            links["questions"] =
                json!({ "href": format!("{owner}/questions"), "hints": { "allow": ["GET"] } });
        }
        json!({
            "factorType": kind,
            "provider": provider,
            "vendorName": vendor,
            "enrollment": "OPTIONAL",
            "status": held.map_or("NOT_SETUP", |factor| factor.status),
            "_links": links,
        })
    });
    Ok(Answer::ok(items.collect()))
}

/// `200` with the factor: a question is ACTIVE at once (recorded), the others wait for their code, unless
/// `activate` is true for a text message or mail.
pub(super) fn enroll_factor(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let body = call.json()?;
    if matches!(status(call, &id)?, Status::Deprovisioned | Status::Suspended) {
        return Err(wrong_status());
    }
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (kind, provider) = (text("factorType"), text("provider"));
    let found = FACTOR_KINDS
        .iter()
        .find(|(known, by, ..)| *known == kind && *by == provider && is_enrollable(known));
    let (kind, provider, vendor_name, prefix) =
        *found.ok_or_else(|| invalid("Factor type and provider can't be enrolled in this org."))?;
    let user = call
        .org
        .users
        .get(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    let same = |factor: &Factor| factor.kind == kind && factor.provider == provider;
    if user
        .factors
        .iter()
        .any(|factor| same(factor) && factor.status == "ACTIVE")
    {
        return Err(invalid("A factor of this type is already set up."));
    }
    let given = body
        .get("profile")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let profile = profile_of(kind, &given, user.login(), user.text("email"))?;
    let at_once =
        kind == "question" || (matches!(kind, "sms" | "email") && call.query.flag("activate", false));
    let now = call.second();
    let factor = Factor {
        id: call.org.ids.next(prefix).into(),
        kind,
        provider,
        vendor_name,
        status: if at_once { "ACTIVE" } else { PENDING },
        created: now.into(),
        last_updated: now.into(),
        profile: profile.as_object().map(Into::into),
    };
    let mut answer = shown(&call.base, &id, &factor);
    let factor_id = factor.id.clone();
    if !at_once {
        send_code(call.org, &factor_id);
    }
    if kind == "question"
        && let Some(answer) = given.get("answer").and_then(Value::as_str)
    {
        let known = &mut call.org.directory.verification;
        known.know_answer(&factor_id, answer);
    }
    if kind == "token:software:totp" {
        answer["_embedded"] = json!({ "activation": {
            "timeStep": totp::STEP,
            "sharedSecret": totp::shared_secret(&factor_id),
            "encoding": "base32",
            "keyLength": 6,
        }});
    }
    if let Some(user) = call.org.users.get_mut(&id) {
        // An enrolment that was never finished is begun anew.
        user.factors.retain(|factor| !same(factor));
        user.factors.push(factor);
        user.last_updated = now.into();
    }
    if at_once {
        let target = target(call, &id);
        call.record("user.mfa.factor.activate", target);
    }
    Ok(Answer::ok(answer))
}

/// `200` with the factor; a wrong code is `403 E0000068`.
pub(super) fn activate_factor(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.user_id(0)?;
    let factor_id = call.parameter(1).to_owned();
    let body = call.json_or_empty()?;
    let now = call.second();
    let given = body
        .get("passCode")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let told = call.org.directory.pass_codes.of(&factor_id) == Some(given.as_str());
    let moment = call.now;
    let user = call
        .org
        .users
        .get_mut(&id)
        .ok_or_else(|| Refusal::not_found(&id, "User"))?;
    let factor = user.factors.iter_mut().find(|factor| factor.id == factor_id);
    let factor = factor.ok_or_else(|| Refusal::not_found(&factor_id, "UserFactor"))?;
    if factor.status != PENDING {
        return Err(invalid("The factor is not waiting to be activated."));
    }
    let shown_by_app = || factor.kind == "token:software:totp" && totp::is_right(&factor_id, &given, moment);
    if !told && !shown_by_app() {
        return Err(
            Refusal::of("E0000068").cause("Your passcode doesn't match our records. Please try again.")
        );
    }
    factor.status = "ACTIVE";
    factor.last_updated = now.into();
    let answer = shown(&call.base, &id, factor);
    call.org.directory.pass_codes.0.remove(&factor_id);
    let target = target(call, &id);
    call.record("user.mfa.factor.activate", target);
    Ok(Answer::ok(answer))
}

/// Makes the code that activates a factor, in place of the one before.
pub(super) fn send_code(org: &mut Org, factor: &str) {
    let code = format!("{:06}", org.ids.random().u32(0..1_000_000));
    org.directory.pass_codes.0.insert(factor.to_owned(), code);
}

fn is_enrollable(kind: &str) -> bool {
    matches!(kind, "question" | "sms" | "email" | "token:software:totp")
}

fn profile_of(kind: &str, given: &Object, login: &str, email: &str) -> Outcome<Value> {
    let text = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    match kind {
        "question" => {
            let known = QUESTIONS.iter().find(|(name, _)| *name == text("question"));
            let (name, words) = known.ok_or_else(|| invalid("The security question is not known."))?;
            if text("answer").chars().count() < 4 {
                let cause = "The security question answer must be at least 4 characters in length";
                return Err(invalid(cause));
            }
            Ok(json!({ "question": name, "questionText": words }))
        }
        "sms" => {
            let digits = text("phoneNumber").chars().filter(char::is_ascii_digit).count();
            if digits < 7 {
                return Err(invalid("Invalid Phone Number."));
            }
            Ok(json!({ "phoneNumber": text("phoneNumber") }))
        }
        "email" => {
            let address = if text("email").is_empty() {
                email
            } else {
                text("email")
            };
            Ok(json!({ "email": address }))
        }
        _ => Ok(json!({ "credentialId": login })),
    }
}

fn invalid(cause: &str) -> Refusal {
    Refusal::validation("factorEnrollRequest", cause)
}
