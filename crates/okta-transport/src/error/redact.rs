//! Okta's words without personal values.
//!
//! Okta repeats in its error texts what it was asked for ("Resource not found: ada@example.com (User)").
//! What it can repeat is what the request held, so the values of the request are what is withheld,
//! and besides them what looks like an address or a long number. Ids of the path are shown: they are what a
//! person looks for, and name nobody outside the org.

use http::HeaderValue;
use percent_encoding::percent_decode_str;
use serde_json::Value;

const WITHHELD: &str = "…";
/// What is longer is not shown at all: no text of Okta's is a tenth of it, and every value of a request is looked for in it.
/// To cut it could leave half of a value at its end.
const LONGEST: usize = 8_192;

/// How Okta's ids begin, as far as people's names and logins do not: of users, groups, orgs, policies, API
/// tokens, applications, rules, user types, schemas, network zones and custom roles.
const ID_PREFIXES: [&str; 11] = [
    "00u", "00g", "00o", "00p", "00T", "0oa", "0pr", "oty", "osc", "nzo", "cr0",
];

/// The values that a request held, as far as Okta may repeat them.
#[derive(Default)]
pub(crate) struct Echoes {
    withheld: Vec<Vec<char>>,
    /// The ids of the path, which name no person outside the org and may be shown.
    ids: Vec<String>,
}

impl Echoes {
    /// The path parameters, query values and values of the body of a request.
    pub(crate) fn of(path_template: &str, uri: &http::Uri, body: &[u8]) -> Self {
        let (ids, mut values): (Vec<_>, Vec<_>) = path_parameters(path_template, uri.path())
            .into_iter()
            .partition(|value| is_okta_id(value));
        for (_, value) in url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            // The values of a search expression stand in quotes.
            values.extend(value.split('"').map(|part| part.trim().to_owned()));
            values.push(value.into_owned());
        }
        if let Ok(body) = serde_json::from_slice::<Value>(body) {
            texts(&body, &mut values);
        }
        Self {
            ids,
            ..Self::from_values(values)
        }
    }

    /// Withholds the credentials of the request, too, whole and without their scheme.
    pub(crate) fn and_credentials(mut self, credentials: Option<&HeaderValue>) -> Self {
        if let Some(text) = credentials.and_then(|value| value.to_str().ok()) {
            let token = text.split_once(' ').map_or(text, |(_, token)| token);
            self.withheld.insert(0, token.chars().collect());
        }
        self
    }

    fn from_values(mut values: Vec<String>) -> Self {
        values.retain(|value| value.chars().count() > 1);
        // The longest first, so that a part of a value is not withheld before the whole.
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        values.dedup();
        Self {
            withheld: values.iter().map(|value| value.chars().collect()).collect(),
            ids: Vec::new(),
        }
    }

    /// `text` with every personal value replaced by `…`, and the whole of one that is longer than 8,192 bytes.
    pub(crate) fn withhold(&self, text: &str) -> String {
        if text.len() > LONGEST {
            return WITHHELD.to_owned();
        }
        let mut characters: Vec<char> = text.chars().filter(|character| !character.is_control()).collect();
        for echo in &self.withheld {
            characters = without_words(characters, echo);
        }
        let text: String = characters.into_iter().collect();
        let text = self.withhold_resource(&text);
        let words: Vec<&str> = text
            .split(' ')
            .map(|word| {
                if word.contains('@') || is_token(word) {
                    WITHHELD
                } else {
                    word
                }
            })
            .collect();
        self.withhold_numbers(&words.join(" "))
    }

    /// Withholds what stands after "Resource not found:" unless it is an id of the path: a login need not look
    /// like an address.
    fn withhold_resource(&self, text: &str) -> String {
        const BEFORE: &str = "Resource not found: ";
        let Some((before, rest)) = text.split_once(BEFORE) else {
            return text.to_owned();
        };
        let end = rest.rfind(" (").unwrap_or(rest.len());
        let (value, after) = rest.split_at(end);
        let is_shown = self.ids.iter().any(|id| id == value);
        let value = if is_shown { value } else { WITHHELD };
        format!("{before}{BEFORE}{value}{after}")
    }

    /// Withholds seven digits and more in a row, which may be a telephone number, an employee's number or a date
    /// of birth, however they are set apart. Ids of the path and Okta's error codes stay.
    fn withhold_numbers(&self, text: &str) -> String {
        const FEWEST: usize = 7;
        let mut shown = String::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let starts_word = !shown.ends_with(char::is_alphanumeric);
            let kept = self
                .ids
                .iter()
                .map(String::as_str)
                .chain(error_code(rest))
                .find(|kept| starts_word && rest.starts_with(*kept))
                .map_or(0, str::len);
            if kept > 0 {
                shown.push_str(&rest[..kept]);
                rest = &rest[kept..];
                continue;
            }
            let (length, digits) = number(rest);
            if digits >= FEWEST {
                shown.truncate(shown.trim_end_matches(['+', '(']).len());
                shown.push_str(WITHHELD);
                rest = &rest[length..];
            } else {
                // A shorter number is passed over whole, so that its end is not taken for a beginning.
                let length = length.max(character.len_utf8());
                shown.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
        shown
    }
}

/// Whether a word holds a token or an assertion in JSON: the base 64 of what begins with a brace and a quote.
fn is_token(word: &str) -> bool {
    word.contains("eyJ")
}

/// An id such as `00u1a2b3c4d5e6f7g8h9`: 20 letters and digits after a known beginning.
fn is_okta_id(value: &str) -> bool {
    value.len() == 20
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ID_PREFIXES.iter().any(|prefix| value.starts_with(prefix))
}

/// `E0000007`, where a text begins with one.
fn error_code(text: &str) -> Option<&str> {
    let code = text.get(..8)?;
    let is_code = code
        .strip_prefix('E')
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let ends = !text[8..].starts_with(char::is_alphanumeric);
    (is_code && ends).then_some(code)
}

/// The length and the count of digits of the number with which a text begins, separators between them included.
fn number(text: &str) -> (usize, usize) {
    let (mut length, mut digits) = (0, 0);
    for (at, character) in text.char_indices() {
        if character.is_numeric() {
            digits += 1;
            length = at + character.len_utf8();
        } else if digits == 0 || !is_separator(character) {
            break;
        }
    }
    (length, digits)
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '.' | '/' | '(' | ')' | '+' | '_' | '\u{2010}'..='\u{2015}'
        )
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
        Value::Number(number) => into.push(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

/// Withholds `value` where it stands as whole words, whatever its case. What is as long as a token is no part of another
/// word by chance, and is withheld wherever it stands.
fn without_words(text: Vec<char>, value: &[char]) -> Vec<char> {
    const LENGTH_OF_TOKENS: usize = 16;
    let is_anywhere = value.len() >= LENGTH_OF_TOKENS;
    let stands_at = |at: usize| {
        let end = at + value.len();
        let starts_word = at == 0 || !text[at - 1].is_alphanumeric();
        let ends_word = || text.get(end).is_none_or(|next| !next.is_alphanumeric());
        end <= text.len()
            && (is_anywhere || starts_word && ends_word())
            && text[at..end]
                .iter()
                .zip(value)
                .all(|(left, right)| is_same(*left, *right))
    };
    let (mut shown, mut at) = (Vec::new(), 0);
    let mut left = 0;
    while at < text.len() {
        if stands_at(at) {
            shown.extend_from_slice(&text[left..at]);
            shown.extend(WITHHELD.chars());
            at += value.len().max(1);
            left = at;
        } else {
            at += 1;
        }
    }
    // Most texts repeat none of the values.
    if left == 0 {
        return text;
    }
    shown.extend_from_slice(&text[left..]);
    shown
}

/// Whether two letters are the same but for their case.
fn is_same(one: char, other: char) -> bool {
    one == other || one.to_lowercase().eq(other.to_lowercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Echoes;

    fn of_path(path: &str, body: &str) -> Echoes {
        Echoes::of("/api/v1/users/{id}", &path.parse().unwrap(), body.as_bytes())
    }

    #[test]
    fn a_login_is_withheld_and_an_id_of_the_path_is_not() {
        const ID: &str = "00u1234567890abcdef1";
        let said = |echoes: &Echoes, value: &str| {
            echoes.withhold(&format!("Not found: Resource not found: {value} (User)"))
        };
        let hidden = "Not found: Resource not found: … (User)";
        let echoes = of_path(&format!("/api/v1/users/{ID}"), "");
        assert_eq!(said(&echoes, ID), hidden.replace('…', ID));
        for value in ["ada@example.com", "ada lovelace", "abcdefghij1234567890"] {
            assert_eq!(said(&echoes, value), hidden);
        }
        // What only looks like an id, and an id that stood elsewhere than in the path, are withheld.
        let login = "abcdefghij1234567890";
        assert_eq!(
            said(&of_path(&format!("/api/v1/users/{login}"), ""), login),
            hidden
        );
        let elsewhere = of_path("/api/v1/users/ada", &format!(r#"{{"badge": "{ID}"}}"#));
        assert_eq!(elsewhere.withhold(&format!("{ID} is taken")), "… is taken");
        let query = of_path(&format!("/api/v1/users/ada?q={ID}"), "");
        assert_eq!(query.withhold(&format!("{ID} is taken")), "… is taken");
    }

    #[test]
    fn numbers_of_the_body_are_withheld() {
        let echoes = of_path("/api/v1/users/ada", r#"{"salary": 54321, "score": 7.25}"#);
        assert_eq!(echoes.withhold("54321 and 7.25 of 4 tries"), "… and … of 4 tries");
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
    fn credentials_and_whatever_looks_like_a_token_are_withheld() {
        let header = "SSWS 00aSecret-of_the.token".parse().unwrap();
        let echoes = of_path("/api/v1/users/ada", "").and_credentials(Some(&header));
        assert_eq!(
            echoes.withhold("Token 00aSecret-of_the.token or \"eyJhbGciOi.J9.c2ln\" is not valid"),
            "Token … or … is not valid"
        );
    }

    #[test]
    fn addresses_and_long_numbers_are_withheld_wherever_they_stand() {
        for (said, shown) in [
            (
                "mail grace@example.org or call +14155550100 soon",
                "mail … or call … soon",
            ),
            ("call (415) 555-0100.", "call …."),
            ("call +1 415.555.0100, now", "call …, now"),
            ("badge A1234567", "badge A…"),
            ("born 1815-12-10", "born …"),
            (
                "E0000007: 3 of 20 retries in 60 s",
                "E0000007: 3 of 20 retries in 60 s",
            ),
        ] {
            assert_eq!(Echoes::default().withhold(said), shown);
        }
    }

    #[test]
    fn a_text_that_is_longer_than_any_of_oktas_is_not_shown() {
        let echoes = of_path("/api/v1/users/ada", "");
        let text = "word ".repeat(super::LONGEST / 5);
        assert_eq!(echoes.withhold(&text), text);
        let text = format!("{text} ada, and more of it");
        assert_eq!(echoes.withhold(&text), "…");
    }

    #[test]
    fn values_that_follow_each_other_are_withheld_one_by_one() {
        let echoes = Echoes::from_values(vec!["aa".to_owned(), "abcdefghijklmnopq".to_owned()]);
        assert_eq!(echoes.withhold("aa aa,AA aaa"), "… …,… aaa");
        let twice = "abcdefghijklmnopq".repeat(2);
        assert_eq!(echoes.withhold(&format!("x{twice}y")), "x……y");
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
