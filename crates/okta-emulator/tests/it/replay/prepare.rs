//! The state that a source takes for granted: objects that its answers show before it creates them.
//!
//! An object is put into the org just before the first exchange that shows or names it, in the form in which
//! the source shows it next. Users, groups and apps come in through the import of the emulator, everything
//! else through what `surroundings.rs` and `schemas.rs` say. What two such objects have to do with each other (a user in a
//! group, a group with an app) follows when an answer first shows it.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::ids::{Ids, looks_like_an_id};
use super::source::{Exchange, segments};
use super::{schemas, surroundings};
use crate::org::Org;

/// What was already said about the state of a source.
#[derive(Default)]
pub(super) struct Prepared {
    /// Recorded ids of objects that the source itself created.
    created: HashSet<String>,
    /// Pairs of a path and an id that a change touched, so that reads of them prove the emulator.
    touched: HashSet<(String, String)>,
}

impl Prepared {
    /// Puts into the org what was there before the source began and what its reads show before they change it, so
    /// that it is older than all that the source makes.
    pub(super) fn at_first(org: &Org, ids: &mut Ids, exchanges: &[&Exchange]) {
        let began = exchanges.iter().find_map(|exchange| exchange.answered);
        // An object that the source makes may be a second older than the answer that says so.
        let mut named: HashSet<&str> = exchanges
            .iter()
            .filter_map(|exchange| exchange.creates())
            .collect();
        for exchange in exchanges.iter().filter(|exchange| exchange.succeeded()) {
            let shown = if exchange.reads() {
                objects_in(&exchange.response)
            } else {
                Vec::new()
            };
            for object in shown {
                let created: Option<Timestamp> =
                    object["created"].as_str().and_then(|time| time.parse().ok());
                let is_older = created.is_some() && created < began;
                if is_older && object["id"].as_str().is_some_and(|id| !named.contains(id)) {
                    import(org, ids, object);
                }
            }
            named.extend(exchange.named().into_iter().map(|(_, id)| id));
            named.extend(named_in(&exchange.request).into_iter().map(|(_, id)| id));
        }
    }

    /// Puts into the org what the exchange shows or names. `later` are the exchanges from this one on.
    pub(super) async fn before(
        &mut self,
        org: &Org,
        ids: &mut Ids,
        exchange: &Exchange,
        later: &[&Exchange],
    ) {
        if !exchange.succeeded() {
            return;
        }
        let creates = exchange.creates();
        let objects = objects_in(&exchange.response);
        for object in objects.iter().filter(|object| object["id"].as_str() != creates) {
            import(org, ids, object);
        }
        let named = exchange.named().into_iter();
        for (collection, id) in named.chain(named_in(&exchange.request)) {
            introduce(org, ids, collection, id, later);
        }
        surroundings::prepare_named(org, ids, exchange, later).await;
        if exchange.reads() {
            self.relations(org, ids, exchange, later).await;
            let is_given = segments(&exchange.path).all(|name| !self.created.contains(name));
            surroundings::prepare(org, ids, exchange, later, is_given).await;
        }
        self.schema(org, ids, exchange).await;
    }

    /// Gives a schema what the first answer of it shows, but the attributes that the request itself wrote.
    async fn schema(&mut self, org: &Org, ids: &Ids, exchange: &Exchange) {
        let names: Vec<&str> = segments(&exchange.path).collect();
        let [_, _, "meta", "schemas", _, owner, ..] = names.as_slice() else {
            return;
        };
        let is_first = self.touched.insert((exchange.path.clone(), String::new()));
        if is_first && self.is_given(owner, owner) {
            schemas::prepare(org, ids, exchange).await;
        }
    }

    /// Takes note of what the exchange changed.
    pub(super) fn after(&mut self, exchange: &Exchange) {
        if let Some(id) = exchange.creates() {
            self.created.insert(id.to_owned());
        }
        if !exchange.reads() {
            let path: Vec<&str> = segments(&exchange.path).collect();
            let body = exchange.request["id"].as_str().unwrap_or_default();
            for (owner, other) in path
                .iter()
                .flat_map(|one| path.iter().map(move |other| (*one, *other)))
            {
                self.touched.insert((owner.to_owned(), other.to_owned()));
            }
            for owner in path {
                self.touched.insert((owner.to_owned(), body.to_owned()));
                self.touched.insert((body.to_owned(), owner.to_owned()));
            }
        }
    }

    /// Both were there before the source began, and it has not changed what they have to do with each other.
    fn is_given(&self, one: &str, other: &str) -> bool {
        !self.created.contains(one)
            && !self.created.contains(other)
            && !self.touched.contains(&(one.to_owned(), other.to_owned()))
    }

    /// Makes the relations that the answer shows.
    async fn relations(&self, org: &Org, ids: &mut Ids, exchange: &Exchange, later: &[&Exchange]) {
        let path: Vec<&str> = segments(&exchange.path).skip(2).collect();
        let (collection, owner, related) = match path.as_slice() {
            [collection, owner, related] | [collection, owner, related, _] => (*collection, *owner, *related),
            _ => return,
        };
        let shown = &exchange.response;
        for item in shown
            .as_array()
            .map_or(std::slice::from_ref(shown), Vec::as_slice)
        {
            let Some(id) = item["id"].as_str() else { continue };
            // A factor that the source did not create was enrolled by the user, in no request to this API.
            let enrolled = related == "factors" && !self.created.contains(id);
            let is_given = if enrolled {
                !ids.knows(id)
            } else {
                self.is_given(owner, id)
            };
            if !is_given {
                continue;
            }
            let member = ids.emulated(id).unwrap_or(id).to_owned();
            let holder = ids.emulated(owner).unwrap_or(owner).to_owned();
            match (collection, related) {
                ("groups", "users") => drop(org.emulator.import_membership(&holder, &member)),
                ("users", "groups") => drop(org.emulator.import_membership(&member, &holder)),
                ("users", "factors") => {
                    if let Ok(factor) = org.emulator.import_factor(&holder, item) {
                        ids.pair(id, &factor);
                    }
                }
                ("groups", "apps") => {
                    let path = format!("/api/v1/apps/{member}/groups/{holder}");
                    org.put(&path, json!({})).await;
                }
                ("apps", "groups") => {
                    introduce(org, ids, related, id, later);
                    let body = json!({ "priority": item["priority"], "profile": item["profile"] });
                    org.put(&format!("/api/v1/apps/{holder}/groups/{member}"), body)
                        .await;
                }
                ("apps", "users") => {
                    introduce(org, ids, related, id, later);
                    let credentials = json!({ "userName": item["credentials"]["userName"] });
                    let body = json!({ "id": member, "scope": item["scope"], "credentials": credentials,
                        "profile": item["profile"] });
                    org.post(&format!("/api/v1/apps/{holder}/users"), body).await;
                }
                _ => {}
            }
        }
    }
}

/// Puts an object into the org of which the first of these exchanges says no more than the id, in the form
/// in which a later one shows it. If the exchange moves it between statuses, it starts in one that can be
/// left in this way.
pub(super) fn introduce(org: &Org, ids: &mut Ids, collection: &str, id: &str, later: &[&Exchange]) {
    if !looks_like_an_id(id) || ids.knows(id) {
        return;
    }
    let mut objects = later.iter().flat_map(|exchange| objects_in(&exchange.response));
    let mut object = objects
        .find(|object| object["id"] == id)
        .cloned()
        .unwrap_or_else(|| placeholder(collection, id));
    if let Some(status) = later.first().and_then(|first| status_before(first, collection)) {
        object["status"] = json!(status);
    }
    import(org, ids, &object);
}

/// The status that Okta's documented state machine asks for where an exchange succeeds.
fn status_before(exchange: &Exchange, collection: &str) -> Option<&'static str> {
    let statuses = match exchange.operation.as_str() {
        "activateUser" => ("users", "STAGED"),
        "reactivateUser" => ("users", "PROVISIONED"),
        "deactivateUser" | "deleteUser" | "suspendUser" | "expirePassword" | "resetPassword" => {
            ("users", "ACTIVE")
        }
        "unsuspendUser" => ("users", "SUSPENDED"),
        "unlockUser" => ("users", "LOCKED_OUT"),
        "deleteApplication" => ("apps", "INACTIVE"),
        _ => return None,
    };
    (statuses.0 == collection).then_some(statuses.1)
}

/// The users, groups and apps that a body names, with their collections: the first three characters of an id
/// say what it is of.
fn named_in(body: &Value) -> Vec<(&'static str, &str)> {
    match body {
        Value::String(id) if looks_like_an_id(id) => match &id[..3] {
            "00u" => vec![("users", id)],
            "00g" => vec![("groups", id)],
            "0oa" => vec![("apps", id)],
            _ => Vec::new(),
        },
        Value::Array(items) => items.iter().flat_map(named_in).collect(),
        Value::Object(members) => members.values().flat_map(named_in).collect(),
        _ => Vec::new(),
    }
}

/// The users, groups and apps in an answer, embedded ones too.
fn objects_in(answer: &Value) -> Vec<&Value> {
    match answer {
        Value::Array(items) => items.iter().flat_map(objects_in).collect(),
        Value::Object(members) => {
            let itself = is_object(answer).then_some(answer);
            itself
                .into_iter()
                .chain(members.values().flat_map(objects_in))
                .collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn is_object(value: &Value) -> bool {
    value["id"].is_string() && (is_user(value) || is_group(value) || is_application(value))
}

fn is_user(value: &Value) -> bool {
    value["profile"]["login"].is_string() && value["status"].is_string() && value["scope"].is_null()
}

fn is_group(value: &Value) -> bool {
    value["objectClass"].is_array() && value["profile"]["name"].is_string()
}

fn is_application(value: &Value) -> bool {
    value.get("signOnMode").is_some() && value["label"].is_string()
}

fn import(org: &Org, ids: &mut Ids, object: &Value) {
    let Some(id) = object["id"].as_str().filter(|id| !ids.knows(id)) else {
        return;
    };
    let imported = if is_user(object) {
        org.emulator.import_user(object)
    } else if is_group(object) {
        org.emulator.import_group(&ids.translate_body(object))
    } else if is_application(object) {
        org.emulator.import_application(object)
    } else {
        return;
    };
    // What the emulator refuses to import shows in the comparison of the answer.
    if let Ok(emulated) = imported {
        ids.pair(id, &emulated);
    }
}

/// An object of which the source shows no more than its id.
fn placeholder(collection: &str, id: &str) -> Value {
    match collection {
        "users" => {
            let login = format!("{id}@example.com").to_lowercase();
            json!({ "id": id, "status": "ACTIVE", "credentials": { "password": {} }, "profile": {
                "login": login, "email": login, "firstName": "Pat", "lastName": "Doe",
                "mobilePhone": null, "secondEmail": null } })
        }
        "groups" => json!({ "id": id, "type": "OKTA_GROUP", "objectClass": ["okta:user_group"],
            "profile": { "name": id, "description": null } }),
        "apps" => json!({ "id": id, "name": "bookmark", "label": id, "signOnMode": "BOOKMARK",
            "visibility": { "appLinks": { "login": true } }, "credentials": {}, "settings": { "app": {} } }),
        _ => Value::Null,
    }
}
