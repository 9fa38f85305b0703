//! The next page is read while the caller works on this one: one page ahead, never unasked, and wherever tasks can run.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::StreamExt;
use okta_models::users::ListUsers;
use okta_transport::{ErrorKind, Pages};

use crate::support::{Outcome, Script, json, page};

const TWO: &str = r#"[{"id": "00u1"}, {"id": "00u2"}]"#;

fn link(after: u32) -> String {
    format!("https://acme.okta.com/api/v1/users?after={after}&limit=200")
}

/// Pages of two users each.
fn pages_of_two(number: u32) -> Vec<Outcome> {
    (1..=number)
        .map(|at| page((at < number).then(|| link(at)).as_deref(), TWO))
        .collect()
}

/// Lets every task do what it can.
async fn let_tasks_run() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

async fn take(pages: &mut Pages<ListUsers>) -> usize {
    pages.next().await.unwrap().unwrap().len()
}

#[tokio::test]
async fn the_next_page_is_on_its_way_before_a_page_is_handed_over() {
    let script = Script::of(pages_of_two(9));
    let mut pages = script.client().pages(ListUsers::new());
    take(&mut pages).await;
    let_tasks_run().await;
    assert_eq!(script.requests().len(), 1, "who takes one page pays for one");
    take(&mut pages).await;
    assert_eq!(script.requests().len(), 3);
    let_tasks_run().await;
    assert_eq!(script.requests().len(), 3, "one page ahead and no more");
    take(&mut pages).await;
    assert_eq!(script.requests().len(), 4);
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(script.requests().len(), 9);
}

#[tokio::test]
async fn a_stream_reads_ahead_from_its_second_record_on() {
    let script = Script::of(pages_of_two(3));
    let mut users = script.client().stream(ListUsers::new());
    users.next().await.unwrap().unwrap();
    let_tasks_run().await;
    assert_eq!(script.requests().len(), 1);
    users.next().await.unwrap().unwrap();
    assert_eq!(script.requests().len(), 2);
    users.next().await.unwrap().unwrap();
    assert_eq!(script.requests().len(), 3);
    assert_eq!(users.count().await, 3);
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn it_can_be_turned_off() {
    let script = Script::of(pages_of_two(3));
    let client = script.client().read_ahead(false);
    let mut pages = client.pages(ListUsers::new());
    for asked in 1..=3 {
        take(&mut pages).await;
        let_tasks_run().await;
        assert_eq!(script.requests().len(), asked);
    }
}

#[tokio::test]
async fn the_cursor_names_the_page_that_was_not_handed_over() {
    let script = Script::of(pages_of_two(4));
    let client = script.client();
    let mut pages = client.pages(ListUsers::new());
    take(&mut pages).await;
    take(&mut pages).await;
    assert_eq!(script.requests().len(), 3, "the third page is read ahead");
    let cursor = pages.cursor().unwrap().clone();
    drop(pages);
    let script = Script::of([page(None, TWO)]);
    take(&mut script.client().resume(ListUsers::new(), cursor)).await;
    assert_eq!(script.lines(), [format!("GET {}", link(2))]);
}

#[tokio::test]
async fn a_page_that_fails_ahead_fails_when_it_is_wanted() {
    let mut outcomes = pages_of_two(3);
    outcomes[2] = json(400, &[("x-okta-request-id", "req-1")], "{}");
    let script = Script::of(outcomes);
    let mut pages = script.client().pages(ListUsers::new());
    take(&mut pages).await;
    assert_eq!(take(&mut pages).await, 2, "this page is whole");
    let cursor = pages.cursor().unwrap().clone();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(pages.cursor(), Some(&cursor));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_listing_that_is_dropped_ends_its_request() {
    /// Counts down when it is dropped.
    struct Waiting(Arc<AtomicUsize>);
    impl Drop for Waiting {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }
    let (script, waiting) = (Script::of(pages_of_two(3)), Arc::new(AtomicUsize::new(0)));
    let (answers, counter) = (script.clone(), waiting.clone());
    let backend = move |request: http::Request<Bytes>| {
        let answer = answers.answer(request);
        let stays = answers.requests().len() == 3;
        let counter = counter.clone();
        async move {
            if stays {
                counter.fetch_add(1, Ordering::SeqCst);
                let _waiting = Waiting(counter);
                std::future::pending::<()>().await;
            }
            answer
        }
    };
    let mut pages = script
        .builder()
        .backend(backend)
        .build()
        .unwrap()
        .pages(ListUsers::new());
    take(&mut pages).await;
    take(&mut pages).await;
    assert_eq!(waiting.load(Ordering::SeqCst), 1);
    drop(pages);
    let_tasks_run().await;
    assert_eq!(waiting.load(Ordering::SeqCst), 0);
}

/// Polls a future that needs no runtime.
fn poll_to_the_end<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
        std::thread::yield_now();
    }
}

#[test]
fn without_a_runtime_pages_are_read_when_they_are_wanted() {
    let script = Script::of(pages_of_two(4));
    let mut pages = script.client().pages(ListUsers::new());
    for asked in 1..=4 {
        assert_eq!(poll_to_the_end(take(&mut pages)), 2);
        assert_eq!(script.requests().len(), asked);
    }
    assert!(poll_to_the_end(pages.next()).is_none());
}

#[test]
fn any_spawner_will_do_and_a_task_that_it_drops_loses_nothing() {
    type Task = Pin<Box<dyn Future<Output = ()> + Send>>;
    let script = Script::of(pages_of_two(5));
    let tasks: Arc<Mutex<Vec<Task>>> = Arc::default();
    let queue = tasks.clone();
    let client = script
        .builder()
        .spawner(move |task: Task| queue.lock().unwrap().push(task))
        .build()
        .unwrap();
    let mut pages = client.pages(ListUsers::new());
    poll_to_the_end(take(&mut pages));
    poll_to_the_end(take(&mut pages));
    assert_eq!(script.requests().len(), 2);
    // A thread of the caller's runs it.
    let task = tasks.lock().unwrap().pop().unwrap();
    std::thread::spawn(move || poll_to_the_end(task)).join().unwrap();
    assert_eq!(script.requests().len(), 3);
    poll_to_the_end(take(&mut pages));
    assert_eq!(script.requests().len(), 3);
    tasks.lock().unwrap().clear();
    poll_to_the_end(take(&mut pages));
    assert_eq!(script.requests().len(), 4, "it was read in its place");
    tasks.lock().unwrap().clear();
    poll_to_the_end(take(&mut pages));
    assert_eq!(script.requests().len(), 5);
}

#[cfg(feature = "reqwest")]
mod over_the_network {
    use std::time::{Duration, Instant};

    use okta_transport::Client;

    use super::*;

    /// A server in a thread of its own that answers every request with a page, and counts them.
    fn server() -> (String, Arc<AtomicUsize>) {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let org = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let (counter, own) = (requests.clone(), org.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, counter, own) = (stream.unwrap(), counter.clone(), own.clone());
                std::thread::spawn(move || {
                    let (mut received, mut buffer) = (Vec::new(), [0; 4096]);
                    while let Ok(length @ 1..) = stream.read(&mut buffer) {
                        received.extend_from_slice(&buffer[..length]);
                        if received.ends_with(b"\r\n\r\n") {
                            received.clear();
                            let number = counter.fetch_add(1, Ordering::SeqCst);
                            let answer = format!(
                                "HTTP/1.1 200 OK\r\nlink: <{own}/api/v1/users?after={number}>; rel=\"next\"\r\ncontent-length: {}\r\n\r\n{TWO}",
                                TWO.len()
                            );
                            stream.write_all(answer.as_bytes()).unwrap();
                        }
                    }
                });
            }
        });
        (org, requests)
    }

    /// The caller works without awaiting anything, on the one thread that there is.
    #[test]
    fn the_request_is_out_also_when_the_caller_keeps_the_only_thread() {
        async fn work(org: String, requests: Arc<AtomicUsize>) {
            let client = Client::builder()
                .org(org)
                .api_token(crate::support::TOKEN)
                .allow_plain_http_on_loopback(true)
                .build()
                .unwrap();
            let mut pages = client.pages(ListUsers::new());
            take(&mut pages).await;
            for asked in 3..6 {
                take(&mut pages).await;
                let begun = Instant::now();
                while requests.load(Ordering::SeqCst) < asked {
                    assert!(begun.elapsed() < Duration::from_secs(30), "{asked} never came");
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let (org, requests) = server();
        runtime.block_on(work(org, requests));
        // A task of the same runtime is in the queue with the others.
        let (org, requests) = server();
        runtime.block_on(async { tokio::spawn(work(org, requests)).await.unwrap() });
    }
}
