//! Rules of policies: list, create, read, replace, switch on and off, delete.

use serde_json::{Value, json};

use super::policies::{self, state_of};
use super::policy_defaults::PolicyKind;
use super::policy_rule_defaults::{rule_actions, rule_conditions};
use super::policy_store::{Policy, Rule, in_order};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::state::Object;
use crate::system_log::Target;

/// Every rule in the order of priority, without a `Link` (recorded).
pub(super) fn list_policy_rules(call: &mut Call<'_>) -> Outcome<Answer> {
    let policy = call.org.directory.policies.find(call.parameter(0))?;
    Ok(Answer::ok(all(policy, &call.base)))
}

pub(super) fn all(policy: &Policy, base: &str) -> Value {
    let mut rules: Vec<&Rule> = policy.rules.values().collect();
    rules.sort_by_key(|rule| (rule.priority, &rule.id));
    rules.into_iter().map(|rule| shown(policy, rule, base)).collect()
}

pub(super) fn get_policy_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call, call.parameter(1))
}

/// `200` with the rule.
pub(super) fn create_policy_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let policy = call.parameter(0).to_owned();
    let body = call.json()?;
    let known = call.org.directory.policies.find(&policy)?;
    let kind = known.kind;
    let name = name_of(known, &body, None)?;
    let now = call.second();
    let id = call.org.ids.next(kind.rule_prefix);
    let wanted = body.get("priority").and_then(Value::as_i64);
    let rule = Rule {
        id: id.clone(),
        name,
        active: call.query.flag("activate", true),
        system: false,
        // One without a wish comes before the others: what Okta does with it in the newer types is not
        // recorded.
        priority: wanted.unwrap_or(0),
        conditions: rule_conditions(kind, body.get("conditions").unwrap_or(&Value::Null)),
        actions: rule_actions(kind, body.get("actions").unwrap_or(&Value::Null)),
        created: now,
        last_updated: now,
    };
    let policy = call.org.directory.policies.find_mut(&policy)?;
    policy.rules.insert(id.clone(), rule);
    rank(policy, Some((&id, wanted)));
    record(call, "policy.rule.add", &id)?;
    answer(call, &id)
}

pub(super) fn replace_policy_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let (policy, id) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    let body = call.json()?;
    find(call, &id)?;
    let known = call.org.directory.policies.find(&policy)?;
    let (kind, name) = (known.kind, name_of(known, &body, Some(&id))?);
    let now = call.second();
    let wanted = body.get("priority").and_then(Value::as_i64);
    let policy = call.org.directory.policies.find_mut(&policy)?;
    if let Some(rule) = policy.rules.get_mut(&id) {
        rule.actions = rule_actions(kind, body.get("actions").unwrap_or(&Value::Null));
        rule.last_updated = now;
        // The system's rule is for whatever no other rule is for, and stays last.
        if !rule.system {
            rule.name = name;
            rule.conditions = rule_conditions(kind, body.get("conditions").unwrap_or(&Value::Null));
            rule.priority = wanted.unwrap_or(rule.priority);
        }
    }
    if wanted.is_some() {
        rank(policy, Some((&id, wanted)));
    }
    record(call, "policy.rule.update", &id)?;
    answer(call, &id)
}

pub(super) fn delete_policy_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let (policy, id) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    require_own(call, &id, "deleted")?;
    record(call, "policy.rule.delete", &id)?;
    let policy = call.org.directory.policies.find_mut(&policy)?;
    policy.rules.remove(&id);
    rank(policy, None);
    Ok(Answer::no_content())
}

pub(super) fn activate_policy_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "policy.rule.activate")
}

pub(super) fn deactivate_policy_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    require_own(call, call.parameter(1), "deactivated")?;
    switch(call, false, "policy.rule.deactivate")
}

/// What is in this state already is updated all the same (recorded by the Terraform provider,
/// `TestAccResourceOktaPolicyRulePassword_sspr`); that this is not logged is not verified.
fn switch(call: &mut Call<'_>, active: bool, event_type: &str) -> Outcome<Answer> {
    let (policy, id) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    let changes = find(call, &id)?.active != active;
    let now = call.second();
    let policy = call.org.directory.policies.find_mut(&policy)?;
    if let Some(rule) = policy.rules.get_mut(&id) {
        rule.active = active;
        rule.last_updated = now;
    }
    if changes {
        record(call, event_type, &id)?;
    }
    Ok(Answer::no_content())
}

/// Numbers the rules of a ranked type anew, the system's last.
fn rank(policy: &mut Policy, moved: Option<(&str, Option<i64>)>) {
    let PolicyKind { ranked: true, .. } = policy.kind else {
        return;
    };
    let own = policy.rules.values().filter(|rule| !rule.system);
    let own = own.map(|rule| (rule.id.clone(), rule.priority)).collect();
    let moved = moved.filter(|(id, _)| policy.rules.get(*id).is_some_and(|rule| !rule.system));
    let mut order = in_order(own, moved);
    let system = policy.rules.values().filter(|rule| rule.system);
    order.extend(system.map(|rule| rule.id.clone()));
    for (priority, id) in (1..).zip(order) {
        if let Some(rule) = policy.rules.get_mut(&id) {
            rule.priority = priority;
        }
    }
}

/// The refusal's words are ours: none is recorded.
fn require_own(call: &Call<'_>, id: &str, verb: &str) -> Outcome<()> {
    let rule = find(call, id)?;
    if rule.system {
        let cause = format!("The system rule '{}' can't be {verb}.", rule.name);
        return Err(Refusal::validation("policyRule", cause));
    }
    Ok(())
}

/// The name, which no other rule of the policy may have.
fn name_of(policy: &Policy, body: &Object, own_id: Option<&str>) -> Outcome<String> {
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
    let taken = |rule: &Rule| rule.name == name && Some(rule.id.as_str()) != own_id;
    if policy.rules.values().any(taken) {
        return Err(Refusal::validation(
            "name",
            "name: Policy rule name already in use",
        ));
    }
    Ok(name.to_owned())
}

fn find<'call>(call: &'call Call<'_>, id: &str) -> Outcome<&'call Rule> {
    let policy = call.org.directory.policies.find(call.parameter(0))?;
    policy
        .rules
        .get(id)
        .ok_or_else(|| Refusal::not_found(id, "PolicyRule"))
}

fn shown(policy: &Policy, rule: &Rule, base: &str) -> Value {
    let own = format!("{base}/api/v1/policies/{}/rules/{}", policy.id, rule.id);
    let link =
        |path: &str, allow: &[&str]| json!({ "href": format!("{own}{path}"), "hints": { "allow": allow } });
    let mut links = json!({
        "self": link("", if rule.system { &["GET", "PUT"] } else { &["GET", "PUT", "DELETE"] }),
    });
    if !rule.system {
        let (name, path) = if rule.active {
            ("deactivate", "/lifecycle/deactivate")
        } else {
            ("activate", "/lifecycle/activate")
        };
        links[name] = link(path, &["POST"]);
    }
    json!({
        "id": rule.id,
        "type": policy.kind.rule_name,
        "status": state_of(rule.active),
        "name": rule.name,
        "priority": rule.priority,
        "system": rule.system,
        "conditions": rule.conditions,
        "actions": rule.actions,
        "created": wire(rule.created),
        "lastUpdated": wire(rule.last_updated),
        "_links": links,
    })
}

fn record(call: &mut Call<'_>, event_type: &str, id: &str) -> Outcome<()> {
    let rule = find(call, id)?;
    let mut targets = vec![Target::new(&rule.id, "PolicyRule", "unknown", &rule.name)];
    targets.extend(policies::target(call.org, call.parameter(0)));
    call.record(event_type, targets);
    Ok(())
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let policy = call.org.directory.policies.find(call.parameter(0))?;
    Ok(Answer::ok(shown(policy, find(call, id)?, &call.base)))
}
