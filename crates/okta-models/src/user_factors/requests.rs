//! What may be written of factors. Which members a factor takes follows from its type.

use super::FactorType;
use crate::{Secret, write_struct::write_struct};

write_struct! {
    /// A factor to be enrolled, or whose code is to be sent again.
    ///
    /// ```
    /// use okta_models::user_factors::{FactorType, UserFactorProfileUpdate, UserFactorRequest};
    ///
    /// let sms = UserFactorRequest::new()
    ///     .factor_type(FactorType::Sms)
    ///     .provider("OKTA")
    ///     .profile(UserFactorProfileUpdate::new().phone_number("+1-555-415-1337"));
    /// assert_eq!(
    ///     serde_json::to_string(&sms)?,
    ///     r#"{"factorType":"sms","provider":"OKTA","profile":{"phoneNumber":"+1-555-415-1337"}}"#,
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct UserFactorRequest {
        /// What the factor is.
        factor_type: FactorType = "factorType",
        /// Who provides it.
        provider: String = "provider",
        /// Phone number, question, device.
        profile: UserFactorProfileUpdate = "profile",
        /// Of a counter-based token, which of the org's kinds it is.
        factor_profile_id: String = "factorProfileId",
        /// Of a token that is enrolled with a code, the code.
        verify: UserFactorVerifyRequest = "verify",
    }
}

write_struct! {
    /// Phone number, question, device.
    pub struct UserFactorProfileUpdate {
        /// Of a text message or call, the number.
        phone_number: String = "phoneNumber",
        /// Of a call, the extension.
        phone_extension: String = "phoneExtension",
        /// Of a mail, the address.
        email: String = "email",
        /// Of a question, its name, `disliked_food`.
        question: String = "question",
        /// Of a question, the answer.
        answer: Secret = "answer",
        /// Of a token, its name at its provider.
        credential_id: String = "credentialId",
        /// Of a counter-based token, the secret.
        shared_secret: Secret = "sharedSecret",
    }
}

write_struct! {
    /// What completes an enrolment.
    pub struct UserFactorActivateRequest {
        /// The code that was sent or is shown.
        pass_code: Secret = "passCode",
        /// Of a passkey, the attestation.
        attestation: String = "attestation",
        /// Of a key, what the browser signed.
        client_data: String = "clientData",
        /// Of a U2F key, what it said.
        registration_data: String = "registrationData",
        /// Of a push, whether the user must choose a number.
        use_number_matching_challenge: bool = "useNumberMatchingChallenge",
    }
}

write_struct! {
    /// What proves that the user has the factor.
    ///
    /// ```
    /// use okta_models::user_factors::UserFactorVerifyRequest;
    ///
    /// let code = UserFactorVerifyRequest::new().pass_code("123456");
    /// assert_eq!(serde_json::to_string(&code)?, r#"{"passCode":"123456"}"#);
    /// assert!(!format!("{code:?}").contains("123456"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct UserFactorVerifyRequest {
        /// The code that was sent or is shown.
        pass_code: Secret = "passCode",
        /// Of a question, the answer.
        answer: Secret = "answer",
        /// Of a passkey, what the authenticator said.
        authenticator_data: String = "authenticatorData",
        /// Of a key, what the browser signed.
        client_data: String = "clientData",
        /// Of a key, the signature.
        signature_data: String = "signatureData",
        /// Of a push, whether the user must choose a number.
        use_number_matching_challenge: bool = "useNumberMatchingChallenge",
    }
}

write_struct! {
    /// A YubiKey to be made known.
    pub struct YubikeyOtpTokenSeedRequest {
        /// The serial number.
        serial_number: String = "serialNumber",
        /// The public identity.
        public_id: String = "publicId",
        /// The private identity.
        private_id: Secret = "privateId",
        /// The AES key.
        aes_key: Secret = "aesKey",
    }
}
