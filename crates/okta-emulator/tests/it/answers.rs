//! The list of operations on the crate's front page is what the emulator answers.
//!
//! `OKTA_WRITE_LIST=1` writes it anew, and its number into the repository's README; the numbers of replayed exchanges are counted again where `OKTA_RECORDINGS`
//! names recordings, and otherwise stay.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use okta_emulator::Emulator;
use okta_facts::{OPERATIONS, Operation};

use crate::replay;

/// What an answer is known from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// So many recorded exchanges are replayed and compared.
    Replayed(usize),
    /// The specification has a schema of the answer.
    Schema,
    /// The answer has no body: status and effect are those of Okta's reference.
    Reference,
}

#[test]
fn the_front_page_lists_what_is_answered_and_how_that_is_known() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/answers.md");
    let listed = fs::read_to_string(&file).unwrap_or_default();
    let mut counts = counts_in(&listed);
    let writes = writes();
    match env::var_os("OKTA_RECORDINGS") {
        // Other recordings than those it was written with have other numbers, so they are compared with nothing.
        Some(recordings) if writes => counts = replay::counts(&PathBuf::from(recordings)),
        _ => {}
    }
    let expected = list(&counts);
    if writes {
        fs::write(&file, &expected).unwrap();
    }
    assert!(
        writes || listed == expected,
        "src/answers.md is not what the emulator answers; write it with OKTA_WRITE_LIST=1, or make it:\n{expected}"
    );
}

#[test]
fn the_repository_s_front_page_says_the_same_number() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let Ok(mut front_page) = fs::read_to_string(&file) else {
        println!("answers: the crate is not in its repository, so there is no front page to compare");
        return;
    };
    let (answered, all) = (answered().count(), OPERATIONS.len());
    let words = format!("{answered} of the {all} operations");
    if writes() {
        let end = front_page.find(&format!(" of the {all} operations")).unwrap();
        let start = front_page[..end].rfind(' ').unwrap() + 1;
        front_page.replace_range(start..end, &answered.to_string());
        fs::write(&file, &front_page).unwrap();
    }
    assert!(
        front_page.contains(&words),
        "README.md does not say how many operations the emulator answers; it should, and OKTA_WRITE_LIST=1 does: {words}"
    );
}

fn writes() -> bool {
    env::var("OKTA_WRITE_LIST").is_ok_and(|value| value == "1")
}

fn answered() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS
        .iter()
        .filter(|operation| Emulator::serves(operation.id))
}

fn known(operation: &Operation, counts: &BTreeMap<String, usize>) -> Known {
    match counts.get(operation.id) {
        Some(&count) if count > 0 => Known::Replayed(count),
        _ if operation.statuses.iter().all(|status| *status == 204) => Known::Reference,
        _ => Known::Schema,
    }
}

fn list(counts: &BTreeMap<String, usize>) -> String {
    let (mut by_tag, mut silent): (BTreeMap<&str, Vec<&Operation>>, BTreeMap<&str, usize>) =
        Default::default();
    for operation in OPERATIONS {
        *silent.entry(operation.tag).or_default() += 1;
    }
    let of_tag = silent.clone();
    let (mut replayed, mut exchanges, mut schema, mut reference) = (0, 0, 0, 0);
    for operation in answered() {
        by_tag.entry(operation.tag).or_default().push(operation);
        silent.remove(operation.tag);
        match known(operation, counts) {
            Known::Replayed(count) => {
                replayed += 1;
                exchanges += count;
            }
            Known::Schema => schema += 1,
            Known::Reference => reference += 1,
        }
    }
    // Writing to a text cannot fail.
    let mut text =
        String::from("<!-- Written by the test `answers` with OKTA_WRITE_LIST=1; do not edit. -->\n");
    let _ = write!(
        text,
        "{} of the {} operations of Okta's management API (release {} of its specification):\n\n\
         - {replayed} have a number in the table: so many recorded exchanges of real orgs are sent again by the test \
         `replay`, and every answer is compared with the recorded one. {exchanges} exchanges in all.\n\
         - {schema} have an *s*: the answer is made after the schema in Okta's specification; no recording of it was at hand.\n\
         - {reference} have an *r*: the answer has no body; its status and what it changes follow Okta's reference.\n\n\
         | resource | answered | operations |\n| --- | --- | --- |\n",
        answered().count(),
        OPERATIONS.len(),
        okta_facts::SPECIFICATION,
    );
    for (tag, operations) in &by_tag {
        let shown: Vec<String> = operations
            .iter()
            .map(|operation| match known(operation, counts) {
                Known::Replayed(count) => format!("`{}` {count}", operation.id),
                Known::Schema => format!("`{}` *s*", operation.id),
                Known::Reference => format!("`{}` *r*", operation.id),
            })
            .collect();
        let _ = writeln!(
            text,
            "| {tag} | {} of {} | {} |",
            operations.len(),
            of_tag.get(tag).copied().unwrap_or_default(),
            shown.join(", ")
        );
    }
    let silent: Vec<String> = silent
        .iter()
        .map(|(tag, count)| format!("{tag} ({count})"))
        .collect();
    let _ = writeln!(text, "\nNothing of these is answered: {}.", silent.join(", "));
    text
}

/// The numbers of replayed exchanges in a list.
fn counts_in(list: &str) -> BTreeMap<String, usize> {
    let operations = list.split('`').skip(1).step_by(2);
    let following = list.split('`').skip(2).step_by(2);
    let counted = operations.zip(following).filter_map(|(operation, rest)| {
        let digits: String = rest
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        Some((operation.to_owned(), digits.parse().ok()?))
    });
    counted.collect()
}
