//! Group rules: list, create, read, replace, switch on and off, delete
//! (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/GroupRule/>).
//!
//! What an active rule does to memberships is in `group_rule_effects`. The limits are those of an article of Okta's
//! support, "Okta Group Rule limitations and restrictions". No recording has a refusal, so their words are ours but for
//! the object `validateRule`, which users of Okta's Terraform provider quote (articulate/terraform-provider-okta#148).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::group_rule_effects as effects;
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::expression::{self, Expression};
use crate::iam::holds_role;
use crate::paging::{self, Sizes};
use crate::state::{GroupKind, Object, Org};
use crate::system_log::Target;

const SIZES: Sizes = Sizes {
    default: 50,
    maximum: 200,
};

const MOST_RULES: usize = 2_000;
const MOST_GROUPS: usize = 100;
const LONGEST_NAME: usize = 50;

/// By id, which is the order of creation.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct GroupRules(pub(super) BTreeMap<String, GroupRule>);

#[derive(Serialize, Deserialize)]
pub(super) struct GroupRule {
    pub(super) id: String,
    name: String,
    pub(super) status: RuleStatus,
    created: Timestamp,
    last_updated: Timestamp,
    text: String,
    pub(super) expression: Expression,
    pub(super) excluded_users: BTreeSet<String>,
    /// Kept and shown; Okta does not evaluate them either ("currently not supported", SPEC `GroupRuleGroupCondition`).
    excluded_groups: Vec<Value>,
    pub(super) groups: Vec<String>,
    /// The memberships that the rule made: group and user.
    pub(super) made: BTreeSet<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum RuleStatus {
    Active,
    Inactive,
    /// A group that the rule assigns was deleted.
    Invalid,
}

impl RuleStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Invalid => "INVALID",
        }
    }
}

impl GroupRules {
    /// Puts an ACTIVE rule into a new org, whose users in the group are those that it is for.
    pub(crate) fn found(&mut self, rule: FoundedRule, made: impl Iterator<Item = String>) {
        // Only what can be parsed is generated.
        let Ok(expression) = expression::parse(&rule.text) else {
            return;
        };
        let rule = GroupRule {
            made: made.map(|user| (rule.group.clone(), user)).collect(),
            id: rule.id,
            name: rule.name,
            status: RuleStatus::Active,
            created: rule.created,
            last_updated: rule.created,
            text: rule.text,
            expression,
            excluded_users: BTreeSet::new(),
            excluded_groups: Vec::new(),
            groups: vec![rule.group],
        };
        self.0.insert(rule.id.clone(), rule);
    }

    /// Whether a rule assigns the group, in whatever state it is.
    pub(super) fn assign(&self, group: &str) -> bool {
        self.0
            .values()
            .any(|rule| rule.groups.iter().any(|id| id == group))
    }

    pub(crate) fn forget_user(&mut self, id: &str) {
        for rule in self.0.values_mut() {
            rule.made.retain(|(_, user)| user != id);
            rule.excluded_users.remove(id);
        }
    }
}

/// A rule that an org starts with.
pub(crate) struct FoundedRule {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created: Timestamp,
    pub(crate) text: String,
    pub(crate) group: String,
}

/// What a body asks for.
struct Wanted {
    name: String,
    text: String,
    expression: Expression,
    excluded_users: BTreeSet<String>,
    excluded_groups: Vec<Value>,
    groups: Vec<String>,
}

/// `search` finds by a part of the name, which is how the "keyword" of SPEC `listGroupRules` is taken, not verified; `expand=groupIdToGroupNameMap` adds the names of the groups.
pub(super) fn list_group_rules(call: &mut Call<'_>) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "0pr")?;
    let search = call.query.filled("search").map(str::to_lowercase);
    let rules = &call.org.directory.group_rules.0;
    let following = rules.range((start, Bound::Unbounded)).map(|(_, rule)| rule);
    let kept = following.filter(|rule| {
        search
            .as_ref()
            .is_none_or(|search| rule.name.to_lowercase().contains(search))
    });
    let (found, next) = paging::page(kept, limit, |rule| rule.id.clone());
    let items = found.iter().map(|rule| shown(call, rule));
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

pub(super) fn get_group_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    answer(call, call.parameter(0))
}

/// `200` with the rule, which is INACTIVE (recorded).
pub(super) fn create_group_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let body = call.json()?;
    let wanted = wanted(call.org, &body, None)?;
    if call.org.directory.group_rules.0.len() >= MOST_RULES {
        let cause = format!("An org can have {MOST_RULES} group rules.");
        return Err(Refusal::validation("groupRule", cause));
    }
    let now = call.second();
    let id = call.org.ids.next("0pr");
    let rule = GroupRule {
        id: id.clone(),
        name: wanted.name,
        status: RuleStatus::Inactive,
        created: now,
        last_updated: now,
        text: wanted.text,
        expression: wanted.expression,
        excluded_users: wanted.excluded_users,
        excluded_groups: wanted.excluded_groups,
        groups: wanted.groups,
        made: BTreeSet::new(),
    };
    call.org.directory.group_rules.0.insert(id.clone(), rule);
    record(call, "policy.rule.add", &id);
    answer(call, &id)
}

/// A rule must be INACTIVE to be changed, and its groups stay (SPEC `replaceGroupRule`). An INVALID one can be read
/// and deleted alone (okta/terraform-provider-okta#250).
pub(super) fn replace_group_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let body = call.json()?;
    require_inactive(call, &id, "changed")?;
    require_valid(call, &id)?;
    let wanted = wanted(call.org, &body, Some(&id))?;
    let now = call.second();
    let rule = find_mut(call, &id)?;
    if rule.groups != wanted.groups {
        let cause = "actions: The groups of a rule can't be changed.";
        return Err(Refusal::validation("actions", cause));
    }
    rule.name = wanted.name;
    rule.text = wanted.text;
    rule.expression = wanted.expression;
    rule.excluded_users = wanted.excluded_users;
    rule.excluded_groups = wanted.excluded_groups;
    rule.last_updated = now;
    record(call, "policy.rule.update", &id);
    answer(call, &id)
}

/// `202 {}` (recorded). The members that the rule made stay, unless `removeUsers` is true.
pub(super) fn delete_group_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    require_inactive(call, &id, "deleted")?;
    record(call, "policy.rule.delete", &id);
    let rule = call.org.directory.group_rules.0.remove(&id);
    if let Some(rule) = rule.filter(|_| call.query.flag("removeUsers", false)) {
        effects::withdraw(call, rule.made);
    }
    let mut answer = Answer::empty_object();
    answer.status = 202;
    Ok(answer)
}

/// `204`; the rule is evaluated for every user at once. Okta takes its time, for which no source has a number.
pub(super) fn activate_group_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    let now = call.second();
    let valid = groups_are_valid(call.org, find(call, &id)?);
    if !valid {
        let cause = "A group of the rule does not exist any more.";
        return Err(Refusal::validation("groupRule", cause));
    }
    let rule = find_mut(call, &id)?;
    if rule.status != RuleStatus::Active {
        rule.status = RuleStatus::Active;
        rule.last_updated = now;
        record(call, "policy.rule.activate", &id);
        record(call, "group.user_membership.rule.evaluation", &id);
        effects::evaluate_everyone(call);
    }
    Ok(Answer::no_content())
}

/// `204`; members stay (an article of Okta's support, "What happens if group rules are deactivated and deleted").
pub(super) fn deactivate_group_rule(call: &mut Call<'_>) -> Outcome<Answer> {
    let id = call.parameter(0).to_owned();
    require_valid(call, &id)?;
    let now = call.second();
    let rule = find_mut(call, &id)?;
    if rule.status != RuleStatus::Inactive {
        rule.status = RuleStatus::Inactive;
        rule.last_updated = now;
        record(call, "group.user_membership.rule.deactivated", &id);
    }
    Ok(Answer::no_content())
}

fn require_inactive(call: &Call<'_>, id: &str, verb: &str) -> Outcome<()> {
    if find(call, id)?.status == RuleStatus::Active {
        let cause = format!("The rule must be deactivated before it is {verb}.");
        return Err(Refusal::validation("groupRule", cause));
    }
    Ok(())
}

fn require_valid(call: &Call<'_>, id: &str) -> Outcome<()> {
    if find(call, id)?.status == RuleStatus::Invalid {
        let cause = "A group of the rule does not exist any more; the rule can only be deleted.";
        return Err(Refusal::validation("groupRule", cause));
    }
    Ok(())
}

/// Reads a body, and refuses what no rule can be.
fn wanted(org: &Org, body: &Object, own_id: Option<&str>) -> Outcome<Wanted> {
    let whole = Value::Object(body.clone());
    let name = whole["name"].as_str().unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Refusal::validation(
            "name",
            "name: The field cannot be left blank",
        ));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::validation("name", "name: The field is too long"));
    }
    // The words are those of a real org, in <https://github.com/okta/okta-sdk-java/issues/645>.
    let mut others = org.directory.group_rules.0.values();
    if others.any(|rule| rule.name == name && Some(rule.id.as_str()) != own_id) {
        let cause = "name: Policy rule name already in use";
        return Err(Refusal::validation("name", cause));
    }
    let text = whole["conditions"]["expression"]["value"]
        .as_str()
        .unwrap_or_default();
    let invalid =
        |why: &str| Refusal::validation("validateRule", format!("Invalid expression '{text}': {why}"));
    let expression = expression::parse(text).map_err(|why| invalid(&why))?;
    if let Some(unknown) = expression
        .attributes()
        .into_iter()
        .find(|name| !org.profile_attributes.contains(*name))
    {
        return Err(invalid(&format!("unknown attribute user.{unknown}")));
    }
    let texts = |list: &Value| -> Vec<String> {
        let items = list.as_array().into_iter().flatten();
        items
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect()
    };
    let groups = texts(&whole["actions"]["assignUserToGroups"]["groupIds"]);
    let assignable = |id: &String| {
        org.groups
            .get(id)
            .is_some_and(|group| group.kind == GroupKind::Okta)
    };
    if groups.is_empty() || !groups.iter().all(assignable) {
        let cause = "actions: A rule assigns one or more groups of type OKTA_GROUP.";
        return Err(Refusal::validation("actions", cause));
    }
    if groups.len() > MOST_GROUPS {
        let cause = format!("actions: A rule can assign {MOST_GROUPS} groups at most.");
        return Err(Refusal::validation("actions", cause));
    }
    // Whoever asks: a rule would let lesser administrators make administrators.
    if groups.iter().any(|group| holds_role(org, group)) {
        let cause = "actions: A rule can't assign users to a group that holds an administrator role.";
        return Err(Refusal::validation("actions", cause));
    }
    let people = &whole["conditions"]["people"];
    let excluded_users: BTreeSet<String> = texts(&people["users"]["exclude"]).into_iter().collect();
    effects::require_room(excluded_users.len())?;
    Ok(Wanted {
        name: name.to_owned(),
        text: text.to_owned(),
        expression,
        excluded_users,
        excluded_groups: people["groups"]["exclude"]
            .as_array()
            .cloned()
            .unwrap_or_default(),
        groups,
    })
}

fn find<'call>(call: &'call Call<'_>, id: &str) -> Outcome<&'call GroupRule> {
    let rule = call.org.directory.group_rules.0.get(id);
    rule.ok_or_else(|| Refusal::not_found(id, "GroupRule"))
}

fn find_mut<'call>(call: &'call mut Call<'_>, id: &str) -> Outcome<&'call mut GroupRule> {
    let rule = call.org.directory.group_rules.0.get_mut(id);
    rule.ok_or_else(|| Refusal::not_found(id, "GroupRule"))
}

fn groups_are_valid(org: &Org, rule: &GroupRule) -> bool {
    rule.groups.iter().all(|id| org.groups.contains_key(id))
}

fn shown(call: &Call<'_>, rule: &GroupRule) -> Value {
    let mut value = json!({
        "type": "group_rule",
        "id": rule.id,
        "status": rule.status.as_str(),
        "name": rule.name,
        "created": wire(rule.created),
        "lastUpdated": wire(rule.last_updated),
        "conditions": {
            "people": {
                "users": { "exclude": rule.excluded_users },
                "groups": { "exclude": rule.excluded_groups },
            },
            "expression": { "value": rule.text, "type": "urn:okta:expression:1.0" },
        },
        "actions": { "assignUserToGroups": { "groupIds": rule.groups } },
        "allGroupsValid": groups_are_valid(call.org, rule),
    });
    if call.query.get("expand") == Some("groupIdToGroupNameMap") {
        let named = rule.groups.iter().filter_map(|id| {
            let group = call.org.groups.get(id)?;
            Some((id.clone(), group.profile.get("name")?.clone()))
        });
        value["_embedded"] = json!({ "groupIdToGroupNameMap": named.collect::<Map<_, _>>() });
    }
    value
}

/// Okta's catalog of event types has for group rules alone those of `group.user_membership.rule`. A rule has the id of a
/// policy's rule, so its other changes are logged as such a rule's, which is not verified.
pub(super) fn record(call: &mut Call<'_>, event_type: &str, id: &str) {
    let rule = call.org.directory.group_rules.0.get(id);
    let target = rule.map(|rule| Target::new(&rule.id, "PolicyRule", "unknown", &rule.name));
    call.record(event_type, target.into_iter().collect());
}

fn answer(call: &Call<'_>, id: &str) -> Outcome<Answer> {
    Ok(Answer::ok(shown(call, find(call, id)?)))
}
