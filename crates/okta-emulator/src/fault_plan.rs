//! Which faults hit a request, and what they leave of its answer.

use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_LENGTH, HeaderValue};

use crate::errors::{Outcome, Refusal};
use crate::faults::{Effect, Fault};
use crate::interrupted::Interrupted;
use crate::kept_answers::Rendered;
use crate::paging;

/// The faults of an org, with how often each applied and hit.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    seed: u64,
    made: u64,
    active: Vec<Active>,
}

#[derive(Debug)]
struct Active {
    id: u64,
    fault: Fault,
    asked: u64,
    hit: u64,
}

/// What goes wrong with one request.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) latency: Duration,
    pub(crate) before: Option<Cut>,
    pub(crate) after: Option<Cut>,
    pub(crate) truncated: bool,
    pub(crate) clock_offset: i64,
}

/// How a request ends other than it should.
#[derive(Debug)]
pub(crate) enum Cut {
    Refused(Refusal),
    Reset,
}

/// What a fault looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// None when the path is no operation.
    pub(crate) operation: Option<&'a str>,
    pub(crate) path: &'a str,
    pub(crate) has_cursor: bool,
}

impl Faults {
    pub(crate) fn new(seed: u64, faults: &[Fault]) -> Self {
        let mut all = Self {
            seed,
            ..Self::default()
        };
        for fault in faults {
            all.add(fault.clone());
        }
        all
    }

    /// Adds a fault; gives the number to remove it by.
    pub(crate) fn add(&mut self, fault: Fault) -> u64 {
        self.made += 1;
        self.active.push(Active {
            id: self.made,
            fault,
            asked: 0,
            hit: 0,
        });
        self.made
    }

    pub(crate) fn are_none(&self) -> bool {
        self.active.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.active.clear();
    }

    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.active.len();
        self.active.retain(|active| active.id != id);
        self.active.len() < before
    }

    /// The faults with their numbers, how many requests each applied to and how many it hit.
    pub(crate) fn list(&self) -> impl Iterator<Item = (u64, &Fault, u64, u64)> {
        self.active
            .iter()
            .map(|active| (active.id, &active.fault, active.asked, active.hit))
    }

    /// Each fault decides by itself, from the seed, its number and how many requests it applied to before.
    pub(crate) fn plan(&mut self, asked: Asked<'_>) -> Plan {
        let mut plan = Plan::default();
        for active in &mut self.active {
            if !active.fault.applies_to(asked) || active.fault.times.is_some_and(|times| active.hit >= times)
            {
                continue;
            }
            active.asked += 1;
            let seed =
                self.seed ^ active.id.rotate_left(40) ^ active.asked.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut random = fastrand::Rng::with_seed(seed);
            if random.f64() < active.fault.rate {
                active.hit += 1;
                plan.add(&active.fault, &mut random);
            }
        }
        plan
    }
}

impl Plan {
    /// The answer, unless a fault takes its place after the work is done.
    pub(crate) fn cut_after(&mut self, answer: Rendered) -> Outcome<Rendered> {
        match self.after.take_if(|cut| matches!(cut, Cut::Refused(_))) {
            Some(Cut::Refused(refusal)) => Err(refusal),
            _ => Ok(answer),
        }
    }

    /// What arrives of an answer.
    pub(crate) fn spoil(self, response: Response<Bytes>) -> Result<Response<Bytes>, Interrupted> {
        if matches!(self.after, Some(Cut::Reset)) {
            return Err(Interrupted::Reset);
        }
        if !self.truncated || response.body().is_empty() {
            return Ok(response);
        }
        let length = response.body().len();
        let mut response = response.map(|body| body.slice(..length / 2));
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(length));
        Err(Interrupted::Truncated {
            response: Box::new(response),
        })
    }

    fn add(&mut self, fault: &Fault, random: &mut fastrand::Rng) {
        let cut = match &fault.effect {
            Effect::Latency(latency) => {
                self.latency += latency.sample(random);
                return;
            }
            Effect::TruncatedBody => {
                self.truncated = true;
                return;
            }
            Effect::ClockOffset { seconds } => {
                self.clock_offset += seconds;
                return;
            }
            Effect::StaleCursor => Cut::Refused(paging::invalid_cursor()),
            Effect::Error { status, code } => Cut::Refused(Refusal::injected(*status, code)),
            Effect::Reset => Cut::Reset,
        };
        let place = if fault.after_the_change {
            &mut self.after
        } else {
            &mut self.before
        };
        // The fault that was added first wins.
        place.get_or_insert(cut);
    }
}

impl Fault {
    fn applies_to(&self, asked: Asked<'_>) -> bool {
        self.operation
            .as_deref()
            .is_none_or(|operation| asked.operation == Some(operation))
            && self
                .path
                .as_deref()
                .is_none_or(|path| asked.path.starts_with(path))
            && (self.effect != Effect::StaleCursor || asked.has_cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_hits_the_same_requests_at_about_the_rate() {
        let asked = Asked {
            operation: Some("getUser"),
            path: "/api/v1/users/x",
            has_cursor: false,
        };
        let hits = |seed| {
            let mut faults = Faults::new(seed, &[Fault::reset().at_rate(0.2)]);
            (0..1_000)
                .map(|_| faults.plan(asked).before.is_some())
                .collect::<Vec<bool>>()
        };
        assert_eq!(hits(7), hits(7));
        assert_ne!(hits(7), hits(8));
        let share = hits(7).iter().filter(|hit| **hit).count();
        assert!((150..250).contains(&share), "{share}");
    }

    #[test]
    fn another_fault_does_not_change_what_the_first_hits() {
        let asked = Asked {
            operation: None,
            path: "/",
            has_cursor: false,
        };
        let first = Fault::reset().at_rate(0.5);
        let mut alone = Faults::new(1, std::slice::from_ref(&first));
        let mut together = Faults::new(1, &[first, Fault::truncated_body().at_rate(0.5)]);
        for _ in 0..100 {
            assert_eq!(
                alone.plan(asked).before.is_some(),
                together.plan(asked).before.is_some()
            );
        }
    }
}
