//! [`Account`]: what processes keep together about one bucket.
//!
//! It is a [`Bucket`] that counts the requests of all, and for each process how many of them it holds: reserved, or under
//! way. A process tells what became of its requests and takes new ones in one step, so nobody sees half of it. What a
//! process held that was not heard of for a [`LEASE`] counts for one window more, since its requests may have left, and is
//! then free.
//!
//! Such a process may be dead, or cut off from the store alone, and then sends its part of the share by itself. Nobody can
//! tell which. So its part is left to it for one window more, too, unless it had said that nothing of it is under way. From
//! then on it is one of the org's other clients: what headers show of it is left to it, and the share is of the rest, so that
//! all together may exceed the share by as much of its part as the share leaves to others (for 0.8 a fifth of it).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::bucket::{Bucket, Ending, Stop, WINDOW};
use super::super::lane::{Lane, PASSES};
use super::super::moment;

/// How long a process is taken to live after its last word.
pub(super) const LEASE: Duration = Duration::from_secs(10);
/// How far ahead requests are reserved: a process asks about so often, however many of them it sends.
const HORIZON: Duration = Duration::from_millis(100);
/// How often a process asks that waits for another's first answer.
const SOON: Duration = Duration::from_millis(250);
/// How often a process asks that waits for room, which others may give back before the window ends.
const NOW_AND_THEN: Duration = Duration::from_secs(1);

/// What stands in the store.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Account {
    bucket: Bucket,
    members: BTreeMap<String, Member>,
    /// Interactive requests that were let pass since the last one of the bulk lane.
    passes: u32,
}

/// One process.
#[derive(Debug, Serialize, Deserialize)]
struct Member {
    /// Requests that it has reserved or sent, and not told the end of.
    held: u32,
    #[serde(with = "moment")]
    seen: Duration,
    /// How many of its requests' ends were counted.
    heard: u64,
    /// Of those held, how many were under way at its last word. One that has reserved some and sends none gave them up.
    #[serde(default)]
    under_way: u32,
    /// It had requests under way when it was heard of last, and that is too long ago.
    #[serde(default)]
    is_missing: bool,
}

/// How a request ended, and when.
#[derive(Clone, Copy, Debug)]
pub(in crate::governor) struct Event {
    pub(in crate::governor) at: Duration,
    pub(in crate::governor) ending: Ending,
}

/// What a process tells, and asks for.
#[derive(Clone, Debug)]
pub(in crate::governor) struct Report {
    pub(super) member: Arc<str>,
    pub(super) share: f64,
    /// The number of the first event; the others follow.
    pub(super) first: u64,
    pub(super) events: Vec<Event>,
    /// Requests reserved or under way.
    pub(super) held: u32,
    pub(super) under_way: u32,
    /// How many wait in the interactive lane, and in the bulk lane.
    pub(super) wanted: [u32; 2],
}

/// The same moment by two clocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// By the store's clock, since the epoch.
    pub(super) stored: Duration,
    /// By the client's.
    pub(super) own: Duration,
}

impl Moment {
    pub(super) fn to_stored(self, own: Duration) -> Duration {
        (self.stored + own.saturating_sub(self.own)).saturating_sub(self.own.saturating_sub(own))
    }

    pub(super) fn to_own(self, stored: Duration) -> Duration {
        (self.own + stored.saturating_sub(self.stored)).saturating_sub(self.stored.saturating_sub(stored))
    }
}

/// What a process is told. Moments are by the store's clock.
#[derive(Debug)]
pub(in crate::governor) struct Told {
    /// When each of the reserved requests may leave.
    pub(super) slots: Vec<Duration>,
    /// When to ask for those that were not granted.
    pub(super) again: Option<Duration>,
    pub(super) processes: u32,
    /// How many of the process's events were counted by now.
    pub(super) heard: u64,
    pub(super) bucket: Bucket,
    pub(super) now: Moment,
}

impl Account {
    pub(super) fn new(name: &'static str, share: f64, now: Duration) -> Self {
        Self {
            bucket: Bucket::new(name, share, now),
            members: BTreeMap::new(),
            passes: 0,
        }
    }

    /// Reads what another process has written; `None` when it cannot be read.
    pub(super) fn read(text: &str, share: f64, now: Duration) -> Option<Self> {
        let mut account: Self = serde_json::from_str(text).ok()?;
        let held = account.held();
        account.bucket = account.bucket.taken_up(share, held, now);
        for member in account.members.values_mut() {
            member.seen = member.seen.min(now);
        }
        Some(account)
    }

    pub(super) fn write(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// Counts what a process tells and grants what it may have. Whether anything changed that others should know.
    pub(super) fn meet(&mut self, report: &Report, now: Moment) -> (Told, bool) {
        let mut changed = self.forget_the_dead(now.stored);
        changed |= self.hear(report, now);
        self.bucket.leave_to_missing(self.missing_part());
        let mut slots = Vec::new();
        let again = self.grant(report.wanted, now.stored, &mut slots);
        changed |= !slots.is_empty();
        let granted = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let member = self.members.get_mut(&*report.member);
        let heard = member.map_or(0, |member| {
            member.held = member.held.saturating_add(granted);
            if changed || member.seen + LEASE / 3 <= now.stored {
                member.seen = now.stored;
                changed = true;
            }
            member.heard
        });
        let told = Told {
            slots,
            again,
            processes: self.processes(),
            heard,
            bucket: self.bucket.clone(),
            now,
        };
        (told, changed)
    }

    fn held(&self) -> u32 {
        self.members
            .values()
            .fold(0, |sum, member| sum.saturating_add(member.held))
    }

    fn forget_the_dead(&mut self, now: Duration) -> bool {
        let bucket = &mut self.bucket;
        let mut changed = false;
        self.members.retain(|_, member| {
            let lease_ends = member.seen + LEASE;
            if lease_ends > now {
                return true;
            }
            if !member.is_missing {
                changed = true;
                bucket.lose(member.held, lease_ends);
                member.is_missing = member.under_way > 0;
                member.held = 0;
            }
            let stays = member.is_missing && lease_ends + WINDOW > now;
            changed |= !stays;
            stays
        });
        changed
    }

    /// What processes take for their part that may be alive and are not heard of.
    fn missing_part(&self) -> u32 {
        let missing = self.members.values().filter(|member| member.is_missing).count();
        let part = self.bucket.whole_allowance() / self.processes();
        part.saturating_mul(u32::try_from(missing).unwrap_or(u32::MAX))
    }

    fn processes(&self) -> u32 {
        u32::try_from(self.members.len()).unwrap_or(u32::MAX).max(1)
    }

    /// What became of a process's requests since it told last. Whether there was anything new.
    fn hear(&mut self, report: &Report, now: Moment) -> bool {
        let mut changed = !self.members.contains_key(&*report.member);
        let member = self
            .members
            .entry(report.member.to_string())
            .or_insert_with(|| Member {
                held: 0,
                seen: now.stored,
                heard: report.first,
                under_way: 0,
                is_missing: false,
            });
        changed |= std::mem::take(&mut member.is_missing);
        // Some were told before by one who did not learn that it was heard.
        let known = usize::try_from(member.heard.saturating_sub(report.first)).unwrap_or(usize::MAX);
        for event in report.events.iter().skip(known) {
            let at = now.to_stored(event.at).min(now.stored);
            if member.held > 0 {
                member.held -= 1;
                self.bucket.settle(event.ending, at);
            } else {
                // It left while the store was away.
                self.bucket.settle_unknown(event.ending, at);
            }
            changed = true;
        }
        let events = u64::try_from(report.events.len()).unwrap_or(u64::MAX);
        member.heard = member.heard.max(report.first.saturating_add(events));
        // Reservations that were granted and never heard of are given back; what left without one is counted.
        changed |= member.held != report.held;
        self.bucket.correct(member.held, report.held);
        member.held = report.held;
        changed |= (member.under_way > 0) != (report.under_way > 0);
        member.under_way = report.under_way;
        changed
    }

    /// Reserves requests, the interactive ones first. When to ask for the rest.
    ///
    /// A request may be reserved that leaves a moment later. Interactive ones go in front of the bulk requests that are
    /// reserved so, of whatever process; after four of them the bulk lane may reserve further ahead than they.
    fn grant(
        &mut self,
        [interactive, bulk]: [u32; 2],
        now: Duration,
        slots: &mut Vec<Duration>,
    ) -> Option<Duration> {
        let processes = self.processes();
        let mut later = 0;
        let interactive = (0..interactive).map(|_| Lane::Interactive);
        for lane in interactive.chain((0..bulk).map(|_| Lane::Bulk)) {
            if let Some(stop) = self.bucket.stop(now) {
                let moment = match stop {
                    Stop::Held(moment) => moment.min(now + LEASE / 3),
                    Stop::Probing(moment) => moment.min(now + SOON),
                    Stop::Full(Some(moment)) => moment.min(now + NOW_AND_THEN),
                    Stop::Full(None) => now + NOW_AND_THEN,
                };
                return Some(moment);
            }
            let wait = self.bucket.pace(now);
            let (horizon, head_start) = match lane {
                Lane::Interactive => (2 * HORIZON, HORIZON),
                Lane::Bulk if self.passes >= PASSES => (3 * HORIZON, Duration::ZERO),
                Lane::Bulk => (HORIZON, Duration::ZERO),
            };
            if wait > horizon {
                return Some(now + wait.saturating_sub(horizon));
            }
            if !wait.is_zero() {
                // Each process reserves its part of what lies ahead, so that none is left without.
                let ahead = HORIZON.as_secs_f64() / self.bucket.interval(now).as_secs_f64().max(1e-6);
                if f64::from(later) >= (ahead / f64::from(processes)).max(1.0) {
                    return slots.last().copied().or(Some(now + HORIZON));
                }
                later += 1;
            }
            match lane {
                Lane::Interactive => self.passes = self.passes.saturating_add(1),
                Lane::Bulk => self.passes = 0,
            }
            self.bucket.send(now);
            slots.push(now + wait.saturating_sub(head_start));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Moment {
        let moment = Duration::from_secs(1_000 + seconds);
        Moment {
            stored: moment,
            own: moment,
        }
    }

    fn word(member: &str, held: u32, under_way: u32) -> Report {
        Report {
            member: member.into(),
            share: 0.8,
            first: 0,
            events: Vec::new(),
            held,
            under_way,
            wanted: [0, 0],
        }
    }

    #[test]
    fn the_part_of_who_falls_silent_with_requests_under_way_is_left_to_it_for_a_window() {
        for (held, under_way, is_missed) in [(2, 1, true), (2, 0, false), (0, 0, false)] {
            let mut account = Account::new("/api/v1/users", 0.8, at(0).stored);
            let whole = account.bucket.whole_allowance();
            account.meet(&word("silent", held, under_way), at(0));
            for (second, stays) in [(9, true), (11, is_missed), (69, is_missed), (71, false)] {
                let (told, _) = account.meet(&word("other", 0, 0), at(second));
                assert_eq!(
                    told.processes,
                    1 + u32::from(stays),
                    "{held} {under_way} {second}"
                );
                let part = if stays && second > 10 { whole / 2 } else { 0 };
                assert_eq!(account.missing_part(), part, "{held} {under_way} {second}");
                account = Account::read(&account.write().unwrap(), 0.8, at(second).stored).unwrap();
            }
        }
    }

    #[test]
    fn who_is_missed_and_comes_back_is_one_of_them_again() {
        let mut account = Account::new("/api/v1/users", 0.8, at(0).stored);
        account.meet(&word("silent", 1, 1), at(0));
        account.meet(&word("other", 0, 0), at(20));
        assert!(account.missing_part() > 0);
        let (told, changed) = account.meet(&word("silent", 1, 1), at(25));
        assert_eq!((told.processes, changed), (2, true));
        assert_eq!(account.missing_part(), 0);
    }
}
