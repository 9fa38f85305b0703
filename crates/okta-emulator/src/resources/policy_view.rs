//! What the wire shows of a policy: its links say what may be done with it.

use serde_json::{Value, json};

use super::policies::state_of;
use super::policy_store::Policy;
use crate::clock::wire;

pub(super) fn shown(policy: &Policy, base: &str) -> Value {
    let own = format!("{base}/api/v1/policies/{}", policy.id);
    let link =
        |path: &str, allow: &[&str]| json!({ "href": format!("{own}{path}"), "hints": { "allow": allow } });
    let mut links = json!({
        "self": link("", match (policy.of_accounts, policy.system) {
            (true, _) => &["GET"],
            (_, true) => &["GET", "PUT"],
            _ => &["GET", "PUT", "DELETE"],
        }),
        "rules": link("/rules", &["GET", "POST"]),
    });
    if !policy.system && !policy.of_accounts {
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
