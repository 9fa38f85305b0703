//! What a factor is on the wire.

use crate::{FactorId, RawJson, open_enum::open_enum, wire_struct::wire_struct};

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
