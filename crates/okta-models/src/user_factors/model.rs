//! What a factor is on the wire.

use crate::{FactorId, RawJson, YubikeyOtpTokenId, open_enum::open_enum, wire_struct::wire_struct};

open_enum! {
    /// What a factor is.
    pub enum FactorType {
        /// A phone call.
        Call = "call",
        /// A mail.
        Email = "email",
        /// A push to Okta Verify.
        Push = "push",
        /// A security question.
        Question = "question",
        /// A proof by Okta FastPass.
        SignedNonce = "signed_nonce",
        /// A text message.
        Sms = "sms",
        /// A hardware token.
        Token = "token",
        /// A hardware token by HMAC.
        TokenHardware = "token:hardware",
        /// A counter-based one-time password.
        TokenHotp = "token:hotp",
        /// A time-based one-time password by software.
        TokenSoftwareTotp = "token:software:totp",
        /// A FIDO U2F key.
        U2f = "u2f",
        /// A factor in the browser.
        Web = "web",
        /// A passkey or FIDO2 key.
        WebAuthn = "webauthn",
    }
}

open_enum! {
    /// Where a factor is in its lifecycle.
    pub enum FactorStatus {
        /// Usable.
        Active = "ACTIVE",
        /// Given up.
        Expired = "EXPIRED",
        /// Not usable.
        Inactive = "INACTIVE",
        /// Not yet enrolled.
        NotSetup = "NOT_SETUP",
        /// Enrolment begun, not completed.
        PendingActivation = "PENDING_ACTIVATION",
        /// Usable, waiting.
        Enrolled = "ENROLLED",
        /// Switched off by an administrator.
        Disabled = "DISABLED",
    }
}

wire_struct! {
    /// A factor that a user has enrolled.
    pub struct UserFactor {
        required {
            /// Okta's id of the factor.
            id: FactorId = "id",
        }
        optional {
            /// What the factor is.
            factor_type: FactorType = "factorType",
            /// Who provides it.
            provider: String = "provider",
            /// Who makes it.
            vendor_name: String = "vendorName",
            /// Where the factor is in its lifecycle.
            status: FactorStatus = "status",
            /// Phone number, question, device name: its form follows from the type.
            profile: RawJson = "profile",
            /// What was asked for, and the activation of a factor that waits for it.
            embedded: RawJson = "_embedded",
            /// What may be done with the factor.
            links: RawJson = "_links",
        }
        times {
            /// When the factor was enrolled.
            created = "created",
            /// When the factor was last changed.
            last_updated = "lastUpdated",
        }
    }
}

wire_struct! {
    /// A factor that a user may enrol.
    #[derive(Default)]
    pub struct UserFactorSupported {
        optional {
            /// What the factor is.
            factor_type: FactorType = "factorType",
            /// Who provides it.
            provider: String = "provider",
            /// Who makes it.
            vendor_name: String = "vendorName",
            /// Whether the user has it already.
            status: FactorStatus = "status",
            /// Whether the user must have it, `OPTIONAL` or `REQUIRED`.
            enrollment: String = "enrollment",
            /// What was asked for, phone numbers for instance.
            embedded: RawJson = "_embedded",
            /// How to enrol it.
            links: RawJson = "_links",
        }
    }
}

wire_struct! {
    /// A question that a user may choose.
    #[derive(Default)]
    pub struct UserFactorSecurityQuestionProfile {
        optional {
            /// Its name, `disliked_food`.
            question: String = "question",
            /// The question itself.
            question_text: String = "questionText",
        }
    }
}

open_enum! {
    /// How a verification went.
    pub enum UserFactorVerifyResult {
        /// A code was sent.
        Challenge = "CHALLENGE",
        /// It could not be tried.
        Error = "ERROR",
        /// The code is too old.
        Expired = "EXPIRED",
        /// The code is wrong.
        Failed = "FAILED",
        /// The code was used before.
        PasscodeReplayed = "PASSCODE_REPLAYED",
        /// The user said no.
        Rejected = "REJECTED",
        /// The user is who they say.
        Success = "SUCCESS",
        /// Nobody answered.
        Timeout = "TIMEOUT",
        /// The code is of another time.
        TimeWindowExceeded = "TIME_WINDOW_EXCEEDED",
        /// Nobody has answered yet.
        Waiting = "WAITING",
    }
}

wire_struct! {
    /// How a verification went.
    #[derive(Default)]
    pub struct UserFactorVerifyResponse {
        optional {
            /// The result.
            factor_result: UserFactorVerifyResult = "factorResult",
            /// What Okta says about it.
            factor_message: String = "factorMessage",
            /// Of some factors, the device.
            profile: RawJson = "profile",
            /// The challenge.
            embedded: RawJson = "_embedded",
            /// How to go on: `poll`, `cancel`.
            links: RawJson = "_links",
        }
        times {
            /// When the challenge ends.
            expires_at = "expiresAt",
        }
    }
}

impl UserFactorVerifyResponse {
    /// Of a push, the address at which the user's answer is found; its last part is what
    /// [`GetFactorTransactionStatus`](super::GetFactorTransactionStatus) asks for.
    pub fn poll(&self) -> Option<String> {
        self.links.as_ref()?.href("poll")
    }
}

wire_struct! {
    /// How a push is getting on.
    #[derive(Default)]
    pub struct UserFactorPushTransaction {
        optional {
            /// The result.
            factor_result: UserFactorVerifyResult = "factorResult",
            /// The device.
            profile: RawJson = "profile",
            /// The number that the user must choose, where one must be chosen.
            embedded: RawJson = "_embedded",
            /// How to go on: `poll`, `cancel`.
            links: RawJson = "_links",
        }
        times {
            /// When the push ends.
            expires_at = "expiresAt",
        }
    }
}

open_enum! {
    /// Where a YubiKey's token is in its lifecycle.
    pub enum YubikeyOtpTokenStatus {
        /// Some user's.
        Active = "ACTIVE",
        /// Refused.
        Blocked = "BLOCKED",
        /// Gone.
        Deleted = "DELETED",
        /// Not usable.
        Inactive = "INACTIVE",
        /// Taken from its user.
        Revoked = "REVOKED",
        /// No user's yet.
        Unassigned = "UNASSIGNED",
    }
}

wire_struct! {
    /// A token of a YubiKey in one-time-password mode.
    pub struct UserFactorYubikeyOtpToken {
        required {
            /// Okta's id of the token.
            id: YubikeyOtpTokenId = "id",
        }
        optional {
            /// Where it is in its lifecycle.
            status: YubikeyOtpTokenStatus = "status",
            /// The serial number.
            profile: RawJson = "profile",
            /// The user, when asked for with `expand=user`.
            embedded: RawJson = "_embedded",
            /// What may be done with it.
            links: RawJson = "_links",
        }
        times {
            /// When it was made known.
            created = "created",
            /// When it was last changed.
            last_updated = "lastUpdated",
            /// When it was last used.
            last_verified = "lastVerified",
            /// When a user got it.
            activated = "activated",
        }
    }
}
