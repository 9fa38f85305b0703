//! Answers to reads that are given again while the org has not changed.
//!
//! Making a page of users costs more than sending it, and a load test asks for the same objects again and
//! again. Who asks is authenticated, counted and permitted each time; only the handler's answer is kept. It is
//! kept for operations whose answer follows from the objects alone, not from the time or from chance, and until
//! anything at all is changed.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;

use crate::call::Answer;

/// The bodies that are kept are no longer than this together.
const LONGEST: usize = 64 << 20;

/// Operations whose answer depends on the objects of the org, the address and the caller alone.
const KEPT: [&str; 12] = [
    "getApplication",
    "getApplicationUser",
    "getGroup",
    "getUser",
    "listApplicationGroupAssignments",
    "listApplicationUsers",
    "listApplications",
    "listAssignedApplicationsForGroup",
    "listGroupUsers",
    "listGroups",
    "listUserGroups",
    "listUsers",
];

/// An answer as it is sent.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) status: u16,
    pub(crate) body: Option<Bytes>,
    pub(crate) links: Vec<String>,
}

impl From<Answer> for Rendered {
    fn from(answer: Answer) -> Self {
        Self {
            status: answer.status,
            body: answer.body.map(|body| Bytes::from(body.to_string())),
            links: answer.links,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct KeptAnswers {
    answers: HashMap<Box<str>, Arc<Rendered>>,
    length: usize,
}

impl KeptAnswers {
    /// What an answer is kept under: None when the operation's answers are not kept. A `search` may be behind
    /// the objects, by a time that passes.
    pub(crate) fn key(operation: &str, caller: &str, base: &str, path: &str, query: &str) -> Option<String> {
        let is_kept = KEPT.binary_search(&operation).is_ok() && !query.contains("search=");
        is_kept.then(|| [caller, base, path, "?", query].concat())
    }

    pub(crate) fn get(&self, key: &str) -> Option<Arc<Rendered>> {
        self.answers.get(key).map(Arc::clone)
    }

    pub(crate) fn keep(&mut self, key: String, answer: &Arc<Rendered>) {
        self.length += key.len() + answer.body.as_ref().map_or(0, Bytes::len);
        if self.length > LONGEST {
            self.clear();
        }
        self.answers.insert(key.into_boxed_str(), Arc::clone(answer));
    }

    /// Something was changed.
    pub(crate) fn clear(&mut self) {
        self.answers.clear();
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_operations_are_reads_in_order() {
        assert!(KEPT.is_sorted());
        for name in KEPT {
            assert_eq!(
                okta_facts::operation(name).unwrap().method.as_str(),
                "GET",
                "{name}"
            );
        }
    }
}
