//! Who answers for a group: the three operations of Okta's tag `GroupOwner`.

mod model;
mod operations;

pub use model::{AssignGroupOwnerRequest, GroupOwner, GroupOwnerOriginType, GroupOwnerType};
pub use operations::{AssignGroupOwner, DeleteGroupOwner, ListGroupOwners};
