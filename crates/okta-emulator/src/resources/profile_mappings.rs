//! Profile mappings between users and app users: list, read, change
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ProfileMapping/>).
//!
//! Every app and every identity provider has two with each user type, one in each direction. They come and go
//! with what they map and are only described: nothing evaluates their expressions.

use std::collections::{BTreeMap, BTreeSet};
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
    /// The app or the identity provider.
    holder: String,
    user_type: String,
    /// From the app user to the user; otherwise the other way.
    to_user: bool,
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
        let (from, to) = ends(mapping);
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

/// `POST`: sets the attributes in the body, null removes one, others stay. An attribute that users of the type have not is
/// refused (recorded by Okta's Python SDK, `TestProfileMappingResource.test_remove_property_from_profile_mapping`); those of
/// an app's users are not looked at, since an app has more of them than its schema here.
pub(super) fn update_profile_mapping(call: &mut Call<'_>) -> Outcome<Answer> {
    keep_up(call.org);
    let mapping = find(call)?;
    let (id, of_type) = (mapping.id.clone(), mapping.user_type.clone());
    let to_user = mapping.to_user;
    let body = call.json()?;
    let given = body.get("properties").and_then(Value::as_object);
    let given = given.ok_or_else(|| Refusal::of("E0000003"))?;
    let unknown = given.iter().find(|(name, value)| {
        let mut known = call.org.directory.schemas.of_user(&of_type);
        to_user && !value.is_null() && known.all(|(known, _)| known != *name)
    });
    if let Some((name, _)) = unknown {
        let cause = format!("Invalid target field {name}");
        return Err(Refusal::validation("updateMapping", cause));
    }
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

/// Gives every app and identity provider its mappings and forgets those of what went. Of identity providers it
/// is recorded that they have one with each user type; of apps it is recorded of the default type, and the same
/// is taken to be so.
fn keep_up(org: &mut Org) {
    let Org {
        directory,
        applications,
        ids,
        ..
    } = org;
    let (providers, types) = (&directory.identity_providers, &directory.user_types);
    let mappings = &mut directory.profile_mappings.0;
    mappings.retain(|_, known| {
        let is_there = applications.contains_key(&known.holder) || providers.exists(&known.holder);
        is_there && types.exists(&known.user_type)
    });
    let mapped: BTreeSet<(String, String)> = mappings
        .values()
        .map(|known| (known.holder.clone(), known.user_type.clone()))
        .collect();
    for holder in applications.keys().chain(providers.ids()) {
        for user_type in types.ids() {
            if mapped.contains(&(holder.clone(), user_type.clone())) {
                continue;
            }
            let name = providers.name_in_mappings(holder);
            let pushes = providers.sources_profiles(holder);
            for to_user in [true, false] {
                let mapping = Mapping {
                    id: ids.next("prm"),
                    holder: holder.clone(),
                    user_type: user_type.clone(),
                    to_user,
                    properties: default_properties(name.as_deref(), to_user, pushes),
                };
                mappings.insert(mapping.id.clone(), mapping);
            }
        }
    }
}

/// What a new mapping maps (recorded of apps, of SAML 2.0, OpenID Connect and Google; the others get what all
/// have). One that is the source of profiles pushes (recorded).
fn default_properties(identity_provider: Option<&str>, to_user: bool, pushes: bool) -> Object {
    const ANY: &[(&str, &str)] = &[
        ("login", "appuser.email"),
        ("email", "appuser.email"),
        ("firstName", "appuser.firstName"),
        ("lastName", "appuser.lastName"),
    ];
    let pairs: &[(&str, &str)] = match identity_provider {
        _ if !to_user => &[("email", "user.email")],
        None => &[
            ("login", "appuser.userName"),
            ("email", "appuser.email"),
            ("firstName", "appuser.firstName"),
            ("lastName", "appuser.lastName"),
            ("mobilePhone", "appuser.mobilePhone"),
        ],
        Some("saml_idp") => &[
            ("firstName", "source.firstName"),
            ("lastName", "source.lastName"),
            ("email", "source.email"),
            ("mobilePhone", "source.mobilePhone"),
            ("login", "source.userName"),
        ],
        Some("oidc_idp") => &[
            ("login", "appuser.email"),
            ("displayName", "appuser.displayName"),
            ("nickName", "appuser.nickname"),
            ("firstName", "appuser.firstName"),
            ("middleName", "appuser.middleName"),
            ("lastName", "appuser.lastName"),
            ("email", "appuser.email"),
            ("profileUrl", "appuser.profile"),
            ("timezone", "appuser.zoneinfo"),
            ("primaryPhone", "appuser.phoneNumber"),
            ("streetAddress", "appuser.street_address"),
            ("city", "appuser.locality"),
            ("state", "appuser.region"),
            ("zipCode", "appuser.postalCode"),
            ("countryCode", "appuser.country"),
        ],
        Some("google_idp") => &[
            ("login", "appuser.email"),
            ("email", "appuser.email"),
            ("firstName", "appuser.firstName"),
            ("middleName", "appuser.middleName"),
            ("lastName", "appuser.lastName"),
            ("honorificPrefix", "appuser.honorificPrefix"),
            ("honorificSuffix", "appuser.honorificSuffix"),
            ("displayName", "appuser.displayName"),
            ("profileUrl", "appuser.profileUrl"),
        ],
        Some(_) => ANY,
    };
    let status = if to_user && pushes { "PUSH" } else { "DONT_PUSH" };
    let described = pairs.iter().map(|(name, expression)| {
        let value = json!({ "expression": expression, "pushStatus": status });
        ((*name).to_owned(), value)
    });
    described.collect()
}

/// The ids of source and target.
fn ends(mapping: &Mapping) -> (&str, &str) {
    let (holder, user_type) = (mapping.holder.as_str(), mapping.user_type.as_str());
    if mapping.to_user {
        (holder, user_type)
    } else {
        (user_type, holder)
    }
}

fn find<'call>(call: &'call Call<'_>) -> Outcome<&'call Mapping> {
    let id = call.parameter(0);
    let mapping = call.org.directory.profile_mappings.0.get(id);
    // Recorded by Okta's Python SDK, `TestProfileMappingResource.test_profile_mapping_error_handling`.
    mapping.ok_or_else(|| Refusal::not_found(id, "ProfileMapping"))
}

/// Only a mapping on its own shows what it maps (recorded).
fn shown(call: &Call<'_>, mapping: &Mapping, with_properties: bool) -> Value {
    let (base, type_id, holder) = (&call.base, &mapping.user_type, &mapping.holder);
    let directory = &call.org.directory;
    let application = call.org.applications.get(holder);
    let name = application
        .map(|known| known.text("name").to_owned())
        .or_else(|| directory.identity_providers.name_in_mappings(holder))
        .unwrap_or_default();
    let user = json!({ "id": type_id, "name": directory.user_types.name(type_id), "type": "user", "_links": {
        "self": { "href": format!("{base}/api/v1/meta/types/user/{type_id}") },
        "schema": { "href": format!("{base}/api/v1/meta/schemas/user/{}", schema_of(type_id)) },
    }});
    // An identity provider is linked as if it were an app (recorded).
    let application_user = json!({ "id": holder, "name": name, "type": "appuser", "_links": {
        "self": { "href": format!("{base}/api/v1/apps/{holder}") },
        "schema": { "href": format!("{base}/api/v1/meta/schemas/apps/{holder}/default") },
    }});
    let (source, target) = if mapping.to_user {
        (application_user, user)
    } else {
        (user, application_user)
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
