//! What a grant of a scope is on the wire, and what may be written of one.

use crate::{
    ClientId, RawJson, ScopeConsentGrantId, UserId, open_enum::open_enum, wire_struct::wire_struct,
    write_struct::write_struct,
};

open_enum! {
    /// Who consented.
    pub enum ScopeConsentGrantSource {
        /// An administrator, for everyone.
        Admin = "ADMIN",
        /// A user, on their own behalf.
        EndUser = "END_USER",
    }
}

open_enum! {
    /// Whether a grant is in force.
    pub enum ScopeConsentGrantStatus {
        /// In force.
        Active = "ACTIVE",
        /// Revoked.
        Revoked = "REVOKED",
    }
}

wire_struct! {
    /// A scope that an application was granted.
    pub struct ScopeConsentGrant {
        required {
            /// Okta's id of the grant.
            id: ScopeConsentGrantId = "id",
        }
        optional {
            /// The OAuth client that may ask for the scope.
            client_id: ClientId = "clientId",
            /// Who granted it.
            created_by: OAuth2Actor = "createdBy",
            /// The authorization server that issues tokens with the scope: the org's own.
            issuer: String = "issuer",
            /// The scope, `okta.users.read`.
            scope_id: String = "scopeId",
            /// Who consented.
            source: ScopeConsentGrantSource = "source",
            /// Whether the grant is in force.
            status: ScopeConsentGrantStatus = "status",
            /// Of a user's consent, the user.
            user_id: UserId = "userId",
            /// What was asked for with `expand=scope`.
            embedded: RawJson = "_embedded",
            /// The grant, and the application.
            links: RawJson = "_links",
        }
        times {
            /// When the scope was granted.
            created = "created",
            /// When the grant was last changed.
            last_updated = "lastUpdated",
        }
    }
}

wire_struct! {
    /// Who did something.
    #[derive(Default)]
    pub struct OAuth2Actor {
        optional {
            /// Okta's id of the actor.
            id: UserId = "id",
            /// What kind of actor it is, `User`.
            actor_type: String = "type",
        }
    }
}

write_struct! {
    /// A scope to be granted. Okta requires both.
    ///
    /// ```
    /// use okta_models::{Operation, application_grants::{GrantConsentToScope, ScopeConsentGrantRequest}};
    ///
    /// let request = ScopeConsentGrantRequest::new()
    ///     .issuer("https://example.okta.com")
    ///     .scope_id("okta.users.read");
    /// let grant = GrantConsentToScope::new("0oa1", request);
    /// assert_eq!(grant.request()?.uri(), "/api/v1/apps/0oa1/grants");
    /// # Ok::<(), okta_models::RequestError>(())
    /// ```
    pub struct ScopeConsentGrantRequest {
        /// The authorization server: the org's own address.
        issuer: String = "issuer",
        /// The scope, `okta.users.read`.
        scope_id: String = "scopeId",
    }
}
