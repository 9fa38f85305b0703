//! Recorded traffic of real orgs: decoding then encoding gives back the same JSON.
//!
//! OKTA_RECORDINGS names a folder, or one file, of JSON lines (`.jsonl` or `.jsonl.gz`): exchanges with
//! `operation`, `status` and `response_body`, or log events with `kind` and `event`. A timestamp equals the
//! same instant written otherwise; nothing else is forgiven.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;
use jiff::Timestamp;
use okta_models::system_log::{EventHookDelivery, LogEvent};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::table::{Entry, all};

#[derive(Default)]
struct Tally {
    equal: BTreeMap<String, usize>,
    differing: Vec<String>,
}

impl Tally {
    fn count(&mut self, name: &str, place: &str, sent: &Value, encoded: Result<Value, String>) {
        match encoded {
            Ok(encoded) if equal(sent, &encoded) => *self.equal.entry(name.to_owned()).or_default() += 1,
            Ok(_) => self
                .differing
                .push(format!("{name} at {place}: differs after a round trip")),
            Err(error) => self.differing.push(format!("{name} at {place}: {error}")),
        }
    }
}

#[test]
fn recordings_decode_and_encode_to_the_same_json() {
    let Some(root) = std::env::var_os("OKTA_RECORDINGS") else {
        println!("recordings: OKTA_RECORDINGS is not set, so nothing was compared");
        return;
    };
    let entries: BTreeMap<&str, Entry> = all()
        .into_iter()
        .map(|entry| (entry.metadata.operation_id(), entry))
        .collect();
    let mut exchanges = Tally::default();
    let mut events = Tally::default();
    let mut lines = 0;
    for file in files(Path::new(&root)) {
        for (number, line) in read(&file).lines().enumerate() {
            let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
            let place = format!(
                "line {} of {}",
                number + 1,
                file.file_name().unwrap().to_string_lossy()
            );
            lines += 1;
            compare_exchange(&line, &place, &entries, &mut exchanges);
            compare_event(&line, &place, &mut events);
        }
    }
    for (name, count) in exchanges.equal.iter().chain(&events.equal) {
        println!("recordings: {count:5} equal  {name}");
    }
    let total = |tally: &Tally| tally.equal.values().sum::<usize>();
    println!(
        "recordings: of {lines} lines, {} answers of {} operations and {} log events and deliveries are equal, {} differ",
        total(&exchanges),
        exchanges.equal.len(),
        total(&events),
        exchanges.differing.len() + events.differing.len(),
    );
    assert!(lines > 0, "no recordings in the place that OKTA_RECORDINGS names");
    let differing: Vec<&String> = exchanges.differing.iter().chain(&events.differing).collect();
    assert!(differing.is_empty(), "{differing:#?}");
}

fn compare_exchange(line: &Value, place: &str, entries: &BTreeMap<&str, Entry>, tally: &mut Tally) {
    let Some(entry) = line["operation"]
        .as_str()
        .and_then(|operation| entries.get(operation))
    else {
        return;
    };
    if !line["status"]
        .as_u64()
        .is_some_and(|status| (200..300).contains(&status))
    {
        return;
    }
    let sent = &line["response_body"];
    // Where Okta sent no body, an operation that answers with nothing encodes to an empty object.
    let is_empty = sent.is_null() || sent == "";
    let body = if is_empty {
        Vec::new()
    } else {
        serde_json::to_vec(sent).unwrap()
    };
    let empty = Value::Object(serde_json::Map::new());
    let encoded = (entry.there_and_back)(&body);
    tally.count(
        entry.metadata.operation_id(),
        place,
        if is_empty { &empty } else { sent },
        encoded,
    );
}

fn compare_event(line: &Value, place: &str, tally: &mut Tally) {
    let event = &line["event"];
    match line["kind"].as_str() {
        Some("log_event") => tally.count("log event", place, event, there_and_back::<LogEvent>(event)),
        Some("event_hook") => tally.count(
            "event hook delivery",
            place,
            event,
            there_and_back::<EventHookDelivery>(event),
        ),
        _ => {}
    }
}

fn there_and_back<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
    let text = value.to_string();
    let decoded: T = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    serde_json::to_value(decoded).map_err(|error| error.to_string())
}

fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::String(left), Value::String(right)) => {
            left == right
                || matches!((left.parse::<Timestamp>(), right.parse::<Timestamp>()), (Ok(left), Ok(right)) if left == right)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, left)| right.get(key).is_some_and(|right| equal(left, right)))
        }
        (left, right) => left == right,
    }
}

fn files(root: &Path) -> Vec<PathBuf> {
    if !root.is_dir() {
        return vec![root.to_owned()];
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.to_string_lossy().ends_with(".jsonl") || path.to_string_lossy().ends_with(".jsonl.gz")
        })
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> BufReader<Box<dyn Read>> {
    let file = File::open(path).unwrap();
    let is_compressed = path.extension().is_some_and(|extension| extension == "gz");
    BufReader::new(if is_compressed {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    })
}

#[test]
fn the_comparison_forgives_a_timestamp_s_form_and_nothing_else() {
    let same = |left: &str, right: &str| {
        equal(
            &serde_json::from_str(left).unwrap(),
            &serde_json::from_str(right).unwrap(),
        )
    };
    assert!(same(
        r#"{"a": "2026-01-02T03:04:05.000Z"}"#,
        r#"{"a": "2026-01-02T03:04:05Z"}"#
    ));
    assert!(!same(
        r#"{"a": "2026-01-02T03:04:05.001Z"}"#,
        r#"{"a": "2026-01-02T03:04:05Z"}"#
    ));
    assert!(!same(r#"{"a": null}"#, "{}"));
    assert!(!same(r#"{"a": []}"#, r#"{"a": null}"#));
    assert!(!same("[1, 2]", "[1]"));
    assert!(!same("1", "1.5"));
}
