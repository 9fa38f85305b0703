//! [`Answer`]: an operation's output, with what Okta's headers say about the call.

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;

use crate::error::request_id;
use crate::rate_limit::{RateLimit, server_date};

/// What an operation answered with, and how.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    output: T,
    status: StatusCode,
    request_id: Option<String>,
    rate_limit: Option<RateLimit>,
    date: Option<Timestamp>,
}

impl<T> Answer<T> {
    pub(crate) fn new(output: T, response: &Response<Bytes>) -> Self {
        let (status, headers) = (response.status(), response.headers());
        Self {
            output,
            status,
            request_id: request_id(headers),
            rate_limit: RateLimit::of(headers),
            date: server_date(headers),
        }
    }

    /// The output.
    pub fn inner(&self) -> &T {
        &self.output
    }

    /// The output, owned.
    pub fn into_inner(self) -> T {
        self.output
    }

    /// The status, always a 2xx.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Okta's id of the request (`X-Okta-Request-Id`), which equals `transaction.id` in the System Log.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The state of the rate-limit bucket after the call.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    /// When Okta answered, by its own clock (the header `Date`), in whole seconds.
    pub fn date(&self) -> Option<Timestamp> {
        self.date
    }
}
