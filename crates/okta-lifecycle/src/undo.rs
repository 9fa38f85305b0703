//! Undoing a run: the inverse of each step that it did, the last first, checked against today's state.

use okta_models::users::UserStatus;

use crate::journal::RunHistory;
use crate::plan::{AppRecord, Attributes, Draft, Drafted, Plan, Planner, Reversal, StepAction};
use crate::{Error, ErrorKind};

impl Planner {
    /// A plan that undoes what a run did: the steps that can be undone, the last first, but groups that were joined before
    /// apps that were given. It is run as any other plan.
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
        // Deactivation ends app assignments, which the plan then names.
        let needs_apps = actions().any(|action| action.app().is_some() || ends_in_deactivation(action));
        let (state, apps, counts) = self.state_of(user, needs_groups, needs_apps).await?;
        let mut draft = Draft::new("undo", state, self.client().now());
        let mut undone: Vec<_> = done.iter().rev().collect();
        let held = |place: &usize| {
            let action = undone[*place].action();
            is_joined(action) || matches!(action, StepAction::AssignUserToApplication { .. })
        };
        let places: Vec<usize> = (0..undone.len()).filter(held).collect();
        let mut steps: Vec<_> = places.iter().map(|place| undone[*place]).collect();
        // Okta takes no app that a group of the person gives, too.
        steps.sort_by_key(|step| !is_joined(step.action()));
        for (place, step) in places.into_iter().zip(steps) {
            undone[place] = step;
        }
        for step in undone {
            undo(&mut draft, &apps, step.action(), step.reversal());
        }
        Ok(draft.finish(counts))
    }
}

fn is_joined(action: &StepAction) -> bool {
    matches!(action, StepAction::AssignUserToGroup { .. })
}

const CHANGED: &str = "somebody changed it since; it is left as it is";

fn undo(draft: &mut Draft, apps: &[AppRecord], action: &StepAction, reversal: Reversal) {
    match reversal {
        Reversal::Lost(_) => return draft.leave(action.to_string(), reversal.to_string()),
        Reversal::NotNeeded(_) => return,
        Reversal::By(_) => {}
    }
    match action {
        StepAction::CreateUser { .. } => {
            let deactivate = deactivate(draft, apps);
            let deactivated = draft.add(deactivate, &[]).step();
            draft.add(StepAction::DeleteUser, &deactivated);
        }
        StepAction::UpdateUser { from, to } if is_gone(draft) => {
            if !is_as(draft, from) {
                let names: Vec<&str> = to.names().collect();
                let because = "the user is DEPROVISIONED, whose profile Okta does not change";
                draft.leave(format!("attributes {}", names.join(", ")), because);
            }
        }
        StepAction::UpdateUser { from, to } => attributes(draft, from, to),
        StepAction::AssignUserToApplication { .. }
        | StepAction::UpdateApplicationUser { .. }
        | StepAction::UnassignUserFromApplication { .. }
            if is_gone(draft) =>
        {
            let because = "the user is DEPROVISIONED and can have no app; a rehire activates the user first";
            draft.leave(action.to_string(), because);
        }
        StepAction::UpdateApplicationUser { from, to } => app_user(draft, from, to),
        _ => {
            let Some(inverse) = inverse(draft, apps, action) else {
                return;
            };
            if let Drafted::NotPossible = draft.add(inverse, &[]) {
                draft.leave(action.to_string(), CHANGED);
            }
        }
    }
}

fn ends_in_deactivation(action: &StepAction) -> bool {
    matches!(
        action,
        StepAction::CreateUser { .. } | StepAction::ActivateUser { .. }
    )
}

/// A deactivation, with what of the person's own it ends: what somebody assigned since is said to go.
fn deactivate(draft: &Draft, apps: &[AppRecord]) -> StepAction {
    let is_own = |app: &&AppRecord| draft.state.assignment(&app.id).is_some_and(|held| held.own);
    StepAction::DeactivateUser {
        ends: apps.iter().filter(is_own).cloned().collect(),
    }
}

fn inverse(draft: &Draft, apps: &[AppRecord], action: &StepAction) -> Option<StepAction> {
    Some(match action {
        StepAction::ActivateUser { .. } => deactivate(draft, apps),
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

/// The user name and each attribute in an app by itself: what is as the run left it goes back.
fn app_user(draft: &mut Draft, from: &AppRecord, to: &AppRecord) {
    let app = || format!("app {}", to.label);
    let Some(held) = draft.state.assignment(&to.id).cloned() else {
        return draft.leave(app(), CHANGED);
    };
    let nothing = || AppRecord::new(&to.id, &to.label);
    let mut back = (nothing(), nothing());
    if to.user_name.is_some() && held.user_name == to.user_name {
        if from.user_name.is_some() {
            back.0.user_name.clone_from(&to.user_name);
            back.1.user_name.clone_from(&from.user_name);
        } else {
            draft.leave(
                format!("user name in {}", app()),
                "there was none, and Okta takes none away",
            );
        }
    } else if to.user_name.is_some() && held.user_name != from.user_name {
        draft.leave(format!("user name in {}", app()), CHANGED);
    }
    for (name, left_as) in to.profile.iter() {
        let (found, was) = (held.profile.get(name), from.profile.get(name));
        if found == left_as {
            back.0.profile.insert(name, left_as.clone());
            back.1.profile.insert(name, was.clone());
        } else if found != was {
            draft.leave(format!("attribute {name} in {}", app()), CHANGED);
        }
    }
    let (from, to) = back;
    if to.user_name.is_some() || !to.profile.is_empty() {
        draft.add(StepAction::UpdateApplicationUser { from, to }, &[]);
    }
}

fn is_as(draft: &Draft, attributes: &Attributes) -> bool {
    draft.state.account().is_some_and(|account| {
        attributes
            .iter()
            .all(|(name, value)| crate::plan::same(account.profile.get(name), value))
    })
}

fn is_gone(draft: &Draft) -> bool {
    let account = draft.state.account();
    account.is_none_or(|account| account.status == UserStatus::Deprovisioned)
}
