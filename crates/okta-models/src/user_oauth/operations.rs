//! The four operations of Okta's tag `UserOAuth`.

use super::OAuth2RefreshToken;
use crate::{ClientId, RefreshTokenId, UserKey, operation::operation};

operation! {
    /// Lists the refresh tokens that a client holds for a user.
    pub struct ListRefreshTokensForUserAndClient = Reads "UserOAuth" "listRefreshTokensForUserAndClient" => list OAuth2RefreshToken {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The client.
            client: ClientId = "clientId",
        }
        query {
            /// Parts to embed, `scope`.
            expand: String = "expand",
            /// Tokens a page: 20 unless set, 200 at most.
            limit: u32 = "limit",
        }
    }
}

operation! {
    /// Reads a refresh token that a client holds for a user.
    pub struct GetRefreshTokenForUserAndClient = Reads "UserOAuth" "getRefreshTokenForUserAndClient" => object OAuth2RefreshToken {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The client.
            client: ClientId = "clientId",
            /// The token.
            token: RefreshTokenId = "tokenId",
        }
        query {
            /// Parts to embed, `scope`.
            expand: String = "expand",
        }
    }
}

operation! {
    /// Revokes all refresh tokens that a client holds for a user.
    pub struct RevokeTokensForUserAndClient = Idempotent "UserOAuth" "revokeTokensForUserAndClient" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The client.
            client: ClientId = "clientId",
        }
    }
}

operation! {
    /// Revokes a refresh token that a client holds for a user.
    pub struct RevokeTokenForUserAndClient = Idempotent "UserOAuth" "revokeTokenForUserAndClient" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The client.
            client: ClientId = "clientId",
            /// The token.
            token: RefreshTokenId = "tokenId",
        }
    }
}
