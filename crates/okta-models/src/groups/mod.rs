//! Groups and their members: the operations of Okta's tag `Group`.

mod model;
mod operations;

pub use model::{Group, GroupProfile, GroupProfileUpdate, GroupStats, GroupType, GroupUpdate};
pub use operations::{
    AddGroup, AssignUserToGroup, DeleteGroup, GetGroup, ListAssignedApplicationsForGroup, ListGroupUsers,
    ListGroups, ReplaceGroup, UnassignUserFromGroup,
};
