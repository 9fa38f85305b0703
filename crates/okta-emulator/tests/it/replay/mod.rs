//! Recorded traffic of real orgs is answered as those orgs answered it.
//!
//! `OKTA_RECORDINGS` names a file of recorded exchanges, or a folder of them; `source.rs` says what a line
//! holds. Every source that changes nothing but what the emulator serves is replayed against an org of its
//! own, and every answer is compared with the recorded one: status, keys, types, enum values, error codes.
//! What is printed says how many exchanges of the identity core matched, and why the others did not.

mod explanations;
mod identity_core;
mod ids;
mod lists;
mod own;
mod own_races;
mod player;
mod prepare;
mod races;
mod report;
mod schemas;
mod shape;
pub(crate) mod source;
mod surroundings;
mod tolerances;

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use okta_emulator::Emulator;
use report::Report;
use source::{Exchange, Source};

/// What must not be lost again, of 100 exchanges of the identity core, replayed or not. The recordings that it was
/// written with reach 99.5; what keeps it from 100 is printed with its explanation, and 18 exchanges are left out
/// because Okta failed or was busy with another request.
const FLOOR: f64 = 99.0;

/// How many exchanges of each operation are replayed.
pub(crate) fn counts(recordings: &Path) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for source in source::read(recordings) {
        let policies = identity_core::password_policies(&source);
        if identity_core::hindrance(&source, &policies).is_some() {
            continue;
        }
        for exchange in source.exchanges {
            if Emulator::serves(&exchange.operation) && exchange.can_be_repeated() {
                *counts.entry(exchange.operation).or_default() += 1;
            }
        }
    }
    counts
}

async fn replayed(sources: &[Source]) -> Report {
    let mut report = Report::default();
    for source in sources {
        let policies = identity_core::password_policies(source);
        let hindrance = identity_core::hindrance(source, &policies);
        let of_the_core = |exchange: &&Exchange| identity_core::holds(exchange, &policies);
        for exchange in source.exchanges.iter().filter(of_the_core) {
            report.total += 1;
            match hindrance {
                Some(change) => report.leave_out(&change.operation, "changes what its source reads"),
                None if !Emulator::serves(&exchange.operation) => {
                    report.leave_out(&exchange.operation, "is not served");
                }
                None if !exchange.can_be_repeated() => {
                    report.leave_out(&exchange.operation, "met a limit or a failure");
                }
                None => {}
            }
        }
        if hindrance.is_none() {
            report.add(&source.name, &player::replay(source).await);
        }
    }
    report
}

#[tokio::test]
async fn recorded_exchanges_are_answered_as_recorded() {
    let Some(recordings) = env::var_os("OKTA_RECORDINGS") else {
        println!("replay: nothing was replayed, because OKTA_RECORDINGS names no recordings");
        return;
    };
    let sources = source::read(&PathBuf::from(recordings));
    let report = replayed(&sources).await;
    println!("{report}");
    assert!(
        report.percent() >= FLOOR,
        "{:.1} % matched; the floor is {FLOOR} %",
        report.percent()
    );
}
