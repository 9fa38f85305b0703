//! What of a leaver somebody else must take over.

use okta_models::{UserKey, role_assignments::ListAssignedRolesForUser, search, users::ListUsers};

use super::{Person, note_unread};
use crate::Error;
use crate::plan::org::Org;
use crate::plan::reader::{Reader, unless_refused};
use crate::plan::{Account, Draft, Owned};

impl Person {
    /// API tokens, administrator roles, and people whose `managerId` names the leaver by id, login or employee number.
    pub(super) async fn list_owned(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        account: &Account,
    ) -> Result<(), Error> {
        let Some(id) = &account.id else {
            return Ok(());
        };
        match org.tokens(reader).await? {
            Ok(tokens) => {
                for token in tokens.iter().filter(|token| token.user_id.as_ref() == Some(id)) {
                    draft
                        .owned
                        .push(owned("API token", token.id.as_str(), token.name.clone()));
                }
            }
            Err(unread) => note_unread(draft, std::slice::from_ref(unread)),
        }
        let roles = reader
            .list(ListAssignedRolesForUser::new(UserKey::from(id)))
            .await;
        match unless_refused("listAssignedRolesForUser", roles)? {
            Ok(roles) => {
                for role in roles {
                    draft.owned.push(owned(
                        "administrator role",
                        role.id.as_ref().map_or("", |id| id.as_str()),
                        role.label.clone(),
                    ));
                }
            }
            Err(unread) => note_unread(draft, &[unread]),
        }
        let mut query = search("profile.managerId").eq(id.as_str());
        for name in ["login", "employeeNumber"] {
            if let Some(known_as) = account.profile.text(name).filter(|text| !text.is_empty()) {
                query = query.or(search("profile.managerId").eq(known_as));
            }
        }
        let reports = reader.list(ListUsers::new().search(query).limit(200)).await;
        match unless_refused("listUsers", reports)? {
            Ok(reports) => {
                for report in reports {
                    draft.owned.push(owned("direct report", report.id.as_str(), None));
                }
            }
            Err(unread) => note_unread(draft, &[unread]),
        }
        Ok(())
    }
}

fn owned(kind: &str, id: &str, name: Option<String>) -> Owned {
    Owned {
        kind: kind.to_owned(),
        id: id.to_owned(),
        name,
    }
}
