//! [`Client`]: sends operations to one org, and waits for the answers.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use okta_models::system_log::TailLogEvents;
use okta_models::{ListOperation, Operation};

use super::listing::{Pages, Records};
use super::runtime::Runtime;
use super::tail::LogTail;
use crate::answer::Answer;
use crate::client::ClientBuilder;
use crate::error::Result;
use crate::governor::Lane;
use crate::pagination::Cursor;
use crate::retry::RetryPolicy;
use crate::system_log::LogPosition;

/// Sends operations to one Okta org and waits for the answers; see the [module](super) for where it works. Clones are cheap
/// and share connections, state and the thread that serves them; they may be used by many threads at once.
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<Runtime>,
}

impl ClientBuilder {
    /// Builds the blocking client. Nothing is sent.
    ///
    /// ```
    /// # fn run() -> okta_transport::Result<()> {
    /// let okta = okta_transport::Client::builder()
    ///     .org("https://acme.okta.com")
    ///     .api_token("00aBcDeF")
    ///     .build_blocking()?;
    /// # let _ = okta;
    /// # Ok(())
    /// # }
    /// # run().unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// As [`build`](ClientBuilder::build), and [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when its
    /// thread cannot be started.
    pub fn build_blocking(self) -> Result<Client> {
        Client::new(self.build()?)
    }
}

impl Client {
    /// A blocking client over an async one, with which it shares governor, credentials and settings. Connections that the
    /// other opened live as long as its runtime.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when its thread cannot be started.
    pub fn new(client: crate::Client) -> Result<Self> {
        let runtime = Arc::new(Runtime::new()?);
        Ok(Self { client, runtime })
    }

    /// A client from the environment, `./okta.yaml` and `~/.okta/okta.yaml`; see [`Config`](crate::Config).
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build_blocking`].
    pub fn from_environment() -> Result<Self> {
        Self::new(crate::Client::from_environment()?)
    }

    /// The async client below: its budget, forecast and address, and what else needs no waiting.
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    /// Sends an operation and gives what Okta answers.
    ///
    /// # Errors
    ///
    /// As [`crate::Client::send`], and [`BlockingInAsync`](crate::ErrorKind::BlockingInAsync).
    pub fn send<Op: Operation>(&self, operation: Op) -> Result<Op::Output> {
        self.wait_for(self.client.send(operation))?
    }

    /// Sends an operation and gives what Okta answers together with the answer's status, request id and rate limit.
    ///
    /// # Errors
    ///
    /// As [`send`](Client::send).
    pub fn send_for_answer<Op: Operation>(&self, operation: Op) -> Result<Answer<Op::Output>> {
        self.wait_for(self.client.send_for_answer(operation))?
    }

    /// Reads a listing record by record, page after page as they are needed; as [`crate::Client::stream`].
    pub fn list<'op, Op: ListOperation + 'op>(&self, operation: Op) -> Records<'op, Op::Item> {
        Records::new(Arc::clone(&self.runtime), self.client.stream(operation))
    }

    /// Reads a listing page by page.
    pub fn pages<Op: ListOperation>(&self, operation: Op) -> Pages<Op> {
        Pages::new(Arc::clone(&self.runtime), self.client.pages(operation))
    }

    /// Goes on with a listing where a cursor stands; as [`crate::Client::resume`].
    pub fn resume<Op: ListOperation>(&self, operation: Op, cursor: Cursor) -> Pages<Op> {
        Pages::new(Arc::clone(&self.runtime), self.client.resume(operation, cursor))
    }

    /// Follows the System Log without an end.
    pub fn tail(&self, tail: TailLogEvents) -> LogTail {
        LogTail::new(Arc::clone(&self.runtime), self.client.tail(tail))
    }

    /// Goes on with a tail where another one stood; as [`crate::Client::resume_tail`].
    pub fn resume_tail(&self, position: LogPosition) -> LogTail {
        LogTail::new(Arc::clone(&self.runtime), self.client.resume_tail(position))
    }

    /// Runs a future on this thread until it is done: whatever of these crates is async alone, over
    /// [`as_async`](Client::as_async).
    ///
    /// ```no_run
    /// # fn run(okta: okta_transport::blocking::Client) -> okta_transport::Result<()> {
    /// use okta_models::{groups::ListGroups, users::ListUsers};
    ///
    /// let (users, groups) = okta.wait_for(async {
    ///     let okta = okta.as_async();
    ///     futures_util::future::join(okta.send(ListUsers::new()), okta.send(ListGroups::new())).await
    /// })?;
    /// # let _ = (users?, groups?);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`BlockingInAsync`](crate::ErrorKind::BlockingInAsync).
    pub fn wait_for<F: Future>(&self, future: F) -> Result<F::Output> {
        self.runtime.wait_for(future)
    }

    /// The same client with another retry policy.
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        self.with(self.client.with_retry(retry))
    }

    /// The same client for requests that are more or less urgent.
    pub fn lane(&self, lane: Lane) -> Self {
        self.with(self.client.lane(lane))
    }

    /// The same client, whose requests wait no longer than this for room in the rate limit; as
    /// [`crate::Client::wait_at_most`].
    pub fn wait_at_most(&self, longest: Duration) -> Self {
        self.with(self.client.wait_at_most(longest))
    }

    fn with(&self, client: crate::Client) -> Self {
        Self {
            client,
            runtime: Arc::clone(&self.runtime),
        }
    }
}
