//! Pages: `after`, `limit`, and the `Link` lines.
//!
//! The cursor is the id of the page's last object, as recorded for users, groups, apps and app users. Okta
//! writes `after` and `limit` before the other parameters of a link, puts the default limit into it, and
//! encodes a space as `+` (recorded traffic).

use std::ops::Bound;

use serde_json::Value;
use url::form_urlencoded::Serializer;

use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};

/// The page sizes of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    pub(crate) default: usize,
    pub(crate) maximum: usize,
}

/// The page size that a request asks for. More than the maximum is cut to it, as Okta was seen to do where a
/// limit was too large (`observed_capped_limit`); less than one is refused, with Okta's code for a bad
/// parameter.
pub(crate) fn limit(call: &Call<'_>, sizes: Sizes) -> Outcome<usize> {
    let Some(asked) = call.query.integer("limit")? else {
        return Ok(sizes.default);
    };
    match usize::try_from(asked) {
        Ok(asked) if asked > 0 => Ok(asked.min(sizes.maximum)),
        _ => Err(Refusal::validation(
            "limit",
            "limit: The limit must be greater than zero.",
        )),
    }
}

/// Where a page starts: behind the object with the id of the cursor, which need not exist any more.
pub(crate) fn start(call: &Call<'_>, prefix: &str) -> Outcome<Bound<String>> {
    match call.query.filled("after") {
        None => Ok(Bound::Unbounded),
        Some(cursor) if cursor.len() == 20 && cursor.starts_with(prefix) => {
            Ok(Bound::Excluded(cursor.to_owned()))
        }
        Some(_) => Err(invalid_cursor()),
    }
}

/// `E0000029` with the cause that was recorded for a cursor of another kind.
pub(crate) fn invalid_cursor() -> Refusal {
    Refusal::of("E0000029").cause("Invalid cursor.")
}

/// Room for so many objects of a page is made at once.
const MOST_ROOM: usize = 256;

/// Takes one page from what follows the cursor: the objects, and the last one's id if more are left.
pub(crate) fn page<T>(
    mut following: impl Iterator<Item = T>,
    limit: usize,
    id: impl Fn(&T) -> String,
) -> (Vec<T>, Option<String>) {
    let mut taken = Vec::with_capacity(limit.min(MOST_ROOM));
    taken.extend(following.by_ref().take(limit));
    let next = following.next().and_then(|_| taken.last()).map(id);
    (taken, next)
}

/// An answer of one page with its `Link` lines.
pub(crate) fn answer(call: &Call<'_>, items: Vec<Value>, limit: usize, next: Option<&str>) -> Answer {
    linked(call, Answer::ok(Value::Array(items)), limit, next)
}

/// Gives the answer of one page its `Link` lines, with all parameters of the request.
pub(crate) fn linked(call: &Call<'_>, answer: Answer, limit: usize, next: Option<&str>) -> Answer {
    let rest = call.query.encoded_without(&["after", "limit"]);
    with_links(call, answer, limit, next, &rest)
}

/// Gives the answer of one page its `Link` lines, with these parameters of the request in this order.
pub(crate) fn linked_with(
    call: &Call<'_>,
    answer: Answer,
    limit: usize,
    next: Option<&str>,
    names: &[&str],
) -> Answer {
    let rest = call.query.encoded_in_order(names);
    with_links(call, answer, limit, next, &rest)
}

fn with_links(call: &Call<'_>, mut answer: Answer, limit: usize, next: Option<&str>, rest: &str) -> Answer {
    let own = link(call, call.query.get("after"), limit, rest, "self");
    answer.links.push(own);
    if next.is_some() {
        answer.links.push(link(call, next, limit, rest, "next"));
    }
    answer
}

fn link(call: &Call<'_>, after: Option<&str>, limit: usize, rest: &str, relation: &str) -> String {
    let mut own = Serializer::new(String::new());
    if let Some(after) = after {
        own.append_pair("after", after);
    }
    own.append_pair("limit", &limit.to_string());
    let own = own.finish();
    let joint = if rest.is_empty() { "" } else { "&" };
    format!(
        "<{}{}?{own}{joint}{rest}>; rel=\"{relation}\"",
        call.base, call.path
    )
}
