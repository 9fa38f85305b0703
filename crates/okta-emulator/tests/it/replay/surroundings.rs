//! What surrounds users, groups and apps, as a source finds it: policies, user types, roles, tokens, identity
//! providers, apps of the catalog.

use serde_json::{Value, json};

use super::ids::Ids;
use super::lists::key;
use super::prepare::{introduce, is_object};
use super::source::Exchange;
use crate::org::Org;

/// Puts into the org what a read shows and the org does not know yet. `is_given` where the source made nothing that
/// the path names.
pub(super) async fn prepare(
    org: &Org,
    ids: &mut Ids,
    exchange: &Exchange,
    later: &[&Exchange],
    is_given: bool,
) {
    let shown = &exchange.response;
    let of_one = shown["id"].as_str().filter(|id| exchange.path.ends_with(id));
    let (parent, items): (&str, &[Value]) = match (of_one, items_of(shown)) {
        (Some(id), _) => (
            exchange.path.trim_end_matches(id).trim_end_matches('/'),
            std::slice::from_ref(shown),
        ),
        (None, Some(items)) => (&exchange.path, items),
        (None, None) => return,
    };
    for item in items {
        let is_new = item["id"].as_str().is_none_or(|id| !ids.knows(id));
        match parent.rsplit('/').next().unwrap_or_default() {
            "policies" if is_new => policy(org, ids, item),
            "api-tokens" if is_new => token(org, ids, item, later),
            "mappings" => ends_of_mapping(org, ids, item, later).await,
            "users" if parent.ends_with("/assignees/users") && is_new => {
                administrator(org, ids, item, later).await;
            }
            "apps" if parent.ends_with("/catalog/apps") && item["id"].is_null() => {
                drop(org.emulator.import_catalog_application(item));
            }
            "principal-rate-limits" if is_new => share_of_limits(org, ids, item, later).await,
            last if is_new && !is_object(item) && key(item).is_some() => {
                let own = taken_or_created(org, ids, parent, item).await;
                // What a rule of the org's own does is the org's own too.
                if let Some(own) = own.filter(|_| is_given && last == "rules") {
                    let path = format!("{}/{own}", ids.translate(parent));
                    org.put(&path, writable(ids, item)).await;
                }
            }
            _ => {}
        }
    }
}

/// The elements of a list, or of an object around one.
fn items_of(shown: &Value) -> Option<&[Value]> {
    let wrapped = shown
        .as_object()
        .and_then(|members| members.values().find_map(Value::as_array));
    shown.as_array().or(wrapped).map(Vec::as_slice)
}

fn policy(org: &Org, ids: &mut Ids, item: &Value) {
    if let (Some(id), Ok(emulated)) = (
        item["id"].as_str(),
        org.emulator.import_policy(&ids.translate_body(item)),
    ) {
        ids.pair(id, &emulated);
    }
}

fn token(org: &Org, ids: &mut Ids, item: &Value, later: &[&Exchange]) {
    if let Some(owner) = item["userId"].as_str() {
        introduce(org, ids, "users", owner, later);
    }
    if let Ok(id) = org.emulator.import_api_token(&ids.translate_body(item)) {
        ids.pair(&id, &id);
    }
}

/// Somebody who holds a role, of whom no more is said: any role will do.
async fn administrator(org: &Org, ids: &mut Ids, item: &Value, later: &[&Exchange]) {
    let Some(id) = item["id"].as_str() else { return };
    introduce(org, ids, "users", id, later);
    let path = format!("/api/v1/users/{id}/roles");
    org.post(&path, json!({ "type": "READ_ONLY_ADMIN" })).await;
}

/// A mapping follows from the user type and the app that it is between.
async fn ends_of_mapping(org: &Org, ids: &mut Ids, mapping: &Value, later: &[&Exchange]) {
    for end in [&mapping["source"], &mapping["target"]] {
        let Some(id) = end["id"].as_str().filter(|id| !ids.knows(id)) else {
            continue;
        };
        if end["type"] == "user" {
            let named = json!({ "id": id, "name": end["name"], "displayName": end["name"] });
            taken_or_created(org, ids, "/api/v1/meta/types/user", &named).await;
            continue;
        }
        if later.iter().any(|exchange| exchange.response["id"] == id) {
            introduce(org, ids, "apps", id, later);
        } else {
            let app =
                json!({ "id": id, "name": end["name"], "label": end["name"], "signOnMode": "SAML_2_0" });
            if let Ok(emulated) = org.emulator.import_application(&app) {
                ids.pair(id, &emulated);
            }
        }
    }
}

/// The org's own object of the same name is taken for it, or it is created with what the recording shows of it.
/// Gives the id of the org's own.
async fn taken_or_created(org: &Org, ids: &mut Ids, parent: &str, item: &Value) -> Option<String> {
    let id = item["id"].as_str()?;
    let path = ids.translate(parent);
    let listed = org.get(&path).await.body;
    let own = items_of(&listed).into_iter().flatten().find(|other| {
        let free = other["id"].as_str().is_some_and(|id| ids.recorded(id).is_none());
        free && key(other) == key(item)
    });
    if let Some(own) = own.and_then(|own| own["id"].as_str()) {
        ids.pair(id, own);
        return Some(own.to_owned());
    }
    let made = org.post(&path, writable(ids, item)).await;
    if let Some(own) = made.body["id"].as_str().filter(|_| made.status < 300) {
        ids.pair(id, own);
    }
    None
}

/// What a request may say of an object that an answer shows.
fn writable(ids: &Ids, item: &Value) -> Value {
    let mut body = ids.translate_body(item);
    if let Some(members) = body.as_object_mut() {
        for member in ["id", "created", "lastUpdated", "_links", "_embedded"] {
            members.remove(member);
        }
    }
    body
}

/// Policies and shares of the rate limits of which a path says no more than the id.
pub(super) async fn prepare_named(org: &Org, ids: &mut Ids, exchange: &Exchange, later: &[&Exchange]) {
    for (collection, id) in exchange.named() {
        let shown = |exchange: &&Exchange| Some(exchange.response.clone()).filter(|shown| shown["id"] == id);
        match collection {
            _ if ids.knows(id) => {}
            "policies" => {
                let shown = later.iter().find_map(shown);
                policy(
                    org,
                    ids,
                    &shown.unwrap_or_else(|| unnamed_policy(id, &exchange.response)),
                );
            }
            "principal-rate-limits" => {
                if let Some(shown) = later.iter().find_map(shown) {
                    share_of_limits(org, ids, &shown, later).await;
                }
            }
            _ => {}
        }
    }
}

/// A policy of which a source shows the rules alone.
fn unnamed_policy(id: &str, answer: &Value) -> Value {
    let rule = answer
        .as_array()
        .and_then(|rules| rules.first())
        .unwrap_or(answer);
    let kind = match rule["type"].as_str() {
        Some("SIGN_ON") => "OKTA_SIGN_ON",
        Some(kind) => kind,
        None => "ACCESS_POLICY",
    };
    json!({ "id": id, "type": kind, "name": id, "conditions": null })
}

/// A share of the rate limits, and the token or the app that it is of.
async fn share_of_limits(org: &Org, ids: &mut Ids, item: &Value, later: &[&Exchange]) {
    let principal = item["principalId"].as_str().unwrap_or_default();
    if item["principalType"] == "SSWS_TOKEN" {
        let owner = item["createdBy"].as_str().unwrap_or_default();
        token(
            org,
            ids,
            &json!({ "id": principal, "name": principal, "userId": owner }),
            later,
        );
    } else {
        introduce(org, ids, "apps", principal, later);
    }
    let made = org
        .post("/api/v1/principal-rate-limits", writable(ids, item))
        .await;
    if let (Some(id), Some(own)) = (item["id"].as_str(), made.body["id"].as_str()) {
        ids.pair(id, own);
    }
}
