//! [`CustomRole`]: a role of the org's own making.

use crate::{Conditions, Permission};

/// A custom role: permissions, some of them with conditions. What it is for says the resource set that it is bound to.
///
/// ```
/// use okta_permissions::{Conditions, CustomRole};
///
/// let role = CustomRole::new("Badge printer")
///     .permission("okta.groups.read")
///     .permission_with("okta.users.read", Conditions::include(["city"]));
/// assert_eq!(role.permissions().len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomRole {
    id: Option<String>,
    label: String,
    permissions: Vec<GrantedPermission>,
}

/// A permission as a custom role holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedPermission {
    permission: Permission,
    conditions: Option<Conditions>,
}

impl CustomRole {
    /// A role without permissions.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            id: None,
            label: label.into(),
            permissions: Vec::new(),
        }
    }

    /// Names the role as Okta does, `cr0…`.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Adds a permission.
    pub fn permission(mut self, permission: impl Into<Permission>) -> Self {
        self.permissions.push(GrantedPermission {
            permission: permission.into(),
            conditions: None,
        });
        self
    }

    /// Adds a permission with conditions on profile attributes.
    pub fn permission_with(mut self, permission: impl Into<Permission>, conditions: Conditions) -> Self {
        self.permissions.push(GrantedPermission {
            permission: permission.into(),
            conditions: Some(conditions),
        });
        self
    }

    /// Okta's id, where the role exists already.
    pub fn role_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The name that people see.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it holds, as granted: what comes along is not listed, as in Okta.
    pub fn permissions(&self) -> &[GrantedPermission] {
        &self.permissions
    }

    /// Whether the role holds a permission, itself or as a part of another, as far as is known.
    pub fn holds(&self, permission: &Permission) -> bool {
        let mut held = self.permissions.iter();
        held.any(|granted| granted.permission.includes(permission))
    }
}

impl GrantedPermission {
    /// The permission.
    pub fn permission(&self) -> &Permission {
        &self.permission
    }

    /// Its conditions, where it has some.
    pub fn conditions(&self) -> Option<&Conditions> {
        self.conditions.as_ref()
    }
}
