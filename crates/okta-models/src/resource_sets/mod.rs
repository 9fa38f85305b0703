//! Resource sets, which say what a custom role reaches, and the resources in them: Okta's tags `RoleCResourceSet` and
//! `RoleCResourceSetResource`.
//!
//! A resource is named by its resource name (ORN) or by the address of its list or object.

mod model;
mod operations;

pub use model::{
    CreateResourceSetRequest, ResourceConditions, ResourceConditionsUpdate, ResourceExclusion, ResourceSet,
    ResourceSetResource, ResourceSetResourcePatchRequest, ResourceSetResourcePostRequest,
    ResourceSetResourceUpdate, ResourceSetUpdate,
};
pub use operations::{
    AddResourceSetResource, AddResourceSetResources, CreateResourceSet, DeleteResourceSet,
    DeleteResourceSetResource, GetResourceSet, GetResourceSetResource, ListResourceSetResources,
    ListResourceSets, ReplaceResourceSet, ReplaceResourceSetResource,
};
