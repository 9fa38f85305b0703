//! [`Connection`]: what an authenticator may use of its client.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response};
use jiff::Timestamp;

use crate::address::OrgAddress;
use crate::backend::{BackendError, HttpBackend};
use crate::clock::{Clock, Jitter};
use crate::retry::RetryPolicy;

/// A client's way to its org: address, backend with its proxies, TLS and timeouts, clock and retry policy. A token is
/// asked for over the same one as everything else.
pub struct Connection<'a> {
    pub(crate) org: &'a OrgAddress,
    pub(crate) backend: &'a dyn HttpBackend,
    pub(crate) user_agent: &'a HeaderValue,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) jitter: &'a dyn Jitter,
    pub(crate) retry: &'a RetryPolicy,
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

    pub(super) async fn call(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<Response<Bytes>, BackendError> {
        let headers = request.headers_mut();
        headers.insert(http::header::USER_AGENT, self.user_agent.clone());
        self.backend.call(request).await
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
