//! What the emulator promises, one module a promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails the test, as the test itself may"
)]

#[cfg(feature = "command-line")]
mod binary;
mod enrolment;
mod errors;
mod event_hooks;
mod filters;
mod generator;
mod group_rules;
mod lifecycle;
mod linked_objects;
mod oddities;
mod org;
mod over_tcp;
mod pagination;
mod permissions;
mod policies;
mod rate_limits;
mod schemas;
mod served;
mod sessions;
mod settings;
mod state_machine;
mod system_log;
mod wire;
