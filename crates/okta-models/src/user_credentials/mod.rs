//! Passwords and recovery questions: the seven operations of Okta's tag `UserCred`.

mod model;
mod operations;

pub use model::{
    AuthenticationProvider, AuthenticationProviderType, AuthenticationProviderUpdate, ChangePasswordRequest,
    ForgotPasswordResponse, PasswordCredentialHash, PasswordCredentialHashAlgorithm, PasswordCredentialHook,
    PasswordCredentialUpdate, RecoveryQuestion, RecoveryQuestionUpdate, ResetPasswordToken, TempPassword,
    UserCredentials, UserCredentialsUpdate,
};
pub use operations::{
    ChangePassword, ChangeRecoveryQuestion, ExpirePassword, ExpirePasswordWithTempPassword, ForgotPassword,
    ForgotPasswordSetNewPassword, ResetPassword,
};
