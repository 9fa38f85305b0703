//! The operations of Okta's tags `UserSessions` and `Session`, but those that act for a signed-in browser.

use super::Session;
use crate::{SessionId, UserKey, operation::operation};

operation! {
    /// Ends all of a user's Okta sessions. Sessions of web and native apps go on.
    pub struct RevokeUserSessions = Idempotent "UserSessions" "revokeUserSessions" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether OAuth and OpenID Connect tokens are revoked too; Okta does not unless told to.
            oauth_tokens: bool = "oauthTokens",
            /// Whether remembered devices are forgotten. Unless told, Identity Engine orgs do so and Classic ones do not.
            forget_devices: bool = "forgetDevices",
        }
    }
}

operation! {
    /// Reads a session.
    pub struct GetSession = Reads "Session" "getSession" => object Session {
        path {
            /// The session.
            session: SessionId = "sessionId",
        }
    }
}

operation! {
    /// Makes a session last longer.
    pub struct RefreshSession = Idempotent "Session" "refreshSession" => object Session {
        path {
            /// The session.
            session: SessionId = "sessionId",
        }
    }
}

operation! {
    /// Ends a session.
    pub struct RevokeSession = Idempotent "Session" "revokeSession" => nothing {
        path {
            /// The session.
            session: SessionId = "sessionId",
        }
    }
}
