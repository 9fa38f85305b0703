//! What a target of a role is on the wire.

use crate::{
    AppId, AppName, RawJson, applications::SignOnMode, open_enum::open_enum,
    role_assignments::RoleAssignmentType, wire_struct::wire_struct,
};

open_enum! {
    /// Whether an application of the catalog, or an instance of it, is in use.
    pub enum CatalogApplicationStatus {
        /// In use.
        Active = "ACTIVE",
        /// Not in use.
        Inactive = "INACTIVE",
    }
}

wire_struct! {
    /// An application as a target: one of the catalog, or with an [`id`](CatalogApplication::id) one instance of it.
    ///
    /// ```
    /// use okta_models::{AppName, role_targets::CatalogApplication};
    ///
    /// let all: CatalogApplication = serde_json::from_str(r#"{"name": "salesforce", "displayName": "Salesforce"}"#)?;
    /// assert_eq!(all.catalog_name(), Some(AppName::from("salesforce")));
    /// let one: CatalogApplication = serde_json::from_str(r#"{"name": "Salesforce EMEA", "id": "0oa1"}"#)?;
    /// assert_eq!(one.catalog_name(), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Default)]
    pub struct CatalogApplication {
        optional {
            /// Okta's id of the instance; absent where all instances are meant.
            id: AppId = "id",
            /// Of an application of the catalog its [name there](CatalogApplication::catalog_name); of an instance
            /// its label (recorded).
            name: String = "name",
            /// The name for people.
            display_name: String = "displayName",
            /// What the application is.
            description: String = "description",
            /// Whether it is in use.
            status: CatalogApplicationStatus = "status",
            /// The kind of application, `SOCIAL`.
            category: String = "category",
            /// Who has tried the integration, `OKTA_VERIFIED`.
            verification_status: String = "verificationStatus",
            /// The vendor's address.
            website: String = "website",
            /// How users may sign in.
            sign_on_modes: Vec<SignOnMode> = "signOnModes",
            /// What the integration can do.
            features: Vec<String> = "features",
            /// The application, and its logos.
            links: RawJson = "_links",
        }
        times {
            /// When the catalog's entry was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl CatalogApplication {
    /// The name in the catalog, where all instances are meant. An instance is known by its
    /// [`id`](CatalogApplication::id) alone.
    pub fn catalog_name(&self) -> Option<AppName> {
        match self.id {
            Some(_) => None,
            None => self.name.clone().map(AppName::from),
        }
    }
}

wire_struct! {
    /// A target of whatever kind, by its resource name.
    #[derive(Default)]
    pub struct RoleTarget {
        optional {
            /// How the target came to the user.
            assignment_type: RoleAssignmentType = "assignmentType",
            /// The target's resource name.
            orn: String = "orn",
            /// The target.
            links: RawJson = "_links",
        }
        times {
            /// When the target ends, if it does.
            expiration = "expiration",
        }
    }
}
