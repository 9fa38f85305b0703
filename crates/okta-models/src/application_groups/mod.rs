//! Groups assigned to an application: Okta's tag `ApplicationGroups`.

mod model;
mod operations;

pub use model::{ApplicationGroupAssignment, ApplicationGroupAssignmentUpdate, JsonPatchOperation};
pub use operations::{
    AssignGroupToApplication, GetApplicationGroupAssignment, ListApplicationGroupAssignments,
    UnassignApplicationFromGroup, UpdateGroupAssignmentToApplication,
};
