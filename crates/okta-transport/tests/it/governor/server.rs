//! An org with one bucket in virtual time, behind a line of any slowness, that counts what it is sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use okta_transport::{BackendError, Client, ClientBuilder, Clock};
use tokio::time::Instant;

use crate::support::{ORG, TOKEN};

/// What the headers of an answer say; the truth unless a test makes them lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Truth {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds since the epoch.
    pub(crate) reset: i64,
    pub(crate) date: Timestamp,
}

/// The headers that tell the truth, or not.
pub(crate) type Words = fn(Truth) -> Vec<(&'static str, String)>;

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) limit: u32,
    /// Windows follow each other from this second on; otherwise the first request after the end of one begins the next.
    pub(crate) grid: Option<i64>,
    /// The line is as slow as a number between these, in milliseconds, there and back again.
    pub(crate) latency: (u64, u64),
    /// So many requests at once, and no more.
    pub(crate) at_once: u32,
    pub(crate) words: Words,
    /// So many seconds of the org pass in one.
    pub(crate) speed: u32,
    begun: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    random: fastrand::Rng,
    window: Option<(i64, u32)>,
    under_way: u32,
    seen: Seen,
}

#[derive(Clone, Default, Debug)]
pub(crate) struct Seen {
    /// Requests that came, by the window's end.
    pub(crate) windows: BTreeMap<i64, u32>,
    pub(crate) refused: u32,
    pub(crate) crowded: u32,
    /// The queries of the requests, in the order in which they left.
    pub(crate) left: Vec<String>,
}

impl Server {
    pub(crate) fn new(limit: u32, seed: u64) -> Self {
        let state = State {
            random: fastrand::Rng::with_seed(seed),
            ..State::default()
        };
        Self {
            limit,
            grid: None,
            latency: (100, 1_000),
            at_once: 1_000,
            words: honest,
            speed: 1,
            begun: Instant::now(),
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        let server = self.clone();
        Client::builder()
            .org(ORG)
            .api_token(TOKEN)
            .clock(PausedClock(self.begun))
            .jitter(|| 0.5)
            .backend(move |request| {
                let server = server.clone();
                async move { server.answer(request).await }
            })
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(PausedClock(self.begun))
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn seen(&self) -> Seen {
        self.state.lock().unwrap().seen.clone()
    }

    pub(crate) async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, BackendError> {
        let (there, back) = {
            let mut state = self.state.lock().unwrap();
            state
                .seen
                .left
                .push(request.uri().query().unwrap_or_default().to_owned());
            let mut draw = || Duration::from_millis(state.random.u64(self.latency.0..=self.latency.1));
            (draw(), draw())
        };
        tokio::time::sleep(there / self.speed).await;
        let response = self.count();
        let crowded = self.state.lock().unwrap().under_way > self.at_once;
        tokio::time::sleep(back / self.speed).await;
        self.state.lock().unwrap().under_way -= 1;
        if crowded {
            self.state.lock().unwrap().seen.crowded += 1;
            return Ok(refusal(vec![
                ("x-rate-limit-limit", "0".to_owned()),
                ("x-rate-limit-remaining", "0".to_owned()),
                ("x-rate-limit-reset", "1700000000".to_owned()),
            ]));
        }
        Ok(response)
    }

    fn count(&self) -> Response<Bytes> {
        let now = 1_700_000_000 + i64::try_from((self.begun.elapsed() * self.speed).as_secs()).unwrap();
        let mut state = self.state.lock().unwrap();
        state.under_way += 1;
        let ends = match (state.window, self.grid) {
            (_, Some(phase)) => now + 60 - (now - phase).rem_euclid(60),
            (Some((ends, _)), None) if ends > now => ends,
            _ => now + 60,
        };
        let used = state
            .window
            .filter(|(end, _)| *end == ends)
            .map_or(0, |(_, used)| used)
            + 1;
        *state.seen.windows.entry(ends).or_default() += 1;
        let allowed = used <= self.limit;
        state.window = Some((ends, used.min(self.limit)));
        let words = (self.words)(Truth {
            limit: self.limit,
            remaining: self.limit.saturating_sub(used),
            reset: ends,
            date: Timestamp::from_second(now).unwrap(),
        });
        if allowed {
            response(200, words, "[]")
        } else {
            state.seen.refused += 1;
            refusal(words)
        }
    }
}

pub(crate) fn honest(truth: Truth) -> Vec<(&'static str, String)> {
    vec![
        ("x-rate-limit-limit", truth.limit.to_string()),
        ("x-rate-limit-remaining", truth.remaining.to_string()),
        ("x-rate-limit-reset", truth.reset.to_string()),
        ("date", http_date(truth.date)),
    ]
}

pub(crate) fn http_date(date: Timestamp) -> String {
    date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn refusal(words: Vec<(&'static str, String)>) -> Response<Bytes> {
    response(
        429,
        words,
        r#"{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests.","errorCauses":[]}"#,
    )
}

fn response(status: u16, words: Vec<(&'static str, String)>, body: &'static str) -> Response<Bytes> {
    let mut response = Response::builder()
        .status(status)
        .header("content-type", "application/json");
    for (name, value) in words {
        response = response.header(name, value);
    }
    response.body(Bytes::from_static(body.as_bytes())).unwrap()
}

/// Tokio's clock, which leaps to the next timer when nothing else is to be done.
#[derive(Debug)]
struct PausedClock(Instant);

#[async_trait]
impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_700_000_000).unwrap() + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
