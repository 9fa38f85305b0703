//! The operations of Okta's tags `RoleCResourceSet` and `RoleCResourceSetResource`.

use super::{
    CreateResourceSetRequest, ResourceSet, ResourceSetResource, ResourceSetResourcePatchRequest,
    ResourceSetResourcePostRequest, ResourceSetResourceUpdate, ResourceSetUpdate,
};
use crate::{ResourceSetId, ResourceSetResourceId, operation::operation};

operation! {
    /// Lists the resource sets. The list pages in its body.
    pub struct ListResourceSets = Reads "RoleCResourceSet" "listResourceSets" => list "resource-sets" ResourceSet {}
}

operation! {
    /// Creates a resource set, of 1000 resources at most. Labels are unique.
    pub struct CreateResourceSet = Creates "RoleCResourceSet" "createResourceSet" => object ResourceSet {
        body {
            /// The resource set.
            resource_set: CreateResourceSetRequest
        }
    }
}

operation! {
    /// Reads a resource set. Its resources are read with [`ListResourceSetResources`].
    pub struct GetResourceSet = Reads "RoleCResourceSet" "getResourceSet" => object ResourceSet {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
    }
}

operation! {
    /// Replaces a resource set's label and description. Its resources stay.
    pub struct ReplaceResourceSet = Idempotent "RoleCResourceSet" "replaceResourceSet" => object ResourceSet {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
        body {
            /// Label and description.
            update: ResourceSetUpdate
        }
    }
}

operation! {
    /// Deletes a resource set, and with it its bindings.
    pub struct DeleteResourceSet = Idempotent "RoleCResourceSet" "deleteResourceSet" => nothing {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
    }
}

operation! {
    /// Lists what a resource set holds. The list pages in its body.
    pub struct ListResourceSetResources = Reads "RoleCResourceSetResource" "listResourceSetResources" => list "resources" ResourceSetResource {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
        query {
            /// Resources a page, 100 unless set.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Adds a resource to a resource set, with conditions.
    pub struct AddResourceSetResource = Creates "RoleCResourceSetResource" "addResourceSetResource" => object ResourceSetResource {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
        body {
            /// The resource.
            request: ResourceSetResourcePostRequest
        }
    }
}

operation! {
    /// Adds resources to a resource set; Okta answers with the set. What a resource that is there already makes of it
    /// is not verified.
    pub struct AddResourceSetResources = Changes "RoleCResourceSetResource" "addResourceSetResources" => object ResourceSet {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
        }
        body {
            /// The resources.
            request: ResourceSetResourcePatchRequest
        }
    }
}

operation! {
    /// Reads a resource of a resource set.
    pub struct GetResourceSetResource = Reads "RoleCResourceSetResource" "getResourceSetResource" => object ResourceSetResource {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The resource, by its id in the set.
            resource: ResourceSetResourceId = "resourceId",
        }
    }
}

operation! {
    /// Replaces the conditions of a resource of a resource set.
    pub struct ReplaceResourceSetResource = Idempotent "RoleCResourceSetResource" "replaceResourceSetResource" => object ResourceSetResource {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The resource, by its id in the set.
            resource: ResourceSetResourceId = "resourceId",
        }
        body {
            /// The conditions.
            update: ResourceSetResourceUpdate
        }
    }
}

operation! {
    /// Takes a resource from a resource set.
    pub struct DeleteResourceSetResource = Idempotent "RoleCResourceSetResource" "deleteResourceSetResource" => nothing {
        path {
            /// The resource set, by id or label.
            resource_set: ResourceSetId = "resourceSetIdOrLabel",
            /// The resource, by its id in the set.
            resource: ResourceSetResourceId = "resourceId",
        }
    }
}
