//! Profile mappings between users and app users: list, read, change
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ProfileMapping/>).
//!
//! Every app has two, one in each direction. They come and go with the app and are only described: nothing
//! evaluates their expressions.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::user_types::schema_of;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::paging::{self, Sizes};
use crate::state::{Object, Org};
use crate::system_log::Target;

const SIZES: Sizes = Sizes {
    default: 20,
    maximum: 200,
};

#[derive(Default, Serialize, Deserialize)]
pub(crate) struct ProfileMappings(BTreeMap<String, Mapping>);

#[derive(Serialize, Deserialize)]
struct Mapping {
    id: String,
    application: String,
    /// From the user to the app user; otherwise the other way.
    to_application: bool,
    properties: Object,
}

/// `200`; `sourceId` and `targetId` choose. The `self` link holds the limit and drops the two (recorded).
pub(super) fn list_profile_mappings(call: &mut Call<'_>) -> Outcome<Answer> {
    keep_up(call.org);
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "prm")?;
    let (source, target) = (call.query.filled("sourceId"), call.query.filled("targetId"));
    let mappings = &call.org.directory.profile_mappings.0;
    let following = mappings
        .range((start, Bound::Unbounded))
        .map(|(_, mapping)| mapping);
    let kept = following.filter(|mapping| {
        let (from, to) = ends(call.org, mapping);
        source.is_none_or(|id| id == from) && target.is_none_or(|id| id == to)
    });
    let (found, next) = paging::page(kept, limit, |mapping| mapping.id.clone());
    let items = found.iter().map(|mapping| shown(call, mapping, false));
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

pub(super) fn get_profile_mapping(call: &mut Call<'_>) -> Outcome<Answer> {
    keep_up(call.org);
    let mapping = find(call)?;
    Ok(Answer::ok(shown(call, mapping, true)))
}

/// `POST`: sets the attributes in the body, null removes one, others stay.
pub(super) fn update_profile_mapping(call: &mut Call<'_>) -> Outcome<Answer> {
    keep_up(call.org);
    let id = find(call)?.id.clone();
    let body = call.json()?;
    let given = body.get("properties").and_then(Value::as_object);
    let given = given.ok_or_else(|| Refusal::of("E0000003"))?;
    if let Some(mapping) = call.org.directory.profile_mappings.0.get_mut(&id) {
        for (name, value) in given {
            if value.is_null() {
                mapping.properties.remove(name);
            } else {
                mapping.properties.insert(name.clone(), value.clone());
            }
        }
    }
    let target = Target::new(&id, "ProfileMapping", "unknown", "Profile mapping");
    call.record("directory.mapping.update", vec![target]);
    Ok(Answer::ok(shown(call, find(call)?, true)))
}

/// Gives every app its mappings and forgets those of apps that went.
fn keep_up(org: &mut Org) {
    let Org {
        directory,
        applications,
        ids,
        ..
    } = org;
    let mappings = &mut directory.profile_mappings.0;
    mappings.retain(|_, mapping| applications.contains_key(&mapping.application));
    for application in applications.keys() {
        if mappings
            .values()
            .any(|mapping| mapping.application == *application)
        {
            continue;
        }
        for to_application in [false, true] {
            let mapping = Mapping {
                id: ids.next("prm"),
                application: application.clone(),
                to_application,
                properties: default_properties(to_application),
            };
            mappings.insert(mapping.id.clone(), mapping);
        }
    }
}

/// What a new mapping maps: the attributes that every recorded one has.
fn default_properties(to_application: bool) -> Object {
    let pairs: &[(&str, &str)] = if to_application {
        &[("email", "user.email")]
    } else {
        &[
            ("login", "appuser.userName"),
            ("email", "appuser.email"),
            ("firstName", "appuser.firstName"),
            ("lastName", "appuser.lastName"),
            ("mobilePhone", "appuser.mobilePhone"),
        ]
    };
    let described = pairs.iter().map(|(name, expression)| {
        let value = json!({ "expression": expression, "pushStatus": "DONT_PUSH" });
        ((*name).to_owned(), value)
    });
    described.collect()
}

/// The ids of source and target.
fn ends<'org>(org: &'org Org, mapping: &'org Mapping) -> (&'org str, &'org str) {
    let (user, application) = (org.user_type_id.as_str(), mapping.application.as_str());
    if mapping.to_application {
        (user, application)
    } else {
        (application, user)
    }
}

fn find<'call>(call: &'call Call<'_>) -> Outcome<&'call Mapping> {
    let id = call.parameter(0);
    let mapping = call.org.directory.profile_mappings.0.get(id);
    mapping.ok_or_else(|| Refusal::not_found(id, "Mapping"))
}

/// Only a mapping on its own shows what it maps (recorded).
fn shown(call: &Call<'_>, mapping: &Mapping, with_properties: bool) -> Value {
    let (base, type_id) = (&call.base, &call.org.user_type_id);
    let application = &mapping.application;
    let name = call
        .org
        .applications
        .get(application)
        .map_or("", |known| known.text("name"));
    let user = json!({ "id": type_id, "name": "user", "type": "user", "_links": {
        "self": { "href": format!("{base}/api/v1/meta/types/user/{type_id}") },
        "schema": { "href": format!("{base}/api/v1/meta/schemas/user/{}", schema_of(type_id)) },
    }});
    let application_user = json!({ "id": application, "name": name, "type": "appuser", "_links": {
        "self": { "href": format!("{base}/api/v1/apps/{application}") },
        "schema": { "href": format!("{base}/api/v1/meta/schemas/apps/{application}/default") },
    }});
    let (source, target) = if mapping.to_application {
        (user, application_user)
    } else {
        (application_user, user)
    };
    let mut value = json!({
        "id": mapping.id,
        "source": source,
        "target": target,
        "_links": { "self": { "href": format!("{base}/api/v1/mappings/{}", mapping.id) } },
    });
    if with_properties {
        value["properties"] = json!(mapping.properties);
    }
    value
}
