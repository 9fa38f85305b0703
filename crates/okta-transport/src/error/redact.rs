//! Okta's words without personal values.
//!
//! Okta repeats in its error texts what it was asked for ("Resource not found: ada@example.com (User)").
//! What it can repeat is what the request held, so the values of the request are what is withheld,
//! and besides them what looks like an address or a telephone number.

use percent_encoding::percent_decode_str;
use serde_json::Value;

const WITHHELD: &str = "…";

/// The values that a request held, as far as Okta may repeat them.
#[derive(Default)]
pub(crate) struct Echoes(Vec<Vec<char>>);

impl Echoes {
    /// The path parameters, query values and texts of the body of a request.
    pub(crate) fn of(path_template: &str, uri: &http::Uri, body: &[u8]) -> Self {
        let mut values = path_parameters(path_template, uri.path());
        for (_, value) in url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            // The values of a search expression stand in quotes.
            values.extend(value.split('"').map(|part| part.trim().to_owned()));
            values.push(value.into_owned());
        }
        if let Ok(body) = serde_json::from_slice::<Value>(body) {
            texts(&body, &mut values);
        }
        Self::from_values(values)
    }

    fn from_values(mut values: Vec<String>) -> Self {
        values.retain(|value| value.chars().count() > 1 && !is_okta_id(value));
        // The longest first, so that a part of a value is not withheld before the whole.
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        values.dedup();
        Self(values.iter().map(|value| value.chars().collect()).collect())
    }

    /// `text` with every personal value replaced by `…`.
    pub(crate) fn withhold(&self, text: &str) -> String {
        let mut characters: Vec<char> = text.chars().filter(|character| !character.is_control()).collect();
        for echo in &self.0 {
            replace_words(&mut characters, echo);
        }
        let text: String = characters.into_iter().collect();
        let text = withhold_resource(&text);
        text.split(' ').map(withhold_word).collect::<Vec<_>>().join(" ")
    }
}

/// An id such as `00u1a2b3c4d5e6f7g8h9`: 20 letters and digits. It names no person outside the org.
fn is_okta_id(value: &str) -> bool {
    value.len() == 20
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && value.bytes().any(|byte| byte.is_ascii_digit())
}

fn path_parameters(template: &str, path: &str) -> Vec<String> {
    let mut names = template.split('/');
    path.split('/')
        .filter(|segment| names.next().is_none_or(|name| name != *segment))
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}

fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        Value::Object(members) => members.values().for_each(|value| texts(value, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Replaces `value` where it stands as whole words, whatever its case.
fn replace_words(text: &mut Vec<char>, value: &[char]) {
    let mut at = 0;
    while at + value.len() <= text.len() {
        let end = at + value.len();
        let starts_word = at == 0 || !text[at - 1].is_alphanumeric();
        let ends_word = end == text.len() || !text[end].is_alphanumeric();
        let equal = text[at..end]
            .iter()
            .zip(value)
            .all(|(left, right)| left.to_lowercase().eq(right.to_lowercase()));
        if starts_word && ends_word && equal {
            text.splice(at..end, WITHHELD.chars());
        }
        at += 1;
    }
}

/// Withholds what stands after "Resource not found:" unless it is an id: a login need not look like an
/// address.
fn withhold_resource(text: &str) -> String {
    const BEFORE: &str = "Resource not found: ";
    let Some((before, rest)) = text.split_once(BEFORE) else {
        return text.to_owned();
    };
    let end = rest.rfind(" (").unwrap_or(rest.len());
    let (value, after) = rest.split_at(end);
    let value = if is_okta_id(value) { value } else { WITHHELD };
    format!("{before}{BEFORE}{value}{after}")
}

fn withhold_word(word: &str) -> &str {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_telephone_number = digits >= 7 && word.trim_start_matches(['(', '"', '\'']).starts_with('+');
    if word.contains('@') || is_telephone_number {
        WITHHELD
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Echoes;

    #[test]
    fn a_login_is_withheld_and_an_id_is_not() {
        let none = Echoes::default();
        let said = |value: &str| none.withhold(&format!("Not found: Resource not found: {value} (User)"));
        assert_eq!(said("ada@example.com"), "Not found: Resource not found: … (User)");
        assert_eq!(said("ada lovelace"), "Not found: Resource not found: … (User)");
        assert_eq!(
            said("00u1a2b3c4d5e6f7g8h9"),
            "Not found: Resource not found: 00u1a2b3c4d5e6f7g8h9 (User)"
        );
    }

    #[test]
    fn what_the_request_held_is_withheld() {
        let uri = "/api/v1/users/ada?search=profile.city%20eq%20%22Turin%22"
            .parse()
            .unwrap();
        let echoes = Echoes::of(
            "/api/v1/users/{id}",
            &uri,
            br#"{"credentials": {"password": {"value": "hunter2"}}}"#,
        );
        assert_eq!(
            echoes.withhold("Ada of TURIN may not use hunter2, api users"),
            "… of … may not use …, api users"
        );
    }

    #[test]
    fn addresses_and_telephone_numbers_are_withheld_wherever_they_stand() {
        let shown = Echoes::default().withhold("mail grace@example.org or call +14155550100 soon");
        assert_eq!(shown, "mail … or call … soon");
    }

    proptest! {
        #[test]
        fn no_value_of_the_request_is_shown(value in "[a-zA-Zàß]{2,12}", before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
            let echoes = Echoes::from_values(vec![value.clone()]);
            let shown = echoes.withhold(&format!("{before} {value} {after}"));
            let words = shown.split(|character: char| !character.is_alphanumeric());
            prop_assert!(words.into_iter().all(|word| word != value), "{}", shown);
        }
    }
}
