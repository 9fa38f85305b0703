//! The three operations of Okta's tag `ProfileMapping`.

use super::{ProfileMapping, ProfileMappingRequest};
use crate::{ProfileMappingId, operation::operation};

operation! {
    /// Lists the org's mappings, without what they map.
    pub struct ListProfileMappings = Reads "ProfileMapping" "listProfileMappings" => list ProfileMapping {
        query {
            /// Mappings a page: 20 unless set, 200 at most.
            limit: u32 = "limit",
            /// Finds mappings from this user type or application.
            source_id: String = "sourceId",
            /// Finds mappings to this user type or application.
            target_id: String = "targetId",
        }
    }
}

operation! {
    /// Reads a mapping.
    pub struct GetProfileMapping = Reads "ProfileMapping" "getProfileMapping" => object ProfileMapping {
        path {
            /// The mapping.
            mapping: ProfileMappingId = "mappingId",
        }
    }
}

operation! {
    /// Adds, changes or removes attributes of a mapping.
    pub struct UpdateProfileMapping = Idempotent "ProfileMapping" "updateProfileMapping" => object ProfileMapping {
        path {
            /// The mapping.
            mapping: ProfileMappingId = "mappingId",
        }
        body {
            /// The changes.
            request: ProfileMappingRequest
        }
    }
}
