//! [`Client`]: sends operations to one org.
//!
//! `builder.rs` makes a client, `template.rs` the request of a call, and `exchange.rs` attempts it.

mod builder;
mod exchange;
mod template;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use jiff::Timestamp;
use okta_models::system_log::TailLogEvents;
use okta_models::{ListOperation, Metadata, Operation};

pub use builder::ClientBuilder;
pub(crate) use exchange::Exchange;
pub(crate) use template::Template;

use crate::address::OrgAddress;
use crate::answer::Answer;
use crate::auth::{Authenticator, Connection, Credentials};
use crate::backend::HttpBackend;
use crate::clock::{self, Clock, Jitter};
use crate::config::Config;
use crate::error::Result;
use crate::governor::{Budget, Forecast, Governing, Governor, Lane};
use crate::observer::Observing;
use crate::pagination::{Cursor, Pages};
use crate::retry::RetryPolicy;
use crate::spawner::Spawner;
use crate::system_log::{LogPosition, LogTail};

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
    lane: Lane,
    longest_wait: Option<Duration>,
    reads_ahead: bool,
}

/// What clones have in common.
struct Shared {
    org: OrgAddress,
    authenticator: Arc<dyn Authenticator>,
    backend: Arc<dyn HttpBackend>,
    /// `None` for a client that is ungoverned.
    governor: Option<Governor>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
    spawner: Arc<dyn Spawner>,
    user_agent: HeaderValue,
    observing: Option<Observing>,
}

impl Shared {
    fn connection<'a>(&'a self, retry: &'a RetryPolicy) -> Connection<'a> {
        Connection {
            org: &self.org,
            backend: &*self.backend,
            user_agent: &self.user_agent,
            clock: &*self.clock,
            jitter: &*self.jitter,
            retry,
            governor: self.governor.as_ref(),
            observing: self.observing.as_ref(),
        }
    }
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
            retry,
            ..self.clone()
        }
    }

    /// The same client for requests that are more or less urgent; connections and state stay shared.
    ///
    /// ```
    /// use okta_transport::{Client, Lane};
    ///
    /// fn job(okta: &Client) -> Client {
    ///     okta.lane(Lane::Bulk)
    /// }
    /// ```
    pub fn lane(&self, lane: Lane) -> Self {
        Self { lane, ..self.clone() }
    }

    /// The same client, whose requests wait no longer than this for room in the rate limit before each attempt. One
    /// that would is not sent: it fails at once with [`RateLimited`](crate::ErrorKind::RateLimited),
    /// [`was_sent`](crate::Error::was_sent) `No`, and the time to [wait](crate::Error::retry_after).
    ///
    /// Unless set, a request of the interactive lane waits as long as the retry policy's
    /// [budget](RetryPolicy::budget) lasts, and one of the bulk lane as long as it takes.
    pub fn wait_at_most(&self, longest: Duration) -> Self {
        Self {
            longest_wait: Some(longest),
            ..self.clone()
        }
    }

    /// The same client, whose listings read one page ahead of the caller or do not; they do unless told otherwise. See
    /// [`Pages`](Pages#reading-ahead).
    ///
    /// ```
    /// use okta_models::groups::ListGroups;
    /// use okta_transport::{Client, Pages};
    ///
    /// fn no_request_before_it_is_wanted(okta: &Client) -> Pages<ListGroups> {
    ///     okta.read_ahead(false).pages(ListGroups::new())
    /// }
    /// ```
    pub fn read_ahead(&self, yes: bool) -> Self {
        Self {
            reads_ahead: yes,
            ..self.clone()
        }
    }

    /// What is left of the rate limits, as far as this client and its clones have seen them. Nothing is sent.
    /// Empty for an [ungoverned](ClientBuilder::ungoverned) client.
    pub fn budget(&self) -> Budget {
        self.shared
            .governor
            .as_ref()
            .map_or_else(Budget::empty, Governor::budget)
    }

    /// What a job costs: how many calls in which bucket, and how long the client's share makes them take. Nothing is
    /// sent; a bucket that the client has not used yet is taken for as large as Okta last published.
    ///
    /// ```
    /// use okta_models::{Operation as _, users::{GetUser, ListUsers}};
    ///
    /// # fn show(okta: &okta_transport::Client) {
    /// let cost = okta.forecast(&[(ListUsers::METADATA, 50), (GetUser::METADATA, 10_000)]);
    /// println!("{} calls in {} minutes", cost.calls(), cost.duration().as_secs() / 60);
    /// # }
    /// ```
    pub fn forecast(&self, calls: &[(Metadata, u64)]) -> Forecast {
        if let Some(governor) = &self.shared.governor {
            return governor.forecast(calls);
        }
        let governing = Governing::default().share(1.0);
        Governor::new(governing, Arc::clone(&self.shared.clock), "").forecast(calls)
    }

    /// The org's address.
    pub fn org(&self) -> &OrgAddress {
        &self.shared.org
    }

    /// The time of day by the client's own clock, as far as it may be from Okta's; see [`Answer::date`].
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// What the client's credentials say of themselves: whether they are an API token or an access token, and of the
    /// latter whose it is and what for. No operation is sent; where there is no access token yet, one is got, as before
    /// any call.
    ///
    /// # Errors
    ///
    /// When there is no access token to be had.
    ///
    /// ```no_run
    /// use okta_transport::{Client, Credentials, Result};
    ///
    /// # async fn run(okta: Client) -> Result<()> {
    /// if let Credentials::AccessToken(claims) = okta.credentials().await? {
    ///     println!("{:?} of {:?}", claims.scopes, claims.service_app());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn credentials(&self) -> Result<Credentials> {
        let connection = self.shared.connection(&self.retry);
        let mut request = http::Request::new(Bytes::new());
        // A request of the org's own, for authenticators that look at what they sign. It is not sent.
        if let Ok(uri) = format!("{}/api/v1/users/me", self.org()).parse() {
            *request.uri_mut() = uri;
        }
        self.shared
            .authenticator
            .authenticate(&mut request, &connection)
            .await?;
        Ok(Credentials::of_header(request.headers().get(AUTHORIZATION)))
    }

    /// Waits on the client's own clock, which a test may have replaced.
    pub async fn sleep(&self, duration: Duration) {
        self.shared.clock.sleep(duration).await;
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
        let exchange = self.exchange(&operation).await?;
        let output = exchange.decode(&operation)?;
        Ok(Answer::new(output, exchange.response()))
    }

    /// Reads a listing page by page, one page ahead of the caller.
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

    /// Reads a listing record by record, one [page ahead](Pages#reading-ahead) of the caller.
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
    ///
    /// Records can be decoded as a type of the caller's, and Okta can be asked for less of each:
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    /// use okta_models::{ListOperation, users::ListUsers};
    /// use okta_transport::{Client, Result};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Person {
    ///     id: String,
    ///     status: String,
    /// }
    ///
    /// # async fn run(client: Client) -> Result<()> {
    /// let mut people = client.stream(ListUsers::new().fields("id,status").items::<Person>());
    /// while let Some(person) = people.try_next().await? {
    ///     println!("{} {}", person.id, person.status);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream<Op: ListOperation>(
        &self,
        operation: Op,
    ) -> impl Stream<Item = Result<Op::Item>> + Send + Unpin + use<Op> {
        self.pages(operation).into_records()
    }

    /// Follows the System Log without an end. Nothing is sent before the tail's first [`next`](LogTail::next).
    ///
    /// For the events between two moments there is
    /// [`QueryLogEvents`](okta_models::system_log::QueryLogEvents), a listing like any other.
    pub fn tail(&self, tail: TailLogEvents) -> LogTail {
        LogTail::new(self.clone(), tail)
    }

    /// Goes on with a tail where another one, maybe of another process, stood. Events that were delivered before it are not
    /// delivered again. A position of another listing is refused by the first [`next`](LogTail::next).
    pub fn resume_tail(&self, position: LogPosition) -> LogTail {
        LogTail::resume(self.clone(), position)
    }

    /// The time since a moment that the client's clock chose.
    pub(crate) fn elapsed(&self) -> Duration {
        self.shared.clock.elapsed()
    }

    /// The client's chance, from 0 to 1.
    pub(crate) fn chance(&self) -> f64 {
        clock::chance(&*self.shared.jitter)
    }

    pub(crate) fn reads_ahead(&self) -> bool {
        self.reads_ahead
    }

    pub(crate) fn spawner(&self) -> &dyn Spawner {
        &*self.shared.spawner
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
