//! Where connections and timers live, and how a thread waits for a call.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::{Builder, Handle};
use tokio::task::coop;

use crate::error::{Error, Result};

/// Clones of a client share it.
#[derive(Debug)]
pub(super) struct Runtime(Option<tokio::runtime::Runtime>);

impl Runtime {
    pub(super) fn new() -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("okta-blocking")
            .enable_all()
            .build();
        runtime.map(|runtime| Self(Some(runtime))).map_err(|problem| {
            Error::configuration(
                format!("the blocking client's thread could not be started: {problem}"),
                "",
            )
        })
    }

    /// Runs a future on this thread until it is done.
    ///
    /// tokio's own `block_on` panics where it must not be called, and cannot be asked beforehand.
    pub(super) fn wait_for<F: Future>(&self, future: F) -> Result<F::Output> {
        if is_in_async_task() {
            return Err(Error::blocking_in_async());
        }
        let _entered = self.0.as_ref().map(tokio::runtime::Runtime::enter);
        let signal = Arc::new(Signal {
            thread: thread::current(),
            is_given: AtomicBool::new(false),
        });
        let waker = Waker::from(Arc::clone(&signal));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return Ok(output);
            }
            signal.wait();
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        // To drop a runtime waits for its thread, and panics in an async task; this does neither.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Wakes the thread that waits. The flag is what counts: a call within a call, by an observer for instance, waits on the same
/// thread, and takes wake-ups that are meant for the outer one.
struct Signal {
    thread: Thread,
    is_given: AtomicBool,
}

impl Signal {
    fn wait(&self) {
        while !self.is_given.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_given.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Whether this thread is polling a task of tokio.
///
/// Such a task has a budget of steps until it must yield (<https://docs.rs/tokio/latest/tokio/task/coop>), while
/// `spawn_blocking` and `block_in_place`, where blocking is allowed, have none. So it is one if the budget can be used up;
/// what was taken of it is given back.
fn is_in_async_task() -> bool {
    /// A budget is counted in a byte.
    const MOST_STEPS: usize = 256;
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    let mut taken = Vec::with_capacity(MOST_STEPS);
    let is_used_up = loop {
        if taken.len() == MOST_STEPS {
            break false;
        }
        match coop::poll_proceed(&mut context) {
            Poll::Ready(step) => taken.push(step),
            Poll::Pending => break true,
        }
    };
    // The last one first: each gives back what there was before it was taken.
    while taken.pop().is_some() {}
    is_used_up
}
