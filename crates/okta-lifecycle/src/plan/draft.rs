//! [`Draft`]: a plan in the making, which drops what already holds.

use std::collections::BTreeMap;

use jiff::Timestamp;
use okta_models::{UserId, users::UserStatus};

use super::{Left, Owned, Plan, State, Step, StepAction, Unread, Wait};

/// A plan in the making. It keeps the state that its steps would leave, so that a later step is planned from that.
pub(crate) struct Draft {
    intent: &'static str,
    user: Option<UserId>,
    now: Timestamp,
    pub(crate) state: State,
    steps: Vec<Step>,
    already: Vec<String>,
    pub(crate) left: Vec<Left>,
    pub(crate) owned: Vec<Owned>,
    pub(crate) unread: Vec<Unread>,
}

/// What became of an action that was drafted.
pub(crate) enum Drafted {
    /// It is this step.
    Step(u32),
    /// It is so already.
    Already,
    /// The state is neither what the action leaves nor what it needs.
    NotPossible,
}

impl Drafted {
    /// The step that must come first, if there is one.
    pub(crate) fn step(&self) -> Vec<u32> {
        match self {
            Self::Step(id) => vec![*id],
            Self::Already | Self::NotPossible => Vec::new(),
        }
    }
}

impl Draft {
    pub(crate) fn new(intent: &'static str, state: State, now: Timestamp) -> Self {
        let user = state.account().and_then(|account| account.id.clone());
        Self {
            intent,
            user,
            now,
            state,
            steps: Vec::new(),
            already: Vec::new(),
            left: Vec::new(),
            owned: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// Adds an action, after these steps.
    pub(crate) fn add(&mut self, action: StepAction, after: &[u32]) -> Drafted {
        self.add_waiting(action, after, None)
    }

    pub(crate) fn add_waiting(&mut self, action: StepAction, after: &[u32], waits: Option<Wait>) -> Drafted {
        if self.state.holds(&action.result()) {
            self.already.push(action.to_string());
            return Drafted::Already;
        }
        if !self.state.holds(&action.precondition()) {
            return Drafted::NotPossible;
        }
        Drafted::Step(self.push(action, after, waits))
    }

    /// Adds an action whose need shows only when it is reached: the run finds out.
    pub(crate) fn add_for_later(&mut self, action: StepAction, after: &[u32]) -> Drafted {
        Drafted::Step(self.push(action, after, None))
    }

    pub(crate) fn leave(&mut self, what: impl Into<String>, because: impl Into<String>) {
        self.left.push(Left {
            what: what.into(),
            because: because.into(),
        });
    }

    /// A wait for so long in a status, with when it is over where that can be told.
    pub(crate) fn wait(&self, in_status: UserStatus, seconds: u64) -> Wait {
        let mut wait = Wait {
            in_status,
            seconds,
            due: None,
        };
        let account = self.state.account();
        let since = account
            .filter(|account| account.status == wait.in_status)
            .and_then(|account| account.since);
        wait.due = since.map(|since| wait.due_from(since));
        wait
    }

    fn push(&mut self, action: StepAction, after: &[u32], waits: Option<Wait>) -> u32 {
        let id = u32::try_from(self.steps.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        // A status that is reached after a wait counts from then on.
        let at = waits
            .as_ref()
            .and_then(|wait| wait.due)
            .map_or(self.now, |due| due.max(self.now));
        self.state.apply(&action, at);
        self.steps.push(Step::new(id, action, after.to_vec(), waits));
        id
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(crate) fn finish(mut self, reads: BTreeMap<String, u32>) -> Plan {
        count_calls(&mut self.steps);
        Plan {
            intent: self.intent.to_owned(),
            user: self.user,
            made: self.now,
            steps: self.steps,
            already: self.already,
            left: self.left,
            owned: self.owned,
            unread: self.unread,
            reads,
        }
    }
}

/// Counts each step's calls as the run makes them when all goes well: what an earlier read still tells is not read again.
pub(crate) fn count_calls(steps: &mut [Step]) {
    let mut known = State::default();
    for step in steps {
        let mut calls = BTreeMap::new();
        let mut count = |operation: &str| *calls.entry(operation.to_owned()).or_default() += 1;
        let (action, result) = (step.action(), step.result());
        if is_read_anew(step)
            && let Some(aspect) = step.precondition().aspect()
        {
            known.forget(&aspect);
        }
        let waits = step.waits().map(|_| super::Aspect::User);
        let before = [step.precondition().aspect(), result.aspect(), waits];
        for aspect in before.into_iter().flatten() {
            if !known.knows(&aspect) {
                count(aspect.operation_id());
                pretend(&mut known, &aspect);
            }
        }
        count(action.operation_id());
        known.forget_after(action);
        if let Some(aspect) = result.aspect() {
            count(aspect.operation_id());
            pretend(&mut known, &aspect);
        }
        step.set_calls(calls);
    }
}

/// Before what is lost for good, and for what waited, the state is read anew, however lately it was.
pub(crate) fn is_read_anew(step: &Step) -> bool {
    step.reversal().is_lost() || step.waits().is_some()
}

fn pretend(known: &mut State, aspect: &super::Aspect) {
    match aspect {
        super::Aspect::User => known.user = Some(None),
        super::Aspect::Groups => known.groups = Some(std::collections::BTreeSet::new()),
        super::Aspect::App(app) => {
            known.apps.insert(app.clone(), None);
        }
        super::Aspect::Factors => known.factors = Some(0),
    }
}
