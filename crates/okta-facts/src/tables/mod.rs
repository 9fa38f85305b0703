//! The tables themselves: one generated file each. `okta-codegen` writes them; this file is by hand.

mod bucket_limits;
mod buckets;
mod error_codes;
mod event_types;
mod operations;
mod permissions;
mod role_matrix;
mod standard_roles;

pub use bucket_limits::BUCKET_LIMITS;
pub use buckets::{BUCKET_PREFIXES, BUCKETS};
pub use error_codes::ERROR_CODES;
pub use event_types::EVENT_TYPES;
pub use operations::{OPERATIONS, SPECIFICATION};
pub use permissions::PERMISSIONS;
pub use role_matrix::ROLE_MATRIX;
pub use standard_roles::STANDARD_ROLES;
