//! Credentials as Okta sends them (never with their values), and as they are written.

use crate::{RawJson, Secret, open_enum::open_enum, wire_struct::wire_struct, write_struct::write_struct};

wire_struct! {
    /// A user's credentials as Okta sends them: that there is a password, not which.
    #[derive(Default)]
    pub struct UserCredentials {
        optional {
            /// Present, and empty, when the user has a password.
            password: RawJson = "password",
            /// The recovery question, without its answer.
            recovery_question: RecoveryQuestion = "recovery_question",
            /// Who checks the password.
            provider: AuthenticationProvider = "provider",
        }
    }
}

wire_struct! {
    /// A recovery question.
    #[derive(Default)]
    pub struct RecoveryQuestion {
        optional {
            /// The question.
            question: String = "question",
        }
    }
}

open_enum! {
    /// The kind of directory that checks a user's password.
    pub enum AuthenticationProviderType {
        /// Active Directory.
        ActiveDirectory = "ACTIVE_DIRECTORY",
        /// A federated identity provider.
        Federation = "FEDERATION",
        /// A password that an import brought along.
        Import = "IMPORT",
        /// An LDAP directory.
        Ldap = "LDAP",
        /// Okta itself.
        Okta = "OKTA",
        /// A social identity provider.
        Social = "SOCIAL",
    }
}

wire_struct! {
    /// Who checks a user's password.
    #[derive(Default)]
    pub struct AuthenticationProvider {
        optional {
            /// Kind of the provider.
            provider_type: AuthenticationProviderType = "type",
            /// Name of the provider.
            name: String = "name",
        }
    }
}

wire_struct! {
    /// The link with which a user sets a new password.
    #[derive(Default)]
    pub struct ResetPasswordToken {
        optional {
            /// The link; absent when Okta sent it by mail.
            reset_password_url: Secret = "resetPasswordUrl",
        }
    }
}

wire_struct! {
    /// The link with which a user recovers from a forgotten password.
    #[derive(Default)]
    pub struct ForgotPasswordResponse {
        optional {
            /// The link; absent when Okta sent it by mail.
            reset_password_url: Secret = "resetPasswordUrl",
        }
    }
}

wire_struct! {
    /// A password that works once.
    #[derive(Default)]
    pub struct TempPassword {
        optional {
            /// The password.
            temp_password: Secret = "tempPassword",
        }
    }
}

write_struct! {
    /// Credentials to be written.
    ///
    /// ```
    /// use okta_models::user_credentials::UserCredentialsUpdate;
    ///
    /// let credentials = UserCredentialsUpdate::with_password("correct horse");
    /// assert_eq!(serde_json::to_string(&credentials)?, r#"{"password":{"value":"correct horse"}}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub struct UserCredentialsUpdate {
        /// The password, a hash of it, or a hook that checks it.
        password: PasswordCredentialUpdate = "password",
        /// The recovery question and its answer.
        recovery_question: RecoveryQuestionUpdate = "recovery_question",
        /// Who checks the password.
        provider: AuthenticationProviderUpdate = "provider",
    }
}

impl UserCredentialsUpdate {
    /// With this password.
    pub fn with_password(password: impl Into<Secret>) -> Self {
        Self::new().password(PasswordCredentialUpdate::new().value(password.into()))
    }
}

write_struct! {
    /// A password to be written.
    pub struct PasswordCredentialUpdate {
        /// The password itself.
        value: Secret = "value",
        /// A hash, with its algorithm and salt.
        hash: PasswordCredentialHash = "hash",
        /// A hook that checks the password at the first sign-in.
        hook: PasswordCredentialHook = "hook",
    }
}

open_enum! {
    /// How a password was hashed.
    pub enum PasswordCredentialHashAlgorithm {
        /// bcrypt.
        Bcrypt = "BCRYPT",
        /// MD5.
        Md5 = "MD5",
        /// PBKDF2.
        Pbkdf2 = "PBKDF2",
        /// SHA-1.
        Sha1 = "SHA-1",
        /// SHA-256.
        Sha256 = "SHA-256",
        /// SHA-512.
        Sha512 = "SHA-512",
    }
}

write_struct! {
    /// The hash of a password that another system made.
    pub struct PasswordCredentialHash {
        /// How it was made.
        algorithm: PasswordCredentialHashAlgorithm = "algorithm",
        /// The hash, base64.
        value: Secret = "value",
        /// The salt, base64; of bcrypt its own form.
        salt: Secret = "salt",
        /// Where the salt stood, `PREFIX` or `POSTFIX`.
        salt_order: String = "saltOrder",
        /// Rounds of bcrypt, as an exponent of two.
        work_factor: u32 = "workFactor",
        /// Rounds of PBKDF2.
        iteration_count: u32 = "iterationCount",
        /// Length of the PBKDF2 key in bytes.
        key_size: u32 = "keySize",
        /// The hash inside PBKDF2, `SHA256_HMAC` or `SHA512_HMAC`.
        digest_algorithm: String = "digestAlgorithm",
    }
}

write_struct! {
    /// A hook that checks the password at the first sign-in.
    pub struct PasswordCredentialHook {
        /// `default`.
        hook_type: String = "type",
    }
}

write_struct! {
    /// Who is to check a password.
    pub struct AuthenticationProviderUpdate {
        /// Kind of the provider.
        provider_type: AuthenticationProviderType = "type",
        /// Name of the provider.
        name: String = "name",
    }
}

write_struct! {
    /// A recovery question to be written.
    pub struct RecoveryQuestionUpdate {
        /// The question.
        question: String = "question",
        /// The answer.
        answer: Secret = "answer",
    }
}

write_struct! {
    /// A change of password by someone who knows the old one.
    pub struct ChangePasswordRequest {
        /// The password until now.
        old_password: PasswordCredentialUpdate = "oldPassword",
        /// The password from now on.
        new_password: PasswordCredentialUpdate = "newPassword",
        /// Whether the user's sessions end.
        revoke_sessions: bool = "revokeSessions",
    }
}
