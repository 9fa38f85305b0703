//! What was asked and answered, for tests that look at the traffic.

use std::collections::VecDeque;

/// More requests than this are counted but not kept: a long run must not fill the memory.
const MOST_REQUESTS: usize = 100_000;

/// Nor are they kept beyond this many bytes of their texts, where nothing else is said.
const MOST_BYTES: usize = 32 << 20;

/// How much of a path or query is kept.
const LONGEST_TEXT: usize = 2_048;

/// A request that the emulator answered. It holds no header and no body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServedRequest {
    /// The method, such as `GET`.
    pub method: String,
    /// The path as it was sent, still percent-encoded; its first 2,048 bytes.
    pub path: String,
    /// The query as it was sent, without `?`, its first 2,048 bytes; empty when there was none.
    pub query: String,
    /// The status of the answer.
    pub status: u16,
}

/// As much of a text as is kept.
fn beginning(text: &str) -> &str {
    let mut ends = (0..=text.len().min(LONGEST_TEXT)).rev();
    let end = ends.find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// The latest requests. Their texts lie one behind the other in one piece of memory: a text of its own for each
/// would cost every answer more than its lookup does.
pub(crate) struct RequestLog {
    texts: VecDeque<u8>,
    rows: VecDeque<Row>,
    served: u64,
    most_bytes: usize,
}

/// How long the texts of a request are.
struct Row {
    method: u16,
    path: u16,
    query: u16,
    status: u16,
}

impl Row {
    fn bytes(&self) -> usize {
        [self.method, self.path, self.query].map(usize::from).iter().sum()
    }
}

impl RequestLog {
    pub(crate) fn new(most_bytes: Option<usize>) -> Self {
        Self {
            texts: VecDeque::new(),
            rows: VecDeque::new(),
            served: 0,
            most_bytes: most_bytes.unwrap_or(MOST_BYTES),
        }
    }

    pub(crate) fn push(&mut self, method: &str, path: &str, query: &str, status: u16) {
        self.served += 1;
        let [method, path, query] = [method, path, query].map(|text| {
            let text = beginning(text);
            self.texts.extend(text.as_bytes());
            // No longer than what is kept.
            u16::try_from(text.len()).unwrap_or_default()
        });
        self.rows.push_back(Row {
            method,
            path,
            query,
            status,
        });
        while self.rows.len() > MOST_REQUESTS || self.texts.len() > self.most_bytes {
            let Some(gone) = self.rows.pop_front() else {
                return;
            };
            self.texts.drain(..gone.bytes());
        }
    }

    pub(crate) fn served(&self) -> u64 {
        self.served
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// So many of them, newest first, after the newest so many.
    pub(crate) fn newest(&self, skipped: usize, count: usize) -> Vec<ServedRequest> {
        self.backwards()
            .skip(skipped)
            .take(count)
            .map(ServedRequest::from)
            .collect()
    }

    pub(crate) fn kept(&self) -> Vec<ServedRequest> {
        let mut kept: Vec<ServedRequest> = self.backwards().map(ServedRequest::from).collect();
        kept.reverse();
        kept
    }

    /// The rows with where their texts lie, newest first.
    fn backwards(&self) -> impl Iterator<Item = Kept<'_>> {
        let mut end = self.texts.len();
        self.rows.iter().rev().map(move |row| {
            end -= row.bytes();
            Kept {
                row,
                texts: &self.texts,
                start: end,
            }
        })
    }
}

struct Kept<'a> {
    row: &'a Row,
    texts: &'a VecDeque<u8>,
    start: usize,
}

impl From<Kept<'_>> for ServedRequest {
    fn from(kept: Kept<'_>) -> Self {
        let mut start = kept.start;
        let mut text = |length: u16| {
            let end = start + usize::from(length);
            let bytes: Vec<u8> = kept.texts.range(start..end).copied().collect();
            start = end;
            // They were texts when they were kept.
            String::from_utf8(bytes).unwrap_or_default()
        };
        Self {
            method: text(kept.row.method),
            path: text(kept.row.path),
            query: text(kept.row.query),
            status: kept.row.status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_requests_are_cut_and_the_oldest_go() {
        let mut log = RequestLog::new(None);
        let text = "\u{e9}".repeat(100_000);
        for status in 0..20_000 {
            log.push("GET", &text, &text, status);
        }
        let kept = log.kept();
        assert_eq!(
            (log.served(), kept.len()),
            (20_000, MOST_BYTES / (3 + 2 * LONGEST_TEXT))
        );
        let bytes = kept
            .iter()
            .map(|one| one.method.len() + one.path.len() + one.query.len());
        assert!(log.texts.len() <= MOST_BYTES && bytes.sum::<usize>() == log.texts.len());
        assert_eq!(kept.last().map(|request| request.status), Some(19_999));
        for status in 0..=u16::MAX {
            log.push("GET", "/", "", status);
            log.push("GET", "/", "", status);
        }
        assert_eq!(log.kept().len(), MOST_REQUESTS);
    }

    #[test]
    fn the_bound_of_bytes_is_the_one_that_was_set() {
        let mut log = RequestLog::new(Some(100));
        for status in 0..50 {
            log.push("GET", "/seventeen-letters", "", status);
        }
        let kept: Vec<u16> = log.kept().iter().map(|request| request.status).collect();
        assert_eq!(kept, [46, 47, 48, 49], "21 bytes each");
        assert_eq!(log.served(), 50);
    }

    #[test]
    fn requests_come_out_as_they_went_in() {
        let mut log = RequestLog::new(None);
        for (number, path) in ["/a", "/b\u{e9}", "", "/d"].into_iter().enumerate() {
            log.push("POST", path, "x=1", u16::try_from(number).unwrap());
        }
        let paths = |requests: Vec<ServedRequest>| -> Vec<String> {
            requests.into_iter().map(|request| request.path).collect()
        };
        assert_eq!(paths(log.kept()), ["/a", "/b\u{e9}", "", "/d"]);
        assert_eq!(paths(log.newest(1, 2)), ["", "/b\u{e9}"]);
        let last = ServedRequest {
            method: "POST".to_owned(),
            path: "/d".to_owned(),
            query: "x=1".to_owned(),
            status: 3,
        };
        assert_eq!(log.newest(0, 1), [last]);
    }
}
