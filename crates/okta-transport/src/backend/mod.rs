//! [`HttpBackend`]: the seam between a client and the wire.
//!
//! The seam carries `http` types only. `ReqwestBackend` (feature `reqwest`, on by default) speaks to
//! a real org; any async function from request to answer is a backend too, which is how an
//! emulated org or a recording is plugged in.

mod error;
#[cfg(feature = "reqwest")]
mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::future::Future;

use async_trait::async_trait;
use bytes::Bytes;

pub use self::error::{BackendError, BackendErrorKind, WasSent};
#[cfg(feature = "reqwest")]
pub use self::proxy::Proxy;
#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestBackend, ReqwestBackendBuilder};

/// Sends one request and gives its answer, whatever the status.
///
/// A backend does not retry, does not follow redirects (a redirect would carry the token to another
/// place), and bounds the answer's size. The request is complete: its URI is absolute and its
/// headers hold the credentials.
///
/// Every `Fn(http::Request<Bytes>) -> impl Future` whose output is an answer, or a `Result` of one and a
/// [`BackendError`], is a backend:
///
/// ```
/// use bytes::Bytes;
/// use okta_transport::Client;
///
/// let client = Client::builder()
///     .org("https://acme.okta.com")
///     .api_token("a-token")
///     .backend(|request: http::Request<Bytes>| async move {
///         let _ = request.uri();
///         http::Response::new(Bytes::from_static(b"[]"))
///     })
///     .build()?;
/// # Ok::<(), okta_transport::Error>(())
/// ```
#[async_trait]
pub trait HttpBackend: Send + Sync {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// When no whole answer came.
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, BackendError>;
}

#[async_trait]
impl<F, A> HttpBackend for F
where
    F: Fn(http::Request<Bytes>) -> A + Send + Sync + 'static,
    A: Future<Output: IntoAnswer> + Send,
{
    async fn call(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, BackendError> {
        self(request).await.into_answer()
    }
}

/// What the future of a function that serves as a backend may give.
pub trait IntoAnswer: sealed::Sealed {
    #[doc(hidden)]
    fn into_answer(self) -> Result<http::Response<Bytes>, BackendError>;
}

impl IntoAnswer for http::Response<Bytes> {
    fn into_answer(self) -> Result<http::Response<Bytes>, BackendError> {
        Ok(self)
    }
}

impl IntoAnswer for Result<http::Response<Bytes>, BackendError> {
    fn into_answer(self) -> Result<http::Response<Bytes>, BackendError> {
        self
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for http::Response<bytes::Bytes> {}
    impl Sealed for Result<http::Response<bytes::Bytes>, super::BackendError> {}
}
