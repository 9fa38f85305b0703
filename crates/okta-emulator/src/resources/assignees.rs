//! `GET /api/v1/iam/assignees/users`: who holds a role.

use serde_json::json;

use super::iam_lists;
use crate::call::{Answer, Call};
use crate::errors::Outcome;
use crate::iam::{Assignee, Resource};
use crate::state::{Org, User};

/// Users who hold a role themselves or through a group but `Everyone`; groups are not listed (recorded).
pub(super) fn list_users_with_role_assignments(call: &mut Call<'_>) -> Outcome<Answer> {
    let found = call
        .org
        .users
        .iter()
        .filter(|(_, user)| holds_role(call.org, user));
    let shown = |user: &User| {
        let own = format!("{}/api/v1/users/{}", call.base, user.id);
        json!({
            "id": user.id,
            "orn": Resource::User(user.id.clone()).orn(call.org),
            "_links": { "self": { "href": own }, "roles": { "href": format!("{own}/roles") } },
        })
    };
    let mut answer = iam_lists::answer(call, "value", found, shown, json!({}))?;
    answer.links.clear();
    Ok(answer)
}

fn holds_role(org: &Org, user: &User) -> bool {
    !user.roles.is_empty()
        || user.groups.iter().any(|group| crate::iam::holds_role(org, group))
        || org
            .iam
            .members
            .values()
            .any(|member| matches!(&member.assignee, Assignee::User(id) if *id == user.id))
}
