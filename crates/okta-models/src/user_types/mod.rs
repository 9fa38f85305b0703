//! Kinds of users, each with a schema of its own: the six operations of Okta's tag `UserType`.

mod model;
mod operations;

pub use model::{UserType, UserTypeRequest};
pub use operations::{
    CreateUserType, DeleteUserType, GetUserType, ListUserTypes, ReplaceUserType, UpdateUserType,
};
