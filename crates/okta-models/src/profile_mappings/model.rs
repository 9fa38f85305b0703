//! What a mapping is on the wire, and what may be written of one.

use std::collections::BTreeMap;

use crate::{
    Patch, ProfileMappingId, RawJson, open_enum::open_enum, wire_struct::wire_struct,
    write_struct::write_struct,
};

open_enum! {
    /// Whether a change of the source reaches the target after the first time.
    pub enum ProfileMappingPropertyPushStatus {
        /// On creation alone.
        DontPush = "DONT_PUSH",
        /// On every change.
        Push = "PUSH",
    }
}

wire_struct! {
    /// A mapping from one profile to another. Lists leave `properties` out.
    pub struct ProfileMapping {
        required {
            /// Okta's id of the mapping.
            id: ProfileMappingId = "id",
        }
        optional {
            /// Where attributes come from.
            source: ProfileMappingEnd = "source",
            /// Where attributes go.
            target: ProfileMappingEnd = "target",
            /// For each attribute of the target, how it is made.
            properties: BTreeMap<String, ProfileMappingProperty> = "properties",
            /// The mapping.
            links: RawJson = "_links",
        }
    }
}

wire_struct! {
    /// One end of a mapping: a user type or an application.
    #[derive(Default)]
    pub struct ProfileMappingEnd {
        optional {
            /// Id of the user type or application.
            id: String = "id",
            /// Name of the user type or application.
            name: String = "name",
            /// `user` or `appuser`.
            end_type: String = "type",
            /// The object, and its schema.
            links: RawJson = "_links",
        }
    }
}

wire_struct! {
    /// How an attribute of the target is made.
    #[derive(Default)]
    pub struct ProfileMappingProperty {
        optional {
            /// An expression about the source, `appuser.email`.
            expression: String = "expression",
            /// Whether a change of the source reaches the target after the first time.
            push_status: ProfileMappingPropertyPushStatus = "pushStatus",
        }
    }
}

write_struct! {
    /// Changes of a mapping: attributes that are not named stay as they are.
    ///
    /// ```
    /// use okta_models::profile_mappings::{ProfileMappingPropertyPushStatus, ProfileMappingRequest};
    ///
    /// let request = ProfileMappingRequest::new()
    ///     .map("department", "appuser.department", ProfileMappingPropertyPushStatus::Push)
    ///     .unmap("nickName");
    /// assert_eq!(
    ///     serde_json::to_string(&request)?,
    ///     r#"{"properties":{"department":{"expression":"appuser.department","pushStatus":"PUSH"},"nickName":null}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct ProfileMappingRequest {
        /// For each attribute of the target, how it is made from now on; `None` takes it from the mapping.
        properties: BTreeMap<String, Option<ProfileMappingProperty>> = "properties",
    }
}

impl ProfileMappingRequest {
    /// Makes an attribute of the target by an expression about the source.
    pub fn map(
        self,
        attribute: impl Into<String>,
        expression: impl Into<String>,
        push_status: ProfileMappingPropertyPushStatus,
    ) -> Self {
        let property = ProfileMappingProperty {
            expression: Some(expression.into()),
            push_status: Some(push_status),
            ..ProfileMappingProperty::default()
        };
        self.with(attribute.into(), Some(property))
    }

    /// Takes an attribute of the target from the mapping.
    pub fn unmap(self, attribute: impl Into<String>) -> Self {
        self.with(attribute.into(), None)
    }

    fn with(mut self, attribute: String, property: Option<ProfileMappingProperty>) -> Self {
        let mut properties = match self.properties {
            Patch::Set(properties) => properties,
            Patch::Keep | Patch::Clear => BTreeMap::new(),
        };
        properties.insert(attribute, property);
        self.properties = Patch::Set(properties);
        self
    }
}
