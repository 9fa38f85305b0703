//! `GET /api/v1/iam/assignees/users`: who holds a role.

use std::collections::HashSet;

use serde_json::json;

use super::iam_lists;
use crate::call::{Answer, Call};
use crate::errors::Outcome;
use crate::iam::Resource;
use crate::state::{Org, User};

/// Users who hold a role themselves or through a group but `Everyone`; groups are not listed (recorded).
pub(super) fn list_users_with_role_assignments(call: &mut Call<'_>) -> Outcome<Answer> {
    let holders = holders(call.org);
    let holds = |user: &User| {
        let groups = user.groups.iter();
        !user.roles.is_empty()
            || std::iter::once(user.id.as_str())
                .chain(groups)
                .any(|id| holders.contains(id))
    };
    let found = call.org.users.iter().filter(|(_, user)| holds(user));
    let shown = |user: &User| {
        let own = format!("{}/api/v1/users/{}", call.base, user.id);
        json!({
            "id": user.id,
            "orn": Resource::User(user.id.to_string()).orn(call.org),
            "_links": { "self": { "href": own }, "roles": { "href": format!("{own}/roles") } },
        })
    };
    let mut answer = iam_lists::answer(call, "value", found, shown, json!({}))?;
    answer.links.clear();
    Ok(answer)
}

/// The groups that hold a role, and the users with a custom role of their own. `Everyone` is left out: with a
/// role of its own it would make an assignee of everybody.
fn holders(org: &Org) -> HashSet<&str> {
    let standard = org.iam.group_roles.iter().filter(|(_, roles)| !roles.is_empty());
    let custom = org.iam.members.values().map(|member| member.assignee.id());
    standard.map(|(group, _)| group.as_str()).chain(custom).collect()
}
