//! [`Client`]: sends operations to one org.
//!
//! `builder.rs` makes a client, `template.rs` the request of a call, and `exchange.rs` attempts it.

mod builder;
mod exchange;
mod template;

use std::fmt;
use std::sync::Arc;

use futures_core::Stream;
use http::HeaderValue;
use okta_models::{ListOperation, Operation};

pub use builder::ClientBuilder;
use exchange::Exchange;

use crate::address::OrgAddress;
use crate::answer::Answer;
use crate::auth::Authenticator;
use crate::backend::HttpBackend;
use crate::clock::{Clock, Jitter};
use crate::config::Config;
use crate::error::Result;
use crate::pagination::{Cursor, Pages, records};
use crate::retry::RetryPolicy;

/// Sends operations to one Okta org. Clones are cheap and share connections and state.
///
/// ```no_run
/// use okta_models::users::{GetUser, ListUsers};
/// use okta_transport::{Client, Result};
///
/// # async fn run() -> Result<()> {
/// let okta = Client::builder().org("https://acme.okta.com").api_token("00a…").build()?;
/// let ada = okta.send(GetUser::new("ada@example.com")).await?;
/// let page = okta.send(ListUsers::new().limit(200)).await?;
/// # let _ = (ada, page);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    retry: RetryPolicy,
}

/// What clones have in common.
struct Shared {
    org: OrgAddress,
    authenticator: Arc<dyn Authenticator>,
    backend: Arc<dyn HttpBackend>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
    user_agent: HeaderValue,
}

impl Client {
    /// A client from settings in code.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client from the environment, `./okta.yaml` and `~/.okta/okta.yaml`; see [`Config`].
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration), naming the setting and where it can be set.
    pub fn from_environment() -> Result<Self> {
        Self::from_config(Config::from_environment()?)
    }

    /// A client from a configuration.
    ///
    /// # Errors
    ///
    /// As [`from_environment`](Client::from_environment).
    pub fn from_config(config: Config) -> Result<Self> {
        Self::builder().config(config).build()
    }

    /// The same client with another retry policy; connections and state stay shared.
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            retry,
        }
    }

    /// The org's address.
    pub fn org(&self) -> &OrgAddress {
        &self.shared.org
    }

    /// Sends an operation and gives what Okta answers.
    ///
    /// # Errors
    ///
    /// When the operation cannot be sent, is refused, or its answer cannot be read; see
    /// [`ErrorKind`](crate::ErrorKind).
    pub async fn send<Op: Operation>(&self, operation: Op) -> Result<Op::Output> {
        Ok(self.send_for_answer(operation).await?.into_inner())
    }

    /// Sends an operation and gives what Okta answers together with the answer's status, request id and
    /// rate limit.
    ///
    /// # Errors
    ///
    /// As [`send`](Client::send).
    pub async fn send_for_answer<Op: Operation>(&self, operation: Op) -> Result<Answer<Op::Output>> {
        let exchange = self.exchange(&operation, None).await?;
        let output = exchange.decode(&operation)?;
        Ok(Answer::new(output, exchange.response()))
    }

    /// Reads a listing page by page.
    pub fn pages<Op: ListOperation>(&self, operation: Op) -> Pages<Op> {
        Pages::new(self.clone(), operation)
    }

    /// Goes on with a listing where a cursor stands. The operation is the one that the cursor came from; of
    /// its query, only what Okta leaves out of its links is used.
    ///
    /// A cursor of another operation, of a listing at another path (another group's, say), or whose page does not
    /// have the operation's path template, is refused by the first [`Pages::next`], before anything is sent.
    /// A listing that was begun under an alias, such as `me` or a login, is resumed under the same alias.
    pub fn resume<Op: ListOperation>(&self, operation: Op, cursor: Cursor) -> Pages<Op> {
        Pages::resume(self.clone(), operation, cursor)
    }

    /// Reads a listing record by record, page after page as they are needed.
    ///
    /// A record that cannot be read is one `Err` with its JSON in [`Error::item`](crate::Error::item), and
    /// the stream goes on. A page that cannot be read is the stream's last item.
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    /// use okta_models::groups::ListGroups;
    /// use okta_transport::{Client, Result};
    ///
    /// # async fn run(client: Client) -> Result<()> {
    /// let mut groups = client.stream(ListGroups::new());
    /// while let Some(group) = groups.try_next().await? {
    ///     println!("{}", group.id.as_str());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream<Op: ListOperation>(
        &self,
        operation: Op,
    ) -> impl Stream<Item = Result<Op::Item>> + Send + Unpin + use<Op> {
        records(self.pages(operation))
    }

    /// One page of a listing.
    pub(crate) async fn page<Op: ListOperation>(&self, operation: &Op, page: &str) -> Result<Exchange> {
        self.exchange(operation, Some(page)).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("org", &self.shared.org)
            .field("authenticator", &self.shared.authenticator)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
