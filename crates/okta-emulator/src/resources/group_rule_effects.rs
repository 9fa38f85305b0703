//! What active group rules do: they put users into groups, and take out whom they put in when the user does not
//! match any more. A member by hand who comes to match is the rule's from then on (Okta's help page "Group rules").
//!
//! Who is deactivated stays as they are (an article of Okta's support, "Deactivated users not removed from Okta groups
//! automatically"). Older versions of the help page also except users whose activation is pending, but a rule has put one who
//! was STAGED into its group (recorded by Okta's Python SDK, `TestGroupsResource.test_group_rule_operations`).

use std::collections::BTreeSet;

use super::group_rules::{RuleStatus, record};
use super::{application_users, groups};
use crate::call::Call;
use crate::errors::{Outcome, Refusal};
use crate::expression::Subject;
use crate::state::{Org, Status};

/// How many users a rule can exclude (an article of Okta's support, "Okta Group Rule limitations and restrictions").
const MOST_EXCLUDED: usize = 100;
/// One rule's group can be another rule's condition. Rules that contradict each other would go on for ever.
const PASSES: usize = 5;

/// Evaluates the active rules for a user who changed.
pub(super) fn evaluate(call: &mut Call<'_>, user: &str) {
    let mut changed = false;
    for _ in 0..PASSES {
        let due = due(call.org, user);
        if due.is_empty() {
            break;
        }
        changed = true;
        for change in due {
            apply(call, user, &change);
        }
    }
    if changed {
        application_users::reconcile(call, user);
    }
}

pub(super) fn evaluate_everyone(call: &mut Call<'_>) {
    let users: Vec<String> = call.org.users.keys().map(str::to_owned).collect();
    for user in users {
        evaluate(call, &user);
    }
}

/// Who is taken out of a group by hand is excluded from the rules that put the user there, so that they do not do it
/// again (an article of Okta's support, "Removing users from exception list in group rules"). Refused, before anything
/// changes, where a rule has no room for another exclusion; how Okta refuses is not verified.
pub(super) fn exclude(call: &mut Call<'_>, group: &str, user: &str) -> Outcome<()> {
    let membership = (group.to_owned(), user.to_owned());
    let rules = call.org.directory.group_rules.0.values();
    let managing: Vec<_> = rules.filter(|rule| rule.made.contains(&membership)).collect();
    for rule in &managing {
        require_room(rule.excluded_users.len() + 1)?;
    }
    let ids: Vec<String> = managing.into_iter().map(|rule| rule.id.clone()).collect();
    for id in ids {
        if let Some(rule) = call.org.directory.group_rules.0.get_mut(&id) {
            rule.made.remove(&membership);
            rule.excluded_users.insert(user.to_owned());
        }
        record(call, "group.user_membership.rule.add_exclusion", &id);
    }
    Ok(())
}

pub(super) fn require_room(excluded: usize) -> Outcome<()> {
    if excluded > MOST_EXCLUDED {
        let cause = format!("people: A rule can exclude {MOST_EXCLUDED} users at most.");
        return Err(Refusal::validation("people", cause));
    }
    Ok(())
}

/// Takes memberships back that a deleted rule made.
pub(super) fn withdraw(call: &mut Call<'_>, made: BTreeSet<(String, String)>) {
    for (group, user) in made {
        if !made_by_another(call.org, &(group.clone(), user.clone())) {
            groups::remove_member(call, &group, &user);
            application_users::reconcile(call, &user);
            evaluate(call, &user);
        }
    }
}

/// Rules that assign a deleted group stop (okta/terraform-provider-okta#157).
pub(super) fn group_deleted(call: &mut Call<'_>, group: &str) {
    let mut invalid = Vec::new();
    for rule in call.org.directory.group_rules.0.values_mut() {
        rule.made.retain(|(made, _)| made != group);
        if rule.status == RuleStatus::Active && rule.groups.iter().any(|id| id == group) {
            rule.status = RuleStatus::Invalid;
            invalid.push(rule.id.clone());
        }
    }
    for id in invalid {
        record(call, "group.user_membership.rule.invalidate", &id);
    }
}

struct Change {
    rule: String,
    group: String,
    add: bool,
}

/// What the active rules want of a user's memberships and is not so.
fn due(org: &Org, user_id: &str) -> Vec<Change> {
    let rules = &org.directory.group_rules.0;
    let Some(user) = org
        .users
        .get(user_id)
        .filter(|user| user.status != Status::Deprovisioned)
    else {
        return Vec::new();
    };
    if !rules.values().any(|rule| rule.status == RuleStatus::Active) {
        return Vec::new();
    }
    let named = user
        .groups
        .iter()
        .chain([org.everyone_id.as_str()])
        .filter_map(|id| {
            let name = org.groups.get(id)?.profile.get("name")?.as_str()?;
            Some((id, name))
        });
    let profile = user.profile.to_object();
    let subject = Subject {
        profile: &profile,
        groups: named.collect(),
    };
    let mut changes = Vec::new();
    for rule in rules.values().filter(|rule| rule.status == RuleStatus::Active) {
        let matches = !rule.excluded_users.contains(user_id) && rule.expression.holds(&subject);
        for group in &rule.groups {
            let made = rule.made.contains(&(group.clone(), user_id.to_owned()));
            if matches != made {
                changes.push(Change {
                    rule: rule.id.clone(),
                    group: group.clone(),
                    add: matches,
                });
            }
        }
    }
    changes
}

fn apply(call: &mut Call<'_>, user: &str, change: &Change) {
    let membership = (change.group.clone(), user.to_owned());
    if let Some(rule) = call.org.directory.group_rules.0.get_mut(&change.rule) {
        if change.add {
            rule.made.insert(membership.clone());
        } else {
            rule.made.remove(&membership);
        }
    }
    if change.add {
        groups::add_member(call, &change.group, user);
    } else if !made_by_another(call.org, &membership) {
        groups::remove_member(call, &change.group, user);
    }
}

fn made_by_another(org: &Org, membership: &(String, String)) -> bool {
    org.directory
        .group_rules
        .0
        .values()
        .any(|rule| rule.made.contains(membership))
}
