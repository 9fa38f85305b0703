//! Checks of what a request wants to write into a user: profile, password, recovery question, provider.

use serde_json::Value;

use super::password_rules::{PasswordRules, Unmet};
use crate::call::Call;
use crate::errors::{Outcome, Refusal};
use crate::state::{Object, Org, Password, RecoveryQuestion};

/// Attributes of a user that has none of them yet; the two that Okta shows as null when they are not set.
const SHOWN_AS_NULL: [&str; 2] = ["mobilePhone", "secondEmail"];
const REQUIRED: [&str; 4] = ["login", "firstName", "lastName", "email"];

/// How a value that its attribute does not take is told. Not verified: the words are ours.
pub(super) const WRONG_TYPE: &str = "The value must be of type {type}";

/// What a body says about credentials.
#[derive(Default)]
pub(super) struct Credentials {
    pub(super) password: Option<Password>,
    pub(super) recovery_question: Option<RecoveryQuestion>,
    pub(super) provider: Option<(String, String)>,
}

/// Reads a body as a user's. It is not well formed where something of another kind stands in the place of an object
/// or a list, whatever else could be said of it.
pub(super) fn user_in(call: &Call<'_>) -> Outcome<Object> {
    let body = call.json()?;
    profile_of(&body)?;
    if let Some(credentials) = Call::object(&body, "credentials")? {
        for name in ["password", "recovery_question", "provider"] {
            Call::object(credentials, name)?;
        }
    }
    let groups = body.get("groupIds");
    if groups.is_some_and(|groups| !groups.is_array() && !groups.is_null()) {
        return Err(Refusal::of("E0000003"));
    }
    Ok(body)
}

/// The profile in a body, if there is one.
pub(super) fn profile_of(body: &Object) -> Outcome<Option<&Object>> {
    Call::object(body, "profile")
}

/// A whole profile: what is not in it is not set.
pub(super) fn whole(profile: &Object) -> Object {
    let mut whole: Object = profile
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    for name in SHOWN_AS_NULL {
        whole.entry(name).or_insert(Value::Null);
    }
    whole
}

/// A profile with some attributes changed; null clears one.
pub(super) fn merged(current: &Object, changes: &Object) -> Object {
    let mut merged = current.clone();
    for (name, value) in changes {
        merged.insert(name.clone(), value.clone());
    }
    whole(&merged)
}

/// Refuses attributes that the schema lacks, in the recorded form. The recording is of a creation, whose
/// object Okta calls `newUser`; the name for a change, `user`, is not verified.
pub(super) fn check_names(org: &Org, type_id: &str, profile: &Object, object: &str) -> Outcome<()> {
    let known = |name: &str| {
        if type_id == org.user_type_id {
            org.profile_attributes.contains(name)
        } else {
            org.directory.schemas.user_has(type_id, name)
        }
    };
    match profile.keys().find(|name| !known(name)) {
        Some(name) => Err(Refusal::validation(
            object,
            format!("Property name '{name}' is not defined in profile"),
        )),
        None => Ok(()),
    }
}

/// Refuses a profile that lacks what Okta requires, or whose login another user has.
///
/// The text of the duplicate is recorded. Those of blank fields, their order, and that a blank login is also told to
/// be no address, are as rapid7/insightconnect-plugins#315 quotes Okta; that of an email of the wrong form, beside a
/// login of the wrong form, is as the tests of CruGlobal/give-web quote it (its `session.service.spec.js`).
pub(super) fn check_values(org: &Org, profile: &Object, own_id: Option<&str>) -> Outcome<()> {
    let text = |name: &str| {
        profile
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let mut failed: Vec<(&str, String)> = Vec::new();
    for name in REQUIRED {
        match profile.get(name) {
            // The words of other attributes.
            Some(value) if !value.is_string() && !value.is_null() => {
                failed.push((name, WRONG_TYPE.replace("{type}", "string")));
            }
            _ if text(name).is_empty() => failed.push((name, "The field cannot be left blank".to_owned())),
            _ => {}
        }
    }
    let is_text = |name: &str| {
        profile
            .get(name)
            .is_none_or(|value| value.is_string() || value.is_null())
    };
    if is_text("login") && !is_address(&text("login")) {
        failed.push((
            "login",
            "Username must be in the form of an email address".to_owned(),
        ));
    }
    if is_text("email") && !text("email").is_empty() && !is_address(&text("email")) {
        failed.push(("email", "Does not match required pattern".to_owned()));
    }
    if failed.is_empty() && org.login_is_taken(&text("login"), own_id) {
        failed.push((
            "login",
            "An object with this field already exists in the current organization".to_owned(),
        ));
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Refusal::validations(&failed))
    }
}

/// The credentials in a body. A password must be what the rules ask for.
pub(super) fn credentials_of(body: &Object, rules: &PasswordRules<'_>) -> Outcome<Credentials> {
    let mut found = Credentials::default();
    let Some(credentials) = body.get("credentials").and_then(Value::as_object) else {
        return Ok(found);
    };
    if let Some(password) = credentials.get("password").and_then(Value::as_object) {
        found.password = password_of(password, rules)?;
    }
    if let Some(recovery) = credentials.get("recovery_question").and_then(Value::as_object) {
        found.recovery_question = Some(recovery_of(recovery)?);
    }
    if let Some(provider) = credentials.get("provider").and_then(Value::as_object) {
        let text = |name: &str| provider.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(kind) = text("type") {
            found.provider = Some((kind.clone(), text("name").unwrap_or(kind)));
        }
    }
    Ok(found)
}

/// `{"value": …}`, `{"hash": …}` or `{"hook": …}`; an empty object, which clients send, is no password.
fn password_of(password: &Object, rules: &PasswordRules<'_>) -> Outcome<Option<Password>> {
    if password.contains_key("hash") || password.contains_key("hook") {
        return Ok(Some(Password::Opaque));
    }
    match password.get("value").and_then(Value::as_str) {
        None => Ok(None),
        Some(value) => rules.complexity(value).map(Some).map_err(Unmet::in_a_profile),
    }
}

/// Question and answer, both of which must be there; Okta asks for four characters of an answer.
pub(super) fn recovery_of(recovery: &Object) -> Outcome<RecoveryQuestion> {
    let text = |name: &str| {
        recovery
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let (question, answer) = (text("question"), text("answer"));
    if question.is_empty() {
        return Err(Refusal::validation(
            "recovery_question",
            "question: The field cannot be left blank",
        ));
    }
    if answer.chars().count() < 4 {
        let cause = "answer: The security question answer must be at least 4 characters in length";
        return Err(Refusal::validation("recovery_question", cause));
    }
    Ok(RecoveryQuestion { question, answer })
}

/// The text at a path of nested objects, such as `newPassword.value`.
pub(super) fn nested_text<'body>(body: &'body Object, outer: &str, inner: &str) -> Option<&'body str> {
    body.get(outer)?.get(inner)?.as_str()
}

/// The user's password in the request under `oldPassword` or `password`, compared with the one it has.
pub(super) fn check_password(call: &Call<'_>, id: &str, given: Option<&str>, cause: &str) -> Outcome<()> {
    let held = call.org.users.get(id).and_then(|user| user.password.as_ref());
    match (held, given) {
        (Some(Password::Known(held)), Some(given)) if **held == *given => Ok(()),
        // What was imported as a hash cannot be compared here, so any password is taken for the right one.
        (Some(Password::Opaque), Some(_)) => Ok(()),
        _ => Err(Refusal::of("E0000014").cause(cause)),
    }
}

/// Whether a text looks like an email address.
pub(super) fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
}
