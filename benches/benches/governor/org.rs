//! [`Org`]: the emulator behind a slow line, in virtual time, with a tally of what it answered.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use jiff::Timestamp;
use okta_emulator::{Emulator, Preset};
use okta_models::users::ListUsers;
use okta_transport::{Client, ClientBuilder, Clock};
use tokio::time::Instant;

/// The page size by which the person's requests are told from the job's.
const PERSON: u32 = 2;

#[derive(Clone)]
pub(crate) struct Org {
    emulator: Emulator,
    token: String,
    /// So many seconds of the org pass in one.
    speed: u32,
    begun: Instant,
    state: Arc<Mutex<State>>,
}

struct State {
    random: fastrand::Rng,
    /// When the person asked for what has not left yet.
    asked: Option<Instant>,
    /// How far the emulator's clock was moved.
    moved: Duration,
    tally: Tally,
}

/// Whose token the other client uses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose {
    Ours,
    Another,
}

/// What the client under test was answered.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    /// Requests that were let through, by the window's reset.
    pub(crate) windows: BTreeMap<i64, u32>,
    pub(crate) refused: u32,
    /// Requests of the other client that were refused.
    pub(crate) others_refused: u32,
    /// From the call to the moment the request left.
    pub(crate) longest_wait: Duration,
}

impl Tally {
    pub(crate) fn allowed(&self) -> u32 {
        self.windows.values().sum()
    }
}

impl Org {
    /// `token_share` is the part of every bucket that one token may use, in percent.
    pub(crate) fn start(speed: u32, token_share: u8) -> Self {
        let emulator = Emulator::builder()
            .users(3)
            .seed(7)
            .virtual_time()
            .limits(Preset::Workforce)
            .token_share_percent(token_share)
            .build();
        let token = emulator.api_token("SUPER_ADMIN").expose().to_owned();
        let state = State {
            random: fastrand::Rng::with_seed(7),
            asked: None,
            moved: Duration::ZERO,
            tally: Tally::default(),
        };
        Self {
            emulator,
            token,
            speed,
            begun: Instant::now(),
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub(crate) fn client_builder(&self) -> ClientBuilder {
        let org = self.clone();
        self.settings().backend(move |request| {
            let org = org.clone();
            async move { org.answer(request).await }
        })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    pub(crate) fn tally(&self) -> Tally {
        self.lock().tally.clone()
    }

    /// Another client, of our token or of one of its own: half of the org's limit, in bursts of one to ten at random times.
    pub(crate) fn take_half_at_random(&self, whose: Whose) {
        let org = self.clone();
        let token = match whose {
            Whose::Ours => self.token.clone(),
            Whose::Another => self.emulator.api_token("SUPER_ADMIN").expose().to_owned(),
        };
        tokio::spawn(async move {
            loop {
                let (burst, gap) = {
                    let random = &mut org.lock().random;
                    // Bursts of 5.5 at 300 a minute: 1.1 s from one to the next, exponentially distributed.
                    (random.u32(1..=10), -1.1 * (1.0 - random.f64()).ln())
                };
                tokio::time::sleep(Duration::from_secs_f64(gap)).await;
                for _ in 0..burst {
                    let answer = org.reach(org.request(&token)).await;
                    org.lock().tally.others_refused +=
                        u32::from(answer.status() == StatusCode::TOO_MANY_REQUESTS);
                }
            }
        });
    }

    /// A person who asks for something every few seconds; how long the request is held back goes to the tally.
    pub(crate) fn ask_now_and_then(&self, client: Client) {
        let org = self.clone();
        tokio::spawn(async move {
            loop {
                let pause = org.lock().random.u64(3_000..10_000);
                tokio::time::sleep(Duration::from_millis(pause)).await;
                org.lock().asked = Some(Instant::now());
                let _ = client.send(ListUsers::new().limit(PERSON)).await;
            }
        });
    }

    fn settings(&self) -> ClientBuilder {
        Client::builder()
            .org(self.emulator.base_url())
            .api_token(self.token.as_str())
            .clock(PausedClock(self.begun))
    }

    fn request(&self, token: &str) -> Request<Bytes> {
        Request::get(format!("{}/api/v1/users?limit=1", self.emulator.base_url()))
            .header("authorization", format!("SSWS {token}"))
            .body(Bytes::new())
            .expect("a request")
    }

    pub(crate) async fn answer(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, okta_transport::BackendError> {
        self.note_the_wait(&request);
        let (there, back) = {
            let random = &mut self.lock().random;
            let whole = random.u64(200..=2_000);
            let there = random.u64(0..=whole);
            (there, whole - there)
        };
        tokio::time::sleep(Duration::from_millis(there) / self.speed).await;
        let response = self.reach(request).await;
        {
            let tally = &mut self.lock().tally;
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                tally.refused += 1;
            } else if let Some(reset) = reset(&response) {
                *tally.windows.entry(reset).or_default() += 1;
            }
        }
        tokio::time::sleep(Duration::from_millis(back) / self.speed).await;
        Ok(response)
    }

    /// A request leaves: the person's is known by its limit.
    fn note_the_wait(&self, request: &Request<Bytes>) {
        let mut state = self.lock();
        if request.uri().query() == Some(&format!("limit={PERSON}")) {
            let waited = state.asked.take().map_or(Duration::ZERO, |asked| asked.elapsed());
            state.tally.longest_wait = state.tally.longest_wait.max(waited);
        }
    }

    /// The request reaches the emulator, whose clock then shows the run's time.
    async fn reach(&self, request: Request<Bytes>) -> Response<Bytes> {
        {
            let mut state = self.lock();
            let now = self.begun.elapsed() * self.speed;
            self.emulator.advance(now.saturating_sub(state.moved));
            state.moved = now;
        }
        self.emulator.handle(request).await
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no holder panics")
    }
}

fn reset(response: &Response<Bytes>) -> Option<i64> {
    response
        .headers()
        .get("x-rate-limit-reset")?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// Tokio's clock, which leaps to the next timer when nothing else is to be done.
#[derive(Debug)]
struct PausedClock(Instant);

#[async_trait]
impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
