//! The promises of okta-lifecycle, one module each.
//!
//! The actions run on an embedded org, or on the org that OKTA_TEST_ORG_URL and OKTA_TEST_TOKEN name, which should be one
//! for tests: users and groups are created in it, and removed when a test ends well.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod access;
mod actions;
mod blocks;
mod calls;
mod capabilities;
#[path = "../../../okta-emulator/tests/checker/mod.rs"]
mod checker;
mod expiry;
mod lost_answers;
mod messages;
mod model;
mod org;
mod ownership;
mod people;
mod plans;
mod repetition;
mod secrets;
mod specification;
mod statuses;
mod verbs;
