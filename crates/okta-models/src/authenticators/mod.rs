//! What an org lets people sign in with, temporary access codes for instance: of Okta's tag `Authenticator` the operation
//! that lists them. Orgs of Okta Identity Engine have it.
//!
//! Which of them a user has enrolled is in [`user_authenticator_enrollments`](crate::user_authenticator_enrollments).

mod model;
mod operations;

pub use model::{Authenticator, AuthenticatorKey};
pub use operations::ListAuthenticators;
