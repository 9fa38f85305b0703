//! The steps of a joiner: create, attributes, groups, apps, and activation last, so that the mail finds all in place.

use okta_models::users::UserStatus;

use super::{Person, cannot, give_app, note_unread, refuse_problems, update};
use crate::plan::org::Org;
use crate::plan::reader::Reader;
use crate::plan::template_check::Resolved;
use crate::plan::{Attributes, Draft, StepAction};
use crate::{Error, Joiner, RoleTemplate};

impl Person {
    pub(super) async fn joiner(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        joiner: &Joiner,
    ) -> Result<(), Error> {
        self.refuse_unread()?;
        let role = joiner
            .role
            .clone()
            .unwrap_or_else(|| RoleTemplate::named("joiner"));
        let mut profile = joiner.profile.clone();
        for (name, value) in role.attributes.iter() {
            profile.insert(name, value.clone());
        }
        let role = RoleTemplate {
            attributes: Attributes::default(),
            ..role
        };
        let mut resolved = Resolved::of(org, reader, &role, &self.schema).await?;
        resolved.attributes(org, reader, &profile, &self.schema).await?;
        note_unread(draft, &resolved.unread);
        refuse_problems(&role.name, &resolved)?;

        let status = draft.state.account().map(|account| account.status.clone());
        let created = match status {
            None => draft.add(StepAction::CreateUser { profile }, &[]).step(),
            Some(UserStatus::Deprovisioned) => {
                return Err(cannot(
                    "the account is there and DEPROVISIONED; rehire the person instead",
                ));
            }
            Some(UserStatus::Suspended) => {
                return Err(cannot(
                    "the account is there and SUSPENDED; unsuspend the person first",
                ));
            }
            Some(_) => {
                if let Some(update) = update(draft, &profile) {
                    draft.add(update, &[]);
                }
                Vec::new()
            }
        };
        for group in resolved.groups {
            draft.add(StepAction::AssignUserToGroup { group }, &created);
        }
        for app in resolved.apps {
            let give = give_app(draft, app);
            draft.add(give, &created);
        }
        if joiner.activate {
            let send_email = joiner.send_email;
            draft.add(StepAction::ActivateUser { send_email }, &created);
        }
        Ok(())
    }
}
