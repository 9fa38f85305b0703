//! [`LogTail`]: the log as it grows, event by event.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::{Either, select};
use futures_util::stream;
use jiff::Timestamp;
use okta_models::system_log::{ListLogEvents, LogEvent, TailLogEvents};
use okta_models::{ItemError, Operation, Page};
use serde::Deserialize;

use super::LOG;
use super::pace::Pace;
use super::page_size::PageSize;
use super::position::LogPosition;
use super::recent::Recent;
use super::stop::TailStopper;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::pagination::{Cursor, next_page, page_size};

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
/// A page that does not come in time (no answer within the backend's time, 504, or Okta's own limit of 30 s for a query), or is
/// larger than the backend accepts, is asked for with half as many events, again and again, and the size grows back while
/// pages come. That is the one thing in which a request may differ from Okta's link; the position keeps the link. A tail that
/// [asks for fewer](TailLogEvents::limit) from the beginning needs none of it.
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
    size: PageSize,
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
            size: PageSize::default(),
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
        let (client, asked) = (self.client.clone(), self.size.asked(&page));
        let halves = self.size.may_change();
        let reading = async {
            if !wait.is_zero() {
                client.sleep(wait).await;
            }
            read(&client, asked, halves).await
        };
        let stopper = self.stopper.clone();
        let read = match select(std::pin::pin!(stopper.stopped()), std::pin::pin!(reading)).await {
            Either::Left(_) => return None,
            Either::Right((read, _)) => read,
        };
        Some(self.take_in(&page, read))
    }

    fn take_in(&mut self, page: &Cursor, Polled { asked, outcome }: Polled) -> Result<()> {
        let (now, chance) = (self.client.elapsed(), self.client.chance());
        let is_smaller = asked != self.size.asked(page);
        self.size.tried(page, &asked, outcome.is_ok());
        match outcome {
            Ok((events, next)) => {
                // Without a next page the same one is read again, and what it held before is known.
                let next = next.unwrap_or_else(|problem| {
                    self.problem = Some(problem);
                    page.clone()
                });
                let next = PageSize::next(page, &asked, next);
                // Where Okta leads back to a page there is nothing behind it yet, however full it is.
                let events_ahead = if next == *page { 0 } else { events.len() };
                let limit = usize::try_from(page_size::limit_or_usual(LOG, &asked)).unwrap_or(usize::MAX);
                self.pace.after_page(now, events_ahead, limit, chance);
                self.left = events.into_items().into();
                if self.left.is_empty() {
                    self.page = Some(next);
                } else {
                    self.next = Some(next);
                }
                Ok(())
            }
            Err(problem) if is_refusal(&problem) && self.size.refused(page, &asked) => Ok(()),
            Err(problem) => {
                let problem = if is_behind(page) && is_refusal(&problem) {
                    problem.about_refused_cursor()
                } else {
                    problem
                };
                if problem.kind() == ErrorKind::CursorRefused {
                    self.stranded = self.position();
                    self.page = None;
                } else if problem.is_transient() || is_smaller {
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

/// What became of a poll.
struct Polled {
    /// The path and query that were asked for last, the page at half its size where that had to be.
    asked: String,
    outcome: Result<(Page<LogEvent>, Result<Cursor>)>,
}

/// A page, and where the one after it is. Okta names that on every page of a tail, an empty one too.
async fn read(client: &Client, asked: String, halves: bool) -> Polled {
    let list = ListLogEvents::new();
    let request = match client.page_request(&list, &asked) {
        Ok(request) => request,
        Err(problem) => {
            return Polled {
                asked,
                outcome: Err(problem),
            };
        }
    };
    let request = if halves { request } else { request.of_fixed_size() };
    let read = client.clone().read_page(LOG, request).await;
    let outcome = read.exchange.and_then(|exchange| {
        let next = next_page(LOG, client.org(), &read.page, &read.page, exchange.response());
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
    });
    Polled {
        asked: read.page,
        outcome,
    }
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

/// Whether the page is one that Okta named: what it refuses there is the place.
fn is_behind(page: &Cursor) -> bool {
    page_size::parameters(page.page()).any(|parameter| page_size::name(parameter) == "after")
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
