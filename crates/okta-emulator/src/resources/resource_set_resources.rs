//! The resources of a resource set.

use serde_json::{Value, json};

use super::iam_lists::{self, with_self};
use super::resource_sets::{self, id, missing, target};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::{Resource, ResourceSetResource};
use crate::state::Org;

/// Okta's specification of `createResourceSet`.
const MOST: usize = 1_000;

pub(super) fn list_resource_set_resources(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = id(call, 0)?;
    let own = format!("{}/api/v1/iam/resource-sets/{set}", call.base);
    let links = json!({
        "resource-set": { "href": own },
        "self": { "href": format!("{own}/resources") },
    });
    let found = call
        .org
        .iam
        .resource_sets
        .get(&set)
        .ok_or_else(|| missing(&set))?;
    let shown = |resource: &ResourceSetResource| shown(call.org, &call.base, &set, resource);
    iam_lists::answer(call, "resources", found.resources.iter(), shown, links)
}

pub(super) fn get_resource_set_resource(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = id(call, 0)?;
    let resource = call.parameter(1).to_owned();
    answer(call, &set, &resource)
}

/// `200` with the resource: the way to add one with conditions.
pub(super) fn add_resource_set_resource(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = id(call, 0)?;
    let body = call.json()?;
    let one = body.get("resourceOrnOrUrl").map(|one| json!([one]));
    let mut named = named(call, one.as_ref())?;
    let excluded = excluded(call, body.get("conditions"))?;
    let Some(resource) = named.pop() else {
        return Err(unknown("resourceOrnOrUrl", ""));
    };
    require_room(call, &set, 1)?;
    let added = add(call, &set, resource, excluded);
    let target = target(call, &set);
    call.record("iam.resourceset.resources.add", target);
    answer(call, &set, &added)
}

/// `PATCH` with `additions`: `200` with the resource set (recorded).
pub(super) fn add_resource_set_resources(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = id(call, 0)?;
    let body = call.json()?;
    let named = named(call, body.get("additions"))?;
    require_room(call, &set, named.len())?;
    for resource in named {
        add(call, &set, resource, Vec::new());
    }
    let target = target(call, &set);
    call.record("iam.resourceset.resources.add", target);
    resource_sets::answer(call, &set)
}

/// `PUT`: other conditions for a resource.
pub(super) fn replace_resource_set_resource(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = id(call, 0)?;
    let resource = call.parameter(1).to_owned();
    answer(call, &set, &resource)?;
    let body = call.json_or_empty()?;
    let excluded = excluded(call, body.get("conditions"))?;
    let now = call.second();
    let resources = call.org.iam.resource_sets.get_mut(&set);
    if let Some(held) = resources.and_then(|set| set.resources.get_mut(&resource)) {
        held.excluded = excluded;
        held.last_updated = now;
    }
    let target = target(call, &set);
    call.record("iam.resourceset.resources.update", target);
    answer(call, &set, &resource)
}

pub(super) fn delete_resource_set_resource(call: &mut Call<'_>) -> Outcome<Answer> {
    let set = id(call, 0)?;
    let resource = call.parameter(1).to_owned();
    answer(call, &set, &resource)?;
    if let Some(set) = call.org.iam.resource_sets.get_mut(&set) {
        set.resources.remove(&resource);
    }
    let target = target(call, &set);
    call.record("iam.resourceset.resources.delete", target);
    Ok(Answer::no_content())
}

/// The resources that a list of names or addresses means: one at least, 1,000 at most.
pub(super) fn named(call: &Call<'_>, list: Option<&Value>) -> Outcome<Vec<Resource>> {
    let list = list
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if list.is_empty() {
        let cause = "resources: Resources must be specified";
        return Err(Refusal::validation("resources", cause));
    }
    if list.len() > MOST {
        return Err(too_many());
    }
    let texts = list.iter().map(|item| item.as_str().unwrap_or_default());
    texts
        .map(|text| Resource::parse(call.org, text).ok_or_else(|| unknown("resources", text)))
        .collect()
}

/// Puts a resource into a set, once: what is there already keeps its id. Gives the id.
pub(super) fn add(call: &mut Call<'_>, set: &str, resource: Resource, excluded: Vec<Resource>) -> String {
    let now = call.second();
    let id = call.org.ids.next("ire");
    let Some(set) = call.org.iam.resource_sets.get_mut(set) else {
        return id;
    };
    if let Some(known) = set.resources.values().find(|known| known.resource == resource) {
        return known.id.clone();
    }
    let held = ResourceSetResource {
        id: id.clone(),
        resource,
        excluded,
        created: now,
        last_updated: now,
    };
    set.resources.insert(id.clone(), held);
    id
}

fn require_room(call: &Call<'_>, set: &str, more: usize) -> Outcome<()> {
    let held = call.org.iam.resource_sets.get(set);
    if held.is_some_and(|set| set.resources.len() + more > MOST) {
        return Err(too_many());
    }
    Ok(())
}

fn too_many() -> Refusal {
    let cause = format!("resources: A resource set can have {MOST} resources.");
    Refusal::validation("resources", cause)
}

fn unknown(field: &str, text: &str) -> Refusal {
    Refusal::validation(field, format!("{field}: '{text}' isn't a resource of this org."))
}

/// The condition `Exclude`, which names resources by ORN.
fn excluded(call: &Call<'_>, conditions: Option<&Value>) -> Outcome<Vec<Resource>> {
    let names = conditions.and_then(|conditions| conditions["Exclude"]["okta:ORN"].as_array());
    let names = names.map(Vec::as_slice).unwrap_or_default();
    let texts = names.iter().map(|name| name.as_str().unwrap_or_default());
    texts
        .map(|text| Resource::parse(call.org, text).ok_or_else(|| unknown("conditions", text)))
        .collect()
}

fn answer(call: &Call<'_>, set: &str, id: &str) -> Outcome<Answer> {
    let held = call.org.iam.resource_sets.get(set);
    held.and_then(|held| held.resources.get(id))
        .map(|held| with_self(call, Answer::ok(shown(call.org, &call.base, set, held))))
        .ok_or_else(|| Refusal::not_found(id, "ResourceSetResource"))
}

/// `_links.self` is the object's own address and `_links.resource` that of its place in the set (recorded).
fn shown(org: &Org, base: &str, set: &str, held: &ResourceSetResource) -> Value {
    let own = format!("{base}/api/v1/iam/resource-sets/{set}/resources/{}", held.id);
    let mut value = json!({
        "id": held.id,
        "orn": held.resource.orn(org),
        "created": wire(held.created),
        "lastUpdated": wire(held.last_updated),
        "_links": { "resource": { "href": own } },
    });
    if let Some(address) = held.resource.url(base) {
        let list = match held.resource {
            Resource::Users => Some("users"),
            Resource::Groups => Some("groups"),
            _ => None,
        };
        for link in std::iter::once("self").chain(list) {
            value["_links"][link] = json!({ "href": address });
        }
    }
    if !held.excluded.is_empty() {
        let names: Vec<String> = held.excluded.iter().map(|resource| resource.orn(org)).collect();
        value["conditions"] = json!({ "Exclude": { "okta:ORN": names } });
    }
    value
}
