//! Resource sets.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::custom_roles::label_and_description;
use super::{iam_lists, resource_set_resources};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::iam::ResourceSet;
use crate::state::Object;
use crate::system_log::Target;

/// Okta's help page "Custom administrator roles".
const MOST: usize = 10_000;

pub(super) fn list_resource_sets(call: &mut Call<'_>) -> Outcome<Answer> {
    let sets = call.org.iam.resource_sets.iter();
    // The list names itself (recorded by Okta's Python SDK, `TestResourceSetAPIResource.test_list_resource_sets`).
    let links = json!({ "self": { "href": format!("{}/api/v1/iam/resource-sets", call.base) } });
    iam_lists::answer(call, "resource-sets", sets, |set| shown(set, &call.base), links)
}

pub(super) fn get_resource_set(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = id(call, 0)?;
    answer(call, &id)
}

/// `200`, not 201 (recorded).
pub(super) fn create_resource_set(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let (label, description) = described(call, &body, None)?;
    if call.org.iam.resource_sets.len() >= MOST {
        let cause = format!("The org has {MOST} resource sets, which is the limit.");
        return Err(Refusal::validation("resourceSet", cause));
    }
    let named = resource_set_resources::named(call, body.get("resources"))?;
    let now = call.second();
    let id = call.org.ids.next("iam");
    let set = ResourceSet {
        id: id.clone(),
        label,
        description,
        created: now,
        last_updated: now,
        resources: BTreeMap::new(),
        bindings: BTreeSet::new(),
    };
    call.org.iam.resource_sets.insert(id.clone(), set);
    for resource in named {
        resource_set_resources::add(call, &id, resource, Vec::new());
    }
    let target = target(call, &id);
    call.record("iam.resourceset.create", target);
    answer(call, &id)
}

/// The resources stay, and count as updated with their set (recorded by the Terraform provider,
/// `TestAccOktaResourceSet`).
pub(super) fn replace_resource_set(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = id(call, 0)?;
    let body = call.json()?;
    let (label, description) = described(call, &body, Some(&id))?;
    let now = call.second();
    if let Some(set) = call.org.iam.resource_sets.get_mut(&id) {
        set.label = label;
        set.description = description;
        set.last_updated = now;
        for resource in set.resources.values_mut() {
            resource.last_updated = now;
        }
    }
    let target = target(call, &id);
    call.record("iam.resourceset.update", target);
    answer(call, &id)
}

/// `204`; the bindings of the set end with it, as the integration tests of Okta's .NET SDK rely upon
/// (`RoleDResourceSetBindingApiTests`; `ResourceSetScenarios` deletes a set that is bound).
pub(super) fn delete_resource_set(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = id(call, 0)?;
    let target = target(call, &id);
    call.org.iam.resource_sets.remove(&id);
    call.org.iam.members.retain(|_, member| member.resource_set != id);
    call.record("iam.resourceset.delete", target);
    Ok(Answer::no_content())
}

/// The id of the resource set that the path names by id or label.
pub(super) fn id(call: &Call<'_>, index: usize) -> Outcome<String> {
    let named = call.parameter(index);
    call.org
        .iam
        .resource_set(named)
        .map(|set| set.id.clone())
        .ok_or_else(|| missing(named))
}

/// `IAMPolicy` is the class that Okta's answer names (recorded).
pub(super) fn missing(id: &str) -> Refusal {
    Refusal::not_found(id, "IAMPolicy")
}

/// The set as an event names it; no recorded event shows the type, so the word is ours.
pub(super) fn target(call: &Call<'_>, id: &str) -> Vec<Target> {
    let set = call.org.iam.resource_sets.get(id);
    set.map(|set| Target::new(&set.id, "RESOURCE_SET", &set.label, &set.label))
        .into_iter()
        .collect()
}

fn described(call: &Call<'_>, body: &Object, own_id: Option<&str>) -> Outcome<(String, String)> {
    let (label, description) = label_and_description(body)?;
    let taken = call.org.iam.resource_set(&label);
    if taken.is_some_and(|set| Some(set.id.as_str()) != own_id) {
        let cause = "label: There is already a resource set with this name.";
        return Err(Refusal::validation("label", cause));
    }
    Ok((label, description))
}

pub(super) fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let set = call.org.iam.resource_sets.get(id).ok_or_else(|| missing(id))?;
    let mut answer = Answer::ok(shown(set, &call.base));
    let own = format!("<{}/api/v1/iam/resource-sets/{id}>; rel=\"self\"", call.base);
    answer.links = vec![own];
    Ok(answer)
}

fn shown(set: &ResourceSet, base: &str) -> Value {
    let own = format!("{base}/api/v1/iam/resource-sets/{}", set.id);
    json!({
        "id": set.id,
        "label": set.label,
        "description": set.description,
        "created": wire(set.created),
        "lastUpdated": wire(set.last_updated),
        "_links": {
            "bindings": { "href": format!("{own}/bindings") },
            "self": { "href": own },
            "resources": { "href": format!("{own}/resources") },
        },
    })
}
