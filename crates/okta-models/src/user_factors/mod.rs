//! A user's factors: list, enrol, activate, verify, reset; the thirteen operations of Okta's tag `UserFactor`.
//!
//! All of a user's factors at once are reset by [`ResetFactors`](crate::user_lifecycle::ResetFactors).

mod model;
mod operations;
mod requests;

pub use model::{
    FactorStatus, FactorType, UserFactor, UserFactorPushTransaction, UserFactorSecurityQuestionProfile,
    UserFactorSupported, UserFactorVerifyResponse, UserFactorVerifyResult, UserFactorYubikeyOtpToken,
    YubikeyOtpTokenStatus,
};
pub use operations::{
    ActivateFactor, EnrollFactor, GetFactor, GetFactorTransactionStatus, GetYubikeyOtpTokenById, ListFactors,
    ListSupportedFactors, ListSupportedSecurityQuestions, ListYubikeyOtpTokens, ResendEnrollFactor,
    UnenrollFactor, UploadYubikeyOtpTokenSeed, VerifyFactor,
};
pub use requests::{
    UserFactorActivateRequest, UserFactorProfileUpdate, UserFactorRequest, UserFactorVerifyRequest,
    YubikeyOtpTokenSeedRequest,
};
