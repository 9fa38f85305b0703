//! A query of the System Log ends by itself; a tail never does, brings every event once, and survives its process.

mod every_event_once;
mod page_size;
mod pauses;
mod query;
mod refusals;
mod stopping;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use okta_emulator::Emulator;
use okta_models::system_log::TailLogEvents;
use okta_transport::{BackendError, BackendErrorKind, Client, ClientBuilder, LogTail, VirtualClock, WasSent};

use crate::support::{Script, page};

const SINCE: &str = "2026-01-14T00:00:00.000Z";

fn since() -> Timestamp {
    SINCE.parse().unwrap()
}

/// A tail of two events a page.
fn tail() -> TailLogEvents {
    TailLogEvents::since(since()).limit(2)
}

/// The link to the page behind an event.
fn after(number: usize) -> String {
    format!("https://acme.okta.com/api/v1/logs?since={SINCE}&limit=2&after=1658862453660_{number}")
}

fn events(uuids: &[&str]) -> String {
    let events: Vec<String> = uuids
        .iter()
        .map(|uuid| format!(r#"{{"uuid":"{uuid}","eventType":"user.session.start"}}"#))
        .collect();
    format!("[{}]", events.join(","))
}

/// The uuids of so many events.
async fn uuids(tail: &mut LogTail, count: usize) -> Vec<String> {
    let mut uuids = Vec::new();
    for _ in 0..count {
        uuids.push(tail.next().await.unwrap().unwrap().uuid.unwrap());
    }
    uuids
}

/// An org whose log grows, as Okta tells it: `after` names how many events lie before a page.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn push(&self, uuid: impl Into<String>) {
        self.0.lock().unwrap().push(uuid.into());
    }

    /// The page that a request asks for; `again` events that lie before it come once more.
    fn answer(&self, request: &Request<Bytes>, again: usize) -> Response<Bytes> {
        let query = request.uri().query().unwrap();
        let parameter = |name: &str| {
            let mut parameters = url::form_urlencoded::parse(query.as_bytes());
            parameters.find_map(|(other, value)| (other == name).then(|| value.into_owned()))
        };
        let limit: usize = parameter("limit").unwrap().parse().unwrap();
        let number = parameter("after").map_or(0, |after| after.split_once('_').unwrap().1.parse().unwrap());
        let log = self.0.lock().unwrap();
        let from: usize = number;
        let from = from.saturating_sub(again);
        let uuids: Vec<&str> = log[from..].iter().take(limit).map(String::as_str).collect();
        let next = (from + uuids.len()).max(number);
        let next = format!(
            "https://acme.okta.com/api/v1/logs?since={SINCE}&limit={limit}&after=1658862453660_{next}"
        );
        page(Some(&next), &events(&uuids)).unwrap()
    }

    /// A client's settings, whose waits take no time.
    fn builder(&self) -> ClientBuilder {
        let log = self.clone();
        Script::default()
            .builder()
            .ungoverned()
            .backend(move |request: Request<Bytes>| {
                let answer = log.answer(&request, 0);
                async move { answer }
            })
    }
}

/// A super administrator's client of an emulated org, whose waits take no time.
fn client_of(emulator: &Emulator) -> Client {
    let backend = emulator.clone();
    Client::builder()
        .ungoverned()
        .org(emulator.base_url())
        .api_token(emulator.api_token("SUPER_ADMIN").expose())
        .clock(VirtualClock::default())
        .backend(move |request| {
            let answer = backend.try_handle(request);
            async move {
                let broken = |_| BackendError::new(BackendErrorKind::Interrupted, WasSent::Maybe, "broken");
                answer.await.map_err(broken)
            }
        })
        .build()
        .unwrap()
}
