//! Reads `okta.yaml` as a flat list of keys, with the line of each.
//!
//! The parser's events are enough: every scalar stays the text that was written, so a token of digits
//! is no number, and an error can name the line without showing what stands there.

use saphyr_parser::{Event, Parser, ScalarStyle};

/// A scalar of the file: `okta.client.orgUrl`, its text, and the line on which it stands, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: usize,
}

/// What cannot be read, and where. It holds nothing of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) what: &'static str,
}

/// okta.yaml is three or four levels deep.
const DEEPEST: usize = 32;

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Problem> {
    let mut open: Vec<Level> = Vec::new();
    let mut entries = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Problem {
            line: error.marker().line(),
            what: "this is not YAML",
        })?;
        let line = span.start.line();
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() == DEEPEST {
                    return Err(Problem {
                        line,
                        what: "this is nested too deeply",
                    });
                }
                let path = path(&open);
                open.push(if matches!(event, Event::MappingStart(..)) {
                    Level::Mapping { path, key: None }
                } else {
                    Level::Sequence { path }
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                value_ends(&mut open);
            }
            Event::Scalar(value, style, ..) => {
                if let Some(Level::Mapping { key: key @ None, .. }) = open.last_mut() {
                    *key = Some(value.into_owned());
                    continue;
                }
                let is_nothing = style == ScalarStyle::Plain && matches!(value.as_ref(), "" | "~" | "null");
                if !is_nothing && !open.is_empty() {
                    entries.push(Entry {
                        key: path(&open),
                        value: value.into_owned(),
                        line,
                    });
                }
                value_ends(&mut open);
            }
            Event::Alias(_) => {
                return Err(Problem {
                    line,
                    what: "aliases are not supported here",
                });
            }
            _ => {}
        }
    }
    Ok(entries)
}

/// A mapping or sequence that is being read.
enum Level {
    Mapping { path: String, key: Option<String> },
    Sequence { path: String },
}

/// The key of the value that comes next. The items of a sequence all have the sequence's.
fn path(open: &[Level]) -> String {
    match open.last() {
        None => String::new(),
        Some(Level::Sequence { path }) => path.clone(),
        Some(Level::Mapping { path, key }) => {
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

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[-:#&*\\[\\]{}'\"|>!~ \\na-c]{0,80}|\\PC{0,60}") {
            let _ = read(&text);
        }
    }
}
