//! Kinds of links between users, manager and subordinate for instance: the four operations of Okta's tag `LinkedObject`.
//!
//! Who is linked to whom is in [`user_linked_objects`](crate::user_linked_objects).

mod model;
mod operations;

pub use model::{LinkedObject, LinkedObjectDetails, LinkedObjectDetailsType, LinkedObjectRequest};
pub use operations::{
    CreateLinkedObjectDefinition, DeleteLinkedObjectDefinition, GetLinkedObjectDefinition,
    ListLinkedObjectDefinitions,
};
