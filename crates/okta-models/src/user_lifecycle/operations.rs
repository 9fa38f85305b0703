//! The seven operations of Okta's tag `UserLifecycle`.

use super::UserActivationToken;
use crate::{Prefer, UserKey, operation::operation};

operation! {
    /// Activates a STAGED or DEPROVISIONED user: ACTIVE with a password, PROVISIONED without.
    pub struct ActivateUser = Changes "UserLifecycle" "activateUser" => object_or_empty UserActivationToken {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether the user gets the link by mail (Okta does so unless told otherwise) or the caller gets it here.
            send_email: bool = "sendEmail",
        }
    }
}

operation! {
    /// Sends the activation again to a PROVISIONED or RECOVERY user.
    pub struct ReactivateUser = Changes "UserLifecycle" "reactivateUser" => object_or_empty UserActivationToken {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether the user gets the link by mail; Okta does not unless told to.
            send_email: bool = "sendEmail",
        }
    }
}

operation! {
    /// Deactivates a user: app assignments, password and factors are lost for good.
    pub struct DeactivateUser = Changes "UserLifecycle" "deactivateUser" => nothing {
        path {
            /// The user.
            user: UserKey = "id",
        }
        query {
            /// Whether the administrator is told by mail.
            send_email: bool = "sendEmail",
        }
        header {
            /// Asks for an asynchronous change.
            prefer: Prefer = "prefer",
        }
    }
}

operation! {
    /// Suspends an ACTIVE user: sessions end, groups and apps are kept.
    pub struct SuspendUser = Changes "UserLifecycle" "suspendUser" => nothing {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}

operation! {
    /// Gives a SUSPENDED user access again.
    pub struct UnsuspendUser = Changes "UserLifecycle" "unsuspendUser" => nothing {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}

operation! {
    /// Unlocks a LOCKED_OUT user, or an ACTIVE one who is blocked on unknown devices. Users of a directory are
    /// unlocked in the directory.
    pub struct UnlockUser = Changes "UserLifecycle" "unlockUser" => nothing {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}

operation! {
    /// Removes all of a user's factors.
    pub struct ResetFactors = Changes "UserLifecycle" "resetFactors" => nothing {
        path {
            /// The user.
            user: UserKey = "id",
        }
    }
}
