//! [`Explanation`]: what each assignment has to say about a call.

use std::fmt;

use super::custom::custom;
use super::decision::Decision;
use super::part::Cover;
use super::standard::{Notes, standard};
use super::{Assignment, Grant, Held};
use crate::Call;
use crate::compiled::CompiledHalf;

/// Why a decision is what it is: a line for each assignment, and the decision.
///
/// `Display` prints all of it.
///
/// ```
/// use okta_models::user_lifecycle::SuspendUser;
/// use okta_permissions::{Assignment, Call, Grant, Principal, RoleType, Targets};
///
/// let grant = Grant::api_token(Principal::user("00u9"))
///     .with(Assignment::standard(&RoleType::HelpDeskAdmin, Targets::WholeOrg))
///     .with(Assignment::standard(&RoleType::UserAdmin, Targets::groups(["00g1"])));
/// let suspend = SuspendUser::new("00u1");
/// let explanation = grant.explain(&Call::of(&suspend));
/// assert_eq!(explanation.to_string(), "suspendUser: scoped to users in group 00g1\n\
///     - Help Desk Administrator: does not allow it\n\
///     - Group Administrator for 1 group: allows it, on some objects\n");
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    decision: Decision<'a>,
    operation_id: &'static str,
    lines: Vec<Line<'a>>,
}

/// What one assignment has to say.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    assignment: &'a Assignment,
    outcome: Outcome,
    reason: String,
}

/// What one assignment gives by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It allows the call.
    Allows,
    /// It allows the operation on some objects; the call does not say enough to tell.
    AllowsSome,
    /// It holds one of the permissions that are needed, and not the other.
    AllowsHalf,
    /// It allows the operation, and not on this object.
    OutOfReach,
    /// It does not allow the operation.
    Refuses,
    /// It cannot be told.
    Unsettled,
    /// It does not count.
    Inactive,
}

impl<'a> Explanation<'a> {
    /// The decision.
    pub fn decision(&self) -> &Decision<'a> {
        &self.decision
    }

    /// A line for each assignment, in the grant's order.
    pub fn lines(&self) -> &[Line<'a>] {
        &self.lines
    }
}

impl<'a> Line<'a> {
    /// The assignment.
    pub fn assignment(&self) -> &'a Assignment {
        self.assignment
    }

    /// What it gives by itself.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The same in words.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

pub(super) fn explain<'a>(grant: &'a Grant, call: &Call<'a>) -> Explanation<'a> {
    Explanation {
        decision: grant.decide(call.clone()),
        operation_id: call.requirement().operation().id,
        lines: grant
            .assignments()
            .iter()
            .map(|assignment| line(grant, call, assignment))
            .collect(),
    }
}

fn line<'a>(grant: &'a Grant, call: &Call<'a>, assignment: &'a Assignment) -> Line<'a> {
    let compiled = call.requirement().compiled();
    let (outcome, why) = match assignment.held() {
        _ if !assignment.is_active() => (Outcome::Inactive, None),
        // It may do everything, whatever else the call says.
        _ if assignment.is_super_admin() => (Outcome::Allows, None),
        Held::Standard { .. } => {
            let mut notes = Notes::default();
            let given = standard(grant, call, compiled, assignment, &mut notes, true);
            let outcome = match given.total() {
                Cover::Yes => Outcome::Allows,
                Cover::Depends => Outcome::AllowsSome,
                Cover::Unsettled => Outcome::Unsettled,
                Cover::No if given.permitted == Cover::No => Outcome::Refuses,
                Cover::No => Outcome::OutOfReach,
            };
            (outcome, notes.why.map(str::to_owned))
        }
        Held::Custom { .. } => match &compiled.halves {
            None => (Outcome::Unsettled, None),
            Some(halves) => of_custom(grant, call, assignment, halves),
        },
        Held::Other(_) => (
            Outcome::Unsettled,
            Some("this version does not know the role".to_owned()),
        ),
    };
    let said = match outcome {
        Outcome::Allows => "allows it",
        Outcome::AllowsSome => "allows it, on some objects",
        Outcome::AllowsHalf => "allows half of it",
        Outcome::OutOfReach => "allows it, on other objects",
        Outcome::Refuses => "does not allow it",
        Outcome::Unsettled => "cannot be told",
        Outcome::Inactive => "does not count",
    };
    let reason = match why {
        Some(why) => format!("{said}: {why}"),
        None => said.to_owned(),
    };
    Line {
        assignment,
        outcome,
        reason,
    }
}

/// What a custom role gives by itself, and what it lacks or why that is not known.
fn of_custom(
    grant: &Grant,
    call: &Call<'_>,
    assignment: &Assignment,
    halves: &[CompiledHalf],
) -> (Outcome, Option<String>) {
    let compiled = call.requirement().compiled();
    let mut notes = Notes::default();
    let mut covers = Vec::new();
    let mut lacks = Vec::new();
    let mut held = 0;
    for half in halves {
        let given = custom(grant, call, compiled, assignment, half, &mut notes);
        covers.push(given.cover);
        held += usize::from(given.held);
        if let (false, Some(label)) = (given.held, half.half.any_of.first()) {
            lacks.push(format!("{label} on {}", half.half.on));
        }
    }
    let outcome = match covers.into_iter().min().unwrap_or(Cover::No) {
        _ if held > 0 && held < halves.len() => Outcome::AllowsHalf,
        Cover::Yes => Outcome::Allows,
        Cover::Depends => Outcome::AllowsSome,
        Cover::Unsettled => Outcome::Unsettled,
        Cover::No if held == 0 => Outcome::Refuses,
        Cover::No => Outcome::OutOfReach,
    };
    let why = if outcome == Outcome::Unsettled {
        notes.why.map(str::to_owned)
    } else {
        (!lacks.is_empty()).then(|| format!("it lacks {}", lacks.join(" and ")))
    };
    (outcome, why)
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.decision {
            Decision::Granted => writeln!(formatter, "{}: granted", self.operation_id)?,
            Decision::Scoped(reach) => writeln!(formatter, "{}: scoped to {reach}", self.operation_id)?,
            Decision::Denied(denial) => writeln!(formatter, "denied: {denial}")?,
            Decision::Unknown(doubt) => writeln!(formatter, "unknown: {doubt}")?,
        }
        for line in &self.lines {
            writeln!(formatter, "- {}: {}", line.assignment, line.reason)?;
        }
        Ok(())
    }
}
