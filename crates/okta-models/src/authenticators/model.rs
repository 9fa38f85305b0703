//! What an authenticator is on the wire.

use crate::{
    AuthenticatorId, RawJson, open_enum::open_enum, policies::LifecycleStatus,
    user_authenticator_enrollments::AuthenticatorType, wire_struct::wire_struct,
};

open_enum! {
    /// Which authenticator it is, by the name that Okta gives it.
    pub enum AuthenticatorKey {
        /// An app of the org's own.
        CustomApp = "custom_app",
        /// One-time passwords of the org's own.
        CustomOtp = "custom_otp",
        /// Duo Security.
        Duo = "duo",
        /// Another identity provider.
        ExternalIdp = "external_idp",
        /// Google Authenticator.
        GoogleOtp = "google_otp",
        /// A mail.
        OktaEmail = "okta_email",
        /// A password.
        OktaPassword = "okta_password",
        /// Okta Verify.
        OktaVerify = "okta_verify",
        /// A token that a server of the org's own checks.
        OnpremMfa = "onprem_mfa",
        /// A phone.
        PhoneNumber = "phone_number",
        /// An RSA SecurID token.
        RsaToken = "rsa_token",
        /// A security key.
        SecurityKey = "security_key",
        /// A security question.
        SecurityQuestion = "security_question",
        /// A smart card.
        SmartCardIdp = "smart_card_idp",
        /// Symantec VIP.
        SymantecVip = "symantec_vip",
        /// A temporary access code.
        Tac = "tac",
        /// A passkey or security key.
        Webauthn = "webauthn",
        /// A YubiKey in one-time password mode.
        YubikeyToken = "yubikey_token",
    }
}

wire_struct! {
    /// An authenticator of an org.
    ///
    /// ```
    /// use okta_models::authenticators::{Authenticator, AuthenticatorKey};
    ///
    /// let codes: Authenticator = serde_json::from_str(r#"{"id": "aut1", "key": "tac", "status": "ACTIVE"}"#)?;
    /// assert_eq!(codes.key, Some(AuthenticatorKey::Tac));
    /// assert!(codes.is_active());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct Authenticator {
        required {
            /// Okta's id of it.
            id: AuthenticatorId = "id",
        }
        optional {
            /// Which one it is.
            key: AuthenticatorKey = "key",
            /// What kind of authenticator it is.
            authenticator_type: AuthenticatorType = "type",
            /// The name that people see.
            name: String = "name",
            /// What it is for; of passkeys alone.
            description: String = "description",
            /// Whether it is in use.
            status: LifecycleStatus = "status",
            /// Whether an administrator accepted the terms of an app of the org's own.
            agree_to_terms: bool = "agreeToTerms",
            /// What the org has set, by key.
            settings: RawJson = "settings",
            /// Who checks it, with settings of its own; of a temporary access code the bounds of its life and length.
            provider: RawJson = "provider",
            /// What may be done with it.
            links: RawJson = "_links",
        }
        times {
            /// When it was created.
            created = "created",
            /// When it was last changed.
            last_updated = "lastUpdated",
        }
    }
}

impl Authenticator {
    /// Whether it is in use.
    pub fn is_active(&self) -> bool {
        self.status == Some(LifecycleStatus::Active)
    }
}
