//! What a rehire gives back, from what leavers' runs took.

use std::collections::BTreeMap;

use okta_models::{AppId, GroupId, UserId};

use super::Journal;
use crate::plan::{AppRecord, GroupRecord, StepAction};
use crate::{Error, Rehire};

impl Rehire {
    /// A rehire of this person, with what the journal says that the person's leaver runs took and no later run gave back.
    /// `None` when the journal knows of no leaver's run.
    ///
    /// ```
    /// # async fn example(okta: &okta_transport::Client) -> Result<(), okta_lifecycle::Error> {
    /// use okta_lifecycle::{JsonLines, Planner, Rehire};
    ///
    /// let journal = JsonLines::open("leavers.jsonl")?;
    /// if let Some(rehire) = Rehire::from_journal(&journal, "00u1a2b3c4d5e6f7g8h9")? {
    ///     print!("{}", Planner::new(okta).plan(rehire).await?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub fn from_journal<J: Journal + ?Sized>(
        journal: &J,
        user: impl Into<UserId>,
    ) -> Result<Option<Self>, Error> {
        let user = user.into();
        let mut groups: BTreeMap<GroupId, GroupRecord> = BTreeMap::new();
        let mut apps: BTreeMap<AppId, AppRecord> = BTreeMap::new();
        let mut has_left = false;
        for history in journal.runs_of(&user)? {
            let is_leaver = history.plan().intent() == "leaver";
            has_left |= is_leaver;
            for step in history.done_steps() {
                match step.action() {
                    StepAction::UnassignUserFromGroup { group } if is_leaver => {
                        groups.insert(group.id.clone(), group.clone());
                    }
                    StepAction::AssignUserToGroup { group } => {
                        groups.remove(&group.id);
                    }
                    StepAction::UnassignUserFromApplication { app } if is_leaver => {
                        apps.insert(app.id.clone(), app.clone());
                    }
                    StepAction::DeactivateUser { ends } if is_leaver => {
                        apps.extend(ends.iter().map(|app| (app.id.clone(), app.clone())));
                    }
                    StepAction::AssignUserToApplication { app } => {
                        apps.remove(&app.id);
                    }
                    _ => {}
                }
            }
        }
        Ok(has_left.then(|| Self::of(user, groups.into_values(), apps.into_values())))
    }
}
