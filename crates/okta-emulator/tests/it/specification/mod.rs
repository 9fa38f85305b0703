//! Every answer has the form that Okta's specification gives it, except where recordings show another.
//!
//! The test runs the other tests of this binary once more, with the replay of the recordings when `OKTA_PROOFS=full`,
//! and gives every shape of an answer to the checker that `OKTA_CHECK` names. What the specification forbids and real
//! orgs answer stands in `exceptions.tsv` with the exchange that shows it, or with the example of the specification's own
//! that its schema refuses, where no recording is at hand; the checker must find the same deviation there, so a row cannot
//! be invented. A status that an operation does not list is excused by Okta's list of error codes too. With `OKTA_WRITE_EXCEPTIONS=true` the table is written anew from the recordings and the examples.

mod deviation;
mod examples;
mod exceptions;
mod traffic;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

use okta_emulator::Emulator;
use serde_json::Value;

use crate::checker::Checker;
use deviation::{Deviation, Seen, deviations};
use exceptions::Answers;

/// Operations that the emulator refuses whatever is asked, as an org without governance does.
const ALWAYS_REFUSED: [&str; 2] = [
    "getRoleAssignmentGovernanceGrant",
    "getRoleAssignmentGovernanceGrantResources",
];

/// The checker sees recordings without the headers that carry secrets.
const OPTIONS: [&str; 2] = ["--responses", "--assume-auth"];

#[test]
fn every_answer_is_as_specified_or_as_recorded() {
    let Some(recordings) = env::var_os("OKTA_RECORDINGS") else {
        println!("skipped: OKTA_RECORDINGS names no recordings to excuse deviations with");
        return;
    };
    let Some(checker) = Checker::of_the_environment() else {
        return;
    };
    let everything = env::var("OKTA_PROOFS").as_deref() == Ok("full");
    let exchanges = traffic::of_the_tests(everything);
    every_operation_succeeds_and_refuses(&exchanges);
    let mut recorded = traffic::recorded(Path::new(&recordings));
    let examples = examples::of(&checker);
    let answers = Answers::of(&checker.specification);

    let log = traffic::written("answers.jsonl", &exchanges);
    let report = checker.report(&log, &OPTIONS);
    let found: BTreeMap<Deviation, Seen> = served_alone(deviations(&report));
    let (elsewhere, found): (BTreeMap<_, _>, BTreeMap<_, _>) = found
        .into_iter()
        .partition(|(found, _)| exceptions::elsewhere(found).is_some());
    let deviating: BTreeSet<Deviation> = found.keys().cloned().collect();
    if env::var("OKTA_WRITE_EXCEPTIONS").as_deref() == Ok("true") {
        let log = traffic::written("recorded.jsonl", recorded.values());
        let mut shown = deviations(&checker.report(&log, &OPTIONS));
        shown.extend(statuses(recorded.iter()));
        let mut table = answers.excused(&deviating, &shown);
        let log = traffic::written("examples.jsonl", examples.values());
        let shown = deviations(&checker.report(&log, &OPTIONS));
        let others = deviating.iter().filter(|found| !table.contains_key(found));
        let others = others.cloned().collect();
        table.extend(answers.excused(&others, &shown));
        exceptions::write(&table);
    }
    recorded.extend(examples);
    let table = exceptions::table();

    let evidence: BTreeSet<&Seen> = table.values().collect();
    let evidence: Vec<(&Seen, &Value)> = evidence
        .iter()
        .map(|seen| {
            recorded
                .get_key_value(seen)
                .unwrap_or_else(|| panic!("no exchange {seen:?}"))
        })
        .collect();
    let log = traffic::written("excusing.jsonl", evidence.iter().map(|(_, exchange)| *exchange));
    let mut shown = deviations(&checker.report(&log, &OPTIONS));
    shown.extend(statuses(evidence.into_iter()));
    let invented = table.iter().filter(|(row, seen)| {
        let mut of_the_row = shown.iter().filter(|(_, first)| first == seen);
        !of_the_row.any(|(shown, _)| answers.excuse(shown, row))
    });
    assert_none("neither a recording nor an example shows", invented);
    let (by_codes, unexcused): (Vec<_>, Vec<_>) = found
        .iter()
        .filter(|(found, _)| !table.contains_key(found))
        .partition(|(found, _)| exceptions::is_of_the_codes(found, &exchanges));
    assert_none("neither specified nor recorded", unexcused.into_iter());
    if everything {
        let stale = table.iter().filter(|(row, _)| !deviating.contains(row));
        assert_none("the emulator does not deviate so any more", stale);
        let used: BTreeSet<usize> = elsewhere.keys().filter_map(exceptions::elsewhere).collect();
        let unused = exceptions::shown_elsewhere()
            .enumerate()
            .filter(|(place, _)| !used.contains(place));
        assert_eq!(unused.count(), 0, "used are {used:?}");
    }
    let by_examples = table.values().filter(|(source, _)| examples::is_one(source));
    let by_examples = by_examples.count();
    println!(
        "{} shapes of answers of {} operations checked; {} deviations are as recorded, {by_examples} as in the \
         specification's own examples, {} as shown elsewhere, {} the status of the error code",
        exchanges.len(),
        report["covered"].as_object().unwrap().len(),
        table.len() - by_examples,
        elsewhere.len(),
        by_codes.len()
    );
}

/// The statuses that Okta answers with, whether or not an operation lists them.
fn statuses<'exchange>(
    exchanges: impl Iterator<Item = (&'exchange Seen, &'exchange Value)>,
) -> BTreeMap<Deviation, Seen> {
    let mut first = BTreeMap::new();
    for (seen, exchange) in exchanges {
        let status = Deviation::unlisted(&exchange["status"].to_string());
        first.entry(status).or_insert_with(|| seen.clone());
    }
    first
}

/// The checker prefers another of two paths that fit for a few requests.
fn served_alone(mut found: BTreeMap<Deviation, Seen>) -> BTreeMap<Deviation, Seen> {
    found.retain(|found, _| found.operation == "*" || Emulator::serves(&found.operation));
    found
}

fn every_operation_succeeds_and_refuses(exchanges: &[Value]) {
    let mut statuses: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for exchange in exchanges {
        let operation = traffic::operation_of(exchange).unwrap().id;
        let status = exchange["status"].as_u64().unwrap();
        statuses.entry(operation).or_default().insert(status);
    }
    let served = okta_facts::OPERATIONS
        .iter()
        .filter(|operation| Emulator::serves(operation.id));
    let without = |kind: std::ops::Range<u64>| -> Vec<&str> {
        let operations = served.clone().map(|operation| operation.id);
        let lacks = |id: &&str| {
            statuses
                .get(id)
                .is_none_or(|seen| seen.range(kind.clone()).next().is_none())
        };
        operations.filter(lacks).collect()
    };
    let mut without_success = without(200..300);
    without_success.sort_by_key(|id| ALWAYS_REFUSED.iter().position(|refused| refused == id));
    assert_eq!(without_success, ALWAYS_REFUSED, "no test succeeds with these");
    assert!(
        without(400..500).is_empty(),
        "no test is refused {:?}",
        without(400..500)
    );
    let all: BTreeSet<u64> = statuses.values().flatten().copied().collect();
    for status in [400, 401, 403, 404, 409, 429] {
        assert!(all.contains(&status), "no test is answered {status}");
    }
    assert_eq!(statuses.len(), served.clone().count());
}

#[track_caller]
fn assert_none<'row>(what: &str, rows: impl Iterator<Item = (&'row Deviation, &'row Seen)>) {
    let rows: Vec<String> = rows
        .map(|(deviation, (source, index))| format!("{deviation}\t{source}\t{index}"))
        .collect();
    assert!(rows.is_empty(), "{what}:\n{}", rows.join("\n"));
}
