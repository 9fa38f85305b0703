//! What a user has: groups, app links, devices, OAuth clients; Okta's tag `UserResources`.

mod model;
mod operations;

pub use model::{AssignedAppLink, OAuth2Client, UserDevice};
pub use operations::{ListAppLinks, ListUserClients, ListUserDevices, ListUserGroups};
