//! User types: the default one and the org's own
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserType/>).

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Object, Org};
use crate::system_log::Target;

/// The org's user types, and which users are of another than the default.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct UserTypes {
    by_id: BTreeMap<String, UserType>,
    of_users: HashMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct UserType {
    id: String,
    /// Never changes after the type was created.
    name: String,
    display_name: String,
    description: Option<String>,
    created_by: String,
    last_updated_by: String,
    created: Timestamp,
    last_updated: Timestamp,
    default: bool,
}

impl UserTypes {
    pub(crate) fn found(org: &mut Org) {
        let system = org.ids.next("spr");
        let default = UserType {
            id: org.user_type_id.clone(),
            name: "user".to_owned(),
            display_name: "User".to_owned(),
            description: Some("Okta user profile template with default permission settings".to_owned()),
            created_by: system.clone(),
            last_updated_by: system,
            created: org.created,
            last_updated: org.created,
            default: true,
        };
        org.directory.user_types.by_id.insert(default.id.clone(), default);
    }

    pub(crate) fn forget_user(&mut self, id: &str) {
        self.of_users.remove(id);
    }

    pub(super) fn exists(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        self.by_id.keys()
    }

    pub(super) fn name(&self, id: &str) -> &str {
        self.by_id.get(id).map_or("user", |known| known.name.as_str())
    }

    pub(super) fn title(&self, id: &str) -> &str {
        self.by_id
            .get(id)
            .map_or("User", |known| known.display_name.as_str())
    }

    pub(super) fn created(&self, id: &str) -> Option<Timestamp> {
        self.by_id.get(id).map(|known| known.created)
    }
}

impl Org {
    /// The id of the type of a user.
    pub(crate) fn type_of_user(&self, user: &str) -> &str {
        let of_users = &self.directory.user_types.of_users;
        of_users.get(user).unwrap_or(&self.user_type_id)
    }

    pub(crate) fn set_type_of_user(&mut self, user: &str, type_id: &str) {
        let of_users = &mut self.directory.user_types.of_users;
        if type_id == self.user_type_id {
            of_users.remove(user);
        } else {
            of_users.insert(user.to_owned(), type_id.to_owned());
        }
    }
}

/// The type that a user's body names with `type.id`, or none.
pub(super) fn named_by(org: &Org, body: &Object) -> Outcome<Option<String>> {
    match body.get("type").and_then(|kind| kind["id"].as_str()) {
        None => Ok(None),
        Some(id) if org.directory.user_types.exists(id) => Ok(Some(id.to_owned())),
        Some(id) => Err(not_found(id)),
    }
}

/// Every type, without pages or a `Link` (recorded).
#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn list_user_types(call: &mut Call<'_>) -> Outcome<Answer> {
    let types = call.org.directory.user_types.by_id.values();
    Ok(Answer::ok(types.map(|known| shown(known, &call.base)).collect()))
}

pub(super) fn get_user_type(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = resolved(call);
    answer(call, &id)
}

/// The rule is the specification's; how Okta words its refusal is not verified.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `200` with the type.
pub(super) fn create_user_type(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (name, display_name) = (text("name").to_owned(), text("displayName").to_owned());
    for (member, value) in [("name", &name), ("displayName", &display_name)] {
        if value.trim().is_empty() {
            let cause = format!("{member}: The field cannot be left blank");
            return Err(Refusal::validation(member, cause));
        }
    }
    if !is_name(&name) {
        let cause = "name: The name must start with a letter and have letters, digits and underscores only";
        return Err(Refusal::validation("name", cause));
    }
    let types = &call.org.directory.user_types.by_id;
    if types.values().any(|known| known.name == name) {
        let cause = "name: An object with this field already exists in the current organization";
        return Err(Refusal::validation("name", cause));
    }
    let now = call.second();
    let id = call.org.ids.next("oty");
    let known = UserType {
        id: id.clone(),
        name,
        display_name,
        description: body.get("description").and_then(Value::as_str).map(str::to_owned),
        created_by: call.caller.principal().to_owned(),
        last_updated_by: call.caller.principal().to_owned(),
        created: now,
        last_updated: now,
        default: false,
    };
    call.org.directory.user_types.by_id.insert(id.clone(), known);
    record(call, "directory.non_default_user_profile.create", &id);
    answer(call, &id)
}

/// `POST`: changes the display name or the description; the name stays (SPEC `updateUserType`).
pub(super) fn update_user_type(call: &mut Call<'_>) -> Outcome<Answer> {
    change(call, false)
}

/// `PUT`: what is absent is cleared, and the display name must be there.
pub(super) fn replace_user_type(call: &mut Call<'_>) -> Outcome<Answer> {
    change(call, true)
}

fn change(call: &mut Call<'_>, whole: bool) -> Outcome<Answer> {
    let id = resolved(call);
    let body = call.json()?;
    let (now, caller) = (call.second(), call.caller.principal().to_owned());
    let known = call.org.directory.user_types.by_id.get_mut(&id);
    let known = known.ok_or_else(|| not_found(&id))?;
    let display_name = body.get("displayName").and_then(Value::as_str);
    if display_name.is_some_and(|name| name.trim().is_empty()) || (whole && display_name.is_none()) {
        return Err(Refusal::validation(
            "displayName",
            "displayName: The field cannot be left blank",
        ));
    }
    if let Some(name) = display_name {
        name.clone_into(&mut known.display_name);
    }
    if whole || body.contains_key("description") {
        known.description = body.get("description").and_then(Value::as_str).map(str::to_owned);
    }
    known.last_updated = now;
    known.last_updated_by = caller;
    record(call, "directory.user_profile.update", &id);
    answer(call, &id)
}

/// `204`. Okta also answers `500 E0000009` while it still sets the type up (recorded); the emulator is ready at
/// once. The default type, and one that users have, cannot be deleted. Okta's catalog of event types (2026.08.1) has
/// one for a new type and none for one that is deleted, so nothing is logged.
pub(super) fn delete_user_type(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = resolved(call);
    let types = &call.org.directory.user_types;
    let known = types.by_id.get(&id).ok_or_else(|| not_found(&id))?;
    if known.default || types.of_users.values().any(|kind| *kind == id) {
        return Err(Refusal::of("E0000142"));
    }
    call.org.directory.user_types.by_id.remove(&id);
    call.org.directory.schemas.forget_user_type(&id);
    Ok(Answer::no_content())
}

/// `default` names the default type as well as its id does.
fn resolved(call: &Call<'_>) -> String {
    match call.parameter(0) {
        "default" => call.org.user_type_id.clone(),
        id => id.to_owned(),
    }
}

fn not_found(id: &str) -> Refusal {
    // Recorded by Okta's Python SDK, `TestUserTypesResource.test_delete_user_type`.
    Refusal::not_found(id, "CVDType")
}

/// The schema of a user type has the type's id with another prefix (recorded traffic).
pub(super) fn schema_of(user_type_id: &str) -> String {
    ["osc", user_type_id.get(3..).unwrap_or_default()].concat()
}

fn shown(known: &UserType, base: &str) -> Value {
    let meta = format!("{base}/api/v1/meta");
    let link = |relation: &str, href: String| json!({ "rel": relation, "href": href, "method": "GET" });
    json!({
        "id": known.id,
        "name": known.name,
        "displayName": known.display_name,
        "description": known.description,
        "createdBy": known.created_by,
        "lastUpdatedBy": known.last_updated_by,
        "created": wire(known.created),
        "lastUpdated": wire(known.last_updated),
        "default": known.default,
        "_links": {
            "schema": link("schema", format!("{meta}/schemas/user/{}", schema_of(&known.id))),
            "self": link("self", format!("{meta}/types/user/{}", known.id)),
        },
    })
}

fn record(call: &mut Call<'_>, event_type: &str, id: &str) {
    let known = call.org.directory.user_types.by_id.get(id);
    let target = known.map(|known| Target::new(&known.id, "UserType", &known.name, &known.display_name));
    call.record(event_type, target.into_iter().collect());
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let known = call.org.directory.user_types.by_id.get(id);
    let known = known.ok_or_else(|| not_found(id))?;
    Ok(Answer::ok(shown(known, &call.base)))
}
