//! The promises of okta-permissions, one module each.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod org;
mod preflight;
mod profiles;
mod requirements;
mod roles;
