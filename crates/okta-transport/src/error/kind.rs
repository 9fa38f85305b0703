//! [`ErrorKind`]: what sort of failure it is, and what to do about it.

/// What went wrong, by what a caller does about it.
///
/// "Retried" says what the client has already done by the time the error is seen; see
/// [`RetryPolicy`](crate::RetryPolicy).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built: an address, token or setting is missing, malformed or still a
    /// placeholder. Nothing was sent. Not retried. Correct the setting that the message names.
    InvalidConfiguration,
    /// The operation cannot be written as a request, for instance because an id is `..`. Nothing
    /// was sent. Not retried. Correct the parameter that the message names.
    InvalidRequest,
    /// No connection could be made: the name does not resolve, nothing listens, or a proxy opens no way.
    /// Nothing was sent. Retried. Check the address, the network and the proxy.
    Unreachable,
    /// A connection could be made and not be trusted: the certificate is of an unknown authority, of another host, expired or
    /// not valid yet; what answers speaks no TLS; or the server asks for a client certificate, or the proxy for a user name
    /// and password. Nothing was sent. Not retried. Do what the message says: trust a root certificate, set the clock right,
    /// correct the address, or give the credentials.
    NotTrusted,
    /// No answer came in time. Okta may have done what was asked. Retried when the operation is
    /// [repeatable](okta_models::Effect::is_repeatable). Look whether it was done before sending it again.
    Timeout,
    /// The connection broke during the call. Okta may have done what was asked. Retried and
    /// handled as [`Timeout`](ErrorKind::Timeout).
    Interrupted,
    /// Okta did not accept the credentials (401), or there are none: the token endpoint, a signer or a token
    /// provider gave none; see [`oauth`](crate::Error::oauth). Retried once with a new access token where the client
    /// gets its own. Check the token: revoked, expired, its owner deactivated, or of another org.
    Unauthenticated,
    /// The credentials are good, but may not do this (403 with a code that is about them), or the org lacks the feature. Not
    /// retried. Grant the permission, role or scope; see [`required_scopes`](crate::Error::required_scopes).
    Forbidden,
    /// What the operation names does not exist, or is hidden from these credentials (404 with one
    /// of Okta's error codes). Not retried.
    NotFound,
    /// The state of the org forbids it for now: a duplicate (409), a change that is still in progress (423), or what the
    /// operation names is not in the state for it (403 with a code that says so: a user who is active already). Not retried.
    /// Read the state, then decide.
    Conflict,
    /// Okta found the request invalid (400; 403 for a wrong passcode, answer or password). Not retried. [`okta`](crate::Error::okta) names the members.
    InvalidInput,
    /// A limit is reached (429): of requests in a window of time, of requests at once, or of one
    /// resource, such as a telephone that was called a moment ago. Nothing was done. The first two are
    /// retried within the budget. Wait for [`retry_after`](crate::Error::retry_after), where Okta names a time.
    RateLimited,
    /// Okta failed (5xx). It may have done what was asked. Retried as [`Timeout`](ErrorKind::Timeout).
    ServerError,
    /// The answer is not one of Okta's API: a web page, a redirect, an error without Okta's
    /// error code, or no HTTP at all. Not retried. Check that the address is an Okta org's.
    NotOkta,
    /// Okta refused the request for another reason (405, 410, 501 and others). Not retried.
    Rejected,
    /// Okta answered, and the answer could not be read. Not retried: when
    /// [`is_accepted`](crate::Error::is_accepted), Okta did what was asked. For a record of a list,
    /// [`item`](crate::Error::item) holds its JSON.
    Decode,
    /// The answer is longer than the backend accepts (`ReqwestBackendBuilder::body_limit`), and was not read to its end.
    /// Not retried, but for a page of a listing, which is asked for [at half its size](crate::Pages#page-size). When
    /// [`is_accepted`](crate::Error::is_accepted), Okta did what was asked. Ask for a smaller page, or raise the limit.
    BodyTooLarge,
    /// The next page cannot be read safely: its link names another host or path, repeats, or the cursor
    /// is of another listing. Not retried. What was read so far is incomplete.
    Pagination,
    /// Okta does not take the cursor any more (400): the place where a listing or a tail of the System Log was to go on is
    /// too old, or was another org's. Not retried. Begin anew: what was there in between may be missing.
    CursorRefused,
    /// A blocking client was used by an async task, whose thread it would have held up. Nothing was sent. Not retried. Use
    /// the async client there, or call the blocking one within `spawn_blocking`.
    BlockingInAsync,
}
