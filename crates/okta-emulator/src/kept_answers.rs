//! Answers to reads that are given again while the org has not changed.
//!
//! Making a page of users costs more than sending it, and a load test asks for the same objects again and
//! again. Who asks is authenticated, counted and permitted each time; only the handler's answer is kept. It is
//! kept for operations whose answer follows from the objects alone, not from the time or from chance, and until
//! anything at all is changed. What is read once, as the pages of a listing are, is not worth the memory: an answer
//! is kept when it is asked for the second time.

use std::collections::HashMap;
use std::hash::Hasher as _;

use bytes::Bytes;
use http::HeaderValue;

use crate::call::Answer;
use crate::quick_hash::{QuickBuild, QuickHasher};

/// The bodies that are kept are no longer than this together.
const LONGEST: usize = 64 << 20;

/// How many places there are to remember a request that was made once; a later one takes the place.
const PLACES: usize = 1 << 15;

/// Operations whose answer depends on the objects of the org, the address and the caller alone.
fn is_kept(operation: &str) -> bool {
    matches!(
        operation,
        "getApplication"
            | "getApplicationUser"
            | "getGroup"
            | "getUser"
            | "listApplicationGroupAssignments"
            | "listApplicationUsers"
            | "listApplications"
            | "listAssignedApplicationsForGroup"
            | "listGroupUsers"
            | "listGroups"
            | "listUserGroups"
            | "listUsers"
    )
}

/// An answer as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Rendered {
    pub(crate) status: u16,
    pub(crate) body: Option<Bytes>,
    pub(crate) links: Vec<String>,
    pub(crate) tag: Option<HeaderValue>,
    pub(crate) nonce: Option<HeaderValue>,
}

impl From<Answer> for Rendered {
    fn from(answer: Answer) -> Self {
        Self {
            status: answer.status,
            body: answer
                .written
                .or_else(|| answer.body.map(|body| Bytes::from(body.to_string()))),
            links: answer.links,
            tag: answer.tag,
            nonce: answer.nonce,
        }
    }
}

/// What an answer depends on beside the objects.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    caller: &'a str,
    base: &'a str,
    path: &'a str,
    query: &'a str,
}

/// What is known about the answer to a question.
pub(crate) enum Known {
    Kept(Rendered),
    /// It was asked before, so its answer is to be kept.
    Asked,
    Nothing,
}

#[derive(Debug)]
pub(crate) struct KeptAnswers {
    /// By the hash of the question; of two that are alike in it, the later one's is kept.
    answers: HashMap<u64, Kept, QuickBuild>,
    length: usize,
    /// Half of the hash of the last question of each place. Two that are alike only make one be kept early.
    seen: Box<[u32]>,
    /// How often something was changed. Hashes begin with it, so that no question was seen before the change.
    changes: u64,
}

#[derive(Debug)]
struct Kept {
    question: Box<str>,
    answer: Rendered,
}

impl Default for KeptAnswers {
    fn default() -> Self {
        Self {
            answers: HashMap::default(),
            length: 0,
            seen: vec![0; PLACES].into_boxed_slice(),
            changes: 0,
        }
    }
}

impl<'a> Question<'a> {
    /// None when the operation's answers are not kept. A `search` may be behind the objects, by a time that passes.
    pub(crate) fn of(
        operation: &str,
        caller: &'a str,
        (base, path, query): (&'a str, &'a str, &'a str),
    ) -> Option<Self> {
        (is_kept(operation) && !query.contains("search=")).then_some(Self {
            caller,
            base,
            path,
            query,
        })
    }

    fn parts(&self) -> [&'a str; 5] {
        [self.caller, self.base, self.path, "?", self.query]
    }

    fn hash(&self, changes: u64) -> u64 {
        let mut hasher = QuickHasher::default();
        hasher.write_u64(changes);
        for part in self.parts() {
            hasher.write(part.as_bytes());
        }
        hasher.finish()
    }

    fn is(&self, written: &str) -> bool {
        let rest = self
            .parts()
            .iter()
            .try_fold(written, |rest, part| rest.strip_prefix(*part));
        rest == Some("")
    }
}

impl KeptAnswers {
    /// What is known, and remembers that it was asked.
    pub(crate) fn ask(&mut self, question: &Question<'_>) -> Known {
        let hash = question.hash(self.changes);
        let kept = self.answers.get(&hash);
        if let Some(kept) = kept.filter(|kept| question.is(&kept.question)) {
            return Known::Kept(kept.answer.clone());
        }
        let (place, rest) = place_of(hash);
        if std::mem::replace(&mut self.seen[place], rest) == rest {
            Known::Asked
        } else {
            Known::Nothing
        }
    }

    pub(crate) fn keep(&mut self, question: &Question<'_>, answer: &Rendered) {
        let written = question.parts().concat();
        self.length += written.len() + answer.body.as_ref().map_or(0, Bytes::len);
        if self.length > LONGEST {
            self.answers.clear();
            self.length = written.len() + answer.body.as_ref().map_or(0, Bytes::len);
        }
        let kept = Kept {
            question: written.into_boxed_str(),
            answer: answer.clone(),
        };
        self.answers.insert(question.hash(self.changes), kept);
    }

    /// Something was changed.
    pub(crate) fn clear(&mut self) {
        self.changes += 1;
        if !self.answers.is_empty() {
            self.answers.clear();
            self.length = 0;
        }
    }
}

/// The place of a hash, and what of it is remembered there.
fn place_of(hash: u64) -> (usize, u32) {
    let place = usize::try_from(hash % PLACES as u64).unwrap_or_default();
    // A place that was never taken holds 0.
    let rest = u32::try_from(hash >> 32).unwrap_or_default().max(1);
    (place, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_operations_are_reads() {
        let kept = okta_facts::OPERATIONS
            .iter()
            .filter(|operation| is_kept(operation.id));
        let methods: Vec<&str> = kept.map(|operation| operation.method.as_str()).collect();
        assert_eq!(methods, ["GET"; 12]);
    }

    #[test]
    fn an_answer_is_kept_the_second_time_and_until_a_change() {
        let mut answers = KeptAnswers::default();
        let asked = |path| Question::of("getUser", "caller", ("http://a", path, "")).unwrap();
        let (one, other) = (asked("/one"), asked("/other"));
        assert!(matches!(answers.ask(&one), Known::Nothing));
        assert!(matches!(answers.ask(&other), Known::Nothing));
        assert!(matches!(answers.ask(&one), Known::Asked));
        let answer = Rendered {
            status: 200,
            body: None,
            links: Vec::new(),
            tag: None,
            nonce: None,
        };
        answers.keep(&one, &answer);
        assert!(matches!(answers.ask(&one), Known::Kept(_)));
        assert!(matches!(answers.ask(&other), Known::Asked));
        answers.clear();
        assert!(matches!(answers.ask(&one), Known::Nothing));
        assert!(Question::of("listUsers", "", ("", "", "search=x")).is_none());
        assert!(Question::of("listLogEvents", "", ("", "", "")).is_none());
    }
}
