//! What to send to Okta: the custom role, the resource set and the binding as operations of okta-models.

use std::fmt;

use okta_models::{
    PermissionType, ResourceSetId, RoleId,
    custom_roles::{CreateIamRoleRequest, CreateRole},
    resource_set_bindings::{CreateResourceSetBinding, ResourceSetBindingCreateRequest},
    resource_sets::{CreateResourceSet, CreateResourceSetRequest},
    role_assignments::{RoleAssignmentRequest, RoleType},
};

use super::LeastPrivilege;
use crate::{Member, Permission, Resource};

/// How resources are named in an org.
///
/// ```
/// use okta_permissions::OrgIdentity;
///
/// let org = OrgIdentity::new("https://acme.okta.com").id("00o1gjh63g214q0Hq0g4");
/// assert_eq!(org.url(), "https://acme.okta.com");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrgIdentity {
    url: String,
    id: Option<String>,
}

/// A resource has no address, and its Okta Resource Name takes the id of the org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingOrgId;

impl fmt::Display for MissingOrgId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "roles and admin assignments have no address, and their Okta Resource Name takes the org's id: set it with \
             OrgIdentity::id; https://{org}/.well-known/okta-organization tells it",
        )
    }
}

impl std::error::Error for MissingOrgId {}

impl OrgIdentity {
    /// The org's own address, `https://acme.okta.com`.
    pub fn new(url: impl Into<String>) -> Self {
        let url: String = url.into();
        Self {
            url: url.trim_end_matches('/').to_owned(),
            id: None,
        }
    }

    /// The org's id, `00o…`, which names that have no address take.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The org's own address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The org's id.
    pub(super) fn org_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// `okta` or `oktapreview`, as Okta Resource Names begin. That an org with an address of its own is not a preview org
    /// is not verified.
    pub(super) fn partition(&self) -> &'static str {
        if self.url.contains("oktapreview.com") {
            "oktapreview"
        } else {
            "okta"
        }
    }

    /// The address of a resource, or its name where it has none.
    fn name(&self, resource: &Resource) -> Result<String, MissingOrgId> {
        let by_name = || resource.orn(self.partition(), self.org_id()?);
        resource.url(&self.url).or_else(by_name).ok_or(MissingOrgId)
    }
}

impl LeastPrivilege {
    /// The creation of the custom role; `None` where none is needed. Its answer has the role's id, for
    /// [`bind`](Self::bind).
    ///
    /// ```
    /// use okta_models::Operation;
    /// use okta_permissions::{Capability, LeastPrivilege, Member, OrgIdentity, Profile};
    ///
    /// let unlocker = Profile::named("Unlocker").with(Capability::new("unlock", &["unlockUser"]));
    /// let least = LeastPrivilege::of(&unlocker);
    /// let org = OrgIdentity::new("https://acme.okta.com");
    /// let role = least.create_role().unwrap().request()?;
    /// assert_eq!(
    ///     role.body().as_slice(),
    ///     br#"{"label":"Unlocker","description":"What Unlocker needs","permissions":["okta.users.lifecycle.unlock"]}"#,
    /// );
    /// let set = least.create_resource_set(&org)?.unwrap().request()?;
    /// assert_eq!(
    ///     set.body().as_slice(),
    ///     br#"{"label":"Unlocker","description":"What Unlocker needs","resources":["https://acme.okta.com/api/v1/users"]}"#,
    /// );
    /// // With the ids that Okta answered:
    /// let bind = least.bind("cr01", "iam1", &[Member::User("00u1".into())], &org).request()?;
    /// assert_eq!(bind.uri(), "/api/v1/iam/resource-sets/iam1/bindings");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_role(&self) -> Option<CreateRole> {
        let labels = self.permissions().iter().map(Permission::label);
        let permissions: Vec<PermissionType> = labels.map(PermissionType::from).collect();
        let role = CreateIamRoleRequest::new()
            .label(self.label.as_str())
            .description(self.description())
            .permissions(permissions);
        (!self.permissions().is_empty()).then(|| CreateRole::new(role))
    }

    /// The creation of the resource set; `None` where none is needed. Its answer has the set's id, for
    /// [`bind`](Self::bind).
    ///
    /// # Errors
    ///
    /// When a resource has no address, and the org's id is not known.
    pub fn create_resource_set(&self, org: &OrgIdentity) -> Result<Option<CreateResourceSet>, MissingOrgId> {
        let resources = self.resources();
        if resources.is_empty() {
            return Ok(None);
        }
        let named: Result<Vec<String>, MissingOrgId> =
            resources.iter().map(|resource| org.name(resource)).collect();
        let set = CreateResourceSetRequest::new()
            .label(self.label.as_str())
            .description(self.description())
            .resources(named?);
        Ok(Some(CreateResourceSet::new(set)))
    }

    /// The binding of the role to the resource set, for these members.
    pub fn bind(
        &self,
        role: impl Into<RoleId>,
        resource_set: impl Into<ResourceSetId>,
        members: &[Member],
        org: &OrgIdentity,
    ) -> CreateResourceSetBinding {
        let members: Vec<String> = members.iter().map(|member| member.url(org.url())).collect();
        let binding = ResourceSetBindingCreateRequest::new()
            .role(role.into())
            .members(members);
        CreateResourceSetBinding::new(resource_set, binding)
    }

    /// The [joined roles](Self::joined_roles) as bodies of `AssignRoleToUser`, `AssignRoleToGroup` and `AssignRoleToClient`,
    /// in the same order. Their targets are added to the assignment that Okta answers.
    pub fn assign_roles(&self) -> Vec<RoleAssignmentRequest> {
        let roles = self.joined_roles().iter().map(|joined| joined.role().role_type());
        roles
            .map(|role| RoleAssignmentRequest::from(RoleType::from(role)))
            .collect()
    }

    pub(super) fn description(&self) -> String {
        format!("What {} needs", self.profile().name())
    }
}
