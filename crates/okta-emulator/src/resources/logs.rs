//! `GET /api/v1/logs`: a tail that never ends, or a query with bounds
//! (<https://developer.okta.com/docs/reference/system-log-query/>).

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::form_urlencoded::Serializer;

use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::filter::{Dialect, Operator, at_path, parse};
use crate::state::LogEvent;

const DEFAULT_LIMIT: usize = 100;
const MAXIMUM_LIMIT: i64 = 1_000;

pub(super) fn list_log_events(call: &mut Call<'_>) -> Outcome<Answer> {
    let window = Window::of(call)?;
    let limit = limit(call)?;
    let keep = predicate(call)?;
    let after = call.query.filled("after").map(cursor).transpose()?;
    let in_window = |event: &&LogEvent| {
        event.published >= window.since
            && window.until.is_none_or(|until| event.published < until)
            && keep(event)
    };
    let log = &call.org.log;
    // Entries lie in the order of their numbers.
    let place = |after: u64| log.partition_point(|event| event.sequence <= after);
    let (page, more) = if window.descending {
        let end = after.map_or(log.len(), |after| place(after.saturating_sub(1)));
        taken(log.range(..end).rev().filter(in_window), limit)
    } else {
        taken(log.range(after.map_or(0, place)..).filter(in_window), limit)
    };
    let next = page.last().map(|event| cursor_of(event));
    let mut answer = Answer::ok(Value::Array(
        page.iter().map(|event| event.body.clone()).collect(),
    ));
    answer.links.push(link(call, call.query.filled("after"), "self"));
    if window.is_polling() {
        // Every page of a tail has a next link. An empty page's is the page itself (recorded): ask again
        // later. A tail that has seen nothing yet starts from the last event that there is.
        let last = call.org.log.back();
        let newest = || last.map_or("0_0".to_owned(), cursor_of);
        let next = next
            .or_else(|| call.query.filled("after").map(str::to_owned))
            .unwrap_or_else(newest);
        answer.links.push(link(call, Some(&next), "next"));
    } else if let Some(next) = next.filter(|_| more) {
        answer.links.push(link(call, Some(&next), "next"));
    }
    Ok(answer)
}

/// The times that a query asks for.
struct Window {
    since: Timestamp,
    until: Option<Timestamp>,
    descending: bool,
}

impl Window {
    fn of(call: &Call<'_>) -> Outcome<Self> {
        let until = time(call, "until")?;
        let descending = match call.query.filled("sortOrder") {
            None | Some("ASCENDING") => false,
            Some("DESCENDING") => true,
            Some(_) => {
                return Err(Refusal::validation(
                    "sortOrder",
                    "'sortOrder': must be ASCENDING or DESCENDING",
                ));
            }
        };
        // The default of `since` is seven days before `until`. A tail goes on where its cursor is, however
        // old.
        let week = SignedDuration::from_hours(7 * 24);
        let earliest = until
            .unwrap_or(call.now)
            .checked_sub(week)
            .unwrap_or(Timestamp::MIN);
        let default = if call.query.filled("after").is_some() {
            Timestamp::MIN
        } else {
            earliest
        };
        let given = time(call, "since")?;
        let oldest = call
            .now
            .checked_sub(SignedDuration::from_hours(180 * 24))
            .unwrap_or(Timestamp::MIN);
        if given.is_some_and(|since| since < oldest) {
            return Err(Refusal::of("E0000053"));
        }
        Ok(Self {
            since: given.unwrap_or(default),
            until,
            descending,
        })
    }

    /// Without an upper bound and in order, the list is a tail.
    fn is_polling(&self) -> bool {
        self.until.is_none() && !self.descending
    }
}

fn time(call: &Call<'_>, name: &str) -> Outcome<Option<Timestamp>> {
    let Some(text) = call.query.filled(name) else {
        return Ok(None);
    };
    let invalid = |_| {
        Refusal::validation(
            &format!("'{name}'"),
            format!("'{name}': The date format is not valid."),
        )
    };
    text.parse().map(Some).map_err(invalid)
}

/// 0 to 1,000; anything else is refused.
fn limit(call: &Call<'_>) -> Outcome<usize> {
    match call.query.integer("limit")? {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 0..=MAXIMUM_LIMIT) => Ok(usize::try_from(limit).unwrap_or(DEFAULT_LIMIT)),
        Some(_) => Err(Refusal::validation(
            "limit",
            "'limit': must be between 0 and 1000",
        )),
    }
}

/// `published` may not be filtered by, and `co` is not for URLs (Okta's page); any other path of an event
/// may.
const FILTER: Dialect = Dialect {
    accepts: |attribute, operator| {
        let urls = ["debugContext.debugData.url", "debugContext.debugData.requestUri"];
        let known = [
            "actor",
            "authenticationContext",
            "client",
            "debugContext",
            "displayMessage",
            "eventType",
            "legacyEventType",
            "outcome",
            "request",
            "securityContext",
            "severity",
            "target",
            "transaction",
            "uuid",
            "version",
        ];
        let first = attribute.split('.').next().unwrap_or_default();
        known.contains(&first) && !(operator == Operator::Contains && urls.contains(&attribute))
    },
    case_sensitive: false,
};

/// What `filter` and `q` keep. A filter that cannot be read, or of a member that events lack, is `E0000053`;
/// an operator that a member does not take is `E0000031` (Okta's page).
fn predicate(call: &Call<'_>) -> Outcome<impl Fn(&LogEvent) -> bool + use<>> {
    let expression = match call.query.filled("filter").map(parse) {
        None => None,
        Some(Err(_)) => return Err(Refusal::of("E0000053")),
        Some(Ok(expression)) if !expression.is_accepted_by(FILTER) => {
            let any_operator = Dialect {
                accepts: |attribute, _| (FILTER.accepts)(attribute, Operator::Equal),
                ..FILTER
            };
            let code = if expression.is_accepted_by(any_operator) {
                "E0000031"
            } else {
                "E0000053"
            };
            return Err(Refusal::of(code));
        }
        Some(Ok(expression)) => Some(expression),
    };
    let words: Vec<String> = call
        .query
        .get("q")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    if words.len() > 10 || words.iter().any(|word| word.chars().count() > 40) {
        return Err(Refusal::validation(
            "q",
            "'q': at most 10 keywords of at most 40 characters",
        ));
    }
    Ok(move |event: &LogEvent| {
        let kept = expression
            .as_ref()
            .is_none_or(|expression| expression.matches(FILTER, &|path| at_path(&event.body, path)));
        kept && (words.is_empty() || {
            let text = event.body.to_string().to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
    })
}

fn cursor_of(event: &LogEvent) -> String {
    format!("{}_{}", event.published.as_millisecond(), event.sequence)
}

/// The cursor of a tail has the form `{milliseconds}_{number}` (recorded).
fn cursor(text: &str) -> Outcome<u64> {
    let number = text.split_once('_').and_then(|(milliseconds, number)| {
        milliseconds.parse::<i64>().ok()?;
        number.parse().ok()
    });
    number.ok_or_else(|| Refusal::of("E0000031").cause("Invalid cursor."))
}

fn taken<'log>(
    mut following: impl Iterator<Item = &'log LogEvent>,
    limit: usize,
) -> (Vec<&'log LogEvent>, bool) {
    let page: Vec<_> = following.by_ref().take(limit).collect();
    let more = following.next().is_some();
    (page, more)
}

/// Other than in other lists, `after` comes last and no default limit is put in (recorded).
fn link(call: &Call<'_>, after: Option<&str>, relation: &str) -> String {
    let mut query = call.query.encoded_without(&["after"]);
    if let Some(after) = after {
        let joint = if query.is_empty() { "" } else { "&" };
        query += joint;
        query += &Serializer::new(String::new())
            .append_pair("after", after)
            .finish();
    }
    let joint = if query.is_empty() { "" } else { "?" };
    format!("<{}{}{joint}{query}>; rel=\"{relation}\"", call.base, call.path)
}
