//! Lists of identity and access management: Okta pages them in the body.
//!
//! The next page is `_links.next` of the body, at the end of the list there is none; no `Link` line says
//! `next` (recorded traffic and Okta's specification).

use serde_json::{Map, Value, json};

use crate::call::{Answer, Call};
use crate::errors::Outcome;
use crate::paging::{self, Sizes};

/// 100 a page, which the specification names as the default; what is more is cut to it.
const SIZES: Sizes = Sizes {
    default: 100,
    maximum: 100,
};

/// One page of a list whose items are in the order of their ids. `links` are those of the list itself.
pub(super) fn answer<'items, Id: AsRef<str> + ?Sized + 'items, T: 'items>(
    call: &Call<'_>,
    name: &str,
    items: impl Iterator<Item = (&'items Id, T)>,
    shown: impl Fn(T) -> Value,
    links: Value,
) -> Outcome<Answer> {
    let limit = paging::limit(call, SIZES)?;
    let after = call.query.filled("after").unwrap_or_default();
    let following = items.filter(|(id, _)| id.as_ref() > after);
    let (page, next) = paging::page(following, limit, |(id, _)| id.as_ref().to_owned());
    let mut body = Map::new();
    body.insert(
        name.to_owned(),
        Value::Array(page.into_iter().map(|(_, item)| shown(item)).collect()),
    );
    let mut links = match links {
        Value::Object(links) => links,
        _ => Map::new(),
    };
    if let Some(next) = next {
        let limit = call.query.get("limit").map(|_| format!("&limit={limit}"));
        let address = format!(
            "{}{}?after={next}{}",
            call.base,
            call.path,
            limit.unwrap_or_default()
        );
        links.insert("next".to_owned(), json!({ "href": address }));
    }
    if !links.is_empty() {
        body.insert("_links".to_owned(), Value::Object(links));
    }
    Ok(with_self(call, Answer::ok(Value::Object(body))))
}

/// The `Link` line that answers about roles and resource sets carry (recorded).
pub(super) fn with_self(call: &Call<'_>, mut answer: Answer) -> Answer {
    answer
        .links
        .push(format!("<{}{}>; rel=\"self\"", call.base, call.path));
    answer
}
