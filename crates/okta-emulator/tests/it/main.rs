//! What the emulator promises, one module a promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails the test, as the test itself may"
)]

mod app_shapes;
#[cfg(feature = "command-line")]
mod binary;
mod errors;
mod filters;
mod generator;
mod lifecycle;
mod oddities;
mod org;
mod over_tcp;
mod pagination;
mod permissions;
mod rate_limits;
mod replay;
mod served;
mod state_machine;
mod system_log;
mod wire;
