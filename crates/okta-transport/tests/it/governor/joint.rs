//! Clients that share a store stay within the share together, whoever dies, and whatever becomes of the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
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
        latency in 0_u64..100, phase in prop::option::of(0_i64..60), loads in prop::collection::vec(1_u32..150, 1..7),
        seed: u64,
    ) {
        run(async {
            let mut server = Server::new(limit, seed);
            (server.latency, server.grid) = ((slow, slow + spread), phase);
            let store = Remote::of(&server, Duration::from_millis(latency));
            let all = loads.iter().map(|requests| {
                let client = store.client(&server, share);
                async move { join_all((0..*requests).map(|_| send(&client))).await }
            });
            let results = join_all(all).await;
            let seen = server.seen();
            prop_assert!(results.iter().flatten().all(Result::is_ok));
            prop_assert_eq!(seen.refused, 0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is at most 1")]
            let most = ((share * f64::from(limit)) as u32).max(1);
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
