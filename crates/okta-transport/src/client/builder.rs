//! [`ClientBuilder`]: a client from settings in code, and from a [`Config`] for those that code leaves out.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use http::HeaderValue;
use okta_models::Secret;

use super::{Client, Shared};
use crate::address::OrgAddress;
use crate::auth::{ApiToken, Authenticator};
use crate::backend::HttpBackend;
#[cfg(feature = "reqwest")]
use crate::backend::ReqwestBackendBuilder;
use crate::clock::{Clock, Jitter, RandomJitter, SystemClock};
use crate::config::{Config, Setting};
use crate::error::{Error, Result};
use crate::governor::{Governing, Governor, Lane};
use crate::observer::{Observer, Observing};
use crate::retry::RetryPolicy;
use crate::spawner::{CallersRuntime, Spawner};

/// Makes a [`Client`]. What is set here counts before what a [`Config`] says.
#[derive(Default)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    config: Config,
    org: Option<String>,
    api_token: Option<Secret>,
    authenticator: Option<Arc<dyn Authenticator>>,
    backend: Option<Backend>,
    retry: Option<RetryPolicy>,
    governing: Governing,
    ungoverned: bool,
    clock: Option<Arc<dyn Clock>>,
    jitter: Option<Arc<dyn Jitter>>,
    spawner: Option<Arc<dyn Spawner>>,
    user_agent_extra: Vec<String>,
    observer: Option<Box<dyn Observer>>,
    plain_http_on_loopback: bool,
}

/// What carries requests, ready or still to be built.
enum Backend {
    Ready(Arc<dyn HttpBackend>),
    #[cfg(feature = "reqwest")]
    Reqwest(Box<ReqwestBackendBuilder>),
}

impl ClientBuilder {
    /// Settings for what is not set in code.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// The org's address, in any form that [`OrgAddress`] reads.
    pub fn org(mut self, org: impl AsRef<str>) -> Self {
        self.org = Some(org.as_ref().to_owned());
        self
    }

    /// The API token.
    pub fn api_token(mut self, token: impl Into<Secret>) -> Self {
        self.api_token = Some(token.into());
        self
    }

    /// Other credentials than an API token: [`ClientCredentials`](crate::ClientCredentials) of a service app, a
    /// [`BearerToken`](crate::BearerToken), a [`ProvidedToken`](crate::ProvidedToken), or an `Authenticator` of your own.
    pub fn authenticator(mut self, authenticator: impl Authenticator + 'static) -> Self {
        self.authenticator = Some(Arc::new(authenticator));
        self
    }

    /// What carries requests; a `ReqwestBackend` unless set. Timeouts and proxy of the [`Config`] are its own affair.
    pub fn backend(mut self, backend: impl HttpBackend + 'static) -> Self {
        self.backend = Some(Backend::Ready(Arc::new(backend)));
        self
    }

    /// What carries requests, shared with other clients.
    pub fn shared_backend(mut self, backend: Arc<dyn HttpBackend>) -> Self {
        self.backend = Some(Backend::Ready(backend));
        self
    }

    /// A [`ReqwestBackend`](crate::ReqwestBackend) with these settings, and with those of the [`Config`] for what they leave
    /// out: timeouts, proxy, TLS, of API requests and of requests for access tokens alike.
    ///
    /// ```
    /// use okta_transport::{Client, Proxy, ReqwestBackend};
    ///
    /// # fn main() -> okta_transport::Result<()> {
    /// let proxy = Proxy::new("proxy.example.com:3128")?;
    /// let okta = Client::builder()
    ///     .org("https://acme.okta.com")
    ///     .api_token("00a1b2c3")
    ///     .reqwest_backend(ReqwestBackend::builder().proxy(proxy))
    ///     .build()?;
    /// # let _ = okta;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn reqwest_backend(mut self, backend: ReqwestBackendBuilder) -> Self {
        self.backend = Some(Backend::Reqwest(Box::new(backend)));
        self
    }

    /// When failed attempts are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// How much of the org's rate limits the client takes.
    pub fn governing(mut self, governing: Governing) -> Self {
        self.governing = governing;
        self.ungoverned = false;
        self
    }

    /// Sends every request at once, whatever the rate limits say: for tests, and behind a governor of the caller's own.
    /// A 429 is outwaited all the same, as the [`RetryPolicy`] says.
    pub fn ungoverned(mut self) -> Self {
        self.ungoverned = true;
        self
    }

    /// The clock by which the client waits; the machine's unless set.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// A clock that the caller keeps, to look at or to share.
    pub fn shared_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The chance by which waits are spread; random unless set.
    pub fn jitter(mut self, jitter: impl Jitter + 'static) -> Self {
        self.jitter = Some(Arc::new(jitter));
        self
    }

    /// What runs the tasks by which listings [read ahead](crate::Pages#reading-ahead); the caller's tokio runtime
    /// unless set.
    pub fn spawner(mut self, spawner: impl Spawner + 'static) -> Self {
        self.spawner = Some(Arc::new(spawner));
        self
    }

    /// What is told what the client, and its clones, do; an `Arc` of it is one too. Nobody is unless set.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Adds a product to the `User-Agent` header, such as `acme-connector/2.1`.
    pub fn user_agent_extra(mut self, product: impl Into<String>) -> Self {
        self.user_agent_extra.push(product.into());
        self
    }

    /// Whether the address may be plain http on the loopback interface; to any other host it never is.
    pub fn allow_plain_http_on_loopback(mut self, yes: bool) -> Self {
        self.plain_http_on_loopback = yes;
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`InvalidConfiguration`](crate::ErrorKind::InvalidConfiguration), naming the setting and where it can be set.
    pub fn build(self) -> Result<Client> {
        let org = self.org.as_deref().or_else(|| self.config.org_url());
        let org = org.ok_or_else(|| Setting::OrgUrl.missing("the org's address", "`.org(…)`"))?;
        let org = if self.plain_http_on_loopback || self.config.disables_https_check() {
            OrgAddress::parse_allowing_plain_http_on_loopback(org)?
        } else {
            OrgAddress::parse(org)?
        };
        let authenticator = match self.authenticator {
            Some(authenticator) => authenticator,
            None => credentials(self.api_token, &self.config, self.org.is_some())?,
        };
        authenticator.check()?;
        let backend = match self.backend {
            Some(Backend::Ready(backend)) => backend,
            #[cfg(feature = "reqwest")]
            Some(Backend::Reqwest(backend)) => Arc::new(backend.config(&self.config)?.build()?),
            None => default_backend(&self.config)?,
        };
        let extra = self
            .config
            .user_agent()
            .map(str::to_owned)
            .into_iter()
            .chain(self.user_agent_extra);
        let user_agent = user_agent(extra)?;
        let retry = self.retry.unwrap_or_else(|| self.config.retry_policy());
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::default()));
        let jitter = self.jitter.unwrap_or_else(|| Arc::new(RandomJitter));
        let spawner = self.spawner.unwrap_or_else(|| Arc::new(CallersRuntime));
        let account = account(&org, &*authenticator);
        let governor =
            (!self.ungoverned).then(|| Governor::new(self.governing, Arc::clone(&clock), &account));
        let shared = Arc::new(Shared {
            org,
            authenticator,
            backend,
            governor,
            clock,
            jitter,
            spawner,
            user_agent,
            observing: self.observer.map(Observing::new),
        });
        Ok(Client {
            shared,
            retry,
            lane: Lane::default(),
            longest_wait: None,
            reads_ahead: true,
        })
    }
}

fn credentials(
    in_code: Option<Secret>,
    config: &Config,
    org_in_code: bool,
) -> Result<Arc<dyn Authenticator>> {
    if let Some(token) = in_code {
        return Ok(Arc::new(ApiToken::new(token)?));
    }
    if !org_in_code {
        config.require_credentials_of_the_address()?;
    }
    config.credentials()
}

/// What tells those who share a budget from others: Okta counts by org and by token or app. It leaves the process, so it is a
/// hash.
fn account(org: &OrgAddress, authenticator: &dyn Authenticator) -> String {
    let principal = authenticator.principal();
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    digest.update(org.as_str().as_bytes());
    digest.update(b"\n");
    digest.update(principal.as_ref().map_or("", Secret::expose).as_bytes());
    let digest = digest.finish();
    digest
        .as_ref()
        .iter()
        .take(16)
        .fold(String::new(), |mut text, byte| {
            // A text takes all that is written to it.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(feature = "reqwest")]
fn default_backend(config: &Config) -> Result<Arc<dyn HttpBackend>> {
    Ok(Arc::new(
        ReqwestBackendBuilder::default().config(config)?.build()?,
    ))
}

#[cfg(not(feature = "reqwest"))]
fn default_backend(_config: &Config) -> Result<Arc<dyn HttpBackend>> {
    Err(Error::configuration(
        "there is nothing to send requests with",
        "Give the client a backend with `.backend(…)`, or enable the feature `reqwest` of okta-transport.",
    ))
}

/// `okta-sdk-rust/0.1.0 (linux; x86_64) acme-connector/2.1`.
fn user_agent(extra: impl Iterator<Item = String>) -> Result<HeaderValue> {
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let mut text = format!(
        "okta-sdk-rust/{} ({system}; {machine})",
        env!("CARGO_PKG_VERSION")
    );
    for product in extra {
        text.push(' ');
        text.push_str(product.trim());
    }
    HeaderValue::from_str(&text)
        .ok()
        .filter(|value| value.to_str().is_ok())
        .ok_or_else(|| {
            Error::configuration(
                "the addition to the User-Agent cannot stand in a header",
                "Use plain ASCII, such as acme/2.1.",
            )
        })
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("api_token", &self.api_token)
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}
