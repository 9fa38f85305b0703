//! A place where an answer is not what Okta's specification says, apart from the values that stand there.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Deviation {
    /// Okta's operationId, or `*` where the deviation is the same of all operations.
    pub(super) operation: String,
    pub(super) status: String,
    /// The place in the answer, `/*` for every item of a list.
    pub(super) place: String,
    pub(super) what: String,
}

/// Where a deviation was first seen: the source of the exchange and its place in the source.
pub(super) type Seen = (String, u64);

/// The deviations of answers in the checker's report.
pub(super) fn deviations(report: &Value) -> BTreeMap<Deviation, Seen> {
    let groups = report["violations"].as_array().unwrap().iter();
    let mut found = BTreeMap::new();
    for group in groups.filter(|group| group["kind"] == "response") {
        let text = |member: &str| group[member].as_str().unwrap();
        let seen = seen(text("first"));
        let deviation = Deviation::of(text("operation"), text("message"));
        found
            .entry(deviation)
            .and_modify(|first: &mut Seen| *first = first.clone().min(seen.clone()))
            .or_insert(seen);
    }
    found
}

/// `source:index path`.
fn seen(first: &str) -> Seen {
    let (place, _path) = first.rsplit_once(' ').unwrap();
    let (source, index) = place.rsplit_once(':').unwrap();
    (source.to_owned(), index.parse().unwrap())
}

impl Deviation {
    fn of(operation: &str, message: &str) -> Self {
        let (status, told) = message.split_once(' ').unwrap();
        if told.starts_with("ResponseNotFound") {
            // An operation that lists 400 and not 401 says nothing of when Okta answers 401.
            return Self::unlisted(status);
        }
        if told.contains("mimetype not found") {
            return Self::new("*", status, "", "is an answer with a body, where none is listed");
        }
        // A value that is none of several is told by the first reason why it is none of them.
        let (kind, place, what) = match told.rsplit_once(" <- ") {
            Some((_, reason)) => placed(reason),
            None => placed(told),
        };
        // The names of apps are many thousands, and the specification lists some.
        let what = match what.find(" is not one of [") {
            Some(start) if place.ends_with("/name") => &what[start..],
            _ => what,
        };
        let what = if kind == "body" {
            without_values(what)
        } else {
            kind.to_owned()
        };
        Self::new(operation, status, &without_names(place), &what)
    }

    pub(super) fn unlisted(status: &str) -> Self {
        Self::new("*", status, "", "is a status that the operation does not list")
    }

    fn new(operation: &str, status: &str, place: &str, what: &str) -> Self {
        Self {
            operation: operation.to_owned(),
            status: status.to_owned(),
            place: place.to_owned(),
            what: what.to_owned(),
        }
    }

    /// The place in one object, of a list of them too.
    pub(super) fn place_in_one(&self) -> &str {
        self.place.strip_prefix("/*").unwrap_or(&self.place)
    }
}

/// A schema's attributes have names of their own.
fn without_names(place: &str) -> String {
    let Some((before, after)) = place.split_once("/definitions/custom/properties/") else {
        return place.to_owned();
    };
    let rest = after
        .split_once('/')
        .map_or(String::new(), |(_, rest)| format!("/{rest}"));
    format!("{before}/definitions/custom/properties/*{rest}")
}

/// `kind place what`.
fn placed(told: &str) -> (&str, &str, &str) {
    let (kind, rest) = told.split_once(' ').unwrap_or((told, ""));
    let (place, what) = rest.split_once(' ').unwrap_or((rest, ""));
    (kind, place, what)
}

fn without_values(what: &str) -> String {
    const ENDS: [&str; 4] = [
        " is not of type ",
        " is too short",
        " is too long",
        " is valid under each of",
    ];
    if let Some(start) = what.find(" is not one of [") {
        return format!("{} is not listed", &what[..start]).trim().to_owned();
    }
    if what.contains(" does not match ") {
        return "does not match its pattern".to_owned();
    }
    if what.ends_with(" is a required property") {
        return what.to_owned();
    }
    match ENDS.iter().find_map(|end| what.rfind(end)) {
        Some(start) => what[start + 1..].to_owned(),
        None => "is refused".to_owned(),
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            status,
            place,
            what,
        } = self;
        write!(formatter, "{operation}\t{status}\t{place}\t{what}")
    }
}

#[test]
fn a_deviation_is_told_without_the_values_that_stand_there() {
    let told = |message| Deviation::of("getUser", message).to_string();
    assert_eq!(told("200 null /profile/x"), "getUser\t200\t/profile/x\tnull");
    assert_eq!(
        told(
            "200 body /*/profile {'x': None} is not valid under any of the given schemas <- null /*/profile/x"
        ),
        "getUser\t200\t/*/profile/x\tnull"
    );
    assert_eq!(
        told("200 body /type 'OKTA' is not one of ['A', 'B']"),
        "getUser\t200\t/type\t'OKTA' is not listed"
    );
    assert_eq!(
        told("200 body /a 'some words' is not of type 'object'"),
        "getUser\t200\t/a\tis not of type 'object'"
    );
    assert_eq!(
        told("401 ResponseNotFound Unknown response http status: 401"),
        "*\t401\t\tis a status that the operation does not list"
    );
    assert_eq!(seen("T/a b.yaml:7 /api/v1/users"), ("T/a b.yaml".to_owned(), 7));
}
