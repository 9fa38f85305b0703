//! An operation is a value: a struct that knows its method, path, query, body and output, and
//! performs no I/O.
//!
//! [`Operation`] is what a transport needs; [`ListOperation`] marks those that answer with a page.
//! [`Metadata`] is what is known about an operation before it is sent. The structs themselves stand
//! in the resource modules, in each one's `operations.rs`.

mod declare;
mod decode;
mod metadata;
mod page;
mod request;

use serde::de::DeserializeOwned;

pub(crate) use declare::operation;
pub use decode::DecodeError;
pub(crate) use decode::{decode_json, decode_json_or_default};
pub use metadata::{Effect, Metadata, Paging, Stage};
pub use page::{ItemError, Page};
pub(crate) use request::RequestBuilder;
pub use request::RequestError;

/// One call of Okta's management API, as a value.
///
/// ```
/// use okta_models::{Effect, Operation, user_lifecycle::SuspendUser};
///
/// let suspend = SuspendUser::new("ada@example.com");
/// let request = suspend.request()?;
/// assert_eq!(request.method(), "POST");
/// assert_eq!(request.uri(), "/api/v1/users/ada@example.com/lifecycle/suspend");
/// assert_eq!(SuspendUser::METADATA.scopes(), ["okta.users.manage"]);
/// assert_eq!(SuspendUser::METADATA.effect(), Effect::Changes);
/// # Ok::<(), okta_models::RequestError>(())
/// ```
pub trait Operation: Send + Sync {
    /// What Okta answers with.
    type Output: Send;

    /// What is known about the operation: id, path template, scopes, bucket, effect.
    const METADATA: Metadata;

    /// The request, with a path and query but no origin, no credentials.
    ///
    /// # Errors
    ///
    /// When a path parameter cannot stand in a path (empty, `.` or `..`), a header value is not
    /// text, a search expression is malformed, or the body cannot be written as JSON.
    fn request(&self) -> Result<http::Request<Vec<u8>>, RequestError>;

    /// Reads the body of a 2xx answer.
    ///
    /// # Errors
    ///
    /// When the body is not what the operation answers with.
    fn decode(&self, body: &[u8]) -> Result<Self::Output, DecodeError>;

    /// Shows each path parameter by its name in the template, with its value as it was given, not encoded.
    ///
    /// What decides about a call before it is sent asks for the objects that it names; an operation that shows none is
    /// taken for one that may name any.
    fn visit_path<'a>(&'a self, visit: &mut dyn FnMut(&'static str, &'a str)) {
        let _ = visit;
    }
}

/// An operation that answers with a page of a list.
pub trait ListOperation: Operation<Output = Page<Self::Item>> {
    /// What the list holds.
    type Item: DeserializeOwned + Send + 'static;
}

/// A reference is as good as the operation, so that one value can be sent twice.
impl<O: Operation> Operation for &O {
    type Output = O::Output;

    const METADATA: Metadata = O::METADATA;

    fn request(&self) -> Result<http::Request<Vec<u8>>, RequestError> {
        (**self).request()
    }

    fn decode(&self, body: &[u8]) -> Result<Self::Output, DecodeError> {
        (**self).decode(body)
    }

    fn visit_path<'a>(&'a self, visit: &mut dyn FnMut(&'static str, &'a str)) {
        (**self).visit_path(visit);
    }
}

impl<O: ListOperation> ListOperation for &O {
    type Item = O::Item;
}
