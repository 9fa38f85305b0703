//! [`Template`]: the request of a call, from which every attempt is built anew.

use bytes::Bytes;
use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderName, HeaderValue};
use okta_models::Metadata;

use crate::address::OrgAddress;
use crate::pagination::page_size;

const RETRY_FOR: HeaderName = HeaderName::from_static("x-okta-retry-for");
const RETRY_COUNT: HeaderName = HeaderName::from_static("x-okta-retry-count");

/// A request without credentials. Nothing of one attempt is left in the next, but that a page which did not come in
/// time, or was too large, is asked for at half its size.
#[derive(Debug)]
pub(crate) struct Template {
    /// The listing of which it is a page, if it is one.
    listing: Option<Metadata>,
    method: http::Method,
    uri: http::Uri,
    headers: http::HeaderMap,
    body: Bytes,
}

impl Template {
    /// The operation's request, at the org's origin; `page` replaces its path and query.
    pub(crate) fn new(
        org: &OrgAddress,
        user_agent: &HeaderValue,
        request: http::Request<Vec<u8>>,
        page: Option<&str>,
    ) -> Result<Self, http::uri::InvalidUri> {
        let (parts, body) = request.into_parts();
        let path = page.unwrap_or_else(|| {
            parts
                .uri
                .path_and_query()
                .map_or("/", http::uri::PathAndQuery::as_str)
        });
        let uri = format!("{org}{path}").parse()?;
        let mut headers = parts.headers;
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, user_agent.clone());
        Ok(Self {
            listing: None,
            method: parts.method,
            uri,
            headers,
            body: body.into(),
        })
    }

    /// The request is for a page of this listing.
    pub(crate) fn of_listing(mut self, listing: Metadata) -> Self {
        self.listing = Some(listing);
        self
    }

    /// The page is asked for as it is, and never smaller.
    pub(crate) fn of_fixed_size(mut self) -> Self {
        self.listing = None;
        self
    }

    /// Asks for half as many records from now on. Whether the request is for a page that can be smaller.
    pub(crate) fn ask_for_less(&mut self) -> bool {
        let smaller = self
            .listing
            .and_then(|listing| page_size::halved(listing, self.page()));
        let Some(smaller) = smaller.and_then(|page| page.parse().ok()) else {
            return false;
        };
        let mut parts = self.uri.clone().into_parts();
        parts.path_and_query = Some(smaller);
        match http::Uri::from_parts(parts) {
            Ok(uri) => {
                self.uri = uri;
                true
            }
            Err(_) => false,
        }
    }

    /// The path and query.
    pub(crate) fn page(&self) -> &str {
        self.uri
            .path_and_query()
            .map_or("/", http::uri::PathAndQuery::as_str)
    }

    /// The request of one attempt. Repeated ones tell Okta so: `count` is the number of repetitions, and
    /// `first` Okta's id of the first answer, as Okta's SDKs send them.
    pub(crate) fn attempt(&self, count: u32, first: Option<&HeaderValue>) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        if let Some(first) = first.filter(|_| count > 0) {
            request.headers_mut().insert(RETRY_FOR, first.clone());
            request
                .headers_mut()
                .insert(RETRY_COUNT, HeaderValue::from(count));
        }
        request
    }

    pub(crate) fn uri(&self) -> &http::Uri {
        &self.uri
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }
}
