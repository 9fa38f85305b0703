//! Users: the people of an org, their profiles, and the seven operations of Okta's tag `User`.
//!
//! What happens to a user over time is in [`user_lifecycle`](crate::user_lifecycle) and
//! [`user_credentials`](crate::user_credentials); what a user has is in
//! [`user_resources`](crate::user_resources) and [`user_factors`](crate::user_factors).

mod model;
mod operations;
mod profile;

pub use model::{
    CreateUserRequest, OktaResponse, UpdateUserRequest, User, UserBlock, UserNextLogin, UserStatus,
    UserTypeReference, UserTypeUpdate,
};
pub use operations::{CreateUser, DeleteUser, GetUser, ListUserBlocks, ListUsers, ReplaceUser, UpdateUser};
pub use profile::{UserProfile, UserProfileUpdate};
