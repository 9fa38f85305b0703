//! Okta fills in what a policy or a rule leaves out, member by member.

use serde_json::Value;

/// The defaults with what was given written over them: objects member by member, all else as a whole.
pub(super) fn over(defaults: Value, given: &Value) -> Value {
    match (defaults, given) {
        (Value::Object(mut merged), Value::Object(given)) => {
            for (name, value) in given {
                let own = merged.remove(name).unwrap_or(Value::Null);
                merged.insert(name.clone(), over(own, value));
            }
            Value::Object(merged)
        }
        (defaults, Value::Null) => defaults,
        (_, given) => given.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_are_merged_and_lists_replaced() {
        let merged = over(
            json!({ "a": { "b": 1, "c": [1] }, "d": 2 }),
            &json!({ "a": { "c": [] }, "d": null, "e": 3 }),
        );
        assert_eq!(merged, json!({ "a": { "b": 1, "c": [] }, "d": 2, "e": 3 }));
    }
}
