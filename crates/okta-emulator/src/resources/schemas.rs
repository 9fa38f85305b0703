//! Schemas of users, groups and app users: read, and change attributes
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Schema/>).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::schema_properties::{self as properties, Owner, check, normalized};
use super::user_types::schema_of;
use super::{applications, merge};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Object, Org};
use crate::system_log::Target;

/// What was changed in the schemas; one that nobody touched is Okta's.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Schemas {
    /// By the id of the user type.
    users: BTreeMap<String, Schema>,
    group: Schema,
    /// By the id of the app.
    applications: BTreeMap<String, Schema>,
    /// Orgs without sourcing by attribute say of no user attribute where it comes from (`master`); they are few
    /// (recorded).
    #[serde(default)]
    without_sources: bool,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Schema {
    custom: Object,
    /// Base attributes that are other than Okta's.
    base: Object,
    last_updated: Option<Timestamp>,
}

impl Schemas {
    pub(super) fn forget_user_type(&mut self, id: &str) {
        self.users.remove(id);
    }

    /// Gives the users of a type an attribute of the org's own.
    pub(crate) fn define_user_attribute(&mut self, type_id: &str, name: &str, kind: &str) {
        let mut described = properties::plain(name);
        described["type"] = json!(kind);
        let schema = self.users.entry(type_id.to_owned()).or_default();
        schema.custom.insert(name.to_owned(), described);
    }

    /// Takes a user schema over as another org shows it; gives the names of its own attributes.
    pub(super) fn import_user(&mut self, type_id: &str, shown: &Value) -> Vec<String> {
        let part = |part: &str| {
            let properties = shown["definitions"][part]["properties"].as_object();
            properties.cloned().unwrap_or_default()
        };
        let (custom, mut base) = (part("custom"), part("base"));
        base.retain(|name, _| properties::user().contains_key(name));
        self.without_sources =
            !base.is_empty() && base.values().all(|described| described["master"].is_null());
        let names = custom.keys().cloned().collect();
        let schema = Schema {
            custom,
            base,
            last_updated: shown["lastUpdated"].as_str().and_then(|time| time.parse().ok()),
        };
        self.users.insert(type_id.to_owned(), schema);
        names
    }

    /// Whether a group's profile may have the attribute.
    pub(super) fn group_has(&self, name: &str) -> bool {
        properties::group().contains_key(name) || self.group.custom.contains_key(name)
    }

    /// Whether a user of a type other than the default may have the attribute.
    pub(super) fn user_has(&self, type_id: &str, name: &str) -> bool {
        properties::user().contains_key(name)
            || self
                .users
                .get(type_id)
                .is_some_and(|schema| schema.custom.contains_key(name))
    }

    /// The attributes of a user type with what the schema says of each.
    pub(super) fn of_user<'schemas>(
        &'schemas self,
        type_id: &str,
    ) -> impl Iterator<Item = (&'schemas String, &'schemas Value)> + use<'schemas> {
        attributes(properties::user(), self.users.get(type_id))
    }

    /// The attributes of a group.
    pub(super) fn of_group(&self) -> impl Iterator<Item = (&String, &Value)> {
        attributes(properties::group(), Some(&self.group))
    }

    /// The attributes of an app's users.
    pub(super) fn of_application(
        &self,
        org: &Org,
        id: &str,
    ) -> Outcome<impl Iterator<Item = (&String, &Value)> + use<'_>> {
        Ok(attributes(
            base_of_application(org, id)?,
            self.applications.get(id),
        ))
    }
}

/// The base attributes, as they were changed, and the custom ones.
fn attributes<'schemas>(
    base: &'static Object,
    changed: Option<&'schemas Schema>,
) -> impl Iterator<Item = (&'schemas String, &'schemas Value)> + use<'schemas> {
    let base = base.iter().map(move |(name, described)| {
        let own = changed.and_then(|schema| schema.base.get(name));
        (name, own.unwrap_or(described))
    });
    base.chain(changed.into_iter().flat_map(|schema| schema.custom.iter()))
}

pub(super) fn get_user_schema(call: &mut Call<'_>) -> Outcome<Answer> {
    let type_id = user_type(call)?;
    Ok(Answer::ok(user_schema(call, &type_id)))
}

/// `POST`: the attributes in the body are added or replaced, null removes one, others stay.
pub(super) fn update_user_profile(call: &mut Call<'_>) -> Outcome<Answer> {
    let type_id = user_type(call)?;
    let body = call.json()?;
    let mut schema = call
        .org
        .directory
        .schemas
        .users
        .get(&type_id)
        .cloned()
        .unwrap_or_default();
    let removed = changed(&mut schema, properties::user(), Owner::User, &body)?;
    schema.last_updated = Some(call.second());
    if type_id == call.org.user_type_id {
        let names = &mut call.org.profile_attributes;
        names.extend(schema.custom.keys().cloned());
        names.retain(|name| !removed.contains(name));
    }
    call.org.directory.schemas.users.insert(type_id.clone(), schema);
    // The values go with the attribute.
    let users: Vec<String> = call.org.users.keys().map(str::to_owned).collect();
    for id in users.iter().filter(|_| !removed.is_empty()) {
        if call.org.type_of_user(id) == type_id
            && let Some(user) = call.org.users.get(id)
        {
            let mut profile = user.profile.to_object();
            profile.retain(|name, _| !removed.contains(name));
            call.org.replace_profile(id, profile);
        }
    }
    let target = Target::new(&schema_of(&type_id), "Schema", "user", "User");
    call.record("directory.user_profile.update", vec![target]);
    Ok(Answer::ok(user_schema(call, &type_id)))
}

#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn get_group_schema(call: &mut Call<'_>) -> Outcome<Answer> {
    Ok(Answer::ok(group_schema(call)))
}

/// `lastUpdated` of the answer is still that of the change before (recorded by Okta's Python SDK,
/// `TestGroupSchemaResource.test_update_custom_attribute`, and the Terraform provider, `TestAccOktaGroup_customschema`).
/// Okta forgets one of two changes that are made at once (the latter recording); here they come one after the other.
pub(super) fn update_group_schema(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let mut schema = call.org.directory.schemas.group.clone();
    let removed = changed(&mut schema, properties::group(), Owner::Group, &body)?;
    call.org.directory.schemas.group = schema;
    // The answer has the `lastUpdated` of before, which of users' schemas it has not (recorded by Okta's Python SDK,
    // `TestGroupSchemaResource.test_update_custom_attribute`).
    let answer = group_schema(call);
    call.org.directory.schemas.group.last_updated = Some(call.second());
    let concerned: Vec<String> = if removed.is_empty() {
        Vec::new()
    } else {
        call.org.groups.keys().map(str::to_owned).collect()
    };
    for id in concerned {
        if let Some(group) = call.org.groups.get_mut(&id) {
            group.profile.retain(|name, _| !removed.contains(name));
        }
    }
    let target = Target::new("default", "Schema", "group", "Okta group");
    call.record("directory.user_profile.update", vec![target]);
    Ok(Answer::ok(answer))
}

pub(super) fn get_application_user_schema(call: &mut Call<'_>) -> Outcome<Answer> {
    application_schema(call)
}

pub(super) fn update_application_user_profile(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let base = base_of_application(call.org, &id)?;
    let body = call.json()?;
    let schemas = &call.org.directory.schemas.applications;
    let mut schema = schemas.get(&id).cloned().unwrap_or_default();
    changed(&mut schema, base, Owner::Application, &body)?;
    schema.last_updated = Some(call.second());
    call.org.directory.schemas.applications.insert(id.clone(), schema);
    let target = applications::target(call, &id);
    call.record("directory.app_user_profile.update", target);
    application_schema(call)
}

/// Changes a schema as the body says; gives the attributes that went.
fn changed(schema: &mut Schema, base: &Object, owner: Owner, body: &Object) -> Outcome<Vec<String>> {
    let given = |part: &str| {
        let properties = body
            .get("definitions")
            .map(|definitions| &definitions[part]["properties"]);
        properties.and_then(Value::as_object).cloned().unwrap_or_default()
    };
    let mut removed = Vec::new();
    for (name, given) in given("custom") {
        if given.is_null() {
            schema.custom.remove(&name);
            removed.push(name);
        } else {
            check(&name, &given, base, schema.custom.get(&name))?;
            schema.custom.insert(name, normalized(owner, &given));
        }
    }
    for (name, given) in given("base") {
        let known = schema.base.get(&name).or_else(|| base.get(&name));
        let Some(known) = known.filter(|_| !given.is_null()) else {
            // No recording shows how Okta refuses to remove or invent a base attribute.
            let cause = format!("{name}: The base schema can't be extended or reduced");
            return Err(Refusal::validation(&name, cause));
        };
        let mut merged = merge::over(known.clone(), &given);
        merged["type"] = known["type"].clone();
        if owner == Owner::Application {
            merged["scope"] = known["scope"].clone();
        }
        schema.base.insert(name, normalized(owner, &merged));
    }
    Ok(removed)
}

/// The type whose schema the path names: `default`, or an id that is the type's with another prefix.
fn user_type(call: &Call<'_>) -> Outcome<String> {
    let named = call.parameter(0);
    type_named(call.org, named).ok_or_else(|| Refusal::not_found(named, "Schema"))
}

pub(super) fn type_named(org: &Org, named: &str) -> Option<String> {
    if named == "default" {
        return Some(org.user_type_id.clone());
    }
    let type_id = format!("oty{}", named.strip_prefix("osc").unwrap_or_default());
    org.directory.user_types.exists(&type_id).then_some(type_id)
}

fn user_schema(call: &Call<'_>, type_id: &str) -> Value {
    let (org, meta) = (&*call.org, format!("{}/api/v1/meta", call.base));
    let untouched = Schema::default();
    let mut schema = org
        .directory
        .schemas
        .users
        .get(type_id)
        .unwrap_or(&untouched)
        .clone();
    if type_id == org.user_type_id {
        for name in &org.profile_attributes {
            if !properties::user().contains_key(name) && !schema.custom.contains_key(name) {
                schema.custom.insert(name.clone(), properties::plain(name));
            }
        }
    }
    let types = &org.directory.user_types;
    let created = types.created(type_id).unwrap_or(org.created);
    let link = |relation: &str, href: String| json!({ "rel": relation, "href": href, "method": "GET" });
    let mut shown = shown(&schema, properties::user(), created);
    if org.directory.schemas.without_sources {
        forget_sources(&mut shown);
    }
    // The default schema calls itself so whichever way it was asked for (recorded).
    let own = if type_id == org.user_type_id {
        "default".to_owned()
    } else {
        schema_of(type_id)
    };
    shown["id"] = json!(format!("{}/meta/schemas/user/{own}", call.base));
    shown["name"] = json!(types.name(type_id));
    shown["title"] = json!(types.title(type_id));
    shown["description"] = json!("Okta user profile template with default permission settings");
    shown["_links"] = json!({
        "self": link("self", format!("{meta}/schemas/user/{}", schema_of(type_id))),
        "type": link("type", format!("{meta}/types/user/{type_id}")),
    });
    shown
}

fn forget_sources(schema: &mut Value) {
    for part in ["custom", "base"] {
        let properties = schema["definitions"][part]["properties"].as_object_mut();
        for property in properties.into_iter().flat_map(serde_json::Map::values_mut) {
            if let Some(described) = property.as_object_mut() {
                described.remove("master");
            }
        }
    }
}

/// As Okta's Python SDK recorded it (`TestGroupSchemaResource`).
fn group_schema(call: &Call<'_>) -> Value {
    let own = format!("{}/api/v1/meta/schemas/group/default", call.base);
    let mut shown = shown(
        &call.org.directory.schemas.group,
        properties::group(),
        call.org.created,
    );
    shown["id"] = json!(format!("{}/meta/schemas/group/default", call.base));
    shown["name"] = json!("group");
    shown["title"] = json!("Okta group");
    shown["description"] = json!("Okta group profile template");
    shown["_links"] = json!({ "self": { "rel": "self", "href": own, "method": "GET" } });
    shown
}

fn base_of_application(org: &Org, id: &str) -> Outcome<&'static Object> {
    let application = applications::find(org, id)?;
    Ok(properties::application(application.text("signOnMode")))
}

/// Without `_links` and `description` (recorded).
fn application_schema(call: &Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0);
    let base = base_of_application(call.org, id)?;
    let application = applications::find(call.org, id)?;
    let untouched = Schema::default();
    let schema = call
        .org
        .directory
        .schemas
        .applications
        .get(id)
        .unwrap_or(&untouched);
    let mut shown = shown(schema, base, application.created);
    shown["id"] = json!(format!("{}/meta/schemas/apps/{id}/default", call.base));
    shown["name"] = json!(application.text("name"));
    shown["title"] = json!(format!("{} User", application.text("label")));
    Ok(Answer::ok(shown))
}

fn shown(schema: &Schema, base: &Object, created: Timestamp) -> Value {
    let mut all_base = base.clone();
    all_base.extend(schema.base.clone());
    let definition = |id: &str, properties: &Object| {
        let required = properties
            .iter()
            .filter(|(_, described)| described["required"] == true);
        let required: Vec<&String> = required.map(|(name, _)| name).collect();
        json!({ "id": id, "type": "object", "properties": properties, "required": required })
    };
    let mut custom = definition("#custom", &schema.custom);
    // Of an org without attributes of its own the list is not there at all (recorded).
    if schema.custom.is_empty()
        && let Some(custom) = custom.as_object_mut()
    {
        custom.remove("required");
    }
    json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "created": wire(created),
        "lastUpdated": wire(schema.last_updated.unwrap_or(created)),
        "definitions": { "custom": custom, "base": definition("#base", &all_base) },
        "type": "object",
        "properties": { "profile": {
            "allOf": [{ "$ref": "#/definitions/custom" }, { "$ref": "#/definitions/base" }],
        }},
    })
}
