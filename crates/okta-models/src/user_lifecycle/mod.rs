//! The lifecycle of a user: the seven operations of Okta's tag `UserLifecycle`.
//!
//! Which operation is allowed in which status is Okta's to decide; a wrong one is refused with
//! 400 E0000001, 403 E0000016, E0000032 or E0000038. The crate `okta-lifecycle` checks first.

mod model;
mod operations;

pub use model::UserActivationToken;
pub use operations::{
    ActivateUser, DeactivateUser, ReactivateUser, ResetFactors, SuspendUser, UnlockUser, UnsuspendUser,
};
