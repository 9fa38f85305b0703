//! What a refresh token is on the wire: what it is for, never its value.

use crate::{ClientId, RawJson, RefreshTokenId, UserId, open_enum::open_enum, wire_struct::wire_struct};

open_enum! {
    /// Whether a token is in force.
    pub enum GrantOrTokenStatus {
        /// In force.
        Active = "ACTIVE",
        /// Revoked.
        Revoked = "REVOKED",
    }
}

wire_struct! {
    /// A refresh token that an OAuth client holds for a user.
    pub struct OAuth2RefreshToken {
        required {
            /// Okta's id of the token, which is not the token.
            id: RefreshTokenId = "id",
        }
        optional {
            /// The client that holds the token.
            client_id: ClientId = "clientId",
            /// The user for whom it was issued.
            user_id: UserId = "userId",
            /// The authorization server that issued it.
            issuer: String = "issuer",
            /// The scopes that it carries.
            scopes: Vec<String> = "scopes",
            /// Whether it is in force.
            status: GrantOrTokenStatus = "status",
            /// What was asked for with `expand=scope`.
            embedded: RawJson = "_embedded",
            /// The application, the user, the authorization server, and how to revoke.
            links: RawJson = "_links",
        }
        times {
            /// When the token was issued.
            created = "created",
            /// When the token ends.
            expires_at = "expiresAt",
            /// When the token was last changed.
            last_updated = "lastUpdated",
        }
    }
}
