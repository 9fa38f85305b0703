//! How the state of resources takes over what another org shows of it, for `import_surroundings`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::policy_defaults::{PolicyKind, system_rule};
use super::policy_store::{ACCOUNT_MANAGEMENT, Policy};
use super::schemas;
use crate::state::Org;

/// Takes a policy over; gives its id here, or nothing where its type is none of the emulator's. One of the
/// org's own is written over and keeps its id.
pub(crate) fn policy(org: &mut Org, id: &str, shown: &Value, created: Timestamp) -> Option<String> {
    let kind = PolicyKind::named(shown["type"].as_str()?)?;
    let name = shown["name"].as_str()?;
    let of_accounts = shown["_embedded"]["resourceType"] == ACCOUNT_MANAGEMENT;
    let system = shown["system"] == true;
    let known = org.directory.policies.of_kind(kind);
    let own = known.into_iter().find(|known| {
        let stands_for_it = known.system == system && known.of_accounts == of_accounts;
        known.name == name && stands_for_it && (system || of_accounts)
    });
    let own = own.map(|own| (own.id.clone(), own.rules.clone()));
    let (id, rules) = own.unwrap_or_else(|| (id.to_owned(), BTreeMap::new()));
    let time = |member: &str| shown[member].as_str().and_then(|time| time.parse().ok());
    let mut policy = Policy {
        id: id.clone(),
        kind,
        name: name.to_owned(),
        description: shown["description"].as_str().map(str::to_owned),
        active: shown["status"] != "INACTIVE",
        system,
        of_accounts,
        priority: shown["priority"].as_i64().unwrap_or(1),
        conditions: shown["conditions"].clone(),
        settings: shown.get("settings").cloned(),
        created,
        last_updated: time("lastUpdated").unwrap_or(created),
        rules,
    };
    if policy.rules.is_empty() && (system || !kind.ranked) {
        let name = if kind.ranked {
            "Default Rule"
        } else {
            "Catch-all Rule"
        };
        let rule = system_rule(org, kind, name, created);
        policy.rules.insert(rule.id.clone(), rule);
    }
    org.directory.policies.insert(policy);
    org.directory.policies.rank(kind, None);
    Some(id)
}

/// Takes the schema of a user type over, whose id is that of a request's path; says whether there is such a type.
pub(crate) fn user_schema(org: &mut Org, schema_id: &str, shown: &Value) -> bool {
    let Some(type_id) = schemas::type_named(org, schema_id) else {
        return false;
    };
    let names = org.directory.schemas.import_user(&type_id, shown);
    if type_id == org.user_type_id {
        org.profile_attributes.extend(names);
    }
    true
}
