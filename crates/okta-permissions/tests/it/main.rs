//! The promises of okta-permissions, one module each.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on has failed"
)]

mod api_tokens;
mod bodies;
mod decisions;
mod denials;
mod differential;
mod least_privilege;
mod org;
mod preflight;
mod profiles;
mod requirements;
mod resource_sets;
mod resources;
mod roles;
mod service_app;
mod tables;
