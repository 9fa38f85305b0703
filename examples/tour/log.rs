//! What changed, as Okta itself tells it.

use jiff::{SignedDuration, Timestamp};
use okta_sdk::prelude::*;

use crate::screen;

/// When the changes begin, with a margin for clocks that differ.
pub(crate) fn now() -> Timestamp {
    let margin = SignedDuration::from_secs(2);
    Timestamp::now()
        .checked_sub(margin)
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Prints the events of one actor. Okta writes its log with a delay, so the last ones may be missing.
pub(crate) async fn print(okta: &Client, since: Timestamp, actor: &UserId) -> Result<(), Error> {
    let margin = SignedDuration::from_secs(2);
    let until = okta.now().checked_add(margin).unwrap_or(Timestamp::MAX);
    let list = QueryLogEvents::between(since, until).filter(filter("actor.id").eq(actor));
    let mut events = okta.stream(list);
    let mut count = 0;
    while let Some(event) = events.try_next().await? {
        let time = event
            .published
            .map(|time| time.strftime("%H:%M:%S").to_string())
            .unwrap_or_default();
        let result = event.outcome.as_ref().and_then(|outcome| outcome.result.as_ref());
        let targets: Vec<&str> = event
            .target
            .iter()
            .flatten()
            .filter_map(|target| target.display_name.as_deref())
            .collect();
        let result = result.map_or("", LogOutcomeResult::as_str);
        let event_type = event.event_type.as_deref().unwrap_or("-");
        screen::line(time, format!("{event_type:40} {result:8} {}", targets.join(", ")));
        count += 1;
    }
    screen::line(format!("{count} events"), "written by the changes above");
    Ok(())
}
