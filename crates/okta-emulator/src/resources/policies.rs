//! Policies: list by type, create, read, replace, switch on and off, delete
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Policy/>).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::policy_defaults::{PolicyKind, conditions, settings, system_rule};
use super::{applications, policy_rules};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::{Object, Org};
use crate::system_log::Target;

/// The org's policies, and which of them an app was given in place of the default.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Policies {
    by_id: BTreeMap<String, Policy>,
    /// The policy's id by app and type.
    #[serde(with = "as_list")]
    assigned: Assigned,
}

type Assigned = BTreeMap<(String, String), String>;

/// JSON has no maps with keys of two parts.
mod as_list {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Assigned;

    pub(super) fn serialize<S: Serializer>(assigned: &Assigned, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(assigned)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Assigned, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Policy {
    pub(super) id: String,
    #[serde(with = "super::policy_defaults::by_name")]
    pub(super) kind: &'static PolicyKind,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) active: bool,
    /// The org's own: it can be changed, and neither switched off nor deleted.
    pub(super) system: bool,
    pub(super) priority: i64,
    pub(super) conditions: Value,
    pub(super) settings: Option<Value>,
    pub(super) created: Timestamp,
    pub(super) last_updated: Timestamp,
    pub(super) rules: BTreeMap<String, Rule>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) active: bool,
    pub(super) system: bool,
    pub(super) priority: i64,
    pub(super) conditions: Value,
    pub(super) actions: Value,
    pub(super) created: Timestamp,
    pub(super) last_updated: Timestamp,
}

impl Policies {
    pub(super) fn insert(&mut self, policy: Policy) {
        self.by_id.insert(policy.id.clone(), policy);
    }

    pub(super) fn find(&self, id: &str) -> Outcome<&Policy> {
        self.by_id.get(id).ok_or_else(|| Refusal::not_found(id, "Policy"))
    }

    pub(super) fn find_mut(&mut self, id: &str) -> Outcome<&mut Policy> {
        self.by_id
            .get_mut(id)
            .ok_or_else(|| Refusal::not_found(id, "Policy"))
    }

    /// The id of the policy of this type that an app was given.
    pub(super) fn of_application(&self, application: &str, kind: &'static str) -> Option<&str> {
        self.assigned
            .get(&(application.to_owned(), kind.to_owned()))
            .map(String::as_str)
    }

    fn of_kind(&self, kind: &'static PolicyKind) -> Vec<&Policy> {
        let mut found: Vec<&Policy> = self.by_id.values().filter(|policy| policy.kind == kind).collect();
        found.sort_by_key(|policy| (policy.priority, &policy.id));
        found
    }

    /// Numbers the policies of a ranked type anew, the system's last. One of them may have a wish.
    fn rank(&mut self, kind: &'static PolicyKind, moved: Option<(&str, Option<i64>)>) {
        if !kind.ranked {
            return;
        }
        let all = self.of_kind(kind);
        let own = all
            .iter()
            .filter(|policy| !policy.system)
            .map(|policy| (policy.id.clone(), policy.priority));
        let mut order = in_order(own.collect(), moved);
        order.extend(
            all.iter()
                .filter(|policy| policy.system)
                .map(|policy| policy.id.clone()),
        );
        for (priority, id) in (1..).zip(order) {
            if let Some(policy) = self.by_id.get_mut(&id) {
                policy.priority = priority;
            }
        }
    }
}

/// Ids in the order of their priority, after one of them was put where it wants to be: at the end when it has
/// no wish or one beyond the end (recorded).
pub(super) fn in_order(mut items: Vec<(String, i64)>, moved: Option<(&str, Option<i64>)>) -> Vec<String> {
    items.sort_by_key(|(_, priority)| *priority);
    let mut ids: Vec<String> = items.into_iter().map(|(id, _)| id).collect();
    if let Some((id, wanted)) = moved {
        ids.retain(|known| known != id);
        let place = wanted.map_or(ids.len(), |wanted| usize::try_from(wanted - 1).unwrap_or(0));
        ids.insert(place.min(ids.len()), id.to_owned());
    }
    ids
}

/// One type at a time: the type is a required parameter.
pub(super) fn list_policies(call: &mut Call<'_>) -> Outcome<Answer> {
    let kind = call.query.filled("type").unwrap_or_default();
    let kind = PolicyKind::named(kind).ok_or_else(unknown_type)?;
    let status = call.query.filled("status");
    let with_rules = call.query.get("expand") == Some("rules");
    let q = call.query.filled("q").map(str::to_lowercase);
    let found = call
        .org
        .directory
        .policies
        .of_kind(kind)
        .into_iter()
        .filter(|policy| {
            status.is_none_or(|status| status == state_of(policy.active))
                && q.as_ref().is_none_or(|q| policy.name.to_lowercase().contains(q))
        });
    let items = found.map(|policy| {
        let mut item = shown(policy, &call.base);
        if kind.name == "ACCESS_POLICY" {
            item["_embedded"] = json!({ "resourceType": "APP" });
        }
        if with_rules {
            item["_embedded"]["rules"] = policy_rules::all(policy, &call.base);
        }
        item
    });
    let mut answer = Answer::ok(Value::Array(items.collect()));
    // Without the `limit` that other lists write into it (recorded).
    answer.links.push(format!(
        "<{}{}?{}>; rel=\"self\"",
        call.base,
        call.path,
        call.query.encoded_without(&[])
    ));
    Ok(answer)
}

pub(super) fn get_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let policy = call.org.directory.policies.find(call.parameter(0))?;
    let mut item = shown(policy, &call.base);
    if call.query.get("expand") == Some("rules") {
        item["_embedded"] = json!({ "rules": policy_rules::all(policy, &call.base) });
    }
    Ok(Answer::ok(item))
}

/// `200` with the policy. The newer types get a catch-all rule with it (recorded).
pub(super) fn create_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let kind = body.get("type").and_then(Value::as_str).unwrap_or_default();
    let kind = PolicyKind::named(kind).ok_or_else(unknown_type)?;
    let name = name_of(call, &body, kind, None)?;
    let now = call.second();
    let id = call.org.ids.next(kind.prefix);
    let mut policy = Policy {
        id: id.clone(),
        kind,
        name,
        description: description_of(&body),
        active: call.query.flag("activate", true),
        system: false,
        priority: 1,
        conditions: conditions(kind, body.get("conditions").unwrap_or(&Value::Null)),
        settings: settings(kind, body.get("settings").unwrap_or(&Value::Null)),
        created: now,
        last_updated: now,
        rules: BTreeMap::new(),
    };
    if !kind.ranked {
        let rule = system_rule(call.org, kind, "Catch-all Rule", now);
        policy.rules.insert(rule.id.clone(), rule);
    }
    call.org.directory.policies.insert(policy);
    let wanted = body.get("priority").and_then(Value::as_i64);
    call.org.directory.policies.rank(kind, Some((&id, wanted)));
    record(call, "policy.lifecycle.create", &id)?;
    answer(call, &id)
}

/// Type, status and `system` stay as they are, whatever the body says (recorded).
pub(super) fn replace_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let body = call.json()?;
    let known = call.org.directory.policies.find(&id)?;
    let (kind, system) = (known.kind, known.system);
    let name = name_of(call, &body, kind, Some(&id))?;
    let now = call.second();
    let policy = call.org.directory.policies.find_mut(&id)?;
    policy.name = name;
    policy.description = description_of(&body);
    policy.conditions = conditions(kind, body.get("conditions").unwrap_or(&Value::Null));
    policy.settings = settings(kind, body.get("settings").unwrap_or(&Value::Null));
    policy.last_updated = now;
    let wanted = body.get("priority").and_then(Value::as_i64);
    if let Some(wanted) = wanted.filter(|_| !system) {
        call.org.directory.policies.rank(kind, Some((&id, Some(wanted))));
    }
    record(call, "policy.lifecycle.update", &id)?;
    answer(call, &id)
}

/// `204`. What an app had comes back to the default.
pub(super) fn delete_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let kind = own(call, &id, "deleted")?.kind;
    record(call, "policy.lifecycle.delete", &id)?;
    let policies = &mut call.org.directory.policies;
    policies.by_id.remove(&id);
    policies.assigned.retain(|_, policy| *policy != id);
    policies.rank(kind, None);
    Ok(Answer::no_content())
}

pub(super) fn activate_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "policy.lifecycle.activate")
}

pub(super) fn deactivate_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    own(call, call.parameter(0), "deactivated")?;
    switch(call, false, "policy.lifecycle.deactivate")
}

/// `204` in either state; what is in the wanted state already is not logged again.
fn switch(call: &mut Call<'_>, active: bool, event_type: &str) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let now = call.second();
    let policy = call.org.directory.policies.find_mut(&id)?;
    if policy.active != active {
        policy.active = active;
        policy.last_updated = now;
        record(call, event_type, &id)?;
    }
    Ok(Answer::no_content())
}

/// `204`: gives an app another sign-on or enrolment policy than the default.
pub(super) fn assign_application_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let (application, id) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    applications::find(call.org, &application)?;
    let kind = call.org.directory.policies.find(&id)?.kind.name;
    if !["ACCESS_POLICY", "PROFILE_ENROLLMENT"].contains(&kind) {
        // Which error Okta answers is not recorded.
        return Err(Refusal::validation(
            "policy",
            format!("policy: A policy of type {kind} can't be assigned to an app."),
        ));
    }
    let assigned = &mut call.org.directory.policies.assigned;
    assigned.insert((application.clone(), kind.to_owned()), id.clone());
    let mut targets = applications::target(call, &application);
    targets.extend(target(call.org, &id));
    call.record("application.policy.sign_on.update", targets);
    Ok(Answer::no_content())
}

/// A policy that is not the system's. The refusal's words are ours: none is recorded.
fn own<'call>(call: &'call Call<'_>, id: &str, verb: &str) -> Outcome<&'call Policy> {
    let policy = call.org.directory.policies.find(id)?;
    if policy.system {
        let cause = format!("The system policy '{}' can't be {verb}.", policy.name);
        return Err(Refusal::validation("policy", cause));
    }
    Ok(policy)
}

fn unknown_type() -> Refusal {
    Refusal::validation("type", "type: Invalid policy type specified.")
}

/// The name, which no other policy of the type may have.
fn name_of(
    call: &Call<'_>,
    body: &Object,
    kind: &'static PolicyKind,
    own_id: Option<&str>,
) -> Outcome<String> {
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim();
    if name.is_empty() {
        return Err(Refusal::validation(
            "name",
            "name: The field cannot be left blank",
        ));
    }
    let others = call.org.directory.policies.of_kind(kind);
    if others
        .iter()
        .any(|policy| policy.name == name && Some(policy.id.as_str()) != own_id)
    {
        return Err(Refusal::validation("name", "name: Policy name already in use"));
    }
    Ok(name.to_owned())
}

fn description_of(body: &Object) -> Option<String> {
    body.get("description").and_then(Value::as_str).map(str::to_owned)
}

pub(super) fn state_of(active: bool) -> &'static str {
    if active { "ACTIVE" } else { "INACTIVE" }
}

pub(super) fn shown(policy: &Policy, base: &str) -> Value {
    let own = format!("{base}/api/v1/policies/{}", policy.id);
    let link =
        |path: &str, allow: &[&str]| json!({ "href": format!("{own}{path}"), "hints": { "allow": allow } });
    let mut links = json!({
        "self": link("", if policy.system { &["GET", "PUT"] } else { &["GET", "PUT", "DELETE"] }),
        "rules": link("/rules", &["GET", "POST"]),
    });
    if !policy.system {
        links["mappings"] = link("/mappings", &["GET", "POST"]);
        let (name, path) = if policy.active {
            ("deactivate", "/lifecycle/deactivate")
        } else {
            ("activate", "/lifecycle/activate")
        };
        links[name] = link(path, &["POST"]);
    }
    let mut value = json!({
        "id": policy.id,
        "type": policy.kind.name,
        "status": state_of(policy.active),
        "name": policy.name,
        "priority": policy.priority,
        "system": policy.system,
        "conditions": policy.conditions,
        "created": wire(policy.created),
        "lastUpdated": wire(policy.last_updated),
        "_links": links,
    });
    if let Some(description) = &policy.description {
        value["description"] = json!(description);
    }
    if let Some(settings) = &policy.settings {
        value["settings"] = settings.clone();
    }
    value
}

pub(super) fn target(org: &Org, id: &str) -> Vec<Target> {
    let policy = org.directory.policies.find(id).ok();
    policy
        .map(|policy| Target::new(&policy.id, "PolicyEntity", policy.kind.name, &policy.name))
        .into_iter()
        .collect()
}

fn record(call: &mut Call<'_>, event_type: &str, id: &str) -> Outcome<()> {
    call.org.directory.policies.find(id)?;
    let target = target(call.org, id);
    call.record(event_type, target);
    Ok(())
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let policy = call.org.directory.policies.find(id)?;
    Ok(Answer::ok(shown(policy, &call.base)))
}
