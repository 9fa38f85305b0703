//! What the replay found, in numbers and by reason; no value out of a recording is in it.

use std::collections::BTreeMap;
use std::fmt;

use super::explanations;
use super::player::Verdict;

/// By what differs: how often, and the first example.
type Reasons = BTreeMap<String, (usize, String)>;

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
    /// Differences in the core that nothing explains, by what differs.
    reasons: Reasons,
    reasons_beyond: Reasons,
    /// Exchanges that differ from what is recorded, by operation and explanation.
    explained: BTreeMap<(String, &'static str), usize>,
    /// Exchanges of the core in which a difference is none, by the tolerance's reason.
    tolerated: BTreeMap<&'static str, usize>,
    /// Exchanges of the core that matched and came before the first write of their source.
    of_what_was_prepared: usize,
    /// Exchanges of the core before which a lost change was taken back.
    raced: usize,
}

impl Report {
    pub(super) fn add(&mut self, source: &str, verdicts: &[Verdict]) {
        for verdict in verdicts {
            let matched = usize::from(verdict.found.differences.is_empty());
            if !verdict.of_the_core {
                self.beyond.0 += matched;
                self.beyond.1 += 1;
                match explanations::of(&verdict.operation, &verdict.found.differences) {
                    Some(why) => self.explain(verdict, why),
                    None => note(&mut self.reasons_beyond, source, verdict),
                }
                continue;
            }
            self.matched += matched;
            self.replayed += 1;
            let counts = self.operations.entry(verdict.operation.clone()).or_default();
            counts.0 += matched;
            counts.1 += 1;
            self.raced += usize::from(verdict.raced);
            if verdict.of_what_was_prepared {
                self.of_what_was_prepared += matched;
            }
            for reason in &verdict.found.tolerated {
                *self.tolerated.entry(reason).or_default() += 1;
            }
            match explanations::of(&verdict.operation, &verdict.found.differences) {
                Some(why) => self.explain(verdict, why),
                None => note(&mut self.reasons, source, verdict),
            }
        }
    }

    fn explain(&mut self, verdict: &Verdict, why: &'static str) {
        let explained = self.explained.entry((verdict.operation.clone(), why));
        *explained.or_default() += 1;
    }

    pub(super) fn leave_out(&mut self, operation: &str, why: &str) {
        *self.left_out.entry(format!("{operation} {why}")).or_default() += 1;
    }

    /// The part of all exchanges of the core that matched, in percent: what could not be replayed counts as if
    /// it did not.
    pub(super) fn percent(&self) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        100.0 * count(self.matched) / count(self.total.max(1))
    }
}

fn note(reasons: &mut Reasons, source: &str, verdict: &Verdict) {
    for difference in &verdict.found.differences {
        let reason = format!("{}: {difference}", verdict.operation);
        let example = || (0, format!("{source} {}", verdict.index));
        reasons.entry(reason).or_insert_with(example).0 += 1;
    }
}

/// How many of the reasons are listed.
const LISTED: usize = 60;

fn list(formatter: &mut fmt::Formatter<'_>, reasons: &Reasons) -> fmt::Result {
    let mut reasons: Vec<_> = reasons.iter().collect();
    reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (reason, (count, example)) in reasons.iter().take(LISTED) {
        writeln!(formatter, "  {count:5} x {reason} (first: {example})")?;
    }
    if reasons.len() > LISTED {
        writeln!(formatter, "  and {} more reasons", reasons.len() - LISTED)?;
    }
    Ok(())
}

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
        list(formatter, &self.reasons)?;
        for ((operation, why), count) in &self.explained {
            writeln!(formatter, "  {count:5} explained: {operation}: {why}")?;
        }
        for (why, count) in &self.tolerated {
            writeln!(formatter, "  {count:5} matched but for this: {why}")?;
        }
        if self.raced > 0 {
            writeln!(
                formatter,
                "  {:5} sent after a change was taken back that Okta lost: writes of one schema in one second",
                self.raced
            )?;
        }
        let mut left_out: Vec<_> = self.left_out.iter().collect();
        left_out.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (why, count) in left_out {
            writeln!(formatter, "  {count:5} left out: {why}")?;
        }
        writeln!(
            formatter,
            "  {:5} matched before the first write of their source: what they show was prepared, much of it from them",
            self.of_what_was_prepared
        )?;
        list(formatter, &self.reasons_beyond)?;
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
