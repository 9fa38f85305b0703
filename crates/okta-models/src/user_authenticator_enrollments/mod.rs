//! Authenticators that a user has enrolled, and temporary access codes: Okta's tag `UserAuthenticatorEnrollments`, of
//! Identity Engine orgs that have asked for it.

mod model;
mod operations;

pub use model::{
    AuthenticatorEnrollment, AuthenticatorEnrollmentRequest, AuthenticatorProfile,
    AuthenticatorProfileUpdate, AuthenticatorType, TacAuthenticatorEnrollmentRequest, TacProfileUpdate,
};
pub use operations::{
    CreateAuthenticatorEnrollment, CreateTacAuthenticatorEnrollment, DeleteAuthenticatorEnrollment,
    GetAuthenticatorEnrollment, ListAuthenticatorEnrollments,
};
