//! Checks of the profiles of users, groups and app users against their schemas.
//!
//! That an attribute is checked for type, length, range, list of values and uniqueness is documented
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Schema/>); the causes' words are
//! ours, in the recorded form `name: message`, except those that other fields are recorded with.

use serde_json::Value;

use super::user_profile::{WRONG_TYPE, is_address};
use crate::errors::{Outcome, Refusal};
use crate::state::{Object, Org};

/// Refuses a profile whose values the schema does not allow; the causes are one an attribute.
pub(super) fn check(org: &Org, type_id: &str, profile: &Object, own_id: Option<&str>) -> Outcome<()> {
    let mut failed: Vec<(&str, String)> = Vec::new();
    for (name, described) in org.directory.schemas.of_user(type_id) {
        let value = profile.get(name).filter(|value| !value.is_null());
        let cause = match value {
            None => (described["required"] == true).then(|| "The field cannot be left blank".to_owned()),
            Some(value) => {
                misfit(described, value).or_else(|| taken(org, type_id, own_id, name, described, value))
            }
        };
        failed.extend(cause.map(|cause| (name.as_str(), cause)));
    }
    answer(&failed)
}

/// Refuses a group's profile whose values the schema of groups does not allow.
pub(super) fn check_group(org: &Org, profile: &Object) -> Outcome<()> {
    let failed: Vec<(&str, String)> = misfits(org.directory.schemas.of_group(), profile);
    answer(&failed)
}

/// Refuses what is written to the profile of an app user if the schema of the app's users does not allow it. What is
/// required may come from the app itself, so it is not asked for.
pub(super) fn check_application_user(org: &Org, application: &str, profile: &Object) -> Outcome<()> {
    let attributes = org.directory.schemas.of_application(org, application)?;
    let failed: Vec<(&str, String)> = misfits(attributes, profile);
    answer(&failed)
}

fn misfits<'schema>(
    attributes: impl Iterator<Item = (&'schema String, &'schema Value)>,
    profile: &Object,
) -> Vec<(&'schema str, String)> {
    let failed = attributes.filter_map(|(name, described)| {
        let value = profile.get(name).filter(|value| !value.is_null())?;
        Some((name.as_str(), misfit(described, value)?))
    });
    failed.collect()
}

fn answer(failed: &[(&str, String)]) -> Outcome<()> {
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Refusal::validations(failed))
    }
}

/// What is wrong with a value, if anything is.
fn misfit(described: &Value, value: &Value) -> Option<String> {
    let kind = described["type"].as_str().unwrap_or("string");
    let fits = match kind {
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        _ => value.is_string(),
    };
    if !fits {
        return Some(WRONG_TYPE.replace("{type}", kind));
    }
    if let Some(values) = value.as_array() {
        return values.iter().find_map(|value| misfit(&described["items"], value));
    }
    let allowed = described["enum"].as_array();
    if allowed.is_some_and(|allowed| !allowed.contains(value)) {
        return Some("The value is not in the list of values".to_owned());
    }
    // The words that a primary email is answered with. Other formats are not checked: what Okta does there is not
    // verified.
    let is_email = described["format"] == "email";
    let is_misspelt = |text: &str| !text.is_empty() && !is_address(text);
    if is_email && value.as_str().is_some_and(is_misspelt) {
        return Some("Does not match required pattern".to_owned());
    }
    let length = value.as_str().map(|text| text.chars().count() as u64);
    if length
        .zip(described["minLength"].as_u64())
        .is_some_and(|(length, least)| length < least)
    {
        return Some("The field is too short".to_owned());
    }
    if length
        .zip(described["maxLength"].as_u64())
        .is_some_and(|(length, most)| length > most)
    {
        return Some("The field is too long".to_owned());
    }
    let number = value.as_f64();
    let least = described["minimum"].as_f64();
    let most = described["maximum"].as_f64();
    if number.zip(least).is_some_and(|(number, least)| number < least)
        || number.zip(most).is_some_and(|(number, most)| number > most)
    {
        return Some("The value is out of range".to_owned());
    }
    None
}

/// Whether another user of the type has the value of a unique attribute.
fn taken(
    org: &Org,
    type_id: &str,
    own_id: Option<&str>,
    name: &str,
    described: &Value,
    value: &Value,
) -> Option<String> {
    // SPEC's `UserSchemaAttribute` has a boolean; `UNIQUE_VALIDATED` is what Okta answers (recorded).
    let unique = described["unique"] == true || described["unique"] == "UNIQUE_VALIDATED";
    let held = || {
        org.users.values().any(|user| {
            Some(user.id.as_str()) != own_id
                && user.profile.get(name).as_ref() == Some(value)
                && org.type_of_user(&user.id) == type_id
        })
    };
    let cause = "An object with this field already exists in the current organization";
    (unique && held()).then(|| cause.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_must_be_what_its_attribute_says() {
        let cases = [
            (
                json!({ "type": "string", "minLength": 2, "maxLength": 3 }),
                json!("ab"),
                true,
            ),
            (json!({ "type": "string", "minLength": 2 }), json!("a"), false),
            (json!({ "type": "string", "maxLength": 3 }), json!("abcd"), false),
            (json!({ "type": "string" }), json!(7), false),
            (
                json!({ "type": "integer", "minimum": 1, "maximum": 9 }),
                json!(9),
                true,
            ),
            (json!({ "type": "integer" }), json!(1.5), false),
            (json!({ "type": "number", "maximum": 2 }), json!(2.5), false),
            (json!({ "type": "boolean" }), json!("true"), false),
            (json!({ "type": "string", "enum": ["S", "M"] }), json!("M"), true),
            (json!({ "type": "string", "enum": ["S", "M"] }), json!("L"), false),
            (
                json!({ "type": "array", "items": { "type": "string" } }),
                json!(["a"]),
                true,
            ),
            (
                json!({ "type": "array", "items": { "type": "string" } }),
                json!(["a", 1]),
                false,
            ),
            (
                json!({ "type": "array", "items": { "type": "integer", "enum": [1] } }),
                json!([2]),
                false,
            ),
        ];
        for (described, value, fits) in cases {
            assert_eq!(misfit(&described, &value).is_none(), fits, "{described} {value}");
        }
    }
}
