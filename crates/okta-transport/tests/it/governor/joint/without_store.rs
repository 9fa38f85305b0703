//! Clients whose store is away, for all of them or for one alone, keep to their parts of the share and find back.

use std::sync::atomic::Ordering;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use okta_transport::{BudgetStore, Client, Governing, Sharing, StoreError, Stored};

use super::super::server::Server;
use super::super::{run, send};
use super::{Remote, pass, saturate, whole_windows};

#[test]
fn without_the_store_each_keeps_to_its_part_and_finds_back() {
    for speechless in [Duration::from_secs(20), Duration::from_secs(300)] {
        run(async {
            let mut server = Server::new(600, 7);
            server.latency = (100, 1_000);
            let store = Remote::of(&server, Duration::from_millis(2));
            let clients: Vec<Client> = (0..4).map(|_| store.client(&server, 0.8)).collect();
            let work: Vec<_> = clients.iter().map(|client| saturate(client, 10)).collect();
            let sharing = || clients.iter().map(|client| client.budget().sharing());
            pass(90).await;
            store.broken.store(true, Ordering::Relaxed);
            tokio::time::sleep(speechless).await;
            assert!(sharing().all(|sharing| sharing == Sharing::CutOff { processes: 4 }));
            store.broken.store(false, Ordering::Relaxed);
            // The store is left alone for 15 s at most.
            pass(16).await;
            assert!(sharing().all(|sharing| sharing == Sharing::Together { processes: 4 }));
            pass(180).await;
            drop(work);
            let windows = whole_windows(&server);
            assert_eq!(server.seen().refused, 0);
            assert!(
                windows.iter().all(|count| (432..=480).contains(count)),
                "{windows:?}"
            );
            assert!(
                windows.iter().rev().take(2).all(|count| *count >= 471),
                "{windows:?}"
            );
        });
    }
}

#[test]
fn who_alone_loses_the_store_has_its_part_left_to_it_and_is_then_taken_for_another_client() {
    run(async {
        let mut server = Server::new(600, 7);
        server.latency = (100, 1_000);
        let store = Remote::of(&server, Duration::from_millis(2));
        let lines: Vec<Remote> = (0..4).map(|_| store.line()).collect();
        let clients: Vec<Client> = lines.iter().map(|line| line.client(&server, 0.8)).collect();
        let work: Vec<_> = clients.iter().map(|client| saturate(client, 10)).collect();
        pass(90).await;
        lines[0].broken.store(true, Ordering::Relaxed);
        // A lease and a window.
        pass(70).await;
        let sharing = |client: &Client| client.budget().sharing();
        assert_eq!(sharing(&clients[0]), Sharing::CutOff { processes: 4 });
        let before = whole_windows(&server).len();
        pass(230).await;
        assert_eq!(sharing(&clients[1]), Sharing::Together { processes: 3 });
        let after = whole_windows(&server).len();
        lines[0].broken.store(false, Ordering::Relaxed);
        pass(200).await;
        assert_eq!(sharing(&clients[0]), Sharing::Together { processes: 4 });
        drop(work);
        let windows = whole_windows(&server);
        assert_eq!(server.seen().refused, 0);
        // The share is 480, the part of one 120, and a fifth of that 24.
        assert!(windows[..before].iter().all(|count| *count <= 480), "{windows:?}");
        assert!(windows[..=after].iter().all(|count| *count <= 504), "{windows:?}");
        assert!(
            windows[after + 1..].iter().all(|count| *count <= 480),
            "{windows:?}"
        );
        // Nor is more lost than the part that is left to it.
        assert!(windows.iter().all(|count| *count >= 360), "{windows:?}");
        assert!(windows.last().is_some_and(|count| *count >= 471), "{windows:?}");
    });
}

#[test]
fn who_wakes_up_without_the_store_exceeds_the_share_by_its_part_at_most() {
    run(async {
        let mut server = Server::new(600, 7);
        server.latency = (100, 1_000);
        let store = Remote::of(&server, Duration::from_millis(2));
        let lines: Vec<Remote> = (0..4).map(|_| store.line()).collect();
        let clients: Vec<Client> = lines.iter().map(|line| line.client(&server, 0.8)).collect();
        let mut work: Vec<_> = clients.iter().map(|client| saturate(client, 10)).collect();
        pass(70).await;
        // It has said that nothing of it is under way, so the others take all.
        work[0].shutdown().await;
        send(&clients[0]).await.unwrap();
        pass(80).await;
        lines[0].broken.store(true, Ordering::Relaxed);
        work[0] = saturate(&clients[0], 10);
        pass(250).await;
        drop(work);
        let windows = whole_windows(&server);
        assert!(windows.iter().all(|count| *count <= 480 + 120), "{windows:?}");
        assert_eq!(server.seen().refused, 0, "{windows:?}");
    });
}

/// A store behind a line on which nothing comes back.
#[derive(Debug)]
struct Silent;

#[async_trait]
impl BudgetStore for Silent {
    async fn read(&self, _: &str) -> Result<Stored, StoreError> {
        std::future::pending().await
    }

    async fn replace(
        &self,
        _: &str,
        _: Option<&str>,
        _: &str,
        _: Duration,
    ) -> Result<Option<Stored>, StoreError> {
        std::future::pending().await
    }
}

#[test]
fn a_store_that_hangs_hangs_no_request() {
    run(async {
        let server = Server::new(100, 7);
        let governing = Governing::default().store(Silent);
        let client = server.builder().governing(governing).build().unwrap();
        let all = join_all((0..5).map(|_| send(&client)));
        let results = tokio::time::timeout(Duration::from_secs(60), all).await.unwrap();
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        assert_eq!(client.budget().sharing(), Sharing::CutOff { processes: 1 });
    });
}

#[test]
fn a_process_that_begins_without_the_store_goes_by_how_many_it_was_told_there_are() {
    run(async {
        let server = Server::new(100, 7);
        let store = Remote::of(&server, Duration::ZERO);
        store.broken.store(true, Ordering::Relaxed);
        let governing = Governing::default().processes(4).store(store.clone());
        let client = server.builder().governing(governing).build().unwrap();
        send(&client).await.unwrap();
        let budget = client.budget();
        assert_eq!(budget.sharing(), Sharing::CutOff { processes: 4 });
        assert_eq!(budget.buckets()[0].left(), 19);
    });
}
