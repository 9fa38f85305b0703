//! [`LogTail`]: the log as it grows, event by event.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::{Either, select};
use futures_util::stream;
use jiff::Timestamp;
use okta_models::system_log::{ListLogEvents, LogEvent, TailLogEvents};
use okta_models::{ItemError, Metadata, Operation, Page};
use serde::Deserialize;

use super::pace::Pace;
use super::position::LogPosition;
use super::recent::Recent;
use super::stop::TailStopper;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::pagination::{Cursor, next_page};

const LOG: Metadata = ListLogEvents::METADATA;
/// Okta's default, for a link that names none.
const DEFAULT_LIMIT: usize = 100;

/// An endless tail of the System Log, from [`Client::tail`] or [`Client::resume_tail`].
///
/// Every event comes once, in the order in which Okta stored it, so that an event that was stored late comes late, and not
/// never. Okta's `next` link is followed as it is. A full page is followed by the next at once; a short one after five
/// seconds; and while nothing comes, the pause grows to a minute ([`pause`](LogTail::pause)).
///
/// ```no_run
/// use okta_models::system_log::TailLogEvents;
/// use okta_transport::{Client, ErrorKind, Result};
///
/// # fn save(_: okta_transport::LogPosition) {}
/// # async fn run(okta: Client, since: jiff::Timestamp) -> Result<()> {
/// let mut tail = okta.tail(TailLogEvents::since(since));
/// while let Some(event) = tail.next().await {
///     match event {
///         Ok(event) => println!("{:?}", event.event_type),
///         // The position is kept: the next call asks for the same page again, after a pause.
///         Err(problem) if problem.is_transient() => eprintln!("{problem}"),
///         Err(problem) => return Err(problem),
///     }
///     if tail.left_of_page() == 0
///         && let Some(position) = tail.position()
///     {
///         save(position);
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// [`next`](LogTail::next) gives `None` when the tail was [stopped](LogTail::stopper), and after
/// [`CursorRefused`](ErrorKind::CursorRefused): Okta does not know the place any more. No other error ends it.
///
/// A job that follows the log is best a client of the bulk [`Lane`](crate::Lane), which waits for room in the rate limit as long
/// as it takes. Events are told apart by uuid, of which the last 2,000 are remembered ([`remember`](LogTail::remember)).
/// Okta's page: <https://developer.okta.com/docs/reference/system-log-query/>.
pub struct LogTail {
    client: Client,
    /// The page that is delivered, or read next.
    page: Option<Cursor>,
    /// The page after it, while events of it are left.
    next: Option<Cursor>,
    left: VecDeque<std::result::Result<LogEvent, ItemError>>,
    recent: Recent,
    newest: Option<Timestamp>,
    pace: Pace,
    /// Told when the events of the page are delivered.
    problem: Option<Error>,
    /// Where a tail that cannot be read stands.
    stranded: Option<LogPosition>,
    stopper: TailStopper,
}

impl LogTail {
    pub(crate) fn new(client: Client, tail: TailLogEvents) -> Self {
        if let Some(kept_from) = tail.missing_before(client.now()) {
            tracing::warn!(%kept_from, "the tail begins before what Okta keeps of the System Log: older events are missing");
        }
        match first_page(&tail.into()) {
            Ok(page) => Self::at(client, Some(page), None),
            Err(problem) => Self::at(client, None, Some(problem)),
        }
    }

    pub(crate) fn resume(client: Client, position: LogPosition) -> Self {
        let LogPosition { page, newest, .. } = &position;
        let is_of_log = page.operation_id() == LOG.operation_id()
            && page.path() == LOG.path_template()
            && page.listing() == LOG.path_template();
        let mut tail = if is_of_log {
            Self::at(client, Some(page.clone()), None)
        } else {
            let what = "the position is of another listing than the System Log";
            let problem =
                Error::pagination(LOG, what, "Nothing was sent. Resume with a tail's own position.");
            Self::at(client, None, Some(problem))
        };
        tail.newest = *newest;
        let tail = tail.skipping(&position);
        Self {
            stranded: (!is_of_log).then_some(position),
            ..tail
        }
    }

    fn at(client: Client, page: Option<Cursor>, problem: Option<Error>) -> Self {
        Self {
            client,
            page,
            next: None,
            left: VecDeque::new(),
            recent: Recent::new(),
            newest: None,
            pace: Pace::default(),
            problem,
            stranded: None,
            stopper: TailStopper::new(),
        }
    }

    /// How long the tail pauses after a short page, and at most, after many empty ones or failures: 5 s and 60 s unless
    /// set. The first is a tenth of a second at least.
    pub fn pause(mut self, first: Duration, longest: Duration) -> Self {
        self.pace.set(first, longest);
        self
    }

    /// How many uuids are remembered to tell events apart: 2,000 unless set, and 1,000 at least, since Okta gives as many a
    /// page.
    pub fn remember(mut self, events: usize) -> Self {
        self.recent.remember(events);
        self
    }

    /// Does not deliver again what a former tail delivered; see [`LogPosition::newest`].
    pub fn skipping(mut self, former: &LogPosition) -> Self {
        for uuid in &former.delivered {
            self.recent.is_new(uuid);
        }
        self
    }

    /// The next event; waits until there is one.
    ///
    /// Its future may be dropped before it is done: nothing is lost, and the pause under way is not begun anew.
    ///
    /// # Errors
    ///
    /// A record that cannot be read is one `Err` with its JSON in [`Error::item`]. A poll that failed, after the client's
    /// retries, is one `Err`, and the next call polls the same page again: after what Okta says to wait, or a pause that
    /// grows. Of an error that is not [transient](Error::is_transient) the cause has to be mended first.
    pub async fn next(&mut self) -> Option<Result<LogEvent>> {
        loop {
            if self.stopper.is_stopped() {
                return None;
            }
            if let Some(event) = self.deliver() {
                return Some(event);
            }
            if let Some(problem) = self.problem.take() {
                return Some(Err(problem));
            }
            let page = self.page.clone()?;
            if let Err(problem) = self.poll(page).await? {
                return Some(Err(problem));
            }
        }
    }

    /// The events as a stream, which ends when the tail does. It may be dropped, and another one taken.
    pub fn events(&mut self) -> impl Stream<Item = Result<LogEvent>> + Send + Unpin + '_ {
        Box::pin(stream::unfold(self, |tail| async move {
            tail.next().await.map(|event| (event, tail))
        }))
    }

    /// Where the tail stands: behind the event that was delivered last. It is as large as the uuids that are remembered, so
    /// save it once a page, when [nothing is left](LogTail::left_of_page) of it, and not for every event.
    ///
    /// After [`CursorRefused`](ErrorKind::CursorRefused) it is the refused one. There is none of a tail whose filter cannot be
    /// sent.
    pub fn position(&self) -> Option<LogPosition> {
        let Some(page) = self.page.clone() else {
            return self.stranded.clone();
        };
        Some(LogPosition {
            page,
            delivered: self.recent.uuids().map(str::to_owned).collect(),
            newest: self.newest,
        })
    }

    /// How many records of the page that was read are not delivered yet, those counted that were delivered before.
    pub fn left_of_page(&self) -> usize {
        self.left.len()
    }

    /// What ends the tail, from another task or thread.
    pub fn stopper(&self) -> TailStopper {
        self.stopper.clone()
    }

    /// The next event of the page that was not delivered before.
    fn deliver(&mut self) -> Option<Result<LogEvent>> {
        while let Some(record) = self.left.pop_front() {
            if self.left.is_empty() {
                self.page = self.next.take();
            }
            if uuid(&record).is_some_and(|uuid| !self.recent.is_new(&uuid)) {
                continue;
            }
            return Some(match record {
                Ok(event) => {
                    self.newest = self.newest.max(event.published);
                    Ok(event)
                }
                Err(problem) => Err(Error::unreadable_item(LOG, problem)),
            });
        }
        None
    }

    /// Reads a page when its time has come; `None` when the tail is stopped before.
    async fn poll(&mut self, page: Cursor) -> Option<Result<()>> {
        let wait = self.pace.wait(self.client.elapsed());
        let client = self.client.clone();
        let reading = async {
            if !wait.is_zero() {
                client.sleep(wait).await;
            }
            read(&client, &page).await
        };
        let stopper = self.stopper.clone();
        let read = match select(std::pin::pin!(stopper.stopped()), std::pin::pin!(reading)).await {
            Either::Left(_) => return None,
            Either::Right((read, _)) => read,
        };
        Some(self.take_in(page, read))
    }

    fn take_in(&mut self, page: Cursor, read: Result<(Page<LogEvent>, Result<Cursor>)>) -> Result<()> {
        let (now, chance) = (self.client.elapsed(), self.client.chance());
        match read {
            Ok((events, next)) => {
                self.pace.after_page(now, events.len(), limit(&page), chance);
                // Without a next page the same one is read again, and what it held before is known.
                let next = next.unwrap_or_else(|problem| {
                    self.pace.back_off(now, None, chance);
                    self.problem = Some(problem);
                    page
                });
                self.left = events.into_items().into();
                if self.left.is_empty() {
                    self.page = Some(next);
                } else {
                    self.next = Some(next);
                }
                Ok(())
            }
            Err(problem) => {
                let problem = if is_behind(&page) && is_refusal(&problem) {
                    problem.about_refused_cursor()
                } else {
                    problem
                };
                if problem.kind() == ErrorKind::CursorRefused {
                    self.stranded = self.position();
                    self.page = None;
                } else if problem.is_transient() {
                    self.pace.back_off(now, problem.retry_after(), chance);
                } else {
                    self.pace.give_up_for_long(now);
                }
                Err(problem)
            }
        }
    }
}

impl fmt::Debug for LogTail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LogTail")
            .field("newest", &self.newest)
            .field("left_of_page", &self.left.len())
            .finish_non_exhaustive()
    }
}

/// A page, and where the one after it is. Okta names that on every page of a tail, an empty one too.
async fn read(client: &Client, page: &Cursor) -> Result<(Page<LogEvent>, Result<Cursor>)> {
    let list = ListLogEvents::new();
    let exchange = client.page(&list, page.page()).await?;
    let next = next_page(LOG, client.org(), page.page(), page.page(), exchange.response());
    let next = next.and_then(|next| {
        next.ok_or_else(|| {
            Error::pagination(
                LOG,
                "the page of the log names no next one, which every page of a tail does",
                "The events of the page were delivered, and it is asked for again. Check that no proxy drops the header Link.",
            )
        })
    });
    Ok((exchange.decode(&list)?, next))
}

fn first_page(list: &ListLogEvents) -> Result<Cursor> {
    let request = list.request().map_err(|problem| Error::request(LOG, problem))?;
    let path = LOG.path_template();
    let page = request
        .uri()
        .path_and_query()
        .map_or(path, http::uri::PathAndQuery::as_str);
    Cursor::new(LOG.operation_id(), path, page)
        .map_err(|problem| Error::pagination(LOG, format!("the path of the log {problem}"), ""))
}

/// The value of a parameter in the query of a page.
fn parameter(page: &Cursor, name: &str) -> Option<String> {
    let query = page.page().split_once('?')?.1;
    url::form_urlencoded::parse(query.as_bytes())
        .find_map(|(other, value)| (other == name).then(|| value.into_owned()))
}

fn limit(page: &Cursor) -> usize {
    parameter(page, "limit")
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(DEFAULT_LIMIT)
}

/// Whether the page is one that Okta named: what it refuses there is the place.
fn is_behind(page: &Cursor) -> bool {
    parameter(page, "after").is_some()
}

/// The uuid of an event, of one that could not be read too.
fn uuid(record: &std::result::Result<LogEvent, ItemError>) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        uuid: String,
    }
    match record {
        Ok(event) => event.uuid.clone(),
        Err(problem) => serde_json::from_str::<Named>(problem.raw().as_str())
            .ok()
            .map(|named| named.uuid),
    }
}

fn is_refusal(problem: &Error) -> bool {
    matches!(problem.kind(), ErrorKind::CursorRefused | ErrorKind::InvalidInput)
}
