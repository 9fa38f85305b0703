//! The org's policies with their rules: where they are kept, and in which order.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::policy_defaults::PolicyKind;
use crate::errors::{Outcome, Refusal};

/// The org's policies, and which of them an app was given in place of the default.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Policies {
    by_id: BTreeMap<String, Policy>,
    /// The policy's id by app and type.
    #[serde(with = "as_list")]
    assigned: Assigned,
}

/// What the policy of [`Policy::of_accounts`] is for, where others are for apps.
pub(super) const ACCOUNT_MANAGEMENT: &str = "END_USER_ACCOUNT_MANAGEMENT";

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
    /// Okta's own for the management of accounts: its rules can be changed, it cannot (recorded).
    #[serde(default)]
    pub(super) of_accounts: bool,
    pub(super) priority: i64,
    pub(super) conditions: Value,
    pub(super) settings: Option<Value>,
    pub(super) created: Timestamp,
    pub(super) last_updated: Timestamp,
    pub(super) rules: BTreeMap<String, Rule>,
}

#[derive(Clone, Serialize, Deserialize)]
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

    /// Gives an app another policy of a type than the default.
    pub(super) fn assign(&mut self, application: String, kind: &'static str, id: String) {
        self.assigned.insert((application, kind.to_owned()), id);
    }

    /// The apps that had it come back to the default.
    pub(super) fn remove(&mut self, id: &str, kind: &'static PolicyKind) {
        self.by_id.remove(id);
        self.assigned.retain(|_, policy| *policy != id);
        self.rank(kind, None);
    }

    /// Those of a type in their order.
    pub(super) fn of_kind(&self, kind: &'static PolicyKind) -> Vec<&Policy> {
        let mut found: Vec<&Policy> = self.by_id.values().filter(|policy| policy.kind == kind).collect();
        found.sort_by_key(|policy| (policy.priority, &policy.id));
        found
    }

    /// Numbers the policies of a ranked type anew, the system's last. One of them may have a wish.
    pub(super) fn rank(&mut self, kind: &'static PolicyKind, moved: Option<(&str, Option<i64>)>) {
        if !kind.ranked {
            return;
        }
        let all = self.of_kind(kind);
        let own = all
            .iter()
            .filter(|policy| !policy.system)
            .map(|policy| (policy.id.clone(), policy.priority));
        let mut order = in_order(own.collect(), moved);
        // The default comes after the system's other policies, such as that of a directory (recorded).
        let mut system: Vec<_> = all.iter().filter(|policy| policy.system).collect();
        system.sort_by_key(|policy| policy.name == "Default Policy");
        order.extend(system.into_iter().map(|policy| policy.id.clone()));
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
