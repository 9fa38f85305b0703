//! What a link is on the wire: an address.

use crate::{RawJson, UserId, wire_struct::wire_struct};

wire_struct! {
    /// A linked user, as an address.
    ///
    /// ```
    /// use okta_models::{UserId, user_linked_objects::ResponseLinks};
    ///
    /// let linked: ResponseLinks =
    ///     serde_json::from_str(r#"{"_links": {"self": {"href": "https://example.okta.com/api/v1/users/00u1"}}}"#)?;
    /// assert_eq!(linked.user(), Some(UserId::new("00u1")));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Default)]
    pub struct ResponseLinks {
        optional {
            /// The user.
            links: RawJson = "_links",
        }
    }
}

impl ResponseLinks {
    /// The linked user's id, where the address is one of a user.
    pub fn user(&self) -> Option<UserId> {
        let address = self.links.as_ref()?.href("self")?;
        let (_, id) = address.split_once("/api/v1/users/")?;
        (!id.is_empty() && !id.contains('/')).then(|| UserId::new(id))
    }
}
