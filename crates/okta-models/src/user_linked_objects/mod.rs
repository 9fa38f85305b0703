//! Links between users, a user's manager for instance: the three operations of Okta's tag `UserLinkedObject`.
//!
//! Which kinds of links an org has is in [`linked_objects`](crate::linked_objects).

mod model;
mod operations;

pub use model::ResponseLinks;
pub use operations::{
    AssignLinkedObjectValueForPrimary, DeleteLinkedObjectForUser, ListLinkedObjectsForUser,
};
