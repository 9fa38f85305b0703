//! Lists of groups, and of a group's users and apps.

use std::ops::Bound;

use serde_json::Value;

use super::{applications, groups, user_list_json, user_lists};
use crate::call::{Answer, Call};
use crate::clock::wire;
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Operator};
use crate::paging::{self, Sizes};
use crate::state::Group;

/// Without a limit Okta answers 10,000 groups (recorded), which is also its maximum.
const GROUPS: Sizes = Sizes {
    default: 10_000,
    maximum: 10_000,
};
/// 1,000 is the default (SPEC `listGroupUsers`), and the maximum by okta/okta-developer-docs#368.
const USERS: Sizes = Sizes {
    default: 1_000,
    maximum: 1_000,
};
/// `q` answers at most this many and has no pages.
const PICKED: Sizes = Sizes {
    default: 300,
    maximum: 300,
};

/// What `search` takes (SPEC `listGroups`); the inequalities and `pr` as for users. Okta's `ew` and `not` are refused
/// here as there, which is not verified.
const SEARCH: Dialect = Dialect {
    accepts: |attribute, operator| match operator {
        Operator::NotEqual | Operator::EndsWith => false,
        Operator::Contains => ["profile.name", "profile.description"].contains(&attribute),
        _ => TOP.contains(&attribute) || attribute == "source.id" || attribute.starts_with("profile."),
    },
    times: is_time,
    case_sensitive: false,
    negation: false,
};

/// Four attributes (SPEC `listGroups`); that the two which are no times take `eq` alone is not verified.
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| match attribute {
        "lastUpdated" | "lastMembershipUpdated" => operator == Operator::Equal || operator.is_inequality(),
        "id" | "type" => operator == Operator::Equal,
        _ => false,
    },
    times: is_time,
    case_sensitive: true,
    negation: false,
};

fn is_time(attribute: &str) -> bool {
    ["created", "lastUpdated", "lastMembershipUpdated"].contains(&attribute)
}

const TOP: [&str; 5] = ["id", "type", "created", "lastUpdated", "lastMembershipUpdated"];

pub(super) fn list_groups(call: &mut Call<'_>) -> Outcome<Answer> {
    let stats = call
        .query
        .get("expand")
        .is_some_and(|expand| expand.split(',').any(|part| part == "stats"));
    let shown = |group: &&Group| groups::shown(call.org, group, &call.base, stats);
    let expressions = [("search", SEARCH), ("filter", FILTER)]
        .into_iter()
        .filter_map(|(name, dialect)| call.query.filled(name).map(|text| (text, dialect)))
        .map(|(text, dialect)| user_lists::parsed(text, dialect).map(|expression| (expression, dialect)))
        .collect::<Outcome<Vec<_>>>()?;
    let kept = |group: &&Group| {
        let attribute = |path: &str| attribute(group, path);
        call.access.sees_group(call.org, group)
            && expressions
                .iter()
                .all(|(expression, dialect)| expression.matches(*dialect, &attribute))
    };
    if let Some(q) = call.query.filled("q") {
        let limit = paging::limit(call, PICKED)?;
        let named = |group: &&Group| text(group, "name").to_lowercase().starts_with(&q.to_lowercase());
        let groups = call.org.groups.values();
        let mut found: Vec<&Group> = groups.filter(|group| named(group) && kept(group)).collect();
        // By name, so that who is called just so comes first (recorded by the Terraform provider,
        // `TestAccDataSourceOktaGroup_read_multiple_groups`, `TestAccDataSourceOktaGroups_read`). Recordings of 2020 have
        // all lists of groups so, but not how pages of them go on.
        found.sort_by_cached_key(|group| text(group, "name").to_lowercase());
        found.truncate(limit);
        // No Link header at all (recorded).
        return Ok(Answer::ok(Value::Array(found.iter().map(shown).collect())));
    }
    let limit = paging::limit(call, GROUPS)?;
    let sorted_by = call.query.filled("sortBy");
    if let Some(by) = sorted_by.filter(|_| call.query.filled("search").is_some()) {
        let found = call.org.groups.indexed(&Bound::Unbounded).filter(kept).collect();
        let sorted = sorted(call, found, by)?;
        let (found, next) = paging::page(sorted.into_iter(), limit, |group| group.id.clone());
        let items = found.iter().map(shown).collect();
        return Ok(paging::answer(call, items, limit, next.as_deref()));
    }
    let start = paging::start(call, "00g")?;
    let following: Box<dyn Iterator<Item = &Group>> = if call.query.filled("search").is_some() {
        call.org.groups.indexed(&start)
    } else {
        let current = call.org.groups.range((start, Bound::Unbounded));
        Box::new(current.map(|(_, group)| group))
    };
    let found = following.filter(kept);
    let (found, next) = paging::page(found, limit, |group| group.id.clone());
    Ok(paging::answer(
        call,
        found.iter().map(shown).collect(),
        limit,
        next.as_deref(),
    ))
}

/// What follows the cursor in the order of an attribute; groups alike in it are in the order of their ids (SPEC
/// `listGroups`).
fn sorted<'org>(call: &Call<'_>, found: Vec<&'org Group>, by: &str) -> Outcome<Vec<&'org Group>> {
    if !(SEARCH.accepts)(by, Operator::Equal) {
        return Err(Refusal::of("E0000031"));
    }
    let key = |group: &Group| {
        let value = attribute(group, by).into_iter().next();
        let text = value.map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_lowercase)
        });
        text.unwrap_or_default()
    };
    let order = call.query.filled("sortOrder").unwrap_or_default();
    let descending = order.eq_ignore_ascii_case("desc");
    let mut keyed: Vec<(String, &Group)> = found.into_iter().map(|group| (key(group), group)).collect();
    keyed.sort_by(|left, right| {
        let order = left.0.cmp(&right.0);
        (if descending { order.reverse() } else { order }).then_with(|| left.1.id.cmp(&right.1.id))
    });
    let place = |cursor: &str| keyed.iter().position(|(_, group)| group.id == cursor);
    let from = match call.query.filled("after") {
        None => 0,
        Some(cursor) => place(cursor).ok_or_else(paging::invalid_cursor)? + 1,
    };
    Ok(keyed.into_iter().skip(from).map(|(_, group)| group).collect())
}

pub(super) fn list_group_users(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = groups::find(call.org, call.parameter(0))?;
    let limit = paging::limit(call, USERS)?;
    let start = paging::start(call, "00u")?;
    let members = groups::members(call.org, group).filter(|id| match &start {
        Bound::Excluded(cursor) => *id > cursor.as_str(),
        _ => true,
    });
    let users = members.filter_map(|id| call.org.users.get(id));
    let (users, next) = paging::page(users, limit, |user| user.id.to_string());
    let list = user_list_json::list(call.org, &users, &call.base);
    Ok(paging::linked(
        call,
        Answer::written(list),
        limit,
        next.as_deref(),
    ))
}

pub(super) fn list_assigned_applications_for_group(call: &mut Call<'_>) -> Outcome<Answer> {
    let group = groups::find(call.org, call.parameter(0))?;
    let limit = paging::limit(call, applications::SIZES)?;
    let start = paging::start(call, "0oa")?;
    let following = call
        .org
        .applications
        .range((start, Bound::Unbounded))
        .map(|(_, application)| application);
    let assigned = following.filter(|application| {
        application.groups.contains_key(&group.id) && call.access.sees_application(application)
    });
    let (found, next) = paging::page(assigned, limit, |application| application.id.clone());
    let items = found
        .iter()
        .map(|application| applications::shown(call.org, application, &call.base))
        .collect();
    Ok(paging::answer(call, items, limit, next.as_deref()))
}

fn attribute(group: &Group, path: &str) -> Vec<Value> {
    let value = match path {
        "id" => Some(Value::String(group.id.clone())),
        "type" => Some(Value::String(group.kind.as_str().to_owned())),
        "created" => Some(Value::String(wire(group.created))),
        "lastUpdated" => Some(Value::String(wire(group.last_updated))),
        "lastMembershipUpdated" => Some(Value::String(wire(group.last_membership_updated))),
        "source.id" => group.source.clone().map(Value::String),
        _ => path
            .strip_prefix("profile.")
            .and_then(|name| group.profile.get(name))
            .cloned(),
    };
    value.into_iter().collect()
}

fn text<'group>(group: &'group Group, attribute: &str) -> &'group str {
    group
        .profile
        .get(attribute)
        .and_then(Value::as_str)
        .unwrap_or_default()
}
