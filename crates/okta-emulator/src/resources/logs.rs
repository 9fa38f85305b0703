//! `GET /api/v1/logs`: a tail that never ends, or a query with bounds
//! (<https://developer.okta.com/docs/reference/system-log-query/>).
//!
//! Whoever may read the log reads all of it: Okta's help page of report administrators says so of one whose other
//! role is for some groups alone, and an article of Okta's support, "Granular access to Okta logs for a specific realm
//! administrator", of every role.

use jiff::{SignedDuration, Timestamp};
use url::form_urlencoded::Serializer;

use super::log_filter;
use crate::call::{Answer, Call};
use crate::errors::{Outcome, Refusal};
use crate::event_log::LogEvent;

const DEFAULT_LIMIT: usize = 100;
const MAXIMUM_LIMIT: i64 = 1_000;
/// Events that are older are not shown, whatever is asked for (Okta's page, "Data retention").
const RETENTION: SignedDuration = SignedDuration::from_hours(90 * 24);
/// A `since` that is older is refused (Okta's page, "Errors").
const OLDEST_SINCE: SignedDuration = SignedDuration::from_hours(180 * 24);

pub(super) fn list_log_events(call: &mut Call<'_>) -> Outcome<Answer> {
    let window = Window::of(call)?;
    let limit = limit(call)?;
    let keep = log_filter::predicate(call)?;
    let kept_from = call.now.checked_sub(RETENTION).unwrap_or(Timestamp::MIN);
    let after = call.query.filled("after").map(cursor).transpose()?;
    let in_window = |event: &&LogEvent| {
        event.published >= window.since.max(kept_from)
            && window.until.is_none_or(|until| event.published < until)
            && keep(event)
    };
    let log = &call.org.log;
    // Entries lie in the order of their numbers.
    let place = |after: u64| log.count_up_to(after);
    let (page, more) = if window.descending {
        let end = after.map_or(log.len(), |after| place(after.saturating_sub(1)));
        taken(log.range(..end).rev().filter(in_window), limit)
    } else {
        taken(log.range(after.map_or(0, place)..).filter(in_window), limit)
    };
    let polling = window.is_polling();
    let next = page.last().map(|event| cursor_of(event, polling));
    let events: Vec<&str> = page.iter().map(|event| event.json()).collect();
    let mut answer = Answer::written(format!("[{}]", events.join(",")).into_bytes());
    answer.links.push(link(call, call.query.filled("after"), "self"));
    if polling {
        // Every page of a tail has a next link. An empty page's is the page itself (recorded): ask again
        // later. A tail that has seen nothing yet starts from the last event that there is.
        let last = call.org.log.back();
        let newest = || last.map_or("0_0".to_owned(), |last| cursor_of(last, polling));
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
                return Err(log_filter::invalid(
                    "sortOrder",
                    "must be ASCENDING or DESCENDING",
                ));
            }
        };
        // The default of `since` is seven days before `until` (SPEC `listLogEvents`). A tail goes on where its
        // cursor is, however old. Okta's page says that `since` and `after` exclude each other, and shows a `next`
        // link with both, so both are taken.
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
        let oldest = call.now.checked_sub(OLDEST_SINCE).unwrap_or(Timestamp::MIN);
        if given.is_some_and(|since| since < oldest) {
            let summary = "Invalid parameter: The since parameter is over 180 days prior to the current day.";
            return Err(Refusal::of_system_log("E0000053", summary));
        }
        Ok(Self {
            since: given.unwrap_or(default),
            until,
            descending,
        })
    }

    /// A tail is what is sorted upwards with an absent or empty `until`, whatever `since` is (Okta's page "Core Okta
    /// API", "Link header"); with `until` alone a query ends, and starts where the default of `since` says.
    fn is_polling(&self) -> bool {
        self.until.is_none() && !self.descending
    }
}

fn time(call: &Call<'_>, name: &str) -> Outcome<Option<Timestamp>> {
    let Some(text) = call.query.filled(name) else {
        return Ok(None);
    };
    let unrecognized =
        "The date format in your query is not recognized. Please enter dates using ISO8601 string format.";
    let needed = "must be a valid date-time or empty.";
    let summary = format!("Api validation failed: '{name}': {unrecognized} '{name}': {needed}");
    let invalid = |_| {
        Refusal::of_system_log("E0000001", summary)
            .cause(format!("{name}: {unrecognized}"))
            .cause(format!("{name}: {needed}"))
    };
    text.parse().map(Some).map_err(invalid)
}

/// 0 to 1,000 (SPEC `listLogEvents`); anything else is refused, in words that are not verified.
fn limit(call: &Call<'_>) -> Outcome<usize> {
    match call.query.integer("limit")? {
        None => Ok(DEFAULT_LIMIT),
        Some(limit @ 0..=MAXIMUM_LIMIT) => Ok(usize::try_from(limit).unwrap_or(DEFAULT_LIMIT)),
        Some(_) => Err(log_filter::invalid("limit", "must be between 0 and 1000")),
    }
}

/// The cursor behind an event. A tail's is `{milliseconds}_{number}` (recorded). That of a query with bounds is a
/// UUID in the example of Okta's page, which is sorted downwards; that one sorted upwards has the same is not verified.
fn cursor_of(event: &LogEvent, polling: bool) -> String {
    let (milliseconds, number) = (event.published.as_millisecond(), event.sequence);
    if polling {
        return format!("{milliseconds}_{number}");
    }
    let digits = format!("{number:016x}");
    let (low, high) = (&digits[8..], &digits[..8]);
    format!(
        "{low}-{}-4000-8000-{}{:08x}",
        &high[4..],
        &high[..4],
        milliseconds & 0xffff_ffff
    )
}

/// The number in a cursor of either form.
fn cursor(text: &str) -> Outcome<u64> {
    let of_tail = || {
        let (milliseconds, number) = text.split_once('_')?;
        milliseconds.parse::<i64>().ok()?;
        number.parse().ok()
    };
    let of_query = || {
        let parts: Vec<&str> = text.split('-').collect();
        let [low, middle, "4000", "8000", end] = parts.as_slice() else {
            return None;
        };
        let digits = format!("{}{middle}{low}", end.get(..4)?);
        let whole = (low.len(), middle.len(), end.len()) == (8, 4, 12);
        u64::from_str_radix(&digits, 16).ok().filter(|_| whole)
    };
    of_tail().or_else(of_query).ok_or_else(|| {
        Refusal::of_system_log("E0000031", "Invalid search criteria.").cause("Invalid cursor.")
    })
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
