//! What users report of Okta's own SDKs, and of clients built on them, does not happen here.
//!
//! `table.rs` names each defect by its issue and points at the tests that show it absent, in whichever crate they stand. Those
//! that no other promise covers are in `requests.rs` and `answers.rs`.

mod answers;
mod requests;
mod table;

use std::collections::HashMap;
use std::path::Path;

use table::{AUTHENTICATION, MODELS, OTHERS, PAGINATION, RATE_LIMITS};

#[test]
fn every_defect_has_a_test_that_exists() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files: HashMap<&str, String> = HashMap::new();
    for (issue, defect, tests) in [RATE_LIMITS, AUTHENTICATION, PAGINATION, MODELS, OTHERS].concat() {
        assert!(
            !issue.is_empty() && !defect.is_empty() && !tests.is_empty(),
            "{issue}"
        );
        for test in tests {
            let (file, function) = test.split_once(' ').unwrap();
            let text = files
                .entry(file)
                .or_insert_with(|| std::fs::read_to_string(crates.join(file)).unwrap());
            let is_there = text.contains(&format!("fn {}(", function.trim()));
            assert!(is_there, "{issue}: {file} has no test {function}");
        }
    }
}
