//! [`Connection`]: what an authenticator may use of its client.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response};
use jiff::Timestamp;

use crate::address::OrgAddress;
use crate::backend::{BackendError, HttpBackend};
use crate::clock::{Clock, Jitter};
use crate::error::Error;
use crate::governor::{Governor, Lane};
use crate::observer::Observing;
use crate::retry::RetryPolicy;
use crate::watch::Watch;

/// A client's way to its org: address, backend with its proxies, TLS and timeouts, clock and retry policy. A token is
/// asked for over the same one as everything else.
pub struct Connection<'a> {
    pub(crate) org: &'a OrgAddress,
    pub(crate) backend: &'a dyn HttpBackend,
    pub(crate) user_agent: &'a HeaderValue,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) jitter: &'a dyn Jitter,
    pub(crate) retry: &'a RetryPolicy,
    pub(crate) governor: Option<&'a Governor>,
    pub(crate) observing: Option<&'a Observing>,
}

impl<'a> Connection<'a> {
    /// The org's address.
    pub fn org(&self) -> &'a OrgAddress {
        self.org
    }

    /// The time of day by the client's own clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The time since a moment that the client's clock chose once; never runs back.
    pub fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    /// The same connection under another retry policy.
    pub(super) fn with_retry<'b>(&self, retry: &'b RetryPolicy) -> Connection<'b>
    where
        'a: 'b,
    {
        Connection { retry, ..*self }
    }

    /// Sends a request when the rate limit has room for it, in the interactive lane: who waits for a token waits for the
    /// answer, and without one nothing else can be sent.
    ///
    /// Okta counts requests for tokens in a bucket of the whole org, with which people sign in as well. One token an
    /// hour and process is nothing to it; a fleet that starts anew, or an app whose tokens are refused one after the
    /// other, would take it from them. They take none of the places for requests that are under way: those who have the
    /// places wait for the token.
    ///
    /// # Errors
    ///
    /// [`RateLimited`](crate::ErrorKind::RateLimited), when there is no room before `deadline`.
    pub(super) async fn call(
        &self,
        mut request: http::Request<Bytes>,
        deadline: Duration,
        watch: &mut Watch<'_>,
    ) -> crate::Result<Result<Response<Bytes>, BackendError>> {
        let headers = request.headers_mut();
        headers.insert(http::header::USER_AGENT, self.user_agent.clone());
        let permit = match self.governor {
            Some(governor) => {
                let (method, path) = (request.method().as_str(), request.uri().path());
                let asked = self.clock.elapsed();
                let permit = governor.admit(method, path, Lane::Interactive, Some(deadline));
                let mut permit = permit.await.map_err(|reason| {
                    watch.held_back(&reason);
                    Error::held_back(reason)
                })?;
                watch.admitted(asked);
                permit.depart();
                Some(permit)
            }
            None => None,
        };
        watch.sent();
        let outcome = self.backend.call(request).await;
        watch.answered(&outcome);
        if let Some(permit) = permit {
            permit.settle(&outcome).await;
        }
        Ok(outcome)
    }
}

impl std::fmt::Debug for Connection<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Connection")
            .field("org", &self.org)
            .finish_non_exhaustive()
    }
}
