//! Sessions: all of a user's at once (Okta's tag `UserSessions`), or one by its id (tag `Session`).

mod model;
mod operations;

pub use model::{Session, SessionStatus};
pub use operations::{GetSession, RefreshSession, RevokeSession, RevokeUserSessions};
