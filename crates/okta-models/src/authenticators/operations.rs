//! The operation of Okta's tag `Authenticator` that lists.

use super::Authenticator;
use crate::operation::operation;

operation! {
    /// Lists the org's authenticators, those that are not in use included.
    ///
    /// ```
    /// use okta_models::{Operation, authenticators::ListAuthenticators};
    ///
    /// assert_eq!(ListAuthenticators::new().request()?.uri(), "/api/v1/authenticators");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct ListAuthenticators = Reads "Authenticator" "listAuthenticators" => list Authenticator {}
}
