//! Operations of Okta's tag `UserFactor`: list, read, reset.

use super::UserFactor;
use crate::{FactorId, UserKey, operation::operation};

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
