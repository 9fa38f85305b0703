//! [`ResourceSet`]: what a custom role is for.

use crate::Resource;

/// A resource set: resources, and what each leaves out.
///
/// ```
/// use okta_permissions::{Resource, ResourceSet};
///
/// let set = ResourceSet::new("Berlin")
///     .resource(Resource::members_of("00g1"))
///     .resource_without(Resource::Apps, [Resource::app("0oa1")]);
/// assert_eq!(set.resources().len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceSet {
    id: Option<String>,
    label: String,
    resources: Vec<HeldResource>,
}

/// A resource as a resource set holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldResource {
    resource: Resource,
    excluded: Vec<Resource>,
}

impl ResourceSet {
    /// An empty set: whatever is bound to it has no effect.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            id: None,
            label: label.into(),
            resources: Vec::new(),
        }
    }

    /// Names the set as Okta does, `iam…`.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Adds a resource.
    pub fn resource(self, resource: Resource) -> Self {
        self.resource_without(resource, [])
    }

    /// Adds a resource without some of what it holds: the condition `Exclude` of its `conditions`.
    pub fn resource_without(
        mut self,
        resource: Resource,
        excluded: impl IntoIterator<Item = Resource>,
    ) -> Self {
        self.resources.push(HeldResource {
            resource,
            excluded: excluded.into_iter().collect(),
        });
        self
    }

    /// Okta's id, where the set exists already.
    pub fn set_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The name that people see.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What it holds.
    pub fn resources(&self) -> &[HeldResource] {
        &self.resources
    }
}

impl HeldResource {
    /// The resource.
    pub fn resource(&self) -> &Resource {
        &self.resource
    }

    /// What is left out of it.
    pub fn excluded(&self) -> &[Resource] {
        &self.excluded
    }
}
