//! What the emulator promises, one module a promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of tests fails the test, as the test itself may"
)]

#[cfg(feature = "command-line")]
mod binary;
mod client_credentials;
mod dpop;
mod errors;
mod filters;
mod generator;
mod lifecycle;
mod oddities;
mod org;
mod over_tcp;
mod pagination;
mod permissions;
mod python_sdk;
mod rate_limits;
mod served;
mod service_apps;
mod signer;
mod state_machine;
mod system_log;
mod wire;
