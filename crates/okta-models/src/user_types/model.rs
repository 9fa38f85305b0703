//! What a user type is on the wire, and what may be written of one.

use crate::{
    RawJson, UserId, UserSchemaId, UserTypeId,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

wire_struct! {
    /// A user type.
    pub struct UserType {
        required {
            /// Okta's id of the user type.
            id: UserTypeId = "id",
        }
        optional {
            /// The name, which never changes.
            name: String = "name",
            /// The name that people see.
            display_name: String = "displayName",
            /// What the user type is for.
            description: String = "description",
            /// Whether users get this type when none is named.
            is_default: bool = "default",
            /// Who created it.
            created_by: UserId = "createdBy",
            /// Who last changed it.
            last_updated_by: UserId = "lastUpdatedBy",
            /// The user type, and its schema; see [`schema`](UserType::schema).
            links: RawJson = "_links",
        }
        times {
            /// When the user type was created.
            created = "created",
            /// When the user type was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl UserType {
    /// The schema that profiles of this type follow, where the answer tells.
    ///
    /// ```
    /// use okta_models::user_types::UserType;
    ///
    /// let user_type: UserType = serde_json::from_str(
    ///     r#"{"id": "oty1", "_links": {"schema": {"href": "https://example.okta.com/api/v1/meta/schemas/user/osc1"}}}"#,
    /// )?;
    /// assert_eq!(user_type.schema().unwrap().as_str(), "osc1");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn schema(&self) -> Option<UserSchemaId> {
        let address = self.links.as_ref()?.href("schema")?;
        let id = address.rsplit('/').next()?;
        (!id.is_empty()).then(|| UserSchemaId::new(id))
    }
}

write_struct! {
    /// A user type to be created, changed or replaced.
    pub struct UserTypeRequest {
        /// The name: letters, digits and `_`. It cannot be changed; a replacement repeats it.
        name: String = "name",
        /// The name that people see.
        display_name: String = "displayName",
        /// What the user type is for.
        description: String = "description",
    }
}

write_from_read!(UserTypeRequest from only UserType {
    name = "name",
    display_name = "displayName",
    description = "description",
});
