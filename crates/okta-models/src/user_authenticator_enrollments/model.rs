//! What an enrolment is on the wire, and what may be written of one.

use crate::{
    AuthenticatorEnrollmentId, AuthenticatorId, RawJson, Secret, open_enum::open_enum,
    wire_struct::wire_struct, write_struct::write_struct,
};

open_enum! {
    /// What kind of authenticator it is.
    pub enum AuthenticatorType {
        /// An app.
        App = "app",
        /// A mail.
        Email = "email",
        /// An identity provider.
        Federated = "federated",
        /// A password.
        Password = "password",
        /// A phone.
        Phone = "phone",
        /// A security key.
        SecurityKey = "security_key",
        /// A security question.
        SecurityQuestion = "security_question",
        /// A temporary access code.
        Tac = "tac",
    }
}

wire_struct! {
    /// An authenticator that a user has enrolled.
    pub struct AuthenticatorEnrollment {
        required {
            /// Okta's id of the enrolment.
            id: AuthenticatorEnrollmentId = "id",
        }
        optional {
            /// The authenticator's key, `tac`.
            key: String = "key",
            /// What kind of authenticator it is.
            authenticator_type: AuthenticatorType = "type",
            /// The authenticator's name.
            name: String = "name",
            /// The name that the user gave it.
            nickname: String = "nickname",
            /// Whether it is usable.
            status: String = "status",
            /// Phone number, or temporary access code.
            profile: AuthenticatorProfile = "profile",
            /// What may be done with it.
            links: RawJson = "_links",
        }
        times {
            /// When it was enrolled.
            created = "created",
            /// When it was last changed.
            last_updated = "lastUpdated",
        }
    }
}

wire_struct! {
    /// What an enrolment holds.
    #[derive(Default)]
    pub struct AuthenticatorProfile {
        optional {
            /// Of a phone, the number.
            phone_number: String = "phoneNumber",
            /// The temporary access code. Okta tells it once, in the answer to its creation.
            tac: Secret = "tac",
            /// Whether the code works more than once.
            multi_use: bool = "multiUse",
        }
        times {
            /// When the code ends.
            expires_at = "expiresAt",
        }
    }
}

write_struct! {
    /// A phone to be enrolled for a user.
    pub struct AuthenticatorEnrollmentRequest {
        /// The org's phone authenticator.
        authenticator_id: AuthenticatorId = "authenticatorId",
        /// The phone.
        profile: AuthenticatorProfileUpdate = "profile",
    }
}

write_struct! {
    /// A phone.
    pub struct AuthenticatorProfileUpdate {
        /// The number.
        phone_number: String = "phoneNumber",
    }
}

write_struct! {
    /// A temporary access code to be made for a user.
    ///
    /// ```
    /// use okta_models::user_authenticator_enrollments::{TacAuthenticatorEnrollmentRequest, TacProfileUpdate};
    ///
    /// let request = TacAuthenticatorEnrollmentRequest::new()
    ///     .authenticator_id("aut1")
    ///     .profile(TacProfileUpdate::new().ttl("60").multi_use(false));
    /// assert_eq!(
    ///     serde_json::to_string(&request)?,
    ///     r#"{"authenticatorId":"aut1","profile":{"ttl":"60","multiUse":false}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct TacAuthenticatorEnrollmentRequest {
        /// The org's authenticator for temporary access codes.
        authenticator_id: AuthenticatorId = "authenticatorId",
        /// How the code is to be.
        profile: TacProfileUpdate = "profile",
    }
}

write_struct! {
    /// How a temporary access code is to be.
    pub struct TacProfileUpdate {
        /// How many minutes it lasts; Okta takes the number as text.
        ttl: String = "ttl",
        /// Whether it works more than once.
        multi_use: bool = "multiUse",
    }
}
