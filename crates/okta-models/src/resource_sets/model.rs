//! What a resource set and its resources are on the wire, and what may be written of them.

use crate::{
    RawJson, ResourceSetId, ResourceSetResourceId,
    wire_struct::wire_struct,
    write_struct::{write_from_read, write_struct},
};

wire_struct! {
    /// A resource set. Its resources and bindings are listed on their own.
    pub struct ResourceSet {
        required {
            /// Okta's id of the resource set.
            id: ResourceSetId = "id",
        }
        optional {
            /// The name, unique among the org's resource sets.
            label: String = "label",
            /// What the resource set is for.
            description: String = "description",
            /// The resource set, its resources and its bindings.
            links: RawJson = "_links",
        }
        times {
            /// When the resource set was created.
            created = "created",
            /// When the resource set was last changed.
            last_updated = "lastUpdated",
        }
    }
}

write_struct! {
    /// A resource set to be created. Okta requires all three.
    ///
    /// ```
    /// use okta_models::{Operation, resource_sets::{CreateResourceSet, CreateResourceSetRequest}};
    ///
    /// let sales = CreateResourceSetRequest::new()
    ///     .label("Sales")
    ///     .description("The members of Sales")
    ///     .resources(["https://example.okta.com/api/v1/groups/00g1/users"]);
    /// let request = CreateResourceSet::new(sales).request()?;
    /// assert_eq!(request.uri(), "/api/v1/iam/resource-sets");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct CreateResourceSetRequest {
        /// The name, unique among the org's resource sets.
        label: String = "label",
        /// What the resource set is for.
        description: String = "description",
        /// Resource names or addresses, 1000 at most.
        resources: Vec<String> = "resources",
    }
}

write_struct! {
    /// A resource set's label and description, both of which a replacement needs.
    pub struct ResourceSetUpdate {
        /// The name, unique among the org's resource sets.
        label: String = "label",
        /// What the resource set is for.
        description: String = "description",
    }
}

write_from_read!(ResourceSetUpdate from only ResourceSet {
    label = "label",
    description = "description",
});

wire_struct! {
    /// A resource of a resource set.
    #[derive(Default)]
    pub struct ResourceSetResource {
        optional {
            /// Okta's id of the resource in the set, not that of the object.
            id: ResourceSetResourceId = "id",
            /// The resource name.
            orn: String = "orn",
            /// What is left out of it.
            conditions: ResourceConditions = "conditions",
            /// `self` is the object and `resource` its place in the set.
            links: RawJson = "_links",
        }
        times {
            /// When the resource was added.
            created = "created",
            /// When the resource was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl ResourceSetResource {
    /// The address of the list or object that the resource is, where the answer tells. Resources without an address
    /// have a resource name alone.
    pub fn url(&self) -> Option<String> {
        self.links.as_ref()?.href("self")
    }
}

wire_struct! {
    /// What is left out of a resource.
    #[derive(Default)]
    pub struct ResourceConditions {
        optional {
            /// What is left out. Okta writes this name with a capital.
            exclude: ResourceExclusion = "Exclude",
        }
    }
}

wire_struct! {
    /// Objects that a resource of a set does not reach.
    #[derive(Default)]
    pub struct ResourceExclusion {
        optional {
            /// Their resource names.
            orns: Vec<String> = "okta:ORN",
        }
    }
}

write_struct! {
    /// What is to be left out of a resource.
    ///
    /// ```
    /// use okta_models::resource_sets::ResourceConditionsUpdate;
    ///
    /// let conditions = ResourceConditionsUpdate::without(["orn:okta:directory:00o1:groups:00g1"]);
    /// assert_eq!(
    ///     serde_json::to_string(&conditions)?,
    ///     r#"{"Exclude":{"okta:ORN":["orn:okta:directory:00o1:groups:00g1"]}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct ResourceConditionsUpdate {
        /// What is left out.
        exclude: ResourceExclusion = "Exclude",
    }
}

impl ResourceConditionsUpdate {
    /// All but the objects with these resource names.
    pub fn without<R: Into<String>>(orns: impl IntoIterator<Item = R>) -> Self {
        let exclusion = ResourceExclusion {
            orns: Some(orns.into_iter().map(Into::into).collect()),
            ..ResourceExclusion::default()
        };
        Self::new().exclude(exclusion)
    }
}

write_from_read!(ResourceConditionsUpdate from ResourceConditions {
    exclude: ResourceExclusion = "Exclude",
});

write_struct! {
    /// A resource to be added, with conditions.
    pub struct ResourceSetResourcePostRequest {
        /// The resource name or address.
        resource: String = "resourceOrnOrUrl",
        /// What is left out of it. Okta requires this member, which may be empty.
        conditions: ResourceConditionsUpdate = "conditions",
    }
}

write_struct! {
    /// Resources to be added.
    pub struct ResourceSetResourcePatchRequest {
        /// Resource names or addresses.
        additions: Vec<String> = "additions",
    }
}

write_struct! {
    /// What is to be left out of a resource from now on.
    pub struct ResourceSetResourceUpdate {
        /// The conditions.
        conditions: ResourceConditionsUpdate = "conditions",
    }
}

write_from_read!(ResourceSetResourceUpdate from only ResourceSetResource {
    conditions = "conditions",
});
