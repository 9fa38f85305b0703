//! API tokens, by what is known about them: Okta's tag `ApiToken`. The tokens themselves are shown once, in the Admin
//! Console.

mod model;
mod operations;

pub use model::{
    ApiToken, ApiTokenNetwork, ApiTokenNetworkConnection, ApiTokenNetworkUpdate, ApiTokenUpdate, TimeDuration,
};
pub use operations::{GetApiToken, ListApiTokens, RevokeApiToken, RevokeCurrentApiToken, UpsertApiToken};
