//! The blocking client does what the async one does, wherever a thread may wait, and says so where it may not.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use okta_emulator::Emulator;
use okta_models::groups::ListGroups;
use okta_models::system_log::{ListLogEvents, QueryLogEvents, TailLogEvents};
use okta_models::users::{GetUser, ListUsers};
use okta_transport::blocking::Client;
use okta_transport::{Answered, Attempt, Error, ErrorKind, Lane, Observer, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

#[cfg(feature = "reqwest")]
use self::network::{of_server, server};
use crate::support::{Script, json, page};

const ONE: &str = r#"[{"id": "00u1"}]"#;

fn of_emulator(emulator: &Emulator) -> Client {
    let backend = emulator.clone();
    okta_transport::Client::builder()
        .org(emulator.base_url())
        .api_token(emulator.api_token("SUPER_ADMIN").expose())
        .backend(move |request| backend.handle(request))
        .build_blocking()
        .unwrap()
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

#[cfg(feature = "reqwest")]
#[test]
fn calls_over_the_network_need_no_runtime_and_share_a_connection() {
    let (org, connections) = server();
    let client = of_server(&org);
    for _ in 0..20 {
        assert_eq!(client.clone().send(ListUsers::new()).unwrap().len(), 1);
    }
    assert_eq!(client.list(ListUsers::new()).map(Result::unwrap).count(), 1);
    // A connection goes back to the pool in a task of its own, now and then later than the next call looks there.
    let opened = connections.load(std::sync::atomic::Ordering::SeqCst);
    assert!(opened < 10, "{opened}");
}

#[cfg(feature = "reqwest")]
#[test]
fn many_threads_use_clones_of_one_client_at_once() {
    let (org, _) = server();
    let client = of_server(&org);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..10 {
                    client.clone().send(ListUsers::new()).unwrap();
                }
            });
        }
    });
}

#[test]
fn clones_and_the_async_client_share_one_governor() {
    let client = of_emulator(&Emulator::builder().users(3).seed(7).build());
    client.clone().send(ListUsers::new()).unwrap();
    client.lane(Lane::Bulk).send(ListUsers::new()).unwrap();
    client
        .wait_at_most(Duration::from_secs(1))
        .send(ListUsers::new())
        .unwrap();
    // The async client has sent nothing itself.
    let budget = client.as_async().budget();
    let bucket = budget
        .buckets()
        .iter()
        .find(|bucket| bucket.name() == "/api/v1/users");
    assert!(bucket.unwrap().left() < bucket.unwrap().limit());
}

#[test]
fn listings_pages_and_cursors_are_iterators() {
    let emulator = Emulator::builder().users(45).seed(7).build();
    let client = of_emulator(&emulator);
    let whole: Vec<_> = client
        .list(ListUsers::new().limit(10))
        .map(|user| user.unwrap().id)
        .collect();
    let mut pages = client.pages(ListUsers::new().limit(10));
    let first = pages.next().unwrap().unwrap();
    let rest = client.resume(ListUsers::new().limit(10), pages.cursor().unwrap().clone());
    let rest: usize = rest.map(|page| page.unwrap().len()).sum();
    assert_eq!((first.len(), rest), (10, whole.len() - 10));
    assert!(whole.len() > 20);
}

#[test]
fn a_query_of_the_log_ends_and_a_tail_goes_on_until_another_thread_stops_it() {
    let emulator = Emulator::builder().users(3).seed(7).build();
    let client = of_emulator(&emulator);
    let now = client
        .send_for_answer(ListLogEvents::new())
        .unwrap()
        .date()
        .unwrap();
    let day = jiff::SignedDuration::from_hours(24);
    let add = |name: &str| {
        let profile = okta_models::groups::GroupProfileUpdate::new().name(name);
        client.send(okta_models::groups::AddGroup::new(profile)).unwrap();
    };
    add("One");
    let query = QueryLogEvents::between(now, now.checked_add(day).unwrap());
    assert_eq!(client.list(query).map(Result::unwrap).count(), 1);

    let mut tail = client.tail(TailLogEvents::since(now));
    assert_eq!(
        tail.next().unwrap().unwrap().event_type.as_deref(),
        Some("group.lifecycle.create")
    );
    add("Two");
    let mut resumed = client.resume_tail(tail.position().unwrap());
    resumed.next().unwrap().unwrap();
    let stopper = resumed.stopper();
    let stopping = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        stopper.stop();
    });
    assert!(resumed.next().is_none());
    stopping.join().unwrap();
}

#[test]
fn a_blocking_task_and_a_place_that_may_block_are_no_async_task() {
    let emulator = Emulator::builder().users(3).seed(7).build();
    let client = of_emulator(&emulator);
    for runtime in [current_thread(), multi_thread()] {
        let client = client.clone();
        let sent = runtime.block_on(async {
            let within = move || client.send(ListUsers::new()).map(|page| page.len());
            tokio::task::spawn_blocking(within).await.unwrap()
        });
        assert!(sent.unwrap() > 0);
    }
    let runtime = multi_thread();
    let within = runtime.block_on(async {
        let client = client.clone();
        let task =
            tokio::spawn(
                async move { tokio::task::block_in_place(|| client.send(ListUsers::new()).is_ok()) },
            );
        task.await.unwrap()
    });
    assert!(within);
    // A handle that was entered makes no task of a thread.
    let _entered = runtime.enter();
    client.send(ListUsers::new()).unwrap();
}

#[test]
fn in_an_async_task_every_call_is_a_typed_error_and_nothing_is_sent() {
    let script = Script::of([]);
    let client = script.builder().build_blocking().unwrap();
    let refused = |client: &Client| {
        let error = client.send(ListUsers::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BlockingInAsync);
        assert!(error.to_string().contains("spawn_blocking"), "{error}");
        let of = |error: Error| error.kind();
        assert_eq!(
            client.wait_for(async {}).map_err(of),
            Err(ErrorKind::BlockingInAsync)
        );
        let once = |kinds: Vec<ErrorKind>| assert_eq!(kinds, [ErrorKind::BlockingInAsync]);
        once(
            client
                .list(ListUsers::new())
                .map(|record| record.unwrap_err().kind())
                .collect(),
        );
        once(
            client
                .pages(ListUsers::new())
                .map(|page| page.unwrap_err().kind())
                .collect(),
        );
        let tail = client.tail(TailLogEvents::since(jiff::Timestamp::UNIX_EPOCH));
        once(tail.map(|event| event.unwrap_err().kind()).collect());
    };
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async {
            refused(&client);
            let client = client.clone();
            tokio::spawn(async move { refused(&client) }).await.unwrap();
        });
    }
    tokio::task::LocalSet::new().block_on(&current_thread(), async { refused(&client) });
    assert!(script.requests().is_empty());
}

#[test]
fn a_refused_call_costs_the_task_nothing_of_its_turn() {
    let client = Script::of([]).builder().build_blocking().unwrap();
    current_thread().block_on(async {
        // A task that was asked many times has as many steps left as one that was not.
        for _ in 0..1_000 {
            client.send(ListUsers::new()).unwrap_err();
        }
        let mut steps = 0;
        std::future::poll_fn(|context| {
            while let std::task::Poll::Ready(step) = tokio::task::coop::poll_proceed(context) {
                step.made_progress();
                steps += 1;
            }
            std::task::Poll::Ready(())
        })
        .await;
        assert!(steps > 100, "{steps}");
    });
}

#[test]
fn a_client_can_be_built_and_dropped_in_an_async_task() {
    for runtime in [current_thread(), multi_thread()] {
        runtime.block_on(async {
            let emulator = Emulator::builder().users(1).seed(7).build();
            let client = of_emulator(&emulator);
            drop((
                client.clone(),
                client.list(ListUsers::new()),
                client.pages(ListGroups::new()),
            ));
            tokio::spawn(async move { drop(client) }).await.unwrap();
        });
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn a_client_that_has_connections_can_be_dropped_in_an_async_task() {
    let (org, _) = server();
    let client = of_server(&org);
    client.send(ListUsers::new()).unwrap();
    current_thread().block_on(async move { drop(client) });
}

#[test]
fn an_observer_may_call_while_it_is_called() {
    #[derive(Default)]
    struct Curious {
        client: OnceLock<Client>,
        seen: Mutex<Vec<String>>,
    }
    impl Observer for Curious {
        fn answered(&self, attempt: &Attempt, _: &Answered<'_>) {
            let id = attempt.operation().operation_id();
            self.seen.lock().unwrap().push(id.to_owned());
            if id == "listUsers" {
                self.client.get().unwrap().send(GetUser::new("me")).unwrap();
            }
        }
    }
    let emulator = Emulator::builder().users(2).seed(7).build();
    let curious = Arc::new(Curious::default());
    let backend = emulator.clone();
    let client = okta_transport::Client::builder()
        .org(emulator.base_url())
        .api_token(emulator.api_token("SUPER_ADMIN").expose())
        .observer(curious.clone())
        .ungoverned()
        // An answer from another thread, so that the caller really waits.
        .backend(move |request| {
            let answer = backend.handle(request);
            async move { tokio::spawn(answer).await.unwrap() }
        })
        .build_blocking()
        .unwrap();
    curious.client.set(client.clone()).unwrap();
    client.send(ListUsers::new()).unwrap();
    assert_eq!(*curious.seen.lock().unwrap(), ["listUsers", "getUser"]);
}

#[test]
fn waits_and_retries_are_the_async_clients() {
    let next = "https://acme.okta.com/api/v1/users?after=1";
    let down = || json(503, &[], "{}");
    let script = Script::of([down(), page(Some(next), ONE), down(), page(None, ONE), down()]);
    let client = script.builder().build_blocking().unwrap();
    assert_eq!(client.list(ListUsers::new()).map(Result::unwrap).count(), 2);
    let hasty = client.with_retry(RetryPolicy::never());
    assert_eq!(
        hasty.send(ListUsers::new()).unwrap_err().kind(),
        ErrorKind::ServerError
    );
}

#[cfg(feature = "reqwest")]
mod network {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A server that counts connections and answers every request with a list of one.
    pub(super) fn server() -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let org = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = connections.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                counter.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    let mut received = Vec::new();
                    let mut bytes = [0; 4096];
                    while let Ok(length @ 1..) = stream.read(&mut bytes) {
                        received.extend_from_slice(&bytes[..length]);
                        if received.ends_with(b"\r\n\r\n") {
                            received.clear();
                            let head =
                                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{ONE}", ONE.len());
                            stream.write_all(head.as_bytes()).unwrap();
                        }
                    }
                });
            }
        });
        (org, connections)
    }

    pub(super) fn of_server(org: &str) -> Client {
        okta_transport::Client::builder()
            .org(org)
            .api_token("00aVerySecretToken")
            .allow_plain_http_on_loopback(true)
            .ungoverned()
            .build_blocking()
            .unwrap()
    }
}
