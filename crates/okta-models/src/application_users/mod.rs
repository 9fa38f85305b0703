//! Users of an application, with the user name that they have there: Okta's tag `ApplicationUsers`.

mod model;
mod operations;

pub use model::{
    AppUser, AppUserAssignRequest, AppUserCredentials, AppUserCredentialsUpdate, AppUserPasswordUpdate,
    AppUserScope, AppUserStatus, AppUserSyncState, AppUserUpdateRequest,
};
pub use operations::{
    AssignUserToApplication, GetApplicationUser, ListApplicationUsers, UnassignUserFromApplication,
    UpdateApplicationUser,
};
