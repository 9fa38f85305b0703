//! A copy of a policy with its rules.
//!
//! The specification says no more than that it is made. That it is made of sign-on policies of apps alone is what the
//! integration tests of Okta's .NET SDK hold a real org to (`PolicyApiTests`); what it is called was recorded by Okta's
//! Python SDK (`TestPoliciesResource.test_clone_policy`).

use std::collections::BTreeMap;

use serde_json::Value;

use super::policies::{answer, record, refuse_taken};
use super::policy_store::{Policy, Rule};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};

/// `200` with the copy, which is no app's yet. It is in the state of the original, and called `[cloned]` with the
/// original's name; whether Okta numbers a second copy is not verified: here its name is taken. The answer has no times
/// yet: `created` and `lastUpdated` are null in it (recorded).
pub(super) fn clone_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let original = call.org.directory.policies.find(call.parameter(0))?;
    let kind = original.kind;
    if kind.name != "ACCESS_POLICY" || original.of_accounts {
        // The end of the cause is Okta's; the code and the rest are not verified.
        let cause = "policyId: Cloning is only supported for authentication policies";
        return Err(Refusal::validation("policyId", cause));
    }
    let name = format!("[cloned] {}", original.name);
    refuse_taken(call.org, kind, &name, None)?;
    let now = call.second();
    let mut copy = Policy {
        id: String::new(),
        kind,
        name,
        description: original.description.clone(),
        active: original.active,
        system: false,
        of_accounts: false,
        priority: original.priority,
        conditions: original.conditions.clone(),
        settings: original.settings.clone(),
        created: now,
        last_updated: now,
        rules: BTreeMap::new(),
    };
    let rules: Vec<Rule> = original.rules.values().cloned().collect();
    let id = call.org.ids.next(kind.prefix);
    copy.id.clone_from(&id);
    for rule in rules {
        let id = call.org.ids.next(kind.rule_prefix);
        let rule = Rule {
            id: id.clone(),
            created: now,
            last_updated: now,
            ..rule
        };
        copy.rules.insert(id, rule);
    }
    call.org.directory.policies.insert(copy);
    record(call, "policy.lifecycle.create", &id)?;
    let mut shown = answer(call, &id)?;
    if let Some(body) = &mut shown.body {
        body["created"] = Value::Null;
        body["lastUpdated"] = Value::Null;
    }
    Ok(shown)
}
