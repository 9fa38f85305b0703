//! An operation is a value: a struct that knows its method, path, query, body and output, and
//! performs no I/O.
//!
//! [`Operation`] is what a transport needs; [`ListOperation`] marks those that answer with a page.
//! [`WithOutput`] and [`WithItems`] are an operation whose answer becomes a type of the caller's.
//! [`Metadata`] is what is known about an operation before it is sent. The structs themselves stand
//! in the resource modules, in each one's `operations.rs`.

mod declare;
mod decode;
mod metadata;
mod output;
mod page;
mod request;

use serde::de::DeserializeOwned;

pub(crate) use declare::operation;
pub use decode::DecodeError;
pub(crate) use decode::{decode_json, decode_json_or_default};
pub use metadata::{Effect, Metadata, Paging, Stage};
pub use output::{WithItems, WithOutput};
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

    /// The same operation, whose answer is decoded as a type of the caller's: any that serde reads, with the members
    /// that matter to the caller, in Okta's names. For the records of a list see [`ListOperation::items`].
    ///
    /// ```
    /// use okta_models::{Operation, users::GetUser};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Person {
    ///     profile: Badge,
    /// }
    ///
    /// #[derive(Deserialize)]
    /// struct Badge {
    ///     badge: u32,
    /// }
    ///
    /// let get = GetUser::new("ada@example.com").output::<Person>();
    /// let person = get.decode(br#"{"id": "00u1", "profile": {"login": "ada@example.com", "badge": 7}}"#)?;
    /// assert_eq!(person.profile.badge, 7);
    /// # Ok::<(), okta_models::DecodeError>(())
    /// ```
    fn output<T: DeserializeOwned + Send>(self) -> WithOutput<Self, T>
    where
        Self: Sized,
    {
        WithOutput::new(self)
    }
}

/// An operation that answers with a page of a list.
pub trait ListOperation: Operation<Output = Page<Self::Item>> {
    /// What the list holds.
    type Item: DeserializeOwned + Send + 'static;

    /// The name under which an object holds the list; `None` where the answer is the list.
    const MEMBER: Option<&'static str> = None;

    /// The same listing, whose records are decoded as a type of the caller's. It is sent, paged and resumed like the
    /// listing itself, and a record that is not of that form is one `Err` beside its neighbours.
    ///
    /// Decoding three members takes a third of the time of the full record. Where the operation has `fields`, Okta
    /// also sends less:
    ///
    /// ```
    /// use okta_models::{ListOperation, Operation, users::ListUsers};
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Person {
    ///     id: String,
    ///     profile: Login,
    /// }
    ///
    /// #[derive(Deserialize)]
    /// struct Login {
    ///     login: String,
    /// }
    ///
    /// let list = ListUsers::new().fields("id,profile:(login)").items::<Person>();
    /// assert_eq!(list.request()?.uri(), "/api/v1/users?fields=id%2Cprofile%3A%28login%29");
    /// let page = list.decode(br#"[{"id": "00u1", "profile": {"login": "ada@example.com"}}]"#)?;
    /// let ada = page.items()[0].as_ref().map_err(Clone::clone)?;
    /// assert_eq!((ada.id.as_str(), ada.profile.login.as_str()), ("00u1", "ada@example.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn items<T: DeserializeOwned + Send + 'static>(self) -> WithItems<Self, T>
    where
        Self: Sized,
    {
        WithItems::new(self)
    }
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

    const MEMBER: Option<&'static str> = O::MEMBER;
}
