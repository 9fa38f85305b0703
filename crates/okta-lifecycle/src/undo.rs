//! Undoing a run: the inverse of each step that it did, the last first, checked against today's state.

use okta_models::users::UserStatus;

use crate::journal::RunHistory;
use crate::plan::{Attributes, Draft, Drafted, Plan, Planner, Reversal, StepAction};
use crate::{Error, ErrorKind};

impl Planner {
    /// A plan that undoes what a run did: the steps that can be undone, the last first. It is run as any other plan.
    ///
    /// Each is checked against today's state. What somebody changed since is not overwritten: it is in
    /// [`Plan::left`], as is what cannot be undone at all.
    ///
    /// ```no_run
    /// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
    /// use okta_lifecycle::{Journal, JsonLines, Planner, RunId, Runner};
    ///
    /// let journal = JsonLines::open("leavers.jsonl")?;
    /// if let Some(history) = journal.run(&RunId::new("run-8d1f…"))? {
    ///     let undo = Planner::new(okta).undo(&history).await?;
    ///     print!("{undo}");
    ///     print!("{}", Runner::new(okta).journal(journal).run(&undo).await?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CannotBeProcessed`](ErrorKind::CannotBeProcessed) when the account is not there any more, or the run created none;
    /// [`Transport`](ErrorKind::Transport) when a call fails.
    pub async fn undo(&self, history: &RunHistory) -> Result<Plan, Error> {
        let Some(user) = history.user_id() else {
            return Err(Error::of_kind(
                ErrorKind::CannotBeProcessed,
                "the run came to no account",
            ));
        };
        let done: Vec<_> = history.done_steps().collect();
        let actions = || done.iter().map(|step| step.action());
        let needs_groups = actions().any(|action| action.group().is_some());
        let needs_apps = actions().any(|action| action.app().is_some());
        let (state, counts) = self.state_of(user, needs_groups, needs_apps).await?;
        let mut draft = Draft::new("undo", state, self.client().now());
        for step in done.iter().rev() {
            undo(&mut draft, step.action(), step.reversal());
        }
        Ok(draft.finish(counts))
    }
}

const CHANGED: &str = "somebody changed it since; it is left as it is";

fn undo(draft: &mut Draft, action: &StepAction, reversal: Reversal) {
    match reversal {
        Reversal::Lost(_) => return draft.leave(action.to_string(), reversal.to_string()),
        Reversal::NotNeeded(_) => return,
        Reversal::By(_) => {}
    }
    match action {
        StepAction::CreateUser { .. } => {
            let deactivated = draft
                .add(StepAction::DeactivateUser { ends: Vec::new() }, &[])
                .step();
            draft.add(StepAction::DeleteUser, &deactivated);
        }
        StepAction::UpdateUser { from, to } => attributes(draft, from, to),
        StepAction::AssignUserToApplication { .. } | StepAction::UnassignUserFromApplication { .. }
            if is_gone(draft) =>
        {
            let because = "the user is DEPROVISIONED and can have no app; a rehire activates the user first";
            draft.leave(action.to_string(), because);
        }
        _ => {
            let Some(inverse) = inverse(action) else {
                return;
            };
            if let Drafted::NotPossible = draft.add(inverse, &[]) {
                draft.leave(action.to_string(), CHANGED);
            }
        }
    }
}

fn inverse(action: &StepAction) -> Option<StepAction> {
    Some(match action {
        StepAction::ActivateUser { .. } => StepAction::DeactivateUser { ends: Vec::new() },
        StepAction::SuspendUser => StepAction::UnsuspendUser,
        StepAction::UnsuspendUser => StepAction::SuspendUser,
        StepAction::AssignUserToGroup { group } => StepAction::UnassignUserFromGroup { group: group.clone() },
        StepAction::UnassignUserFromGroup { group } => StepAction::AssignUserToGroup { group: group.clone() },
        StepAction::AssignUserToApplication { app } => {
            StepAction::UnassignUserFromApplication { app: app.clone() }
        }
        StepAction::UnassignUserFromApplication { app } => {
            StepAction::AssignUserToApplication { app: app.clone() }
        }
        _ => return None,
    })
}

/// Each attribute by itself: those that are as the run left them go back.
fn attributes(draft: &mut Draft, from: &Attributes, to: &Attributes) {
    let mut back = (Attributes::default(), Attributes::default());
    for (name, left_as) in to.iter() {
        let Some(account) = draft.state.account() else {
            return;
        };
        let (found, was) = (account.profile.get(name).clone(), from.get(name).clone());
        if crate::plan::same(&found, left_as) {
            back.0.insert(name, left_as.clone());
            back.1.insert(name, was);
        } else if !crate::plan::same(&found, &was) {
            draft.leave(format!("attribute {name}"), CHANGED);
        }
    }
    if !back.0.is_empty() {
        draft.add(
            StepAction::UpdateUser {
                from: back.0,
                to: back.1,
            },
            &[],
        );
    }
}

fn is_gone(draft: &Draft) -> bool {
    let account = draft.state.account();
    account.is_none_or(|account| account.status == UserStatus::Deprovisioned)
}
