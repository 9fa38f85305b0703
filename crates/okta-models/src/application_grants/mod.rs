//! Scopes of Okta's API that applications, service apps above all, were granted: Okta's tag `ApplicationGrants`.

mod model;
mod operations;

pub use model::{
    OAuth2Actor, ScopeConsentGrant, ScopeConsentGrantRequest, ScopeConsentGrantSource,
    ScopeConsentGrantStatus,
};
pub use operations::{
    GetScopeConsentGrant, GrantConsentToScope, ListScopeConsentGrants, RevokeScopeConsentGrant,
};
