//! The seven operations of Okta's tag `UserCred`.

use super::{
    ChangePasswordRequest, ForgotPasswordResponse, ResetPasswordToken, TempPassword, UserCredentials,
    UserCredentialsUpdate,
};
use crate::{UserKey, operation::operation, users::User};

operation! {
    /// Makes a user choose a new password at the next sign-in.
    pub struct ExpirePassword = Changes "UserCred" "expirePassword" => object User {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}

operation! {
    /// Gives a user a password that works once, to be changed at the next sign-in.
    pub struct ExpirePasswordWithTempPassword = Changes "UserCred" "expirePasswordWithTempPassword" => object_or_empty TempPassword {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether the user's sessions end.
            revoke_sessions: bool = "revokeSessions",
        }
    }
}

operation! {
    /// Starts a password reset: the user is in RECOVERY until a new password is chosen.
    ///
    /// Okta's specification requires `sendEmail`, so it is sent always: `true` unless set.
    pub struct ResetPassword = Changes "UserCred" "resetPassword" => object_or_empty ResetPasswordToken {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether the user gets the link by mail or the caller gets it here.
            send_email: bool = "sendEmail" or true,
            /// Whether the user's sessions end.
            revoke_sessions: bool = "revokeSessions",
        }
    }
}

operation! {
    /// Starts the forgotten-password flow for an ACTIVE user with a recovery question.
    pub struct ForgotPassword = Changes "UserCred" "forgotPassword" => object_or_empty ForgotPasswordResponse {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether the user gets the link by mail (Okta does so unless told otherwise) or the caller gets it here.
            send_email: bool = "sendEmail",
        }
    }
}

operation! {
    /// Sets a new password with the answer to the recovery question.
    pub struct ForgotPasswordSetNewPassword = Changes "UserCred" "forgotPasswordSetNewPassword" => object_or_empty UserCredentials {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether the user is told by mail.
            send_email: bool = "sendEmail",
        }
        body {
            /// The new password and the answer.
            credentials: UserCredentialsUpdate
        }
    }
}

operation! {
    /// Changes a password with the old one.
    pub struct ChangePassword = Changes "UserCred" "changePassword" => object_or_empty UserCredentials {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Whether the new password is checked against history and age.
            strict: bool = "strict",
        }
        body {
            /// The old and the new password.
            request: ChangePasswordRequest
        }
    }
}

operation! {
    /// Changes the recovery question, with the password.
    pub struct ChangeRecoveryQuestion = Changes "UserCred" "changeRecoveryQuestion" => object_or_empty UserCredentials {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        body {
            /// The password, and the new question with its answer.
            credentials: UserCredentialsUpdate
        }
    }
}
