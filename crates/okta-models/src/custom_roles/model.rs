//! What a custom role and its permissions are on the wire, and what may be written of them.

use serde_json::{Map, Value};

use crate::{
    PermissionType, RawJson, RoleId,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

wire_struct! {
    /// A custom role. Its permissions are listed on their own.
    pub struct IamRole {
        required {
            /// Okta's id of the role.
            id: RoleId = "id",
        }
        optional {
            /// The name, unique among the org's custom roles.
            label: String = "label",
            /// What the role is for.
            description: String = "description",
            /// Whether the Admin Console offers to copy it; the specification does not know this member.
            is_cloneable: bool = "isCloneable",
            /// The role and its permissions.
            links: RawJson = "_links",
        }
        times {
            /// When the role was created.
            created = "created",
            /// When the role was last changed.
            last_updated = "lastUpdated",
        }
    }
}

write_struct! {
    /// A custom role to be created. Okta requires all three.
    ///
    /// ```
    /// use okta_models::{Operation, custom_roles::{CreateIamRoleRequest, CreateRole}};
    ///
    /// let role = CreateIamRoleRequest::new()
    ///     .label("Reader")
    ///     .description("Reads users")
    ///     .permissions(["okta.users.read"]);
    /// assert_eq!(
    ///     CreateRole::new(role).request()?.body().as_slice(),
    ///     br#"{"label":"Reader","description":"Reads users","permissions":["okta.users.read"]}"#,
    /// );
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct CreateIamRoleRequest {
        /// The name, unique among the org's custom roles.
        label: String = "label",
        /// What the role is for.
        description: String = "description",
        /// What the role permits.
        permissions: Vec<PermissionType> = "permissions",
    }
}

write_struct! {
    /// A custom role's label and description, both of which a replacement needs.
    pub struct UpdateIamRoleRequest {
        /// The name, unique among the org's custom roles.
        label: String = "label",
        /// What the role is for.
        description: String = "description",
    }
}

write_from_read!(UpdateIamRoleRequest from only IamRole {
    label = "label",
    description = "description",
});

wire_struct! {
    /// A permission of a custom role.
    #[derive(Default)]
    pub struct RolePermission {
        optional {
            /// The permission.
            label: PermissionType = "label",
            /// What it is limited to; none where it came as `null`.
            conditions: PermissionConditions = "conditions",
            /// The permission and its role.
            links: RawJson = "_links",
        }
        times {
            /// When the role was given the permission.
            created = "created",
            /// When the conditions were last changed.
            last_updated = "lastUpdated",
        }
    }
}

/// The key of a condition on attributes of users' profiles.
pub const USER_PROFILE: &str = "okta:ResourceAttribute/User/Profile";

wire_struct! {
    /// Which attributes a permission reaches, each list under its key; [`USER_PROFILE`] is the one that is known.
    ///
    /// ```
    /// use okta_models::custom_roles::{RolePermission, USER_PROFILE};
    ///
    /// let permission: RolePermission = serde_json::from_str(
    ///     r#"{"label": "okta.users.read", "conditions": {"include": {"okta:ResourceAttribute/User/Profile": ["city"]}}}"#,
    /// )?;
    /// let conditions = permission.conditions.unwrap_or_default();
    /// assert_eq!(conditions.include.unwrap_or_default()[USER_PROFILE], serde_json::json!(["city"]));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Default)]
    pub struct PermissionConditions {
        optional {
            /// These alone.
            include: Map<String, Value> = "include",
            /// All but these.
            exclude: Map<String, Value> = "exclude",
        }
    }
}

write_struct! {
    /// What a permission of a custom role is to be limited to.
    ///
    /// ```
    /// use okta_models::custom_roles::{PermissionConditionsUpdate, RolePermissionUpdate};
    ///
    /// let update = RolePermissionUpdate::from(PermissionConditionsUpdate::only_profile_attributes(["city"]));
    /// assert_eq!(
    ///     serde_json::to_string(&update)?,
    ///     r#"{"conditions":{"include":{"okta:ResourceAttribute/User/Profile":["city"]}}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct RolePermissionUpdate {
        /// The conditions; cleared, there are none.
        conditions: PermissionConditionsUpdate = "conditions",
    }
}

impl From<PermissionConditionsUpdate> for RolePermissionUpdate {
    fn from(conditions: PermissionConditionsUpdate) -> Self {
        Self::new().conditions(conditions)
    }
}

write_from_read!(RolePermissionUpdate from only RolePermission {
    conditions = "conditions",
});

write_struct! {
    /// Which attributes a permission is to reach, each list under its key. That Okta takes both lists at once is not
    /// verified.
    pub struct PermissionConditionsUpdate {
        /// These alone.
        include: Map<String, Value> = "include",
        /// All but these.
        exclude: Map<String, Value> = "exclude",
    }
}

impl PermissionConditionsUpdate {
    /// Of users' profiles these attributes alone, beside those that Okta never hides: names, login, primary e-mail and
    /// mobile phone.
    pub fn only_profile_attributes<A: Into<String>>(attributes: impl IntoIterator<Item = A>) -> Self {
        Self::new().include(of_user_profile(attributes))
    }

    /// Of users' profiles all attributes but these.
    pub fn no_profile_attributes<A: Into<String>>(attributes: impl IntoIterator<Item = A>) -> Self {
        Self::new().exclude(of_user_profile(attributes))
    }
}

fn of_user_profile<A: Into<String>>(attributes: impl IntoIterator<Item = A>) -> Map<String, Value> {
    let attributes: Vec<Value> = attributes
        .into_iter()
        .map(|name| Value::String(name.into()))
        .collect();
    [(USER_PROFILE.to_owned(), Value::Array(attributes))]
        .into_iter()
        .collect()
}

write_from_read!(PermissionConditionsUpdate from PermissionConditions {
    include: Map<String, Value> = "include",
    exclude: Map<String, Value> = "exclude",
});
