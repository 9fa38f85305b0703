//! Policies: list by type, create, read, replace, switch on and off, delete
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Policy/>).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::policy_defaults::{PolicyKind, conditions, settings, system_rule};
use super::policy_store::{ACCOUNT_MANAGEMENT, Policy};
use super::policy_view::shown;
use super::{applications, policy_rules};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::state::{Object, Org};
use crate::system_log::Target;

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
            let resource = if policy.of_accounts {
                ACCOUNT_MANAGEMENT
            } else {
                "APP"
            };
            item["_embedded"] = json!({ "resourceType": resource });
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
        of_accounts: false,
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
    if known.of_accounts {
        return Err(refused(known, "replaced"));
    }
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
    call.org.directory.policies.remove(&id, kind);
    Ok(Answer::no_content())
}

pub(super) fn activate_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    switch(call, true, "policy.lifecycle.activate")
}

pub(super) fn deactivate_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    own(call, call.parameter(0), "deactivated")?;
    switch(call, false, "policy.lifecycle.deactivate")
}

/// `204` in either state. What is in the wanted state already is updated all the same (recorded by the Terraform provider,
/// `TestAccResourceOktaPolicyPassword_crud`); that this is not logged again is not verified.
fn switch(call: &mut Call<'_>, active: bool, event_type: &str) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let now = call.second();
    let policy = call.org.directory.policies.find_mut(&id)?;
    let changes = policy.active != active;
    policy.active = active;
    policy.last_updated = now;
    if changes {
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
        // So the integration tests of Okta's .NET SDK have it of a sign-on policy of the org (`PolicyApiTests`).
        return Err(Refusal::not_found(&id, "Policy"));
    }
    let policies = &mut call.org.directory.policies;
    policies.assign(application.clone(), kind, id.clone());
    let mut targets = applications::target(call, &application);
    targets.extend(target(call.org, &id));
    call.record("application.policy.sign_on.update", targets);
    Ok(Answer::no_content())
}

/// A policy that is not the system's. The refusal's words are ours: none is recorded.
fn own<'call>(call: &'call Call<'_>, id: &str, verb: &str) -> Outcome<&'call Policy> {
    let policy = call.org.directory.policies.find(id)?;
    if policy.system || policy.of_accounts {
        return Err(refused(policy, verb));
    }
    Ok(policy)
}

fn refused(policy: &Policy, verb: &str) -> Refusal {
    let cause = format!("The system policy '{}' can't be {verb}.", policy.name);
    Refusal::validation("policy", cause)
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
    refuse_taken(call.org, kind, name, own_id)?;
    Ok(name.to_owned())
}

pub(super) fn refuse_taken(
    org: &Org,
    kind: &'static PolicyKind,
    name: &str,
    own_id: Option<&str>,
) -> Outcome<()> {
    let others = org.directory.policies.of_kind(kind);
    if others
        .iter()
        .any(|policy| policy.name == name && Some(policy.id.as_str()) != own_id)
    {
        return Err(Refusal::validation("name", "name: Policy name already in use"));
    }
    Ok(())
}

fn description_of(body: &Object) -> Option<String> {
    body.get("description").and_then(Value::as_str).map(str::to_owned)
}

pub(super) fn state_of(active: bool) -> &'static str {
    if active { "ACTIVE" } else { "INACTIVE" }
}

pub(super) fn target(org: &Org, id: &str) -> Vec<Target> {
    let policy = org.directory.policies.find(id).ok();
    policy
        .map(|policy| Target::new(&policy.id, "PolicyEntity", policy.kind.name, &policy.name))
        .into_iter()
        .collect()
}

pub(super) fn record(call: &mut Call<'_>, event_type: &str, id: &str) -> Outcome<()> {
    call.org.directory.policies.find(id)?;
    let target = target(call.org, id);
    call.record(event_type, target);
    Ok(())
}

pub(super) fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    let policy = call.org.directory.policies.find(id)?;
    Ok(Answer::ok(shown(policy, &call.base)))
}
