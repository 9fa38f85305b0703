//! What Okta did at the same time, in an order that only its answers tell.
//!
//! A source sends some requests in parallel. They are recorded one after the other, so that a read may stand before
//! the request that made what it shows. And writes of one schema in the same second may lose each other's changes:
//! each reads the schema, changes it and writes it back whole (recorded). An org that answers one request after the
//! other can do neither by itself, so the replay brings the order about: it changes no answer.

use serde_json::{Map, Value, json};

use super::ids::Ids;
use super::schemas::properties;
use super::source::{Exchange, Source};
use crate::org::Org;

/// The exchanges of a source, each creation before the reads that show the very object.
pub(super) fn ordered(source: &Source) -> Vec<&Exchange> {
    let mut exchanges: Vec<&Exchange> = source.exchanges.iter().collect();
    for place in 0..exchanges.len() {
        let made = exchanges[place];
        if made.creates().is_none() || made.response["created"].is_null() {
            continue;
        }
        let reads = |exchange: &&Exchange| exchange.reads() && shows(&exchange.response, &made.response);
        if let Some(earlier) = exchanges[..place].iter().position(reads) {
            exchanges[earlier..=place].rotate_right(1);
        }
    }
    exchanges
}

/// Whether an answer has an object of this id and age.
fn shows(answer: &Value, object: &Value) -> bool {
    match answer {
        Value::Array(items) => items.iter().any(|item| shows(item, object)),
        Value::Object(members) => {
            let is_it = answer["id"] == object["id"] && answer["created"] == object["created"];
            is_it || members.values().any(|value| shows(value, object))
        }
        _ => false,
    }
}

/// The writes of one schema in one second, so far.
#[derive(Default)]
pub(super) struct Races {
    path: String,
    second: String,
    /// What the attributes that they wrote were before, null if they were not there.
    before: Map<String, Value>,
}

impl Races {
    /// Before a write is sent: takes back what an earlier one of the same second wrote and this one did not see.
    /// Says whether anything was.
    pub(super) async fn before(&mut self, org: &Org, ids: &Ids, exchange: &Exchange) -> bool {
        let Some(written) = written(exchange) else {
            return false;
        };
        let second = exchange.response["lastUpdated"].as_str().unwrap_or_default();
        if exchange.path != self.path || second != self.second {
            *self = Self {
                path: exchange.path.clone(),
                second: second.to_owned(),
                before: Map::new(),
            };
        }
        let path = ids.translate(&exchange.path);
        let shown = properties(&exchange.response, "custom");
        let now = org.get(&path).await.body;
        let now = properties(&now, "custom").cloned().unwrap_or_default();
        let unseen = |name: &String| {
            let is_there = shown.is_some_and(|shown| shown.contains_key(name));
            !written.contains_key(name) && is_there != now.contains_key(name)
        };
        let lost: Map<String, Value> = self
            .before
            .iter()
            .filter(|(name, _)| unseen(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for name in written.keys() {
            let value = now.get(name).cloned().unwrap_or(Value::Null);
            self.before.entry(name.clone()).or_insert(value);
        }
        if lost.is_empty() {
            return false;
        }
        let body = json!({ "definitions": { "custom": {
            "id": "#custom", "type": "object", "properties": lost,
        } } });
        org.post(&path, body).await.expect(200);
        true
    }
}

/// The attributes that a request writes into a schema.
fn written(exchange: &Exchange) -> Option<&Map<String, Value>> {
    let writes = !exchange.reads() && exchange.succeeded() && exchange.path.contains("/meta/schemas/");
    properties(&exchange.request, "custom").filter(|_| writes)
}
