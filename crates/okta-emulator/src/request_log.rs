//! What was asked and answered, for tests that look at the traffic.

use std::collections::VecDeque;

/// More requests than this are counted but not kept: a long run must not fill the memory.
const KEPT: usize = 100_000;

/// A request that the emulator answered. It holds no header and no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedRequest {
    /// The method, such as `GET`.
    pub method: String,
    /// The path as it was sent, still percent-encoded.
    pub path: String,
    /// The query as it was sent, without `?`; empty when there was none.
    pub query: String,
    /// The status of the answer.
    pub status: u16,
}

#[derive(Default)]
pub(crate) struct RequestLog {
    kept: VecDeque<ServedRequest>,
    served: u64,
}

impl RequestLog {
    pub(crate) fn push(&mut self, request: ServedRequest) {
        self.served += 1;
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(request);
    }

    pub(crate) fn served(&self) -> u64 {
        self.served
    }

    /// The last so many, newest first.
    pub(crate) fn last(&self, count: usize) -> Vec<ServedRequest> {
        self.kept.iter().rev().take(count).cloned().collect()
    }

    pub(crate) fn kept(&self) -> Vec<ServedRequest> {
        self.kept.iter().cloned().collect()
    }
}
