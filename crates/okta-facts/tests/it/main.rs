//! What okta-facts promises: one module a promise.

#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test fails the test by panicking"
)]

mod agreement;
mod facts;
mod lookups;
mod permission_needs;
