//! What a schema says about an attribute: Okta's base attributes, and the form of the org's own.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::merge;
use crate::errors::{Outcome, Refusal};
use crate::state::Object;

/// Whose attributes a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    User,
    Group,
    Application,
}

/// The attributes of Okta's base user schema, as recorded: name, title, what the user may do with it, and what
/// else it says.
static USER: LazyLock<Object> = LazyLock::new(|| {
    let names = [
        (
            "login",
            "Username",
            "READ_WRITE",
            json!({ "required": true, "minLength": 5, "maxLength": 100 }),
        ),
        (
            "firstName",
            "First name",
            "READ_WRITE",
            json!({ "required": true, "minLength": 1, "maxLength": 50 }),
        ),
        (
            "lastName",
            "Last name",
            "READ_WRITE",
            json!({ "required": true, "minLength": 1, "maxLength": 50 }),
        ),
        ("middleName", "Middle name", "READ_ONLY", Value::Null),
        ("honorificPrefix", "Honorific prefix", "READ_ONLY", Value::Null),
        ("honorificSuffix", "Honorific suffix", "READ_ONLY", Value::Null),
        (
            "email",
            "Primary email",
            "READ_WRITE",
            json!({ "required": true, "format": "email" }),
        ),
        ("title", "Title", "READ_ONLY", Value::Null),
        ("displayName", "Display name", "READ_ONLY", Value::Null),
        ("nickName", "Nickname", "READ_ONLY", Value::Null),
        (
            "profileUrl",
            "Profile Url",
            "READ_ONLY",
            json!({ "format": "uri" }),
        ),
        (
            "secondEmail",
            "Secondary email",
            "READ_WRITE",
            json!({ "format": "email" }),
        ),
        (
            "mobilePhone",
            "Mobile phone",
            "READ_WRITE",
            json!({ "maxLength": 100 }),
        ),
        (
            "primaryPhone",
            "Primary phone",
            "HIDE",
            json!({ "maxLength": 100 }),
        ),
        ("streetAddress", "Street address", "HIDE", Value::Null),
        ("city", "City", "HIDE", Value::Null),
        ("state", "State", "HIDE", Value::Null),
        ("zipCode", "Zip code", "HIDE", Value::Null),
        (
            "countryCode",
            "Country code",
            "HIDE",
            json!({ "format": "country-code" }),
        ),
        ("postalAddress", "Postal Address", "HIDE", Value::Null),
        (
            "preferredLanguage",
            "Preferred language",
            "READ_ONLY",
            json!({ "format": "language-code" }),
        ),
        ("locale", "Locale", "READ_ONLY", json!({ "format": "locale" })),
        (
            "timezone",
            "Time zone",
            "READ_ONLY",
            json!({ "format": "timezone" }),
        ),
        ("userType", "User type", "READ_ONLY", Value::Null),
        ("employeeNumber", "Employee number", "READ_ONLY", Value::Null),
        ("costCenter", "Cost center", "READ_ONLY", Value::Null),
        ("organization", "Organization", "READ_ONLY", Value::Null),
        ("division", "Division", "READ_ONLY", Value::Null),
        ("department", "Department", "READ_ONLY", Value::Null),
        ("managerId", "ManagerId", "READ_ONLY", Value::Null),
        ("manager", "Manager", "READ_ONLY", Value::Null),
    ];
    let described = names.into_iter().map(|(name, title, action, rest)| {
        let own = json!({
            "title": title, "type": "string", "mutability": "READ_WRITE", "scope": "NONE",
            "permissions": [{ "principal": "SELF", "action": action }],
            "master": { "type": "PROFILE_MASTER" },
        });
        (name.to_owned(), merge::over(own, &rest))
    });
    described.collect()
});

/// A group's two attributes (recorded by Okta's Python SDK, `TestGroupSchemaResource.test_get_group_schema`).
static GROUP: LazyLock<Object> = LazyLock::new(|| {
    let own = |title: &str, rest: &Value| {
        let described = json!({
            "title": title, "description": title, "type": "string", "mutability": "READ_WRITE", "scope": "NONE",
            "permissions": [{ "principal": "SELF", "action": "READ_WRITE" }],
            "master": { "type": "PROFILE_MASTER" },
        });
        merge::over(described, rest)
    };
    Object::from_iter([
        (
            "name".to_owned(),
            own("Name", &json!({ "required": true, "maxLength": 255 })),
        ),
        (
            "description".to_owned(),
            own("Description", &json!({ "maxLength": 1024 })),
        ),
    ])
});

/// The claims of an app user of an OpenID Connect app (recorded); the descriptions are ours.
static CLAIMS: LazyLock<Object> = LazyLock::new(|| {
    let names = [
        ("name", "Name"),
        ("nickname", "Nickname"),
        ("given_name", "Given Name"),
        ("middle_name", "Middle Name"),
        ("family_name", "Family Name"),
        ("email", "Email"),
        ("profile", "Profile URL"),
        ("picture", "Picture URL"),
        ("website", "Website"),
        ("gender", "Gender"),
        ("birthdate", "Birthdate"),
        ("zoneinfo", "Time Zone"),
        ("locale", "Locale Name"),
        ("phone_number", "Phone Number"),
        ("street_address", "Street Address"),
        ("locality", "Locality"),
        ("region", "Region"),
        ("postal_code", "Postal Code"),
        ("country", "Country"),
        ("formatted", "Formatted"),
    ];
    let mut claims = Object::new();
    let mut user_name = user_name();
    user_name["externalName"] = json!("preferred_username");
    claims.insert("userName".to_owned(), user_name);
    for (name, title) in names {
        let description = format!("The claim {name} of the person.");
        let mut claim =
            json!({ "title": title, "description": description, "type": "string", "scope": "SELF" });
        if matches!(
            name,
            "street_address" | "locality" | "region" | "postal_code" | "country" | "formatted"
        ) {
            claim["externalName"] = json!(format!("address.{name}"));
        }
        claims.insert(name.to_owned(), claim);
    }
    claims
});

/// An app of another kind knows a user name alone.
static USER_NAME: LazyLock<Object> =
    LazyLock::new(|| Object::from_iter([("userName".to_owned(), user_name())]));

fn user_name() -> Value {
    json!({ "title": "Username", "type": "string", "required": true, "scope": "SELF" })
}

pub(super) fn user() -> &'static Object {
    &USER
}

pub(super) fn group() -> &'static Object {
    &GROUP
}

pub(super) fn application(sign_on_mode: &str) -> &'static Object {
    if sign_on_mode == "OPENID_CONNECT" {
        &CLAIMS
    } else {
        &USER_NAME
    }
}

/// What a schema says of a builder's custom attribute.
pub(super) fn plain(name: &str) -> Value {
    normalized(Owner::User, &json!({ "title": name, "type": "string" }))
}

/// An attribute as Okta stores it: defaults filled in, what it does not keep left out (recorded).
pub(super) fn normalized(owner: Owner, given: &Value) -> Value {
    let mut defaults = json!({ "scope": "NONE" });
    if owner != Owner::Application {
        defaults["mutability"] = json!("READ_WRITE");
        defaults["permissions"] = json!([{ "principal": "SELF", "action": "READ_ONLY" }]);
        defaults["master"] = json!({ "type": "PROFILE_MASTER" });
    }
    let mut stored = merge::over(defaults, given);
    // What a list's objects hold is open (recorded of app users).
    if let Some(items) = stored.get_mut("items").and_then(Value::as_object_mut)
        && items.get("type").is_some_and(|kind| kind == "object")
    {
        items.entry("additionalProperties").or_insert(Value::Bool(true));
    }
    let is_list = stored["type"] == "array";
    if let Some(stored) = stored.as_object_mut() {
        if stored.get("required") == Some(&Value::Bool(false)) {
            stored.remove("required");
        }
        if owner == Owner::Application {
            stored.remove("permissions");
            stored.remove("master");
            stored.remove("mutability");
        }
        // How the values of several groups are joined is kept for lists of apps alone.
        if owner != Owner::Application || !is_list {
            stored.remove("union");
        }
    }
    stored
}

/// Refuses an attribute that no schema can have. None of these refusals is recorded.
pub(super) fn check(name: &str, given: &Value, base: &Object, known: Option<&Value>) -> Outcome<()> {
    const TYPES: [&str; 5] = ["string", "boolean", "number", "integer", "array"];
    let refused = |cause: String| Err(Refusal::validation(name, format!("{name}: {cause}")));
    let mut letters = name.chars();
    let starts = letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    if !starts || !letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
        return refused(
            "The name must start with a letter and have letters, digits and underscores only".into(),
        );
    }
    if base.contains_key(name) {
        return refused("An attribute of the base schema has this name".into());
    }
    let kind = given["type"].as_str().unwrap_or_default();
    if !TYPES.contains(&kind) {
        return refused(format!("The type must be one of {}", TYPES.join(", ")));
    }
    if given["title"]
        .as_str()
        .is_none_or(|title| title.trim().is_empty())
    {
        return refused("The title cannot be left blank".into());
    }
    if known.is_some_and(|known| known["type"] != kind) {
        return refused("The type of an attribute cannot be changed".into());
    }
    Ok(())
}
