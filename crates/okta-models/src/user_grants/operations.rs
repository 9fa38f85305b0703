//! The six operations of Okta's tag `UserGrant`.

use super::ScopeConsentGrant;
use crate::{ClientId, ScopeConsentGrantId, UserKey, operation::operation};

operation! {
    /// Lists the scopes that a user has consented to, whatever the client.
    pub struct ListUserGrants = Reads "UserGrant" "listUserGrants" => list ScopeConsentGrant {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Finds grants of this scope.
            scope_id: String = "scopeId",
            /// Parts to embed, `scope`.
            expand: String = "expand",
            /// Grants a page: 20 unless set, 200 at most.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Reads a grant of a user.
    pub struct GetUserGrant = Reads "UserGrant" "getUserGrant" => object ScopeConsentGrant {
        path {
            /// The user.
            user: UserKey = "userId",
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
    /// Revokes all grants of a user.
    pub struct RevokeUserGrants = Idempotent "UserGrant" "revokeUserGrants" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
        }
    }
}

operation! {
    /// Revokes a grant of a user.
    pub struct RevokeUserGrant = Idempotent "UserGrant" "revokeUserGrant" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The grant.
            grant: ScopeConsentGrantId = "grantId",
        }
    }
}

operation! {
    /// Lists the scopes of a client that a user has consented to.
    pub struct ListGrantsForUserAndClient = Reads "UserGrant" "listGrantsForUserAndClient" => list ScopeConsentGrant {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The client.
            client: ClientId = "clientId",
        }
        query {
            /// Parts to embed, `scope`.
            expand: String = "expand",
            /// Grants a page: 20 unless set, 200 at most.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Revokes all grants that a user has given to a client.
    pub struct RevokeGrantsForUserAndClient = Idempotent "UserGrant" "revokeGrantsForUserAndClient" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The client.
            client: ClientId = "clientId",
        }
    }
}
