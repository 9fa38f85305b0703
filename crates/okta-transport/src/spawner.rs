//! [`Spawner`]: what runs a task beside the caller.

use std::future::Future;
use std::pin::Pin;

use tokio::runtime::Handle;

/// Runs the tasks by which a listing reads ahead.
///
/// Every `Fn` that takes a task is one. Unless a client is [given](crate::ClientBuilder::spawner) another, tasks run on
/// the tokio runtime that the caller runs in, and where there is none, nothing is read ahead. A task that is dropped
/// before it is done loses nothing: its page is read when it is wanted.
///
/// ```
/// use okta_transport::Client;
///
/// # fn run(runtime: &tokio::runtime::Runtime) -> okta_transport::Result<()> {
/// let handle = runtime.handle().clone(); // pages are read there, wherever the caller runs
/// let okta = Client::builder()
///     .org("https://acme.okta.com")
///     .api_token("a-token")
///     .spawner(move |task| {
///         handle.spawn(task);
///     })
///     .build()?;
/// # let _ = okta;
/// # Ok(())
/// # }
/// ```
pub trait Spawner: Send + Sync {
    /// Runs the task, or drops it.
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>);
}

impl<F: Fn(Pin<Box<dyn Future<Output = ()> + Send>>) + Send + Sync> Spawner for F {
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self(task);
    }
}

/// The tokio runtime that the caller runs in, if any.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CallersRuntime;

impl Spawner for CallersRuntime {
    fn spawn(&self, task: Pin<Box<dyn Future<Output = ()> + Send>>) {
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(task);
        }
    }
}
