//! The steps of a sequence, as given.

use okta_models::users::UserStatus;

use super::{Person, cannot, give_app, note_unread, refuse_problems, update};
use crate::plan::org::Org;
use crate::plan::reader::Reader;
use crate::plan::template_check::Resolved;
use crate::plan::{Draft, Drafted, StepAction};
use crate::{Error, ErrorKind, RoleTemplate, Sequence, Wanted};

/// What Okta refuses, or takes and does not do, of a DEPROVISIONED user.
fn not_of_the_gone(draft: &Draft, action: &StepAction) -> Option<&'static str> {
    let account = draft.state.account();
    account.filter(|account| account.status == UserStatus::Deprovisioned)?;
    match action {
        StepAction::UpdateUser { .. } => Some("Okta does not change the profile of a DEPROVISIONED user"),
        StepAction::AssignUserToApplication { .. } => Some("a DEPROVISIONED user can have no app"),
        _ => None,
    }
}

impl Person {
    pub(super) async fn sequence(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        sequence: &Sequence,
    ) -> Result<(), Error> {
        self.refuse_unread()?;
        // Each step after the one before it, by which it is after all of them.
        let mut after = Vec::new();
        for wanted in &sequence.steps {
            let Some(action) = self.action(draft, org, reader, wanted).await? else {
                continue;
            };
            if let Some(reason) = not_of_the_gone(draft, &action) {
                return Err(cannot(format!("{action}: {reason}")));
            }
            match draft.add(action.clone(), &after) {
                Drafted::Step(id) => after = vec![id],
                Drafted::Already => {}
                Drafted::NotPossible => {
                    return Err(cannot(format!(
                        "{action} needs {}, which is not so",
                        action.precondition()
                    )));
                }
            }
        }
        let lost = draft.steps().iter().map(|step| step.reversal().is_lost());
        let is_last = lost.clone().skip_while(|lost| !lost).all(|lost| lost);
        if !is_last && !sequence.in_given_order {
            let message = "the sequence puts what cannot be undone before what can; turn it round, or say that the given \
                           order is meant";
            return Err(Error::of_kind(ErrorKind::InvalidTemplate, message));
        }
        Ok(())
    }

    /// The action; `None` where attributes are as wanted.
    async fn action(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        wanted: &Wanted,
    ) -> Result<Option<StepAction>, Error> {
        let mut resolved = Resolved::default();
        match wanted {
            Wanted::AssignUserToGroup { group } | Wanted::UnassignUserFromGroup { group } => {
                resolved.group(org, reader, group).await?;
            }
            Wanted::AssignUserToApplication { app } | Wanted::UnassignUserFromApplication { app } => {
                resolved.app(org, reader, app).await?;
            }
            Wanted::SetAttributes { attributes } => {
                let template = RoleTemplate {
                    attributes: attributes.clone(),
                    ..RoleTemplate::default()
                };
                resolved = Resolved::of(org, reader, &template, &self.schema).await?;
            }
            _ => {}
        }
        note_unread(draft, &resolved.unread);
        refuse_problems("sequence", &resolved)?;
        let (group, app) = (resolved.groups.pop(), resolved.apps.pop());
        Ok(match (wanted, group, app) {
            (Wanted::ActivateUser { send_email }, ..) => Some(StepAction::ActivateUser {
                send_email: *send_email,
            }),
            (Wanted::SuspendUser, ..) => Some(StepAction::SuspendUser),
            (Wanted::UnsuspendUser, ..) => Some(StepAction::UnsuspendUser),
            (Wanted::RevokeUserSessions { oauth_tokens }, ..) => Some(StepAction::RevokeUserSessions {
                oauth_tokens: *oauth_tokens,
            }),
            (Wanted::SetAttributes { .. }, ..) => update(draft, &resolved.attributes),
            (Wanted::AssignUserToGroup { .. }, Some(group), _) => {
                Some(StepAction::AssignUserToGroup { group })
            }
            (Wanted::UnassignUserFromGroup { .. }, Some(group), _) => {
                Some(StepAction::UnassignUserFromGroup { group })
            }
            (Wanted::AssignUserToApplication { .. }, _, Some(app)) => Some(give_app(draft, app)),
            (Wanted::UnassignUserFromApplication { .. }, _, Some(app)) => {
                let app = self.app(&app.id).cloned().unwrap_or(app);
                Some(StepAction::UnassignUserFromApplication { app })
            }
            (Wanted::ResetFactors, ..) => Some(StepAction::ResetFactors {
                enrolled: draft.state.factors.unwrap_or_default(),
            }),
            (Wanted::DeactivateUser, ..) => {
                let own = |app: &&crate::AppRecord| {
                    draft
                        .state
                        .assignment(&app.id)
                        .is_some_and(|assignment| assignment.own)
                };
                Some(StepAction::DeactivateUser {
                    ends: self.apps.iter().filter(own).cloned().collect(),
                })
            }
            (Wanted::DeleteUser, ..) => Some(StepAction::DeleteUser),
            _ => None,
        })
    }
}
