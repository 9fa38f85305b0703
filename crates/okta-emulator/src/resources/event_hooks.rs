//! Event hooks: list, create, read, replace, verify, switch on and off, delete
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/EventHook/>).
//!
//! What goes over the wire to a hook, its verification and its deliveries, is in `event_hook_calls`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::Object;
use crate::system_log::Target;

/// By id, and what is due to be sent.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct EventHooks {
    by_id: BTreeMap<String, EventHook>,
    /// Whether the hook gave its last challenge back; asked before the operation that uses it.
    challenges: BTreeMap<String, bool>,
    /// Taken by the request that made it due.
    #[serde(skip)]
    due: Due,
}

/// What is due, in memory that the builder bounds.
struct Due {
    deliveries: Vec<Delivery>,
    bytes: usize,
    most_bytes: usize,
}

impl Default for Due {
    fn default() -> Self {
        Self {
            deliveries: Vec::new(),
            bytes: 0,
            most_bytes: usize::MAX,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct EventHook {
    name: String,
    description: Value,
    active: bool,
    verified: bool,
    created: Timestamp,
    created_by: String,
    last_updated: Timestamp,
    events: Value,
    channel: Value,
    /// The header that the hook wants: its name and its value, which no answer shows.
    secret: Option<(String, String)>,
}

/// An event on its way to a hook.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) hook: String,
    pub(crate) address: String,
    pub(crate) secret: Option<(String, String)>,
    /// As JSON, which all hooks that want it share.
    pub(crate) event: Arc<str>,
}

impl EventHooks {
    /// The address and the secret header of a hook.
    pub(crate) fn endpoint(&self, id: &str) -> Option<(String, Option<(String, String)>)> {
        let hook = self.by_id.get(id)?;
        Some((address_of(&hook.channel).to_owned(), hook.secret.clone()))
    }

    pub(crate) fn challenged(&mut self, id: &str, passed: bool) {
        self.challenges.insert(id.to_owned(), passed);
    }

    pub(crate) fn set_most_bytes(&mut self, bytes: usize) {
        self.due.most_bytes = bytes;
    }

    /// Puts an event aside for every active and verified hook that wants its type. One that there is no room for is
    /// lost.
    pub(crate) fn offer(&mut self, event: &Value) {
        let wants = |hook: &EventHook| {
            let types = hook.events["items"].as_array();
            hook.active && hook.verified && types.is_some_and(|types| types.contains(&event["eventType"]))
        };
        let mut written: Option<Arc<str>> = None;
        for (id, hook) in self.by_id.iter().filter(|(_, hook)| wants(hook)) {
            let event = written.get_or_insert_with(|| event.to_string().into());
            if self.due.bytes + event.len() > self.due.most_bytes {
                return;
            }
            self.due.bytes += event.len();
            self.due.deliveries.push(Delivery {
                hook: id.clone(),
                address: address_of(&hook.channel).to_owned(),
                secret: hook.secret.clone(),
                event: Arc::clone(event),
            });
        }
    }

    pub(crate) fn take_due(&mut self) -> Vec<Delivery> {
        self.due.bytes = 0;
        std::mem::take(&mut self.due.deliveries)
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every handler has this signature")]
pub(super) fn list_event_hooks(call: &mut Call<'_>) -> Outcome<Answer> {
    let hooks = call.org.directory.event_hooks.by_id.iter();
    Ok(Answer::ok(
        hooks.map(|(id, hook)| shown(id, hook, &call.base)).collect(),
    ))
}

pub(super) fn get_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call, call.parameter(0))
}

/// `200` with the hook, ACTIVE and UNVERIFIED (recorded).
pub(super) fn create_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let now = call.second();
    let mut hook = EventHook {
        name: String::new(),
        description: Value::Null,
        active: true,
        verified: false,
        created: now,
        created_by: call.caller.principal().to_owned(),
        last_updated: now,
        events: Value::Null,
        channel: Value::Null,
        secret: None,
    };
    write(&mut hook, &body)?;
    let id = call.org.ids.next("who");
    call.org.directory.event_hooks.by_id.insert(id.clone(), hook);
    record(call, "event_hook.created", &id);
    answer(call, &id)
}

/// A hook with another address must be verified again, and the body's status switches it (recorded).
pub(super) fn replace_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    let (id, now) = (call.parameter(0).to_owned(), call.second());
    let body = call.json()?;
    let hook = find_mut(call, &id)?;
    let before = address_of(&hook.channel).to_owned();
    write(hook, &body)?;
    hook.verified &= before == address_of(&hook.channel);
    hook.active = match body.get("status").and_then(Value::as_str) {
        Some("ACTIVE") => true,
        Some("INACTIVE") => false,
        _ => hook.active,
    };
    hook.last_updated = now;
    record(call, "event_hook.updated", &id);
    answer(call, &id)
}

/// A hook must be INACTIVE to be deleted (SPEC `deleteEventHook`): only then does it show the link (recorded). The
/// refusal is not verified.
pub(super) fn delete_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    if find_mut(call, &id)?.active {
        return Err(Refusal::validation(
            "eventHook",
            "The event hook must be deactivated before it is deleted.",
        ));
    }
    record(call, "event_hook.deleted", &id);
    call.org.directory.event_hooks.by_id.remove(&id);
    Ok(Answer::no_content())
}

pub(super) fn activate_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "event_hook.activated")
}

pub(super) fn deactivate_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, false, "event_hook.deactivated")
}

fn switch(call: &mut Call<'_>, active: bool, event_type: &str) -> Outcome<Answer> {
    let (id, now) = (call.parameter(0).to_owned(), call.second());
    let hook = find_mut(call, &id)?;
    if hook.active != active {
        hook.active = active;
        hook.last_updated = now;
        record(call, event_type, &id);
    }
    answer(call, &id)
}

/// `200` with the hook, VERIFIED, where it gave the challenge back; `400` otherwise (SPEC `verifyEventHook`), in words
/// that are not verified.
pub(super) fn verify_event_hook(call: &mut Call<'_>) -> Outcome<Answer> {
    let (id, now) = (call.parameter(0).to_owned(), call.second());
    let passed = call.org.directory.event_hooks.challenges.remove(&id) == Some(true);
    let hook = find_mut(call, &id)?;
    if !passed {
        let cause = "The endpoint did not give the verification challenge back. The emulator calls http:// \
                     addresses of this machine only.";
        return Err(Refusal::validation("eventHook", cause));
    }
    hook.verified = true;
    hook.last_updated = now;
    record(call, "event_hook.verified", &id);
    answer(call, &id)
}

/// Writes what a body says; nothing is written where it lacks something.
fn write(hook: &mut EventHook, body: &Object) -> Outcome<()> {
    let given = Value::Object(body.clone());
    let blank = |name: &str| {
        let cause = format!("{name}: The field cannot be left blank");
        Refusal::validation(name, cause)
    };
    let name = given["name"].as_str().unwrap_or_default().trim();
    if name.is_empty() {
        return Err(blank("name"));
    }
    let config = &given["channel"]["config"];
    if url::Url::parse(config["uri"].as_str().unwrap_or_default()).is_err() {
        return Err(blank("uri"));
    }
    let items = given["events"]["items"].as_array().cloned().unwrap_or_default();
    let known = |item: &Value| {
        let name = item.as_str().unwrap_or_default();
        okta_facts::EVENT_TYPES
            .iter()
            .any(|event| event.name == name && event.event_hook_eligible)
    };
    if items.is_empty() || !items.iter().all(known) {
        return Err(blank("events"));
    }
    name.clone_into(&mut hook.name);
    hook.description = given["description"].clone();
    hook.events =
        json!({ "type": "EVENT_TYPE", "items": as_set(&items), "filter": given["events"]["filter"] });
    let scheme = &config["authScheme"];
    let text = |name: &str| scheme[name].as_str().map(str::to_owned);
    hook.secret = text("key").zip(text("value"));
    let shown = json!({ "type": scheme["type"].as_str().unwrap_or("HEADER"), "key": scheme["key"] });
    hook.channel = json!({
        "type": "HTTP",
        "version": given["channel"]["version"].as_str().unwrap_or("1.0.0"),
        "config": {
            "uri": config["uri"],
            "headers": config["headers"].as_array().cloned().unwrap_or_default(),
            "method": "POST",
        },
    });
    // No recorded hook is without one; the specification lets it be absent and not null.
    if !scheme.is_null() {
        hook.channel["config"]["authScheme"] = shown;
    }
    Ok(())
}

fn address_of(channel: &Value) -> &str {
    channel["config"]["uri"].as_str().unwrap_or_default()
}

fn find_mut<'call>(call: &'call mut Call<'_>, id: &str) -> Outcome<&'call mut EventHook> {
    let hook = call.org.directory.event_hooks.by_id.get_mut(id);
    hook.ok_or_else(|| missing(id))
}

/// `Webhook` is the class that Okta's answer names (recorded by Okta's Python SDK,
/// `TestEventHooksResource.test_delete_event_hook`).
fn missing(id: &str) -> Refusal {
    Refusal::not_found(id, "Webhook")
}

/// Event types are a set to Okta: it tells each once, and in the order of a Java `HashSet`, which is that of the hashes of
/// the names. Every recorded list is in it: two and three types (Okta's Python SDK,
/// `TestEventHooksResource.test_update_event_hook`; the Terraform provider, `TestAccOktaEventHook_crud`).
fn as_set(items: &[Value]) -> Vec<Value> {
    let mut set: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        if !set.contains(item) {
            set.push(item.clone());
        }
    }
    // Three quarters full at most, and never fewer than 16 places.
    let places = (set.len() * 4).div_ceil(3).next_power_of_two().max(16);
    set.sort_by_key(|item| {
        let name = item.as_str().unwrap_or_default().bytes();
        let hash = name.fold(0_u32, |hash, byte| {
            hash.wrapping_mul(31).wrapping_add(byte.into())
        });
        (hash ^ (hash >> 16)) as usize & (places - 1)
    });
    set
}

fn shown(id: &str, hook: &EventHook, base: &str) -> Value {
    let own = format!("{base}/api/v1/eventHooks/{id}");
    let link =
        |path: &str, method: &str| json!({ "href": format!("{own}{path}"), "hints": { "allow": [method] } });
    let mut links = json!({ "self": { "href": own } });
    if hook.active {
        links["verify"] = link("/lifecycle/verify", "POST");
        links["deactivate"] = link("/lifecycle/deactivate", "POST");
    } else {
        links["activate"] = link("/lifecycle/activate", "POST");
        links["delete"] = link("", "DELETE");
    }
    json!({
        "id": id,
        "status": if hook.active { "ACTIVE" } else { "INACTIVE" },
        "verificationStatus": if hook.verified { "VERIFIED" } else { "UNVERIFIED" },
        "name": hook.name,
        "description": hook.description,
        "created": wire(hook.created),
        "createdBy": hook.created_by,
        "lastUpdated": wire(hook.last_updated),
        "events": hook.events,
        "channel": hook.channel,
        "_links": links,
    })
}

fn record(call: &mut Call<'_>, event_type: &str, id: &str) {
    let hook = call.org.directory.event_hooks.by_id.get(id);
    let target = hook.map(|hook| Target::new(id, "EventHook", "unknown", &hook.name));
    call.record(event_type, target.into_iter().collect());
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let hook = call.org.directory.event_hooks.by_id.get(id);
    let hook = hook.ok_or_else(|| missing(id))?;
    Ok(Answer::ok(shown(id, hook, &call.base)))
}
