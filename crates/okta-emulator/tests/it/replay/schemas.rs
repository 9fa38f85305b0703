//! The schema of users or of an app's users as a source finds it.

use serde_json::{Value, json};

use super::ids::Ids;
use super::source::{Exchange, segments};
use crate::org::Org;

/// Gives a schema what the first answer of it shows, but the attributes that the request itself wrote.
pub(super) async fn prepare(org: &Org, ids: &Ids, exchange: &Exchange) {
    let path = ids.translate(&exchange.path);
    let mut found = ids.translate_body(&exchange.response);
    for part in ["base", "custom"] {
        let written = properties(&exchange.request, part).cloned().unwrap_or_default();
        if let Some(given) = found["definitions"][part]["properties"].as_object_mut() {
            given.retain(|name, _| !written.contains_key(name));
        }
    }
    let names: Vec<&str> = segments(&path).collect();
    if let ["api", "v1", "meta", "schemas", "user", schema] = names.as_slice() {
        // What cannot be imported shows in the comparison of the answer.
        drop(org.emulator.import_user_schema(schema, &found));
        return;
    }
    for part in ["base", "custom"] {
        let mut given = properties(&found, part).cloned().unwrap_or_default();
        // An attribute that is not required shows nothing of it, and one that is would stay so.
        for property in given
            .values_mut()
            .filter(|property| property["required"].is_null())
        {
            property["required"] = json!(false);
        }
        let definition = json!({ "id": format!("#{part}"), "type": "object", "properties": given });
        org.post(&path, json!({ "definitions": { part: definition } }))
            .await;
    }
}

/// The attributes of a part of a schema, `base` or `custom`.
pub(super) fn properties<'body>(
    body: &'body Value,
    part: &str,
) -> Option<&'body serde_json::Map<String, Value>> {
    body["definitions"][part]["properties"].as_object()
}
