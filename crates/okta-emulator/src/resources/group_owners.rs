//! Who owns a group (<https://developer.okta.com/docs/api/openapi/okta-management/management/tag/GroupOwner/>).
//!
//! An org without Okta Identity Governance has no owners; the emulator is an org that has it. Owners that an app brings
//! along (`originType` APPLICATION) are not here: nothing is imported that has any. Okta's event type catalog names no event
//! that is plainly of a group's owners, so none is logged.

use std::collections::BTreeMap;
use std::ops::Bound;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{groups, user_lists};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Operator};
use crate::paging::{self, Sizes};
use crate::state::{Org, User};

/// "A group can have a maximum of 10 owners" (Okta's help page "Group ownership").
const MOST: usize = 10;
const SIZES: Sizes = Sizes {
    default: 1000,
    maximum: 1000,
};
const SEARCH: Dialect = Dialect {
    accepts: |attribute, operator| attribute == "type" && operator == Operator::Equal,
    times: |_| false,
    case_sensitive: true,
    negation: false,
};

/// By group, and in it by the owner's id, which is the order of recorded lists.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct GroupOwners(BTreeMap<String, BTreeMap<String, Owner>>);

#[derive(Serialize, Deserialize)]
struct Owner {
    kind: Kind,
    last_updated: Timestamp,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Kind {
    User,
    Group,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Group => "GROUP",
        }
    }
}

impl GroupOwners {
    /// A user or group that is gone owns nothing, and a group that is gone has no owners.
    pub(crate) fn forget(&mut self, id: &str) {
        self.0.remove(id);
        for owners in self.0.values_mut() {
            owners.remove(id);
        }
    }
}

pub(super) fn list_group_owners(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = groups::find(call.org, call.parameter(0))?.id.clone();
    let search = call.query.filled("search");
    let search = search.map(|text| user_lists::parsed(text, SEARCH)).transpose()?;
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "00u").or_else(|_| paging::start(call, "00g"))?;
    let owners = call.org.directory.group_owners.0.get(&group);
    let kept = owners
        .into_iter()
        .flat_map(|owners| owners.range((start.clone(), Bound::Unbounded)))
        .filter(|(_, owner)| {
            let attribute = |_: &str| vec![json!(owner.kind.as_str())];
            search
                .as_ref()
                .is_none_or(|search| search.matches(SEARCH, &attribute))
        });
    let (page, next) = paging::page(kept, limit, |(id, _)| (*id).clone());
    let items = page.into_iter().map(|(id, owner)| {
        let told = owner.last_updated.strftime("%Y-%m-%d %H:%M:%S.0").to_string();
        shown(call.org, id, owner, &told)
    });
    Ok(paging::answer(call, items.collect(), limit, next.as_deref()))
}

/// `201` with the owner. Who owns the group already is refused, and an id is looked for among its type's objects alone
/// (both recorded). How Okta refuses an eleventh owner is not verified.
pub(super) fn assign_group_owner(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = groups::find(call.org, call.parameter(0))?.id.clone();
    let body = call.json()?;
    let text = |member: &str| body.get(member).and_then(Value::as_str).unwrap_or_default();
    let id = text("id").to_owned();
    let kind = match text("type") {
        "USER" => Kind::User,
        "GROUP" => Kind::Group,
        _ => return Err(Refusal::validation("type", "type: must be USER or GROUP")),
    };
    match kind {
        Kind::User if !call.org.users.contains_key(&id) => return Err(Refusal::not_found(&id, "User")),
        // The class of a group that is not found is the one of other operations, not a recorded one.
        Kind::Group => drop(groups::find(call.org, &id)?),
        Kind::User => {}
    }
    let last_updated = call.second();
    let owners = call.org.directory.group_owners.0.entry(group).or_default();
    if owners.contains_key(&id) {
        let cause = "Provided owner is already assigned to this group";
        return Err(Refusal::validation("owner", cause));
    }
    if owners.len() >= MOST {
        let cause = format!("A group can have at most {MOST} owners");
        return Err(Refusal::validation("owner", cause));
    }
    let owner = Owner { kind, last_updated };
    // The form of a new owner's time is another one than in the list (recorded).
    let told = last_updated.strftime("%a %b %d %H:%M:%S UTC %Y").to_string();
    owners.insert(id.clone(), Owner { kind, last_updated });
    Ok(Answer::created(shown(call.org, &id, &owner, &told)))
}

/// `204`; who owns nothing is told as a missing `LinkedObject` (recorded).
pub(super) fn delete_group_owner(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = groups::find(call.org, call.parameter(0))?.id.clone();
    let id = call.parameter(1).to_owned();
    let owners = call.org.directory.group_owners.0.get_mut(&group);
    owners
        .and_then(|owners| owners.remove(&id))
        .ok_or_else(|| Refusal::not_found(&id, "LinkedObject"))?;
    Ok(Answer::no_content())
}

fn shown(org: &Org, id: &str, owner: &Owner, last_updated: &str) -> Value {
    let name = match owner.kind {
        Kind::User => org.users.get(id).map(User::display_name),
        Kind::Group => org
            .groups
            .get(id)
            .and_then(|group| group.profile.get("name")?.as_str().map(str::to_owned)),
    };
    json!({
        "id": id,
        "type": owner.kind.as_str(),
        "resolved": true,
        "originId": null,
        "originType": "OKTA_DIRECTORY",
        "displayName": name.unwrap_or_default(),
        "lastUpdated": last_updated,
    })
}
