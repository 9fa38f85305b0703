//! How much of the org's rate limits an API token or OAuth client may use: Okta's tag `PrincipalRateLimit`.

mod model;
mod operations;

pub use model::{PrincipalRateLimitEntity, PrincipalRateLimitEntityUpdate, PrincipalType};
pub use operations::{
    CreatePrincipalRateLimitEntity, GetPrincipalRateLimitEntity, ListPrincipalRateLimitEntities,
    ReplacePrincipalRateLimitEntity,
};
