//! [`BudgetStore`]: where processes keep what they share of a budget.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::clock::{Clock, SystemClock};

/// A place where processes share the budget of an org: texts by key, each replaced only by who has seen the last one, and
/// a clock that all go by. What the texts say is the governor's business.
///
/// `RedisBudgetStore` (feature `redis`) is one for processes, [`InMemory`] one for clients in the same process. A
/// store answers within a fraction of a second or fails, since a request waits for it; when it fails, or hangs for 5 s, the
/// governor goes on without it for a while, and tries again by itself. None of the texts is secret.
///
/// ```
/// use std::time::Duration;
///
/// use async_trait::async_trait;
/// use okta_transport::{BudgetStore, Governing, InMemory, Stored, StoreError};
///
/// /// Of two regions, each shares with itself.
/// #[derive(Debug)]
/// struct Region(&'static str, InMemory);
///
/// #[async_trait]
/// impl BudgetStore for Region {
///     async fn read(&self, key: &str) -> Result<Stored, StoreError> {
///         self.1.read(&format!("{}:{key}", self.0)).await
///     }
///
///     async fn replace(
///         &self, key: &str, seen: Option<&str>, text: &str, keep: Duration,
///     ) -> Result<Option<Stored>, StoreError> {
///         self.1.replace(&format!("{}:{key}", self.0), seen, text, keep).await
///     }
/// }
/// # let _ = Governing::default().store(Region("eu", InMemory::default()));
/// ```
#[async_trait]
pub trait BudgetStore: fmt::Debug + Send + Sync {
    /// What stands under a key.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    async fn read(&self, key: &str) -> Result<Stored, StoreError>;

    /// Puts a text where `seen` stands, or where nothing stands for `None`, in one step, to be kept at least as long as
    /// `keep`. Where something else stands, nothing is changed, and that is given back.
    ///
    /// # Errors
    ///
    /// When the store does not answer; it may have replaced the text.
    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        keep: Duration,
    ) -> Result<Option<Stored>, StoreError>;
}

/// What a [`BudgetStore`] holds under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    text: Option<String>,
    now: Timestamp,
}

impl Stored {
    /// A text, or none, and the time by the store's own clock.
    pub fn new(text: Option<String>, now: Timestamp) -> Self {
        Self { text, now }
    }

    /// The text.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// The time by the store's own clock.
    pub fn now(&self) -> Timestamp {
        self.now
    }
}

/// A [`BudgetStore`] does not answer. It goes to the log, so it names no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError(String);

impl StoreError {
    /// What happened, in a few words.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}

/// A [`BudgetStore`] for clients in one process that were built one by one, such as one for each of several tasks; its clones
/// are the same store. Clones of a client share their budget without one.
///
/// ```
/// use okta_transport::{Client, Governing, InMemory};
///
/// # fn main() -> okta_transport::Result<()> {
/// let store = InMemory::default();
/// let build = || {
///     let governing = Governing::default().store(store.clone());
///     Client::builder().org("https://acme.okta.com").api_token("00a1b2c3").governing(governing).build()
/// };
/// let (one, other) = (build()?, build()?);
/// # let _ = (one, other);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct InMemory {
    texts: Arc<Mutex<BTreeMap<String, String>>>,
    clock: Arc<dyn Clock>,
}

impl Default for InMemory {
    fn default() -> Self {
        Self::with_clock(Arc::new(SystemClock::default()))
    }
}

impl InMemory {
    /// A store that tells the time of this clock: that of the clients, for tests in virtual time.
    pub fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self {
            texts: Arc::default(),
            clock,
        }
    }
}

#[async_trait]
impl BudgetStore for InMemory {
    async fn read(&self, key: &str) -> Result<Stored, StoreError> {
        let texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Stored::new(texts.get(key).cloned(), self.clock.now()))
    }

    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        _keep: Duration,
    ) -> Result<Option<Stored>, StoreError> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        let stands = texts.get(key).map(String::as_str);
        if stands != seen {
            return Ok(Some(Stored::new(stands.map(str::to_owned), self.clock.now())));
        }
        texts.insert(key.to_owned(), text.to_owned());
        Ok(None)
    }
}
