//! The thirteen operations of Okta's tag `UserFactor`.

use super::{
    UserFactor, UserFactorActivateRequest, UserFactorPushTransaction, UserFactorRequest,
    UserFactorSecurityQuestionProfile, UserFactorSupported, UserFactorVerifyRequest,
    UserFactorVerifyResponse, UserFactorYubikeyOtpToken, YubikeyOtpTokenSeedRequest,
};
use crate::{FactorId, FactorTransactionId, UserKey, YubikeyOtpTokenId, operation::operation};

operation! {
    /// Lists the factors that a user has enrolled.
    ///
    /// Okta evaluates the enrolment policy for the caller's network zone and leaves out factors that it does not cover.
    pub struct ListFactors = Reads "UserFactor" "listFactors" => list UserFactor {
        path {
            /// The user.
            user: UserKey = "userId",
        }
    }
}

operation! {
    /// Lists the factors that a user may enrol.
    pub struct ListSupportedFactors = Reads "UserFactor" "listSupportedFactors" => list UserFactorSupported {
        path {
            /// The user.
            user: UserKey = "userId",
        }
    }
}

operation! {
    /// Lists the questions that a user may choose from.
    pub struct ListSupportedSecurityQuestions = Reads "UserFactor" "listSupportedSecurityQuestions" => list UserFactorSecurityQuestionProfile {
        path {
            /// The user.
            user: UserKey = "userId",
        }
    }
}

operation! {
    /// Enrols a factor for a user: it is ACTIVE, or waits to be activated.
    pub struct EnrollFactor = Creates "UserFactor" "enrollFactor" => object UserFactor {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether another phone number takes the place of the one that is known.
            update_phone: bool = "updatePhone",
            /// Of a text message, the template.
            template_id: String = "templateId",
            /// How long the code lasts, in seconds: 300 unless set, 86400 at most.
            token_lifetime_seconds: u32 = "tokenLifetimeSeconds",
            /// Whether a text message, call, mail or counter-based token needs no activation.
            activate: bool = "activate",
        }
        header {
            /// The language of the message.
            accept_language: String = "Accept-Language",
        }
        body {
            /// The factor.
            factor: UserFactorRequest
        }
    }
}

operation! {
    /// Reads a factor.
    pub struct GetFactor = Reads "UserFactor" "getFactor" => object UserFactor {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The factor.
            factor: FactorId = "factorId",
        }
    }
}

operation! {
    /// Resets one factor, so that the user may enrol it anew. Resetting push or signed_nonce also resets the other
    /// factors of Okta Verify.
    pub struct UnenrollFactor = Idempotent "UserFactor" "unenrollFactor" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The factor.
            factor: FactorId = "factorId",
        }
        query {
            /// Whether a phone number that also serves recovery is removed there too.
            remove_recovery_enrollment: bool = "removeRecoveryEnrollment",
        }
    }
}

operation! {
    /// Completes the enrolment of a factor.
    pub struct ActivateFactor = Changes "UserFactor" "activateFactor" => object UserFactor {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The factor.
            factor: FactorId = "factorId",
        }
        optional_body {
            /// What completes it; a push needs nothing.
            request: UserFactorActivateRequest
        }
    }
}

operation! {
    /// Sends the code of a text message, call or mail again while the factor is being enrolled.
    pub struct ResendEnrollFactor = Changes "UserFactor" "resendEnrollFactor" => object UserFactor {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The factor.
            factor: FactorId = "factorId",
        }
        query {
            /// Of a text message, the template.
            template_id: String = "templateId",
        }
        body {
            /// The factor, as it was enrolled.
            request: UserFactorRequest
        }
    }
}

operation! {
    /// Challenges a user with a factor, or checks what the user answered.
    pub struct VerifyFactor = Changes "UserFactor" "verifyFactor" => object UserFactorVerifyResponse {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The factor.
            factor: FactorId = "factorId",
        }
        query {
            /// Of a text message, the template.
            template_id: String = "templateId",
            /// How long the code lasts, in seconds: 300 unless set, 86400 at most.
            token_lifetime_seconds: u32 = "tokenLifetimeSeconds",
        }
        header {
            /// Where the user's request came from, for the user to see.
            x_forwarded_for: String = "X-Forwarded-For",
            /// The browser that the user's request came from, for the user to see.
            user_agent: String = "User-Agent",
            /// The language of the message.
            accept_language: String = "Accept-Language",
        }
        optional_body {
            /// The answer; without one, most factors send a challenge.
            request: UserFactorVerifyRequest
        }
    }
}

operation! {
    /// Asks how a push is getting on.
    pub struct GetFactorTransactionStatus = Reads "UserFactor" "getFactorTransactionStatus" => object UserFactorPushTransaction {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The factor.
            factor: FactorId = "factorId",
            /// The push.
            transaction: FactorTransactionId = "transactionId",
        }
    }
}

operation! {
    /// Lists the org's YubiKeys in one-time-password mode.
    pub struct ListYubikeyOtpTokens = Reads "UserFactor" "listYubikeyOtpTokens" => list UserFactorYubikeyOtpToken {
        query {
            /// Parts to embed, `user`.
            expand: String = "expand",
            /// Finds tokens.
            filter: String = "filter",
            /// Answers with CSV instead, which this operation does not read.
            for_download: bool = "forDownload",
            /// Tokens a page: 20 unless set, 200 at most.
            limit: u32 = "limit",
            /// Member to sort by.
            sort_by: String = "sortBy",
            /// `ASC` or `DESC`.
            sort_order: String = "sortOrder",
        }
    }
}

operation! {
    /// Makes a YubiKey known to the org.
    pub struct UploadYubikeyOtpTokenSeed = Creates "UserFactor" "uploadYubikeyOtpTokenSeed" => object UserFactorYubikeyOtpToken {
        query {
            /// Okta documents it, and it means nothing here.
            expand: String = "expand",
            /// Okta documents it, and it means nothing here.
            filter: String = "filter",
            /// Okta documents it, and it means nothing here.
            for_download: bool = "forDownload",
            /// Okta documents it, and it means nothing here.
            limit: u32 = "limit",
            /// Okta documents it, and it means nothing here.
            sort_by: String = "sortBy",
            /// Okta documents it, and it means nothing here.
            sort_order: String = "sortOrder",
        }
        body {
            /// The YubiKey.
            request: YubikeyOtpTokenSeedRequest
        }
    }
}

operation! {
    /// Reads a YubiKey.
    pub struct GetYubikeyOtpTokenById = Reads "UserFactor" "getYubikeyOtpTokenById" => object UserFactorYubikeyOtpToken {
        path {
            /// The YubiKey.
            token: YubikeyOtpTokenId = "tokenId",
        }
    }
}
