//! The `fields` of `GET /api/v1/users`: a choice of members, such as `status,profile:(firstName,lastName)`.

use serde_json::{Map, Value};

/// What is left of a user. `id` always is (SPEC `listUsers`); names that a user has not are ignored.
pub(super) fn project(user: &Value, fields: &str) -> Value {
    let mut kept = Map::new();
    for (name, inner) in [("id", None)].into_iter().chain(parse(fields)) {
        let Some(value) = user.get(name) else {
            continue;
        };
        let value = match (inner, value) {
            (Some(inner), Value::Object(members)) => {
                let inner: Vec<&str> = inner.split(',').map(str::trim).collect();
                let chosen = members.iter().filter(|(name, _)| inner.contains(&name.as_str()));
                chosen
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect()
            }
            (_, value) => value.clone(),
        };
        kept.insert(name.to_owned(), value);
    }
    Value::Object(kept)
}

/// Each name, with the text between its `:(` and `)` if it has one.
fn parse(fields: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    let mut rest = fields;
    while !rest.is_empty() {
        let end = rest.find([',', ':']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        rest = &rest[end..];
        let mut inner = None;
        if let Some(opened) = rest.strip_prefix(":(") {
            let close = opened.find(')').unwrap_or(opened.len());
            inner = Some(&opened[..close]);
            rest = opened[close..].trim_start_matches(')');
        }
        rest = rest.trim_start_matches([',', ':', ' ']);
        if !name.is_empty() {
            found.push((name, inner));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_was_asked_for_is_left() {
        let user = json!({ "id": "1", "status": "ACTIVE", "profile": { "a": 1, "b": 2 }, "type": {} });
        for (fields, left) in [
            ("status", json!({ "id": "1", "status": "ACTIVE" })),
            (
                "id,profile:(a, c),status",
                json!({ "id": "1", "status": "ACTIVE", "profile": { "a": 1 } }),
            ),
            ("profile", json!({ "id": "1", "profile": { "a": 1, "b": 2 } })),
            ("none,profile:(b", json!({ "id": "1", "profile": { "b": 2 } })),
        ] {
            assert_eq!(project(&user, fields), left, "{fields}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(fields in "[a-z,:() é]{0,40}") {
            let left = project(&json!({ "id": "1" }), &fields);
            prop_assert_eq!(left, json!({ "id": "1" }));
        }
    }
}
