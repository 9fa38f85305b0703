//! The entries of the System Log, in bounded memory.

use std::collections::VecDeque;
use std::ops::RangeBounds;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Okta keeps 90 days; the emulator keeps this many entries, so that a long run does not fill the memory.
const MOST_EVENTS: usize = 200_000;

/// Where nothing else is said, entries are kept whose JSON takes so many bytes together: some 80,000.
pub(crate) const DEFAULT_BYTES: usize = 128 << 20;

#[derive(Serialize, Deserialize)]
pub(crate) struct LogEvent {
    pub(crate) published: Timestamp,
    /// A number that grows by one with every event: what the cursors of `GET /api/v1/logs` count in.
    pub(crate) sequence: u64,
    /// As JSON: a tree of values takes eight times as much.
    json: Box<str>,
}

/// Entries in the order of persistence, oldest first.
#[derive(Serialize, Deserialize)]
pub(crate) struct EventLog {
    events: VecDeque<LogEvent>,
    /// The number of the last entry, also of one that is gone.
    last: u64,
    /// How many bytes the JSON of the entries takes.
    bytes: usize,
    most_bytes: usize,
}

impl Default for EventLog {
    fn default() -> Self {
        Self {
            events: VecDeque::new(),
            last: 0,
            bytes: 0,
            most_bytes: DEFAULT_BYTES,
        }
    }
}

impl LogEvent {
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}

impl EventLog {
    /// Adds an entry and lets the oldest go that there is no room for. The newest is always kept.
    pub(crate) fn push(&mut self, published: Timestamp, event: &Value) {
        let json = event.to_string().into_boxed_str();
        self.last += 1;
        self.bytes += json.len();
        self.events.push_back(LogEvent {
            published,
            sequence: self.last,
            json,
        });
        self.shrink();
    }

    pub(crate) fn set_most_bytes(&mut self, bytes: usize) {
        self.most_bytes = bytes;
        self.shrink();
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn back(&self) -> Option<&LogEvent> {
        self.events.back()
    }

    /// How many entries have a number up to this one.
    pub(crate) fn count_up_to(&self, sequence: u64) -> usize {
        self.events.partition_point(|event| event.sequence <= sequence)
    }

    pub(crate) fn range(
        &self,
        places: impl RangeBounds<usize>,
    ) -> impl DoubleEndedIterator<Item = &LogEvent> {
        self.events.range(places)
    }

    fn shrink(&mut self) {
        while self.events.len() > MOST_EVENTS || self.bytes > self.most_bytes && self.events.len() > 1 {
            let Some(gone) = self.events.pop_front() else {
                return;
            };
            self.bytes -= gone.json.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_oldest_go_when_there_is_no_room_and_numbers_go_on() {
        let mut log = EventLog::default();
        log.set_most_bytes(1_000);
        let event = json!({ "text": "x".repeat(89) });
        assert_eq!(event.to_string().len(), 100);
        for _ in 0..25 {
            log.push(Timestamp::UNIX_EPOCH, &event);
        }
        let numbers: Vec<u64> = log.range(..).map(|event| event.sequence).collect();
        assert_eq!(numbers, (16..=25).collect::<Vec<u64>>());
        assert_eq!((log.bytes, log.count_up_to(20)), (1_000, 5));
        assert!(log.range(..).all(|kept| kept.value() == event));
        log.push(Timestamp::UNIX_EPOCH, &json!({ "text": "x".repeat(5_000) }));
        assert_eq!(
            log.range(..).map(|event| event.sequence).collect::<Vec<_>>(),
            [26]
        );
        log.push(Timestamp::UNIX_EPOCH, &event);
        assert_eq!((log.len(), log.bytes), (1, 100));
    }
}
