//! The steps of a leaver: access first, then what can be given back, then what cannot.

use std::collections::HashMap;

use okta_models::{
    groups::{Group, GroupType},
    users::UserStatus,
};

use super::{Person, cannot, note_unread};
use crate::plan::org::{Org, Rules};
use crate::plan::reader::Reader;
use crate::plan::{AppRecord, Draft, GroupRecord, StepAction};
use crate::{Error, Leaver};

impl Person {
    pub(super) async fn leaver(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        leaver: &Leaver,
    ) -> Result<(), Error> {
        let Some(account) = draft.state.account().cloned() else {
            return Err(cannot("there is no such user"));
        };
        if account.id.is_some() && account.id.as_ref() == org.owner(reader).await? {
            let reason =
                "the user owns the token that this runs with, which ends with the user; use another token";
            return Err(cannot(reason));
        }
        let grace = leaver.grace_seconds.filter(|seconds| *seconds > 0);
        let mut suspended = Vec::new();
        match &account.status {
            UserStatus::Active | UserStatus::Suspended => {
                suspended = draft.add(StepAction::SuspendUser, &[]).step();
            }
            UserStatus::Deprovisioned => {}
            status if grace.is_some() => {
                return Err(cannot(format!(
                    "the user is {status}, and only ACTIVE users can be suspended for a grace; plan without a grace, or \
                     wait for the user to become ACTIVE"
                )));
            }
            status => draft.leave(
                "suspension",
                format!("only ACTIVE users can be suspended; the user is {status}"),
            ),
        }
        let is_gone = account.status == UserStatus::Deprovisioned;
        if !is_gone {
            draft.add(StepAction::RevokeUserSessions { oauth_tokens: true }, &[]);
        }
        if !leaver.keep_groups && !self.groups.is_empty() {
            let no_rules = Rules::default();
            let rules = match org.rules(reader).await? {
                Ok(rules) => rules,
                Err(unread) => {
                    note_unread(draft, std::slice::from_ref(unread));
                    &no_rules
                }
            };
            let ours: Vec<Group> = self
                .groups
                .iter()
                .filter(|group| is_ours(group))
                .cloned()
                .collect();
            let admins = match org.admins(reader, &ours).await? {
                Ok(admins) => admins,
                Err(unread) => {
                    note_unread(draft, &[unread]);
                    HashMap::new()
                }
            };
            for group in &self.groups {
                let is_admin = admins.get(&group.id).copied().flatten();
                leave_group(
                    draft,
                    rules.record(group, is_admin),
                    group,
                    leaver.rule_managed_groups,
                );
            }
        }
        let apps: Vec<AppRecord> = self.apps.clone();
        for app in apps {
            if draft
                .state
                .assignment(&app.id)
                .is_some_and(|assignment| assignment.own)
            {
                draft.add(StepAction::UnassignUserFromApplication { app }, &[]);
            } else {
                draft.leave(
                    format!("app {}", app.label),
                    "it comes through a group, and goes with that group or with deactivation",
                );
            }
        }
        // Without a grace nothing keeps somebody who goes: where suspending fails, deactivating is tried all the same.
        if grace.is_none() {
            suspended.clear();
        }
        let grace = grace.map(|seconds| draft.wait(UserStatus::Suspended, seconds));
        if let Some(enrolled) = draft.state.factors.filter(|enrolled| *enrolled > 0) {
            draft.add_waiting(StepAction::ResetFactors { enrolled }, &suspended, grace.clone());
        }
        let deactivate = StepAction::DeactivateUser { ends: Vec::new() };
        let deactivated = draft.add_waiting(deactivate, &suspended, grace).step();
        if let Some(seconds) = leaver.delete_after_seconds {
            let wait = draft.wait(UserStatus::Deprovisioned, seconds);
            draft.add_waiting(StepAction::DeleteUser, &deactivated, Some(wait));
        }
        if leaver.list_owned {
            self.list_owned(draft, org, reader, &account).await?;
            self.list_owned_groups(draft, org, reader, leaver.look_through_all_groups)
                .await?;
        }
        Ok(())
    }
}

/// Neither an app's group nor Okta's.
fn is_ours(group: &Group) -> bool {
    !matches!(group.group_type, Some(GroupType::AppGroup | GroupType::BuiltIn))
}

fn leave_group(draft: &mut Draft, record: GroupRecord, group: &Group, rule_managed: bool) {
    let what = format!("group {}", record.name);
    match group.group_type {
        Some(GroupType::AppGroup) => {
            return draft.leave(what, "an app owns the group; change the membership there");
        }
        Some(GroupType::BuiltIn) => return draft.leave(what, "Okta decides who is in the group"),
        _ => {}
    }
    if !record.rules.is_empty() && !rule_managed {
        let because = format!(
            "the group rule {} fills it, and taking the person out uses up one of the rule's 100 exclusions",
            record.rules.join(", ")
        );
        return draft.leave(what, because);
    }
    draft.add(StepAction::UnassignUserFromGroup { group: record }, &[]);
}
