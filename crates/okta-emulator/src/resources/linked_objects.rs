//! Linked objects: kinds of links between users, such as manager and report, and the links themselves
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/LinkedObject/>).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::Object;
use crate::system_log::Target;

/// By the name of the primary side.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct LinkedObjects(BTreeMap<String, Definition>);

#[derive(Serialize, Deserialize)]
struct Definition {
    primary: Value,
    associated: Value,
    /// The primary user of each associated one: a report has one manager, a manager many reports.
    links: BTreeMap<String, String>,
}

impl Definition {
    fn associated_name(&self) -> &str {
        self.associated["name"].as_str().unwrap_or_default()
    }
}

impl LinkedObjects {
    pub(crate) fn forget_user(&mut self, id: &str) {
        for definition in self.0.values_mut() {
            definition
                .links
                .retain(|associated, primary| associated != id && primary != id);
        }
    }

    /// The definition that has this name on one of its sides, and whether it is the primary one.
    fn named(&self, name: &str) -> Option<(&Definition, bool)> {
        if let Some(definition) = self.0.get(name) {
            return Some((definition, true));
        }
        let mut all = self.0.values();
        all.find(|definition| definition.associated_name() == name)
            .map(|definition| (definition, false))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn list_linked_object_definitions(call: &mut Call<'_>) -> Outcome<Answer> {
    let definitions = call.org.directory.linked_objects.0.values();
    let items = definitions.map(|definition| shown(definition, &call.base));
    Ok(Answer::ok(items.collect()))
}

/// `201` with the definition (recorded).
pub(super) fn create_linked_object_definition(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let (primary, associated) = (side(&body, "primary")?, side(&body, "associated")?);
    let names = [&primary, &associated].map(|side| side["name"].as_str().unwrap_or_default().to_owned());
    let known = &call.org.directory.linked_objects;
    if names[0] == names[1] || names.iter().any(|name| known.named(name).is_some()) {
        let cause = "name: An object with this field already exists in the current organization";
        return Err(Refusal::validation("name", cause));
    }
    let definition = Definition {
        primary,
        associated,
        links: BTreeMap::new(),
    };
    let answer = Answer::created(shown(&definition, &call.base));
    let [name, _] = names;
    call.org
        .directory
        .linked_objects
        .0
        .insert(name.clone(), definition);
    record(call, "directory.linked_object.create", &name);
    Ok(answer)
}

/// By the name of either side.
pub(super) fn get_linked_object_definition(call: &mut Call<'_>) -> Outcome<Answer> {
    let (definition, _) = find(call, call.parameter(0))?;
    Ok(Answer::ok(shown(definition, &call.base)))
}

/// `204`; the links go with it.
pub(super) fn delete_linked_object_definition(call: &mut Call<'_>) -> Outcome<Answer> {
    let (definition, _) = find(call, call.parameter(0))?;
    let name = definition.primary["name"].as_str().unwrap_or_default().to_owned();
    record(call, "directory.linked_object.delete", &name);
    call.org.directory.linked_objects.0.remove(&name);
    Ok(Answer::no_content())
}

/// `204`: gives the user a primary user in place of the one that it had (SPEC `assignLinkedObjectValueForPrimary`).
pub(super) fn assign_linked_object_value_for_primary(call: &mut Call<'_>) -> Outcome<Answer> {
    let (associated, primary) = (call.user_id(0)?, call.user_id(2)?);
    let name = call.parameter(1).to_owned();
    let definition = call.org.directory.linked_objects.0.get_mut(&name);
    let definition = definition.ok_or_else(|| not_found(&name))?;
    if associated == primary {
        // Not verified: no source has the refusal.
        return Err(Refusal::validation(
            "linkedObject",
            "A user can't be linked to itself.",
        ));
    }
    definition.links.insert(associated.clone(), primary);
    changed(call, &associated);
    Ok(Answer::no_content())
}

/// The users at the other side of the link, by their addresses alone (recorded).
pub(super) fn list_linked_objects_for_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    let (definition, primary_wanted) = find(call, call.parameter(1))?;
    let found: Vec<&String> = if primary_wanted {
        definition.links.get(&user).into_iter().collect()
    } else {
        let reports = definition.links.iter().filter(|(_, primary)| **primary == user);
        reports.map(|(associated, _)| associated).collect()
    };
    let address = |id: &String| json!({ "href": format!("{}/api/v1/users/{id}", call.base) });
    let items = found
        .into_iter()
        .map(|id| json!({ "_links": { "self": address(id) } }));
    let mut answer = Answer::ok(items.collect());
    answer
        .links
        .push(format!("<{}{}?limit=1000>; rel=\"self\"", call.base, call.path));
    Ok(answer)
}

/// `204`: takes the primary user away, whether or not there was one.
pub(super) fn delete_linked_object_for_user(call: &mut Call<'_>) -> Outcome<Answer> {
    let user = call.user_id(0)?;
    let name = call.parameter(1).to_owned();
    let definition = call.org.directory.linked_objects.0.get_mut(&name);
    let definition = definition.ok_or_else(|| not_found(&name))?;
    if definition.links.remove(&user).is_some() {
        changed(call, &user);
    }
    Ok(Answer::no_content())
}

fn changed(call: &mut Call<'_>, user: &str) {
    let target = super::user_lifecycle::target(call, user);
    call.record("user.account.update_profile", target);
}

fn side(body: &Object, name: &str) -> Outcome<Value> {
    let given = body
        .get(name)
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let text = |member: &str| given.get(member).and_then(Value::as_str).unwrap_or_default();
    for member in ["name", "title"] {
        if text(member).trim().is_empty() {
            let cause = format!("{name}.{member}: The field cannot be left blank");
            return Err(Refusal::validation(member, cause));
        }
    }
    Ok(json!({
        "name": text("name"), "title": text("title"), "type": "USER", "description": given.get("description"),
    }))
}

fn find<'call>(call: &'call Call<'_>, name: &str) -> Outcome<(&'call Definition, bool)> {
    let named = call.org.directory.linked_objects.named(name);
    named.ok_or_else(|| not_found(name))
}

fn not_found(name: &str) -> Refusal {
    // Recorded by Okta's Python SDK, `TestLinkedObjectsResource.test_delete_linked_object`.
    Refusal::not_found(name, "LinkedObjectProperty")
}

fn shown(definition: &Definition, base: &str) -> Value {
    let name = definition.primary["name"].as_str().unwrap_or_default();
    let own = format!("{base}/api/v1/meta/schemas/user/linkedObjects/{name}");
    json!({
        "primary": definition.primary,
        "associated": definition.associated,
        "_links": { "self": { "href": own } },
    })
}

fn record(call: &mut Call<'_>, event_type: &str, name: &str) {
    call.record(event_type, vec![Target::new(name, "LinkedObject", name, name)]);
}
