//! What of a leaver somebody else must take over.

use okta_models::{
    GroupId, UserId, UserKey,
    role_assignments::ListAssignedRolesForUser,
    search,
    user_linked_objects::{ListLinkedObjectsForUser, ResponseLinks},
    users::ListUsers,
};

use super::{Person, note_unread};
use crate::Error;
use crate::plan::org::Org;
use crate::plan::reader::{Reader, unless_refused};
use crate::plan::{Account, Draft, Owned, Unread};

impl Person {
    /// API tokens, administrator roles, people whose `managerId` names the leaver by id, login or employee number, and
    /// people who are linked to the leaver by a linked object.
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
        self.list_linked(draft, org, reader, id).await
    }

    /// Who stands at the associated side of a link whose primary side is the leaver: one call for each kind of link.
    async fn list_linked(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        leaver: &UserId,
    ) -> Result<(), Error> {
        let names = match org.links(reader).await? {
            Ok(names) => names,
            Err(unread) => {
                note_unread(draft, std::slice::from_ref(unread));
                return Ok(());
            }
        };
        for name in names {
            let linked = reader.list(ListLinkedObjectsForUser::new(leaver, name)).await;
            match unless_refused("listLinkedObjectsForUser", linked)? {
                Ok(linked) => {
                    for user in linked.iter().filter_map(ResponseLinks::user) {
                        draft
                            .owned
                            .push(owned("linked object", user.as_str(), Some(name.to_string())));
                    }
                }
                Err(unread) => note_unread(draft, &[unread]),
            }
        }
        Ok(())
    }

    /// Groups that the leaver owns: Okta tells the owners of a group, and not what somebody owns.
    pub(super) async fn list_owned_groups(
        &self,
        draft: &mut Draft,
        org: &Org,
        reader: &Reader<'_>,
        all: bool,
    ) -> Result<(), Error> {
        let Some(leaver) = draft.state.account().and_then(|account| account.id.clone()) else {
            return Ok(());
        };
        let mut found: Vec<(GroupId, String)> = Vec::new();
        if all {
            match org.owners().owned_by(reader, &leaver).await? {
                Ok((owned, unread)) => {
                    found = owned;
                    note_unread(draft, unread);
                }
                Err(unread) => note_unread(draft, std::slice::from_ref(unread)),
            }
        } else {
            for group in &self.groups {
                match org.owners().of(reader, &group.id).await? {
                    Ok(owners) if owners.contains(&leaver) => {
                        found.push((group.id.clone(), group.name().unwrap_or_default().to_owned()));
                    }
                    Ok(_) => {}
                    Err(unread) => note_unread(draft, &[unread]),
                }
            }
            note_unread(draft, &[not_asked(self.groups.len())]);
        }
        for (id, name) in found {
            draft.owned.push(owned("group", id.as_str(), Some(name)));
        }
        Ok(())
    }
}

fn not_asked(groups: usize) -> Unread {
    Unread {
        operation: "listGroupOwners".to_owned(),
        because: format!(
            "Okta has no list of the groups that somebody owns, so the {groups} groups that the person is in were asked for \
             their owners, and no other; to ask every group, a call each, plan with look_through_all_groups"
        ),
    }
}

fn owned(kind: &str, id: &str, name: Option<String>) -> Owned {
    Owned {
        kind: kind.to_owned(),
        id: id.to_owned(),
        name,
    }
}
