//! [`Plan`]: what will be done about a person, step by step, before anything is.
//!
//! `action.rs` is what a step sends, `condition.rs` what it expects and leaves, `step.rs` both together. `state.rs` is what
//! is known of a person; `planner.rs` reads it and hands it to `intents.rs`, which says step by step what an intent takes;
//! `draft.rs` drops what already holds. `check.rs` asks a grant, `display.rs` is the dry run for people.

mod action;
mod attributes;
mod check;
mod condition;
mod display;
mod draft;
mod forecast;
mod intents;
mod org;
mod owners;
mod planner;
mod reader;
mod state;
mod step;
mod template_check;

use std::collections::BTreeMap;

use jiff::Timestamp;
use okta_models::UserId;
use serde::{Deserialize, Serialize};

pub use action::{AppRecord, GroupRecord, Reversal, StepAction};
pub use attributes::Attributes;
pub use check::{PlanCheck, StepCheck};
pub use condition::Condition;
pub(crate) use draft::{Draft, Drafted, is_read_anew};
pub(crate) use forecast::forecast as forecast_of;
pub use planner::Planner;
pub(crate) use planner::is_enrolled;
pub(crate) use state::{Account, Aspect, Assignment, State, same};
pub(crate) use step::bucket_of;
pub use step::{Step, Wait};
pub use template_check::{ProblemKind, TemplateProblem};

/// What will be done about a person.
///
/// It is a value: `Display` prints the dry run for people, serde gives it to programs and takes it back, and a
/// [`Runner`](crate::Runner) runs it, now or after somebody agreed to it. The profile attributes that steps change are in
/// it, with their values before; no other personal value is, and no secret.
///
/// ```
/// use okta_lifecycle::{Planner, Leaver, Plan};
///
/// # async fn example(okta: &okta_transport::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let plan = Planner::new(okta).plan(Leaver::of("ada@example.com")).await?;
/// print!("{plan}");
/// let same: Plan = serde_json::from_str(&plan.to_json()?)?;
/// assert_eq!(same, plan);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    intent: String,
    user: Option<UserId>,
    made: Timestamp,
    steps: Vec<Step>,
    #[serde(default)]
    already: Vec<String>,
    #[serde(default)]
    left: Vec<Left>,
    #[serde(default)]
    owned: Vec<Owned>,
    #[serde(default)]
    unread: Vec<Unread>,
    #[serde(default)]
    reads: BTreeMap<String, u32>,
}

/// Something that the intent speaks of and the plan leaves alone, and why.
///
/// ```
/// # fn example(plan: &okta_lifecycle::Plan) {
/// for left in plan.left() {
///     println!("{}: {}", left.what, left.because);
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Left {
    /// What: a group, an app, an attribute.
    pub what: String,
    /// Why.
    pub because: String,
}

/// Something of a leaver that somebody else must take over.
///
/// ```
/// # fn example(plan: &okta_lifecycle::Plan) {
/// let groups = plan.owned().iter().filter(|owned| owned.kind == "group");
/// println!("{} groups need another owner", groups.count());
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Owned {
    /// What sort of thing: `API token`, `administrator role`, `direct report`, `linked object`, `group`.
    pub kind: String,
    /// Okta's id of it; of a direct report or a linked object that of the other person.
    pub id: String,
    /// Its name; of a linked object that of the side at which the other person stands. People have none here.
    pub name: Option<String>,
}

/// Something that could not be read, so that the plan does not speak of it.
///
/// ```
/// # fn example(plan: &okta_lifecycle::Plan) {
/// for unread in plan.unread() {
///     println!("{}: {}", unread.operation, unread.because);
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unread {
    /// The operation, by operationId.
    pub operation: String,
    /// Why, and what would help.
    pub because: String,
}

impl Plan {
    /// The name of the intent: `leaver`.
    pub fn intent(&self) -> &str {
        &self.intent
    }

    /// The person; `None` where the plan creates the account.
    pub fn user_id(&self) -> Option<&UserId> {
        self.user.as_ref()
    }

    /// When the plan was made, by the client's clock.
    pub fn made(&self) -> Timestamp {
        self.made
    }

    /// The steps, in the order in which they are run. What is lost for good comes last, but for a
    /// [`Sequence`](crate::Sequence) in its given order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What the intent asks for and already is so, in words. It costs no call.
    pub fn already(&self) -> &[String] {
        &self.already
    }

    /// What is left alone, and why.
    pub fn left(&self) -> &[Left] {
        &self.left
    }

    /// What somebody else must take over, where [`Leaver::list_owned`](crate::Leaver::list_owned) asked for it.
    pub fn owned(&self) -> &[Owned] {
        &self.owned
    }

    /// What could not be read. Nothing that is missing is silent: where this is not empty, the plan is not all of it.
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// The calls that making the plan took, by operationId. All of them read.
    pub fn reads(&self) -> &BTreeMap<String, u32> {
        &self.reads
    }

    /// The plan as JSON, indented.
    ///
    /// # Errors
    ///
    /// None that is known: every member can be written as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// The reads of the person that were refused, so that steps may be missing.
    pub(crate) fn unread_state(&self) -> impl Iterator<Item = &str> {
        const OF_THE_PERSON: [&str; 3] = ["listUserGroups", "listApplications", "listFactors"];
        let operations = self.unread.iter().map(|unread| unread.operation.as_str());
        operations.filter(|operation| OF_THE_PERSON.contains(operation))
    }

    pub(crate) fn step(&self, id: u32) -> Option<&Step> {
        self.steps.iter().find(|step| step.id() == id)
    }
}

/// Writes of a plan what a run needs: what follows from the actions, and what only people read, is left out.
pub(crate) fn short<S: serde::Serializer>(plan: &Plan, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Short<'a> {
        intent: &'a str,
        user: Option<&'a UserId>,
        made: Timestamp,
        steps: Vec<step::Kept>,
        #[serde(skip_serializing_if = "<[Unread]>::is_empty")]
        unread: &'a [Unread],
    }
    Short {
        intent: &plan.intent,
        user: plan.user.as_ref(),
        made: plan.made,
        steps: plan.steps.iter().cloned().map(Into::into).collect(),
        unread: &plan.unread,
    }
    .serialize(serializer)
}
