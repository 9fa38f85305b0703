//! A copy of a policy with its rules.
//!
//! The specification says no more than that it is made. That it is made of sign-on policies of apps alone, and what it is
//! called, is what the integration tests of Okta's .NET SDK hold a real org to (`PolicyApiTests`).

use std::collections::BTreeMap;

use super::policies::{answer, record, refuse_taken};
use super::policy_store::{Policy, Rule};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};

/// `200` with the copy, which is no app's yet. It is in the state of the original, and called `Copy of` it; whether Okta
/// numbers a second copy is not verified: here its name is taken.
pub(super) fn clone_policy(call: &mut Call<'_>) -> Outcome<Answer> {
    let original = call.org.directory.policies.find(call.parameter(0))?;
    let kind = original.kind;
    if kind.name != "ACCESS_POLICY" || original.of_accounts {
        // The end of the cause is Okta's; the code and the rest are not verified.
        let cause = "policyId: Cloning is only supported for authentication policies";
        return Err(Refusal::validation("policyId", cause));
    }
    let name = format!("Copy of {}", original.name);
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
    answer(call, &id)
}
