//! The steps of a rehire: the account first, then groups and apps.

use okta_models::users::UserStatus;

use super::{Person, cannot};
use crate::intent::{AppLabel, GroupName};
use crate::plan::org::{Found, Org};
use crate::plan::reader::Reader;
use crate::plan::{Draft, Drafted, StepAction};
use crate::{Error, Rehire};

impl Person {
    pub(super) async fn rehire(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        rehire: &Rehire,
    ) -> Result<(), Error> {
        self.refuse_unread()?;
        let status = draft.state.account().map(|account| account.status.clone());
        let action = match status {
            None => return Err(cannot("the account was deleted; plan a joiner")),
            Some(UserStatus::Suspended) => StepAction::UnsuspendUser,
            Some(_) => StepAction::ActivateUser {
                send_email: rehire.send_email,
            },
        };
        let back = draft.add(action, &[]).step();
        for group in &rehire.groups {
            match org.group(reader, &GroupName::from(&group.id)).await? {
                Found::One(_) => drop(draft.add(StepAction::AssignUserToGroup { group: group.clone() }, &[])),
                _ => draft.leave(format!("group {}", group.name), "the org has it no more"),
            }
        }
        for app in &rehire.apps {
            match org.app(reader, &AppLabel::Id(app.id.clone())).await? {
                Found::One(found) if found.is_active() => {
                    let assign = StepAction::AssignUserToApplication { app: app.clone() };
                    if let Drafted::NotPossible = draft.add(assign, &back) {
                        let because = "somebody assigned it since, as another; it is left as it is";
                        draft.leave(format!("app {}", app.label), because);
                    }
                }
                _ => draft.leave(
                    format!("app {}", app.label),
                    "the org has it no more, or not in use",
                ),
            }
        }
        Ok(())
    }
}
