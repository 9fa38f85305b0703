//! What the replay found, in numbers and by reason; no value out of a recording is in it.

use std::collections::BTreeMap;
use std::fmt;

use super::player::Verdict;

#[derive(Default)]
pub(super) struct Report {
    pub(super) matched: usize,
    pub(super) replayed: usize,
    /// All exchanges of the core, in sources that can be replayed and in others.
    pub(super) total: usize,
    /// Exchanges outside the core that came along: matched and replayed.
    beyond: (usize, usize),
    operations: BTreeMap<String, (usize, usize)>,
    /// Exchanges of the core that were not replayed, by operation and why.
    left_out: BTreeMap<String, usize>,
    /// By reason: how often, and the first example.
    reasons: BTreeMap<String, (usize, String)>,
}

impl Report {
    pub(super) fn add(&mut self, source: &str, verdicts: &[Verdict]) {
        for verdict in verdicts {
            let matched = usize::from(verdict.differences.is_empty());
            if !verdict.of_the_core {
                self.beyond.0 += matched;
                self.beyond.1 += 1;
                self.reason(source, verdict);
                continue;
            }
            self.matched += matched;
            self.replayed += 1;
            let counts = self.operations.entry(verdict.operation.clone()).or_default();
            counts.0 += matched;
            counts.1 += 1;
            self.reason(source, verdict);
        }
    }

    pub(super) fn leave_out(&mut self, operation: &str, why: &str) {
        *self.left_out.entry(format!("{operation} {why}")).or_default() += 1;
    }

    fn reason(&mut self, source: &str, verdict: &Verdict) {
        for difference in &verdict.differences {
            let reason = format!("{}: {difference}", verdict.operation);
            let example = || (0, format!("{source} {}", verdict.index));
            self.reasons.entry(reason).or_insert_with(example).0 += 1;
        }
    }

    /// The part of the replayed exchanges that matched, in percent.
    pub(super) fn percent(&self) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        100.0 * count(self.matched) / count(self.replayed.max(1))
    }
}

/// How many of the reasons are listed.
const LISTED: usize = 60;

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            matched,
            replayed,
            total,
            ..
        } = self;
        for (operation, (matched, replayed)) in &self.operations {
            writeln!(formatter, "  {matched:5} / {replayed:5}  {operation}")?;
        }
        let mut reasons: Vec<_> = self.reasons.iter().collect();
        reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (reason, (count, example)) in reasons.iter().take(LISTED) {
            writeln!(formatter, "  {count:5} x {reason} (first: {example})")?;
        }
        if reasons.len() > LISTED {
            writeln!(formatter, "  and {} more reasons", reasons.len() - LISTED)?;
        }
        let mut left_out: Vec<_> = self.left_out.iter().collect();
        left_out.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (why, count) in left_out {
            writeln!(formatter, "  {count:5} left out: {why}")?;
        }
        writeln!(
            formatter,
            "beyond the core: matched {} / replayed {}",
            self.beyond.0, self.beyond.1
        )?;
        write!(
            formatter,
            "replay: matched {matched} / replayed {replayed} / total {total}"
        )
    }
}
