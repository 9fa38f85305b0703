//! The five operations of Okta's tag `UserAuthenticatorEnrollments`.

use super::{AuthenticatorEnrollment, AuthenticatorEnrollmentRequest, TacAuthenticatorEnrollmentRequest};
use crate::{AuthenticatorEnrollmentId, UserKey, operation::operation};

operation! {
    /// Lists the authenticators that a user has enrolled.
    pub struct ListAuthenticatorEnrollments = Reads "UserAuthenticatorEnrollments" "listAuthenticatorEnrollments" => list AuthenticatorEnrollment {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        query {
            /// Authenticators whose phone number or address is told in full, separated by commas.
            disclose_identifiers: String = "discloseIdentifiers",
        }
    }
}

operation! {
    /// Enrols a phone for a user.
    pub struct CreateAuthenticatorEnrollment = Creates "UserAuthenticatorEnrollments" "createAuthenticatorEnrollment" => object AuthenticatorEnrollment {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        body {
            /// The phone.
            request: AuthenticatorEnrollmentRequest
        }
    }
}

operation! {
    /// Makes a temporary access code for a user; the answer is the only place where it stands.
    pub struct CreateTacAuthenticatorEnrollment = Creates "UserAuthenticatorEnrollments" "createTacAuthenticatorEnrollment" => object AuthenticatorEnrollment {
        path {
            /// The user.
            user: UserKey = "userId",
        }
        body {
            /// How the code is to be.
            request: TacAuthenticatorEnrollmentRequest
        }
    }
}

operation! {
    /// Reads an authenticator that a user has enrolled.
    pub struct GetAuthenticatorEnrollment = Reads "UserAuthenticatorEnrollments" "getAuthenticatorEnrollment" => object AuthenticatorEnrollment {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The enrolment.
            enrollment: AuthenticatorEnrollmentId = "enrollmentId",
        }
        query {
            /// Authenticators whose phone number or address is told in full, separated by commas.
            disclose_identifiers: String = "discloseIdentifiers",
        }
    }
}

operation! {
    /// Resets an authenticator that a user has enrolled; a temporary access code stops working.
    pub struct DeleteAuthenticatorEnrollment = Idempotent "UserAuthenticatorEnrollments" "deleteAuthenticatorEnrollment" => nothing {
        path {
            /// The user.
            user: UserKey = "userId",
            /// The enrolment.
            enrollment: AuthenticatorEnrollmentId = "enrollmentId",
        }
    }
}
