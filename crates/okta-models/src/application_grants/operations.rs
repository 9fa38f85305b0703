//! The operations of Okta's tag `ApplicationGrants`.

use super::{ScopeConsentGrant, ScopeConsentGrantRequest};
use crate::{AppId, ScopeConsentGrantId, operation::operation};

operation! {
    /// Lists the scopes of Okta's API that an application was granted.
    pub struct ListScopeConsentGrants = Reads "ApplicationGrants" "listScopeConsentGrants" => list ScopeConsentGrant {
        path {
            /// The application.
            app: AppId = "appId",
        }
        query {
            /// Parts to embed, `scope`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Grants an application a scope of Okta's API. A scope alone permits nothing: a service app also needs a role.
    pub struct GrantConsentToScope = Creates "ApplicationGrants" "grantConsentToScope" => object ScopeConsentGrant {
        path {
            /// The application.
            app: AppId = "appId",
        }
        body {
            /// Scope and issuer.
            request: ScopeConsentGrantRequest
        }
    }
}

operation! {
    /// Reads a grant of an application.
    pub struct GetScopeConsentGrant = Reads "ApplicationGrants" "getScopeConsentGrant" => object ScopeConsentGrant {
        path {
            /// The application.
            app: AppId = "appId",
            /// The grant.
            grant: ScopeConsentGrantId = "grantId",
        }
        query {
            /// Parts to embed, `scope`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Takes a scope of Okta's API from an application.
    pub struct RevokeScopeConsentGrant = Idempotent "ApplicationGrants" "revokeScopeConsentGrant" => nothing {
        path {
            /// The application.
            app: AppId = "appId",
            /// The grant.
            grant: ScopeConsentGrantId = "grantId",
        }
    }
}
