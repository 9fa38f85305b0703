//! A token serves all calls for as long as it is good, and one of them gets the next.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use okta_models::users::ListUsers;
use okta_transport::{AccessToken, Client, Clock, ProvidedToken, TokenProvider};

use super::{TOKEN, app};
use crate::support::{ORG, json as answer, okta_error};

/// A clock that a test sets.
#[derive(Debug, Default)]
struct SetClock(AtomicU64);

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH.checked_add(self.elapsed()).unwrap()
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, duration: Duration) {
        self.0.fetch_add(duration.as_secs(), Ordering::SeqCst);
    }
}

/// Gives numbered tokens, slowly, and refuses while it is told to.
#[derive(Clone, Default)]
struct Provider(Arc<Given>);

#[derive(Default)]
struct Given {
    count: AtomicU64,
    refuses: AtomicU64,
}

impl Provider {
    fn count(&self) -> u64 {
        self.0.count.load(Ordering::SeqCst)
    }

    fn refuse(&self, yes: bool) {
        self.0.refuses.store(yes.into(), Ordering::SeqCst);
    }
}

#[async_trait]
impl TokenProvider for Provider {
    async fn token(&self) -> Result<AccessToken, Box<dyn std::error::Error + Send + Sync>> {
        let number = self.0.count.fetch_add(1, Ordering::SeqCst) + 1;
        // Whoever waits comes to its turn meanwhile.
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        if self.0.refuses.load(Ordering::SeqCst) == 1 {
            return Err("the vault is closed".into());
        }
        Ok(AccessToken::new(format!("token-{number}")).expires_in(Duration::from_secs(3600)))
    }
}

/// A client whose org answers every call and keeps what it was shown.
fn provided(provider: &Provider, clock: &Arc<SetClock>) -> (Client, Arc<Mutex<Vec<String>>>) {
    let shown: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&shown);
    let client = Client::builder()
        .ungoverned() // what is asked for at once is to arrive at once
        .org(ORG)
        .authenticator(ProvidedToken::new(provider.clone()))
        .shared_clock(Arc::clone(clock) as Arc<dyn Clock>)
        .backend(move |request: Request<Bytes>| {
            let token = request.headers()["authorization"].to_str().unwrap().to_owned();
            seen.lock().unwrap().push(token);
            async { Response::new(Bytes::from_static(b"[]")) }
        })
        .build()
        .unwrap();
    (client, shown)
}

async fn hundred_calls(client: &Client) -> Vec<Result<(), okta_transport::Error>> {
    let calls = (0..100).map(|_| async { client.send(ListUsers::new()).await.map(drop) });
    futures_util::future::join_all(calls).await
}

#[tokio::test]
async fn a_hundred_calls_at_once_ask_for_one_token() {
    let (provider, clock) = (Provider::default(), Arc::default());
    let (client, shown) = provided(&provider, &clock);
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(provider.count(), 1);
    assert!(
        shown
            .lock()
            .unwrap()
            .iter()
            .all(|token| token == "Bearer token-1")
    );
}

#[tokio::test]
async fn a_hundred_calls_of_a_service_app_ask_for_one_token() {
    let asked = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&asked);
    let client = Client::builder()
        .ungoverned() // what is asked for at once is to arrive at once
        .org(ORG)
        .authenticator(app())
        .backend(move |request: Request<Bytes>| {
            let is_token = request.uri().path() == "/oauth2/v1/token";
            counter.fetch_add(is_token.into(), Ordering::SeqCst);
            async move {
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
                Response::new(Bytes::from_static(if is_token {
                    TOKEN.as_bytes()
                } else {
                    b"[]"
                }))
            }
        })
        .build()
        .unwrap();
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn those_who_wait_are_told_of_one_refusal_and_the_next_call_asks_again() {
    let (provider, clock) = (Provider::default(), Arc::default());
    let (client, _) = provided(&provider, &clock);
    provider.refuse(true);
    let outcomes = hundred_calls(&client).await;
    assert_eq!(provider.count(), 1);
    for outcome in outcomes {
        let error = outcome.unwrap_err();
        assert!(error.is_unauthenticated(), "{error}");
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), "the vault is closed");
    }
    provider.refuse(false);
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(provider.count(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_early_by_one_call_while_the_others_go_on() {
    let (provider, clock): (Provider, Arc<SetClock>) = (Provider::default(), Arc::default());
    let (client, shown) = provided(&provider, &clock);
    client.send(ListUsers::new()).await.unwrap();
    clock.0.store(3_200, Ordering::SeqCst);
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(provider.count(), 1, "six minutes before the end it is too early");
    clock.0.store(3_301, Ordering::SeqCst);
    shown.lock().unwrap().clear();
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(provider.count(), 2);
    let old = shown
        .lock()
        .unwrap()
        .iter()
        .filter(|token| *token == "Bearer token-1")
        .count();
    assert_eq!(old, 99);
}

#[tokio::test]
async fn a_renewal_that_fails_does_not_fail_a_call_while_the_token_is_good() {
    let (provider, clock): (Provider, Arc<SetClock>) = (Provider::default(), Arc::default());
    let (client, _) = provided(&provider, &clock);
    client.send(ListUsers::new()).await.unwrap();
    provider.refuse(true);
    for (moment, asked) in [(3_301, 2), (3_302, 2), (3_340, 3)] {
        clock.0.store(moment, Ordering::SeqCst);
        client.send(ListUsers::new()).await.unwrap();
        assert_eq!(provider.count(), asked, "at {moment} s");
    }
    clock.0.store(3_580, Ordering::SeqCst);
    client.send(ListUsers::new()).await.unwrap_err();
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_next_one_its_turn() {
    let (provider, clock) = (Provider::default(), Arc::default());
    let (client, _) = provided(&provider, &clock);
    {
        let call = client.send(ListUsers::new());
        let mut call = std::pin::pin!(call);
        assert!(futures_util::poll!(&mut call).is_pending());
    }
    client.send(ListUsers::new()).await.unwrap();
    assert_eq!(provider.count(), 2);
}

#[tokio::test]
async fn a_hundred_refused_calls_ask_for_one_more_token() {
    let provider = Provider::default();
    let client = Client::builder()
        .ungoverned() // what is asked for at once is to arrive at once
        .org(ORG)
        .authenticator(ProvidedToken::new(provider.clone()))
        .backend(|request: Request<Bytes>| async move {
            let is_old = request.headers()["authorization"] == "Bearer token-1";
            tokio::task::yield_now().await;
            if is_old {
                okta_error(401, "E0000011", "Invalid token provided", &[])
            } else {
                answer(200, &[], "[]")
            }
        })
        .build()
        .unwrap();
    assert!(hundred_calls(&client).await.iter().all(Result::is_ok));
    assert_eq!(provider.count(), 2);
}
