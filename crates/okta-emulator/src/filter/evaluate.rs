//! Whether an object matches.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use super::{Dialect, Expression, Operator};

impl Expression {
    /// Whether the object matches, of which `attribute` gives the values at a path: none where it has no such
    /// attribute, several where the attribute is an array, of which one that matches is enough.
    pub(crate) fn matches(&self, dialect: Dialect, attribute: &dyn Fn(&str) -> Vec<Value>) -> bool {
        match self {
            Self::Present { attribute: name } => attribute(name).iter().any(|value| !value.is_null()),
            Self::All(parts) => parts.iter().all(|part| part.matches(dialect, attribute)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(dialect, attribute)),
            Self::Not(inner) => !inner.matches(dialect, attribute),
            Self::Compare {
                attribute: name,
                operator,
                value,
            } => {
                let held = attribute(name);
                if *operator == Operator::NotEqual {
                    !held
                        .iter()
                        .any(|held| compare(held, Operator::Equal, value, dialect.case_sensitive))
                } else {
                    held.iter()
                        .any(|held| compare(held, *operator, value, dialect.case_sensitive))
                }
            }
        }
    }
}

fn compare(held: &Value, operator: Operator, wanted: &Value, case_sensitive: bool) -> bool {
    match (held, wanted) {
        (Value::String(held), Value::String(wanted)) => {
            if case_sensitive {
                compare_text(held, operator, wanted)
            } else {
                compare_text(&held.to_lowercase(), operator, &wanted.to_lowercase())
            }
        }
        (Value::Number(held), Value::Number(wanted)) => held
            .as_f64()
            .partial_cmp(&wanted.as_f64())
            .is_some_and(|order| ordered(order, operator)),
        // A filter writes numbers and booleans with or without quotes: `"5"` finds 5, `true` finds "true".
        (Value::Number(_) | Value::Bool(_), Value::String(wanted)) => {
            compare_text(&held.to_string(), operator, wanted)
        }
        (Value::String(held), Value::Number(_) | Value::Bool(_)) => {
            compare_text(held, operator, &wanted.to_string())
        }
        (held, wanted) => operator == Operator::Equal && held == wanted,
    }
}

fn compare_text(held: &str, operator: Operator, wanted: &str) -> bool {
    match operator {
        Operator::Equal if held == wanted => true,
        Operator::Contains => held.contains(wanted),
        Operator::StartsWith => held.starts_with(wanted),
        Operator::EndsWith => held.ends_with(wanted),
        // Two times are compared as instants: `2026-01-15T12:00:00Z` is `2026-01-15T12:00:00.000Z`.
        _ => match (instant(held), instant(wanted)) {
            (Some(held), Some(wanted)) => ordered(held.cmp(&wanted), operator),
            _ => ordered(held.cmp(wanted), operator),
        },
    }
}

/// A time as Okta's filters write it, date, `T`, time and offset, whatever case a comparison has put it into.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.to_uppercase();
    // What may stand there beyond ISO 8601 is the parser's own.
    let is_plain = |character: char| character.is_ascii_digit() || "-:.+TZ".contains(character);
    text.parse().ok().filter(|_| text.chars().all(is_plain))
}

pub(crate) fn is_time(text: &str) -> bool {
    instant(text).is_some()
}

fn ordered(order: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        _ => false,
    }
}

/// The values at a dotted path of a JSON object, with arrays opened up on the way.
pub(crate) fn at_path(value: &Value, path: &str) -> Vec<Value> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| at_path(item, path)).collect(),
        _ if path.is_empty() => vec![value.clone()],
        Value::Object(members) => {
            let (name, rest) = path.split_once('.').unwrap_or((path, ""));
            members
                .get(name)
                .map(|inner| at_path(inner, rest))
                .unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_compared_as_instants_and_other_texts_as_texts() {
        let time = json!("2026-01-15T12:00:00.000Z");
        assert!(compare(
            &time,
            Operator::Equal,
            &json!("2026-01-15t13:00:00+01:00"),
            false
        ));
        assert!(compare(
            &time,
            Operator::Greater,
            &json!("2026-01-15T11:59:59Z"),
            true
        ));
        assert!(compare(&json!("b"), Operator::LessOrEqual, &json!("B"), false));
        assert!(!compare(&json!("b"), Operator::LessOrEqual, &json!("B"), true));
    }

    #[test]
    fn numbers_and_booleans_match_with_and_without_quotes() {
        assert!(compare(&json!(5), Operator::Equal, &json!("5"), true));
        assert!(compare(&json!(5), Operator::Greater, &json!(4.5), true));
        assert!(compare(&json!(true), Operator::Equal, &json!(true), true));
        assert!(!compare(&json!(null), Operator::Equal, &json!("null"), true));
    }

    #[test]
    fn a_path_goes_through_arrays() {
        let event = json!({ "target": [{ "id": "1" }, { "id": "2" }, {}], "actor": { "id": "3" } });
        assert_eq!(at_path(&event, "target.id"), [json!("1"), json!("2")]);
        assert_eq!(at_path(&event, "actor.id"), [json!("3")]);
        assert!(at_path(&event, "actor.id.more").is_empty());
    }
}
