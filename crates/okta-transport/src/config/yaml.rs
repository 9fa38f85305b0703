//! Reads `okta.yaml` as a flat list of keys, with the line of each.
//!
//! The parser's events are enough: every scalar stays the text that was written, so a token of digits
//! is no number, and an error can name the line without showing what stands there.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// A scalar of the file: `okta.client.orgUrl`, its text, and the line on which it stands, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: usize,
    /// The list that it is an item of, by the number of the list in the file.
    pub(super) list: Option<usize>,
}

/// What cannot be read, and where. It holds nothing of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) what: String,
}

impl Problem {
    fn new(line: usize, what: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
        }
    }
}

/// okta.yaml is three or four levels deep.
const DEEPEST: usize = 32;

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Problem> {
    let mut open: Vec<Level> = Vec::new();
    let mut entries = Vec::new();
    let mut lists = 0;
    let mut document = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Problem::new(error.marker().line(), "this is not YAML"))?;
        let line = span.start.line();
        match event {
            Event::DocumentStart(..) => {
                if let Some(first) = document.replace(line) {
                    let what = format!("a second document begins here, after that of line {first}");
                    return Err(Problem::new(line, what));
                }
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() == DEEPEST {
                    return Err(Problem::new(line, "this is nested too deeply"));
                }
                let path = path(&open);
                open.push(if matches!(event, Event::MappingStart(..)) {
                    Level::Mapping {
                        path,
                        key: None,
                        lines: BTreeMap::new(),
                    }
                } else {
                    lists += 1;
                    Level::Sequence { path, number: lists }
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                value_ends(&mut open);
            }
            Event::Scalar(value, style, ..) => {
                if let Some(Level::Mapping {
                    key: key @ None,
                    lines,
                    ..
                }) = open.last_mut()
                {
                    // YAML forbids it, and which of the two is meant nobody can say.
                    if let Some(first) = lines.insert(value.to_string(), line) {
                        let what = format!("this key stands on line {first} already");
                        return Err(Problem::new(line, what));
                    }
                    *key = Some(value.into_owned());
                    continue;
                }
                let is_null = style == ScalarStyle::Plain && matches!(value.as_ref(), "~" | "null");
                let is_nothing = is_null || value.trim().is_empty();
                if !is_nothing && !open.is_empty() {
                    entries.push(Entry {
                        key: path(&open),
                        value: value.into_owned(),
                        line,
                        list: match open.last() {
                            Some(Level::Sequence { number, .. }) => Some(*number),
                            _ => None,
                        },
                    });
                }
                value_ends(&mut open);
            }
            Event::Alias(_) => {
                return Err(Problem::new(line, "aliases are not supported here"));
            }
            _ => {}
        }
    }
    Ok(entries)
}

/// A mapping or sequence that is being read.
enum Level {
    Mapping {
        path: String,
        key: Option<String>,
        /// The keys so far, with the line of each.
        lines: BTreeMap<String, usize>,
    },
    Sequence {
        path: String,
        number: usize,
    },
}

/// The key of the value that comes next. The items of a sequence all have the sequence's.
fn path(open: &[Level]) -> String {
    match open.last() {
        None => String::new(),
        Some(Level::Sequence { path, .. }) => path.clone(),
        Some(Level::Mapping { path, key, .. }) => {
            let key = key.as_deref().unwrap_or_default();
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        }
    }
}

fn value_ends(open: &mut [Level]) {
    if let Some(Level::Mapping { key, .. }) = open.last_mut() {
        *key = None;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_is_a_list_of_keys_with_texts() {
        let text = "okta:\n  client:\n    orgUrl: https://acme.okta.com # ours\n    token: 0123\n    scopes: [a, b]\n    clientId: ~\n";
        let entries = read(text).unwrap();
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| (entry.key.as_str(), entry.value.as_str(), entry.line))
            .collect();
        assert_eq!(
            entries,
            [
                ("okta.client.orgUrl", "https://acme.okta.com", 3),
                ("okta.client.token", "0123", 4),
                ("okta.client.scopes", "a", 5),
                ("okta.client.scopes", "b", 5),
            ]
        );
    }

    #[test]
    fn a_broken_file_is_refused_with_its_line() {
        let problem = read("okta:\n  client:\n    token: \"00abc\n").unwrap_err();
        assert_eq!(problem.what, "this is not YAML");
        assert!(problem.line >= 3, "{problem:?}");
    }

    #[test]
    fn a_repeated_key_and_a_second_document_are_refused_with_both_lines() {
        for (text, line, what) in [
            (
                "okta:\n  client: 1\nokta:\n  client: 2\n",
                3,
                "this key stands on line 1 already",
            ),
            ("okta: {a: , a: 2}\n", 1, "this key stands on line 1 already"),
            (
                "okta: 1\n---\nokta: 2\n",
                2,
                "a second document begins here, after that of line 1",
            ),
        ] {
            let problem = read(text).unwrap_err();
            assert_eq!((problem.line, problem.what.as_str()), (line, what));
        }
        assert_eq!(read("---\nokta: 1\n...\n").unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[-:#&*\\[\\]{}'\"|>!~ \\na-c]{0,80}|\\PC{0,60}") {
            let _ = read(&text);
        }
    }
}
