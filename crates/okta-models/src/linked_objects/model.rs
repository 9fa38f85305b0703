//! What a kind of link is on the wire, and what may be written of one.

use crate::{RawJson, open_enum::open_enum, wire_struct::wire_struct, write_struct::write_struct};

open_enum! {
    /// What a link joins.
    pub enum LinkedObjectDetailsType {
        /// Users.
        User = "USER",
    }
}

wire_struct! {
    /// A kind of link: one primary user (a manager) and many associated ones (subordinates).
    #[derive(Default)]
    pub struct LinkedObject {
        optional {
            /// The one side.
            primary: LinkedObjectDetails = "primary",
            /// The many side.
            associated: LinkedObjectDetails = "associated",
            /// The definition.
            links: RawJson = "_links",
        }
    }
}

wire_struct! {
    /// One side of a kind of link.
    #[derive(Default)]
    pub struct LinkedObjectDetails {
        optional {
            /// The name by which the API knows it.
            name: String = "name",
            /// The name that people see.
            title: String = "title",
            /// What the side is.
            description: String = "description",
            /// What stands there.
            details_type: LinkedObjectDetailsType = "type",
        }
    }
}

impl LinkedObjectDetails {
    /// A side of this name and title, where users stand.
    pub fn of_users(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            title: Some(title.into()),
            details_type: Some(LinkedObjectDetailsType::User),
            ..Self::default()
        }
    }
}

write_struct! {
    /// A kind of link to be created. Okta requires both sides.
    ///
    /// ```
    /// use okta_models::{Operation, linked_objects::{CreateLinkedObjectDefinition, LinkedObjectDetails, LinkedObjectRequest}};
    ///
    /// let request = LinkedObjectRequest::new()
    ///     .primary(LinkedObjectDetails::of_users("manager", "Manager"))
    ///     .associated(LinkedObjectDetails::of_users("subordinate", "Subordinate"));
    /// let create = CreateLinkedObjectDefinition::new(request);
    /// assert_eq!(create.request()?.uri(), "/api/v1/meta/schemas/user/linkedObjects");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct LinkedObjectRequest {
        /// The one side.
        primary: LinkedObjectDetails = "primary",
        /// The many side.
        associated: LinkedObjectDetails = "associated",
    }
}
