//! Scopes that a user has consented to, by client: Okta's tag `UserGrant`.
//!
//! A grant of a user has the form of a grant of an application, so the type is
//! [`ScopeConsentGrant`](crate::application_grants::ScopeConsentGrant); `model.rs` names it here.

mod model;
mod operations;

pub use model::{ScopeConsentGrant, ScopeConsentGrantSource, ScopeConsentGrantStatus};
pub use operations::{
    GetUserGrant, ListGrantsForUserAndClient, ListUserGrants, RevokeGrantsForUserAndClient, RevokeUserGrant,
    RevokeUserGrants,
};
