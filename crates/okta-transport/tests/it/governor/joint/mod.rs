//! Clients that share a store stay within the share together, whoever dies, and whatever becomes of the store.

mod without_store;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use okta_models::groups::ListGroups;
use okta_transport::{BudgetStore, Client, Governing, InMemory, Lane, Sharing, StoreError, Stored};
use proptest::prelude::*;

use super::server::Server;
use super::{cases, run, send};

/// A store behind a line that is slow, and broken at times.
#[derive(Clone, Debug)]
struct Remote {
    store: InMemory,
    latency: Duration,
    broken: Arc<AtomicBool>,
}

impl Remote {
    fn of(server: &Server, latency: Duration) -> Self {
        Self {
            store: InMemory::with_clock(server.clock()),
            latency,
            broken: Arc::default(),
        }
    }

    /// The same store behind another line.
    fn line(&self) -> Self {
        Self {
            broken: Arc::default(),
            ..self.clone()
        }
    }

    fn client(&self, server: &Server, share: f64) -> Client {
        let governing = Governing::default().share(share).store(self.clone());
        let builder = server.builder().governing(governing);
        builder.build().unwrap().lane(Lane::Bulk)
    }

    async fn travel(&self) -> Result<(), StoreError> {
        tokio::time::sleep(self.latency).await;
        if self.broken.load(Ordering::Relaxed) {
            return Err(StoreError::new("the line is down"));
        }
        Ok(())
    }
}

#[async_trait]
impl BudgetStore for Remote {
    async fn read(&self, key: &str) -> Result<Stored, StoreError> {
        self.travel().await?;
        let stored = self.store.read(key).await;
        self.travel().await?;
        stored
    }

    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        keep: Duration,
    ) -> Result<Option<Stored>, StoreError> {
        self.travel().await?;
        let other = self.store.replace(key, seen, text, keep).await;
        self.travel().await?;
        other
    }
}

/// Requests without end, as many at a time as there are workers.
fn saturate(client: &Client, workers: usize) -> tokio::task::JoinSet<()> {
    let mut set = tokio::task::JoinSet::new();
    for _ in 0..workers {
        let client = client.clone();
        set.spawn(async move {
            loop {
                let _ = send(&client).await;
            }
        });
    }
    set
}

async fn pass(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

/// The counts of the windows in order, without the last, which is not over.
fn whole_windows(server: &Server) -> Vec<u32> {
    let mut windows: Vec<u32> = server.seen().windows.into_values().collect();
    windows.pop();
    windows
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_window_holds_more_than_the_share_however_many_take_part(
        limit in 10_u32..700, share in 0.1_f64..=1.0, slow in 1_u64..4_000, spread in 0_u64..4_000,
        latency in 0_u64..100, phase in prop::option::of(0_i64..60),
        loads in prop::collection::vec(0.01_f64..0.6, 1..7), seed: u64,
    ) {
        run(async {
            let mut server = Server::new(limit, seed);
            (server.latency, server.grid) = ((slow, slow + spread), phase);
            let store = Remote::of(&server, Duration::from_millis(latency));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "all parts are small")]
            let part = |part: f64, whole: u32| ((part * f64::from(whole)) as u32).max(1);
            let most = part(share, limit);
            let all = loads.iter().map(|load| {
                let client = store.client(&server, share);
                async move { join_all((0..part(*load, most)).map(|_| send(&client))).await }
            });
            let results = join_all(all).await;
            let seen = server.seen();
            prop_assert!(results.iter().flatten().all(Result::is_ok));
            prop_assert_eq!(seen.refused, 0);
            prop_assert!(seen.windows.values().all(|count| *count <= most), "{most} {seen:?}");
            Ok(())
        })?;
    }
}

#[test]
fn four_use_the_share_evenly_and_in_full() {
    run(async {
        let mut server = Server::new(600, 7);
        server.latency = (100, 1_000);
        let store = Remote::of(&server, Duration::from_millis(2));
        let clients: Vec<Client> = (0..4).map(|_| store.client(&server, 0.8)).collect();
        let work: Vec<_> = clients.iter().map(|client| saturate(client, 10)).collect();
        pass(330).await;
        assert_eq!(clients[0].budget().sharing(), Sharing::Together { processes: 4 });
        drop(work);
        let windows = whole_windows(&server);
        assert_eq!(server.seen().refused, 0);
        assert!(windows.len() >= 5, "{windows:?}");
        // 2 % of 480.
        assert!(
            windows.iter().all(|count| (471..=480).contains(count)),
            "{windows:?}"
        );
    });
}

#[test]
fn who_dies_frees_what_was_reserved_a_window_later() {
    run(async {
        let mut server = Server::new(600, 7);
        server.latency = (100, 1_000);
        let store = Remote::of(&server, Duration::from_millis(2));
        let (survivor, dying) = (store.client(&server, 0.8), store.client(&server, 0.8));
        let work = (saturate(&survivor, 20), saturate(&dying, 20));
        pass(90).await;
        let left = |client: &Client| client.budget().bucket("/api/v1/users").unwrap().left();
        // The others hear neither of it again nor of what it has under way.
        drop((work.1, dying));
        pass(150).await;
        assert_eq!(survivor.budget().sharing(), Sharing::Together { processes: 1 });
        drop(work.0);
        let windows = whole_windows(&server);
        assert_eq!(server.seen().refused, 0);
        assert!(windows.iter().all(|count| *count <= 480), "{windows:?}");
        assert!(windows.iter().skip(2).all(|count| *count >= 471), "{windows:?}");
        pass(121).await;
        send(&survivor).await.unwrap();
        assert_eq!(left(&survivor), 479);
    });
}

#[test]
fn who_shared_another_bucket_once_is_not_counted_for_ever() {
    run(async {
        let server = Server::new(600, 7);
        let store = Remote::of(&server, Duration::from_millis(2));
        let (one, other) = (store.client(&server, 0.8), store.client(&server, 0.8));
        for client in [&one, &other] {
            send(client).await.unwrap();
        }
        send(&one).await.unwrap();
        assert_eq!(one.budget().sharing(), Sharing::Together { processes: 2 });
        drop(other);
        for _ in 0..20 {
            pass(10).await;
            one.send(ListGroups::new()).await.unwrap();
        }
        assert_eq!(one.budget().sharing(), Sharing::Together { processes: 1 });
    });
}

#[test]
fn reservations_of_those_who_gave_up_are_given_back() {
    run(async {
        let mut server = Server::new(100, 7);
        server.latency = (10, 20);
        let store = Remote::of(&server, Duration::from_millis(40));
        let (hasty, other) = (store.client(&server, 0.8), store.client(&server, 0.8));
        send(&hasty).await.unwrap();
        for patience in 0..60 {
            let patience = Duration::from_millis(patience * 5);
            let _ = tokio::time::timeout(patience, join_all((0..5).map(|_| send(&hasty)))).await;
        }
        send(&hasty).await.unwrap();
        let sent: u32 = server.seen().windows.values().sum();
        send(&other).await.unwrap();
        let left = other.budget().buckets()[0].left();
        // Each that had left when the caller gave up counts as sent, and no other.
        let given_up = u32::try_from(server.seen().left.len()).unwrap() - 1;
        assert!(
            sent <= given_up && left >= 80 - given_up - 1 && left < 80 - sent,
            "{left} {sent} {given_up}"
        );
    });
}

#[test]
fn the_store_sees_neither_org_nor_token_and_tells_apart_who_has_another() {
    run(async {
        let server = Server::new(100, 7);
        let store = InMemory::with_clock(server.clock());
        let of = |token: &str| {
            let governing = Governing::default().store(store.clone());
            server
                .builder()
                .api_token(token)
                .governing(governing)
                .build()
                .unwrap()
        };
        let (one, same, other) = (of("00aOne"), of("00aOne"), of("00aOther"));
        for client in [&one, &same, &other] {
            send(client).await.unwrap();
        }
        assert_eq!(same.budget().sharing(), Sharing::Together { processes: 2 });
        assert_eq!(other.budget().sharing(), Sharing::Together { processes: 1 });
        let kept = format!("{store:?}");
        assert!(
            kept.contains("okta-budget:1:") && kept.contains("/api/v1/users"),
            "{kept}"
        );
        assert!(!kept.contains("00aO") && !kept.contains("acme"), "{kept}");
    });
}

#[test]
fn no_text_in_the_store_makes_a_client_panic_or_hang() {
    for text in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"bucket":{"limit":0,"is_learnt":true,"tokens":-1e300,"refilled":18446744073709551615,"in_flight":4294967295,
            "unplaced":[18446744073709551615],"window":{"reset":9223372036854775807,"ends":18446744073709551615,
            "answered":4294967295,"remaining":0,"others":4294967295},"past":-9223372036854775808,"others_before":4294967295,
            "held_until":18446744073709551615,"answered":true,"sent":18446744073709551615},
            "members":{"x":{"held":100000,"seen":18446744073709551615,"heard":18446744073709551615}},"passes":4294967295}"#,
    ] {
        run(async {
            let server = Server::new(100, 7);
            let store = InMemory::with_clock(server.clock());
            let governing = Governing::default().store(Same(store, text));
            let client = server
                .builder()
                .governing(governing)
                .build()
                .unwrap()
                .lane(Lane::Bulk);
            let all = join_all((0..30).map(|_| send(&client)));
            let results = tokio::time::timeout(Duration::from_secs(600), all).await;
            let results = results
                .unwrap_or_else(|_| panic!("{text}: {:?} {:?}", client.budget(), server.seen().windows));
            assert!(results.iter().all(Result::is_ok), "{text}");
        });
    }
}

/// A store where somebody has written something else.
#[derive(Debug)]
struct Same(InMemory, &'static str);

#[async_trait]
impl BudgetStore for Same {
    async fn read(&self, key: &str) -> Result<Stored, StoreError> {
        let stored = self.0.read(key).await?;
        if stored.text().is_none() {
            self.0.replace(key, None, self.1, Duration::ZERO).await?;
        }
        self.0.read(key).await
    }

    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        keep: Duration,
    ) -> Result<Option<Stored>, StoreError> {
        self.0.replace(key, seen, text, keep).await
    }
}
