//! What a schema is on the wire, and what may be written of one. Users, groups and app users have the same form.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Patch, RawJson, open_enum::open_enum, wire_struct::wire_struct, write_struct::write_struct};

open_enum! {
    /// What an attribute holds.
    pub enum UserSchemaAttributeType {
        /// A list.
        Array = "array",
        /// Yes or no.
        Boolean = "boolean",
        /// A whole number.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// Text.
        String = "string",
    }
}

open_enum! {
    /// Whether an attribute can be written.
    pub enum UserSchemaAttributeMutability {
        /// Written once.
        Immutable = "IMMUTABLE",
        /// Never written through the API.
        ReadOnly = "READ_ONLY",
        /// Read and written.
        ReadWrite = "READ_WRITE",
        /// Written and never read.
        WriteOnly = "WRITE_ONLY",
    }
}

open_enum! {
    /// Whether an app user's attribute may differ from what a group assignment says.
    pub enum UserSchemaAttributeScope {
        /// Group assignments may set it.
        None = "NONE",
        /// Each user has a value of their own.
        Itself = "SELF",
    }
}

open_enum! {
    /// Where an attribute's value comes from.
    pub enum UserSchemaAttributeMasterType {
        /// Okta.
        Okta = "OKTA",
        /// An order of its own for this attribute.
        Override = "OVERRIDE",
        /// The source of the whole profile.
        ProfileMaster = "PROFILE_MASTER",
    }
}

wire_struct! {
    /// A schema.
    ///
    /// ```
    /// use okta_models::schemas::{UserSchema, UserSchemaAttributeType};
    ///
    /// let schema: UserSchema = serde_json::from_str(
    ///     r##"{"definitions": {"base": {"properties": {"login": {"type": "string", "required": true}}},
    ///         "custom": {"id": "#custom", "properties": {"badge": {"type": "integer"}}}}}"##,
    /// )?;
    /// assert_eq!(schema.attribute("badge").unwrap().attribute_type, Some(UserSchemaAttributeType::Integer));
    /// assert!(schema.attribute("bagde").is_none());
    /// assert_eq!(schema.attributes().count(), 2);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Default)]
    pub struct UserSchema {
        optional {
            /// The address by which other schemas would name it.
            id: String = "id",
            /// The dialect of JSON Schema.
            dialect: String = "$schema",
            /// The name.
            name: String = "name",
            /// The name that people see.
            title: String = "title",
            /// What the schema is for.
            description: String = "description",
            /// `object`.
            schema_type: String = "type",
            /// The attributes: Okta's, and the org's own.
            definitions: UserSchemaDefinitions = "definitions",
            /// That a profile has the attributes of both.
            properties: RawJson = "properties",
            /// The schema.
            links: RawJson = "_links",
        }
        times {
            /// When the schema was created.
            created = "created",
            /// When the schema was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl UserSchema {
    /// The attribute with this name, Okta's or the org's own.
    pub fn attribute(&self, name: &str) -> Option<&UserSchemaAttribute> {
        self.parts().find_map(|part| part.properties.as_ref()?.get(name))
    }

    /// All attributes by name, Okta's first.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &UserSchemaAttribute)> {
        self.parts()
            .filter_map(|part| part.properties.as_ref())
            .flatten()
            .map(|(name, attribute)| (name.as_str(), attribute))
    }

    /// Whether the answer holds both parts, so that an attribute in neither does not exist.
    pub fn is_whole(&self) -> bool {
        self.parts().filter(|part| part.properties.is_some()).count() == 2
    }

    fn parts(&self) -> impl Iterator<Item = &UserSchemaPart> {
        let definitions = self.definitions.as_ref();
        [
            definitions.and_then(|definitions| definitions.base.as_ref()),
            definitions.and_then(|definitions| definitions.custom.as_ref()),
        ]
        .into_iter()
        .flatten()
    }
}

wire_struct! {
    /// The attributes of a schema.
    #[derive(Default)]
    pub struct UserSchemaDefinitions {
        optional {
            /// Okta's own.
            base: UserSchemaPart = "base",
            /// The org's own.
            custom: UserSchemaPart = "custom",
        }
    }
}

wire_struct! {
    /// One part of a schema, `base` or `custom`.
    #[derive(Default)]
    pub struct UserSchemaPart {
        optional {
            /// `#base` or `#custom`.
            id: String = "id",
            /// `object`.
            part_type: String = "type",
            /// The attributes by name.
            properties: BTreeMap<String, UserSchemaAttribute> = "properties",
            /// Names of the attributes that a profile cannot do without.
            required: Vec<String> = "required",
        }
    }
}

wire_struct! {
    /// What is known about an attribute, and what may be written of it: no member is read-only.
    #[derive(Default)]
    pub struct UserSchemaAttribute {
        optional {
            /// The name that people see.
            title: String = "title",
            /// What the attribute is for.
            description: String = "description",
            /// What it holds.
            attribute_type: UserSchemaAttributeType = "type",
            /// Of a list, what its items are.
            items: UserSchemaAttributeItems = "items",
            /// The form of a text, `uri`, `email`, `date-time`, `locale`.
            format: String = "format",
            /// Whether a profile cannot do without it.
            required: bool = "required",
            /// Whether it can be written.
            mutability: UserSchemaAttributeMutability = "mutability",
            /// Whether group assignments may set it.
            scope: UserSchemaAttributeScope = "scope",
            /// Characters of a text at least.
            min_length: u64 = "minLength",
            /// Characters of a text at most.
            max_length: u64 = "maxLength",
            /// The least number.
            minimum: Value = "minimum",
            /// The greatest number.
            maximum: Value = "maximum",
            /// The regular expression that a text fits.
            pattern: String = "pattern",
            /// The values that it may have.
            allowed: Vec<Value> = "enum",
            /// The values that it may have, with names.
            one_of: Vec<UserSchemaAttributeEnum> = "oneOf",
            /// The value of new profiles.
            default: Value = "default",
            /// Whether no two profiles have the same value: `true`, or text about an index in the making.
            unique: Value = "unique",
            /// The name in the application.
            external_name: String = "externalName",
            /// The namespace in the application.
            external_namespace: String = "externalNamespace",
            /// Who may see and change it.
            permissions: Vec<UserSchemaAttributePermission> = "permissions",
            /// Where its value comes from.
            master: UserSchemaAttributeMaster = "master",
        }
    }
}

impl UserSchemaAttribute {
    /// An attribute of this type under this title.
    pub fn of_type(attribute_type: UserSchemaAttributeType, title: impl Into<String>) -> Self {
        Self {
            attribute_type: Some(attribute_type),
            title: Some(title.into()),
            ..Self::default()
        }
    }
}

wire_struct! {
    /// What the items of a list are.
    #[derive(Default)]
    pub struct UserSchemaAttributeItems {
        optional {
            /// What an item holds.
            item_type: UserSchemaAttributeType = "type",
            /// The values that an item may have.
            allowed: Vec<Value> = "enum",
            /// The values that an item may have, with names.
            one_of: Vec<UserSchemaAttributeEnum> = "oneOf",
        }
    }
}

wire_struct! {
    /// A value that an attribute may have.
    #[derive(Default)]
    pub struct UserSchemaAttributeEnum {
        optional {
            /// The value.
            value: Value = "const",
            /// The name that people see.
            title: String = "title",
        }
    }
}

wire_struct! {
    /// What someone may do with an attribute.
    #[derive(Default)]
    pub struct UserSchemaAttributePermission {
        optional {
            /// Who: `SELF`, the user.
            principal: String = "principal",
            /// What: `HIDE`, `READ_ONLY`, `READ_WRITE`.
            action: String = "action",
        }
    }
}

wire_struct! {
    /// Where an attribute's value comes from.
    #[derive(Default)]
    pub struct UserSchemaAttributeMaster {
        optional {
            /// The kind of source.
            master_type: UserSchemaAttributeMasterType = "type",
            /// Of an order of its own, the sources by priority.
            priority: RawJson = "priority",
        }
    }
}

write_struct! {
    /// Changes of a schema: attributes that are not named stay as they are.
    ///
    /// ```
    /// use okta_models::schemas::{UserSchemaAttribute, UserSchemaAttributeType, UserSchemaUpdate};
    ///
    /// let badge = UserSchemaAttribute::of_type(UserSchemaAttributeType::Integer, "Badge");
    /// let update = UserSchemaUpdate::new().attribute("badge", badge).without("old");
    /// assert_eq!(
    ///     serde_json::to_string(&update)?,
    ///     r##"{"definitions":{"custom":{"properties":{"badge":{"title":"Badge","type":"integer"},"old":null}}}}"##,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct UserSchemaUpdate {
        /// The attributes.
        definitions: UserSchemaDefinitionsUpdate = "definitions",
        /// The name that people see.
        title: String = "title",
        /// What the schema is for.
        description: String = "description",
    }
}

impl UserSchemaUpdate {
    /// Adds or changes an attribute of the org's own.
    pub fn attribute(self, name: impl Into<String>, attribute: UserSchemaAttribute) -> Self {
        self.with(name.into(), Some(attribute))
    }

    /// Removes an attribute of the org's own, and its value from every profile.
    pub fn without(self, name: impl Into<String>) -> Self {
        self.with(name.into(), None)
    }

    fn with(mut self, name: String, attribute: Option<UserSchemaAttribute>) -> Self {
        let mut definitions = taken(self.definitions);
        let mut custom = taken(definitions.custom);
        let mut properties = taken(custom.properties);
        properties.insert(name, attribute);
        custom.properties = Patch::Set(properties);
        definitions.custom = Patch::Set(custom);
        self.definitions = Patch::Set(definitions);
        self
    }
}

fn taken<T: Default>(patch: Patch<T>) -> T {
    match patch {
        Patch::Set(value) => value,
        Patch::Keep | Patch::Clear => T::default(),
    }
}

write_struct! {
    /// Changes of a schema's attributes.
    pub struct UserSchemaDefinitionsUpdate {
        /// Okta's own: some of their settings can be changed.
        base: UserSchemaPartUpdate = "base",
        /// The org's own.
        custom: UserSchemaPartUpdate = "custom",
    }
}

write_struct! {
    /// Changes of one part of a schema.
    pub struct UserSchemaPartUpdate {
        /// The attributes by name; `None` removes.
        properties: BTreeMap<String, Option<UserSchemaAttribute>> = "properties",
    }
}
