//! What `filter` and `q` keep of the System Log, and how they are refused
//! (<https://developer.okta.com/docs/reference/system-log-query/>).

use std::borrow::Cow;

use serde_json::Value;

use crate::call::Call;
use crate::errors::{Outcome, Refusal};
use crate::event_log::LogEvent;
use crate::filter::{Dialect, Expression, NotAFilter, Operator, at_path, parse};

const MOST_KEYWORDS: usize = 10;
const LONGEST_KEYWORD: usize = 40;

pub(super) fn predicate(call: &Call<'_>) -> Outcome<impl Fn(&LogEvent) -> bool + use<>> {
    let expression = call.query.filled("filter").map(expression).transpose()?;
    let keywords = keywords(call.query.get("q").unwrap_or_default())?;
    Ok(move |event: &LogEvent| {
        if expression.is_none() && keywords.is_empty() {
            return true;
        }
        let event = event.value();
        let attribute = |path: &str| at_path(&event, &named(path));
        let kept = expression
            .as_ref()
            .is_none_or(|expression| expression.matches(FILTER, &attribute));
        kept && keywords.iter().all(|keyword| mentions(&event, keyword))
    })
}

/// `E0000001` in the form that Okta's page shows for a parameter; the message is the caller's.
pub(super) fn invalid(parameter: &str, message: &str) -> Refusal {
    let summary = format!("Api validation failed: '{parameter}': {message}");
    Refusal::of_system_log("E0000001", summary).cause(format!("{parameter}: {message}"))
}

/// All operators but `[ ]` (SPEC `listLogEvents`) on any member of an event, but `co` on URLs, and nothing on
/// `published` (Okta's page).
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| is_known(attribute) && is_supported(attribute, operator),
    times: |_| false,
    case_sensitive: false,
    negation: true,
};

fn is_known(attribute: &str) -> bool {
    const MEMBERS: [&str; 16] = [
        "actor",
        "authenticationContext",
        "client",
        "debugContext",
        "device",
        "displayMessage",
        "eventType",
        "legacyEventType",
        "outcome",
        "request",
        "securityContext",
        "severity",
        "target",
        "transaction",
        "uuid",
        "version",
    ];
    let named = named(attribute);
    MEMBERS.contains(&named.split('.').next().unwrap_or_default())
}

fn is_supported(attribute: &str, operator: Operator) -> bool {
    let urls = ["debugContext.debugData.url", "debugContext.debugData.requestUri"];
    operator != Operator::Contains || !urls.contains(&named(attribute).as_ref())
}

/// The name of an event's member. Okta's page also filters by `event_type`, the name of an API before this one.
fn named(attribute: &str) -> Cow<'_, str> {
    let (first, rest) = attribute.split_at(attribute.find('.').unwrap_or(attribute.len()));
    if !first.contains('_') {
        return Cow::Borrowed(attribute);
    }
    let mut words = first.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    Cow::Owned(name + rest)
}

/// A filter that cannot be read, or of a member that events lack, is `E0000053`; an operator that a member does not
/// take is `E0000031` (Okta's page, with the words). The words for a text that has no unknown operator and still is no
/// filter are not verified.
fn expression(text: &str) -> Outcome<Expression> {
    let expression = parse(text).map_err(|why| {
        let why = match why {
            NotAFilter::UnknownOperator { operator, position } => format!(
                "Unrecognized attribute operator '{operator}' at position {position}. Expected: \
                 eq,co,sw,pr,gt,ge,lt,le"
            ),
            NotAFilter::Other => "The filter is not valid.".to_owned(),
        };
        Refusal::of_system_log("E0000053", format!("Invalid filter '{text}': {why}"))
    })?;
    for (attribute, operator) in expression.comparisons() {
        if !is_known(attribute) {
            let summary = format!("field is not valid: {attribute}");
            return Err(Refusal::of_system_log("E0000053", summary));
        }
        if !is_supported(attribute, operator) {
            let summary = format!(
                "The supplied combination of operator and field is not currently supported. Operator: co, \
                 Field: {attribute}"
            );
            return Err(Refusal::of_system_log("E0000031", summary));
        }
    }
    Ok(expression)
}

/// The keywords of `q`, in lower case: ten at most, of forty characters each (SPEC `listLogEvents`). The words for a
/// long one are those of Okta's page; those for too many are not verified.
fn keywords(q: &str) -> Outcome<Vec<String>> {
    let keywords: Vec<String> = q.split_whitespace().map(str::to_lowercase).collect();
    if keywords
        .iter()
        .any(|keyword| keyword.chars().count() > LONGEST_KEYWORD)
    {
        let message = "Freeform search cannot contain items longer than 40 characters. Please shorten the items in \
                       your search or use an advanced filter to query by specific fields.";
        let summary = format!("Api validation failed: 'q': {message}");
        return Err(Refusal::of_system_log("E0000001", summary));
    }
    if keywords.len() > MOST_KEYWORDS {
        return Err(invalid("q", "Freeform search cannot contain more than 10 items."));
    }
    Ok(keywords)
}

/// Whether a value somewhere in the event is or has the keyword, a whole one and not a part. Okta's page says that
/// keywords match exactly and that a value with hyphens also counts as its parts; that addresses and URLs do so
/// follows from its examples.
fn mentions(value: &Value, keyword: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => value.to_string().as_str() == keyword,
        Value::String(text) => text.to_lowercase().split_whitespace().any(|word| {
            let has = |joined: &str| {
                let mut parts =
                    word.split(|letter: char| !letter.is_alphanumeric() && !joined.contains(letter));
                parts.any(|part| part == keyword)
            };
            word == keyword || has("._-") || has("._")
        }),
        Value::Array(values) => values.iter().any(|value| mentions(value, keyword)),
        Value::Object(members) => members.values().any(|value| mentions(value, keyword)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keywords_are_whole_words_of_values() {
        let event = json!({
            "id": "XOxBw-2JIRnCFd0gG0GjHAAABjY",
            "actor": { "alternateId": "pat.doe@people.example", "displayName": "Pat Doe" },
            "url": "https://www.interestingURI.com/a/b?c=d",
            "target": [{ "count": 17 }],
        });
        for (keyword, found) in [
            ("xoxbw", true),
            ("2jirncfd0gg0gjhaaabjy", true),
            ("xoxbw-2jirncfd0gg0gjhaaabjy", true),
            ("xox", false),
            ("doe", true),
            ("pat.doe@people.example", true),
            ("people.example", true),
            ("www.interestinguri.com", true),
            ("17", true),
            ("displayname", false),
        ] {
            assert_eq!(mentions(&event, keyword), found, "{keyword}");
        }
    }

    #[test]
    fn the_names_of_before_are_known() {
        assert_eq!(named("event_type"), "eventType");
        assert_eq!(named("authentication_context.x_y"), "authenticationContext.x_y");
        assert_eq!(named("debugContext.debugData.a_b"), "debugContext.debugData.a_b");
    }
}
