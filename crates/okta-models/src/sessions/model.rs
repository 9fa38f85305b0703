//! What a session is on the wire.

use crate::{RawJson, SessionId, UserId, open_enum::open_enum, wire_struct::wire_struct};

open_enum! {
    /// Where a session is in its life.
    pub enum SessionStatus {
        /// Usable.
        Active = "ACTIVE",
        /// Waits for a second factor.
        MfaEnroll = "MFA_ENROLL",
        /// Waits for a second factor to be given.
        MfaRequired = "MFA_REQUIRED",
    }
}

wire_struct! {
    /// A session of a user with Okta.
    pub struct Session {
        required {
            /// Okta's id of the session.
            id: SessionId = "id",
        }
        optional {
            /// The user.
            user_id: UserId = "userId",
            /// The user's login.
            login: String = "login",
            /// Where the session is in its life.
            status: SessionStatus = "status",
            /// How the user has signed in, `pwd`, `mfa`.
            amr: Vec<String> = "amr",
            /// Who checked the password.
            idp: RawJson = "idp",
            /// Whether a second factor is in force.
            mfa_active: bool = "mfaActive",
            /// What may be done with the session.
            links: RawJson = "_links",
        }
        times {
            /// When the session began.
            created_at = "createdAt",
            /// When the session ends unless it is refreshed.
            expires_at = "expiresAt",
            /// When the password was last checked.
            last_password_verification = "lastPasswordVerification",
            /// When a second factor was last checked.
            last_factor_verification = "lastFactorVerification",
        }
    }
}
