//! Recorded sources: sequences of requests that somebody sent to an org, with the answers.
//!
//! One exchange is one line of JSON with `source`, `index` (its place within the source), `operation`
//! (Okta's operationId or null), `method`, `path`, `query`, `request_body`, `status` and `response_body`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use jiff::{Timestamp, fmt::rfc2822};
use serde_json::Value;

pub(super) struct Source {
    pub(super) name: String,
    pub(super) exchanges: Vec<Exchange>,
}

pub(super) struct Exchange {
    pub(super) index: u64,
    /// Empty where the recording knows no operation.
    pub(super) operation: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) request: Value,
    pub(super) status: u16,
    pub(super) response: Value,
    /// The cursor of the next page, as the `Link` header says it.
    pub(super) next: Option<String>,
    /// When it was answered, to the second.
    pub(super) answered: Option<Timestamp>,
}

impl Exchange {
    pub(super) fn succeeded(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn reads(&self) -> bool {
        self.method == "GET"
    }

    /// Whether an org could answer it again: what a rate limit, another request at the same time (423, "being
    /// reconciled") or a failure of Okta's own answered follows from no state.
    pub(super) fn can_be_repeated(&self) -> bool {
        ![423, 429].contains(&self.status) && self.status < 500
    }

    /// The id of the object that the exchange made: a POST to a collection answers with it.
    pub(super) fn creates(&self) -> Option<&str> {
        let operation = okta_facts::operation(&self.operation)?;
        let acts_on_one = operation.path.ends_with('}') || operation.path.contains("/lifecycle/");
        if self.method != "POST" || acts_on_one {
            return None;
        }
        // A schema calls its address its id, and is not created by a POST to it.
        let id = self.response["id"].as_str().filter(|id| !id.contains('/'))?;
        let refers = self.request["id"] == id || self.path.contains(id);
        (!refers).then_some(id)
    }

    /// The placeholders of the path with the collection that each stands in: `[("users", "00u…")]`.
    pub(super) fn named(&self) -> Vec<(&str, &str)> {
        let Some(operation) = okta_facts::operation(&self.operation) else {
            return Vec::new();
        };
        let known: Vec<&str> = segments(operation.path).collect();
        let sent: Vec<&str> = segments(&self.path).collect();
        (1..known.len().min(sent.len()))
            .filter(|&place| known[place].starts_with('{'))
            .map(|place| (sent[place - 1], sent[place]))
            .collect()
    }
}

pub(crate) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The sources of one file, or of every `.jsonl` and `.jsonl.gz` in a folder and the folders below it.
pub(super) fn read(path: &Path) -> Vec<Source> {
    // Two files may call different recordings by the same name, so they are never put together.
    files(path)
        .iter()
        .flat_map(|file| parse(&text_of(file)))
        .collect()
}

pub(crate) fn text_of(file: &Path) -> String {
    let opened = File::open(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut reader: Box<dyn Read> = if file.extension().is_some_and(|end| end == "gz") {
        Box::new(MultiGzDecoder::new(opened))
    } else {
        Box::new(opened)
    };
    let mut text = String::new();
    let read = reader.read_to_string(&mut text);
    read.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text
}

pub(crate) fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| files(&path))
        .filter(|path| {
            let name = path.to_string_lossy();
            name.ends_with(".jsonl") || name.ends_with(".jsonl.gz")
        })
        .collect();
    found.sort();
    found
}

/// The sources in lines of JSON. A line without a method, such as a lone System Log event, is no exchange.
pub(super) fn parse(lines: &str) -> Vec<Source> {
    let mut sources: BTreeMap<String, Vec<Exchange>> = BTreeMap::new();
    for line in lines.lines() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Value = serde_json::from_str(line).expect("a line of a recording is JSON");
        let text = |member: &str| line[member].as_str().unwrap_or_default().to_owned();
        if line["method"].is_null() {
            continue;
        }
        sources.entry(text("source")).or_default().push(Exchange {
            index: line["index"].as_u64().unwrap_or_default(),
            operation: text("operation"),
            method: text("method"),
            path: text("path"),
            query: text("query"),
            request: line["request_body"].clone(),
            status: line["status"]
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .unwrap_or_default(),
            response: line["response_body"].clone(),
            next: next_of(&line["response_headers"]["link"]),
            answered: answered(&line["response_headers"]["date"]),
        });
    }
    let ordered = |mut exchanges: Vec<Exchange>| {
        exchanges.sort_by_key(|exchange| exchange.index);
        exchanges
    };
    sources
        .into_iter()
        .map(|(name, exchanges)| Source {
            name,
            exchanges: ordered(exchanges),
        })
        .collect()
}

fn answered(date: &Value) -> Option<Timestamp> {
    let text = date.as_array().map_or(date, |lines| &lines[0]).as_str()?;
    Some(rfc2822::parse(text).ok()?.timestamp())
}

/// The `after` of the link whose relation is `next`.
fn next_of(link: &Value) -> Option<String> {
    let lines = link.as_array()?.iter().filter_map(Value::as_str);
    let next = lines
        .flat_map(|line| line.split(", <"))
        .find(|link| link.contains("rel=\"next\""))?;
    let query = next.split_once('>')?.0.split_once('?')?.1;
    let after = query.split('&').find_map(|pair| pair.strip_prefix("after="))?;
    Some(after.to_owned())
}
