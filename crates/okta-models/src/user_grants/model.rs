//! What a user's grant is on the wire: Okta has one schema for it and for an application's.

pub use crate::application_grants::{ScopeConsentGrant, ScopeConsentGrantSource, ScopeConsentGrantStatus};
