//! The steps of a mover: attributes, what the new role gives, and then what only the old one gave.

use std::collections::BTreeSet;

use okta_models::{AppId, users::UserStatus};
use serde_json::Value;

use super::{Person, cannot, give_app, is_member, note_unread, update};
use crate::plan::org::Org;
use crate::plan::reader::Reader;
use crate::plan::state::same;
use crate::plan::template_check::Resolved;
use crate::plan::{Attributes, Draft, StepAction};
use crate::{Error, Mover};

impl Person {
    pub(super) async fn mover(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        mover: &Mover,
    ) -> Result<(), Error> {
        self.refuse_unread()?;
        let account = draft.state.account();
        if account.is_some_and(|account| account.status == UserStatus::Deprovisioned) {
            return Err(cannot("the user is DEPROVISIONED; rehire the person first"));
        }
        let to = self.resolve(draft, org, reader, &mover.to).await?;
        // What the old role names and the org has not any more, or cannot take, is left, and said.
        let from = match &mover.from {
            Some(from) => Resolved::of(org, reader, from, &self.schema).await?,
            None => Resolved::default(),
        };
        note_unread(draft, &from.unread);
        for problem in &from.problems {
            draft.leave(problem.what.clone(), problem.advice.clone());
        }

        let attributes = attributes_of(draft, &from, &to);
        if let Some(update) = update(draft, &attributes) {
            draft.add(update, &[]);
        }
        for group in &to.groups {
            draft.add(StepAction::AssignUserToGroup { group: group.clone() }, &[]);
        }
        // An app that comes through a group may go with the group.
        let mut perhaps_lost = Vec::new();
        for app in &to.apps {
            let through_group = draft
                .state
                .assignment(&app.id)
                .is_some_and(|assignment| !assignment.own);
            if through_group {
                perhaps_lost.push(app.clone());
            } else {
                let give = give_app(draft, app.clone());
                draft.add(give, &[]);
            }
        }
        let kept: BTreeSet<_> = to.groups.iter().map(|group| &group.id).collect();
        let mut taken = Vec::new();
        for group in from.groups.iter().filter(|group| !kept.contains(&group.id)) {
            if is_member(draft, &group.id) {
                let group = group.clone();
                taken.extend(draft.add(StepAction::UnassignUserFromGroup { group }, &[]).step());
            }
        }
        for app in perhaps_lost {
            if taken.is_empty() {
                let give = give_app(draft, app);
                draft.add(give, &[]);
            } else {
                draft.add_for_later(StepAction::AssignUserToApplication { app }, &taken);
            }
        }
        let kept: BTreeSet<&AppId> = to.apps.iter().map(|app| &app.id).collect();
        for app in from.apps.iter().filter(|app| !kept.contains(&app.id)) {
            match (
                draft.state.assignment(&app.id).map(|assignment| assignment.own),
                self.app(&app.id),
            ) {
                (Some(true), Some(app)) => {
                    draft.add(StepAction::UnassignUserFromApplication { app: app.clone() }, &[]);
                }
                (Some(_), _) => draft.leave(
                    format!("app {}", app.label),
                    "it comes through a group, and goes when the person leaves that group",
                ),
                (None, _) => {}
            }
        }
        Ok(())
    }
}

/// What the new role sets, and what is cleared because only the old one set it.
fn attributes_of(draft: &Draft, from: &Resolved, to: &Resolved) -> Attributes {
    let mut attributes = to.attributes.clone();
    let Some(account) = draft.state.account() else {
        return attributes;
    };
    let named: BTreeSet<&str> = to.attributes.names().collect();
    for (name, value) in from.attributes.iter().filter(|(name, _)| !named.contains(name)) {
        if same(account.profile.get(name), value) {
            attributes.insert(name, Value::Null);
        }
    }
    attributes
}
