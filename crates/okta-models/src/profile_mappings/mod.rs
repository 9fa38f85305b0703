//! How attributes pass between users and app users: the three operations of Okta's tag `ProfileMapping`.

mod model;
mod operations;

pub use model::{
    ProfileMapping, ProfileMappingEnd, ProfileMappingProperty, ProfileMappingPropertyPushStatus,
    ProfileMappingRequest,
};
pub use operations::{GetProfileMapping, ListProfileMappings, UpdateProfileMapping};
