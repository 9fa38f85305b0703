//! The operations of Okta's tag `ApiToken`.

use super::{ApiToken, ApiTokenUpdate};
use crate::{ApiTokenId, operation::operation};

operation! {
    /// Lists the active API tokens: a super admin sees those of all users. There is no paging.
    pub struct ListApiTokens = Reads "ApiToken" "listApiTokens" => list ApiToken {}
}

operation! {
    /// Reads an API token.
    pub struct GetApiToken = Reads "ApiToken" "getApiToken" => object ApiToken {
        path {
            /// The token, by its id.
            token: ApiTokenId = "apiTokenId",
        }
    }
}

operation! {
    /// Replaces what may be set of an API token: its name, and where it may be used from. No operation creates one.
    pub struct UpsertApiToken = Idempotent "ApiToken" "upsertApiToken" => object ApiToken {
        path {
            /// The token, by its id.
            token: ApiTokenId = "apiTokenId",
        }
        body {
            /// The token.
            update: ApiTokenUpdate
        }
    }
}

operation! {
    /// Revokes an API token.
    pub struct RevokeApiToken = Idempotent "ApiToken" "revokeApiToken" => nothing {
        path {
            /// The token, by its id.
            token: ApiTokenId = "apiTokenId",
        }
    }
}

operation! {
    /// Revokes the API token that the request is sent with. Sent again, it is refused for its invalid token.
    pub struct RevokeCurrentApiToken = Changes "ApiToken" "revokeCurrentApiToken" => nothing {}
}
