//! A user's enrolled factors: list, read, reset, from Okta's tag `UserFactor`.
//!
//! All of a user's factors at once are reset by [`ResetFactors`](crate::user_lifecycle::ResetFactors).

mod model;
mod operations;

pub use model::{FactorStatus, FactorType, UserFactor};
pub use operations::{GetFactor, ListFactors, UnenrollFactor};
