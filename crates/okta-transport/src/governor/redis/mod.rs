//! [`RedisBudgetStore`]: processes share a budget through Redis.

mod connection;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use okta_models::Secret;
use redis::{FromRedisValue, Pipeline};

use super::store::{BudgetStore, StoreError, Stored};
use crate::error::Result;
use crate::tls::Tls;
use connection::Connector;

/// Long enough for a connection with TLS to another zone, short enough for a person who waits.
const TIMEOUT: Duration = Duration::from_millis(500);

/// Replaces a text in one step; otherwise tells what stands there, and the time.
const REPLACE: &str = "
local stands = redis.call('GET', KEYS[1])
if (stands or '') == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
    return {1, false, 0, 0}
end
local now = redis.call('TIME')
return {0, stands, tonumber(now[1]), tonumber(now[2])}
";

/// A [`BudgetStore`] in Redis, or what speaks its protocol: Valkey, or the offers of the clouds.
///
/// One key holds what is known of one bucket of one org and token: about a kilobyte, kept for an hour. The key bears a hash
/// of org and token, and nothing secret stands in it. Who can write to the Redis can make every client wait a minute
/// or send too much, and nothing else. All times are those of the Redis, so the processes' clocks need not agree.
///
/// A request that must ask first waits for two round trips to the Redis. A Redis that is down or hangs holds it up for
/// [`timeout`](RedisBudgetStore::timeout) at most; then the process goes on by itself, and tries again after 1 to 15 s.
///
/// Clones share one connection, which is made when it is needed, within a tokio runtime.
///
/// ```no_run
/// use okta_transport::{Client, Governing, RedisBudgetStore};
///
/// # fn main() -> okta_transport::Result<()> {
/// let store = RedisBudgetStore::new("rediss://:password@redis.example.com")?;
/// let okta = Client::builder()
///     .org("https://acme.okta.com")
///     .api_token("00a…")
///     .governing(Governing::default().store(store))
///     .build()?;
/// # let _ = okta;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisBudgetStore {
    connector: Connector,
    timeout: Duration,
}

impl RedisBudgetStore {
    /// A store at an address: `redis://[user][:password@]host[:port][/database]`, and `rediss://` for TLS, which trusts
    /// whom the platform trusts, and beside that whom [`tls`](RedisBudgetStore::tls) names. Nothing is connected.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the address cannot be read, or asks for TLS
    /// without checks. The message does not hold it.
    pub fn new(url: impl Into<Secret>) -> Result<Self> {
        Ok(Self {
            connector: Connector::new(&url.into())?,
            timeout: TIMEOUT,
        })
    }

    /// TLS settings: the root certificate of an authority of one's own, a client certificate.
    ///
    /// ```no_run
    /// use okta_transport::{Certificates, RedisBudgetStore, Tls};
    ///
    /// # fn main() -> okta_transport::Result<()> {
    /// let tls = Tls::default().trust(Certificates::from_file("/etc/acme/redis-root.pem")?);
    /// let store = RedisBudgetStore::new("rediss://:password@redis.example.com")?.tls(tls)?;
    /// # let _ = store;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration) when the address is not `rediss://`.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "settings are handed over, as to every other builder"
    )]
    pub fn tls(mut self, tls: Tls) -> Result<Self> {
        self.connector = self.connector.with_tls(&tls)?;
        Ok(self)
    }

    /// How long an answer may take, a connection included where there is none; half a second unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Calls, once more over a new connection where an old one broke: Redis closes those that are idle, and an update
    /// closes all. A text may have been replaced then; the second time it is found.
    async fn call<T: FromRedisValue>(&self, call: &Pipeline) -> std::result::Result<T, StoreError> {
        let calls = async {
            loop {
                let (mut connection, is_new) = self.connector.connection().await?;
                match call.query_async(&mut connection).await {
                    Ok(answer) => return Ok(answer),
                    Err(problem) if problem.is_unrecoverable_error() => {
                        self.connector.give_up();
                        if is_new {
                            return Err(StoreError::new(connection::told(&problem)));
                        }
                    }
                    Err(problem) => return Err(StoreError::new(connection::told(&problem))),
                }
            }
        };
        if let Ok(answer) = tokio::time::timeout(self.timeout, calls).await {
            answer
        } else {
            // What hangs may never answer.
            self.connector.give_up();
            let waited = self.timeout.as_millis();
            Err(StoreError::new(format!(
                "Redis did not answer within {waited} ms"
            )))
        }
    }
}

#[async_trait]
impl BudgetStore for RedisBudgetStore {
    async fn read(&self, key: &str) -> std::result::Result<Stored, StoreError> {
        let mut both = redis::pipe();
        both.cmd("GET").arg(key).cmd("TIME");
        let (text, (seconds, micros)): (Option<String>, (i64, i64)) = self.call(&both).await?;
        stored(text, seconds, micros)
    }

    async fn replace(
        &self,
        key: &str,
        seen: Option<&str>,
        text: &str,
        keep: Duration,
    ) -> std::result::Result<Option<Stored>, StoreError> {
        let keep = u64::try_from(keep.as_millis()).unwrap_or(u64::MAX);
        let mut one = redis::pipe();
        one.cmd("EVAL").arg(REPLACE).arg(1).arg(key);
        one.arg(seen.unwrap_or_default()).arg(text).arg(keep);
        let ((replaced, other, seconds, micros),): ((bool, Option<String>, i64, i64),) =
            self.call(&one).await?;
        if replaced {
            return Ok(None);
        }
        stored(other, seconds, micros).map(Some)
    }
}

fn stored(text: Option<String>, seconds: i64, micros: i64) -> std::result::Result<Stored, StoreError> {
    let nanos = i32::try_from(micros)
        .ok()
        .and_then(|micros| micros.checked_mul(1_000));
    let now = nanos.and_then(|nanos| Timestamp::new(seconds, nanos).ok());
    match now {
        Some(now) => Ok(Stored::new(text, now)),
        None => Err(StoreError::new("Redis told a time that there is not")),
    }
}

impl fmt::Debug for RedisBudgetStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RedisBudgetStore")
            .field("address", &self.connector.address())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
