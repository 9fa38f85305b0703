//! OAuth 2.0 refresh tokens that a user's clients hold: Okta's tag `UserOAuth`.
//!
//! Which clients a user has is in [`ListUserClients`](crate::user_resources::ListUserClients); all tokens of all clients are
//! revoked by [`RevokeUserSessions`](crate::sessions::RevokeUserSessions) with `oauth_tokens`.

mod model;
mod operations;

pub use model::{GrantOrTokenStatus, OAuth2RefreshToken};
pub use operations::{
    GetRefreshTokenForUserAndClient, ListRefreshTokensForUserAndClient, RevokeTokenForUserAndClient,
    RevokeTokensForUserAndClient,
};
