//! Admin roles that a user holds: the part of Okta's tag `RoleAssignmentAUser` that tells what a token may do.

mod model;
mod operations;

pub use model::{RoleAssignment, RoleAssignmentType, RoleType};
pub use operations::ListAssignedRolesForUser;
