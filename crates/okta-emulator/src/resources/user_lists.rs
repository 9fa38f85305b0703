//! `GET /api/v1/users`: plain, with `q`, with `filter`, with `search`.

use std::ops::Bound;

use super::user_left_out::LeftOut;
use super::{user_fields, user_list_json, user_view};
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Expression, Operator, parse};
use crate::paging::{self, Sizes};
use crate::state::{Org, Status, User};

/// Okta's documented default, and what it was seen to cut a larger limit to.
const SIZES: Sizes = Sizes {
    default: 200,
    maximum: 200,
};

pub(super) fn list_users(call: &mut Call<'_>) -> Outcome<Answer> {
    match (
        call.query.filled("search"),
        call.query.filled("filter"),
        call.query.filled("q"),
    ) {
        (Some(_), Some(_), _) => Err(Refusal::of("E0000033")),
        (Some(search), None, _) => {
            let expression = parsed(search, SEARCH)?;
            match call.query.filled("sortBy").map(str::to_owned) {
                Some(by) => sorted(call, &expression, &by),
                None => searched(call, &expression),
            }
        }
        (None, Some(filter), _) => {
            let expression = parsed(filter, FILTER)?;
            listed(call, |org, user| matches(org, user, &expression, FILTER))
        }
        (None, None, Some(q)) => picked(call, &q.to_lowercase()),
        // The plain list leaves out who is deactivated (SPEC `listUsers`).
        (None, None, None) => listed(call, |_, user| user.status != Status::Deprovisioned),
    }
}

/// What `search` takes: profile attributes and the named top-level ones. `ne` is not supported, `co` is for four
/// attributes alone (SPEC `listUsers`), `gt` and its like are for texts and numbers too, and `pr` is for all (Okta's
/// page "User query options"). No page names `ew` or `not` for users, so they are refused; how Okta takes them is not
/// verified.
const SEARCH: Dialect = Dialect {
    accepts: |attribute, operator| {
        let contains = [
            "profile.firstName",
            "profile.lastName",
            "profile.email",
            "profile.login",
        ];
        let top = [
            "id",
            "status",
            "created",
            "activated",
            "statusChanged",
            "lastUpdated",
            "type.id",
        ];
        match operator {
            Operator::NotEqual | Operator::EndsWith => false,
            Operator::Contains => contains.contains(&attribute),
            _ => {
                top.contains(&attribute)
                    || attribute
                        .strip_prefix("profile.")
                        .is_some_and(|name| !name.is_empty())
            }
        }
    },
    times: is_time,
    case_sensitive: false,
    negation: false,
};

/// What `filter` takes: `eq`, and the inequalities for `lastUpdated` alone (SPEC `listUsers`).
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| match attribute {
        "lastUpdated" => operator == Operator::Equal || operator.is_inequality(),
        "status" | "id" | "profile.login" | "profile.email" | "profile.firstName" | "profile.lastName" => {
            operator == Operator::Equal
        }
        _ => false,
    },
    times: is_time,
    case_sensitive: true,
    negation: false,
};

fn is_time(attribute: &str) -> bool {
    ["created", "activated", "statusChanged", "lastUpdated"].contains(&attribute)
}

/// Parses, and refuses what the endpoint does not take with Okta's code for a bad search. A text where a time
/// belongs is refused with the same code, which is not verified: Okta also has `E0000030`, for dates, and no source
/// says where it answers so.
pub(super) fn parsed(text: &str, dialect: Dialect) -> Outcome<Expression> {
    match parse(text) {
        Ok(expression) if expression.is_accepted_by(dialect) => Ok(expression),
        _ => Err(Refusal::of("E0000031")),
    }
}

fn matches(org: &Org, user: &User, expression: &Expression, dialect: Dialect) -> bool {
    expression.matches(dialect, &|path| user_view::attribute(org, user, path))
}

fn listed(call: &Call<'_>, keep: impl Fn(&Org, &User) -> bool) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "00u")?;
    let following = call
        .org
        .users
        .range((start, Bound::Unbounded))
        .map(|(_, user)| user);
    let kept = following.filter(|user| keep(call.org, user) && call.access.sees_user(call.org, user));
    let (users, next) = paging::page(kept, limit, |user| user.id.to_string());
    Ok(answer(call, &users, limit, next.as_deref()))
}

/// A search in the order of ids: what the index shows, which may be behind.
fn searched(call: &Call<'_>, expression: &Expression) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let start = paging::start(call, "00u")?;
    let following = call.org.users.indexed(&start);
    let kept = following
        .filter(|user| matches(call.org, user, expression, SEARCH) && call.access.sees_user(call.org, user));
    let (users, next) = paging::page(kept, limit, |user| user.id.to_string());
    Ok(answer(call, &users, limit, next.as_deref()))
}

/// A search sorted by an attribute; users alike in it are in the order of their ids.
fn sorted(call: &Call<'_>, expression: &Expression, by: &str) -> Outcome<Answer> {
    if !(SEARCH.accepts)(by, Operator::Equal) {
        return Err(Refusal::of("E0000031"));
    }
    let descending = call
        .query
        .filled("sortOrder")
        .is_some_and(|order| order.eq_ignore_ascii_case("desc"));
    let limit = paging::limit(call, SIZES)?;
    let found =
        call.org.users.indexed(&Bound::Unbounded).filter(|user| {
            matches(call.org, user, expression, SEARCH) && call.access.sees_user(call.org, user)
        });
    let key = |user: &User| {
        let value = user_view::attribute(call.org, user, by).into_iter().next();
        value
            .map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_lowercase)
            })
            .unwrap_or_default()
    };
    let mut keyed: Vec<(String, &User)> = found.map(|user| (key(user), user)).collect();
    keyed.sort_by(|left, right| {
        let order = left.0.cmp(&right.0);
        (if descending { order.reverse() } else { order }).then_with(|| left.1.id.cmp(&right.1.id))
    });
    let from = match call.query.filled("after") {
        None => 0,
        Some(cursor) => {
            let place = keyed.iter().position(|(_, user)| user.id == cursor);
            place.ok_or_else(paging::invalid_cursor)? + 1
        }
    };
    let following = keyed.into_iter().skip(from).map(|(_, user)| user);
    let (users, next) = paging::page(following, limit, |user| user.id.to_string());
    Ok(answer(call, &users, limit, next.as_deref()))
}

/// `q`: who starts so by first name, last name or email, without who is deactivated. Ten by default, not
/// paged, so without links.
fn picked(call: &Call<'_>, start: &str) -> Outcome<Answer> {
    let limit = paging::limit(
        call,
        Sizes {
            default: 10,
            maximum: 200,
        },
    )?;
    let starts = |user: &&User| {
        ["firstName", "lastName", "email"]
            .iter()
            .any(|name| user.text(name).to_lowercase().starts_with(start))
    };
    let active = call
        .org
        .users
        .values()
        .filter(|user| user.status != Status::Deprovisioned);
    let found: Vec<&User> = active
        .filter(starts)
        .filter(|user| call.access.sees_user(call.org, user))
        .take(limit)
        .collect();
    Ok(shown(call, &found))
}

fn answer(call: &Call<'_>, users: &[&User], limit: usize, next: Option<&str>) -> Answer {
    paging::linked(call, shown(call, users), limit, next)
}

fn shown(call: &Call<'_>, users: &[&User]) -> Answer {
    let fields = call.query.filled("fields");
    let left_out = LeftOut::of(call.okta_response);
    if fields.is_none() && left_out.is_none() {
        return Answer::written(user_list_json::list(call.org, users, &call.base));
    }
    let chosen = |user: &&User| {
        let whole = user_view::list_item(call.org, user, &call.base);
        let whole = left_out.unwrap_or_default().of_user(whole);
        match fields {
            Some(fields) => user_fields::project(&whole, fields),
            None => whole,
        }
    };
    Answer::ok(users.iter().map(chosen).collect())
}
