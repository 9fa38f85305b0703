//! The exchanges that are checked: those of the other tests with the emulator, and recorded ones.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use okta_emulator::Emulator;
use okta_facts::Operation;
use serde_json::{Value, json};

use super::deviation::Seen;
use crate::checker::{scratch, text};
use crate::replay::source::{self, segments};
use crate::traffic::VARIABLE;

/// What is not run again: other programs, and tests that give the emulator the answers or the objects that it shows.
const LEFT_OUT: [&str; 7] = [
    "specification::",
    "python_sdk::",
    "binary::",
    "faults::",
    "control::",
    "page::",
    "imports::",
];

/// What the other tests of this binary are answered by operations that the emulator serves, each shape of an answer
/// once. The recordings are replayed too where everything is asked for.
pub(super) fn of_the_tests(everything: bool) -> Vec<Value> {
    let file = scratch("specification").join("traffic.jsonl");
    let _ = fs::remove_file(&file);
    let mut tests = Command::new(env::current_exe().unwrap());
    tests.env(VARIABLE, &file).arg("--quiet");
    let left_out = LEFT_OUT.iter().copied();
    for name in left_out.chain((!everything).then_some("replay::")) {
        tests.args(["--skip", name]);
    }
    let output = tests.output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    distinct(&fs::read_to_string(file).unwrap())
}

fn distinct(lines: &str) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let exchanges = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    exchanges
        .filter(|exchange| {
            let Some(operation) = operation_of(exchange) else {
                return false;
            };
            let answer = exchange["response_body"].as_str().unwrap_or_default();
            let mut shape = BTreeSet::new();
            outline(&serde_json::from_str(answer).unwrap_or_default(), "", &mut shape);
            seen.insert((operation.id, exchange["status"].to_string(), shape))
        })
        .collect()
}

/// The operation that was asked for, if the emulator serves it; of two paths that fit, the one with fewer
/// placeholders.
pub(super) fn operation_of(exchange: &Value) -> Option<&'static Operation> {
    let method = exchange["method"].as_str()?;
    let sent: Vec<&str> = segments(exchange["path"].as_str()?).collect();
    let operations = okta_facts::OPERATIONS.iter();
    let asked =
        operations.filter(|operation| operation.method.as_str() == method && fits(operation.path, &sent));
    asked
        .min_by_key(|operation| operation.path.matches('{').count())
        .filter(|operation| Emulator::serves(operation.id))
}

fn fits(template: &str, sent: &[&str]) -> bool {
    let mut sent = sent.iter();
    let fit = segments(template).all(|segment| {
        sent.next()
            .is_some_and(|sent| segment.starts_with('{') || segment == *sent)
    });
    fit && sent.next().is_none()
}

/// Each member with its kind; of texts also the words in capitals, which are the values of enumerations.
fn outline(value: &Value, place: &str, shape: &mut BTreeSet<String>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(text) if is_a_word_in_capitals(text) => text,
        Value::String(_) => "text",
        Value::Array(items) => {
            for item in items {
                outline(item, &format!("{place}/*"), shape);
            }
            "list"
        }
        Value::Object(members) => {
            for (name, member) in members {
                outline(member, &format!("{place}/{name}"), shape);
            }
            "object"
        }
    };
    shape.insert(format!("{place} {kind}"));
}

fn is_a_word_in_capitals(text: &str) -> bool {
    text.len() < 40 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// Every recorded exchange of operations that the emulator serves, the System Log events that were found alone as if each
/// had been the only one in an answer, and app users inside of their apps, in the order of their sources.
pub(super) fn recorded(folder: &Path) -> BTreeMap<Seen, Value> {
    let mut exchanges = BTreeMap::new();
    for file in source::files(folder) {
        for (place, line) in source::text_of(&file).lines().enumerate() {
            let mut line: Value = serde_json::from_str(line).unwrap();
            if line["kind"] == "log_event" {
                let event = line["event"].take();
                line = json!({ "source": line["source"], "index": place, "operation": "listLogEvents", "method": "GET",
                    "path": "/api/v1/logs", "status": 200, "response_body": [event] });
            }
            let (Some(source), Some(index)) = (line["source"].as_str(), line["index"].as_u64()) else {
                continue;
            };
            exchanges.insert((source.to_owned(), index), line);
        }
    }
    let embedded = app_users_in_their_apps(&exchanges);
    exchanges.extend(embedded);
    exchanges
}

/// Recorded app users as `expand=user/{userId}` embeds them: "the assigned Application User is embedded" is what the
/// specification says of the member whose schema no app user fits. The app is one that the same source has.
fn app_users_in_their_apps(exchanges: &BTreeMap<Seen, Value>) -> Vec<(Seen, Value)> {
    let of = |operation: &'static str| {
        exchanges
            .iter()
            .filter(move |(_, exchange)| exchange["operation"] == operation && exchange["status"] == 200)
    };
    let apps: BTreeMap<(&str, &str), &Value> = of("getApplication")
        .filter_map(|((source, _), exchange)| {
            let app = &exchange["response_body"];
            Some(((source.as_str(), app["id"].as_str()?), app))
        })
        .collect();
    let embedded = of("getApplicationUser").filter_map(|((source, index), exchange)| {
        let app = segments(exchange["path"].as_str()?).nth(3)?;
        let mut app = (*apps.get(&(source.as_str(), app))?).clone();
        app["_embedded"] = json!({ "user": exchange["response_body"] });
        let source = format!("{source} (an app user in its app)");
        let exchange = json!({ "source": source, "index": index, "operation": "listApplications", "method": "GET",
            "path": "/api/v1/apps", "status": 200, "response_body": [app] });
        Some(((source, *index), exchange))
    });
    embedded.collect()
}

/// A file with these exchanges, a line each.
pub(super) fn written<'line>(name: &str, lines: impl IntoIterator<Item = &'line Value>) -> PathBuf {
    let file = scratch("specification").join(name);
    let mut text = String::new();
    for line in lines {
        writeln!(text, "{line}").unwrap();
    }
    fs::write(&file, text).unwrap();
    file
}
